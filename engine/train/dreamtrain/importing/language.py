"""The language model's graphs: token ids to rows, and new rows behind a cache to hidden states and logits.

LLaMA's decoder, and Qwen2's, which has biases on queries, keys and values. Their three weights are one matrix, gate and up another. The
cache is read as it is, (B, P, kvHeads, headDim) a tensor; only the keys and values of the T new positions come back.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dreamtrain.importing.configs import Language
from dreamtrain.importing.graph import MICROSOFT, Graph, Precision
from dreamtrain.importing.layers import rms_norm, silu
from dreamtrain.importing.weights import Source, Weight, stacked

MASKED = -1e9  # added to a score that shall not count
FLOAT, BOOL = 1, 9  # ONNX's numbers of its types
PARTS = ("key", "value")

Cache = list[tuple[str, str]]  # keys (after rotation) and values, a layer


def embed_tokens(config: Language, source: Source, precision: Precision) -> Graph:
    graph = Graph("embed_tokens", precision)
    ids = graph.input("input_ids", "B", "T", integers=True)
    graph.output(embedded(graph, config, source, ids), "embeds", "B", "T", config.hidden_size)
    return graph


def embedded(graph: Graph, config: Language, source: Source, ids: str) -> str:
    """The table is looked up, never multiplied: where matrices are quantised it stays in half precision."""
    table = source.take("model.embed_tokens.weight", config.vocab_size, config.hidden_size)
    return graph.op("Cast", graph.op("Gather", graph.stored(table, half=graph.precision != "fp32"), ids), to=FLOAT)


def language_model(config: Language, source: Source, precision: Precision) -> Graph:
    graph = Graph("language_model", precision)
    rows = graph.input("inputs_embeds", "B", "T", config.hidden_size)
    mask = graph.input("attention_mask", "B", "P+T", integers=True)
    positions = graph.input("position_ids", "B", "T", integers=True)
    past = past_inputs(graph, config)
    new, total = graph.op("Shape", rows, start=1, end=2), graph.op("Shape", mask, start=1, end=2)
    bias = _bias(graph, mask, new, total, config.num_attention_heads // config.kv_heads)
    decoder = Decoder(
        graph, config, source, positions, graph.op("Concat", graph.op("Sub", total, new), new, axis=0),
        lambda behind, own: graph.op("Add", graph.op("Concat", behind, own, axis=-1), bias),
    )
    hidden, present = decoder(rows, [turned(graph, pair) for pair in past])
    graph.output(hidden, "hidden", "B", "T", config.hidden_size)
    graph.output(decoder.logits(hidden), "logits", "B", config.vocab_size)
    present_outputs(graph, config, present, "T")
    return graph


def past_inputs(graph: Graph, config: Language) -> Cache:
    layers = range(config.num_hidden_layers)
    return [tuple(graph.input(f"past.{layer}.{part}", "B", "P", config.kv_heads, config.head_dim) for part in PARTS) for layer in layers]


def turned(graph: Graph, pair: tuple[str, str]) -> tuple[str, str]:
    """As the scores need keys, (B, kvHeads, headDim, P), and the mixture values, (B, kvHeads, P, headDim)."""
    keys, values = pair
    return graph.op("Transpose", keys, perm=[0, 2, 3, 1]), graph.op("Transpose", values, perm=[0, 2, 1, 3])


def present_outputs(graph: Graph, config: Language, present: Cache, axis: str) -> None:
    for layer, pair in enumerate(present):
        for part, tensor in zip(PARTS, pair):
            graph.output(tensor, f"present.{layer}.{part}", "B", axis, config.kv_heads, config.head_dim)


def _bias(graph: Graph, mask: str, new: str, total: str, groups: int) -> str:
    """(B, 1, groups * T, P + T): 0 where a row may look at a key, a real one and not later than itself."""
    none = graph.shape(0)
    keys = graph.op("Range", graph.constant(0, np.int64), graph.op("Squeeze", total, none), graph.constant(1, np.int64))
    own = graph.op("Slice", keys, graph.op("Sub", total, new), total, none)
    causal = graph.op("LessOrEqual", graph.op("Unsqueeze", keys, none), graph.op("Unsqueeze", own, graph.shape(1)))
    real = graph.op("Cast", graph.op("Unsqueeze", mask, graph.shape(1)), to=BOOL)  # (B, 1, P + T)
    bias = graph.op("Where", graph.op("And", causal, real), graph.constant(0.0), graph.constant(MASKED))
    bias = graph.op("Unsqueeze", bias, graph.shape(1))
    return graph.op("Concat", *[bias] * groups, axis=2) if groups > 1 else bias


class Decoder:
    """The layers, over new rows (B, T, H).

    `positions` (B, T); `split` (2): how many keys lie behind, and how many are its own; `masked` joins the scores on both,
    (B, kvHeads, groups * T, …) each, so that keys that may not be seen get none of the weight.
    """

    def __init__(self, graph: Graph, config: Language, source: Source, positions: str, split: str, masked: Callable[[str, str], str]):
        self.graph, self.config, self.source = graph, config, source
        self.positions, self.split, self.masked = positions, split, masked
        exponents = np.arange(0, config.head_dim, 2) / config.head_dim
        angles = np.arange(config.max_position_embeddings)[:, None] / config.rope_factor * config.rope_theta**-exponents
        self.cos, self.sin = (
            graph.stored(Weight(name, angles.shape, lambda values=values: values.astype(np.float32)), half=False)
            for name, values in (("rotary.cos", np.cos(angles)), ("rotary.sin", np.sin(angles)))
        )

    def __call__(self, rows: str, past: Cache, recent: Cache | None = None) -> tuple[str, Cache]:
        """Hidden states after the final norm; keys and values of the new rows, behind the recent ones if there are any. `past` is turned."""
        graph, present = self.graph, []
        for layer, behind in enumerate(past):
            name = f"model.layers.{layer}"
            mixed, own = self._attention(f"{name}.self_attn", self._norm(f"{name}.input_layernorm", rows), behind, recent and recent[layer])
            rows = graph.op("Add", rows, mixed)
            rows = graph.op("Add", rows, self._mlp(f"{name}.mlp", self._norm(f"{name}.post_attention_layernorm", rows)))
            present.append(own)
        return self._norm("model.norm", rows), present

    def logits(self, hidden: str) -> str:
        """Of the last row, (B, V). What chooses the token is worth twice the bits."""
        graph, config = self.graph, self.config
        last = graph.op("Gather", hidden, graph.constant(-1, np.int64), axis=1)
        tied = config.tie_word_embeddings and not self.source.has("lm_head.weight")
        head = self.source.take("model.embed_tokens.weight" if tied else "lm_head.weight", config.vocab_size, config.hidden_size)
        return graph.linear(last, head, precision="int8" if graph.precision == "int4" else None)

    def _norm(self, name: str, rows: str) -> str:
        return rms_norm(self.graph, self.source, name, rows, self.config.hidden_size, self.config.rms_norm_eps)

    def _attention(self, name: str, rows: str, past: tuple[str, str], recent: tuple[str, str] | None) -> tuple[str, tuple[str, str]]:
        """One softmax over the scores on all keys. Heads that share a key are folded into the rows: no cache is repeated."""
        graph, config, source = self.graph, self.config, self.source
        hidden, head, kv_heads = config.hidden_size, config.head_dim, config.kv_heads
        groups, widths = config.num_attention_heads // kv_heads, [hidden, kv_heads * head, kv_heads * head]
        projections = [(f"{name}.{part}_proj", width) for part, width in zip("qkv", widths)]
        weight = stacked(f"{name}.qkv.weight", [source.take(f"{part}.weight", width, hidden) for part, width in projections])
        bias = None
        if source.has(f"{name}.q_proj.bias"):
            bias = stacked(f"{name}.qkv.bias", [source.take(f"{part}.bias", width) for part, width in projections])
        query, key, value = graph.ops("Split", 3, graph.linear(rows, weight, bias), graph.shape(*widths), axis=-1)
        query, key = (graph.op("RotaryEmbedding", part, self.positions, self.cos, self.sin, domain=MICROSOFT) for part in (query, key))
        own = tuple(graph.reshape(part, 0, 0, kv_heads, head) for part in (key, value))
        if recent:
            own = tuple(graph.op("Concat", before, part, axis=1) for before, part in zip(recent, own))

        query = graph.op("Mul", query, graph.constant(head**-0.5))
        query = graph.op("Transpose", graph.reshape(query, 0, 0, kv_heads, groups, head), perm=[0, 2, 3, 1, 4])
        query = graph.reshape(query, 0, kv_heads, -1, head)  # (B, kvHeads, groups * T, headDim)
        sides = (past, turned(graph, own))
        scores = [graph.op("MatMul", query, keys) for keys, _ in sides]
        weights = graph.ops("Split", 2, graph.op("Softmax", self.masked(*scores), axis=-1), self.split, axis=-1)
        mixed = [graph.op("MatMul", part, values) for part, (_, values) in zip(weights, sides)]
        mixed = graph.reshape(graph.op("Add", *mixed), 0, 0, groups, -1, head)
        mixed = graph.reshape(graph.op("Transpose", mixed, perm=[0, 3, 1, 2, 4]), 0, 0, hidden)
        return graph.linear(mixed, source.take(f"{name}.o_proj.weight", hidden, hidden)), own

    def _mlp(self, name: str, rows: str) -> str:
        graph, source, inner, hidden = self.graph, self.source, self.config.intermediate_size, self.config.hidden_size
        both = stacked(f"{name}.gate_up.weight", [source.take(f"{name}.{part}_proj.weight", inner, hidden) for part in ("gate", "up")])
        gate, up = graph.ops("Split", 2, graph.linear(rows, both), graph.shape(inner, inner), axis=-1)
        down = source.take(f"{name}.down_proj.weight", hidden, inner)
        return graph.linear(graph.op("Mul", silu(graph, gate), up), down)
