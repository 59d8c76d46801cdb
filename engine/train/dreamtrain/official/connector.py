"""MetaQuery's connector (arXiv 2504.06256): a bidirectional Qwen2 encoder with normed queries and keys, then linear, GELU, linear, RMSNorm."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

HEAD = 64


class Layer(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = nn.RMSNorm(width, 1e-6), nn.RMSNorm(width, 1e-6)
        self.self_attn = nn.ModuleDict({f"{part}_proj": nn.Linear(width, width, bias=part != "o") for part in "qkvo"})
        for part in "qk":
            norm = nn.Module()
            norm.gamma = nn.Parameter(1 + 0.3 * torch.randn(width // HEAD, 1, HEAD))
            self.self_attn[f"{part}_norm"] = norm
        self.mlp = nn.ModuleDict({
            "gate_proj": nn.Linear(width, 4 * width, bias=False), "up_proj": nn.Linear(width, 4 * width, bias=False),
            "down_proj": nn.Linear(4 * width, width, bias=False),
        })

    def forward(self, x):
        x = x + self._attend(self.input_layernorm(x))
        inner = self.post_attention_layernorm(x)
        return x + self.mlp["down_proj"](F.silu(self.mlp["gate_proj"](inner)) * self.mlp["up_proj"](inner))

    def _attend(self, x):
        query, key, value = (self.self_attn[f"{part}_proj"](x).unflatten(-1, (-1, HEAD)).transpose(1, 2) for part in "qkv")
        angles = torch.arange(x.shape[1])[:, None] * 10000.0 ** (-torch.arange(0, HEAD, 2) / HEAD)
        turn = torch.polar(torch.ones_like(angles), angles)

        def turned(part):
            complex_ = torch.complex(part[..., :HEAD // 2], part[..., HEAD // 2:]) * turn
            return torch.cat([complex_.real, complex_.imag], dim=-1)

        query, key = (
            F.normalize(turned(part), dim=-1) * self.self_attn[f"{name}_norm"].gamma * HEAD**0.5 for name, part in (("q", query), ("k", key))
        )
        return self.self_attn["o_proj"](F.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2))


class Encoder(nn.Module):
    def __init__(self, width: int, layers: int):
        super().__init__()
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def connector(width: int, width_out: int, layers: int) -> nn.Sequential:
    return nn.Sequential(
        Encoder(width, layers), nn.Linear(width, width_out), nn.GELU("tanh"), nn.Linear(width_out, width_out), nn.RMSNorm(width_out, 1e-5),
    )
