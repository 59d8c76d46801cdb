"""The condition head: what the language model makes of the dream queries (B, N, H), as the decoder reads it (B, N, D)."""

from __future__ import annotations

from dreamtrain.importing.graph import Graph, Precision
from dreamtrain.importing.layers import projector
from dreamtrain.importing.weights import Source


def condition_head(queries: int, hidden_size: int, width: int, source: Source, precision: Precision) -> Graph:
    graph = Graph("condition_head", precision)
    hidden = graph.input("hidden", "B", queries, hidden_size)
    graph.output(projector(graph, source, "projector.projector", hidden, hidden_size, width), "condition", "B", queries, width)
    return graph
