"""Models unlike each other, and unlike the published one, in every number and in how they are laid out on disk."""

from __future__ import annotations

import torch

from dreamtrain.official.dreamllm import Variant

LLAMA_NAMES = {"imageStart": "<im_start>", "imageEnd": "<im_end>", "dreamStart": "<dream_start>", "dreamEnd": "<dream_end>", "patch": "<im_patch>"}
QWEN_NAMES = LLAMA_NAMES | {"imageStart": "<|vision_start|>", "imageEnd": "<|vision_end|>", "patch": "<|image_pad|>"}
SCHEDULER = {
    "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "prediction_type": "epsilon",
    "steps_offset": 1, "clip_sample": False, "timestep_spacing": "leading", "variance_type": "fixed_small",
}
UNET = {
    "in_channels": 4, "out_channels": 4, "norm_eps": 1e-5, "flip_sin_to_cos": True, "freq_shift": 0, "downsample_padding": 1, "act_fn": "silu",
    "use_linear_projection": True,
}
VAE = {"latent_channels": 4, "scaling_factor": 0.18215, "act_fn": "silu"}
LANGUAGE = {
    "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "rope_scaling": None, "tie_word_embeddings": False, "hidden_act": "silu",
    "attention_bias": False,
}
CLIP = {"hidden_act": "quick_gelu", "layer_norm_eps": 1e-5}


def variants() -> list[Variant]:
    return [three_levels(), qwen_with_connector(), qwen_pooled(), one_key_head()]


def three_levels() -> Variant:
    """Like Stable Diffusion 1: heads as one number, convolutions around attention, v prediction. All in one sharded safetensors."""
    order = ["<dream_end>", "<image>", "<im_patch>", "<dream_start>", "[PAD]", "<im_end>", "<dream>", "<im_start>"]
    return Variant(
        name="three-levels", seed=1, queries=5, select_layer=-3, projector_depth=2, last_norm=True, layout="prefixed", format="shards",
        old_names=True,
        tokens={text: 380 + index for index, text in enumerate(order)}, names=LLAMA_NAMES,
        language=LANGUAGE | {
            "vocab_size": 392, "hidden_size": 48, "intermediate_size": 72, "num_hidden_layers": 3, "num_attention_heads": 6,
            "num_key_value_heads": 6, "max_position_embeddings": 256,
        },
        clip=CLIP | {
            "hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 4, "num_attention_heads": 3, "image_size": 48, "patch_size": 16,
        },
        unet=UNET | {
            "sample_size": 8, "block_out_channels": [8, 16, 24], "layers_per_block": 2, "attention_head_dim": 2, "cross_attention_dim": 20,
            "norm_num_groups": 4, "use_linear_projection": False, "down_block_types": ["CrossAttnDownBlock2D"] * 2 + ["DownBlock2D"],
            "up_block_types": ["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 2,
        },
        vae=VAE | {"block_out_channels": [8, 8, 16], "layers_per_block": 2, "norm_num_groups": 4, "sample_size": 32},
        scheduler=SCHEDULER | {
            "prediction_type": "v_prediction", "beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02, "steps_offset": 0,
        },
    )


def qwen_with_connector() -> Variant:
    """Qwen2's decoder and tokenizer, MetaQuery's connector, a pooled condition. Split safetensors in half precision."""
    order = [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<image>", "<dream>",
        "<dream_start>", "<dream_end>",
    ]
    return Variant(
        name="qwen-connector", seed=2, queries=12, bias=True, connector_layers=2, format="safetensors", dtype=torch.float16, guidance=4.0, steps=3,
        tokens={text: 340 + index for index, text in enumerate(order)}, names=QWEN_NAMES,
        language=LANGUAGE | {
            "vocab_size": 368, "hidden_size": 128, "intermediate_size": 160, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 2, "max_position_embeddings": 512, "rope_theta": 1e6, "tie_word_embeddings": True,
        },
        clip=CLIP | {
            "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 64, "patch_size": 16,
        },
        unet=UNET | {
            "sample_size": 4, "block_out_channels": [16, 32], "layers_per_block": 1, "attention_head_dim": [4, 2], "cross_attention_dim": 48,
            "norm_num_groups": 8, "class_embed_type": "projection", "projection_class_embeddings_input_dim": 10,
            "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D"], "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D"],
        },
        vae=VAE | {"block_out_channels": [16, 16], "layers_per_block": 1, "norm_num_groups": 8, "sample_size": 8, "scaling_factor": 0.9},
        scheduler=SCHEDULER,
    )


def qwen_pooled() -> Variant:
    """Shared keys, biases, a pooled condition beside the linear one. Split .bin."""
    order = ["<dream_end>", "<|vision_end|>", "<|im_end|>", "<|im_start|>", "<dream_start>", "<|vision_start|>", "<|image_pad|>", "<|endoftext|>"]
    return Variant(
        name="qwen-pooled", seed=4, queries=6, bias=True, guidance=2.0, steps=3,
        tokens={text: 300 + index for index, text in enumerate(order)}, names=QWEN_NAMES,
        language=LANGUAGE | {
            "vocab_size": 310, "hidden_size": 36, "intermediate_size": 44, "num_hidden_layers": 2, "num_attention_heads": 6,
            "num_key_value_heads": 2, "max_position_embeddings": 256, "rope_theta": 500.0,
        },
        clip=CLIP | {
            "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 48, "patch_size": 12,
        },
        unet=UNET | {
            "sample_size": 4, "block_out_channels": [8, 16], "layers_per_block": 1, "attention_head_dim": [2, 4], "cross_attention_dim": 12,
            "norm_num_groups": 4, "class_embed_type": "projection", "projection_class_embeddings_input_dim": 7,
            "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"], "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"],
        },
        vae=VAE | {"block_out_channels": [4, 8], "layers_per_block": 1, "norm_num_groups": 2, "sample_size": 8},
        scheduler=SCHEDULER,
    )


def one_key_head() -> Variant:
    """All heads share one key, positions are stretched, rows are no multiple of a block. Split .bin in bfloat16."""
    order = ["[PAD]", "<im_patch>", "<im_end>", "<dream_start>", "<im_start>", "<dream_end>", "<dream>", "<image>"]
    return Variant(
        name="one-key-head", seed=3, queries=20, select_layer=-1, head_depth=3, dtype=torch.bfloat16, guidance=1.5, steps=5,
        tokens={text: 330 + index for index, text in enumerate(order)}, names=LLAMA_NAMES,
        language=LANGUAGE | {
            "vocab_size": 338, "hidden_size": 40, "intermediate_size": 56, "num_hidden_layers": 2, "num_attention_heads": 5,
            "num_key_value_heads": 1, "max_position_embeddings": 300, "rms_norm_eps": 1e-5, "rope_scaling": {"type": "linear", "factor": 4.0},
        },
        clip=CLIP | {
            "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 4, "image_size": 28, "patch_size": 14,
        },
        unet=UNET | {
            "sample_size": 8, "block_out_channels": [16], "layers_per_block": 3, "attention_head_dim": [2], "cross_attention_dim": 24,
            "norm_num_groups": 4, "flip_sin_to_cos": False, "freq_shift": 1, "down_block_types": ["CrossAttnDownBlock2D"],
            "up_block_types": ["CrossAttnUpBlock2D"],
        },
        vae=VAE | {"block_out_channels": [8], "layers_per_block": 1, "norm_num_groups": 2, "sample_size": 8, "latent_channels": 4},
        scheduler=SCHEDULER,
    )
