"""Writes a variant as its makers would: a checkpoint, the base folders, and the numbers it gives (the format of test/golden/official).

    python -m dreamtrain.official.vectors --out DIR
"""

from __future__ import annotations

import argparse
import json
import struct
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from dreamtrain.official.dreamllm import DreamLLM, Variant, expected
from dreamtrain.official.variants import variants
from dreamtrain.tiny import CORPUS, llama_like_tokenizer

TEXTS = [
    "a photo of a cat", "Draw two red circles.", " leading space", "naïve café — 漢字 🙂", "line one\nline two\t tab", "1234567890",
    "A cat, a dog & the sea?", "we're  here, it's 12 o'clock\n\n",
]
PLUGINS = {
    "clip_vision_embedding": "model.clip_vision_embedding.", "dream_embedding": "model.dream_embedding.",
    "stable_diffusion_head": "stable_diffusion_head.",
}
OLD_NAMES = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
BOS_ID = 1  # of the tokenizers made here

Encode = Callable[[str], list[int]]


def write(variant: Variant, out: Path) -> None:
    checkpoint, base = out / "checkpoint", out / "base"
    for folder in (checkpoint, base / "clip", *(base / "sd" / part for part in ("unet", "vae", "scheduler"))):
        folder.mkdir(parents=True)
    torch.manual_seed(variant.seed)
    encode = (_write_byte_level if "<|im_start|>" in variant.tokens else _write_sentencepiece)(variant, checkpoint)
    model = DreamLLM(variant).eval()
    _spread(model, variant.dtype)
    size = variant.unet["sample_size"] * 2 ** (len(variant.vae["block_out_channels"]) - 1)
    tensors, plan = expected(model, encode, size)
    save_file(tensors, out / "expected.safetensors")
    meta = {"seed": variant.seed, "dims": {"cfg": variant.guidance, "steps": variant.steps, "q": variant.queries},
            "tokenizer": [{"text": text, "ids": encode(text)} for text in TEXTS], "ids": variant.tokens, **plan}
    _json(out / "meta.json", meta)
    _json(base / "clip/config.json", {"model_type": "clip_vision_model"} | variant.clip)
    for part, values in (("unet", variant.unet), ("vae", variant.vae)):
        _json(base / f"sd/{part}/config.json", values)
    _json(base / "sd/scheduler/scheduler_config.json", variant.scheduler)
    _json(checkpoint / "added_tokens.json", variant.tokens)
    _json(checkpoint / "config.json", _config(variant))
    _write_weights(variant, model, checkpoint)


@torch.no_grad()
def _spread(model: DreamLLM, dtype: torch.dtype) -> None:
    """Gives every weight a say, and rounds it to what is stored."""
    for weight in model.parameters():
        if weight.dim() == 1 or weight.std() < 1e-6:
            weight.add_(0.2 * torch.randn_like(weight))
        weight.copy_(weight.to(dtype))


def _config(variant: Variant) -> dict:
    """With upstream's wrong ids of <s> and </s>."""
    return variant.language | {
        "model_type": "dreamllm", "architectures": ["DreamLLMForCausalMLM"], "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": -1,
        "special_tokens2ids_dict": {"additional_special_tokens": variant.tokens},
        "plugins_init_kwargs": {
            "clip_vision_embedding": {"select_layer": variant.select_layer, "projector_depth": variant.projector_depth},
            "dream_embedding": {"num_dream_queries": variant.queries}, "stable_diffusion_head": {"drop_prob": None},
        },
        "plugins_type": {name: "head" if name.endswith("head") else "embedding" for name in PLUGINS},
    }


def _write_weights(variant: Variant, model: DreamLLM, folder: Path) -> None:
    parts = {
        "clip_vision_embedding": model.vision.state_dict(), "dream_embedding": {"dream_queries": model.dream_queries.detach()},
        "stable_diffusion_head": {_old(name) if variant.old_names else name: value for name, value in model.head.state_dict().items()},
    }
    language = model.language.state_dict()
    if variant.layout == "prefixed":
        language |= {PLUGINS[part] + name: value for part, tensors in parts.items() for name, value in tensors.items()}
        parts = {}
    stem = "pytorch_model" if variant.format == "bin" else "model"
    for name, tensors in ({stem: language} | parts).items():
        tensors = {key: value.to(variant.dtype).contiguous() for key, value in tensors.items()}
        if variant.format == "bin":
            torch.save(tensors, folder / f"{name}.bin")
        elif variant.format == "safetensors":
            save_file(tensors, folder / f"{name}.safetensors")
        else:
            _save_shards(tensors, folder, name)


def _save_shards(tensors: dict[str, torch.Tensor], folder: Path, stem: str) -> None:
    names = sorted(tensors)
    places = {}
    for index, part in enumerate((names[::2], names[1::2])):
        file = f"{stem}-{index + 1:05}-of-00002.safetensors"
        save_file({name: tensors[name] for name in part}, folder / file)
        places |= dict.fromkeys(part, file)
    _json(folder / f"{stem}.safetensors.index.json", {"metadata": {}, "weight_map": places})


def _old(name: str) -> str:
    if not name.startswith("vae.") or ".attentions.0." not in name:
        return name
    start, _, rest = name.partition(".attentions.0.")
    layer, _, kind = rest.rpartition(".")
    return f"{start}.attentions.0.{OLD_NAMES.get(layer, layer)}.{kind}"


def _write_sentencepiece(variant: Variant, folder: Path) -> Encode:
    learnt = json.loads(llama_like_tokenizer(min(variant.tokens.values()) + 6))["model"]["vocab"]  # six added tokens of its own
    pieces = sorted((text for text in learnt if learnt[text] < min(variant.tokens.values())), key=learnt.get)
    content = b""
    for index, text in enumerate(pieces):
        kind = 2 if index == 0 else 3 if index < 3 else 6 if text.startswith("<0x") else 1
        score = struct.pack("<f", -float(index) if kind == 1 else 0.0)
        piece = _field(1, text.encode()) + b"\x15" + score + b"\x18" + bytes([kind])
        content += _field(1, piece)
    content += _field(2, b"\x18\x02") + _field(3, _field(1, b"identity") + b"\x18\x01\x20\x00\x28\x01")  # BPE; a space in front, none removed
    (folder / "tokenizer.model").write_bytes(content)
    scores = {text: -index for index, text in enumerate(pieces) if index >= 3 and not text.startswith("<0x")}
    ids = {text: index for index, text in enumerate(pieces)}
    return lambda text: [BOS_ID, *(ids[piece] for piece in _pieces(text, scores))]


def _pieces(text: str, scores: dict[str, int]) -> list[str]:
    """SentencePiece's BPE: of all neighbours that make a piece, the best-scored is joined, the leftmost if there are several."""
    symbols = list("▁" + text.replace(" ", "▁"))
    while True:
        joins = [(-scores[left + right], at) for at, (left, right) in enumerate(zip(symbols, symbols[1:])) if left + right in scores]
        if not joins:
            return [piece for symbol in symbols for piece in ([symbol] if symbol in scores else [f"<0x{byte:02X}>" for byte in symbol.encode()])]
        at = min(joins)[1]
        symbols[at:at + 2] = [symbols[at] + symbols[at + 1]]


def _field(number: int, content: bytes) -> bytes:
    length = bytes([len(content)]) if len(content) < 128 else bytes([len(content) & 127 | 128, len(content) >> 7])
    return bytes([number << 3 | 2]) + length + content


def _write_byte_level(variant: Variant, folder: Path) -> Encode:
    words = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(words), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=min(variant.tokens.values()), show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    model = json.loads(tokenizer.to_str())["model"]
    _json(folder / "vocab.json", model["vocab"])
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(pair) for pair in model["merges"]) + "\n", "utf-8")
    return lambda text: [variant.tokens["<|im_start|>"], *tokenizer.encode(text).ids]


def _json(path: Path, values: dict) -> None:
    path.write_text(json.dumps(values, indent=1) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    for variant in variants():
        write(variant, options.out / variant.name)


if __name__ == "__main__":
    main()
