"""Which topics a language half can explain: those whose texts it writes word for word, asked in each of a few ways.

    python -m dreamtrain.learnt --checkpoints runs/pocket        lists those it can't

export.py writes only the others into the folder's vocabulary: of what was taught and not learnt the bot says that it can't explain it,
where a small model would make sentences up.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from dreamtrain.batches import collate
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.onnx_graphs import round_to_half
from dreamtrain.sight import Sight
from dreamtrain.tokenizer import NOT_LEARNED, Encoder, load_encoder
from dreamtrain.training import load
from dreamtrain.world.dialogue import Turn
from dreamtrain.world.documents import document_steps
from dreamtrain.world.topics import TOPICS, Topic


def learnt(model: DreamLLM, encoder: Encoder, sight: Sight) -> list[Topic]:
    return [topic for topic in TOPICS if all(_is_written(model, encoder, sight, topic, words) for words in _asked(topic))]


def _asked(topic: Topic) -> tuple[str, ...]:
    return f"explain {topic.names[0]}", f"tell me about {topic.names[-1]} please", topic.questions[0], f"so, {topic.questions[-1]}"


@torch.no_grad()
def _is_written(model: DreamLLM, encoder: Encoder, sight: Sight, topic: Topic, words: str) -> bool:
    """Whether each token of its texts is the likeliest behind those before it, its own plan and pictures given: then greedy decoding writes them."""
    row = encoder.row([Turn(words, tuple(document_steps(topic, [])))])
    batch = collate([row], encoder.special["[PAD]"])
    hidden = model(batch.ids, batch.queries, batch.images, sight.features(batch.scenes))
    wanted = batch.labels[0, 1:].clone()
    marker = list(encoder.text(" ASSISTANT:"))
    begun = next(at for at in range(len(row.ids)) if row.ids[at : at + len(marker)] == marker) + len(marker)
    wanted[: begun - 1] = NOT_LEARNED
    kept = wanted >= 0
    return bool((model.llama.lm_head(hidden[0, :-1][kept]).argmax(-1) == wanted[kept]).all())


def load_learnt(checkpoints: Path, language: str) -> list[Topic]:
    """As the folder will hold its weights."""
    model = load(checkpoints / language)[0].eval()
    round_to_half(model)
    return learnt(model, load_encoder(checkpoints / "tokenizer.json"), Sight(checkpoints))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--checkpoints", type=Path, required=True)
    options.add_argument("--language", default="dreamllm.pt")
    given = options.parse_args()
    torch.set_num_threads(1)
    can = load_learnt(given.checkpoints, given.language)
    print(f"{len(can)} of {len(TOPICS)} topics; not: {', '.join(topic.names[0] for topic in TOPICS if topic not in can)}")


if __name__ == "__main__":
    main()
