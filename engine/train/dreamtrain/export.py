"""Exports a trained DreamLLM as a model folder: ONNX graphs and their weights, tokenizer, dream queries, the words of its training and model.json.

    python -m dreamtrain.export --checkpoints runs/pocket --out ../../models/pocket
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from dreamtrain import onnx_graphs
from dreamtrain.batches import LONGEST
from dreamtrain.checkpoint import load_checkpoint
from dreamtrain.learnt import load_learnt
from dreamtrain.model.dit import Dit
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.model.vae import Vae, VaeConfig
from dreamtrain.model.vision import VisionEncoder
from dreamtrain.quantise import round_to_int8
from dreamtrain.stage0_denoiser import load_denoiser
from dreamtrain.stage0_vae import load_vae
from dreamtrain.stage0_vision import load_vision
from dreamtrain.training import load as load_dreamllm
from dreamtrain.world import vocabulary
from dreamtrain.world.dialogue import SYSTEM
from dreamtrain.world.topics import TOPICS

TOKENS = {
    "bos": "<s>", "eos": "</s>", "imageStart": "<im_start>", "imageEnd": "<im_end>",
    "dreamStart": "<dream_start>", "dreamEnd": "<dream_end>",
}
# Graphs of the same weights, which stand once, in a file that these share.
SHARING, SHARED = ("embedTokens", "languageModel", "decodeLoop"), "language.weights"
LANGUAGE_CHECKPOINT = "dreamllm.pt"
VOCABULARY = "vocabulary.json"
# May be chosen by the model: all other special tokens are put in by the host, or never.
SAMPLED = ("eos", "dreamStart")


@dataclass
class Parts:
    """A whole model in memory, and what of its manifest the modules themselves do not say."""

    dream: DreamLLM
    vision: nn.Module  # pixels (B, 3, S, S) -> features (B, P, F), with config.image_size and config.num_patches
    denoiser: nn.Module  # latents, timestep, condition[, pooled][, reference] -> prediction
    vae: Vae
    tokenizer: str  # the text of tokenizer.json
    template: dict[str, str]
    diffusion: dict  # prediction, noise or flowShift, reference, defaults
    unconditional: str  # empty-prompt or zeros
    description: str
    licence: str = "Apache-2.0"
    pooled_width: int | None = None
    preview: dict | None = None
    pixel_mean: tuple[float, float, float] = (0.5, 0.5, 0.5)  # of what the vision encoder sees, in [0, 1]
    pixel_std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    likeness: float | None = None  # the cosine from which its encoder takes two things for the same; engine/planner/likeness.ts
    encoder_bits: int = 16  # 8: the autoencoder's encoder takes half the space where the rest is stored in half precision
    vocabulary: str | None = None  # the text of vocabulary.json, where it is known what words its training used
    context_tokens: int | None = None  # positions it was trained on, where those are fewer than it has

    @property
    def modules(self) -> tuple[nn.Module, ...]:
        return self.dream, self.vision, self.denoiser, self.vae

    @property
    def latent_shape(self) -> torch.Size:
        return torch.Size((self.vae.config.latent_channels, self.vae.config.grid_size, self.vae.config.grid_size))

    @property
    def token_ids(self) -> dict[str, int]:
        """Ids by the manifest's names, read from the tokenizer."""
        added = {token["content"]: token["id"] for token in json.loads(self.tokenizer)["added_tokens"]}
        return {name: added[text] for name, text in TOKENS.items()}

    def never_sampled(self) -> list[int]:
        added = json.loads(self.tokenizer)["added_tokens"]
        sampled = {self.token_ids[name] for name in SAMPLED}
        return sorted({token["id"] for token in added if token["special"]} - sampled)


def graphs_of(parts: Parts) -> dict[str, onnx_graphs.Graph]:
    """By the manifest's names."""
    condition = torch.Size((parts.dream.config.num_dream_queries, parts.dream.config.condition_width))
    reference = parts.diffusion["reference"]
    return {
        "embedTokens": onnx_graphs.embed_tokens(parts.dream),
        "languageModel": onnx_graphs.language_model(parts.dream),
        "decodeLoop": onnx_graphs.decode_loop(parts.dream),
        "visionEncoder": onnx_graphs.vision_encoder(parts.dream, parts.vision, parts.vision.config.image_size),
        "conditionHead": onnx_graphs.condition_head(parts.dream, parts.pooled_width is not None),
        "denoiser": onnx_graphs.denoiser(parts.denoiser, parts.latent_shape, condition, parts.pooled_width, reference),
        "vaeDecoder": onnx_graphs.vae_decoder(parts.vae, parts.latent_shape),
        "vaeEncoder": onnx_graphs.vae_encoder(parts.vae, parts.vae.config.image_size),
    }


def export_folder(parts: Parts, out: Path, model_id: str, weights: str = "fp16") -> dict:
    """Writes the folder and returns its manifest. With fp16 and int8 the modules' own weights are rounded, too."""
    out.mkdir(parents=True, exist_ok=True)
    for module in parts.modules:
        module.eval()
    round_weights(parts, weights)
    names = {name: f"{_kebab(name)}.onnx" for name in graphs_of(parts)}
    with torch.no_grad():
        for name, graph in graphs_of(parts).items():
            onnx_graphs.write_graph(graph, out / names[name], "int8" if name == "vaeEncoder" and _is_smaller(parts, weights) else weights)
    onnx_graphs.share_weights([out / names[name] for name in SHARING], out / SHARED)
    (out / "tokenizer.json").write_text(parts.tokenizer)
    queries = parts.dream.dream_queries.detach()[0].numpy().astype("<f4")
    (out / "dream_queries.bin").write_bytes(queries.tobytes())
    written = [*names.values(), SHARED, "tokenizer.json", "dream_queries.bin"]
    if parts.vocabulary is not None:
        (out / VOCABULARY).write_text(parts.vocabulary)
        written.append(VOCABULARY)
    files = {name: _entry(out / name) for name in sorted(written)}
    manifest = _manifest(parts, names, files, model_id, weights)
    (out / "model.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest


def round_weights(parts: Parts, weights: str = "fp16") -> None:
    """Rounds the modules' weights, in place, to what a folder stores of them."""
    if weights != "fp32":
        {"fp16": onnx_graphs.round_to_half, "int8": round_to_int8}[weights](*parts.modules)
    if _is_smaller(parts, weights):
        round_to_int8(parts.vae.encoder)


def _is_smaller(parts: Parts, weights: str) -> bool:
    return weights == "fp16" and parts.encoder_bits == 8


def _manifest(parts: Parts, graphs: dict[str, str], files: dict, model_id: str, weights: str) -> dict:
    llama, dream, vae = parts.dream.config.llama, parts.dream.config, parts.vae.config
    content = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    manifest = {
        "format": "dreamthread.model/1",
        "id": f"{model_id}-{content[:8]}",
        "description": parts.description,
        "licence": parts.licence,
        "parameters": sum(weight.numel() for module in parts.modules for weight in module.parameters()),
        "files": files,
        "graphs": graphs,
        "tokenizer": "tokenizer.json",
        "quantisation": {"language": weights, "decoder": weights},
        "language": {
            "hiddenSize": llama.hidden_size, "layers": llama.num_hidden_layers, "kvHeads": llama.num_key_value_heads,
            "headDim": llama.head_dim, "vocabSize": llama.vocab_size, "contextTokens": parts.context_tokens or llama.max_position_embeddings,
        },
        "tokens": parts.token_ids | {"suppressed": parts.never_sampled()},
        "template": parts.template,
        "vision": {
            "imageSizePx": parts.vision.config.image_size, "patches": parts.vision.config.num_patches,
            "mean": list(parts.pixel_mean), "std": list(parts.pixel_std), "fit": "crop", "resample": "bicubic",
        },
        "dream": {
            "queries": dream.num_dream_queries, "file": "dream_queries.bin", "conditionWidth": dream.condition_width,
            "unconditional": parts.unconditional,
        },
        "diffusion": {
            "latentChannels": vae.latent_channels, "imageSizePx": vae.image_size, "latentSize": vae.grid_size,
        } | parts.diffusion,
        "vae": {"scalingFactor": vae.scaling_factor, "shiftFactor": vae.shift_factor},
    }
    if parts.pooled_width is not None:
        manifest["dream"]["pooledWidth"] = parts.pooled_width
    if parts.likeness is not None:
        manifest["vision"]["likeness"] = parts.likeness
    if parts.vocabulary is not None:
        manifest["vocabulary"] = VOCABULARY
    if parts.preview is not None:
        manifest["preview"] = parts.preview
    return manifest


def _entry(path: Path) -> dict:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def load_parts(checkpoints: Path, language: str) -> Parts:
    """The pocket model: vae.pt, vision.pt, denoiser.pt, tokenizer.json and the named checkpoint of the language half."""
    _, _, extra = load_checkpoint(checkpoints / "vae.pt", VaeConfig)
    parts = pocket_parts(
        load_dreamllm(checkpoints / language)[0], load_vision(checkpoints / "vision.pt"), load_denoiser(checkpoints / "denoiser.pt"),
        load_vae(checkpoints / "vae.pt"), (checkpoints / "tokenizer.json").read_text(),
        {"matrix": extra["preview_matrix"].tolist(), "bias": extra["preview_bias"].tolist()},
    )
    return replace(parts, vocabulary=vocabulary.text())


def pocket_parts(dream: DreamLLM, vision: VisionEncoder, denoiser: Dit, vae: Vae, tokenizer: str, preview: dict) -> Parts:
    """With all that its manifest says of it."""
    return Parts(
        dream=dream, vision=vision, denoiser=denoiser, vae=vae, tokenizer=tokenizer,
        template={"system": SYSTEM, "user": " USER:", "plan": " PLAN:", "assistant": " ASSISTANT:", "edits": "orders", "questions": "looked-up", "sentPictures": "told"},
        diffusion={
            "prediction": "flow", "flowShift": 1.0, "reference": True,
            "defaults": {"scheduler": "flow-euler", "steps": 16, "guidance": 2.0},
        },
        unconditional="zeros", context_tokens=LONGEST, likeness=0.985, encoder_bits=8,
        preview=preview,
        description="A small DreamLLM that talks about, draws and edits pictures of simple shapes.",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--language", default=LANGUAGE_CHECKPOINT, help="the checkpoint of the language half (%(default)s)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--id", default="dreamthread-pocket", help="the files' hash is added to it")
    parser.add_argument("--weights", choices=("int8", "fp16", "fp32"), default="fp16")
    options = parser.parse_args()
    torch.set_num_threads(1)
    can_explain = load_learnt(options.checkpoints, options.language)
    parts = replace(load_parts(options.checkpoints, options.language), vocabulary=vocabulary.text(can_explain))
    manifest = export_folder(parts, options.out, options.id, options.weights)
    size = sum(entry["bytes"] for entry in manifest["files"].values())
    print(f"{len(can_explain)} of {len(TOPICS)} topics are learnt")
    print(f"{manifest['id']}: {len(manifest['files'])} files, {size / 1e6:.1f} MB -> {options.out}")


if __name__ == "__main__":
    main()
