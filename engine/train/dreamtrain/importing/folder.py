"""Writes a model folder so that a half-written one is never mistaken for a whole one, and an interrupted one is gone on with.

All files are written into `<out>.part`, beside a note of what they are made from and which are done. model.json comes last; then the
folder is renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from dreamtrain.importing.graph import Graph, WeightsFile
from dreamtrain.importing.refusal import Refusal

NOTE = "import-state.json"
OURS = (".onnx", ".data", ".weights", ".json", ".bin", ".md", ".new")
# Graphs of the same weights, which stand once, in a file that these share.
SHARING, SHARED = ("embedTokens", "languageModel", "decodeLoop"), "language.weights"
SPARE_BYTES = 50_000_000

Report = Callable[[str, int, int], None]  # stage, bytes done, bytes in all


class Part:
    """The folder while it is made."""

    def __init__(self, out: Path, inputs: str):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise Refusal(f"{out} exists already; remove it, or choose another --out.")
        self.out, self.path = out, out.with_name(out.name + ".part")
        self.path.mkdir(parents=True, exist_ok=True)
        strange = [path.name for path in self.path.iterdir() if path.suffix not in OURS or not path.is_file()]
        if strange:
            raise Refusal(f"Expected only what an earlier import left in {self.path}, found {strange[0]}; move it away.")
        note = self._note()
        # What was made from other files or with other options is of no use.
        self.done: dict[str, dict] = note.get("done", {}) if note.get("inputs") == inputs else {}
        self.inputs = inputs
        kept = {NOTE, *(name for files in self.done.values() for name in files)}
        for path in self.path.iterdir():
            if path.name not in kept:
                path.unlink()
        self._save_note()

    def write_graphs(self, graphs: dict[str, Graph], names: dict[str, str], report: Report) -> None:
        """Those that share weights are done when the last of them is."""
        units = [SHARING, *((name,) for name in graphs if name not in SHARING)]
        missing = [unit for unit in units if not self._has(unit[0])]
        self._expect_room(sum(max(graphs[name].bytes for name in unit) for unit in missing))
        for unit in units:
            if unit in missing:
                self.done[unit[0]] = self._write_unit({name: graphs[name] for name in unit}, names, report)
                for file in self.done[unit[0]]:
                    _sync(self.path / file)
                self._save_note()
            else:
                for name in unit:
                    report(name, graphs[name].bytes, graphs[name].bytes)

    def _write_unit(self, graphs: dict[str, Graph], names: dict[str, str], report: Report) -> dict[str, dict]:
        shared, files = WeightsFile(self.path / SHARED) if len(graphs) > 1 else None, {}
        for name, graph in graphs.items():
            done, total = 0, graph.bytes

            def progress(count: int) -> None:
                nonlocal done
                done += count
                report(name, done, total)

            files |= graph.write(self.path / names[name], progress, shared)
        return files | (shared.close() if shared else {})

    def write(self, name: str, content: bytes) -> None:
        (self.path / name).write_bytes(content)
        _sync(self.path / name)
        self.done[name] = {name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}}

    @property
    def files(self) -> dict[str, dict]:
        """Hash and size by file name."""
        found = {name: entry for files in self.done.values() for name, entry in files.items()}
        return dict(sorted(found.items()))

    def finish(self, manifest: dict, card: str) -> None:
        (self.path / "MODEL_CARD.md").write_text(card, "utf-8")
        (self.path / "model.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        _sync(self.path / "model.json")
        (self.path / NOTE).unlink()
        if self.out.exists():
            self.out.rmdir()
        os.rename(self.path, self.out)

    def _has(self, name: str) -> bool:
        files = self.done.get(name)
        return bool(files) and all(
            (self.path / file).is_file() and (self.path / file).stat().st_size == entry["bytes"] for file, entry in files.items()
        )

    def _expect_room(self, needed: int) -> None:
        free = shutil.disk_usage(self.path).free
        if free < needed + SPARE_BYTES:
            raise Refusal(
                f"The model needs {needed / 1e6:,.0f} MB more on the disk of {self.out} and {free / 1e6:,.0f} MB are free; make room, or choose "
                "another --out."
            )

    def _note(self) -> dict:
        try:
            return json.loads((self.path / NOTE).read_text())
        except (OSError, ValueError):
            return {}

    def _save_note(self) -> None:
        new = self.path / (NOTE + ".new")
        new.write_text(json.dumps({"inputs": self.inputs, "done": self.done}))
        os.replace(new, self.path / NOTE)


def hash_files(paths: tuple[Path, ...], report: Report) -> dict[str, str]:
    """SHA-256 by file name, told from the folder that all lie in."""
    total, done, found = sum(path.stat().st_size for path in paths), 0, {}
    root = os.path.commonpath([path.parent for path in paths])
    for path in paths:
        sha256 = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(1 << 22):
                sha256.update(piece)
                done += len(piece)
                report("read", done, total)
        found[path.relative_to(root).as_posix()] = sha256.hexdigest()
    return found


def _sync(path: Path) -> None:
    """To the disk, so that a name never points to content that a power cut has taken."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
