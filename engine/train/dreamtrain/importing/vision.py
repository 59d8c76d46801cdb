"""The vision encoder: a CLIP tower up to the layer that DreamLLM reads, without its class token, and the projector to the language model."""

from __future__ import annotations

from dreamtrain.importing.configs import Vision
from dreamtrain.importing.graph import MICROSOFT, Graph, Precision
from dreamtrain.importing.layers import biased, layer_norm, projector
from dreamtrain.importing.weights import Source

# Of the tower, what lies behind the layer that is read.
UNUSED = r"clip_vision_model\.vision_model\.(encoder\.layers\.\d+|post_layernorm)\..*|.*position_ids"


def vision_encoder(config: Vision, hidden_size: int, source: Source, precision: Precision) -> Graph:
    graph = Graph("vision_encoder", precision)
    tower, width, side = "clip_vision_model.vision_model", config.hidden_size, config.patch_size
    pixels = graph.input("pixels", "B", 3, config.image_size, config.image_size)
    patches = graph.weight(source.take(f"{tower}.embeddings.patch_embedding.weight", width, 3, side, side))
    rows = graph.op("Conv", pixels, patches, strides=[side, side])
    rows = graph.op("Transpose", graph.reshape(rows, 0, 0, -1), perm=[0, 2, 1])
    first = graph.weight(source.take(f"{tower}.embeddings.class_embedding", width))
    batch = graph.op("Concat", graph.op("Shape", pixels, start=0, end=1), graph.shape(1, width), axis=0)
    rows = graph.op("Concat", graph.op("Expand", first, batch), rows, axis=1)
    places = source.take(f"{tower}.embeddings.position_embedding.weight", config.patches + 1, width)
    rows = graph.op("Add", rows, graph.weight(places))
    rows = layer_norm(graph, source, f"{tower}.pre_layrnorm", rows, width, config.layer_norm_eps)  # CLIP's own spelling
    for index in range(config.blocks):
        rows = _block(graph, config, source, f"{tower}.encoder.layers.{index}", rows)
    rows = graph.op("Slice", rows, graph.shape(1), graph.shape(config.patches + 1), graph.shape(1))
    rows = projector(graph, source, "projector.projector", rows, width, hidden_size)
    if source.has("post_layernorm.weight"):
        rows = layer_norm(graph, source, "post_layernorm", rows, hidden_size, config.layer_norm_eps)
    graph.output(rows, "features", "B", config.patches, hidden_size)
    return graph


def _block(graph: Graph, config: Vision, source: Source, name: str, rows: str) -> str:
    width, eps = config.hidden_size, config.layer_norm_eps
    inner = layer_norm(graph, source, f"{name}.layer_norm1", rows, width, eps)
    parts = [biased(graph, source, f"{name}.self_attn.{part}_proj", inner, width, width) for part in "qkv"]
    mixed = graph.op("MultiHeadAttention", *parts, domain=MICROSOFT, num_heads=config.num_attention_heads)
    rows = graph.op("Add", rows, biased(graph, source, f"{name}.self_attn.out_proj", mixed, width, width))
    inner = layer_norm(graph, source, f"{name}.layer_norm2", rows, width, eps)
    inner = biased(graph, source, f"{name}.mlp.fc1", inner, width, config.intermediate_size)
    if config.hidden_act == "gelu":
        inner = graph.op("Gelu", inner)
    else:
        inner = graph.op("Mul", inner, graph.op("Sigmoid", graph.op("Mul", inner, graph.constant(1.702))))
    return graph.op("Add", rows, biased(graph, source, f"{name}.mlp.fc2", inner, config.intermediate_size, width))
