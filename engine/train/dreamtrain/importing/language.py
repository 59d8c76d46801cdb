"""The language model's two graphs: token ids to rows, and new rows behind a cache to hidden states and logits.

LLaMA's decoder, and Qwen2's, which has biases on queries, keys and values. Their three weights are one matrix, gate and up another. The
cache is read as it is, (B, P, kvHeads, headDim) a tensor; only the keys and values of the T new positions come back.
"""

from __future__ import annotations

import numpy as np

from dreamtrain.importing.configs import Language
from dreamtrain.importing.graph import MICROSOFT, Graph, Precision
from dreamtrain.importing.layers import rms_norm, silu
from dreamtrain.importing.weights import Source, Weight, stacked

MASKED = -1e9  # added to a score that shall not count
FLOAT = 1


def embed_tokens(config: Language, source: Source, precision: Precision) -> Graph:
    """The table is looked up, never multiplied: where matrices are quantised it stays in half precision."""
    graph = Graph("embed_tokens", precision)
    ids = graph.input("input_ids", "B", "T", integers=True)
    table = source.take("model.embed_tokens.weight", config.vocab_size, config.hidden_size)
    rows = graph.op("Gather", graph.stored(table, half=precision != "fp32"), ids)
    graph.output(graph.op("Cast", rows, to=FLOAT), "embeds", "B", "T", config.hidden_size)
    return graph


def language_model(config: Language, source: Source, precision: Precision) -> Graph:
    graph = Graph("language_model", precision)
    hidden, kv = config.hidden_size, (config.kv_heads, config.head_dim)
    rows = graph.input("inputs_embeds", "B", "T", hidden)
    mask = graph.input("attention_mask", "B", "P+T", integers=True)
    positions = graph.input("position_ids", "B", "T", integers=True)
    past = [
        [graph.input(f"past.{layer}.{part}", "B", "P", *kv) for part in ("key", "value")] for layer in range(config.num_hidden_layers)
    ]
    shared = _Shared(graph, config, rows, mask, positions)
    present = []
    for layer, (past_key, past_value) in enumerate(past):
        name = f"model.layers.{layer}"
        inner = rms_norm(graph, source, f"{name}.input_layernorm", rows, hidden, config.rms_norm_eps)
        mixed, key, value = _attention(graph, config, source, name, inner, shared, past_key, past_value)
        rows = graph.op("Add", rows, mixed)
        inner = rms_norm(graph, source, f"{name}.post_attention_layernorm", rows, hidden, config.rms_norm_eps)
        rows = graph.op("Add", rows, _mlp(graph, config, source, name, inner))
        present.append((key, value))
    rows = rms_norm(graph, source, "model.norm", rows, hidden, config.rms_norm_eps)
    graph.output(rows, "hidden", "B", "T", hidden)
    last = graph.op("Gather", rows, graph.constant(-1, np.int64), axis=1)
    head = "model.embed_tokens.weight" if config.tie_word_embeddings and not source.has("lm_head.weight") else "lm_head.weight"
    # What chooses the token is worth twice the bits.
    finer = "int8" if precision == "int4" else precision
    logits = graph.linear(last, source.take(head, config.vocab_size, hidden), precision=finer)
    graph.output(logits, "logits", "B", config.vocab_size)
    for layer, pair in enumerate(present):
        for part, tensor in zip(("key", "value"), pair):
            graph.output(tensor, f"present.{layer}.{part}", "B", "T", *kv)
    return graph


class _Shared:
    """What all layers use: tables of cosines and sines, positions, the mask, and the numbers of past and new positions."""

    def __init__(self, graph: Graph, config: Language, rows: str, mask: str, positions: str):
        self.positions = positions
        exponents = np.arange(0, config.head_dim, 2) / config.head_dim
        angles = np.arange(config.max_position_embeddings)[:, None] / config.rope_factor * config.rope_theta**-exponents
        shape = angles.shape
        self.cos, self.sin = (
            graph.stored(Weight(name, shape, lambda values=values: values.astype(np.float32)), half=False)
            for name, values in (("rotary.cos", np.cos(angles)), ("rotary.sin", np.sin(angles)))
        )
        new = graph.op("Shape", rows, start=1, end=2)
        total = graph.op("Shape", mask, start=1, end=2)
        self.split = graph.op("Concat", graph.op("Sub", total, new), new, axis=0)
        self.bias = self._bias(graph, mask, new, total, config.num_attention_heads // config.kv_heads)

    def _bias(self, graph: Graph, mask: str, new: str, total: str, groups: int) -> str:
        """(B, 1, groups * T, P + T): 0 where a row may look at a key, a real one and not later than itself."""
        none = graph.shape(0)
        keys = graph.op("Range", graph.constant(0, np.int64), graph.op("Squeeze", total, none), graph.constant(1, np.int64))
        own = graph.op("Slice", keys, graph.op("Sub", total, new), total, none)
        causal = graph.op("LessOrEqual", graph.op("Unsqueeze", keys, none), graph.op("Unsqueeze", own, graph.shape(1)))
        real = graph.op("Cast", graph.op("Unsqueeze", mask, graph.shape(1)), to=9)  # to booleans, (B, 1, P + T)
        bias = graph.op("Where", graph.op("And", causal, real), graph.constant(0.0), graph.constant(MASKED))
        bias = graph.op("Unsqueeze", bias, graph.shape(1))
        return graph.op("Concat", *[bias] * groups, axis=2) if groups > 1 else bias


def _attention(graph: Graph, config: Language, source: Source, name: str, rows: str, shared: _Shared, past_key: str, past_value: str):
    """One softmax over the scores on past and new keys. Heads that share a key are folded into the rows: no cache is repeated."""
    hidden, head, kv_heads = config.hidden_size, config.head_dim, config.kv_heads
    groups = config.num_attention_heads // kv_heads
    widths = [hidden, kv_heads * head, kv_heads * head]
    projections = [f"{name}.self_attn.{part}_proj" for part in "qkv"]
    weight = stacked(f"{name}.self_attn.qkv.weight", [source.take(f"{part}.weight", width, hidden) for part, width in zip(projections, widths)])
    bias = stacked(f"{name}.self_attn.qkv.bias", [source.take(f"{part}.bias", width) for part, width in zip(projections, widths)]) if source.has(f"{projections[0]}.bias") else None
    query, key, value = graph.ops("Split", 3, graph.linear(rows, weight, bias), graph.shape(*widths), axis=-1)
    query, key = (graph.op("RotaryEmbedding", part, shared.positions, shared.cos, shared.sin, domain=MICROSOFT) for part in (query, key))
    key, value = (graph.reshape(part, 0, 0, kv_heads, head) for part in (key, value))

    query = graph.op("Mul", query, graph.constant(head**-0.5))
    query = graph.op("Transpose", graph.reshape(query, 0, 0, kv_heads, groups, head), perm=[0, 2, 3, 1, 4])
    query = graph.op("Reshape", query, graph.shape(0, kv_heads, -1, head))  # (B, kvHeads, groups * T, headDim)
    scores = [graph.op("MatMul", query, graph.op("Transpose", part, perm=[0, 2, 3, 1])) for part in (past_key, key)]
    weights = graph.op("Softmax", graph.op("Add", graph.op("Concat", *scores, axis=-1), shared.bias), axis=-1)
    weights = graph.ops("Split", 2, weights, shared.split, axis=-1)
    mixed = [graph.op("MatMul", part, graph.op("Transpose", values, perm=[0, 2, 1, 3])) for part, values in zip(weights, (past_value, value))]
    mixed = graph.reshape(graph.op("Add", *mixed), 0, 0, groups, -1, head)
    mixed = graph.reshape(graph.op("Transpose", mixed, perm=[0, 3, 1, 2, 4]), 0, 0, hidden)
    return graph.linear(mixed, source.take(f"{name}.self_attn.o_proj.weight", hidden, hidden)), key, value


def _mlp(graph: Graph, config: Language, source: Source, name: str, rows: str) -> str:
    inner, hidden = config.intermediate_size, config.hidden_size
    both = stacked(f"{name}.mlp.gate_up.weight", [source.take(f"{name}.mlp.{part}_proj.weight", inner, hidden) for part in ("gate", "up")])
    gate, up = graph.ops("Split", 2, graph.linear(rows, both), graph.shape(inner, inner), axis=-1)
    gated = graph.op("Mul", silu(graph, gate), up)
    return graph.linear(gated, source.take(f"{name}.mlp.down_proj.weight", hidden, inner))
