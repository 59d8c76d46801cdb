"""What the owner of an imported model is told: where it comes from, under which licence, and what it may be used for."""

from __future__ import annotations

from dataclasses import dataclass

from dreamtrain.importing.checkpoint import Checkpoint


@dataclass(frozen=True)
class Terms:
    licence: str  # one line
    limits: str


RELEASED = Terms(
    "Research only: no licence stated; derived from LLaMA-1 (non-commercial) and Stable Diffusion 2.1 (CreativeML Open RAIL++-M)",
    "The published DreamLLM weights state no licence of their own. They derive from Vicuna v1.1 and so from LLaMA-1, whose terms allow "
    "research and forbid commercial use; from Stable Diffusion 2.1, whose licence (CreativeML Open RAIL++-M) forbids harmful uses; and from "
    "CLIP (MIT), whose card advises against deployed use without tests for the purpose. A use policy comes with DreamLLM's code. The model "
    "writes and draws what its training data, from the open web, made likely: falsehoods and offence included.",
)
QWEN = Terms(
    "Not stated: language model from Qwen2.5 (licence by size), decoder from Stable Diffusion (CreativeML Open RAIL)",
    "The weights of this kind of fork state no clear licence. Qwen2.5 is Apache-2.0 in most sizes, but for research only at 3B; Stable "
    "Diffusion's licence forbids harmful uses. Ask those who made the checkpoint before it is used for anything but research.",
)
UNKNOWN = Terms(
    "Not stated",
    "The checkpoint does not say under which terms it may be used. Ask those who made it.",
)


def terms_of(checkpoint: Checkpoint) -> Terms:
    config = checkpoint.config
    if "model.layers.0.self_attn.q_proj.bias" in checkpoint.language:
        return QWEN
    released = (config.get("hidden_size"), config.get("vocab_size"), config.get("num_hidden_layers")) == (4096, 32008, 32)
    return RELEASED if released else UNKNOWN


def card(name: str, manifest: dict, limits: str, sources: dict[str, str]) -> str:
    """`sources`: SHA-256 by file name."""
    language, stored = manifest["language"], manifest["quantisation"]
    size = sum(entry["bytes"] for entry in manifest["files"].values())
    return "\n".join([
        f"# {name}", "", manifest["description"], "", "## Licence and use", "", f"**{manifest['licence']}**", "", limits, "",
        "## What it is made of", "",
        f"- language model: {language['layers']} layers of {language['hiddenSize']}, {language['vocabSize']} tokens, a window of "
        f"{language['contextTokens']}; stored as {stored['language']}",
        f"- pictures: {manifest['diffusion']['imageSizePx']} pixels a side, {manifest['dream']['queries']} dream queries, "
        f"{manifest['vision']['patches']} features a picture; decoder stored as {stored['decoder']}",
        f"- {size / 1e9:.2f} GB in all; numbers are computed in float32, whatever they are stored as", "",
        "## Made from", "", *(f"- `{file}` {sha256}" for file, sha256 in sources.items()), "",
    ])
