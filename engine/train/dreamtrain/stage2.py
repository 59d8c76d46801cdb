"""Stage II: language model, queries, condition head and projector learn together; vision encoder and denoiser stay frozen.

    python -m dreamtrain.stage2 --minutes 12
"""

from __future__ import annotations

from dreamtrain.joint import loss_with
from dreamtrain.sight import Sight
from dreamtrain.training import begin, options, run


def main() -> None:
    given = options(__doc__.split("\n")[0], "stage2.pt", "stage1.pt", minutes=12, rate=1.5e-3)
    model, extra = begin(given)
    run(given, model, extra, loss_with(Sight(given.out.parent)), seeing=True)


if __name__ == "__main__":
    main()
