"""The VAE's two graphs: AutoencoderKL of diffusers. Latents are its own: nothing is scaled here."""

from __future__ import annotations

from dreamtrain.importing.configs import Vae
from dreamtrain.importing.graph import MICROSOFT, Graph, Precision
from dreamtrain.importing.layers import biased, conv, group_norm, resnet, silu, to_planes, to_rows, upsample
from dreamtrain.importing.weights import Source

EPS = 1e-6


def vae_encoder(config: Vae, source: Source, precision: Precision) -> Graph:
    """Pixels in [-1, 1] to the mean of the latents."""
    graph, widths, groups = Graph("vae_encoder", precision), config.block_out_channels, config.norm_num_groups
    pixels = graph.input("pixels", "B", 3, "height", "width")
    value = conv(graph, source, "vae.encoder.conv_in", pixels, 3, widths[0])
    width = widths[0]
    for level, width_out in enumerate(widths):
        name = f"vae.encoder.down_blocks.{level}"
        for index in range(config.layers_per_block):
            value, width = resnet(graph, source, f"{name}.resnets.{index}", value, width, width_out, groups, EPS), width_out
        if level < len(widths) - 1:  # padded on the right and below alone
            value = conv(graph, source, f"{name}.downsamplers.0.conv", value, width, width, strides=[2, 2], pads=[0, 0, 1, 1])
    value = _middle(graph, config, source, "vae.encoder", value, width)
    channels = 2 * config.latent_channels
    value = silu(graph, group_norm(graph, source, "vae.encoder.conv_norm_out", value, width, groups, EPS))
    value = conv(graph, source, "vae.encoder.conv_out", value, width, channels)
    value = conv(graph, source, "vae.quant_conv", value, channels, channels, size=1)
    mean = graph.op("Slice", value, graph.shape(0), graph.shape(config.latent_channels), graph.shape(1))
    graph.output(mean, "latents", "B", config.latent_channels, "h", "w")
    return graph


def vae_decoder(config: Vae, source: Source, precision: Precision) -> Graph:
    """Latents to pixels in [-1, 1], not clipped."""
    graph, widths, groups = Graph("vae_decoder", precision), config.block_out_channels[::-1], config.norm_num_groups
    latents = graph.input("latents", "B", config.latent_channels, "h", "w")
    value = conv(graph, source, "vae.post_quant_conv", latents, config.latent_channels, config.latent_channels, size=1)
    value = conv(graph, source, "vae.decoder.conv_in", value, config.latent_channels, widths[0])
    value = _middle(graph, config, source, "vae.decoder", value, widths[0])
    width = widths[0]
    for level, width_out in enumerate(widths):
        name = f"vae.decoder.up_blocks.{level}"
        for index in range(config.layers_per_block + 1):
            value, width = resnet(graph, source, f"{name}.resnets.{index}", value, width, width_out, groups, EPS), width_out
        if level < len(widths) - 1:
            value = upsample(graph, source, f"{name}.upsamplers.0", value, width)
    value = silu(graph, group_norm(graph, source, "vae.decoder.conv_norm_out", value, width, groups, EPS))
    graph.output(conv(graph, source, "vae.decoder.conv_out", value, width, 3), "pixels", "B", 3, "height", "width")
    return graph


def _middle(graph: Graph, config: Vae, source: Source, side: str, value: str, width: int) -> str:
    groups, name = config.norm_num_groups, f"{side}.mid_block"
    value = resnet(graph, source, f"{name}.resnets.0", value, width, width, groups, EPS)
    attention = f"{name}.attentions.0"
    rows = to_rows(graph, group_norm(graph, source, f"{attention}.group_norm", value, width, groups, EPS))
    parts = [biased(graph, source, f"{attention}.to_{part}", rows, width, width) for part in "qkv"]
    mixed = graph.op("MultiHeadAttention", *parts, domain=MICROSOFT, num_heads=1)
    mixed = biased(graph, source, f"{attention}.to_out.0", mixed, width, width)
    value = graph.op("Add", value, to_planes(graph, mixed, value))
    return resnet(graph, source, f"{name}.resnets.1", value, width, width, groups, EPS)
