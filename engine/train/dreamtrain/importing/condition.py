"""The condition head: what the language model makes of the dream queries (B, N, H), as the decoder reads it.

DreamLLM's is one linear layer. MetaQuery's connector (arXiv 2504.06256) is a bidirectional transformer, two linear layers and a norm, under
`connector`. Decoders that also read a pooled vector get the mean of the rows through `pooled_projector`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dreamtrain.importing.graph import MICROSOFT, Graph, Precision
from dreamtrain.importing.layers import biased, projector, rms_norm, silu
from dreamtrain.importing.weights import Source, Weight

HEAD_DIM = 64
ROPE_THETA, EPS, LAST_EPS = 10000.0, 1e-6, 1e-5


@dataclass(frozen=True)
class Condition:
    queries: int
    hidden_size: int
    width: int
    pooled_width: int | None


def condition_head(config: Condition, source: Source, precision: Precision) -> Graph:
    graph = Graph("condition_head", precision)
    rows = graph.input("hidden", "B", config.queries, config.hidden_size)
    if source.has("connector.1.weight"):
        rows = _encoder(graph, config, source, rows)
        made = biased(graph, source, "connector.1", rows, config.hidden_size, config.width)
        made = biased(graph, source, "connector.3", graph.op("Gelu", made, approximate="tanh"), config.width, config.width)
        made = rms_norm(graph, source, "connector.4", made, config.width, LAST_EPS)
    else:
        made = projector(graph, source, "projector.projector", rows, config.hidden_size, config.width)
    graph.output(made, "condition", "B", config.queries, config.width)
    if config.pooled_width:
        mean = graph.op("ReduceMean", rows, graph.shape(1), keepdims=0)
        pooled = projector(graph, source, "pooled_projector.projector", mean, config.hidden_size, config.pooled_width)
        graph.output(pooled, "pooled", "B", config.pooled_width)
    return graph


def _encoder(graph: Graph, config: Condition, source: Source, rows: str) -> str:
    """As many layers as there are; each query sees all others."""
    hidden, layer = config.hidden_size, 0
    angles = np.arange(config.queries)[:, None] * ROPE_THETA ** (-np.arange(0, HEAD_DIM, 2) / HEAD_DIM)
    tables = [graph.constant(np.cos(angles)), graph.constant(np.sin(angles))]
    count = graph.op("Concat", graph.op("Shape", rows, start=0, end=1), graph.shape(config.queries), axis=0)
    positions = graph.op("Expand", graph.constant(np.arange(config.queries), np.int64), count)
    while source.has(f"connector.0.layers.{layer}.input_layernorm.weight"):
        name = f"connector.0.layers.{layer}"
        inner = rms_norm(graph, source, f"{name}.input_layernorm", rows, hidden, EPS)
        rows = graph.op("Add", rows, _attention(graph, config, source, f"{name}.self_attn", inner, positions, tables))
        inner = rms_norm(graph, source, f"{name}.post_attention_layernorm", rows, hidden, EPS)
        gate, up = (biased(graph, source, f"{name}.mlp.{part}_proj", inner, hidden, 4 * hidden, bias=False) for part in ("gate", "up"))
        down = biased(graph, source, f"{name}.mlp.down_proj", graph.op("Mul", silu(graph, gate), up), 4 * hidden, hidden, bias=False)
        rows = graph.op("Add", rows, down)
        layer += 1
    return rows


def _attention(graph: Graph, config: Condition, source: Source, name: str, rows: str, positions: str, tables: list[str]) -> str:
    hidden, heads = config.hidden_size, config.hidden_size // HEAD_DIM
    query, key, value = (biased(graph, source, f"{name}.{part}_proj", rows, hidden, hidden) for part in "qkv")
    query, key = (
        _unit(graph, config, source.take(f"{name}.{part}_norm.gamma", heads, 1, HEAD_DIM),
              graph.op("RotaryEmbedding", rotated, positions, *tables, domain=MICROSOFT))
        for part, rotated in (("q", query), ("k", key))
    )
    mixed = graph.op("MultiHeadAttention", query, key, value, domain=MICROSOFT, num_heads=heads)
    return biased(graph, source, f"{name}.o_proj", mixed, hidden, hidden, bias=False)


def _unit(graph: Graph, config: Condition, gamma: Weight, value: str) -> str:
    """Each head to the length sqrt(HEAD_DIM), times a weight."""
    heads = config.hidden_size // HEAD_DIM
    split = graph.reshape(value, 0, 0, heads, HEAD_DIM)
    length = graph.op("Max", graph.op("ReduceL2", split, graph.shape(-1), keepdims=1), graph.constant(1e-12))
    scaled = gamma.mapped(lambda values: values.reshape(heads, HEAD_DIM) * HEAD_DIM**0.5, (heads, HEAD_DIM))
    return graph.reshape(graph.op("Mul", graph.op("Div", split, length), graph.weight(scaled)), 0, 0, config.hidden_size)
