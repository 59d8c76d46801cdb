"""Stage I: alignment. The language model is frozen; queries, condition head and projector learn.

Creation: the squared error to the scene's code, and, where there is a denoiser, its flow loss. Comprehension: the
cross-entropy of captions, answers and judgements behind vision features.

    python -m dreamtrain.stage1 --minutes 5
"""

from __future__ import annotations

import torch

from dreamtrain.joint import loss_with
from dreamtrain.sight import Sight
from dreamtrain.training import begin, options, run


def main() -> None:
    given = options(__doc__.split("\n")[0], "stage1.pt", "pretrain.pt", minutes=5, rate=3e-3)
    model, extra = begin(given)
    model.llama.requires_grad_(False)
    run(given, model, extra, loss_with(Sight(given.out.parent)), seeing=True)


if __name__ == "__main__":
    main()
