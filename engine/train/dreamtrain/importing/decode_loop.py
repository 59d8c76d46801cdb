"""The language model writing on by itself: an ONNX Loop over its step, so that the past is copied into the graph once for many tokens.

What follows a token is drafted by a sampler like the host's, which has the last word (engine/model/manifest.ts has the contract). Letters:
B batch, P past positions, R recent ones, V vocabulary, S steps at most, E ids that end a text.
"""

from __future__ import annotations

import numpy as np
from onnx import TensorProto, helper

from dreamtrain.importing.configs import Language
from dreamtrain.importing.graph import Graph, Precision
from dreamtrain.importing.language import BOOL, FLOAT, MASKED, PARTS, Decoder, embedded, past_inputs, turned
from dreamtrain.importing.weights import Source

RANKED = 256  # of the vocabulary, what a draft is drawn from
INT64 = TensorProto.INT64


def decode_loop(config: Language, source: Source, precision: Precision) -> Graph:
    graph, vocab, kv = Graph("decode_loop", precision), config.vocab_size, (config.kv_heads, config.head_dim)
    ids, seen = graph.input("input_ids", "B", 1, integers=True), graph.input("seen", "B", vocab)
    mask, positions = graph.input("attention_mask", "B", "P", integers=True), graph.input("position_ids", "B", 1, integers=True)
    bias, sampling, uniforms = graph.input("bias", "B", vocab), graph.input("sampling", "B", 4), graph.input("uniforms", "B", "S")
    ends, steps = graph.input("ends", "E", integers=True), graph.input("steps", integers=True)
    past = past_inputs(graph, config)

    real = graph.op("Cast", graph.op("Unsqueeze", mask, graph.shape(1, 2)), to=BOOL)
    hidden_past = graph.op("Where", real, graph.constant(0.0), graph.constant(MASKED))  # (B, 1, 1, P)
    none = [graph.op("Slice", tensor, graph.shape(0), graph.shape(0), graph.shape(1)) for pair in past for tensor in pair]
    going = graph.op("Less", graph.op("Squeeze", ids, graph.shape(1)), graph.constant(0, np.int64))  # no text has ended
    chosen = _Sampler(graph, sampling, min(RANKED, vocab))

    behind = [turned(graph, pair) for pair in past]  # once, not for each token

    names = [f"{layer}.{part}" for layer in range(config.num_hidden_layers) for part in PARTS]
    outside, graph.nodes = graph.nodes, []
    iteration = graph.op("Unsqueeze", "step.iteration", graph.shape(0))
    count = graph.op("Concat", graph.op("Shape", past[0][0], start=1, end=2), graph.op("Add", iteration, graph.shape(1)), axis=0)
    decoder = Decoder(
        graph, config, source, graph.op("Add", positions, iteration), count,
        lambda behind, own: graph.op("Concat", graph.op("Add", behind, hidden_past), own, axis=-1),
    )
    recent = [tuple(f"step.recent.{layer}.{part}" for part in PARTS) for layer in range(config.num_hidden_layers)]
    rows, present = decoder(embedded(graph, config, source, "step.ids"), behind, recent)
    logits = decoder.logits(rows)
    likely = chosen(graph, logits, "step.seen", bias, graph.op("Gather", uniforms, iteration, axis=1))
    ended = graph.op("Or", "step.ended", _any(graph, graph.op("Equal", likely, graph.op("Unsqueeze", ends, graph.shape(0)))))
    unended = _any(graph, graph.op("Unsqueeze", graph.op("Not", ended), graph.shape(0)))
    again = graph.op("ScatterElements", "step.seen", likely, chosen.one, axis=1)
    made = [likely, again, ended, *(tensor for pair in present for tensor in pair), graph.op("Identity", likely), logits]
    going_on = graph.op("Squeeze", unended, graph.shape(0))

    kinds = [(INT64, ("B", 1)), (FLOAT, ("B", vocab)), (BOOL, ("B",)), *((FLOAT, ("B", "R", *kv)) for _ in names)]
    carried = ["step.ids", "step.seen", "step.ended", *(f"step.recent.{name}" for name in names)]
    scalars = [helper.make_tensor_value_info("step.iteration", INT64, []), helper.make_tensor_value_info("step.going", BOOL, [])]
    body = helper.make_graph(
        graph.nodes, "step", [*scalars, *(helper.make_tensor_value_info(name, *kind) for name, kind in zip(carried, kinds))],
        [helper.make_tensor_value_info(name, *kind) for name, kind in zip([going_on, *made], [(BOOL, []), *kinds, kinds[0], kinds[1]])],
    )
    graph.nodes = outside
    results = graph.ops("Loop", len(made), steps, "", ids, seen, going, *none, body=body)
    graph.output(results[-2], "likely", "K", "B", 1, integers=True)
    graph.output(results[-1], "logits", "K", "B", vocab)
    for name, tensor in zip(names, results[3:]):
        graph.output(tensor, f"present.{name}", "B", "K", *kv)
    return graph


class _Sampler:
    """Drafts one token a row: the likeliest at temperature 0, else one of the nucleus. What does not change stays outside of the loop."""

    def __init__(self, graph: Graph, sampling: str, ranked: int):
        self.ranked = ranked
        self.temperature, self.top_p, self.top_k, self.penalty = graph.ops("Split", 4, sampling, graph.shape(1, 1, 1, 1), axis=1)
        self.warmth = graph.op("Max", self.temperature, graph.constant(1e-6))
        self.within = graph.op("Less", graph.constant(np.arange(ranked)[None]), self.top_k)
        self.one = graph.op("Add", graph.op("Mul", self.penalty, graph.constant(0.0)), graph.constant(1.0))  # (B, 1)

    def __call__(self, graph: Graph, logits: str, seen: str, bias: str, uniform: str) -> str:
        """logits (B, V), uniform (B, 1) in [0, 1) to ids (B, 1)."""
        zero, last = graph.constant(0.0), graph.shape(-1)
        less, more = (graph.op(kind, logits, self.penalty) for kind in ("Div", "Mul"))
        softer = graph.op("Where", graph.op("Greater", logits, zero), less, more)
        scores = graph.op("Add", graph.op("Where", graph.op("Greater", seen, zero), softer, logits), bias)
        best = graph.op("ReduceMax", scores, last, keepdims=1)
        weights = graph.op("Exp", graph.op("Div", graph.op("Sub", scores, best), self.warmth))
        ranked, ids = graph.ops("TopK", 2, weights, graph.shape(self.ranked), axis=-1)
        within = graph.op("Where", self.within, ranked, zero)
        whole = graph.op("Greater", self.top_k, graph.constant(float(self.ranked)))
        total = graph.op("Where", whole, graph.op("ReduceSum", weights, last, keepdims=1), graph.op("ReduceSum", within, last, keepdims=1))
        limit = graph.op("Mul", self.top_p, total)
        before = graph.op("Sub", graph.op("CumSum", within, graph.constant(1, np.int64)), within)
        inside = graph.op("Less", before, limit)
        nucleus = graph.op("Where", inside, within, zero)
        reached = graph.op("Unsqueeze", _any(graph, graph.op("Not", inside)), graph.shape(1))
        held = graph.op("Where", reached, graph.op("ReduceSum", nucleus, last, keepdims=1), limit)
        cumulated = graph.op("CumSum", nucleus, graph.constant(1, np.int64))
        passed = graph.op("Cast", graph.op("LessOrEqual", cumulated, graph.op("Mul", uniform, held)), to=INT64)
        index = graph.op("Min", graph.op("ReduceSum", passed, last, keepdims=1), graph.constant(self.ranked - 1, np.int64))
        drawn = graph.op("GatherElements", ids, index, axis=1)
        return graph.op("Where", graph.op("Greater", self.temperature, zero), drawn, graph.op("ArgMax", scores, axis=-1, keepdims=1))


def _any(graph: Graph, values: str) -> str:
    """Booleans (X, Y) to (X)."""
    count = graph.op("ReduceSum", graph.op("Cast", values, to=INT64), graph.shape(-1), keepdims=0)
    return graph.op("Greater", count, graph.constant(0, np.int64))
