"""DreamLLM: a LLaMA decoder with dream queries, a condition head, and a projector for picture features.

A dream block is `<dream_start>` + 16 queries + `<dream_end>`. The queries are input rows like any others, in
plain causal order; what the decoder makes of them after its final norm is the picture's condition. An image
block is `<im_start>` + 16 projected vision features + `<im_end>`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import torch
from torch import nn

from dreamtrain.model.llama import Llama, LlamaConfig
from dreamtrain.world.scene import CONDITION_WIDTH, NUM_QUERIES


@dataclass(frozen=True)
class DreamLLMConfig:
    llama: LlamaConfig = field(default_factory=LlamaConfig)
    num_dream_queries: int = NUM_QUERIES
    condition_width: int = CONDITION_WIDTH
    condition_hidden: int = 512
    vision_width: int = 256
    num_image_rows: int = 16

    def to_dict(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict) -> "DreamLLMConfig":
        return DreamLLMConfig(**(values | {"llama": LlamaConfig(**values["llama"])}))


class DreamLLM(nn.Module):
    def __init__(self, config: DreamLLMConfig = DreamLLMConfig()):
        super().__init__()
        self.config = config
        hidden = config.llama.hidden_size
        self.llama = Llama(config.llama)
        self.llama.initialise()
        self.dream_queries = nn.Parameter(0.02 * torch.randn(1, config.num_dream_queries, hidden))
        self.condition_head = nn.Sequential(
            nn.Linear(hidden, config.condition_hidden), nn.SiLU(),
            nn.Linear(config.condition_hidden, config.condition_width),
        )
        self.projector = nn.Linear(config.vision_width, hidden)

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """(B, T) int64 -> (B, T, H)"""
        return self.llama.model.embed_tokens(ids)

    def project(self, features: torch.Tensor) -> torch.Tensor:
        """Vision features (B, 16, 256) -> input rows (B, 16, H)."""
        return self.projector(features)

    def condition(self, hidden: torch.Tensor) -> torch.Tensor:
        """Final-norm hidden states at the query rows (B, 16, H) -> the denoiser's condition (B, 16, 64)."""
        return self.condition_head(hidden)

    def inputs(
        self, ids: torch.Tensor, query_index: torch.Tensor, image_index: torch.Tensor, features: torch.Tensor
    ) -> torch.Tensor:
        """Embeds ids (B, T) and puts the queries and the picture features in their places.

        query_index (B, T): k at the position of query k, else -1. features (pictures, 16, 256);
        image_index (B, T): 16 * picture + k where row k of a picture belongs, else -1.
        """
        rows = self.embed(ids)
        queries = self.dream_queries[0].to(rows.dtype)
        rows = torch.where((query_index >= 0)[..., None], queries[query_index.clamp(min=0)], rows)
        if features.shape[0]:
            pictures = self.projector(features).flatten(0, -2).to(rows.dtype)
            rows = torch.where((image_index >= 0)[..., None], pictures[image_index.clamp(min=0)], rows)
        return rows

    def forward(
        self, ids: torch.Tensor, query_index: torch.Tensor, image_index: torch.Tensor, features: torch.Tensor
    ) -> torch.Tensor:
        """Hidden states (B, T, H) after the final norm. Under autocast the residual stream is bfloat16 as well."""
        rows = self.inputs(ids, query_index, image_index, features)
        return self.llama(rows.bfloat16() if torch.is_autocast_enabled(rows.device.type) else rows)
