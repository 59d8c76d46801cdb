"""The tokenizer of a checkpoint and the ids of its special tokens: read from its files, never assumed, as their order differs between releases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dreamtrain.importing.checkpoint import read_json
from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.sentencepiece import read_pieces, tokenizer_json

# By the manifest's names. LLaMA's own: upstream's config.json says 0 and 1 for <s> and </s>, a slip of its first release.
LLAMA = {"bos": "<s>", "eos": "</s>"}
BLOCKS = {"imageStart": "<im_start>", "imageEnd": "<im_end>", "dreamStart": "<dream_start>", "dreamEnd": "<dream_end>"}
SAMPLED = ("eos", "dreamStart")  # may be chosen by the model; all other special tokens are put in by the host, or never


@dataclass(frozen=True)
class Tokens:
    json: dict  # tokenizer.json
    ids: dict[str, int]  # by the manifest's names
    suppressed: list[int]
    prefix: bool  # whether the tokenizer puts a space before each text


def read_tokens(root: Path, config: dict, vocab_size: int) -> Tokens:
    added = _added(root)
    told = config.get("special_tokens2ids_dict") or {}
    told = {name: index for name, index in told.items() if isinstance(index, int)} | (told.get("additional_special_tokens") or {})
    if not (root / "tokenizer.model").is_file():
        raise Refusal(f"{root} holds no tokenizer.model; download the checkpoint again.")
    pieces, prefix = read_pieces(root / "tokenizer.model")
    known = {piece.text: index for index, piece in enumerate(pieces)}
    _check(root, known, added, told, vocab_size)
    json = tokenizer_json(pieces, added, prefix)
    return _tokens(root, json, known | added, LLAMA, vocab_size, prefix)


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
    owners: dict[int, str] = {index: text for text, index in known.items()}
    for text, index in added.items():
        if known.get(text, index) != index or owners.get(index, text) != text:
            raise Refusal(f"The ids of {root} clash: added_tokens.json gives {text} the id {index}, which is {owners.get(index, text)}'s; use the files of one release.")
        owners[index] = text
    for text, index in told.items():
        if (known | added).get(text, index) != index:
            raise Refusal(f"The ids of {root} clash: config.json gives {text} the id {index}, added_tokens.json {(known | added)[text]}; use the files of one release.")
    if max(owners) >= vocab_size:
        raise Refusal(f"The ids of {root} go up to {max(owners)} and its language model knows {vocab_size} tokens; use the files of one release.")


def _tokens(root: Path, json: dict, known: dict[str, int], names: dict[str, str], vocab_size: int, prefix: bool) -> Tokens:
    missing = [text for text in (*names.values(), *BLOCKS.values()) if text not in known]
    if missing:
        raise Refusal(f"The tokenizer of {root} has no {', '.join(missing)}; a DreamLLM needs them.")
    ids = {name: known[text] for name, text in (names | BLOCKS).items()}
    special = {token["id"] for token in json["added_tokens"]} | (set(range(vocab_size)) - set(known.values()))
    return Tokens(json, ids, sorted(special - {ids[name] for name in SAMPLED}), prefix)
