"""What fewer bits cost: the pocket model's language half stored as an import would store it, against float32, on held-out dialogues.

    python -m dreamtrain.importing.quality --checkpoints runs/pocket

Loss is the cross-entropy (nats) of what the model is to write; `same` is how often its likeliest token is float32's; the condition is
compared with float32's at every dream block.
"""

from __future__ import annotations

import argparse
import math
import random
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch.nn import functional as F

from dreamtrain.batches import LONGEST, Batch, collate
from dreamtrain.export import LANGUAGE_CHECKPOINT
from dreamtrain.importing.configs import Language
from dreamtrain.importing.graph import Graph, Precision
from dreamtrain.importing.language import embed_tokens, language_model
from dreamtrain.importing.weights import Weight
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.sight import Sight
from dreamtrain.tokenizer import NOT_LEARNED, load_encoder
from dreamtrain.training import load
from dreamtrain.world.conversations import conversations

SEED = 90210
PRECISIONS = ("fp32", "fp16", "int8", "int4")


@dataclass(frozen=True)
class ModuleWeights:
    """The weights of a PyTorch module by their names."""

    state: dict[str, torch.Tensor]

    @property
    def parameters(self) -> int:
        return sum(tensor.numel() for tensor in self.state.values())

    def has(self, name: str) -> bool:
        return name in self.state

    def take(self, name: str, *shape: int) -> Weight:
        return Weight(name, shape, lambda: self.state[name].float().numpy().reshape(shape))


class Stored:
    """The language model at one precision, run over whole dialogues."""

    def __init__(self, model: DreamLLM, precision: Precision, folder: Path):
        llama = model.config.llama
        self.model = model
        self.config = Language(
            llama.hidden_size, llama.intermediate_size, llama.num_hidden_layers, llama.num_attention_heads, llama.vocab_size,
            llama.num_key_value_heads, llama.max_position_embeddings, llama.rms_norm_eps, llama.rope_theta,
        )
        source = ModuleWeights(model.llama.state_dict())
        graphs = {"embed": embed_tokens(self.config, source, precision), "model": language_model(self.config, source, precision),
                  "head": _head(self.config, source, precision)}
        self.bytes = graphs["embed"].bytes + graphs["model"].bytes
        self.sessions = {}
        for name, graph in graphs.items():
            path = folder / f"{precision}-{name}.onnx"
            graph.write(path, lambda count: None)
            self.sessions[name] = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    @torch.no_grad()
    def __call__(self, batch: Batch, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (1, T, V) and the conditions (N, 16, 64) of one dialogue."""
        rows = torch.from_numpy(self.sessions["embed"].run(None, {"input_ids": batch.ids.numpy()})[0])
        rows = torch.where((batch.queries >= 0)[..., None], self.model.dream_queries[0][batch.queries.clamp(min=0)], rows)
        if len(features):
            pictures = self.model.projector(features).flatten(0, -2)
            rows = torch.where((batch.images >= 0)[..., None], pictures[batch.images.clamp(min=0)], rows)
        count, none = batch.ids.shape[1], np.zeros((1, 0, self.config.kv_heads, self.config.head_dim), "f4")
        feeds = {"inputs_embeds": rows.numpy(), "attention_mask": np.ones((1, count), "i8"), "position_ids": np.arange(count)[None]}
        feeds |= {f"past.{layer}.{part}": none for layer in range(self.config.num_hidden_layers) for part in ("key", "value")}
        hidden = self.sessions["model"].run(["hidden"], feeds)[0]
        logits = self.sessions["head"].run(None, {"hidden": hidden})[0]
        return torch.from_numpy(logits), self.model.condition(batch.dream_hidden(torch.from_numpy(hidden)))


def _head(config: Language, source: ModuleWeights, precision: Precision) -> Graph:
    """The graph of a folder gives the last row's logits; here all are wanted."""
    graph = Graph("head", "int8" if precision == "int4" else precision)
    rows = graph.input("hidden", "B", "T", config.hidden_size)
    made = graph.linear(rows, source.take("lm_head.weight", config.vocab_size, config.hidden_size))
    graph.output(made, "logits", "B", "T", config.vocab_size)
    return graph


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoints", type=Path, default=Path("runs/pocket"))
    parser.add_argument("--count", type=int, default=200, help="dialogues (%(default)s)")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    random.seed(SEED)
    model, encoder = load(options.checkpoints / LANGUAGE_CHECKPOINT)[0].eval(), load_encoder(options.checkpoints / "tokenizer.json")
    sight = Sight(options.checkpoints)
    rows = (encoder.row(turns) for turns in conversations(SEED, held_out=True))
    dialogues = [collate([row], encoder.special["[PAD]"]) for row in islice((row for row in rows if len(row.ids) <= LONGEST), options.count)]
    seen = [sight.features(batch.scenes, rebuilt=0) for batch in dialogues]
    exact: list[tuple[torch.Tensor, torch.Tensor]] = []  # likeliest tokens and conditions in float32
    print(f"{len(dialogues)} dialogues, {sum(int((batch.labels != NOT_LEARNED).sum()) for batch in dialogues)} tokens to write")
    print(f"{'stored as':10} {'MB':>6} {'loss':>8} {'perplexity':>11} {'same':>7} {'condition cosine: mean':>24} {'worst':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for precision in PRECISIONS:
            stored, losses, same, cosines = Stored(model, precision, Path(folder)), [], [], []
            for index, (batch, features) in enumerate(zip(dialogues, seen)):
                logits, condition = stored(batch, features)
                wanted = batch.labels[0, 1:]
                learnt = wanted != NOT_LEARNED
                losses.append(F.cross_entropy(logits[0, :-1][learnt], wanted[learnt], reduction="none"))
                likeliest = logits[0, :-1][learnt].argmax(-1)
                if precision == "fp32":
                    exact.append((likeliest, condition))
                same.append(likeliest == exact[index][0])
                cosines.append(F.cosine_similarity(condition.flatten(1), exact[index][1].flatten(1)))
            loss, cosine = torch.cat(losses).mean().item(), torch.cat(cosines)
            print(f"{precision:10} {stored.bytes / 1e6:6.2f} {loss:8.4f} {math.exp(loss):11.4f} {torch.cat(same).float().mean():7.4f} "
                  f"{cosine.mean():24.6f} {cosine.min():9.6f}", flush=True)


if __name__ == "__main__":
    main()
