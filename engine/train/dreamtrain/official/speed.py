"""What PyTorch takes for a guided denoise step and for a picture, in Stable Diffusion 2.1's sizes: the peer of `npm run bench:diffusion`.

    python -m dreamtrain.official.speed --threads 1 --rounds 3

Random weights, float32; processor time, which what else runs on the machine disturbs least. One line of JSON: milliseconds of each call.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict

import torch

from dreamtrain.importing.synth import FULL
from dreamtrain.official.unet import Unet, Vae


def processor_ms(call: Callable[[], object], rounds: int) -> list[float]:
    call()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        call()
        times.append(1000 * (time.process_time() - started))
    return times


@torch.inference_mode()
def measured(rounds: int) -> dict[str, list[float]]:
    side, channels = FULL.unet.sample_size, FULL.vae.latent_channels
    unet, latents = Unet(asdict(FULL.unet) | {"use_linear_projection": True}).eval(), torch.randn(2, channels, side, side)
    condition, times = torch.randn(2, FULL.queries, FULL.unet.cross_attention_dim), torch.tensor([500.0, 500.0])
    denoise = processor_ms(lambda: unet(latents, times, condition), rounds)
    del unet
    vae = Vae(asdict(FULL.vae)).eval()
    return {"denoiser": denoise, "vaeDecoder": processor_ms(lambda: vae.decode(latents[:1]), rounds)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print(json.dumps(measured(options.rounds)))


if __name__ == "__main__":
    main()
