"""The loss of stages I to III: cross-entropy + 10 * flow velocity error through the frozen denoiser + the code's error.

The last term is ours: in a world whose pictures have a known code, it costs next to nothing and steadies the head.
"""

from __future__ import annotations

from typing import Callable

import torch

from dreamtrain.batches import Batch
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.sight import Sight
from dreamtrain.training import code_loss, language_loss

FLOW_WEIGHT = 10.0
CODE_WEIGHT = 0.5
FLOW_EVERY = 8  # steps: going through the denoiser is slow


def loss_with(sight: Sight) -> Callable[[DreamLLM, Batch, int], tuple[torch.Tensor, dict[str, float]]]:
    def loss_of(model: DreamLLM, batch: Batch, step: int) -> tuple[torch.Tensor, dict[str, float]]:
        hidden = model(batch.ids, batch.queries, batch.images, sight.features(batch.scenes))
        language, right = language_loss(model, hidden, batch)
        code, condition = code_loss(model, hidden, batch)
        loss, numbers = language + CODE_WEIGHT * code, {"ce": language.item(), "right": right.item(), "code": code.item()}
        flow = sight.flow_loss(condition, batch.dream_scenes) if step % FLOW_EVERY == 0 else None
        if flow is not None:
            loss, numbers["flow"] = loss + FLOW_WEIGHT * flow, flow.item()
        return loss, numbers

    return loss_of
