"""model.json of an imported model (its contract: engine/model/manifest.ts)."""

from __future__ import annotations

import hashlib
import json

from dreamtrain.importing.graph import Graph
from dreamtrain.importing.model import Model
from dreamtrain.importing.tokens import Tokens

# What DreamLLM was tuned with for conversations: Vicuna v1.1's words.
SYSTEM = (
    "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to "
    "the user's questions."
)
USER, ASSISTANT = "USER:", "ASSISTANT:"
PREDICTIONS = {"epsilon": "epsilon", "v_prediction": "v"}
# DDPM in 50 steps is upstream's own; a multistep solver needs half for the same picture. Guidance: upstream's example.
DEFAULTS = {"scheduler": "dpmsolver++", "steps": 25, "guidance": 3.5}


def file_names(graphs: dict[str, Graph]) -> dict[str, str]:
    """language-model.onnx for languageModel."""
    kebab = {name: "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name) for name in graphs}
    return {name: f"{file}.onnx" for name, file in kebab.items()}


def manifest_of(name: str, description: str, licence: str, made: Model, tokens: Tokens, files: dict, graphs: dict[str, str]) -> dict:
    space = "" if tokens.prefix else " "  # the tokenizer may put it there itself
    content = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    sizes = made.sizes
    lm, vision, unet, noise = sizes.language, sizes.vision, sizes.unet, sizes.noise
    return {
        "format": "dreamthread.model/1",
        "id": f"{name}-{content[:8]}",
        "description": description,
        "licence": licence,
        "parameters": made.parameters,
        "files": files,
        "graphs": graphs,
        "tokenizer": "tokenizer.json",
        "quantisation": {"language": made.language, "decoder": made.decoder},
        "language": {
            "hiddenSize": lm.hidden_size, "layers": lm.num_hidden_layers, "kvHeads": lm.kv_heads, "headDim": lm.head_dim,
            "vocabSize": lm.vocab_size, "contextTokens": lm.max_position_embeddings,
        },
        "tokens": tokens.ids | {"suppressed": tokens.suppressed},
        "template": {"system": SYSTEM, "user": space + USER, "assistant": space + ASSISTANT},
        "vision": {
            "imageSizePx": vision.image_size, "patches": vision.patches, "mean": list(vision.mean), "std": list(vision.std),
            "fit": vision.fit, "resample": vision.resample,
        },
        "dream": {
            "queries": sizes.queries, "file": "dream_queries.bin", "conditionWidth": unet.cross_attention_dim,
            **({"pooledWidth": unet.pooled_width} if unet.pooled_width else {}), "unconditional": "empty-prompt",
        },
        "diffusion": {
            "prediction": PREDICTIONS[noise.prediction_type], "latentChannels": unet.in_channels, "imageSizePx": sizes.image_size,
            "latentSize": unet.sample_size, "reference": False, "defaults": DEFAULTS,
            "noise": {
                "trainSteps": noise.num_train_timesteps, "betaStart": noise.beta_start, "betaEnd": noise.beta_end,
                "betaSchedule": noise.beta_schedule, "stepsOffset": noise.steps_offset,
            },
        },
        "vae": {"scalingFactor": sizes.vae.scaling_factor, "shiftFactor": sizes.vae.shift_factor},
    }
