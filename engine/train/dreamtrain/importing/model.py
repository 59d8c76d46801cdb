"""A whole model before it is written: graphs that know their weights, and what the manifest says of them."""

from __future__ import annotations

from dataclasses import dataclass

from dreamtrain.importing.checkpoint import DREAM, VISION, Checkpoint
from dreamtrain.importing.condition import Condition, condition_head
from dreamtrain.importing.configs import Language, Noise, Unet, Vae, Vision
from dreamtrain.importing.decode_loop import decode_loop
from dreamtrain.importing.graph import Graph, Precision
from dreamtrain.importing.language import embed_tokens, language_model
from dreamtrain.importing.unet import denoiser
from dreamtrain.importing.vae import vae_decoder, vae_encoder
from dreamtrain.importing.vision import UNUSED, vision_encoder
from dreamtrain.importing.weights import CheckpointWeights, Source, Weight


@dataclass(frozen=True)
class Sizes:
    language: Language
    vision: Vision
    queries: int
    unet: Unet
    vae: Vae
    noise: Noise

    @property
    def image_size(self) -> int:
        return self.unet.sample_size * 2 ** (len(self.vae.block_out_channels) - 1)


@dataclass(frozen=True)
class Sources:
    language: Source
    vision: Source
    dream: Source
    head: Source


def read_sizes(checkpoint: Checkpoint) -> Sizes:
    base, dream = checkpoint.base, checkpoint.dream.get("dream_queries")
    told = checkpoint.plugin(DREAM).get("num_dream_queries")
    return Sizes(
        language=Language.read(checkpoint.config),
        vision=Vision.read(base.json(base.clip, "config.json"), base.json(base.clip, "preprocessor_config.json"), checkpoint.plugin(VISION)),
        queries=told or (dream.shape[-2] if dream and len(dream.shape) > 1 else 64),
        unet=Unet.read(base.json(base.diffusion, "unet", "config.json")),
        vae=Vae.read(base.json(base.diffusion, "vae", "config.json")),
        noise=Noise.read(base.json(base.diffusion, "scheduler", "scheduler_config.json")),
    )


class Model:
    """Its graphs by the manifest's names, and the dream queries. Nothing is read yet."""

    def __init__(self, sizes: Sizes, sources: Sources, language: Precision, decoder: Precision):
        hidden = sizes.language.hidden_size
        condition = Condition(sizes.queries, hidden, sizes.unet.cross_attention_dim, sizes.unet.pooled_width)
        # Small, and every bit of it reaches all that is written behind a picture.
        fine = "fp32" if language == "fp32" else "fp16"
        self.sizes, self.language, self.decoder = sizes, language, decoder
        self.graphs: dict[str, Graph] = {
            "embedTokens": embed_tokens(sizes.language, sources.language, language),
            "languageModel": language_model(sizes.language, sources.language, language),
            "decodeLoop": decode_loop(sizes.language, sources.language, language),
            "visionEncoder": vision_encoder(sizes.vision, hidden, sources.vision, fine),
            "conditionHead": condition_head(condition, sources.head, decoder),
            "denoiser": denoiser(sizes.unet, sizes.queries, sources.head, decoder),
            "vaeDecoder": vae_decoder(sizes.vae, sources.head, decoder),
            "vaeEncoder": vae_encoder(sizes.vae, sources.head, decoder),
        }
        self.queries: Weight = sources.dream.take("dream_queries", 1, sizes.queries, hidden)
        self.parameters = sum(source.parameters for source in (sources.language, sources.vision, sources.dream, sources.head))


def sources_of(checkpoint: Checkpoint) -> Sources:
    return Sources(*(CheckpointWeights(part) for part in (checkpoint.language, checkpoint.vision, checkpoint.dream, checkpoint.head)))


def check_sources(sources: Sources) -> None:
    """After the graphs are built: nothing is missing, nothing left over."""
    sources.language.check([r"model\.layers\.\d+\.self_attn\.rotary_emb\.inv_freq", r"lm_head\.weight"])
    sources.vision.check([UNUSED])
    sources.dream.check([])
    sources.head.check([])


