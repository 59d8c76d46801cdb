import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from dreamtrain.decode_loop import drafted, kv_names
from dreamtrain.export import export_folder
from dreamtrain.tiny import tiny_ddpm

STEPS = 9


@pytest.fixture(scope="module")
def loop(tmp_path_factory):
    parts, out = tiny_ddpm(), tmp_path_factory.mktemp("folder")
    manifest = export_folder(parts, out, "tiny")
    session = onnxruntime.InferenceSession(str(out / manifest["graphs"]["decodeLoop"]), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return parts.dream, out, lambda feeds: dict(zip(names, session.run(names, feeds)))


def fed(dream, pasts, ids, steps=STEPS, ends=(-1,), **sampling):
    """Feeds for sequences whose pasts are given as rows of token ids, padded on the left."""
    config = dream.config.llama
    longest, rows = max(map(len, pasts)), len(pasts)
    values = {"temperature": 0.0, "top_p": 1.0, "top_k": 64.0, "penalty": 1.0} | sampling
    feeds = {
        "input_ids": np.array(ids)[:, None], "seen": np.zeros((rows, config.vocab_size), np.float32),
        "attention_mask": np.array([[0] * (longest - len(past)) + [1] * len(past) for past in pasts]),
        "position_ids": np.array([[len(past)] for past in pasts]), "bias": np.zeros((rows, config.vocab_size), np.float32),
        "sampling": np.array([list(values.values())] * rows, np.float32),
        "uniforms": np.random.default_rng(0).random((rows, steps), np.float32), "ends": np.array(ends), "steps": np.array(steps),
    }
    caches = []
    for past in pasts:
        _, _, cache = dream.llama.step(
            dream.embed(torch.tensor([past])), torch.ones(1, len(past), dtype=torch.int64), torch.arange(len(past))[None],
            dream.llama.empty_cache(1),
        )
        caches.append([tensor[0] for pair in cache for tensor in pair])
    for index, name in enumerate(kv_names(dream)):
        padded = [torch.cat([torch.randn(longest - len(cache[index]), *cache[index].shape[1:]), cache[index]]) for cache in caches]
        feeds[f"past.{name}"] = torch.stack(padded).numpy()
    return feeds


@torch.no_grad()
def greedy(dream, ids, count):
    """Logits after each of `count` tokens, each the likeliest after those before, over the whole sequence anew."""
    ids, made = list(ids), []
    for _ in range(count):
        made.append(dream.llama.lm_head(dream.llama(dream.embed(torch.tensor([ids])))[0, -1]).numpy())
        ids.append(int(made[-1].argmax()))
    return np.stack(made), ids[-count:]


@torch.no_grad()
def test_it_writes_what_whole_sequences_give_each_behind_its_own_past(loop):
    dream, _, run = loop
    pasts, firsts = [[5, 9, 30], [7], [300, 301, 302, 303, 17, 4]], [40, 41, 42]
    made = run(fed(dream, pasts, firsts))
    assert made["likely"].shape == (STEPS, 3, 1) and made["present.0.key"].shape[:2] == (3, STEPS)
    for row, (past, first) in enumerate(zip(pasts, firsts)):
        logits, ids = greedy(dream, [*past, first], STEPS)
        assert made["likely"][:, row, 0].tolist() == ids
        assert np.abs(made["logits"][:, row] - logits).max() < 1e-4
        rows = dream.embed(torch.tensor([[*past, first, *ids[:-1]]]))
        _, _, cache = dream.llama.step(rows, torch.ones(rows.shape[:2], dtype=torch.int64), torch.arange(rows.shape[1])[None], dream.llama.empty_cache(1))
        for index, name in enumerate(kv_names(dream)):
            wanted = cache[index // 2][index % 2][0, len(past):].numpy()
            assert np.abs(made[f"present.{name}"][row] - wanted).max() < 1e-4


@torch.no_grad()
def test_it_ends_when_every_text_has_and_heeds_bias_and_repetition(loop):
    dream, _, run = loop
    feeds = fed(dream, [[5, 9, 30], [7]], [40, 41])
    likely = run(feeds)["likely"][:, :, 0]
    ended = run(feeds | {"ends": likely[2:4].diagonal().copy()})["likely"]
    assert len(ended) <= 4 and (ended[:, :, 0] == likely[:len(ended)]).all()
    barred = feeds["bias"].copy()
    barred[0, likely[0, 0]] = -np.inf
    assert run(feeds | {"bias": barred})["likely"][0, 0] != likely[0, 0]
    penalised = run(fed(dream, [[5, 9, 30]], [40], penalty=50.0))["likely"][:, 0, 0]
    assert len(set(penalised.tolist())) == STEPS
    assert run(feeds | {"steps": np.array(1)})["likely"].shape == (1, 2, 1)


def test_a_draft_is_drawn_from_the_nucleus():
    scores = torch.log(torch.tensor([[0.1, 0.5, 0.0, 0.4]]))
    draw = lambda uniform, **changes: int(drafted(scores, torch.tensor([[*(
        {"temperature": 1.0, "top_p": 1.0, "top_k": 64.0} | changes).values(), 1.0]]), torch.tensor([[uniform]])))
    assert [draw(u) for u in (0.0, 0.49, 0.51, 0.89, 0.91, 0.999)] == [1, 1, 3, 3, 0, 0]
    assert [draw(u, top_p=0.9) for u in (0.0, 0.54, 0.57, 0.999)] == [1, 1, 3, 3]
    assert draw(0.999, top_k=1.0) == 1 and draw(0.999, temperature=0.0) == 1


def test_its_weights_are_those_of_the_language_model(loop):
    _, out, _ = loop
    assert (out / "decode-loop.onnx").stat().st_size < (out / "language.weights").stat().st_size
    places = {}
    for name in ("language-model", "decode-loop", "embed-tokens"):
        model = onnx.load(out / f"{name}.onnx", load_external_data=False)
        places[name] = {entry.value for tensor in model.graph.initializer for entry in tensor.external_data if entry.key == "offset"}
    assert places["decode-loop"] == places["language-model"] | places["embed-tokens"]
