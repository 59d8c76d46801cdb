import random
import re

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer

from dreamtrain.request_classifier import RequestClassifier, batched, new_tokenizer, thresholds_on, write_folder
from dreamtrain.requests import LABELS, LANGUAGES, OPEN, PROSE, TABLES, Pair, example, targets


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    torch.manual_seed(0)
    rng = random.Random(0)
    tokenizer = new_tokenizer([example(rng, plain=True).text for _ in range(300)])
    model = RequestClassifier(tokenizer.get_vocab_size()).eval()
    out = tmp_path_factory.mktemp("requests")
    write_folder(out, model, tokenizer, [0.5] * len(LABELS))
    return model, out


def test_what_ships_gives_the_numbers_of_the_model(folder):
    model, out = folder
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    session = onnxruntime.InferenceSession(str(out / "classifier.onnx"), providers=["CPUExecutionProvider"])
    rng = random.Random(5)
    for text in ["x", "a cat on a mat", *(example(rng).text for _ in range(30))]:
        ids = batched(tokenizer, [text])
        with torch.no_grad():
            np.testing.assert_allclose(session.run(None, {"input_ids": ids.numpy()})[0], model(ids).numpy(), atol=1e-4)


def test_padding_changes_nothing(folder):
    model, out = folder
    ids = batched(Tokenizer.from_file(str(out / "tokenizer.json")), ["a house by the sea"])
    with torch.no_grad():
        np.testing.assert_allclose(model(torch.nn.functional.pad(ids, (0, 9))), model(ids), atol=1e-5)


def test_nothing_that_is_held_out_is_trained_on(monkeypatch):
    pairs = [pair for tables in TABLES.values() for kind in (tables.frames, tables.words, tables.templates) for pair in kind.values()]
    assert all(pair.train and not set(pair.train) & set(pair.held) for pair in pairs)
    assert not set(PROSE["train"]) & set(PROSE["held"])

    drawn: list[tuple[Pair, str]] = []
    one = Pair.one
    monkeypatch.setattr(Pair, "one", lambda pair, *how: drawn.append((pair, one(pair, *how))) or drawn[-1][1])
    rng = random.Random(3)
    for _ in range(3_000):
        example(rng)
    assert len(drawn) > 6_000 and all(entry in pair.train for pair, entry in drawn)
    drawn.clear()
    for _ in range(300):
        example(rng, held_templates=True, held_words=True)
    assert sum(entry in pair.held for pair, entry in drawn) > len(drawn) / 2


def test_every_slot_has_words_and_every_word_a_place():
    for language, tables in TABLES.items():
        used = {slot for pair in tables.templates.values() for entry in pair.train + pair.held for slot in re.findall(r"\{([\w-]+)\}", entry)}
        assert used == set(tables.words), language
        assert {"ok", *LABELS} >= {label.strip("?") for _, labels in tables.templates for label in labels.split()}, language
    assert len(LANGUAGES) == 14


def test_what_is_left_open_is_neither():
    assert targets("real-people ?sexual") == [OPEN if label == "sexual" else float(label == "real-people") for label in LABELS]
    assert targets("ok") == [0.0] * len(LABELS)


def test_thresholds_let_one_innocent_request_in_two_hundred_be_told_something():
    found = 0.9 * torch.rand(4_000, len(LABELS), generator=torch.Generator().manual_seed(0))
    limits = torch.tensor(thresholds_on(found))
    assert (found >= limits).any(1).float().mean() <= 0.005
    assert thresholds_on(torch.zeros(100, len(LABELS))) == [0.5] * len(LABELS)
