"""CLIP's vision tower and a projector to the language model, under upstream's names."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class Attention(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x):
        query, key, value = (linear(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for linear in (self.q_proj, self.k_proj, self.v_proj))
        return self.out_proj(F.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, width: int, inner: int, heads: int):
        super().__init__()
        self.self_attn = Attention(width, heads)
        self.layer_norm1, self.layer_norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(width, inner), "fc2": nn.Linear(inner, width)})

    def forward(self, x):
        x = x + self.self_attn(self.layer_norm1(x))
        inner = self.mlp["fc1"](self.layer_norm2(x))
        return x + self.mlp["fc2"](inner * torch.sigmoid(1.702 * inner))


class Tower(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        width, patches = config["hidden_size"], (config["image_size"] // config["patch_size"]) ** 2
        self.embeddings = nn.Module()
        self.embeddings.class_embedding = nn.Parameter(torch.randn(width))
        self.embeddings.patch_embedding = nn.Conv2d(3, width, config["patch_size"], config["patch_size"], bias=False)
        self.embeddings.position_embedding = nn.Embedding(patches + 1, width)
        self.pre_layrnorm, self.post_layernorm = nn.LayerNorm(width), nn.LayerNorm(width)
        blocks = (Block(width, config["intermediate_size"], config["num_attention_heads"]) for _ in range(config["num_hidden_layers"]))
        self.encoder = nn.ModuleDict({"layers": nn.ModuleList(blocks)})

    def hidden_states(self, pixels):
        rows = self.embeddings.patch_embedding(pixels).flatten(2).transpose(1, 2)
        rows = torch.cat([self.embeddings.class_embedding.expand(len(rows), 1, -1), rows], dim=1)
        states = [self.pre_layrnorm(rows + self.embeddings.position_embedding.weight)]
        for block in self.encoder["layers"]:
            states.append(block(states[-1]))
        return states


class Projector(nn.Module):
    """`projector.projector`: one linear layer, or `depth` of them with GELU between."""

    def __init__(self, width_in: int, width_out: int, depth: int, bias: bool):
        super().__init__()
        layers: list[nn.Module] = [nn.Linear(width_in, width_out, bias=bias)]
        for _ in range(depth - 1):
            layers += [nn.GELU(), nn.Linear(width_out, width_out, bias=bias)]
        self.projector = layers[0] if depth == 1 else nn.Sequential(*layers)

    def forward(self, x):
        return self.projector(x)


class ClipVisionEmbedding(nn.Module):
    def __init__(self, config: dict, hidden_size: int, select_layer: int, depth: int, last_norm: bool):
        super().__init__()
        self.select_layer = select_layer
        self.clip_vision_model = nn.ModuleDict({"vision_model": Tower(config)})
        self.projector = Projector(config["hidden_size"], hidden_size, depth, bias=True)
        self.post_layernorm = nn.LayerNorm(hidden_size) if last_norm else nn.Identity()

    def forward(self, pixels):
        rows = self.clip_vision_model["vision_model"].hidden_states(pixels)[self.select_layer][:, 1:]
        return self.post_layernorm(self.projector(rows))
