"""The language half of the wide model on one device: pretraining and stages I to III.

They share one loop and one loss: cross-entropy + the conditions' squared error to the scenes' codes, and from stage I on 10 times
the flow velocity error through the frozen denoiser. Pictures are rendered and encoded afresh in every batch.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from dreamtrain.batches import PLAN_ONLY, Batch, grouped
from dreamtrain.budget import Budget, say
from dreamtrain.gpu.feed import Feed
from dreamtrain.gpu.picture import halves, load_denoiser, load_reader, load_vae, picture_of
from dreamtrain.gpu.sizes import IMAGE_ROWS, Sizes
from dreamtrain.joint import CODE_WEIGHT, FLOW_WEIGHT
from dreamtrain.model.dreamllm import DreamLLM
from dreamtrain.model.flow import TIMESTEPS, noised
from dreamtrain.muon import optimisers_for
from dreamtrain.tokenizer import NOT_LEARNED, Encoder, Row, load_encoder, train_tokenizer
from dreamtrain.training import code_loss, language_loss, load, save
from dreamtrain.wide.conversations import conversations
from dreamtrain.wide.packed import CONDITION_WIDTH, NUM_QUERIES, WIDTH, codes, pack
from dreamtrain.world.dialogue import Turn

LONGEST = 1400  # tokens; longer dialogues are left out
BLIND = 0.5  # share of the dialogues without sent pictures whose own are not looked at
POOL = 400  # dialogues that are sorted by length together
STEP = 64  # widths are rounded up to this
EDGES = ("llama.model.embed_tokens", "llama.lm_head", "dream_queries", "projector", "condition_head")
MOST_FLOW = 128  # pictures of a batch that go through the denoiser


@dataclass(frozen=True)
class Stage:
    out: str
    start: str | None
    rate: float
    seeing: bool  # many questions about pictures
    flow: bool
    frozen: bool = False  # the language model itself


STAGES = {
    "pretrain": Stage("pretrain.pt", None, 2e-3, False, False),
    "stage1": Stage("stage1.pt", "pretrain.pt", 2e-3, True, True, frozen=True),
    "stage2": Stage("stage2.pt", "stage1.pt", 1e-3, True, True),
    "stage3": Stage("dreamllm.pt", "stage2.pt", 6e-4, False, True),
}


def make_tokenizer(sizes: Sizes, path: Path) -> None:
    tokenizer = train_tokenizer(sizes.tokenizer_dialogues, source=conversations, vocabulary=sizes.dream.llama.vocab_size)
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))


def wide_encoder(path: Path) -> Encoder:
    return Encoder(load_encoder(path).tokenizer, NUM_QUERIES)


def laid_rows(rows: list[Row], pad: int, blind: frozenset[int] = frozenset()) -> dict[str, torch.Tensor]:
    """Rows as tensors small enough for a pipe; `blind` are the indices of rows whose pictures are not looked at."""
    width = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    fill = {"ids": pad, "labels": NOT_LEARNED, "queries": -1, "images": -1}
    tensors = {name: torch.full((len(rows), width), value, dtype=torch.int32) for name, value in fill.items()}
    scenes, seen, places, wanted = [], [], [], []
    for index, row in enumerate(rows):
        for name, tensor in tensors.items():
            tensor[index, : len(row.ids)] = torch.tensor(getattr(row, name), dtype=torch.int32)
        own = tensors["images"][index]
        own[own >= 0] += IMAGE_ROWS * len(scenes)
        places += [(index, start) for start, _ in row.dreams]
        wanted += [None if picture < 0 else row.scenes[picture] for _, picture in row.dreams]
        scenes += row.scenes
        seen += [index not in blind] * len(row.scenes)
    nothing = pack([])
    return tensors | {
        "scenes": pack(scenes), "seen": torch.tensor(seen, dtype=torch.bool), "places": torch.tensor(places, dtype=torch.int32).reshape(-1, 2),
        "named": torch.tensor([scene is not None for scene in wanted], dtype=torch.bool),
        "wanted": pack([scene for scene in wanted if scene is not None]) if any(wanted) else nothing,
    }


def dialogue_batches(tokenizer: str, tokens: int, seeing: bool) -> partial:
    """A maker of laid batches for a Feed."""
    return partial(_dialogue_batches, tokenizer, tokens, seeing)


def _dialogue_batches(tokenizer: str, tokens: int, seeing: bool, seed: int) -> Iterator[dict[str, torch.Tensor]]:
    encoder, rng = wide_encoder(Path(tokenizer)), random.Random(seed)
    source, empty = conversations(seed, seeing=seeing), wide_encoder(Path(tokenizer)).unconditional()
    while turns := list(islice(source, POOL)):
        rows = [(encoder.row(each, rng.random() < PLAN_ONLY and _draws(each[-1])), any(turn.pictures for turn in each)) for each in turns]
        pool = sorted((pair for pair in rows if len(pair[0].ids) <= LONGEST), key=lambda pair: len(pair[0].ids))
        groups = grouped(pool, tokens)
        rng.shuffle(groups)
        for group in groups:
            blind = frozenset(i for i, (_, sent) in enumerate(group) if not sent and rng.random() < BLIND)
            yield laid_rows([row for row, _ in group] + [empty] * 2, encoder.special["[PAD]"], blind)


def _draws(turn: Turn) -> bool:
    return any(step.picture for step in turn.steps)


def on_device(laid: dict[str, torch.Tensor], device: torch.device) -> tuple[Batch, torch.Tensor, torch.Tensor]:
    """The batch, the packed scenes of its pictures, and which of these are looked at."""
    moved = {name: part.to(device, non_blocking=True) for name, part in laid.items()}
    named = moved["named"]
    target = torch.zeros(len(named), NUM_QUERIES, CONDITION_WIDTH, device=device)
    if named.any():
        target[named] = codes(moved["wanted"])
    rows, starts = moved["places"].long().unbind(1)
    wanted = torch.zeros(len(named), WIDTH, dtype=torch.int16, device=device)
    wanted[named] = moved["wanted"]
    batch = Batch(
        ids=moved["ids"].long(), labels=moved["labels"].long(), queries=moved["queries"].long(), images=moved["images"].long(),
        scenes=moved["scenes"], dream_rows=rows, dream_starts=starts, dream_scenes=wanted, codes=target,
    )
    return batch, named, moved["seen"]


class Eyes:
    """The frozen picture half as the language half uses it."""

    def __init__(self, folder: Path, device: torch.device, flow: bool = True):
        self.device, self.vae = device, load_vae(folder, device).requires_grad_(False)
        self.vision = load_reader(folder / "vision.pt", device).encoder.requires_grad_(False)
        self.denoiser = load_denoiser(folder / "denoiser.pt", device).requires_grad_(False) if flow else None

    @torch.no_grad()
    def features(self, scenes: torch.Tensor, seen: torch.Tensor | None = None, rebuilt: float = 0.3) -> torch.Tensor:
        """Packed scenes (N, WIDTH) -> (N, 16, width); zeros for a picture that is not looked at. A share is seen as the autoencoder gives it back."""
        made = torch.zeros(len(scenes), IMAGE_ROWS, self.vision.config.hidden_size, device=self.device)
        looked = torch.arange(len(scenes), device=self.device) if seen is None else seen.nonzero()[:, 0]
        for part in looked.split(256) if len(looked) else ():
            pixels = picture_of(scenes.to(self.device)[part], self.device)
            again = torch.rand(len(part), device=self.device) < rebuilt
            with halves(self.device):
                if again.any():
                    pixels[again] = self.vae.decode(self.vae.encode(pixels[again])).float().clamp(-1, 1)
                made[part] = self.vision(pixels).float()
        return made

    @torch.no_grad()
    def look(self, pictures: torch.Tensor) -> torch.Tensor:
        """Finished pictures (N, 3, 256, 256) -> features (N, 16, width)."""
        with halves(self.device):
            return torch.cat([self.vision(part.to(self.device)).float() for part in pictures.split(256)])

    def flow_loss(self, condition: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """Squared error of the frozen denoiser's velocity under these conditions (N, 32, 128)."""
        with torch.no_grad(), halves(self.device):
            latents = self.vae.to_model(self.vae.encode(picture_of(rows, self.device)).float())
            mixed, t, velocity = noised(latents)
        with halves(self.device):
            guessed = self.denoiser(mixed, TIMESTEPS * t, condition, torch.zeros_like(latents))
        return F.mse_loss(guessed.float(), velocity)


def train_stage(name: str, sizes: Sizes, folder: Path, minutes: float, device: torch.device, seed: int, compiled: bool) -> dict:
    stage, tokenizer = STAGES[name], folder / "tokenizer.json"
    if not tokenizer.exists():
        make_tokenizer(sizes, tokenizer)
    path = folder / stage.out
    if path.exists():
        model = load(path)[0]
    elif stage.start:
        model = load(folder / stage.start)[0]
    else:
        torch.manual_seed(seed)
        model = DreamLLM(sizes.dream)
    model = model.to(device).train()
    model.llama.requires_grad_(not stage.frozen)
    eyes = Eyes(folder, device, stage.flow)
    feed = Feed(dialogue_batches(str(tokenizer), sizes.tokens, stage.seeing), sizes.workers, seed)
    learned = optimisers_for(model, lr=stage.rate, edges=EDGES)
    if compiled:
        for layer in model.llama.model.layers:
            layer.compile(dynamic=True)
    budget, tokens, numbers = Budget(minutes), 0, {}
    while not budget.done:
        batch, named, seen = on_device(next(feed), device)
        with halves(device):
            rows = model.inputs(batch.ids, batch.queries, batch.images, eyes.features(batch.scenes, seen))
            hidden = model.llama(rows.bfloat16())
            language, right = language_loss(model, hidden, batch)
            code, condition = code_loss(model, hidden, batch)
        loss = language + CODE_WEIGHT * code
        if stage.flow and named.any():
            kept = named.nonzero()[:, 0]
            kept = kept[torch.randperm(len(kept), device=device)[:MOST_FLOW]]
            flow = eyes.flow_loss(condition[kept], batch.dream_scenes[kept])
            loss = loss + FLOW_WEIGHT * flow
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        budget.step(*learned)
        tokens += batch.ids.numel()
        if budget.every("log", 10) or budget.done:
            numbers = {"ce": language.item(), "right": right.item(), "code": code.item(), "tokens_m": tokens / 1e6}
            say(budget, **numbers, **({"flow": flow.item()} if stage.flow and named.any() else {}))
        if budget.every("save", 90):
            save(path, model, {"step": budget.steps, "tokens": tokens})
    feed.close()
    save(path, model, {"step": budget.steps, "tokens": tokens})
    return {"steps": budget.steps} | numbers

