"""LLaMA's and Qwen2's decoder, over whole sequences, under upstream's names."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    def __init__(self, config: dict, bias: bool):
        super().__init__()
        width, inner, head = config["hidden_size"], config["intermediate_size"], config["hidden_size"] // config["num_attention_heads"]
        keys, self.head = config["num_key_value_heads"] * head, head
        self.turns = config["rope_theta"] ** (-torch.arange(0, head, 2) / head) / (config.get("rope_scaling") or {}).get("factor", 1.0)
        self.self_attn = nn.ModuleDict({
            "q_proj": nn.Linear(width, width, bias=bias), "k_proj": nn.Linear(width, keys, bias=bias), "v_proj": nn.Linear(width, keys, bias=bias),
            "o_proj": nn.Linear(width, width, bias=False),
        })
        self.mlp = nn.ModuleDict({
            "gate_proj": nn.Linear(width, inner, bias=False), "up_proj": nn.Linear(width, inner, bias=False),
            "down_proj": nn.Linear(inner, width, bias=False),
        })
        self.input_layernorm, self.post_attention_layernorm = (nn.RMSNorm(width, config["rms_norm_eps"]) for _ in range(2))

    def forward(self, x):
        inner = self.input_layernorm(x)
        query, key, value = (self.self_attn[f"{part}_proj"](inner).unflatten(-1, (-1, self.head)).transpose(1, 2) for part in "qkv")
        angles = torch.arange(x.shape[1])[:, None] * self.turns
        mixed = F.scaled_dot_product_attention(_turned(query, angles), _turned(key, angles), value, is_causal=True, enable_gqa=True)
        x = x + self.self_attn["o_proj"](mixed.transpose(1, 2).flatten(2))
        inner = self.post_attention_layernorm(x)
        return x + self.mlp["down_proj"](F.silu(self.mlp["gate_proj"](inner)) * self.mlp["up_proj"](inner))


def _turned(x, angles):
    """The two halves of a head are the parts of complex numbers, each turned by its angle."""
    first, second = x.chunk(2, dim=-1)
    turned = torch.complex(first, second) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([turned.real, turned.imag], dim=-1)


class Language(nn.Module):
    def __init__(self, config: dict, bias: bool):
        super().__init__()
        self.model = nn.ModuleDict({
            "embed_tokens": nn.Embedding(config["vocab_size"], config["hidden_size"]),
            "layers": nn.ModuleList(Layer(config, bias) for _ in range(config["num_hidden_layers"])),
            "norm": nn.RMSNorm(config["hidden_size"], config["rms_norm_eps"]),
        })
        if not config["tie_word_embeddings"]:
            self.lm_head = nn.Linear(config["hidden_size"], config["vocab_size"], bias=False)

    def forward(self, rows):
        """Rows (B, T, H) to hidden states (B, T, H) after the final norm."""
        for layer in self.model["layers"]:
            rows = layer(rows)
        return self.model["norm"](rows)

    def logits(self, hidden):
        return self.lm_head(hidden) if hasattr(self, "lm_head") else hidden @ self.model["embed_tokens"].weight.T
