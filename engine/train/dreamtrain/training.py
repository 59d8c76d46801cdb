"""What every stage of the language half shares: the clock-bound loop, the optimisers and the checkpoints."""

from __future__ import annotations

import argparse
import math
import os
import random
import time
from pathlib import Path
from typing import Callable

import torch
from torch import nn
from torch.nn import functional as F

from dreamtrain.batches import Batch, batches
from dreamtrain.model import llama
from dreamtrain.model.dreamllm import DreamLLM, DreamLLMConfig
from dreamtrain.tokenizer import Encoder, load_encoder
from dreamtrain.world.conversations import conversations

SAVE_EVERY_S = 120
WARM_UP_STEPS = 60


def options(description: str, out: str, start: str | None, minutes: float, rate: float) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--minutes", type=float, default=minutes, help="of training, earlier parts of a resumed run counted in")
    parser.add_argument("--out", type=Path, default=Path("runs/pocket") / out)
    parser.add_argument("--start", type=Path, default=start and Path("runs/pocket") / start, help="checkpoint of the stage before")
    parser.add_argument("--tokenizer", type=Path, default=Path("runs/pocket/tokenizer.json"))
    parser.add_argument("--rate", type=float, default=rate, help="peak learning rate")
    parser.add_argument("--tokens", type=int, default=8192, help="a batch")
    parser.add_argument("--last", type=float, default=0.05, help="share of the peak rate at the end")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def save(path: Path, model: DreamLLM, extra: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save({"config": model.config.to_dict(), "state": model.state_dict(), "extra": extra}, part)
    os.replace(part, path)


def load(path: Path) -> tuple[DreamLLM, dict]:
    kept = torch.load(path, weights_only=True)
    model = DreamLLM(DreamLLMConfig.from_dict(kept["config"]))
    model.load_state_dict(kept["state"])
    return model, kept["extra"]


class Optimisers:
    """Muon for the matrices of the decoder's blocks, AdamW for everything else, under one learning rate."""

    def __init__(self, model: nn.Module, rate: float):
        self.rate = rate
        wanted = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        blocks = [weight for name, weight in wanted.items() if "layers" in name and weight.dim() == 2]
        others = [weight for name, weight in wanted.items() if not ("layers" in name and weight.dim() == 2)]
        self.parts = [torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.95), weight_decay=0.01, fused=True)]
        if blocks:
            self.parts.append(torch.optim.Muon(blocks, lr=rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"))
        self.weights = others + blocks

    def step(self, share: float) -> None:
        """`share` of the peak rate."""
        nn.utils.clip_grad_norm_(self.weights, 1.0)
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = self.rate * share
            part.step()
            part.zero_grad(set_to_none=True)

    def state(self) -> list[dict]:
        return [part.state_dict() for part in self.parts]

    def restore(self, state: list[dict]) -> None:
        for part, kept in zip(self.parts, state):
            part.load_state_dict(kept)


def half_precision() -> torch.autocast:
    """bfloat16, where the processor has matrix units for it; elsewhere it is slower than float32."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_amx_tile_supported())


def rate_share(step: int, progress: float, last: float) -> float:
    """Warm-up by steps, then a cosine over the time, down to the share `last`."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * (last + (1 - last) * (1 + math.cos(math.pi * min(progress, 1))) / 2)


def fuse() -> None:
    """Compiles the element-wise parts of the decoder: on a CPU they take longer than its matrix products."""
    llama.rotate = torch.compile(llama.rotate, dynamic=True)
    llama.gated = torch.compile(llama.gated, dynamic=True)
    llama.RMSNorm.forward = torch.compile(llama.RMSNorm.forward, dynamic=True)


def language_loss(model: DreamLLM, hidden: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Cross-entropy over the written tokens, and the share of them that are guessed right. Logits are made only where needed."""
    wanted = batch.labels[:, 1:]
    kept = wanted >= 0
    logits = model.llama.lm_head(hidden[:, :-1][kept]).float()
    return F.cross_entropy(logits, wanted[kept]), (logits.argmax(-1) == wanted[kept]).float().mean()


def code_loss(model: DreamLLM, hidden: torch.Tensor, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Squared error of the conditions (N, 16, 64) to the scenes' codes, summed over a row; and the conditions."""
    condition = model.condition(batch.dream_hidden(hidden)).float()
    return (condition - batch.codes).pow(2).sum(-1).mean(), condition


def run(
    given: argparse.Namespace,
    model: DreamLLM,
    extra: dict,
    loss_of: Callable[[DreamLLM, Batch, int], tuple[torch.Tensor, dict[str, float]]],
    seeing: bool = False,
) -> None:
    """Trains until the minutes are used up. `loss_of` gets the step too and returns the loss and numbers to print; `seeing`
    asks for dialogues with many questions about pictures."""
    if given.threads:
        torch.set_num_threads(given.threads)
    fuse()
    random.seed(given.seed)
    encoder: Encoder = load_encoder(given.tokenizer, training=True)
    optimisers = Optimisers(model, given.rate)
    if "optimisers" in extra:
        optimisers.restore(extra["optimisers"])
    step, before, tokens = extra.get("step", 0), extra.get("seconds", 0.0), extra.get("tokens", 0)
    source = batches(encoder, conversations(given.seed + 1000 * step, seeing=seeing), given.tokens, given.seed + step)
    began = saved = printed = time.monotonic()
    means: dict[str, float] = {}
    seen = 0
    while (seconds := before + time.monotonic() - began) < 60 * given.minutes:
        batch = next(source)
        with half_precision():
            loss, numbers = loss_of(model, batch, step)
        loss.backward()
        optimisers.step(rate_share(step, seconds / (60 * given.minutes), given.last))
        step, tokens, seen = step + 1, tokens + batch.ids.numel(), seen + batch.ids.numel()
        for name, value in numbers.items():
            means[name] = value if name not in means else 0.95 * means[name] + 0.05 * value
        now = time.monotonic()
        if now - printed > 15:
            shown = " ".join(f"{name} {value:.4f}" for name, value in means.items())
            print(f"{seconds / 60:5.1f} min step {step} {tokens / 1e6:.2f} M tokens, {seen / (now - printed):.0f}/s  {shown}", flush=True)
            printed, seen = now, 0
        if now - saved > SAVE_EVERY_S:
            save(given.out, model, {"step": step, "seconds": seconds, "tokens": tokens, "optimisers": optimisers.state()})
            saved = now
    save(given.out, model, {"step": step, "seconds": seconds, "tokens": tokens, "optimisers": optimisers.state()})
    print(f"{step} steps, {tokens / 1e6:.2f} M tokens -> {given.out}", flush=True)


def begin(given: argparse.Namespace) -> tuple[DreamLLM, dict]:
    """The run's own checkpoint if there is one, else the stage before, else new weights."""
    if given.out.exists():
        return load(given.out)
    if given.start:
        return load(given.start)[0], {}
    torch.manual_seed(given.seed)
    return DreamLLM(), {}
