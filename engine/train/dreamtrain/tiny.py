"""Two small random models for golden vectors: untrained, and unlike in every number."""

from __future__ import annotations

import json

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch import nn

from dreamtrain.export import Parts
from dreamtrain.model.dit import Dit, DitConfig
from dreamtrain.model.dreamllm import DreamLLM, DreamLLMConfig
from dreamtrain.model.llama import LlamaConfig
from dreamtrain.model.vae import Vae, VaeConfig
from dreamtrain.model.vision import VisionConfig, VisionEncoder

SPECIALS = ["<dream_end>", "<dream_start>", "<im_patch>", "<im_end>", "[PAD]", "<im_start>"]  # not in the order of use
CORPUS = [
    "A chat with an assistant. USER: draw a cat by the sea ASSISTANT: Here is the cat, and there is the dog.",
    "the red circle and the blue square are on the white ground, and then the dog saw the cat on the roof at night",
    "une forêt, la mer et le café; drei Straßen am See; 12 345 metres, 67.89 percent; one two three four five",
]


class WithoutReference(Dit):
    """A denoiser that takes no picture to change, as DreamLLM's own."""

    def forward(self, latents, timestep, condition):
        return super().forward(latents, timestep, condition, torch.zeros_like(latents))


class Pooled(Dit):
    """A denoiser with a pooled vector beside the condition, as Stable Diffusion 3 has."""

    def __init__(self, config: DitConfig, width: int):
        super().__init__(config)
        self.pooled_in = nn.Linear(width, config.condition_width)

    def forward(self, latents, timestep, condition, pooled, reference):
        return super().forward(latents, timestep, condition + self.pooled_in(pooled)[:, None], reference)


class PooledDreamLLM(DreamLLM):
    def __init__(self, config: DreamLLMConfig, width: int):
        super().__init__(config)
        self.pooled_head = nn.Linear(config.llama.hidden_size, width)

    def condition(self, hidden):
        return super().condition(hidden), self.pooled_head(hidden.mean(dim=1))


def tiny_ddpm() -> Parts:
    """Predicts noise, is sampled by DDPM, starts from noise alone; tokens as LLaMA's, with byte fallback."""
    torch.manual_seed(11)
    tokenizer = llama_like_tokenizer(400)
    llama = LlamaConfig(
        vocab_size=vocab_size(tokenizer), hidden_size=32, intermediate_size=72, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=512,
    )
    vision = VisionEncoder(VisionConfig(image_size=64, widths=(8, 8, 16), hidden_size=24, layers=1, heads=4))
    vae = Vae(VaeConfig(image_size=64, latent_channels=4, encoder_widths=(8, 16, 16), encoder_blocks=(1, 1, 1),
                        decoder_widths=(8, 16, 24), decoder_blocks=(1, 1, 1), scaling_factor=0.7, shift_factor=0.1))
    parts = Parts(
        dream=DreamLLM(DreamLLMConfig(llama, num_dream_queries=8, condition_width=20, condition_hidden=36, vision_width=24)),
        vision=vision, vae=vae,
        denoiser=WithoutReference(DitConfig(latent_channels=4, grid_size=4, condition_width=20, condition_rows=8,
                                            hidden_size=24, layers=2, heads=3, mlp_ratio=2, time_features=12)),
        tokenizer=tokenizer, template={"system": "A chat.", "user": " USER:", "assistant": " ASSISTANT:"},
        diffusion={
            "prediction": "epsilon", "reference": False,
            "noise": {"trainSteps": 1000, "betaStart": 0.00085, "betaEnd": 0.012, "betaSchedule": "scaled_linear", "stepsOffset": 1},
            "defaults": {"scheduler": "ddpm", "steps": 5, "guidance": 3.0},
        },
        pixel_mean=(0.48, 0.46, 0.41), pixel_std=(0.27, 0.26, 0.28),
        unconditional="empty-prompt", description="A random model for golden vectors.",
    )
    return randomised(parts)


def tiny_flow() -> Parts:
    """Predicts a flow, changes a reference, has a pooled condition; tokens are bytes, as the pocket model's."""
    torch.manual_seed(12)
    tokenizer = byte_level_tokenizer(320)
    llama = LlamaConfig(
        vocab_size=vocab_size(tokenizer), hidden_size=24, intermediate_size=40, num_hidden_layers=3, num_attention_heads=3,
        num_key_value_heads=3, max_position_embeddings=128, rope_theta=500.0,
    )
    vision = VisionEncoder(VisionConfig(image_size=64, widths=(8, 8, 8), hidden_size=16, layers=2, heads=2))
    vae = Vae(VaeConfig(image_size=32, latent_channels=6, encoder_widths=(8, 8, 16), encoder_blocks=(1, 1, 1),
                        decoder_widths=(8, 16, 16), decoder_blocks=(1, 1, 1), scaling_factor=1.3, shift_factor=-0.2))
    parts = Parts(
        dream=PooledDreamLLM(DreamLLMConfig(llama, num_dream_queries=5, condition_width=16, condition_hidden=20, vision_width=16), 10),
        vision=vision, vae=vae, pooled_width=10,
        denoiser=Pooled(DitConfig(latent_channels=6, grid_size=2, condition_width=16, condition_rows=5,
                                  hidden_size=24, layers=2, heads=2, mlp_ratio=2, time_features=8), 10),
        tokenizer=tokenizer, template={"system": "A chat.", "user": " USER:", "assistant": " ASSISTANT:", "plan": " PLAN:"},
        diffusion={
            "prediction": "flow", "flowShift": 3.0, "reference": True,
            "defaults": {"scheduler": "flow-euler", "steps": 5, "guidance": 3.0},
        },
        unconditional="zeros", description="A random model for golden vectors.",
        preview={"matrix": [[0.1 * row, 0.2, -0.1 * row] for row in range(6)], "bias": [0.0, 0.1, 0.2]},
    )
    return randomised(parts)


@torch.no_grad()
def randomised(parts: Parts) -> Parts:
    """Gives every weight a say: zeroed and small ones are replaced, running statistics are moved."""
    parts.dream.llama.initialise(0.3)
    nn.init.normal_(parts.dream.dream_queries, std=0.5)
    for module in parts.modules:
        for weight in module.parameters():
            if weight.std() < 1e-6 and weight.numel() > 1:
                weight.add_(0.1 * torch.randn_like(weight))
    nn.init.normal_(parts.vae.encoder.norm.running_mean, std=0.3)
    nn.init.uniform_(parts.vae.encoder.norm.running_var, 0.5, 1.5)
    return parts


def llama_like_tokenizer(size: int) -> str:
    """SentencePiece's BPE as LLaMA uses it: a space is `▁`, a text begins with one, unknown characters become bytes."""
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizer
    learner.train_from_iterator(
        [word for line in CORPUS for word in line.replace(" ", " \0").split("\0")],
        trainers.BpeTrainer(vocab_size=size - 3 - 256 - len(SPECIALS), show_progress=False),
    )
    learnt = json.loads(learner.to_str())["model"]
    pieces = ["<unk>", "<s>", "</s>", *bytes_, *sorted(learnt["vocab"], key=learnt["vocab"].get)]
    model = models.BPE(
        vocab={piece: index for index, piece in enumerate(pieces)}, merges=[tuple(pair) for pair in learnt["merges"]],
        unk_token="<unk>", fuse_unk=True, byte_fallback=True,
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>", *SPECIALS])
    return tokenizer.to_str()


def byte_level_tokenizer(size: int) -> str:
    """GPT-2's byte-level BPE."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=size, special_tokens=["</s>", *SPECIALS, "<s>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    ))
    return tokenizer.to_str()


def vocab_size(tokenizer: str) -> int:
    return Tokenizer.from_str(tokenizer).get_vocab_size()
