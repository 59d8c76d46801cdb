"""Marks the answers of the examination (exam.py) and writes what came out: tables, misses, and sheets of pictures.

    python -m dreamtrain.mark --answers ../../out/exam --exam ../../test/eval --out ../../models/pocket

Pictures are read by detector.py, which has learnt nothing. Shares come with their 95 % interval (Wilson).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from dreamtrain.detector import read_scene
from dreamtrain.evaluate import share
from dreamtrain.exam import OBJECTS, SHEET_COLUMNS
from dreamtrain.judge import kept_mask
from dreamtrain.sheets import write_sheets
from dreamtrain.stage0_vae import psnr
from dreamtrain.world.edits import changed_cells
from dreamtrain.world.language import parse_caption
from dreamtrain.world.scene import Scene

SHORT = 300  # characters: a refusal is no lecture
GOALS = {
    "single object": 0.97, "two objects": 0.92, "counting": 0.85, "colours": 0.92, "position": 0.88, "attribute binding": 0.85,
    "overall": 0.90, "edit: asked change done": 0.85, "question: answer": 0.95, "critic: precision": 0.90, "critic: recall": 0.90,
    "plans": 0.95, "document: picture holds what its caption names": 0.90, "outside": 0.95,
}


@dataclass
class Marks:
    right: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    kept_db: list[float] = field(default_factory=list)
    misses: list[dict] = field(default_factory=list)

    def mark(self, name: str, right: bool, case: dict | None = None, answer: object = None) -> bool:
        self.right[name].append(bool(right))
        if not right and case:
            said = [turn["say"][:300] for turn in case["turns"]]
            self.misses.append({"mark": name, "id": case["id"], "said": said, "expected": case["expect"], "answer": answer})
        return bool(right)


class Answers:
    """The answers of a folder, and what the detector sees in their pictures."""

    def __init__(self, folder: Path, exam: Path):
        self.folder, self.exam = folder, exam
        lines = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
        self.turns: dict[str, list[dict]] = {answer["id"]: answer["turns"] for answer in map(json.loads, lines)}
        files = [shown["file"] for turns in self.turns.values() for turn in turns for shown in turn["pictures"]]
        self.seen: dict[str, Scene] = {}
        for start in range(0, len(files), 64):
            part = files[start:start + 64]
            self.seen |= zip(part, read_scene(torch.stack([self.pixels(file) for file in part])))
        self.sheet = np.asarray(Image.open(exam / "pictures.webp").convert("RGB"))

    def pixels(self, file: str) -> torch.Tensor:
        return _as_pixels(np.asarray(Image.open(self.folder / file).convert("RGB")))

    def scenes(self, turn: dict) -> list[Scene]:
        return [self.seen[shown["file"]] for shown in turn["pictures"]]

    def named(self, case: dict, name: str) -> torch.Tensor | None:
        """The pixels of a picture of the thread, drawn or sent."""
        for turn, asked in zip(self.turns[case["id"]], case["turns"]):
            for shown in turn["pictures"]:
                if shown["name"] == name:
                    return self.pixels(shown["file"])
        sent = [asked["sent"] for asked in case["turns"] if "sent" in asked]
        if len(sent) != 1:
            return None
        y, x = (128 * part for part in divmod(sent[0], SHEET_COLUMNS))
        return _as_pixels(self.sheet[y:y + 128, x:x + 128])


def _as_pixels(image: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(image.copy()).permute(2, 0, 1).float() / 127.5 - 1


def mark_objects(marks: Marks, answers: Answers, case: dict) -> None:
    scenes, wanted = answers.scenes(answers.turns[case["id"]][-1]), case["expect"]["shows"]
    right = len(scenes) == 1 and all(_shown(scenes[0], thing, case["group"] == "counting") for thing in wanted)
    if right and "relation" in case["expect"]:
        a, b = ([t.cell for t in scenes[0].things if t.kind == thing["kind"]][0] for thing in wanted)
        (row_a, column_a), (row_b, column_b) = divmod(a, 3), divmod(b, 3)
        right = {"left of": column_a < column_b, "right of": column_a > column_b, "above": row_a < row_b, "below": row_a > row_b}[case["expect"]["relation"]]
    marks.mark("overall", right)
    marks.mark(case["group"], right, case, answers.turns[case["id"]][-1])


def _shown(scene: Scene, wanted: dict, exactly: bool) -> bool:
    count = sum(t.kind == wanted["kind"] and wanted.get("colour", t.colour) == t.colour for t in scene.things)
    return count == wanted["count"] if exactly else count >= wanted["count"]


def mark_edit(marks: Marks, answers: Answers, case: dict, turn: dict, plan: list[str], parent: str, name: str) -> bool:
    """One edit: its plan, whether the asked change is in the picture, and how well the rest was kept."""
    before, after = parse_caption(parent), parse_caption(plan[-1].split(": ", 1)[1])
    marks.mark(f"{name}: plan", turn["plan"] == plan, case, turn)
    scenes = answers.scenes(turn)
    seen = {thing.cell: thing for thing in scenes[-1].things} if scenes else {}
    told = {thing.cell: thing for thing in after.things}
    changed = changed_cells(before, after)
    done = bool(scenes) and scenes[-1].ground == after.ground and all(seen.get(cell) == told.get(cell) for cell in changed)
    marks.mark(f"{name}: asked change done", done, case, turn)
    marks.mark(f"{name}: whole picture right", bool(scenes) and scenes[-1] == after)
    target = plan[-1].split(":")[0].removeprefix("edit ")
    old = answers.named(case, target) if done and before.ground == after.ground and len(changed) <= 2 else None
    if old is not None:
        mask = kept_mask(before, after, 128)
        new = answers.pixels(turn["pictures"][-1]["file"])
        marks.kept_db.append(min(psnr(new[:, mask][None], old[:, mask][None]).item(), 60.0))
    return done


def mark_critic(marks: Marks, case: dict, text: str) -> None:
    """Precision and recall of calling a picture wrong: what the model says it sees is compared with the claim, in code."""
    claim = _claim(case["turns"][-1]["say"])
    true = case["expect"]["text"][0] == f"I see {claim}."
    flagged = text != f"I see {claim}." if text.startswith("I see ") else not text.startswith("Yes")
    if flagged:
        marks.mark("critic: precision", not true, case, text)
    if not true:
        marks.mark("critic: recall", flagged, case, text)


def _claim(words: str) -> str:
    for start in [i for i in range(len(words)) if words.startswith(("a ", "an "), i) and (i == 0 or words[i - 1] == " ")]:
        try:
            parse_caption(words[start:].rstrip("?"))
            return words[start:].rstrip("?")
        except ValueError:
            continue
    return ""


def mark_document(marks: Marks, answers: Answers, case: dict) -> None:
    turn, plan = answers.turns[case["id"]][-1], case["expect"]["plan"]
    group = case["group"]
    marks.mark(f"{group}: plan", turn["plan"] == plan, case, turn)
    marks.mark(f"{group}: text as it was written for it", turn["texts"] == case["expect"]["text"], case, turn["texts"])
    for scene, shown in zip(answers.scenes(turn), turn["pictures"]):
        marks.mark(f"{group}: picture holds what its caption names", _holds(scene, shown["caption"]))


def _holds(scene: Scene, words: str) -> bool:
    try:
        wanted = parse_caption(words)
    except ValueError:
        return False
    seen = {thing.cell: thing for thing in scene.things}
    return all((got := seen.get(t.cell)) and (got.kind, got.colour) == (t.kind, t.colour) for t in wanted.things)


def mark_case(marks: Marks, answers: Answers, case: dict) -> None:
    group, expect, turn = case["group"], case["expect"], answers.turns[case["id"]][-1]
    text = turn["texts"][-1] if turn["texts"] else ""
    if group in OBJECTS:
        mark_objects(marks, answers, case)
        return
    if group == "edit":
        mark_edit(marks, answers, case, turn, expect["plan"], expect["parent"], "edit")
    elif group == "three edits":
        turns = answers.turns[case["id"]]
        plans = [["write", f"edit {name}: {words}"] for name, words in zip(("#1", "#1b", "#1c"), expect["scenes"][1:])]
        done = [mark_edit(marks, answers, case, *each, "each of three edits") for each in zip(turns[1:], plans, expect["scenes"])]
        marks.mark("three edits: all done", all(done))
        return
    elif group == "question":
        marks.mark("question: answer", text.rsplit(". ", 1)[-1] == expect["text"][0].rsplit(". ", 1)[-1] and not turn["pictures"], case, turn)
        return
    elif group == "critic":
        mark_critic(marks, case, text)
        return
    elif group in ("document", "story"):
        mark_document(marks, answers, case)
    elif group == "two pictures":
        marks.mark("two pictures: plan", turn["plan"] == expect["plan"], case, turn)
    elif group in ("ask", "small talk"):
        marks.mark(group, turn["plan"] == expect["plan"] and turn["texts"] == expect["text"], case, turn)
    else:
        text = text or turn.get("failed", "")  # too long to be read: said in one sentence
        plain = not turn["pictures"] and 0 < len(text) <= SHORT
        marks.mark(group, plain and (expect["kind"] == "any" or turn["plan"] == ["refuse"]), case, turn)
        marks.mark(f"{group}: no picture, a short answer", plain)
    marks.mark("plans", turn["plan"] == expect["plan"] if "plan" in expect else turn["plan"] == ["refuse"])


def table(marks: Marks) -> str:
    lines = ["| | right | 95 % interval | of | aim |", "|---|---|---|---|---|"]
    heads = (*OBJECTS, "overall")
    for name in (*(head for head in heads if head in marks.right), *sorted(set(marks.right) - set(heads))):
        got = share(marks.right[name])
        aim = f"{GOALS[name]:.2f}" if name in GOALS else ""
        lines.append(f"| {name} | {got['share']:.3f} | {got['low']:.2f} to {got['high']:.2f} | {got['n']} | {aim} |")
    if marks.kept_db:
        kept = sorted(marks.kept_db)
        lines.append(f"\nOutside the change an edit keeps {np.mean(kept):.1f} dB on average, {kept[len(kept) // 20]:.1f} dB at the 5th percentile ({len(kept)} edits of which the change was done, ground unchanged).")
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--answers", type=Path, default=Path("../../out/exam"))
    options.add_argument("--exam", type=Path, default=Path("../../test/eval"))
    options.add_argument("--out", type=Path, help="where to put the sheets of pictures; none without")
    given = options.parse_args()
    cases = [json.loads(line) for line in (given.exam / "prompts.jsonl").read_text(encoding="utf-8").splitlines()]
    answers, marks = Answers(given.answers, given.exam), Marks()
    cases = [case for case in cases if case["id"] in answers.turns]
    for case in cases:
        mark_case(marks, answers, case)
    print(f"{len(cases)} cases\n\n{table(marks)}")
    (given.answers / "misses.json").write_text(json.dumps(marks.misses, indent=1, ensure_ascii=False), encoding="utf-8")
    if given.out:
        write_sheets(cases, answers.turns, given.answers, given.out)


if __name__ == "__main__":
    main()
