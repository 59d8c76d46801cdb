"""The paper's claim at this size: does a model that also learns to read pictures draw better than one that only learns to draw?

Both start from the same checkpoint and see the same drawing requests in the same order; no plan and no caption stand between the
request and its picture, so the condition must come from the words themselves. The joint one also sees, at every step, as many
tokens of pictures that are described or judged, with the loss of its words. Judged on held-out wordings: the scene that the condition names.

    python -m dreamtrain.creation --checkpoints runs/pocket --start stage1.pt --steps 1000
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Iterator

import torch

from dreamtrain.batches import Batch, batches, collate
from dreamtrain.evaluate import read_code, share
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.sight import Sight
from dreamtrain.tokenizer import Encoder, Row, load_encoder
from dreamtrain.training import Optimisers, code_loss, language_loss, load, rate_share
from dreamtrain.world.conversations import make_turn
from dreamtrain.world.dialogue import SYSTEM, Piece
from dreamtrain.world.drawing import draw_request
from dreamtrain.world.scene import Scene
from dreamtrain.world.words import Voice

ROWS = 48  # requests a step; about 2,000 tokens
TOKENS = 2048  # of reading a step
RATE = 1e-3
FLOW_EVERY = 8
FLOW_WEIGHT, CODE_WEIGHT = 10.0, 0.5
JUDGED = 400


def asked(encoder: Encoder, voice: Voice) -> tuple[Row, Scene]:
    words, scene = draw_request(voice)
    made = [Piece("token", "<s>"), Piece("text", SYSTEM), Piece("text", " USER:"), Piece("text", f" {voice.chatter(words)}"), Piece("text", " ASSISTANT:"),
            Piece("token", "<dream_start>"), Piece("dream", 0), Piece("token", "<dream_end>")]
    return encoder.laid_out(made, [scene]), scene


def drawing(encoder: Encoder, seed: int) -> Iterator[Batch]:
    voice = Voice(seed)
    while True:
        yield collate([asked(encoder, voice)[0] for _ in range(ROWS)] + [encoder.unconditional()], encoder.special["[PAD]"], frozenset(range(ROWS + 1)))


def reading(encoder: Encoder, seed: int) -> Iterator[Batch]:
    voice = Voice(seed)
    return batches(encoder, ([make_turn(voice, voice.choice(("describe", "judge")), [])] for _ in iter(int, 1)), TOKENS, seed)


def train(model: DreamLLM, encoder: Encoder, sight: Sight, steps: int, joint: bool, seed: int) -> None:
    optimisers, requests, pictures = Optimisers(model, RATE), drawing(encoder, seed), reading(encoder, seed)
    for step in range(steps):
        batch = next(requests)
        with torch.autocast("cpu", torch.bfloat16):
            loss, condition = code_loss(model, model(batch.ids, batch.queries, batch.images, sight.features(batch.scenes)), batch)
            said = f"code {loss.item():.4f}"
            loss = CODE_WEIGHT * loss
            if step % FLOW_EVERY == 0:
                loss = loss + FLOW_WEIGHT * sight.flow_loss(condition, batch.dream_scenes)
            if joint:
                seen = next(pictures)
                words, right = language_loss(model, model(seen.ids, seen.queries, seen.images, sight.features(seen.scenes)), seen)
                loss, said = loss + words, f"{said} ce {words.item():.4f} right {right.item():.4f}"
        loss.backward()
        optimisers.step(rate_share(step, step / steps, 0.05))
        if step % 50 == 0:
            print(f"{'joint' if joint else 'creation only'} step {step} {said}", flush=True)


@torch.no_grad()
def judge(model: DreamLLM, encoder: Encoder, sight: Sight) -> dict:
    voice = Voice(20261122, held_out=True)
    pairs, right, errors = [asked(encoder, voice) for _ in range(JUDGED)], [], []
    for start in range(0, JUDGED, 50):
        part = pairs[start:start + 50]
        batch = collate([row for row, _ in part], encoder.special["[PAD]"], frozenset(range(len(part))))
        condition = model.condition(batch.dream_hidden(model(batch.ids, batch.queries, batch.images, sight.features(batch.scenes))))
        right += [read_code(code) == scene for code, (_, scene) in zip(condition, part)]
        errors.append((condition - batch.codes).pow(2).mean().item())
    return {"scene right": share(right), "rms error": round((sum(errors) / len(errors)) ** 0.5, 4)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--checkpoints", type=Path, default=Path("runs/pocket"))
    options.add_argument("--start", default="stage1.pt")
    options.add_argument("--steps", type=int, default=1000)
    options.add_argument("--seeds", type=int, nargs="+", default=[1])
    given = options.parse_args()
    torch.set_num_threads(1)
    encoder, sight = load_encoder(given.checkpoints / "tokenizer.json"), Sight(given.checkpoints)
    for seed in given.seeds:
        for joint in (False, True):
            model = load(given.checkpoints / given.start)[0]
            model.requires_grad_(True)
            train(model, encoder, sight, given.steps, joint, seed)
            print(json.dumps({"seed": seed, "joint": joint, "steps": given.steps} | judge(model.eval(), encoder, sight)), flush=True)


if __name__ == "__main__":
    main()
