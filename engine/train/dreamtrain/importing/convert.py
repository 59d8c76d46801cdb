"""The import as a whole: read, check, write."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from dreamtrain.importing import model
from dreamtrain.importing.card import Terms, card, terms_of
from dreamtrain.importing.checkpoint import Base, read_checkpoint
from dreamtrain.importing.folder import Part, Report, hash_files
from dreamtrain.importing.graph import Precision
from dreamtrain.importing.manifest import file_names, manifest_of
from dreamtrain.importing.tokens import Tokens, read_tokens

REVISION = 2  # of what this package makes from the same input: raise it when graphs change


def import_checkpoint(root: Path, base: Path | None, out: Path, language: Precision, decoder: Precision, report: Report) -> dict:
    """Gives the manifest."""
    checkpoint = read_checkpoint(root, Base.at(base))
    sizes, sources = model.read_sizes(checkpoint), model.sources_of(checkpoint)
    tokens = read_tokens(root, checkpoint.config, sizes.language.vocab_size)
    made = model.Model(sizes, sources, language, decoder)
    model.check_sources(sources)
    name = slug(root.resolve().name)
    hashes = hash_files(checkpoint.files, report)
    origin = Origin(name, f"Imported from the DreamLLM checkpoint {name}.", terms_of(checkpoint), hashes)
    return write_folder(origin, made, tokens, out, report)


@dataclass(frozen=True)
class Origin:
    name: str
    description: str
    terms: Terms
    files: dict[str, str]  # SHA-256 by name


def write_folder(origin: Origin, made: model.Model, tokens: Tokens, out: Path, report: Report) -> dict:
    inputs = [REVISION, made.language, made.decoder, asdict(made.sizes), tokens.json, origin.files]
    part = Part(out, hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest())
    names = file_names(made.graphs)
    part.write_graphs(made.graphs, names, report)
    part.write("tokenizer.json", json.dumps(tokens.json, ensure_ascii=False).encode())
    part.write("dream_queries.bin", made.queries.load().astype("<f4").tobytes())
    manifest = manifest_of(origin.name, origin.description, origin.terms.licence, made, tokens, part.files, names)
    part.finish(manifest, card(origin.name, manifest, origin.terms.limits, origin.files))
    return manifest


def slug(text: str) -> str:
    return re.sub(r"[^a-zA-Z0-9.]+", "-", text).strip("-")[:60] or "dreamllm"
