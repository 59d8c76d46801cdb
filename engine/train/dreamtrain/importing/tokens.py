"""The tokenizer of a checkpoint and the ids of its special tokens: read from its files, never assumed, as their order differs between releases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dreamtrain.importing.byte_level import byte_level_json
from dreamtrain.importing.checkpoint import read_json
from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.sentencepiece import read_pieces, tokenizer_json

# By the manifest's names. LLaMA's <s> and </s> are 1 and 2, whatever upstream's config.json says: a slip of LLaMA's first release.
LLAMA = {
    "bos": "<s>", "eos": "</s>", "imageStart": "<im_start>", "imageEnd": "<im_end>", "dreamStart": "<dream_start>", "dreamEnd": "<dream_end>",
}
QWEN = LLAMA | {"bos": "<|im_start|>", "eos": "<|im_end|>", "imageStart": "<|vision_start|>", "imageEnd": "<|vision_end|>"}
SAMPLED = ("eos", "dreamStart")  # may be chosen by the model; all other special tokens are put in by the host, or never


@dataclass(frozen=True)
class Tokens:
    json: dict  # tokenizer.json
    ids: dict[str, int]  # by the manifest's names
    suppressed: list[int]

    @property
    def prefix(self) -> bool:
        """Whether the tokenizer puts a space before every text."""
        return "Prepend" in {step["type"] for step in (self.json["normalizer"] or {}).get("normalizers", [])}


def read_tokens(root: Path, config: dict, vocab_size: int) -> Tokens:
    added = _added(root)
    told = config.get("special_tokens2ids_dict") or {}
    told = {name: index for name, index in told.items() if isinstance(index, int)} | (told.get("additional_special_tokens") or {})
    if (root / "tokenizer.model").is_file():
        pieces, prefix = read_pieces(root / "tokenizer.model")
        known = {piece.text: index for index, piece in enumerate(pieces)}
        json, names = tokenizer_json(pieces, added, prefix), LLAMA
    else:
        json, names = byte_level_json(root, added), QWEN
        known = json["model"]["vocab"]
        added |= {token["content"]: token["id"] for token in json["added_tokens"] if token["content"] not in added}
    _check(root, known, added, told, vocab_size)
    return named_tokens(json, known | added, names, vocab_size, root)


def named_tokens(json: dict, known: dict[str, int], names: dict[str, str], vocab_size: int, root: Path = Path()) -> Tokens:
    missing = [text for text in names.values() if text not in known]
    if missing:
        raise Refusal(f"The tokenizer of {root} has no {', '.join(missing)}; a DreamLLM needs them.")
    ids = {name: known[text] for name, text in names.items()}
    special = {token["id"] for token in json["added_tokens"] if token["special"]} | (set(range(vocab_size)) - set(known.values()))
    return Tokens(json, ids, sorted((special | set(ids.values())) - {ids[name] for name in SAMPLED}))


def _added(root: Path) -> dict[str, int]:
    path = root / "added_tokens.json"
    if not path.is_file():
        raise Refusal(f"{root} holds no added_tokens.json, which says the ids of <dream_start> and its like; download the checkpoint again.")
    added = read_json(path)
    if not all(isinstance(index, int) and index >= 0 for index in added.values()):
        raise Refusal(f"{path} should map tokens to ids and does not; download it again.")
    return added


def _check(root: Path, known: dict[str, int], added: dict[str, int], told: dict[str, int], vocab_size: int) -> None:
    """No id has two tokens, no token two ids, and each has a row in the embedding table."""
    owners = {index: text for text, index in known.items()}
    for text, index in added.items():
        if known.get(text, index) != index or owners.get(index, text) != text:
            owner = owners.get(index, "no token")
            raise Refusal(
                f"The ids of {root} clash: added_tokens.json gives {text} the id {index}, which is {owner}'s elsewhere; use the files of one release."
            )
        owners[index] = text
    for text, index in told.items():
        other = (known | added).get(text, index)
        if other != index:
            raise Refusal(
                f"The ids of {root} clash: config.json gives {text} the id {index}, the tokenizer {other}; use the files of one release."
            )
    if max(owners) >= vocab_size:
        raise Refusal(
            f"The ids of {root} go up to {max(owners)} and its language model knows {vocab_size} tokens; use the files of one release."
        )
