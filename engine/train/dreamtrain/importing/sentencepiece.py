"""A SentencePiece BPE model (`tokenizer.model`) as a tokenizer.json: the same pieces, and its scores as an order of merges."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dreamtrain.importing.refusal import Refusal

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6
BPE = 2
SPACE = "▁"
LARGEST_BYTES = 50_000_000


@dataclass(frozen=True)
class Piece:
    text: str
    score: float
    kind: int


def read_pieces(path: Path) -> tuple[list[Piece], bool]:
    """The pieces in the order of their ids, and whether a space is put before every text."""
    damaged = Refusal(f"{path} is truncated or no SentencePiece model; download it again.")
    if path.stat().st_size > LARGEST_BYTES:
        raise damaged
    try:
        fields = list(_fields(path.read_bytes()))
        pieces = [_piece(value) for number, value in fields if number == 1]
        trainer = dict(_fields(next((value for number, value in fields if number == 2), b"")))
        normalizer = dict(_fields(next((value for number, value in fields if number == 3), b"")))
    except (IndexError, ValueError, struct.error, TypeError) as error:
        raise damaged from error
    if not pieces:
        raise damaged
    if trainer.get(3, 1) != BPE:
        raise Refusal(f"{path} is no BPE model (its type is {trainer.get(3, 1)}), and only LLaMA's kind of tokenizer.model is supported.")
    if normalizer.get(2) or normalizer.get(4, 1) or not normalizer.get(5, 1):
        raise Refusal(f"{path} changes texts before it reads them (normaliser {normalizer.get(1, b'')!r}), which is not supported.")
    return pieces, bool(normalizer.get(3, 1))


def tokenizer_json(pieces: list[Piece], added: dict[str, int], prefix: bool) -> dict:
    """`added` are the special tokens behind the pieces, by id."""
    ids = {piece.text: index for index, piece in enumerate(pieces)}
    special = {piece.text: index for index, piece in enumerate(pieces) if piece.kind in (UNKNOWN, CONTROL)} | added
    unknown = next((piece.text for piece in pieces if piece.kind == UNKNOWN), None)
    steps = [{"type": "Prepend", "prepend": SPACE}] if prefix else []
    decoders = [
        {"type": "Replace", "pattern": {"String": SPACE}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
        *([{"type": "Strip", "content": " ", "start": 1, "stop": 0}] if prefix else []),
    ]
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": added_tokens(special),
        "normalizer": {"type": "Sequence", "normalizers": [*steps, {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}]},
        "pre_tokenizer": None, "post_processor": None,
        "decoder": {"type": "Sequence", "decoders": decoders},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": unknown, "continuing_subword_prefix": None, "end_of_word_suffix": None, "fuse_unk": True,
            "byte_fallback": any(piece.kind == BYTE for piece in pieces), "ignore_merges": False, "vocab": ids, "merges": merges(pieces),
        },
    }


def added_tokens(special: dict[str, int]) -> list[dict]:
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return [{"id": index, "content": text, **flags} for text, index in sorted(special.items(), key=lambda item: item[1])]


def merges(pieces: list[Piece]) -> list[list[str]]:
    """All ways to make a piece of two others, the best-scored piece first: SentencePiece joins the pair whose piece scores highest."""
    known = {piece.text: (index, piece.score) for index, piece in enumerate(pieces) if piece.kind in (NORMAL, USER_DEFINED)}
    found = []
    for text, (_, score) in known.items():
        for cut in range(1, len(text)):
            left, right = known.get(text[:cut]), known.get(text[cut:])
            if left and right:
                found.append((-score, left[0], right[0], text[:cut], text[cut:]))
    return [[left, right] for *_, left, right in sorted(found)]


def _piece(content: bytes) -> Piece:
    fields = dict(_fields(content))
    return Piece(fields[1].decode("utf-8"), struct.unpack("<f", fields.get(2, b"\0" * 4))[0], fields.get(3, NORMAL))


def _fields(content: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Numbers and values of a protocol buffer's fields."""
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(content, at)
        elif wire in (1, 2, 5):
            length, at = _varint(content, at) if wire == 2 else ({1: 8, 5: 4}[wire], at)
            value, at = content[at:at + length], at + length
            if len(value) < length:
                raise ValueError("a field that ends too late")
        else:
            raise ValueError(f"wire type {wire}")
        yield number, value


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
        if shift > 63:
            raise ValueError("a number without end")
