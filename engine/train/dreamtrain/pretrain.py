"""The language model, from nothing, on the text of dialogues.

There is no vision encoder yet: picture rows hold the stand-in of `stand_in_features`. The condition codes are learnt
along from the first step, which costs next to nothing and keeps the hidden states at the queries worth reading; the
published recipe has no such stage, as it starts from a finished language model.

    python -m dreamtrain.pretrain --minutes 25
"""

from __future__ import annotations

import torch

from dreamtrain.batches import Batch, stand_in_features
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.training import begin, code_loss, language_loss, options, run

CODE_WEIGHT = 0.5


def loss_of(model: DreamLLM, batch: Batch, step: int) -> tuple[torch.Tensor, dict[str, float]]:
    hidden = model(batch.ids, batch.queries, batch.images, stand_in_features(batch.scenes))
    language, right = language_loss(model, hidden, batch)
    code, _ = code_loss(model, hidden, batch)
    return language + CODE_WEIGHT * code, {"ce": language.item(), "right": right.item(), "code": code.item()}


def main() -> None:
    given = options(__doc__.split("\n")[0], "pretrain.pt", None, minutes=25, rate=3e-3)
    model, extra = begin(given)
    run(given, model, extra, loss_of)


if __name__ == "__main__":
    main()
