"""What PyTorch takes for the graphs that cost most, on this machine: the peer of `npm run bench:peer`.

    python -m dreamtrain.peer --checkpoints runs/pocket

One thread and its processor time, the median of 20 calls: that what else runs on the machine disturbs least.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import torch

from dreamtrain.export import LANGUAGE_CHECKPOINT, Parts, load_parts

ROUNDS = 20
PAST = 256


def processor_ms(call: Callable[[], object]) -> float:
    for _ in range(3):
        call()
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        call()
        times.append(1000 * (time.process_time() - started))
    return sorted(times)[ROUNDS // 2]


@torch.inference_mode()
def measured(parts: Parts) -> dict[str, float]:
    """Milliseconds of one call each, in float32, by the names that the runtime's side uses."""
    for module in parts.modules:
        module.eval()
    latents = torch.randn(2, *parts.latent_shape)
    condition = torch.randn(2, parts.dream.config.num_dream_queries, parts.dream.config.condition_width)
    times = torch.tensor([500.0, 500.0])
    reference = [torch.zeros_like(latents)] if parts.diffusion["reference"] else []
    llama, config = parts.dream.llama, parts.dream.config.llama
    _, _, cache = llama.step(torch.randn(1, PAST, config.hidden_size), torch.ones(1, PAST, dtype=torch.int64), torch.arange(PAST)[None], llama.empty_cache(1))
    row, mask, position = torch.randn(1, 1, config.hidden_size), torch.ones(1, PAST + 1, dtype=torch.int64), torch.tensor([[PAST]])
    rows = torch.randn(1, PAST, config.hidden_size)
    return {
        "denoise": processor_ms(lambda: parts.denoiser(latents, times, condition, *reference)),
        "decode-picture": processor_ms(lambda: parts.vae.decode(latents[:1])),
        "see": processor_ms(lambda: parts.dream.project(parts.vision(torch.zeros(1, 3, parts.vision.config.image_size, parts.vision.config.image_size)))),
        "read": processor_ms(lambda: llama(rows)),
        "write": processor_ms(lambda: llama.step(row, mask, position, cache)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--language", default=LANGUAGE_CHECKPOINT)
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(json.dumps(measured(load_parts(options.checkpoints, options.language))))


if __name__ == "__main__":
    main()
