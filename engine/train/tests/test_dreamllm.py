from itertools import islice

import pytest
import torch

from dreamtrain.batches import batches, collate, stand_in_features
from dreamtrain.evaluate import read_code, read_plan, shown_in, wanted_plan
from dreamtrain.model.dreamllm import DreamLLM, DreamLLMConfig
from dreamtrain.model.llama import Llama, LlamaConfig
from dreamtrain.tokenizer import ADDED, Encoder, train_tokenizer
from dreamtrain.training import load, save
from dreamtrain.world.conversations import conversations
from dreamtrain.world.dialogue import pieces
from dreamtrain.world.scene import condition_code, sample_scene
from dreamtrain.world.words import Voice

SMALL = dict(vocab_size=97, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4)


@pytest.fixture(scope="module")
def encoder():
    return Encoder(train_tokenizer(dialogues=3000))


@pytest.mark.parametrize("kv_heads", [4, 2, 1])
def test_steps_behind_a_cache_equal_one_pass(kv_heads):
    torch.manual_seed(0)
    llama = Llama(LlamaConfig(**SMALL, num_key_value_heads=kv_heads))
    llama.initialise(0.2)
    rows = torch.randn(2, 11, 32)
    cache, parts, at = llama.empty_cache(2), [], 0
    with torch.no_grad():
        whole = llama(rows)
        for new in (4, 1, 1, 5):
            positions = torch.arange(at, at + new)[None].expand(2, -1)
            hidden, logits, fresh = llama.step(rows[:, at:at + new], torch.ones(2, at + new, dtype=torch.long), positions, cache)
            cache = [tuple(torch.cat(pair, dim=1) for pair in zip(old, add)) for old, add in zip(cache, fresh)]
            parts.append(hidden)
            at += new
    torch.testing.assert_close(torch.cat(parts, dim=1), whole, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(logits, llama.lm_head(whole[:, -1]), atol=1e-5, rtol=1e-4)


def test_padding_on_the_left_changes_nothing():
    torch.manual_seed(0)
    llama = Llama(LlamaConfig(**SMALL))
    llama.initialise(0.2)
    rows = torch.randn(1, 6, 32)
    padded = torch.cat([torch.randn(1, 3, 32), rows], dim=1)
    mask = torch.tensor([[0, 0, 0, 1, 1, 1, 1, 1, 1]])
    with torch.no_grad():
        _, plain, _ = llama.step(rows, mask[:, 3:], torch.arange(6)[None], llama.empty_cache(1))
        _, shifted, _ = llama.step(padded, mask, (mask.cumsum(1) - 1).clamp(min=0), llama.empty_cache(1))
    torch.testing.assert_close(plain, shifted, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("text", [" USER:", "\n", " draw: a red circle on the left, on white\n", " #2b: x", " a  b ", " 12 héllo ☃ 🙂"])
def test_text_comes_back_letter_for_letter(encoder, text):
    ids = encoder.tokenizer.encode(text, add_special_tokens=False).ids
    assert encoder.tokenizer.decode(ids, skip_special_tokens=False) == text
    assert encoder.tokenizer.token_to_id("<0x0A>") == 13
    assert ids.count(13) == text.count("\n")


def test_special_tokens_have_their_ids(encoder):
    assert [encoder.special[name] for name in ("<unk>", "<s>", "</s>")] == [0, 1, 2]
    assert all(encoder.tokenizer.encode(name, add_special_tokens=False).ids == [encoder.special[name]] for name in ADDED)


def test_a_row_marks_what_is_to_be_written(encoder):
    for turns in islice(conversations(8), 50):
        row = encoder.row(turns)
        assert len(row.ids) == len(row.labels) == len(row.queries) == len(row.images)
        written = [token for token in row.labels if token >= 0]
        expected = "".join(str(piece.value) for piece in pieces(turns) if piece.learned)
        assert encoder.tokenizer.decode(written, skip_special_tokens=False) == expected
        assert all(row.queries[start:start + 16] == list(range(16)) for start, _ in row.dreams)


def test_a_batch_trains_every_part(encoder, tmp_path):
    torch.manual_seed(0)
    config = DreamLLMConfig(llama=LlamaConfig(**SMALL | {"vocab_size": encoder.tokenizer.get_vocab_size()}))
    model = DreamLLM(config)
    batch = next(batches(encoder, conversations(2), tokens=1500, seed=2))
    hidden = model(batch.ids, batch.queries, batch.images, stand_in_features(batch.scenes))
    condition = model.condition(batch.dream_hidden(hidden))
    assert condition.shape == batch.codes.shape
    assert batch.dream_scenes[-1] is None and not batch.codes[-1].any()
    (hidden.pow(2).mean() + (condition - batch.codes).pow(2).mean()).backward()
    assert all(weight.grad is not None for name, weight in model.named_parameters() if "lm_head" not in name)
    save(tmp_path / "model.pt", model, {"step": 3})
    again, extra = load(tmp_path / "model.pt")
    assert again.config == config and extra["step"] == 3
    torch.testing.assert_close(again.dream_queries, model.dream_queries)


def test_plans_and_codes_are_read_back(encoder):
    voice = Voice(6)
    for turns in islice(conversations(6), 100):
        plan = "".join(f" {step.plan_line()}\n" for step in turns[-1].steps) + "\n"
        assert read_plan(plan, shown=shown_in(turns)) == wanted_plan(turns[-1])
    assert read_plan(" draw: a red cat\n\n") is None
    assert all(read_code(condition_code(scene)) == scene for scene in (sample_scene(voice) for _ in range(200)))


def test_padding_on_the_right_changes_nothing(encoder):
    torch.manual_seed(0)
    model = DreamLLM(DreamLLMConfig(llama=LlamaConfig(**SMALL | {"vocab_size": encoder.tokenizer.get_vocab_size()})))
    rows = sorted((encoder.row(turns) for turns in islice(conversations(3), 8)), key=lambda row: len(row.ids))
    with torch.no_grad():
        outcomes = []
        for group in (rows[:1], rows[:2]):
            batch = collate(group, encoder.special["[PAD]"])
            outcomes.append(model(batch.ids, batch.queries, batch.images, stand_in_features(batch.scenes))[0, : len(rows[0].ids)])
    torch.testing.assert_close(*outcomes, atol=1e-5, rtol=1e-4)
