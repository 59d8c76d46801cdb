"""A DreamLLM in the official layout: which files there are, and under which names its four parts hold their weights.

    config.json  added_tokens.json  tokenizer.model  pytorch_model.bin  clip_vision_embedding.bin  dream_embedding.bin
    stable_diffusion_head.bin

The weights may be .bin or .safetensors, whole or in shards with an index, each part in a file of its own or all in the first.
What upstream leaves frozen (CLIP, UNet, VAE) may come from the folders it was made from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.stored import Stored, read_safetensors
from dreamtrain.importing.torch_file import read_torch

LARGEST_JSON_BYTES = 50_000_000
# The part's prefix in a file that holds everything, and the file of its own.
VISION = ("model.clip_vision_embedding.", "clip_vision_embedding")
DREAM = ("model.dream_embedding.", "dream_embedding")
HEAD = ("stable_diffusion_head.", "stable_diffusion_head")
OLD_PROJECTORS = {"clip_vision_model_projector.pt": VISION, "unet_projector.pt": HEAD}
OLD_ATTENTION = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}


@dataclass(frozen=True)
class Checkpoint:
    config: dict
    language: dict[str, Stored]  # model.*, lm_head.*
    vision: dict[str, Stored]  # clip_vision_model.*, projector.*
    dream: dict[str, Stored]  # dream_queries
    head: dict[str, Stored]  # unet.*, vae.*, projector.*
    files: tuple[Path, ...]  # that weights come from
    base: "Base"

    def plugin(self, part: tuple[str, str]) -> dict:
        return (self.config.get("plugins_init_kwargs") or {}).get(part[1]) or {}


@dataclass(frozen=True)
class Base:
    """The folders upstream takes from the hub: configs, and weights where the checkpoint has none."""

    clip: Path | None
    diffusion: Path | None

    def json(self, folder: Path | None, *names: str) -> dict:
        path = folder.joinpath(*names) if folder else None
        return read_json(path) if path and path.is_file() else {}

    @staticmethod
    def at(root: Path | None) -> "Base":
        if root is None:
            return Base(None, None)
        if not root.is_dir():
            raise Refusal(f"--base names {root}, which is no folder; give the one that holds clip/ and sd/.")
        folders = [root, *sorted(path for path in root.iterdir() if path.is_dir())]
        diffusion = next((path for path in folders if (path / "unet/config.json").is_file()), None)
        # A Stable Diffusion folder has CLIPs of its own, for texts and for its safety checker.
        eyes = folders if diffusion != root else []
        clip = next((path for path in eyes if _config(path).get("model_type") in ("clip", "clip_vision_model")), None)
        if not diffusion and not clip:
            raise Refusal(f"--base {root} holds neither a CLIP folder (config.json) nor one of Stable Diffusion (unet/config.json).")
        return Base(clip, diffusion)


def _config(folder: Path) -> dict:
    return read_json(folder / "config.json") if (folder / "config.json").is_file() else {}


def read_checkpoint(root: Path, base: Base) -> Checkpoint:
    if not (root / "config.json").is_file():
        raise Refusal(f"Expected a DreamLLM checkpoint in {root}, found no config.json; point to its folder.")
    config = read_json(root / "config.json")
    kind = config.get("model_type")
    if kind != "dreamllm" or not isinstance(config.get("plugins_init_kwargs"), dict):
        raise Refusal(f"Expected a DreamLLM in {root}, and its config.json is of the model type {kind!r}; import a DreamLLM checkpoint.")
    unknown = set(config["plugins_init_kwargs"]) - {name for _, name in (VISION, DREAM, HEAD)}
    if unknown:
        raise Refusal(f"{root} has the part {min(unknown)}; only CLIP as its eye and Stable Diffusion 1 or 2 as its decoder are supported.")
    whole = _weights(root, "pytorch_model", "model")
    if not whole:
        raise Refusal(f"{root} holds no pytorch_model.bin or model.safetensors: the language model is missing; download the checkpoint again.")
    found = {}
    for prefix, name in (VISION, DREAM, HEAD):
        within = {key.removeprefix(prefix): whole.pop(key) for key in list(whole) if key.startswith(prefix)}
        found[name] = within | _weights(root, name)
    if (root / "dream_queries.pt").is_file() and not found[DREAM[1]]:
        found[DREAM[1]] = {"dream_queries": stored for stored in read_torch(root / "dream_queries.pt").values()}
    for file, (_, name) in OLD_PROJECTORS.items():
        if (root / file).is_file():
            found[name] = {f"projector.{key}": stored for key, stored in read_torch(root / file).items()} | found[name]
    _complete(found, base)
    for _, name in (VISION, DREAM, HEAD):
        if not found[name]:
            raise Refusal(
                f"{root} holds no {name}.bin (or .safetensors), and nothing of it is in the other files; download the whole checkpoint."
            )
    parts = [whole, *(found[name] for _, name in (VISION, DREAM, HEAD))]
    parts[3] = {_new_name(name): stored for name, stored in parts[3].items()}
    files = tuple(sorted({stored.path for part in parts for stored in part.values()}))
    return Checkpoint(config, *parts, files, base)


def _complete(found: dict[str, dict[str, Stored]], base: Base) -> None:
    """Takes the frozen parts from the base where a checkpoint saved only what it trained."""
    vision, head = found[VISION[1]], found[HEAD[1]]
    if base.clip and not any(name.startswith("clip_vision_model.") for name in vision):
        tower = {name: stored for name, stored in _weights(base.clip, "pytorch_model", "model").items() if name.startswith("vision_model.")}
        vision |= {f"clip_vision_model.{name}": stored for name, stored in tower.items()}
    for part in ("unet", "vae"):
        if base.diffusion and not any(name.startswith(f"{part}.") for name in head):
            head |= {f"{part}.{name}": stored for name, stored in _weights(base.diffusion / part, "diffusion_pytorch_model").items()}


def _weights(folder: Path, *stems: str) -> dict[str, Stored]:
    """The tensors of the first file of these names, of all its shards if there is an index; {} if there is none."""
    for stem in stems:
        for ending, read in ((".safetensors", read_safetensors), (".bin", read_torch)):
            index = folder / f"{stem}{ending}.index.json"
            if index.is_file():
                return _shards(folder, index, read)
            path = folder / f"{stem}{ending}"
            if path.is_file():
                return read(path)
    return {}


def _shards(folder: Path, index: Path, read) -> dict[str, Stored]:
    places = read_json(index).get("weight_map")
    if not isinstance(places, dict) or not all(isinstance(place, str) and Path(place).name == place for place in places.values()):
        raise Refusal(f"{index} has no weight_map of names to files beside it; download it again.")
    found = {}
    for place in sorted(set(places.values())):
        if not (folder / place).is_file():
            raise Refusal(f"{index} names {place}, which is missing; download it again.")
        found |= read(folder / place)
    missing = set(places) - set(found)
    if missing:
        raise Refusal(f"{index} promises {min(missing)}, which {places[min(missing)]} does not hold; download it again.")
    return found


def _new_name(name: str) -> str:
    """Older releases of diffusers name a VAE's attention otherwise."""
    start, attention, rest = name.partition(".attentions.0.")
    layer, dot, kind = rest.rpartition(".")
    return f"{start}{attention}{OLD_ATTENTION.get(layer, layer)}{dot}{kind}" if name.startswith("vae.") else name


def read_json(path: Path) -> dict:
    if path.stat().st_size > LARGEST_JSON_BYTES:
        raise Refusal(f"{path} has {path.stat().st_size} bytes, which no such file has; download it again.")
    try:
        values = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refusal(f"{path} is not JSON; download it again.") from error
    if not isinstance(values, dict):
        raise Refusal(f"{path} holds no JSON object; download it again.")
    return values
