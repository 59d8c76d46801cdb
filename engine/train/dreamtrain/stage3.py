"""Stage III: as stage II, at a falling rate, on the dialogues the bot will meet. Its end is the shipped model.

    python -m dreamtrain.stage3 --minutes 12
"""

from __future__ import annotations

from dreamtrain.joint import loss_with
from dreamtrain.sight import Sight
from dreamtrain.training import begin, options, run


def main() -> None:
    given = options(__doc__.split("\n")[0], "dreamllm.pt", "stage2.pt", minutes=12, rate=8e-4)
    model, extra = begin(given)
    run(given, model, extra, loss_with(Sight(given.out.parent)))


if __name__ == "__main__":
    main()
