"""The denoiser: UNet2DConditionModel of diffusers, as Stable Diffusion 1 and 2 use it."""

from __future__ import annotations

import numpy as np

from dreamtrain.importing.configs import Unet
from dreamtrain.importing.graph import MICROSOFT, Graph, Precision
from dreamtrain.importing.layers import biased, conv, group_norm, layer_norm, resnet, silu, to_planes, to_rows, upsample
from dreamtrain.importing.weights import Source

TRANSFORMER_EPS = 1e-6  # of the group norm before a transformer; not the config's


def denoiser(config: Unet, queries: int, source: Source, precision: Precision) -> Graph:
    graph = Graph("denoiser", precision)
    latents = graph.input("latents", "B", config.in_channels, "h", "w")
    timestep = graph.input("timestep", "B")
    condition = graph.input("condition", "B", queries, config.cross_attention_dim)
    pooled = graph.input("pooled", "B", config.pooled_width) if config.pooled_width else None
    walk = _Walk(graph, config, source, condition, _time(graph, config, source, timestep, pooled))
    widths, layers = config.block_out_channels, config.layers_per_block

    value, width = conv(graph, source, "unet.conv_in", latents, config.in_channels, widths[0]), widths[0]
    skipped = [(value, width)]
    for level, (kind, width_out) in enumerate(zip(config.down_block_types, widths)):
        name = f"unet.down_blocks.{level}"
        for index in range(layers):
            value = walk.resnet(f"{name}.resnets.{index}", value, width, width_out)
            width = width_out
            if kind.startswith("CrossAttn"):
                value = walk.transformer(f"{name}.attentions.{index}", value, level)
            skipped.append((value, width))
        if level < len(widths) - 1:
            pads = [config.downsample_padding] * 4
            value = conv(graph, source, f"{name}.downsamplers.0.conv", value, width, width, strides=[2, 2], pads=pads)
            skipped.append((value, width))

    value = walk.resnet("unet.mid_block.resnets.0", value, width, width)
    value = walk.transformer("unet.mid_block.attentions.0", value, len(widths) - 1)
    value = walk.resnet("unet.mid_block.resnets.1", value, width, width)

    for step, kind in enumerate(config.up_block_types):
        level, name = len(widths) - 1 - step, f"unet.up_blocks.{step}"
        for index in range(layers + 1):
            beside, beside_width = skipped.pop()
            value = graph.op("Concat", value, beside, axis=1)
            value = walk.resnet(f"{name}.resnets.{index}", value, width + beside_width, widths[level])
            width = widths[level]
            if kind.startswith("CrossAttn"):
                value = walk.transformer(f"{name}.attentions.{index}", value, level)
        if level > 0:
            value = upsample(graph, source, f"{name}.upsamplers.0", value, width)

    value = silu(graph, group_norm(graph, source, "unet.conv_norm_out", value, width, config.norm_num_groups, config.norm_eps))
    value = conv(graph, source, "unet.conv_out", value, width, config.out_channels)
    graph.output(value, "prediction", "B", config.out_channels, "h", "w")
    return graph


def _time(graph: Graph, config: Unet, source: Source, timestep: str, pooled: str | None) -> str:
    """(B) -> (B, 4 * first width): sines and cosines, two layers, plus what the pooled condition adds, and a SiLU."""
    width = config.block_out_channels[0]
    half = width // 2
    rates = np.exp(-np.log(10000) * np.arange(half) / (half - config.freq_shift))
    angles = graph.op("Mul", graph.op("Unsqueeze", timestep, graph.shape(1)), graph.constant(rates[None]))
    waves = [graph.op("Sin", angles), graph.op("Cos", angles)]
    value = graph.op("Concat", *(reversed(waves) if config.flip_sin_to_cos else waves), axis=-1)
    value = _two_layers(graph, source, "unet.time_embedding", value, width, 4 * width)
    if pooled is not None:
        value = graph.op("Add", value, _two_layers(graph, source, "unet.class_embedding", pooled, config.pooled_width, 4 * width))
    return silu(graph, value)


def _two_layers(graph: Graph, source: Source, name: str, value: str, width_in: int, width_out: int) -> str:
    value = silu(graph, biased(graph, source, f"{name}.linear_1", value, width_in, width_out))
    return biased(graph, source, f"{name}.linear_2", value, width_out, width_out)


class _Walk:
    """The blocks of one graph, with what all of them are given."""

    def __init__(self, graph: Graph, config: Unet, source: Source, condition: str, time: str):
        self.graph, self.config, self.source, self.condition, self.time = graph, config, source, condition, time

    def resnet(self, name: str, value: str, width_in: int, width_out: int) -> str:
        config = self.config
        return resnet(
            self.graph, self.source, name, value, width_in, width_out, config.norm_num_groups, config.norm_eps, self.time,
            4 * config.block_out_channels[0],
        )

    def transformer(self, name: str, value: str, level: int) -> str:
        """Transformer2DModel: each block looks at the picture, then at the condition, then at itself."""
        graph, source, config = self.graph, self.source, self.config
        width, heads = config.block_out_channels[level], config.level("attention_head_dim", level)
        inner = group_norm(graph, source, f"{name}.norm", value, width, config.norm_num_groups, TRANSFORMER_EPS)
        rows = self._project(f"{name}.proj_in", to_rows(graph, inner), width)
        for index in range(config.level("transformer_layers_per_block", level)):
            block = f"{name}.transformer_blocks.{index}"
            inner = layer_norm(graph, source, f"{block}.norm1", rows, width)
            rows = graph.op("Add", rows, self._attention(f"{block}.attn1", inner, inner, width, width, heads))
            inner = layer_norm(graph, source, f"{block}.norm2", rows, width)
            rows = graph.op("Add", rows, self._attention(f"{block}.attn2", inner, self.condition, width, config.cross_attention_dim, heads))
            inner = layer_norm(graph, source, f"{block}.norm3", rows, width)
            rows = graph.op("Add", rows, self._gated(f"{block}.ff", inner, width))
        return graph.op("Add", value, to_planes(graph, self._project(f"{name}.proj_out", rows, width), value))

    def _project(self, name: str, rows: str, width: int) -> str:
        """A linear layer; Stable Diffusion 1 has it as a 1 x 1 convolution, which is the same numbers in another shape."""
        return biased(self.graph, self.source, name, rows, width, width)

    def _attention(self, name: str, rows: str, seen: str, width: int, seen_width: int, heads: int) -> str:
        graph, source = self.graph, self.source
        query = biased(graph, source, f"{name}.to_q", rows, width, width, bias=False)
        key, value = (biased(graph, source, f"{name}.to_{part}", seen, seen_width, width, bias=False) for part in "kv")
        mixed = graph.op("MultiHeadAttention", query, key, value, domain=MICROSOFT, num_heads=heads)
        return biased(graph, source, f"{name}.to_out.0", mixed, width, width)

    def _gated(self, name: str, rows: str, width: int) -> str:
        """GEGLU with an inner width of four times the outer."""
        graph, inner = self.graph, 4 * width
        both = biased(graph, self.source, f"{name}.net.0.proj", rows, width, 2 * inner)
        value, gate = graph.ops("Split", 2, both, graph.shape(inner, inner), axis=-1)
        return biased(graph, self.source, f"{name}.net.2", graph.op("Mul", value, graph.op("Gelu", gate)), inner, width)
