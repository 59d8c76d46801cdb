"""The pocket tokenizer: byte-pair encoding over our own dialogues, and dialogues as rows of ids.

LLaMA's manner (spaces as "▁", unknown characters as byte tokens, digits one by one), with two differences that make
pieces independent of what stands before them: no space is ever added in front, and punctuation stands alone.
"\\n" is not in the alphabet, so it is always the one byte token <0x0A>.

    python -m dreamtrain.tokenizer --out runs/pocket/tokenizer.json
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from dreamtrain.world.conversations import conversations
from dreamtrain.world.dialogue import Piece, Turn, pieces
from dreamtrain.world.scene import NUM_QUERIES, Scene

CONTROL = ("<unk>", "<s>", "</s>")
ADDED = ("[PAD]", "<im_start>", "<im_end>", "<im_patch>", "<dream_start>", "<dream_end>", "<image>", "<dream>")
BYTES = tuple(f"<0x{byte:02X}>" for byte in range(256))
VOCABULARY = 1536  # all together; a multiple of 64
IMAGE_ROWS = 16
NOT_LEARNED = -100
LOOSE, DROPOUT = 0.3, 0.1  # share of the requests in training with some merges left out, and of those merges: slips of the finger cut words up likewise


def train_tokenizer(dialogues: int = 60_000, seed: int = 7, source=conversations, vocabulary: int = VOCABULARY) -> Tokenizer:
    """`source`: a world's conversations."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = _splitting()
    size = vocabulary - len(CONTROL) - len(BYTES) - len(ADDED)
    corpus = (
        str(piece.value).replace("\n", "")
        for turns in islice(source(seed), dialogues) for piece in pieces(turns) if piece.kind == "text"
    )
    alphabet = [chr(code) for code in range(33, 127)]
    learner.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=size, initial_alphabet=alphabet, limit_alphabet=110, show_progress=False))
    learnt = json.loads(learner.to_str())["model"]
    tokens = [*CONTROL, *BYTES, *sorted(learnt["vocab"], key=learnt["vocab"].get)]
    merges = [tuple(merge) for merge in learnt["merges"]]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", byte_fallback=True, fuse_unk=False))
    tokenizer.pre_tokenizer = _splitting()
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in (*CONTROL, *ADDED)])
    return tokenizer


def _splitting() -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Sequence([
        pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="never"),
        pre_tokenizers.Punctuation(behavior="isolated"),
        pre_tokenizers.Digits(individual_digits=True),
    ])


@dataclass(frozen=True)
class Row:
    """A dialogue as the model reads it; all lists have the same length."""

    ids: list[int]
    labels: list[int]  # the id where the model is to write it, else -100
    queries: list[int]  # k at dream query k, else -1
    images: list[int]  # 16 * picture + k at feature row k of a picture, else -1
    scenes: list[Scene]  # the pictures in order
    dreams: list[tuple[int, int]]  # (position of the first query, picture)


class Encoder:
    """Lays dialogues out as rows; `loose` is a tokenizer with dropout (Provilkov et al., 2020) for some of what people typed."""

    def __init__(self, tokenizer: Tokenizer, num_queries: int = NUM_QUERIES, loose: Tokenizer | None = None):
        self.tokenizer, self.num_queries, self.loose = tokenizer, num_queries, loose
        self.special = {name: tokenizer.token_to_id(name) for name in (*CONTROL, *ADDED)}
        self.text = lru_cache(maxsize=100_000)(lambda text: tuple(tokenizer.encode(text, add_special_tokens=False).ids))

    def row(self, turns: list[Turn], plan_only: bool = False) -> Row:
        """The whole dialogue, or all but what follows the last plan."""
        made, last = pieces(turns), turns[-1]
        shown = [picture for turn in turns for picture in turn.shown()]
        if plan_only:
            made = made[: max(index for index, piece in enumerate(made) if piece.value == " ASSISTANT:")]
            shown = shown[: len(shown) - sum(step.picture is not None for step in last.steps)]
        return self.laid_out(made, [picture.scene for picture in shown])

    def unconditional(self) -> Row:
        made = [Piece("token", "<s>"), Piece("token", "<dream_start>"), Piece("dream", -1), Piece("token", "<dream_end>")]
        return self.laid_out(made, [])

    def laid_out(self, made: list[Piece], scenes: list[Scene]) -> Row:
        row = Row([], [], [], [], scenes, [])
        patch = self.special["<im_patch>"]
        for kind, value, learned, typed in made:
            if kind == "text" and typed and self.loose and random.random() < LOOSE:
                ids = tuple(self.loose.encode(value, add_special_tokens=False).ids)
            elif kind == "text":
                ids = self.text(value)
            elif kind == "token":
                ids = (self.special[value],)
            elif kind == "dream":
                row.dreams.append((len(row.ids), value))
                ids = (patch,) * self.num_queries
            else:
                ids = (patch,) * IMAGE_ROWS
            row.ids.extend(ids)
            row.labels.extend(ids if learned else (NOT_LEARNED,) * len(ids))
            row.queries.extend(range(self.num_queries) if kind == "dream" else (-1,) * len(ids))
            row.images.extend(range(IMAGE_ROWS * value, IMAGE_ROWS * (value + 1)) if kind == "image" else (-1,) * len(ids))
        return row


def load_encoder(path: str | Path, training: bool = False) -> Encoder:
    loose = Tokenizer.from_file(str(path)) if training else None
    if loose:
        loose.model.dropout = DROPOUT
    return Encoder(Tokenizer.from_file(str(path)), loose=loose)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--out", type=Path, default=Path("runs/pocket/tokenizer.json"))
    out = options.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    tokenizer = train_tokenizer()
    tokenizer.save(str(out))
    print(f"{tokenizer.get_vocab_size()} tokens -> {out}")


if __name__ == "__main__":
    main()
