"""A small text classifier: what a request asks for that a policy may refuse. Trained on requests that we make up; half a minute of one core.

    python -m dreamtrain.request_classifier --out ../../classifiers/requests

It reads word pieces, as they stand and as the lists of words read them, and knows the words and turns of `requests/*.txt` and what
looks like them; it understands nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch import nn
from torch.nn import functional

from dreamtrain.requests import LABELS, OPEN, PROSE, Example, example, targets

PIECES = 2_200
TOKENS = 512  # read at once; longer texts in windows
FALSE_ALARMS = 0.005  # at most, of innocent requests with words and templates that training never saw
PAD, UNKNOWN = 0, 1


def new_tokenizer(texts: list[str]) -> Tokenizer:
    """Letters and digits alone, in lower case and without marks; ideographs one by one."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=200))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKD(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\p{M}+"), ""), normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(r"[一-鿿0-9]"), "isolated")]
    )
    tokenizer.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=PIECES, special_tokens=["[PAD]", "[UNK]"], limit_alphabet=900, show_progress=False)
    )
    return tokenizer


class RequestClassifier(nn.Module):
    """(B, T) token ids -> (B, labels) logits. Each place has its piece, the two and the three pieces that begin there and the next but one,
    all but the first by a hash; of every number the highest of any place and the weighed mean count. Cheap: nothing is multiplied for
    each place, so it learns from 10,000 requests a second on one core."""

    def __init__(self, pieces: int, width: int = 20, places: int = 5_003) -> None:
        super().__init__()
        self.places = places
        self.piece = nn.Embedding(pieces, width)
        self.turn = nn.Embedding(places, width)
        self.weight = nn.Linear(width, 1)
        self.dense = nn.Linear(2 * width, 48)
        self.last = nn.Linear(48, len(LABELS))
        nn.init.normal_(self.piece.weight, std=0.1)
        nn.init.zeros_(self.turn.weight)  # what was never seen side by side says nothing

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        there = (input_ids != PAD).unsqueeze(2).float()
        if self.training:  # what is around a word has to be enough, now and then
            input_ids = input_ids.masked_fill((torch.rand(input_ids.shape) < 0.03) & (input_ids != PAD), UNKNOWN)
        next_ids = functional.pad(input_ids[:, 1:], (0, 1))
        third = functional.pad(input_ids[:, 2:], (0, 2))
        two = (input_ids * 7919 + next_ids * 104_729) % self.places
        apart = (input_ids * 6287 + third * 15_485_863 + 1) % self.places
        three = (input_ids * 7919 + next_ids * 104_729 + third * 1_299_709 + 2) % self.places
        values = self.piece(input_ids) + self.turn(two) + self.turn(apart) + self.turn(three)
        away = (there - 1) * 1e4
        shares = (self.weight(values) + away).softmax(1)
        pooled = torch.cat([(values + away).amax(1), (values * shares).sum(1)], 1)
        return self.last(functional.silu(self.dense(functional.dropout(pooled, 0.1, self.training))))


def batched(tokenizer: Tokenizer, texts: list[str]) -> torch.Tensor:
    """(B, T) ids, padded."""
    rows = [encoding.ids[:TOKENS] or [UNKNOWN] for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]
    ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for row, tokens in zip(ids, rows):
        row[: len(tokens)] = tokens
    return torch.from_numpy(ids)


def loss_of(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    each = functional.binary_cross_entropy_with_logits(logits, wanted.clamp(0, 1) * 0.98 + 0.01, reduction="none")
    return (each * (wanted != OPEN)).sum() / len(wanted)


def trained(tokenizer: Tokenizer, count: int, epochs: int, seed: int, batch: int = 256) -> RequestClassifier:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    drawn = sorted((example(rng) for _ in range(count)), key=lambda one: len(one.text))  # batches of texts of like length
    parts = [drawn[at : at + batch] for at in range(0, count, batch)]
    batches = [(batched(tokenizer, [one.text for one in part]), torch.tensor([targets(one.labels) for one in part])) for part in parts]
    model = RequestClassifier(tokenizer.get_vocab_size())
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.2e-2, total_steps=epochs * len(batches), pct_start=0.1)
    for epoch in range(epochs):
        rng.shuffle(batches)
        total = 0.0
        for ids, wanted in batches:
            loss = loss_of(model(ids), wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(batches):.3f}", flush=True)
    return model.eval()


@torch.no_grad()
def rounded(model: RequestClassifier) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Puts the large weights on 255 levels a row; name -> (int8 values, scale of each row)."""
    kept = {}
    for name, weight in model.named_parameters():
        if weight.numel() < 1_000:
            continue
        scale = weight.abs().flatten(1).amax(1).clamp(min=1e-8) / 127
        levels = (weight / scale.view(-1, *[1] * (weight.dim() - 1))).round()
        weight.copy_(levels * scale.view(-1, *[1] * (weight.dim() - 1)))
        kept[name] = (levels.to(torch.int8).numpy(), scale.numpy())
    return kept


def export(model: RequestClassifier, file: Path) -> None:
    """Writes the graph with its large weights in eight bits; `model` is rounded to the same."""
    kept = rounded(model)
    torch.onnx.export(
        model, (torch.ones(1, 12, dtype=torch.int64),), file, input_names=["input_ids"], output_names=["logits"],
        dynamo=False, opset_version=17, do_constant_folding=False, dynamic_axes={"input_ids": {0: "B", 1: "T"}, "logits": {0: "B"}},
    )  # fmt: skip
    graph = onnx.load(file)
    for name, (levels, scale) in kept.items():
        place = next(i for i, one in enumerate(graph.graph.initializer) if one.name == name)
        del graph.graph.initializer[place]
        graph.graph.initializer.extend(
            [numpy_helper.from_array(levels, f"{name}.levels"), numpy_helper.from_array(scale, f"{name}.scale")]
        )
        graph.graph.node.insert(0, helper.make_node("DequantizeLinear", [f"{name}.levels", f"{name}.scale"], [name], axis=0))
    onnx.checker.check_model(graph)
    onnx.save(graph, file)


@torch.no_grad()
def scores(model: RequestClassifier, tokenizer: Tokenizer, texts: list[str]) -> torch.Tensor:
    """(B, labels) in the order of `texts`."""
    return torch.cat([model(batched(tokenizer, texts[at : at + 64])).sigmoid() for at in range(0, len(texts), 64)])


def thresholds_on(found: torch.Tensor) -> list[float]:
    """Of innocent requests: for each label the lowest, but .5, with which no more than FALSE_ALARMS are told anything."""
    for each in (0.002, 0.0015, 0.001, 0.0007, 0.0005, 0.0003, 0.0):
        chosen = found.quantile(1 - each, dim=0).clamp(min=0.5)
        if (found > chosen).any(1).float().mean() <= FALSE_ALARMS:
            break
    return [min(round(value + 0.0005, 3), 0.999) for value in chosen.tolist()]


def report(model: RequestClassifier, tokenizer: Tokenizer, thresholds: list[float], seed: int, each: int) -> dict:
    limits = torch.tensor(thresholds)
    said: dict = {}
    for name, kinds in {
        "templates": {"held_templates": True}, "words": {"held_words": True}, "both": {"held_templates": True, "held_words": True},
        "seen": {},
    }.items():  # fmt: skip
        rng = random.Random(seed)
        drawn = [example(rng, **kinds) for _ in range(each)]
        wanted = torch.tensor([targets(one.labels) for one in drawn])
        found = scores(model, tokenizer, [one.text for one in drawn]) >= limits
        rows = {}
        for at, label in enumerate(LABELS):
            yes, no = wanted[:, at] == 1, wanted[:, at] == 0
            right = (found[:, at] & yes).sum().item()
            rows[label] = [round(right / max(right + (found[:, at] & no).sum().item(), 1), 3), round(right / max(yes.sum().item(), 1), 3)]
        innocent = torch.tensor([one.labels == "ok" for one in drawn])
        languages = {
            language: round(found[torch.tensor([one.language == language and one.labels != "ok" for one in drawn])].any(1).float().mean().item(), 3)
            for language in sorted({one.language for one in drawn})
        }
        said[name] = {
            "precision, recall": rows,
            "any found of attacks": round(found[~innocent].any(1).float().mean().item(), 3),
            "false alarms": round(found[innocent].any(1).float().mean().item(), 4),
            "by language": languages,
        }
    return said


def innocents(seed: int, count: int) -> list[str]:
    """Held-out ones: made, and lines of documents."""
    rng = random.Random(seed)
    made: list[Example] = [example(rng, held_templates=True, held_words=True, labels="ok") for _ in range(count)]
    return [one.text for one in made] + PROSE["held"]


def write_folder(out: Path, model: RequestClassifier, tokenizer: Tokenizer, thresholds: list[float]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    file = out / "classifier.onnx"
    export(model, file)
    tokenizer_json = json.loads(tokenizer.to_str())
    (out / "tokenizer.json").write_text(json.dumps(tokenizer_json, ensure_ascii=False, separators=(",", ":")) + "\n")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    description = {
        "format": "dreamthread.word-classifier/1",
        "id": f"requests-{digest[:8]}",
        "description": "Requests to a picture bot, in fourteen languages, trained on made-up ones. Knows the words and turns of its tables and what "
        "looks like them; a lookout beside the lists of words, no judge of meaning.",
        "licence": "Apache-2.0",
        "file": {"name": file.name, "sha256": digest},
        "tokens": TOKENS,
        "output": {"name": "logits", "activation": "sigmoid"},
        "labels": [{"label": label, "category": label, "threshold": at} for label, at in zip(LABELS, thresholds)],
    }
    (out / "classifier.json").write_text(json.dumps(description, indent=2) + "\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--count", type=int, default=70_000)
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--report", type=Path)
    given = options.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(7)
    tokenizer = new_tokenizer([example(rng, plain=True).text for _ in range(20_000)])
    model = trained(tokenizer, given.count, given.epochs, 0)
    rounded(model)
    thresholds = thresholds_on(scores(model, tokenizer, innocents(1, 6_000)))
    write_folder(given.out, model, tokenizer, thresholds)
    said = {"thresholds": dict(zip(LABELS, thresholds)), **report(model, tokenizer, thresholds, 2, 2_500)}
    print(json.dumps(said, indent=1))
    if given.report:
        given.report.write_text(json.dumps(said, indent=1) + "\n")


if __name__ == "__main__":
    main()
