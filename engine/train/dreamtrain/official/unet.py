"""Stable Diffusion's UNet and VAE under the names of diffusers."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional as F


class Resnet(nn.Module):
    def __init__(self, width_in: int, width_out: int, groups: int, eps: float, time_width: int = 0):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(groups, width_in, eps), nn.GroupNorm(groups, width_out, eps)
        self.conv1, self.conv2 = nn.Conv2d(width_in, width_out, 3, padding=1), nn.Conv2d(width_out, width_out, 3, padding=1)
        if time_width:
            self.time_emb_proj = nn.Linear(time_width, width_out)
        if width_in != width_out:
            self.conv_shortcut = nn.Conv2d(width_in, width_out, 1)

    def forward(self, x, time=None):
        inner = self.conv1(F.silu(self.norm1(x)))
        if time is not None:
            inner = inner + self.time_emb_proj(F.silu(time))[:, :, None, None]
        inner = self.conv2(F.silu(self.norm2(inner)))
        return inner + (self.conv_shortcut(x) if hasattr(self, "conv_shortcut") else x)


class Attention(nn.Module):
    def __init__(self, width: int, seen: int, heads: int, bias: bool = False):
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=bias)
        self.to_k, self.to_v = nn.Linear(seen, width, bias=bias), nn.Linear(seen, width, bias=bias)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, x, seen):
        query, key, value = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (self.to_q(x), self.to_k(seen), self.to_v(seen)))
        return self.to_out[0](F.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, width: int, seen: int, heads: int):
        super().__init__()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.attn1, self.attn2 = Attention(width, width, heads), Attention(width, seen, heads)
        geglu = nn.ModuleDict({"proj": nn.Linear(width, 8 * width)})
        self.ff = nn.ModuleDict({"net": nn.ModuleList([geglu, nn.Identity(), nn.Linear(4 * width, width)])})

    def forward(self, x, condition):
        inner = self.norm1(x)
        x = x + self.attn1(inner, inner)
        x = x + self.attn2(self.norm2(x), condition)
        value, gate = self.ff["net"][0]["proj"](self.norm3(x)).chunk(2, dim=-1)
        return x + self.ff["net"][2](value * F.gelu(gate))


class Transformer(nn.Module):
    def __init__(self, width: int, seen: int, heads: int, groups: int, linear: bool):
        super().__init__()
        self.linear = linear
        self.norm = nn.GroupNorm(groups, width, 1e-6)
        self.proj_in, self.proj_out = (nn.Linear(width, width) if linear else nn.Conv2d(width, width, 1) for _ in range(2))
        self.transformer_blocks = nn.ModuleList([Block(width, seen, heads)])

    def forward(self, x, condition):
        inner = self.norm(x)
        rows = self.proj_in(inner.flatten(2).transpose(1, 2)) if self.linear else self.proj_in(inner).flatten(2).transpose(1, 2)
        rows = self.transformer_blocks[0](rows, condition)
        if self.linear:
            return x + self.proj_out(rows).transpose(1, 2).unflatten(2, x.shape[2:])
        return x + self.proj_out(rows.transpose(1, 2).unflatten(2, x.shape[2:]))


def _level(resnets, attentions=(), down: int = 0, up: int = 0) -> nn.Module:
    level = nn.Module()
    level.resnets, level.attentions = nn.ModuleList(resnets), nn.ModuleList(attentions)
    for name, width, stride in (("downsamplers", down, 2), ("upsamplers", up, 1)):
        if width:
            setattr(level, name, nn.ModuleList([nn.ModuleDict({"conv": nn.Conv2d(width, width, 3, stride, padding=1)})]))
    return level


class Unet(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        self.config = config
        widths, layers, groups = config["block_out_channels"], config["layers_per_block"], config["norm_num_groups"]
        time, seen, eps = 4 * widths[0], config["cross_attention_dim"], config["norm_eps"]
        heads = config["attention_head_dim"]

        def resnet(width_in, width_out):
            return Resnet(width_in, width_out, groups, eps, time)

        def transformer(level):
            count = heads if isinstance(heads, int) else heads[level]
            return Transformer(widths[level], seen, count, groups, config["use_linear_projection"])

        self.conv_in = nn.Conv2d(config["in_channels"], widths[0], 3, padding=1)
        self.time_embedding = nn.ModuleDict({"linear_1": nn.Linear(widths[0], time), "linear_2": nn.Linear(time, time)})
        if config.get("class_embed_type"):
            pooled = config["projection_class_embeddings_input_dim"]
            self.class_embedding = nn.ModuleDict({"linear_1": nn.Linear(pooled, time), "linear_2": nn.Linear(time, time)})
        self.down_blocks, self.up_blocks, skips, width = nn.ModuleList(), nn.ModuleList(), [widths[0]], widths[0]
        last = len(widths) - 1
        for level, kind in enumerate(config["down_block_types"]):
            resnets = [resnet(width if index == 0 else widths[level], widths[level]) for index in range(layers)]
            width = widths[level]
            attentions = [transformer(level) for _ in range(layers)] if "Cross" in kind else ()
            self.down_blocks.append(_level(resnets, attentions, down=width if level < last else 0))
            skips += [width] * (layers + (level < last))
        self.mid_block = _level([resnet(width, width), resnet(width, width)], [transformer(last)])
        for step, kind in enumerate(config["up_block_types"]):
            level, resnets = last - step, []
            for _ in range(layers + 1):
                resnets.append(resnet(width + skips.pop(), widths[level]))
                width = widths[level]
            attentions = [transformer(level) for _ in range(layers + 1)] if "Cross" in kind else ()
            self.up_blocks.append(_level(resnets, attentions, up=width if level else 0))
        self.conv_norm_out = nn.GroupNorm(groups, width, eps)
        self.conv_out = nn.Conv2d(width, config["out_channels"], 3, padding=1)

    def forward(self, latents, timestep, condition, pooled=None):
        half = self.config["block_out_channels"][0] // 2
        angles = timestep[:, None].float() * torch.exp(-math.log(10000) * torch.arange(half) / (half - self.config["freq_shift"]))
        waves = [angles.cos(), angles.sin()] if self.config["flip_sin_to_cos"] else [angles.sin(), angles.cos()]
        time = self._two(self.time_embedding, torch.cat(waves, dim=-1))
        if pooled is not None:
            time = time + self._two(self.class_embedding, pooled)
        x = self.conv_in(latents)
        skips = [x]
        for block in self.down_blocks:
            for index, resnet in enumerate(block.resnets):
                x = resnet(x, time)
                if block.attentions:
                    x = block.attentions[index](x, condition)
                skips.append(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0]["conv"](x)
                skips.append(x)
        x = self.mid_block.resnets[0](x, time)
        x = self.mid_block.resnets[1](self.mid_block.attentions[0](x, condition), time)
        for block in self.up_blocks:
            for index, resnet in enumerate(block.resnets):
                x = resnet(torch.cat([x, skips.pop()], dim=1), time)
                if block.attentions:
                    x = block.attentions[index](x, condition)
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0]["conv"](F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return self.conv_out(F.silu(self.conv_norm_out(x)))

    @staticmethod
    def _two(layers: nn.ModuleDict, x):
        return layers["linear_2"](F.silu(layers["linear_1"](x)))


class VaeMiddle(nn.Module):
    def __init__(self, width: int, groups: int):
        super().__init__()
        self.resnets = nn.ModuleList([Resnet(width, width, groups, 1e-6) for _ in range(2)])
        attention = Attention(width, width, 1, bias=True)
        attention.group_norm = nn.GroupNorm(groups, width, 1e-6)
        self.attentions = nn.ModuleList([attention])

    def forward(self, x):
        x = self.resnets[0](x)
        rows = self.attentions[0].group_norm(x).flatten(2).transpose(1, 2)
        x = x + self.attentions[0](rows, rows).transpose(1, 2).unflatten(2, x.shape[2:])
        return self.resnets[1](x)


def _chain(width_in: int, width: int, count: int, groups: int) -> list[Resnet]:
    return [Resnet(width if index else width_in, width, groups, 1e-6) for index in range(count)]


class Vae(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        widths, layers, groups = config["block_out_channels"], config["layers_per_block"], config["norm_num_groups"]
        latent, last = config["latent_channels"], len(widths) - 1
        self.latent = latent
        self.encoder, self.decoder = nn.Module(), nn.Module()
        self.encoder.conv_in = nn.Conv2d(3, widths[0], 3, padding=1)
        before = [widths[0], *widths]
        self.encoder.down_blocks = nn.ModuleList(
            _level(_chain(before[level], width, layers, groups), down=width if level < last else 0) for level, width in enumerate(widths)
        )
        for block in self.encoder.down_blocks[:-1]:
            block.downsamplers[0]["conv"].padding = (0, 0)
        self.encoder.mid_block = VaeMiddle(widths[-1], groups)
        self.encoder.conv_norm_out = nn.GroupNorm(groups, widths[-1], 1e-6)
        self.encoder.conv_out = nn.Conv2d(widths[-1], 2 * latent, 3, padding=1)
        self.quant_conv, self.post_quant_conv = nn.Conv2d(2 * latent, 2 * latent, 1), nn.Conv2d(latent, latent, 1)
        self.decoder.conv_in = nn.Conv2d(latent, widths[-1], 3, padding=1)
        self.decoder.mid_block = VaeMiddle(widths[-1], groups)
        falling = widths[::-1]
        before = [falling[0], *falling]
        self.decoder.up_blocks = nn.ModuleList(
            _level(_chain(before[level], width, layers + 1, groups), up=width if level < last else 0) for level, width in enumerate(falling)
        )
        self.decoder.conv_norm_out = nn.GroupNorm(groups, widths[0], 1e-6)
        self.decoder.conv_out = nn.Conv2d(widths[0], 3, 3, padding=1)

    def encode(self, pixels):
        x = self.encoder.conv_in(pixels)
        for block in self.encoder.down_blocks:
            for resnet in block.resnets:
                x = resnet(x)
            if hasattr(block, "downsamplers"):
                x = block.downsamplers[0]["conv"](F.pad(x, (0, 1, 0, 1)))
        x = F.silu(self.encoder.conv_norm_out(self.encoder.mid_block(x)))
        return self.quant_conv(self.encoder.conv_out(x))[:, :self.latent]

    def decode(self, latents):
        x = self.decoder.mid_block(self.decoder.conv_in(self.post_quant_conv(latents)))
        for block in self.decoder.up_blocks:
            for resnet in block.resnets:
                x = resnet(x)
            if hasattr(block, "upsamplers"):
                x = block.upsamplers[0]["conv"](F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return self.decoder.conv_out(F.silu(self.decoder.conv_norm_out(x)))
