"""The whole model, and the numbers an import is held against (the format of test/golden/official)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from dreamtrain.official.clip import ClipVisionEmbedding, Projector
from dreamtrain.official.connector import connector
from dreamtrain.official.language import Language
from dreamtrain.official.unet import Unet, Vae


@dataclass(frozen=True)
class Variant:
    """All that makes one model unlike another. The dicts are the JSON files of its parts."""

    name: str
    language: dict
    clip: dict
    unet: dict
    vae: dict
    scheduler: dict
    queries: int
    tokens: dict[str, int]  # added tokens
    names: dict[str, str]  # of the tokens that the model itself uses
    select_layer: int = -2
    projector_depth: int = 1
    head_depth: int = 1  # of the condition projector
    last_norm: bool = False
    bias: bool = False
    connector_layers: int = 0
    guidance: float = 2.5
    steps: int = 4
    seed: int = 0
    layout: str = "split"  # split | prefixed
    format: str = "bin"  # bin | safetensors | shards
    dtype: torch.dtype = torch.float32
    old_names: bool = False


class DreamLLM(nn.Module):
    def __init__(self, variant: Variant):
        super().__init__()
        width, condition = variant.language["hidden_size"], variant.unet["cross_attention_dim"]
        pooled = variant.unet.get("projection_class_embeddings_input_dim")
        self.variant = variant
        self.language = Language(variant.language, variant.bias)
        self.vision = ClipVisionEmbedding(variant.clip, width, variant.select_layer, variant.projector_depth, variant.last_norm)
        self.dream_queries = nn.Parameter(torch.randn(1, variant.queries, width))
        self.head = nn.Module()
        self.head.vae, self.head.unet = Vae(variant.vae), Unet(variant.unet)
        if variant.connector_layers:
            self.head.connector = connector(width, condition, variant.connector_layers)
        else:
            self.head.projector = Projector(width, condition, variant.head_depth, bias=False)
        if pooled:
            self.head.pooled_projector = Projector(width, pooled, 1, bias=False)

    def rows(self, ids: list[int], features=()) -> torch.Tensor:
        names, tokens, features = self.variant.names, self.variant.tokens, list(features)
        rows = self.language.model["embed_tokens"](torch.tensor([ids]))
        for at, token in enumerate(ids):
            if token == tokens[names["dreamStart"]]:
                rows[:, at + 1:at + 1 + self.variant.queries] = self.dream_queries
            if token == tokens[names["imageStart"]]:
                picture = features.pop(0)
                rows[:, at + 1:at + 1 + picture.shape[1]] = picture
        return rows

    def hidden(self, ids: list[int], features=()) -> torch.Tensor:
        return self.language(self.rows(ids, features))

    def condition(self, hidden):
        """The condition (B, N, D), and the pooled one (B, W) or nothing."""
        head = self.head
        rows = head.connector[0](hidden) if self.variant.connector_layers else hidden
        made = head.connector[1:](rows) if self.variant.connector_layers else head.projector(rows)
        return made, head.pooled_projector(rows.mean(dim=1)) if hasattr(head, "pooled_projector") else None


@torch.no_grad()
def expected(model: DreamLLM, encode, size: int) -> tuple[dict[str, torch.Tensor], dict]:
    """Tensors, and the plan. `encode` gives the ids of a text, BOS first; pictures have `size` pixels a side."""
    variant, language = model.variant, model.language
    start, end, opened, closed = (variant.tokens[variant.names[name]] for name in ("dreamStart", "dreamEnd", "imageStart", "imageEnd"))
    pixels = [torch.randn(1, 3, variant.clip["image_size"], variant.clip["image_size"]) for _ in range(2)]
    features = [model.vision(one) for one in pixels]
    filler = variant.tokens[variant.names["patch"]]
    dream = [start, *[filler] * variant.queries, end]
    image = [opened, *[filler] * features[0].shape[1], closed]
    text, caption = encode("draw a cat by the sea, and then the dog"), encode("a red circle")
    tensors = {"text.input_ids": text, "image.pixel_values": pixels[0], "image.pixel_values_2": pixels[1]}

    hidden = model.hidden(text)
    tensors |= {"text.last_hidden": hidden, "text.logits": language.logits(hidden), "text.greedy_ids": _greedy(model, text, 16)}
    ids = [*encode("the"), *image, *encode(" cat on the roof")[1:]]
    tensors |= {"image.embeds": features[0], "image.embeds_2": features[1], "image.input_ids": ids}
    tensors["image.logits"] = language.logits(model.hidden(ids, features))

    bare, conditions = [text[0]], []
    tensors |= {"t2i.input_ids": caption, "t2i.uncond_ids": bare}
    for name, prompt in (("cond", caption), ("uncond", bare)):
        hidden = model.hidden([*prompt, *dream])[:, -1 - variant.queries:-1]
        made, pooled = model.condition(hidden)
        conditions.append((made, pooled))
        tensors |= {f"t2i.{name}_hidden": hidden, f"t2i.{name}": made} | ({} if pooled is None else {f"t2i.{name}_pooled": pooled})
    tensors |= _steps(model, *conditions)
    tensors["vae.encode_input"] = torch.rand(1, 3, size, size) * 2 - 1
    tensors["vae.encode_mean"] = model.head.vae.encode(tensors["vae.encode_input"])

    before = [*caption, *dream, *image, *encode(" and the dog saw it")[1:]]
    ids = [*before, *dream]
    tensors |= {"interleaved.input_ids": ids, "interleaved.second_dream_hidden": model.hidden(ids, features)[:, len(before) + 1:-1]}
    tensors["interleaved.last_text_logits"] = language.logits(model.hidden(before, features))[:, -1:]
    ids = [*encode("the cat"), *image, *encode(" at night, and")[1:], *image, *encode("on the roof")[1:], *dream]
    tensors |= {"edit.input_ids": ids, "edit.dream_hidden": model.hidden(ids, features)[:, -1 - variant.queries:-1]}
    stored = {name: torch.tensor([value]) if isinstance(value, list) else value for name, value in tensors.items()}
    return {name: value.contiguous() for name, value in stored.items()}, {"timesteps": _times(variant)[0]}


def _greedy(model: DreamLLM, ids: list[int], count: int) -> list[int]:
    """Up to the first token that is too close to call in float32."""
    ids = list(ids)
    special = {model.variant.tokens[model.variant.names[name]] for name in ("dreamStart", "imageStart")}
    for _ in range(count):
        first, second = model.language.logits(model.hidden(ids)[:, -1]).topk(2).values[0].tolist()
        token = int(model.language.logits(model.hidden(ids)[:, -1]).argmax())
        if first - second < 1e-3 or token in special:
            break
        ids.append(token)
    return ids


def _times(variant: Variant) -> tuple[list[int], int]:
    stride = variant.scheduler["num_train_timesteps"] // variant.steps
    return [index * stride + variant.scheduler["steps_offset"] for index in reversed(range(variant.steps))], stride


def _steps(model: DreamLLM, condition, nothing) -> dict[str, torch.Tensor]:
    """Ancestral sampling (arXiv 2006.11239, eq. 6 and 7) with guidance, its noise stored."""
    variant, schedule = model.variant, model.variant.scheduler
    power = 2 if schedule["beta_schedule"] == "scaled_linear" else 1
    first, last = (schedule[name] ** (1 / power) for name in ("beta_start", "beta_end"))
    betas = torch.linspace(first, last, schedule["num_train_timesteps"], dtype=torch.float64) ** power
    kept = (1 - betas).cumprod(0)
    size = variant.unet["sample_size"]
    latents = torch.randn(1, variant.unet["in_channels"], size, size)
    made = {"t2i.latents_init": latents}
    times, stride = _times(variant)
    for step, t in enumerate(times):
        branches = {"uncond": nothing, "cond": condition}
        outputs = {name: model.head.unet(latents, torch.tensor([float(t)]), rows, pooled) for name, (rows, pooled) in branches.items()}
        output = outputs["uncond"] + variant.guidance * (outputs["cond"] - outputs["uncond"])
        now, before = kept[t].item(), kept[t - stride].item() if t >= stride else 1.0
        if schedule["prediction_type"] == "v_prediction":
            clean = now**0.5 * latents - (1 - now) ** 0.5 * output
        else:
            clean = (latents - (1 - now) ** 0.5 * output) / now**0.5
        beta = 1 - now / before
        mean = before**0.5 * beta / (1 - now) * clean + (now / before) ** 0.5 * (1 - before) / (1 - now) * latents
        noise = torch.randn_like(latents)
        latents = mean + max((1 - before) / (1 - now) * beta, 1e-20) ** 0.5 * noise
        made |= {f"t2i.step{step}.eps_{name}": value for name, value in outputs.items()}
        made |= {f"t2i.step{step}.latents": latents, f"t2i.step{step}.noise": noise}
    pixels = model.head.vae.decode(latents / variant.vae["scaling_factor"])
    return made | {"t2i.image_01": (pixels / 2 + 0.5).clamp(0, 1)}
