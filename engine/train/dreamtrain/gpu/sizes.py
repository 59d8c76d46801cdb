"""The sizes of the wide model and of its training, at full size and as the toy that rehearses it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dreamtrain.model.dit import DitConfig
from dreamtrain.model.dreamllm import DreamLLMConfig
from dreamtrain.model.llama import LlamaConfig
from dreamtrain.model.vae import VaeConfig
from dreamtrain.model.vision import VisionConfig
from dreamtrain.wide.backdrops import SIZE
from dreamtrain.wide.packed import CONDITION_WIDTH, NUM_QUERIES

VOCABULARY = 3072
IMAGE_ROWS = 16


@dataclass(frozen=True)
class Sizes:
    vae: VaeConfig
    vision: VisionConfig
    detector: VisionConfig
    denoiser: DitConfig
    dream: DreamLLMConfig
    picture_batch: int  # autoencoder, vision encoder, detector
    denoiser_batch: int
    pool: int  # encoded pairs that are kept for the denoiser
    tokens: int  # a batch of the language half
    workers: int  # processes that make data; 0: in the training's own
    tokenizer_dialogues: int
    exam: int  # prompts of each kind
    eval_steps: int = 16
    minutes: dict[str, float] = field(default_factory=dict)


FULL = Sizes(
    vae=VaeConfig(
        image_size=SIZE, latent_channels=8, encoder_widths=(64, 160), encoder_blocks=(2, 2), decoder_widths=(80, 192), decoder_blocks=(3, 4),
        latent_noise=0.10,
    ),
    vision=VisionConfig(image_size=SIZE, widths=(48, 96, 160, 224), hidden_size=320, layers=2, heads=8),
    detector=VisionConfig(image_size=SIZE, widths=(64, 128, 224), hidden_size=384, layers=3, heads=8),
    denoiser=DitConfig(
        latent_channels=8, grid_size=SIZE // 8, patch=2, condition_width=CONDITION_WIDTH, condition_rows=NUM_QUERIES, hidden_size=384,
        layers=8, heads=6,
    ),
    dream=DreamLLMConfig(
        LlamaConfig(vocab_size=VOCABULARY, hidden_size=512, intermediate_size=1152, num_hidden_layers=7, num_attention_heads=8,
                    num_key_value_heads=8, max_position_embeddings=2048),
        num_dream_queries=NUM_QUERIES, condition_width=CONDITION_WIDTH, condition_hidden=512, vision_width=320, num_image_rows=IMAGE_ROWS,
    ),
    picture_batch=192, denoiser_batch=512, pool=60_000, tokens=65_536, workers=14, tokenizer_dialogues=30_000, exam=100,
    minutes={"vae": 1.4, "vision": 1.3, "detector": 1.0, "denoiser": 4.2, "pretrain": 5.0, "stage1": 0.5, "stage2": 2.4, "stage3": 4.0, "distil": 1.6},
)

TOY = Sizes(
    vae=VaeConfig(
        image_size=SIZE, latent_channels=8, encoder_widths=(16, 32), encoder_blocks=(1, 1), decoder_widths=(16, 32), decoder_blocks=(1, 1),
    ),
    vision=VisionConfig(image_size=SIZE, widths=(16, 24, 32, 48), hidden_size=64, layers=1, heads=4),
    detector=VisionConfig(image_size=SIZE, widths=(16, 24, 32), hidden_size=64, layers=1, heads=4),
    denoiser=DitConfig(
        latent_channels=8, grid_size=SIZE // 8, patch=4, condition_width=CONDITION_WIDTH, condition_rows=NUM_QUERIES, hidden_size=64,
        layers=2, heads=2, time_features=16,
    ),
    dream=DreamLLMConfig(
        LlamaConfig(vocab_size=1024, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=2,
                    max_position_embeddings=2048),
        num_dream_queries=NUM_QUERIES, condition_width=CONDITION_WIDTH, condition_hidden=64, vision_width=64, num_image_rows=IMAGE_ROWS,
    ),
    picture_batch=8, denoiser_batch=8, pool=64, tokens=4096, workers=0, tokenizer_dialogues=1500, exam=3, eval_steps=3,
    minutes={"vae": 0.2, "vision": 0.2, "detector": 0.2, "denoiser": 0.25, "pretrain": 0.25, "stage1": 0.15, "stage2": 0.2, "stage3": 0.2, "distil": 0.2},
)
