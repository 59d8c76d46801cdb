"""The language model writing on by itself: an ONNX Loop over its step.

A step called from outside copies the whole past into the graph for every token. Here the past is copied once for many tokens: it lies
outside the loop, and only the new keys and values are carried from step to step. What follows a token is *drafted* by a sampler like
the host's; the host has the last word on every token, so the drafts need only be likely, never exact.

Letters: B batch, P past positions, V vocabulary, K steps, S steps at most, E ids that end a text.
"""

from __future__ import annotations

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from dreamtrain.model.dreamllm import DreamLLM

RANKED = 256  # of the vocabulary, what a draft is drawn from
SAMPLING = ("temperature", "top_p", "top_k", "repetition_penalty")  # the columns of `sampling`


class DecodeStep(nn.Module):
    """One turn of the loop: a token in, its logits and the token that is likely to follow out."""

    def __init__(self, dream: DreamLLM):
        super().__init__()
        self.dream = dream

    def forward(
        self, iteration, input_ids, seen, ended, attention_mask, position_ids, bias, sampling, uniforms, ends,
        past: list[torch.Tensor], recent: list[torch.Tensor],
    ):
        """iteration (1), input_ids (B, 1), seen (B, V) 1 where decoded, ended (B), attention_mask (B, P), position_ids (B, 1) of the
        loop's first token, bias (B, V), sampling (B, 4), uniforms (B, S), ends (E); past and recent as the cache has them."""
        llama = self.dream.llama
        fresh = torch.ones_like(recent[0][:, :, 0, 0], dtype=torch.int64)
        mask = torch.cat([attention_mask, fresh, torch.ones_like(input_ids)], dim=1)
        behind = list(zip(past[::2], past[1::2], recent[::2], recent[1::2]))
        _, logits, present = llama.step(self.dream.embed(input_ids), mask, position_ids + iteration, behind)
        scores = penalised(logits, seen, sampling[:, 3:4]) + bias
        likely = drafted(scores, sampling, uniforms.index_select(1, iteration))
        ended = ended | (likely == ends[None]).any(-1)
        seen = seen.scatter(1, likely, torch.ones_like(sampling[:, :1]))
        return likely, seen, ended, ~ended.all(), logits, *(tensor for pair in present for tensor in pair)


def penalised(logits: torch.Tensor, seen: torch.Tensor, penalty: torch.Tensor) -> torch.Tensor:
    return torch.where(seen > 0, torch.where(logits > 0, logits / penalty, logits * penalty), logits)


def drafted(scores: torch.Tensor, sampling: torch.Tensor, uniform: torch.Tensor) -> torch.Tensor:
    """scores (B, V), uniform (B, 1) in [0, 1) -> ids (B, 1): the likeliest at temperature 0, else one of the nucleus."""
    temperature, top_p, top_k = sampling[:, 0:1], sampling[:, 1:2], sampling[:, 2:3]
    best = scores.max(dim=-1, keepdim=True).values
    weights = torch.exp((scores - best) / temperature.clamp(min=1e-6))
    ranked, ids = weights.topk(min(RANKED, scores.shape[-1]), dim=-1)
    within = torch.where(torch.arange(ranked.shape[-1])[None] < top_k, ranked, torch.zeros_like(ranked))
    total = torch.where(top_k > ranked.shape[-1], weights.sum(-1, keepdim=True), within.sum(-1, keepdim=True))
    before = within.cumsum(-1) - within
    nucleus = torch.where(before < top_p * total, within, torch.zeros_like(within))
    reached = (before >= top_p * total).any(-1, keepdim=True)
    held = torch.where(reached, nucleus.sum(-1, keepdim=True), top_p * total)
    passed = nucleus.cumsum(-1) <= uniform * held
    drawn = ids.gather(1, passed.sum(-1, keepdim=True).clamp(max=ids.shape[-1] - 1))
    return torch.where(temperature > 0, drawn, scores.argmax(-1, keepdim=True))


def step_inputs(dream: DreamLLM) -> tuple[dict[str, torch.Tensor], dict[str, dict[int, str]]]:
    """Example inputs of a step, in order, and the letters of their free axes."""
    config = dream.config.llama
    batch, past, recent, steps = 2, 5, 3, 7
    kv = (config.num_key_value_heads, config.head_dim)
    inputs = {
        "iteration": torch.tensor([recent]),
        "step.input_ids": torch.zeros(batch, 1, dtype=torch.int64),
        "step.seen": torch.zeros(batch, config.vocab_size),
        "step.ended": torch.zeros(batch, dtype=torch.bool),
        "attention_mask": torch.ones(batch, past, dtype=torch.int64),
        "position_ids": torch.full((batch, 1), past),
        "bias": torch.zeros(batch, config.vocab_size),
        "sampling": torch.tensor([[0.0, 1.0, 64.0, 1.0]] * batch),
        "uniforms": torch.rand(batch, steps),
        "ends": torch.tensor([0, 1]),
    }
    axes = {name: {0: "B"} for name in inputs} | {
        "iteration": {}, "attention_mask": {0: "B", 1: "P"}, "uniforms": {0: "B", 1: "S"}, "ends": {0: "E"},
    }
    for prefix, length, letter in (("past", past, "P"), ("step.recent", recent, "R")):
        for name in kv_names(dream):
            inputs[f"{prefix}.{name}"] = torch.randn(batch, length, *kv)
            axes[f"{prefix}.{name}"] = {0: "B", 1: letter}
    return inputs, axes


def kv_names(dream: DreamLLM) -> list[str]:
    return [f"{layer}.{part}" for layer in range(dream.config.llama.num_hidden_layers) for part in ("key", "value")]


def step_outputs(dream: DreamLLM) -> list[str]:
    return ["step.likely", "step.seen_after", "step.ended_after", "step.goes_on", "step.logits", *(f"step.present.{name}" for name in kv_names(dream))]


def looped(step: onnx.ModelProto, names: list[str]) -> onnx.ModelProto:
    """A model whose graph is a Loop over a step's graph. `names` are those of the cache's tensors.

    Inputs: input_ids (B, 1), seen (B, V), attention_mask (B, P), position_ids (B, 1), bias (B, V), sampling (B, 4),
    uniforms (B, S), ends (E), steps (), past.* (B, P, kvHeads, headDim).
    Outputs: likely (K, B, 1), logits (K, B, V), present.* (B, K, kvHeads, headDim); K is `steps`, or less where all texts ended.
    """
    inner = step.graph
    inputs = {value.name: value for value in inner.input}
    outputs = {value.name: value for value in inner.output}
    inner.node.insert(0, helper.make_node("Unsqueeze", ["iteration.scalar", "axis.0"], ["iteration"], name="iteration"))
    inner.node.append(helper.make_node("Squeeze", ["step.goes_on"], ["step.condition"], name="condition"))
    scalar = [helper.make_tensor_value_info("iteration.scalar", TensorProto.INT64, []), helper.make_tensor_value_info("condition", TensorProto.BOOL, [])]
    carried = ["step.input_ids", "step.seen", "step.ended", *(f"step.recent.{name}" for name in names)]
    made = ["step.likely", "step.seen_after", "step.ended_after", *(f"step.present.{name}" for name in names)]
    scanned = [_again("step.likely", "scan.likely", inner, outputs), _again("step.logits", "scan.logits", inner, outputs)]
    condition = helper.make_tensor_value_info("step.condition", TensorProto.BOOL, [])
    body = helper.make_graph(inner.node, "step", [*scalar, *(inputs[name] for name in carried)], [condition, *(outputs[name] for name in made), *scanned])

    starts = ["input_ids", "seen", "none.ended", *(f"none.{name}" for name in names)]
    ends = ["last.id", "last.seen", "last.ended", *(f"present.{name}" for name in names)]
    nodes = [
        helper.make_node("Squeeze", ["input_ids", "axis.1"], ["flat.ids"], name="flat.ids"),
        helper.make_node("Less", ["flat.ids", "zero"], ["none.ended"], name="none.ended"),  # no id is below 0
        *(helper.make_node("Slice", [f"past.{name}", "axis.0", "axis.0", "axis.1"], [f"none.{name}"], name=f"none.{name}") for name in names),
        helper.make_node("Loop", ["steps", "", *starts], [*ends, "likely", "logits"], name="loop", body=body),
    ]
    outer = [_renamed(inputs["step.input_ids"], "input_ids"), _renamed(inputs["step.seen"], "seen")]
    outer += [inputs[name] for name in ("attention_mask", "position_ids", "bias", "sampling", "uniforms", "ends")]
    outer += [helper.make_tensor_value_info("steps", TensorProto.INT64, []), *(inputs[f"past.{name}"] for name in names)]
    vocab = inputs["bias"].type.tensor_type.shape.dim[1].dim_value
    results = [
        helper.make_tensor_value_info("likely", TensorProto.INT64, ["K", "B", 1]),
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["K", "B", vocab]),
    ]
    for name in names:
        heads, width = (axis.dim_value for axis in inputs[f"past.{name}"].type.tensor_type.shape.dim[2:])
        results.append(helper.make_tensor_value_info(f"present.{name}", TensorProto.FLOAT, ["B", "K", heads, width]))
    constants = [numpy_helper.from_array(torch.tensor(value).numpy(), name) for name, value in (("zero", 0), ("axis.0", [0]), ("axis.1", [1]))]
    graph = helper.make_graph(nodes, "decode_loop", outer, results, [*inner.initializer, *constants])
    return helper.make_model(graph, opset_imports=step.opset_import, ir_version=step.ir_version)


def _renamed(value: onnx.ValueInfoProto, name: str) -> onnx.ValueInfoProto:
    copy = onnx.ValueInfoProto()
    copy.CopyFrom(value)
    copy.name = name
    return copy


def _again(name: str, copy: str, graph: onnx.GraphProto, outputs: dict[str, onnx.ValueInfoProto]) -> onnx.ValueInfoProto:
    """A second output of the same values: each output of a loop's body has a name of its own."""
    graph.node.append(helper.make_node("Identity", [name], [copy], name=copy))
    return _renamed(outputs[name], copy)
