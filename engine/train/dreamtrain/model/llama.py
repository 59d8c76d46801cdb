"""A LLaMA decoder: RMSNorm in fp32, rotate-half rotary positions, SwiGLU, no biases, untied output layer.

Parameter names are those of the common LLaMA checkpoints, so that such weights load without renaming.
Two ways through it: `forward` over a whole causal sequence for training, and `step` over new rows behind
a cache, which is what the engine exports and runs.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

# a layer: keys (after rotation) and values, each (B, P, KVH, Dh); and where some of them are recent, these besides
Cache = list[tuple[torch.Tensor, ...]]


@dataclass(frozen=True)
class LlamaConfig:
    vocab_size: int = 1536
    hidden_size: int = 256
    intermediate_size: int = 704
    num_hidden_layers: int = 6
    num_attention_heads: int = 4
    num_key_value_heads: int = 4
    max_position_embeddings: int = 1024
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0

    @property
    def head_dim(self) -> int:
        return self.hidden_size // self.num_attention_heads


class RMSNorm(nn.Module):
    def __init__(self, dim: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        wide = x.float()
        return (self.weight * (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps))).to(x.dtype)


class Rotary(nn.Module):
    """Cosines and sines for positions (B, T), each (B, T, 1, Dh): both halves of a head turn by the same angles."""

    def __init__(self, config: LlamaConfig):
        super().__init__()
        exponents = torch.arange(0, config.head_dim, 2).float() / config.head_dim
        self.register_buffer("inv_freq", config.rope_theta**-exponents, persistent=False)

    def forward(self, position_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        angles = position_ids[..., None].float() * self.inv_freq
        angles = torch.cat([angles, angles], dim=-1)[:, :, None]
        return angles.cos(), angles.sin()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """(B, T, heads, Dh), turned by its position."""
    first, second = x.chunk(2, dim=-1)
    return (x * cos + torch.cat([-second, first], dim=-1) * sin).to(x.dtype)


class Attention(nn.Module):
    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.config = config
        hidden, head = config.hidden_size, config.head_dim
        self.q_proj = nn.Linear(hidden, config.num_attention_heads * head, bias=False)
        self.k_proj = nn.Linear(hidden, config.num_key_value_heads * head, bias=False)
        self.v_proj = nn.Linear(hidden, config.num_key_value_heads * head, bias=False)
        self.o_proj = nn.Linear(config.num_attention_heads * head, hidden, bias=False)

    def forward(self, x, cos, sin):
        """Whole sequences. Written out, as the fused kernel's backward pass takes twice as long on a CPU."""
        query, key, value = (part.transpose(1, 2) for part in self._project(x, cos, sin))
        groups = self.config.num_attention_heads // self.config.num_key_value_heads
        if groups > 1:
            key, value = key.repeat_interleave(groups, dim=1), value.repeat_interleave(groups, dim=1)
        if query.is_cuda:
            mixed = F.scaled_dot_product_attention(query, key, value.to(query.dtype), is_causal=True)
            return self.o_proj(mixed.transpose(1, 2).flatten(2))
        later = torch.full((x.shape[1], x.shape[1]), -1e9, dtype=query.dtype, device=x.device).triu(1)
        weights = ((query * self.config.head_dim**-0.5) @ key.transpose(-1, -2) + later).softmax(-1)
        return self.o_proj((weights @ value).transpose(1, 2).flatten(2))

    def step(self, x, cos, sin, bias, past_key, past_value, recent_key=None, recent_value=None):
        """One softmax over the scores on the past and on the new rows; bias (B, 1, 1, T, P + T) is 0 or very negative.

        The heads that share a key are folded into the rows, so the cache is read as it is and never repeated or copied.
        Recent rows stand between the past and the new ones; they are few, are copied, and come back with the new ones.
        """
        kv_heads, head = self.config.num_key_value_heads, self.config.head_dim
        groups = self.config.num_attention_heads // kv_heads
        batch, new = x.shape[0], x.shape[1]
        past = past_key.shape[1]
        query, key, value = self._project(x, cos, sin)
        if recent_key is not None:
            key, value = torch.cat([recent_key, key], dim=1), torch.cat([recent_value, value], dim=1)
        total = past + key.shape[1]
        rows = query.reshape(batch, new, kv_heads, groups, head).permute(0, 2, 3, 1, 4)
        rows = rows.reshape(batch, kv_heads, groups * new, head)
        scores = torch.cat([rows @ past_key.permute(0, 2, 3, 1), rows @ key.permute(0, 2, 3, 1)], dim=-1)
        scores = scores.reshape(batch, kv_heads, groups, new, total) * head**-0.5 + bias
        weights = scores.float().softmax(-1).to(x.dtype).reshape(batch, kv_heads, groups * new, total)
        mixed = weights[..., :past] @ past_value.transpose(1, 2) + weights[..., past:] @ value.transpose(1, 2)
        mixed = mixed.reshape(batch, kv_heads, groups, new, head).permute(0, 3, 1, 2, 4)
        return self.o_proj(mixed.reshape(batch, new, kv_heads * groups * head)), key, value

    def _project(self, x, cos, sin):
        head = self.config.head_dim
        query, key, value = (
            linear(x).unflatten(-1, (-1, head)) for linear in (self.q_proj, self.k_proj, self.v_proj)
        )
        return rotate(query, cos, sin), rotate(key, cos, sin), value


class MLP(nn.Module):
    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down_proj(gated(self.gate_proj(x), self.up_proj(x)))


def gated(gate: torch.Tensor, up: torch.Tensor) -> torch.Tensor:
    return F.silu(gate) * up


class Layer(nn.Module):
    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.self_attn = Attention(config)
        self.mlp = MLP(config)
        self.input_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.post_attention_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)

    def forward(self, x, cos, sin):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))

    def step(self, x, cos, sin, bias, *past):
        mixed, key, value = self.self_attn.step(self.input_layernorm(x), cos, sin, bias, *past)
        x = x + mixed
        return x + self.mlp(self.post_attention_layernorm(x)), key, value


class LlamaModel(nn.Module):
    def __init__(self, config: LlamaConfig):
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers))
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.rotary = Rotary(config)


class Llama(nn.Module):
    def __init__(self, config: LlamaConfig = LlamaConfig()):
        super().__init__()
        self.config = config
        self.model = LlamaModel(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)

    def initialise(self, std: float = 0.02) -> None:
        """Normal weights; the layers that write into the residual stream start smaller, by their number."""
        for name, weight in self.named_parameters():
            if weight.dim() > 1:
                residual = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(weight, std=std * (2 * self.config.num_hidden_layers) ** -0.5 if residual else std)

    def forward(self, inputs_embeds: torch.Tensor) -> torch.Tensor:
        """(B, T, H) -> hidden (B, T, H) after the final norm. Causal; pad on the right, with anything."""
        positions = torch.arange(inputs_embeds.shape[1], device=inputs_embeds.device)[None]
        cos, sin = self.model.rotary(positions)
        x = inputs_embeds
        for layer in self.model.layers:
            x = layer(x, cos, sin)
        return self.model.norm(x)

    def step(
        self, inputs_embeds: torch.Tensor, attention_mask: torch.Tensor, position_ids: torch.Tensor, past: Cache
    ) -> tuple[torch.Tensor, torch.Tensor, Cache]:
        """New rows behind a cache of P rows (P may be 0).

        inputs_embeds (B, T, H), attention_mask (B, P + T) int64 with 1 for real rows, position_ids (B, T) int64,
        past one (key, value) a layer, each (B, P, KVH, Dh), or (key, value, recent key, recent value). Returns hidden (B, T, H)
        after the final norm, the logits (B, V) of the last row, and the keys and values of the recent and the T new rows only.
        """
        cos, sin = self.model.rotary(position_ids)
        bias = attention_bias(attention_mask, inputs_embeds)
        x, present = inputs_embeds, []
        for layer, behind in zip(self.model.layers, past):
            x, key, value = layer.step(x, cos, sin, bias, *behind)
            present.append((key, value))
        hidden = self.model.norm(x)
        return hidden, self.lm_head(hidden[:, -1]).float(), present

    def empty_cache(self, batch: int) -> Cache:
        shape = (batch, 0, self.config.num_key_value_heads, self.config.head_dim)
        like = self.lm_head.weight
        return [(like.new_zeros(shape), like.new_zeros(shape)) for _ in self.model.layers]


def attention_bias(attention_mask: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """(B, 1, 1, T, P + T): 0 where row t may look at key j (a real one, not later than itself), else very negative."""
    keys = torch.arange(attention_mask.shape[1], device=rows.device)
    own = keys[attention_mask.shape[1] - rows.shape[1]:]
    allowed = (keys[None] <= own[:, None])[None] & attention_mask[:, None].bool()
    lowest = torch.full((), torch.finfo(rows.dtype).min, dtype=rows.dtype, device=rows.device)
    return torch.where(allowed, torch.zeros_like(lowest), lowest)[:, None, None]
