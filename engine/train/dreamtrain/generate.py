"""Greedy writing in batches, through the same incremental path that the engine exports."""

from __future__ import annotations

from typing import Callable

import torch

from dreamtrain.batches import collate
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.tokenizer import Encoder
from dreamtrain.world.dialogue import Piece, Turn, pieces
from dreamtrain.world.scene import Scene

Features = Callable[[list[Scene]], torch.Tensor]
Prompt = tuple[list[Piece], list[Scene]]


def plan_prompt(turns: list[Turn]) -> Prompt:
    """Everything up to the last turn's " PLAN:"."""
    made = pieces(turns)
    end = max(index for index, piece in enumerate(made) if piece.value == " PLAN:")
    return made[: end + 1], _scenes(turns)


def text_prompt(turns: list[Turn]) -> Prompt:
    """Everything up to the last turn's " ASSISTANT:", its plan as it should be."""
    made = pieces(turns)
    end = max(index for index, piece in enumerate(made) if piece.value == " ASSISTANT:")
    return made[: end + 1], _scenes(turns)


@torch.no_grad()
def write(
    model: DreamLLM, encoder: Encoder, prompts: list[Prompt], features: Features, newlines: int, limit: int = 200, batch: int = 48, lay=collate
) -> list[str]:
    """What the model writes behind each prompt until that many newlines stand in a row, </s>, or the limit.

    `lay` makes a batch of rows, as `collate` does for the pocket model's world.
    """
    done: list[str] = []
    for start in range(0, len(prompts), batch):
        done += _write_batch(model, encoder, prompts[start:start + batch], features, newlines, limit, lay)
    return done


def _write_batch(model, encoder, prompts, features, newlines, limit, lay):
    rows = [encoder.laid_out(made, scenes) for made, scenes in prompts]
    laid, device = lay(rows, encoder.special["[PAD]"]), model.dream_queries.device
    width = laid.ids.shape[1]
    gaps = [width - len(row.ids) for row in rows]
    ids, queries, images = (torch.stack([line.roll(gap) for line, gap in zip(tensor, gaps)]) for tensor in (laid.ids, laid.queries, laid.images))
    mask = (torch.arange(width)[None] >= torch.tensor(gaps)[:, None]).long().to(device)
    inputs = model.inputs(ids, queries, images, features(laid.scenes))
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    newline, end = encoder.tokenizer.token_to_id("<0x0A>"), encoder.special["</s>"]
    written: list[list[int]] = [[] for _ in rows]
    finished, past = [False] * len(rows), model.llama.empty_cache(len(rows))
    for _ in range(limit):
        _, logits, new = model.llama.step(inputs, mask, positions, past)
        past = [tuple(torch.cat(pair, dim=1) for pair in zip(old, fresh)) for old, fresh in zip(past, new)]
        chosen = logits.argmax(-1)
        for index, token in enumerate(chosen.tolist()):
            if not finished[index]:
                written[index].append(token)
                finished[index] = token == end or written[index][-newlines:] == [newline] * newlines
        if all(finished):
            break
        inputs, positions = model.embed(chosen[:, None]), positions[:, -1:] + 1
        mask = torch.cat([mask, mask.new_ones(len(rows), 1)], dim=1)
    return [encoder.tokenizer.decode(line, skip_special_tokens=False) for line in written]


def _scenes(turns: list[Turn]) -> list[Scene]:
    return [picture.scene for turn in turns for picture in turn.shown()]
