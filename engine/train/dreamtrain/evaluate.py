"""Measures the language half on wordings, nouns and pictures it was never trained on.

A plan is right if its steps, its target and its parsed scenes are. An answer is right if the plan is and the text is
the expected one, letter for letter. A code is right if the largest value of every field is. A picture is right if the
detector reads the scene that was asked for out of it.

    python -m dreamtrain.evaluate --model runs/pocket/dreamllm.pt --out runs/pocket/eval.json
"""

from __future__ import annotations

import argparse
import json
import math
import random
from pathlib import Path
from typing import Callable

import torch

from dreamtrain.batches import collate, stand_in_features
from dreamtrain.detector import read_scene
from dreamtrain.generate import Features, plan_prompt, text_prompt, write
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.tokenizer import Encoder, load_encoder
from dreamtrain.training import load
from dreamtrain.world.conversations import make_turn
from dreamtrain.world.dialogue import Turn
from dreamtrain.world.difference import applied
from dreamtrain.world.language import caption, parse_caption
from dreamtrain.world.orders import ordered
from dreamtrain.world.scene import (
    CELLS, COLOUR_NAMES, CONDITION_WIDTH, GROUND_NAMES, KINDS, MAX_THINGS, SIZE_NAMES, Scene, Thing, condition_code,
)
from dreamtrain.world.words import Voice

SEED = 20261122
PLANNED = ("draw", "edit", "question", "judge", "refuse", "ask", "document", "story", "talk")
ANSWERED = ("describe",)


def held_out(task: str, count: int) -> list[list[Turn]]:
    """Threads whose last turn is of this task, in held-out wordings; edits and questions mostly behind earlier turns."""
    voice, made = Voice(SEED + sum(map(ord, task)), held_out=True), []
    while len(made) < count:
        turns, thread = [], []
        for _ in range(voice.choice((0, 1, 1, 2)) if task in ("edit", "question") else voice.choice((0, 0, 0, 1))):
            earlier = voice.choice(("draw", "draw", "edit")) if task in ("edit", "question") else "draw"
            turns.append(make_turn(voice, earlier, thread))
            thread += turns[-1].shown()
        if task == "refuse" or len(thread) < 5:
            made.append([*turns, make_turn(voice, task, thread)])
    return made


def read_plan(text: str, parse: Callable = parse_caption, shown: dict[str, Scene] | None = None) -> list[tuple] | None:
    """[(kind, target, scene or query)], or None if it is not a plan. `parse` reads the captions of a world and raises ValueError. With `shown`, the
    pictures of the thread by name, an edit says what changes."""
    steps = []
    for line in text.strip().split("\n"):
        head, _, words = line.strip().partition(": ")
        kind, _, target = head.partition(" ")
        try:
            if kind == "look":
                steps.append((kind, target, words))
                continue
            before = shown.get(target) if kind == "edit" and shown else None
            after = isinstance(before, Scene) and ordered(before, words)
            steps.append((kind, target, after or (parse(applied(caption(before), words) if before else words) if words else None)))
        except ValueError:
            return None
    return steps


def shown_in(turns: list[Turn]) -> dict[str, Scene]:
    return {picture.name: picture.scene for turn in turns for picture in turn.shown()}


def wanted_plan(turn: Turn) -> list[tuple]:
    return [(step.kind, step.target, step.query or (step.picture and step.picture.scene)) for step in turn.steps]


def share(right: list[bool]) -> dict[str, float]:
    """The share and its 95 % interval (Wilson)."""
    n, p, z = len(right), sum(right) / len(right), 1.96
    centre, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)
    return {"share": round(p, 4), "low": round(max(low, 0), 4), "high": round(min(high, 1), 4), "n": n}


def measure(model: DreamLLM, encoder: Encoder, features: Features, count: int, misses: list[dict]) -> dict:
    results = {}
    for task in (*PLANNED, *ANSWERED):
        threads = held_out(task, count)
        plans = write(model, encoder, [plan_prompt(turns) for turns in threads], features, newlines=2)
        right = [read_plan(plan, shown=shown_in(turns)) == wanted_plan(turns[-1]) for plan, turns in zip(plans, threads)]
        texts = [""] * count
        if task in (*ANSWERED, "refuse", "ask", "talk"):
            texts = write(model, encoder, [text_prompt(turns) for turns in threads], features, newlines=1)
            said = [text.strip() == turns[-1].steps[0].text for text, turns in zip(texts, threads)]
            if task in ANSWERED:
                right = [plan and text for plan, text in zip(right, said)]
            else:
                results[f"{task} text"] = share([text for text in said])
        results[task] = share(right)
        misses += [
            {"task": task, "request": turns[-1].request, "plan": plan, "text": text, "wanted": [step.plan_line() for step in turns[-1].steps],
             "wanted text": turns[-1].steps[0].text}
            for turns, plan, text, fine in zip(threads, plans, texts, right) if not fine
        ]
    return results


def read_code(code: torch.Tensor) -> Scene | None:
    """The scene that a condition (16, 64) names: the largest value of each field; None if it names none."""
    fields = (("kind", KINDS), ("colour", COLOUR_NAMES), ("size", SIZE_NAMES), ("cell", CELLS))
    things = []
    for row in code[1:]:
        if row[0] > 0.5:
            start, picked = 1, {}
            for name, values in fields:
                picked[name] = int(row[start:start + len(values)].argmax())
                start += len(values)
            things.append(Thing(KINDS[picked["kind"]], COLOUR_NAMES[picked["colour"]], SIZE_NAMES[picked["size"]], picked["cell"]))
    start = 1 + sum(len(values) for _, values in fields)
    ground = int(code[0, start:start + len(GROUND_NAMES)].argmax())
    return Scene(GROUND_NAMES[ground], tuple(things)) if 1 <= len(things) <= MAX_THINGS else None


@torch.no_grad()
def conditions(model: DreamLLM, encoder: Encoder, features: Features, count: int) -> tuple[list[Scene], torch.Tensor, torch.Tensor]:
    """Scenes of held-out drawings and edits, the model's conditions (N, 16, 64) for them, and its unconditional (16, 64)."""
    rows = [encoder.row(turns) for task in ("draw", "edit") for turns in held_out(task, count // 2)]
    scenes, made = [], []
    for start in range(0, len(rows), 32):
        batch = collate(rows[start:start + 32], encoder.special["[PAD]"])
        hidden = model(batch.ids, batch.queries, batch.images, features(batch.scenes))
        scenes += batch.dream_scenes
        made.append(model.condition(batch.dream_hidden(hidden)))
    batch = collate([encoder.unconditional()], encoder.special["[PAD]"])
    empty = model.condition(batch.dream_hidden(model(batch.ids, batch.queries, batch.images, torch.zeros(0, 16, 256))))
    return scenes, torch.cat(made), empty[0]


def picture_share(sight, scenes: list[Scene], codes: torch.Tensor) -> dict[str, float]:
    """How many scenes the detector reads back from pictures drawn under these conditions, 16 steps, guidance 2."""
    from dreamtrain.model.flow import sample

    config = sight.vae.config
    noise = torch.randn(len(scenes), config.latent_channels, config.grid_size, config.grid_size, generator=torch.Generator().manual_seed(SEED))
    seen = []
    for part, code in zip(noise.split(64), codes.split(64)):
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            latents = sample(sight.denoiser, part, code, steps=16, guidance=2.0)
            seen += read_scene(sight.vae.decode(sight.vae.from_model(latents)).float().clamp(-1, 1))
    return share([got == wanted for got, wanted in zip(seen, scenes)])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--model", type=Path, default=Path("runs/pocket/dreamllm.pt"))
    options.add_argument("--tokenizer", type=Path, default=Path("runs/pocket/tokenizer.json"))
    options.add_argument("--out", type=Path, default=Path("runs/pocket/eval.json"))
    options.add_argument("--count", type=int, default=120, help="threads of each task")
    options.add_argument("--stand-in", action="store_true", help="stand-in features, for a model that has no vision yet")
    given = options.parse_args()
    torch.manual_seed(SEED)
    random.seed(SEED)
    model, encoder = load(given.model)[0].eval(), load_encoder(given.tokenizer)
    sight, features = None, stand_in_features
    if not given.stand_in:
        from dreamtrain.sight import Sight
        sight = Sight(given.out.parent)
        features = sight.features
    misses: list[dict] = []
    results = measure(model, encoder, features, given.count, misses)
    scenes, codes, empty = conditions(model, encoder, features, 2 * given.count)
    results["condition code"] = share([read_code(code) == scene for code, scene in zip(codes, scenes)])
    errors = (codes - torch.stack([condition_code(scene) for scene in scenes])).pow(2)
    results["condition rms error"] = round(errors.mean().sqrt().item(), 4)
    results["unconditional largest value"] = round(empty.abs().max().item(), 4)
    assert codes.shape[-1] == CONDITION_WIDTH
    if sight is not None and sight.denoiser is not None:
        results["picture"] = picture_share(sight, scenes, codes)
        results["picture, true code"] = picture_share(sight, scenes, torch.stack([condition_code(scene) for scene in scenes]))
    for name, value in results.items():
        print(f"{name:28} {value}", flush=True)
    given.out.write_text(json.dumps({"results": results, "misses": misses}, indent=1))


if __name__ == "__main__":
    main()
