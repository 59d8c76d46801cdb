"""Byte-level BPE, as Qwen2's tokenizer is: from its tokenizer.json, or from vocab.json and merges.txt."""

from __future__ import annotations

from pathlib import Path

from dreamtrain.importing.checkpoint import LARGEST_JSON_BYTES, read_json
from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.sentencepiece import added_tokens

# How Qwen2 cuts a text into words: contractions, letters with one sign before them, single digits, other signs, line ends, blanks.
WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def byte_level_json(root: Path, added: dict[str, int]) -> dict:
    if (root / "tokenizer.json").is_file():
        return _extended(root / "tokenizer.json", added)
    if not (root / "vocab.json").is_file() or not (root / "merges.txt").is_file():
        raise Refusal(f"{root} holds no tokenizer.model, no tokenizer.json, and no vocab.json with merges.txt; download the checkpoint again.")
    if (root / "merges.txt").stat().st_size > LARGEST_JSON_BYTES:
        raise Refusal(f"{root / 'merges.txt'} is larger than any such file; download it again.")
    lines = (root / "merges.txt").read_text("utf-8").splitlines()
    merges = [line.split(" ") for line in lines if line and not line.startswith("#version")]
    if any(len(merge) != 2 for merge in merges):
        raise Refusal(f"{root / 'merges.txt'} should have two tokens a line and has not; download it again.")
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    split = {"type": "Split", "pattern": {"Regex": WORDS}, "behavior": "Isolated", "invert": False}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added_tokens(added), "normalizer": {"type": "NFC"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, byte_level]}, "post_processor": None, "decoder": byte_level,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "", "fuse_unk": False,
            "byte_fallback": False, "ignore_merges": False, "vocab": read_json(root / "vocab.json"), "merges": merges,
        },
    }


def _extended(path: Path, added: dict[str, int]) -> dict:
    """As it is, with the tokens that were added later."""
    json = read_json(path)
    try:
        kind, listed = json["model"]["type"], {token["content"]: token["id"] for token in json["added_tokens"]}
        vocabulary = json["model"]["vocab"]
    except (KeyError, TypeError) as error:
        raise Refusal(f"{path} is no tokenizer.json; download it again.") from error
    if kind != "BPE" or not isinstance(vocabulary, dict):
        raise Refusal(f"{path} is of the kind {kind}, and only BPE is supported.")
    for text, index in added.items():
        if listed.get(text, index) != index:
            raise Refusal(
                f"The ids of {path.parent} clash: added_tokens.json gives {text} the id {index}, tokenizer.json {listed[text]}; "
                "use the files of one release."
            )
    new = {text: index for text, index in added.items() if text not in listed}
    return json | {"added_tokens": [*json["added_tokens"], *added_tokens(new)]}
