"""Stage 0, the picture half from nothing: the autoencoder, the vision encoder, the denoiser, one after another.

    python -m dreamtrain.stage0 vae      --minutes 12 --out runs/pocket
    python -m dreamtrain.stage0 vision   --minutes 8  --out runs/pocket
    python -m dreamtrain.stage0 denoiser --minutes 45 --out runs/pocket

`decoder` goes on with the autoencoder's decoder alone. The later ones read <out>/vae.pt; the denoiser is scored
by detector.py, which has learnt nothing.
"""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path

import torch

from dreamtrain import stage0_denoiser, stage0_vae, stage0_vision

TRAINERS = {
    "vae": stage0_vae.train, "decoder": stage0_vae.train_decoder,
    "vision": stage0_vision.train, "denoiser": stage0_denoiser.train,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=TRAINERS)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--batch", type=int, default=None, help="pictures to a step (the part's own default if absent)")
    parser.add_argument("--resume", action="store_true", help="start from <out>'s checkpoint of this part")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="one is much faster where others use the cores too")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    torch.set_num_threads(options.threads)
    own = {"batch": options.batch} if options.batch else {}
    TRAINERS[options.part](options.out, options.minutes, resume=options.resume, **own)


if __name__ == "__main__":
    main()
