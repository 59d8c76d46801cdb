"""A model folder of full size with random weights: to measure speed and memory on a machine before anything is downloaded."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from itertools import islice, product
from math import prod
from pathlib import Path
from string import ascii_lowercase, printable

import numpy as np

from dreamtrain.importing import model
from dreamtrain.importing.card import Terms
from dreamtrain.importing.configs import Language, Noise, Unet, Vae, Vision
from dreamtrain.importing.convert import Origin, write_folder
from dreamtrain.importing.folder import Report
from dreamtrain.importing.graph import Precision
from dreamtrain.importing.model import Sizes, Sources
from dreamtrain.importing.sentencepiece import BYTE, CONTROL, NORMAL, SPACE, UNKNOWN, Piece, tokenizer_json
from dreamtrain.importing.tokens import LLAMA, Tokens, named_tokens
from dreamtrain.importing.weights import Weight

ADDED = ("[PAD]", "<im_start>", "<dream_end>", "<dream_start>", "<im_patch>", "<im_end>", "<image>", "<dream>")
TABLE = 1_000_003  # random numbers that all weights are cut from: a prime, so that rows of a matrix do not repeat
FULL = Sizes(Language(4096, 11008, 32, 32, 32008), Vision(), 64, Unet(), Vae(), Noise())
TINY = Sizes(
    Language(64, 176, 2, 4, 712), Vision(hidden_size=48, intermediate_size=96, num_hidden_layers=3, num_attention_heads=4, image_size=56), 8,
    Unet(
        sample_size=8, block_out_channels=(32, 64), down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"), layers_per_block=1, attention_head_dim=(2, 4), cross_attention_dim=40,
        norm_num_groups=8,
    ),
    Vae(block_out_channels=(16, 32), layers_per_block=1, norm_num_groups=8), Noise(),
)
LIKE = {"dreamllm-7b": FULL, "dreamllm-tiny": TINY}
TERMS = Terms("Apache-2.0 (random numbers)", "Nothing was trained: it writes letters and draws noise, and is there to be measured.")


@dataclass(frozen=True)
class RandomWeights:
    """Any weight that is asked for: matrices and convolutions that keep a signal's size, norms that leave it as it is, no biases."""

    seed: int
    extra: frozenset[str] = frozenset()  # names of optional weights that it has
    taken: dict[str, tuple[int, ...]] = field(default_factory=dict)  # shapes by name

    def has(self, name: str) -> bool:
        return name in self.extra

    @property
    def parameters(self) -> int:
        return sum(prod(shape) for shape in self.taken.values())

    def take(self, name: str, *shape: int) -> Weight:
        self.taken[name] = shape
        return Weight(name, shape, lambda: self._values(name, shape))

    def _values(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        if len(shape) == 1:
            return np.full(shape, 1.0 if name.endswith(".weight") else 0.0, np.float32)
        start = zlib.crc32(name.encode()) % TABLE
        table = np.random.default_rng(self.seed).standard_normal(TABLE, dtype=np.float32)
        fan_in = prod(shape[1:])
        return np.resize(np.roll(table, -start) * np.float32(fan_in**-0.5), shape)


def synthetic_tokens(vocab_size: int) -> Tokens:
    """LLaMA's layout (control pieces, bytes, pieces, added tokens) with letters for words."""
    words = (lead + "".join(letters) for count in (1, 2, 3) for lead in (SPACE, "") for letters in product(ascii_lowercase, repeat=count))
    texts = dict.fromkeys([SPACE, *(sign for sign in printable if sign.isprintable() and sign != " "), *words])
    base = [Piece("<unk>", 0, UNKNOWN), Piece("<s>", 0, CONTROL), Piece("</s>", 0, CONTROL)]
    base += [Piece(f"<0x{byte:02X}>", 0, BYTE) for byte in range(256)]
    pieces = [*base, *(Piece(text, -index, NORMAL) for index, text in enumerate(islice(texts, vocab_size - len(base) - len(ADDED))))]
    added = {text: len(pieces) + index for index, text in enumerate(ADDED)}
    known = {piece.text: index for index, piece in enumerate(pieces)} | added
    return named_tokens(tokenizer_json(pieces, added, prefix=True), known, LLAMA, vocab_size)


def synthesise(like: str, out: Path, language: Precision, decoder: Precision, layers: int | None, seed: int, report: Report) -> dict:
    sizes = LIKE[like]
    if layers is not None:
        sizes = replace(sizes, language=replace(sizes.language, num_hidden_layers=layers))
    vision = RandomWeights(seed, frozenset({"projector.projector.bias"}))
    made = model.Model(sizes, Sources(RandomWeights(seed), vision, RandomWeights(seed), RandomWeights(seed)), language, decoder)
    description = f"Random weights in the sizes of {like}, seed {seed}."
    tokens = synthetic_tokens(sizes.language.vocab_size)
    return write_folder(Origin(f"synthetic-{like}", description, TERMS, {f"random numbers, seed {seed}": ""}), made, tokens, out, report)
