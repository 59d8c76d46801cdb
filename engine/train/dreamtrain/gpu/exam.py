"""Examines the wide model on held-out requests with its own plans, its own conditions and few steps; marks with the detector. Shares have 95 % intervals (Wilson)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import torch
from torch.nn import functional as F

from dreamtrain.evaluate import read_plan, share, shown_in, wanted_plan
from dreamtrain.generate import plan_prompt, text_prompt, write
from dreamtrain.gpu.language import Eyes, laid_rows, on_device, wide_encoder
from dreamtrain.gpu.picture import FEW_STEPS, GUIDANCE, load_denoiser, load_reader, paint, picture_of
from dreamtrain.gpu.prompts import ABILITIES, ANSWERS, SEED, TASKS, asked, shows, threads
from dreamtrain.gpu.sizes import Sizes
from dreamtrain.quantise import round_to_int8
from dreamtrain.stage0_judge import sheet, write_png
from dreamtrain.stage0_vae import psnr
from dreamtrain.training import load
from dreamtrain.wide.conversations import make_turn
from dreamtrain.wide.language import caption, parse_caption
from dreamtrain.wide.packed import cells_of, codes, pack, read_codes, unpack, whole_of
from dreamtrain.wide.render import render
from dreamtrain.wide.scene import Scene, all_things
from dreamtrain.wide.words import WideVoice
from dreamtrain.world.dialogue import Step, Turn

SHEET_PROMPTS, SHEET_EDITS, EDIT_TURNS = 48, 16, 3
_ANY = Scene("white", parse_caption("a huge red circle in the middle, on white").things)


class Bot:
    """The trained parts, rounded as they are shipped, and the chain from a thread to a picture. `few` takes the distilled denoiser."""

    def __init__(self, folder: Path, sizes: Sizes, device: torch.device, language: str = "dreamllm.pt", few: bool = True):
        self.device, self.sizes = device, sizes
        self.model, self.encoder = load(folder / language)[0].to(device).eval(), wide_encoder(folder / "tokenizer.json")
        self.eyes, detector = Eyes(folder, device), folder / "detector.pt"
        self.detector = load_reader(detector, device) if detector.exists() else None
        few = few and (folder / "few_steps.pt").exists()
        self.denoiser = load_denoiser(folder / "few_steps.pt", device) if few else self.eyes.denoiser
        round_to_int8(self.model, self.eyes.vae, self.eyes.vision, self.denoiser)
        self.steps, self.guidance = (FEW_STEPS, 1.0) if few else (sizes.eval_steps, GUIDANCE)

    def laid(self, rows, pad):
        return on_device(laid_rows(rows, pad), self.device)[0]

    def plans(self, cases: list[list[Turn]]) -> list[list[tuple] | None]:
        written = write(self.model, self.encoder, [plan_prompt(turns) for turns in cases], self.eyes.features, newlines=2, limit=320, batch=128, lay=self.laid)
        return [read_plan(text, parse_caption, shown_in(turns)) for text, turns in zip(written, cases)]

    def texts(self, cases: list[list[Turn]]) -> list[str]:
        return write(self.model, self.encoder, [text_prompt(turns) for turns in cases], self.eyes.features, newlines=1, limit=160, batch=128, lay=self.laid)

    @torch.no_grad()
    def conditions(self, cases: list[list[Turn]]) -> torch.Tensor:
        """The conditions (N, 32, 128) of all pictures the threads' last turns draw, in order."""
        made = []
        for start in range(0, len(cases), 32):
            rows = [self.encoder.row(turns) for turns in cases[start:start + 32]]
            batch = self.laid(rows, self.encoder.special["[PAD]"])
            hidden = self.model(batch.ids, batch.queries, batch.images, self.eyes.features(batch.scenes))
            every = self.model.condition(batch.dream_hidden(hidden)).float()
            for index, turns in enumerate(cases[start:start + 32]):
                own = every[batch.dream_rows == index]
                count = sum(step.picture is not None for step in turns[-1].steps)
                made.append(own[len(own) - count:])
        return torch.cat(made)

    def painted(self, condition: torch.Tensor, parents: torch.Tensor | None = None) -> torch.Tensor:
        """`parents`: finished pictures (N, 3, 256, 256) that are changed."""
        reference = None
        if parents is not None:
            with torch.no_grad():
                reference = torch.cat([self.eyes.vae.to_model(self.eyes.vae.encode(part.to(self.device)).float()).cpu() for part in parents.split(128)])
        return paint(self.denoiser, self.eyes.vae, condition, reference, self.steps, self.guidance)

    def seen(self, pictures: torch.Tensor) -> list[Scene]:
        return unpack(self.detector.read(pictures.to(self.device)))


def with_plan(turn: Turn, plan: list[tuple] | None) -> Turn:
    """The turn with the first picture of a plan in place of its own; a plan without one draws a red circle, and is wrong."""
    scene = next((scene for _, _, scene in plan or () if scene is not None), _ANY)
    return replace(turn, steps=tuple(replace(step, picture=replace(step.picture, scene=scene)) if step.picture else step for step in turn.steps))


def pictures_asked_for(bot: Bot, results: dict) -> None:
    """Per ability: the detector on true pictures, the denoiser from true codes, and the whole chain."""
    every: dict[str, list[bool]] = {"true picture": [], "true code": [], "picture": []}
    for ability in ABILITIES:
        cases = asked(ability, bot.sizes.exam)
        scenes = [scene for _, scene in cases]
        plans = bot.plans([[turn] for turn, _ in cases])
        made = bot.painted(bot.conditions([[with_plan(turn, plan)] for (turn, _), plan in zip(cases, plans)]))
        sources = {
            "true picture": torch.cat([picture_of(part, bot.device).cpu() for part in pack(scenes).split(64)]),
            "true code": bot.painted(codes(pack(scenes).to(bot.device))), "picture": made,
        }
        for name, pictures in sources.items():
            right = [shows(ability, scene, seen) for scene, seen in zip(scenes, bot.seen(pictures))]
            every[name] += right
            results[f"{ability}: {name}"] = share(right)
    for name, right in every.items():
        results[f"overall: {name}"] = share(right)


def edits(bot: Bot, results: dict) -> None:
    """Every parent is painted from its true code; the edit by the bot's own plan and condition."""
    cases = [turns for turns in threads("edit", bot.sizes.exam) if turns[-1].steps[1].kind == "edit"]
    plans, before, after = bot.plans(cases), [], []
    for turns in cases:
        step = turns[-1].steps[1]
        named = {picture.name: picture.scene for turn in turns for picture in turn.shown()}
        before.append(named[step.target])
        after.append(step.picture.scene)
    old, new = pack(before), pack(after)
    parents = bot.painted(codes(old.to(bot.device)))
    made = bot.painted(bot.conditions([[*turns[:-1], with_plan(turns[-1], plan)] for turns, plan in zip(cases, plans)]), parents)
    results["edit: plan, target and scene"] = share([plan == wanted_plan(turns[-1]) for plan, turns in zip(plans, cases)])
    read = bot.detector.read(made.to(bot.device))
    changed = (cells_of(old) != cells_of(new)).any(-1, keepdim=True)
    done = ((cells_of(read) == cells_of(new)) | ~changed).all(-1).all(-1) & ((whole_of(read) == whole_of(new)) | (whole_of(old) == whole_of(new))).all(-1)
    results["edit: asked change done"] = share(done.tolist())
    jitter = torch.zeros(len(old), 9, 2)
    same = (render(old, jitter) - render(new, jitter)).abs().amax(1, keepdim=True) < 1e-3
    kept = F.max_pool2d((~same).float(), 9, stride=1, padding=4) == 0
    shares = [psnr(picture[:, mask[0]][None], parent[:, mask[0]][None]).item() for picture, parent, mask in zip(made, parents, kept) if mask.float().mean() > 0.05]
    results["edit: kept outside the change, dB"] = {"mean": round(sum(shares) / len(shares), 2), "p5": round(sorted(shares)[len(shares) // 20], 2), "n": len(shares)} if shares else None


def words(bot: Bot, results: dict, misses: list[dict]) -> None:
    """Plans of every task, and answers letter for letter; the critic also by precision and recall of "Yes"."""
    for task in (*TASKS, *ANSWERS):
        cases = threads(task, bot.sizes.exam)
        plans = bot.plans(cases)
        right = [plan == wanted_plan(turns[-1]) for plan, turns in zip(plans, cases)]
        if task in (*ANSWERS, "refuse", "ask"):
            said, wanted = bot.texts(cases), [turns[-1].steps[0].text for turns in cases]
            exact = [text.strip() == true for text, true in zip(said, wanted)]
            results[f"{task}: text"] = share(exact)
            if task == "judge":
                yes, truth = ([text.strip().endswith("Yes.") for text in texts] for texts in (said, wanted))
                results["judge: precision of yes"] = share([true for mine, true in zip(yes, truth) if mine] or [False])
                results["judge: recall of yes"] = share([mine for mine, true in zip(yes, truth) if true] or [False])
            misses += [{"task": task, "request": turns[-1].request, "said": text, "wanted": true} for turns, text, true, fine in zip(cases, said, wanted, exact) if not fine][:20]
        results[f"{task}: plan"] = share(right)
        misses += [
            {"task": task, "request": turns[-1].request, "plan": str(plan)[:400], "wanted": [step.plan_line() for step in turns[-1].steps]}
            for turns, plan, fine in zip(cases, plans, right) if not fine
        ][:20]


def documents(bot: Bot, results: dict) -> None:
    """Does every section's picture hold the things its caption names, by the detector?"""
    cases = [turns for task in ("document", "story") for turns in threads(task, max(2, bot.sizes.exam // 4))]
    scenes = [step.picture.scene for turns in cases for step in turns[-1].steps if step.picture]
    seen = bot.seen(bot.painted(bot.conditions(cases)))
    right = [all(got.has(each.kind) for each in all_things(scene)) for scene, got in zip(scenes, seen)]
    results["document: section's picture holds its things"] = share(right)


def code_share(bot: Bot) -> dict[str, float]:
    """Conditions that name every field of the scene: compares creation-only training (stage I) with joint training (stage III)."""
    cases = [turns for turns in threads("draw", bot.sizes.exam) if any(step.picture for step in turns[-1].steps)]
    scenes = [step.picture.scene for turns in cases for step in turns[-1].steps if step.picture]
    return share([got == wanted for got, wanted in zip(unpack(read_codes(bot.conditions(cases))), scenes)])


def sheets(bot: Bot, out: Path) -> None:
    """The first 48 held-out requests, and 16 threads of a picture and three edits; what was asked and planned beside them."""
    cases = [[turn] for turn, _ in (pair for pairs in zip(*(asked(ability, SHEET_PROMPTS // len(ABILITIES)) for ability in ABILITIES)) for pair in pairs)]
    plans = bot.plans(cases)
    planned = [with_plan(turns[-1], plan) for turns, plan in zip(cases, plans)]
    write_png(out / "sheet.png", sheet(bot.painted(bot.conditions([[turn] for turn in planned])), columns=8))
    told = [{"request": turn.request, "planned": caption(turn.steps[1].picture.scene)} for turn in planned]
    voice, rows, talks = WideVoice(SEED + 500, held_out=True), [], []
    while len(talks) < SHEET_EDITS:
        turns, shown = [make_turn(voice, "draw", [])], []
        if len(turns[0].steps) != 2:
            continue
        shown += turns[0].shown()
        while len(turns) <= EDIT_TURNS:
            turns.append(make_turn(voice, "edit", shown[-1:]))
            if turns[-1].pictures or turns[-1].steps[1].target != shown[-1].name:
                turns.pop()
                continue
            shown += turns[-1].shown()
        talks.append(turns)
    parents, threads_so_far = None, [[] for _ in talks]
    for at in range(EDIT_TURNS + 1):
        asked_now = [[*before, turns[at]] for before, turns in zip(threads_so_far, talks)]
        plans = bot.plans(asked_now)
        threads_so_far = [[*turns[:-1], _as_planned(turns[-1], plan)] for turns, plan in zip(asked_now, plans)]
        parents = bot.painted(bot.conditions(threads_so_far), parents)
        rows.append(parents)
    write_png(out / "edits.png", sheet(torch.stack(rows, dim=1).flatten(0, 1), columns=2 * (EDIT_TURNS + 1)))
    edited = [[{"request": turn.request, "planned": caption(turn.steps[1].picture.scene)} for turn in turns] for turns in threads_so_far]
    (out / "sheets.json").write_text(json.dumps({"sheet": told, "edits": edited}, indent=1))


def _as_planned(turn: Turn, plan: list[tuple] | None) -> Turn:
    made = with_plan(turn, plan)
    return Turn(made.request, (Step("write", "Done."), made.steps[1]), made.pictures)


def examine(folder: Path, sizes: Sizes, device: torch.device, out: Path) -> dict:
    torch.manual_seed(SEED)
    bot, results, misses = Bot(folder, sizes, device), {}, []
    for part in (pictures_asked_for, edits, documents):
        part(bot, results)
    words(bot, results, misses)
    results["condition names the scene"] = code_share(bot)
    out.mkdir(parents=True, exist_ok=True)
    (out / "exam.json").write_text(json.dumps({"results": results, "misses": misses}, indent=1))
    sheets(bot, out)
    return results

