"""Golden vectors: what this code computes in float32, for the engine's runtime to be held against.

    python -m dreamtrain.goldens tiny --out ../../test/golden
    python -m dreamtrain.goldens pocket --checkpoints runs/pocket --out ../../test/golden
    python -m dreamtrain.goldens imported --out ../../test/golden

`tiny` makes two small random models, unlike each other and the pocket model in every number, with their folders.
`imported` makes two small random models in the official layout, imports them, and keeps the folders and the reference's vectors.
Noise and tokens are stored, so the runtime needs no random generator of ours. A file's `plan` (JSON, in its
metadata) holds what is no tensor: texts, ids, steps.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from dreamtrain.export import LANGUAGE_CHECKPOINT, Parts, export_folder, load_parts, round_weights
from dreamtrain.importing.convert import import_checkpoint
from dreamtrain.official.variants import one_key_head, qwen_pooled
from dreamtrain.official.vectors import write as write_checkpoint
from dreamtrain.tiny import tiny_ddpm, tiny_flow

TEXTS = [
    "a red circle", " a red circle", "  two  spaces ", "A cat, a dog & the sea: 1,234.5 metres!", "line one\nline two\n\n", "\n",
    "Où est la forêt d'Eugène? Straße, naïve café", "cats \U0001f408\U0001f408\u200d\u2b1b and 北京", "tab\tand \\ back", "<dream_start> is text, so is </s>",
]
PROMPT, MORE = "A chat. USER: a cat by the sea", " and then the dog saw it."
GREEDY_TOKENS = 24


class Runner:
    """The whole-sequence way through the model: no cache, so it shares nothing with the graph that is checked."""

    def __init__(self, parts: Parts):
        self.parts, self.dream, self.ids = parts, parts.dream, parts.token_ids
        plain = json.loads(parts.tokenizer) | {"added_tokens": []}
        self.tokenizer = Tokenizer.from_str(json.dumps(plain))

    def encode(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def rows(self, *pieces: str | torch.Tensor) -> torch.Tensor:
        """Input rows (1, T, H): BOS, then texts, `dream` blocks and picture features (1, P, F)."""
        rows = [self._embed([self.ids["bos"]])]
        for piece in pieces:
            if isinstance(piece, torch.Tensor):
                rows += [self._embed([self.ids["imageStart"]]), self.dream.project(piece), self._embed([self.ids["imageEnd"]])]
            elif piece == "dream":
                rows += [self._embed([self.ids["dreamStart"]]), self.dream.dream_queries, self._embed([self.ids["dreamEnd"]])]
            else:
                rows.append(self._embed(self.encode(piece)))
        return torch.cat(rows, dim=1)

    def _embed(self, ids: list[int]) -> torch.Tensor:
        return self.dream.embed(torch.tensor([ids]))

    def hidden(self, rows: torch.Tensor) -> torch.Tensor:
        return self.dream.llama(rows)

    def logits(self, rows: torch.Tensor) -> torch.Tensor:
        return self.dream.llama.lm_head(self.hidden(rows)[0, -1])

    def condition(self, *pieces: str | torch.Tensor) -> list[torch.Tensor]:
        """The condition (1, N, D), and the pooled one if there is one, of a dream block after the pieces."""
        queries = self.parts.dream.config.num_dream_queries
        made = self.dream.condition(self.hidden(self.rows(*pieces, "dream"))[:, -1 - queries:-1])
        return list(made) if isinstance(made, tuple) else [made]

    def nothing(self) -> list[torch.Tensor]:
        made = self.condition()
        return [torch.zeros_like(part) for part in made] if self.parts.unconditional == "zeros" else made

    def greedy(self, text: str, count: int) -> list[int]:
        """The likeliest tokens, up to the first that is too close to call in float32."""
        banned = [*self.parts.never_sampled(), self.ids["eos"], self.ids["dreamStart"]]
        rows, chosen = self.rows(text), []
        for _ in range(count):
            logits = self.logits(rows)
            logits[banned] = -math.inf
            first, second = logits.topk(2).values.tolist()
            if first - second < 1e-3:
                break
            chosen.append(int(logits.argmax()))
            rows = torch.cat([rows, self._embed(chosen[-1:])], dim=1)
        if len(chosen) < count // 3:
            raise ValueError(f"token {len(chosen)} after {text!r} is a near tie; choose another prompt")
        return chosen

    def predict(self, latents, timestep: float, conditions: list[list[torch.Tensor]], reference, guidance: float) -> torch.Tensor:
        made = [
            self.parts.denoiser(
                latents, torch.tensor([timestep]), *condition, *([reference] if self.parts.diffusion["reference"] else []),
            )
            for condition in conditions
        ]
        return made[0] if len(made) == 1 else made[0] + guidance * (made[1] - made[0])


def ddpm_steps(runner: Runner, noise: torch.Tensor, conditions, reference, guidance: float) -> list[torch.Tensor]:
    """Ancestral sampling (arXiv 2006.11239), spacing `leading`, variance `fixed_small`: the latents after each step."""
    schedule = runner.parts.diffusion["noise"]
    steps = len(noise) - 1
    betas = torch.linspace(schedule["betaStart"] ** 0.5, schedule["betaEnd"] ** 0.5, schedule["trainSteps"], dtype=torch.float64) ** 2
    products = torch.cumprod(1 - betas, 0)
    stride = schedule["trainSteps"] // steps
    latents, trace = noise[:1], []
    for index in range(steps):
        t = (steps - 1 - index) * stride + schedule["stepsOffset"]
        made = runner.predict(latents, float(t), conditions, reference, guidance)
        now, before = products[t].item(), products[t - stride].item() if t >= stride else 1.0
        beta = 1 - now / before
        guess = (latents - (1 - now) ** 0.5 * made) / now**0.5
        mean = before**0.5 * beta / (1 - now) * guess + (now / before) ** 0.5 * (1 - before) / (1 - now) * latents
        latents = mean + max((1 - before) / (1 - now) * beta, 1e-20) ** 0.5 * noise[index + 1]
        trace.append(latents)
    return trace


def flow_steps(runner: Runner, noise: torch.Tensor, conditions, reference, guidance: float) -> list[torch.Tensor]:
    """Euler steps along a rectified flow from t = 1 to 0, shifted (arXiv 2403.03206, eq. 23)."""
    steps, shift = len(noise) - 1, runner.parts.diffusion.get("flowShift", 1.0)
    times = [1 - index / steps for index in range(steps + 1)]
    times = [shift * t / (1 + (shift - 1) * t) for t in times]
    latents, trace = noise[:1], []
    for now, later in zip(times, times[1:]):
        latents = latents + (later - now) * runner.predict(latents, 1000 * now, conditions, reference, guidance)
        trace.append(latents)
    return trace


def random_picture(size: int, seed: int) -> torch.Tensor:
    """Soft random colours as bytes (size, size, 3)."""
    coarse = torch.rand(1, 3, 6, 6, generator=torch.Generator().manual_seed(seed))
    smooth = torch.nn.functional.interpolate(coarse, size=(size, size), mode="bicubic", align_corners=False)
    return (255 * smooth.clamp(0, 1)).round()[0].permute(1, 2, 0).to(torch.uint8).contiguous()


def to_pixels(picture: torch.Tensor) -> torch.Tensor:
    return (picture.float() / 127.5 - 1).permute(2, 0, 1)[None]


def to_picture(pixels: torch.Tensor) -> torch.Tensor:
    return (255 * (pixels / 2 + 0.5).clamp(0, 1)).round()[0].permute(1, 2, 0).to(torch.uint8).contiguous()


@torch.no_grad()
def expected(parts: Parts, steps: int, guidance: float) -> tuple[dict[str, torch.Tensor], dict]:
    """The tensors and the plan."""
    for module in parts.modules:
        module.eval()
    runner, vae = Runner(parts), parts.vae
    walk = flow_steps if parts.diffusion["prediction"] == "flow" else ddpm_steps
    seen, changed = random_picture(parts.vision.config.image_size, 1), random_picture(vae.config.image_size, 2)
    mean, std = (torch.tensor(values)[:, None, None] for values in (parts.pixel_mean, parts.pixel_std))
    features = parts.vision(((to_pixels(seen) + 1) / 2 - mean) / std)
    text = runner.rows(PROMPT)
    lengths = sorted({1, 2, text.shape[1] // 2, text.shape[1]})
    condition, nothing = runner.condition(PROMPT), runner.nothing()
    latents = vae.to_model(vae.encode(to_pixels(changed)))
    reference = latents if parts.diffusion["reference"] else None
    noise = torch.randn(steps + 1, *parts.latent_shape, generator=torch.Generator().manual_seed(3))
    trace = walk(runner, noise, [nothing, condition], reference, guidance)
    bare = torch.zeros_like(latents) if parts.diffusion["reference"] else None
    tensors = {
        "text.hidden": runner.hidden(text)[0],
        "text.logits": torch.stack([runner.logits(text[:, :length]) for length in lengths]),
        "image.picture": seen,
        "image.features": parts.dream.project(features)[0],
        "image.logits": runner.logits(runner.rows(PROMPT, features, MORE)),
        "dream.condition": condition[0][0],
        "dream.nothing": nothing[0][0],
        "dream.logits": runner.logits(runner.rows(PROMPT, "dream")),
        "document.condition": runner.condition(PROMPT, "dream", features, MORE)[0][0],
        "document.logits": runner.logits(runner.rows(PROMPT, "dream", features, MORE, "dream")),
        "denoise.reference": changed,
        "denoise.reference_latents": latents[0],
        "denoise.noise": noise,
        "denoise.latents": torch.cat(trace),
        "denoise.unguided": walk(runner, noise, [condition], bare, 1.0)[-1][0],
        "denoise.picture": to_picture(vae.decode(vae.from_model(trace[-1]))),
    }
    if parts.pooled_width is not None:
        tensors |= {"dream.pooled": condition[1][0], "dream.nothing_pooled": nothing[1][0]}
    plan = {
        "texts": [{"text": item, "ids": runner.encode(item)} for item in TEXTS],
        "prompt": PROMPT, "more": MORE, "lengths": lengths, "greedy": runner.greedy(PROMPT, GREEDY_TOKENS),
        "guidance": guidance, "scheduler": "flow-euler" if parts.diffusion["prediction"] == "flow" else "ddpm",
    }
    return {name: tensor.contiguous() for name, tensor in tensors.items()}, plan


def write(path: Path, tensors: dict[str, torch.Tensor], plan: dict) -> None:
    save_file(tensors, path, metadata={"plan": json.dumps(plan)})


def write_tiny(out: Path) -> None:
    for name, parts in (("tiny-ddpm", tiny_ddpm()), ("tiny-flow", tiny_flow())):
        export_folder(parts, out / name, name)  # rounds the weights, so it comes first
        write(out / f"{name}.safetensors", *expected(parts, steps=5, guidance=3.0))


def write_pocket(checkpoints: Path, language: str, out: Path) -> None:
    parts = load_parts(checkpoints, language)
    round_weights(parts)
    write(out / "pocket.safetensors", *expected(parts, steps=4, guidance=parts.diffusion["defaults"]["guidance"]))


def write_imported(out: Path) -> None:
    for variant in (one_key_head(), qwen_pooled()):
        folder = out / variant.name
        write_checkpoint(variant, folder)
        import_checkpoint(folder / "checkpoint", folder / "base", folder / "model", "fp32", "fp32", lambda *_: None)
        shutil.rmtree(folder / "checkpoint")
        shutil.rmtree(folder / "base")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=("tiny", "pocket", "imported"))
    parser.add_argument("--checkpoints", type=Path, help="of the pocket model")
    parser.add_argument("--language", default=LANGUAGE_CHECKPOINT, help="as for dreamtrain.export (%(default)s)")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.model == "tiny":
        write_tiny(options.out)
    elif options.model == "imported":
        write_imported(options.out)
    else:
        write_pocket(options.checkpoints, options.language, options.out)


if __name__ == "__main__":
    main()
