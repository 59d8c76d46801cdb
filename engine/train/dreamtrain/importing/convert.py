"""The import as a whole: read, check, write."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path

from dreamtrain.importing import model
from dreamtrain.importing.card import Terms, card, terms_of
from dreamtrain.importing.checkpoint import Base, read_checkpoint
from dreamtrain.importing.folder import Part, Report, hash_files
from dreamtrain.importing.graph import Graph, Precision
from dreamtrain.importing.manifest import file_names, manifest_of
from dreamtrain.importing.model import Sizes
from dreamtrain.importing.tokens import Tokens, read_tokens
from dreamtrain.importing.weights import Weight

REVISION = 1  # of what this package makes from the same input: raise it when graphs change


def import_checkpoint(root: Path, base: Path | None, out: Path, language: Precision, decoder: Precision, report: Report) -> dict:
    """Gives the manifest."""
    checkpoint = read_checkpoint(root, Base.at(base))
    sizes, sources = model.read_sizes(checkpoint), model.sources_of(checkpoint)
    tokens = read_tokens(root, checkpoint.config, sizes.language.vocab_size)
    graphs = model.graphs_of(sizes, sources, language, decoder)
    queries = model.dream_queries(sizes, sources)
    model.check_sources(sources)
    terms, name = terms_of(checkpoint), slug(root.resolve().name)
    hashes = hash_files(checkpoint.files, report)
    return write_folder(name, f"Imported from the DreamLLM checkpoint {name}.", terms, sizes, tokens, graphs, queries, out, language, decoder, hashes, report)


def write_folder(
    name: str, description: str, terms: Terms, sizes: Sizes, tokens: Tokens, graphs: dict[str, Graph], queries: Weight, out: Path,
    language: Precision, decoder: Precision, hashes: dict[str, str], report: Report,
) -> dict:
    """`hashes`: SHA-256 by name of the files it is made from."""
    inputs = json.dumps([REVISION, language, decoder, asdict(sizes), tokens.json, hashes], sort_keys=True)
    part, names = Part(out, hashlib.sha256(inputs.encode()).hexdigest()), file_names(graphs)
    part.write_graphs(graphs, names, report)
    part.write("tokenizer.json", json.dumps(tokens.json, ensure_ascii=False).encode())
    part.write("dream_queries.bin", queries.load().astype("<f4").tobytes())
    manifest = manifest_of(name, description, terms.licence, sizes, tokens, part.files, names, language, decoder)
    part.finish(manifest, card(name, manifest, terms.limits, hashes))
    return manifest


def slug(text: str) -> str:
    return re.sub(r"[^a-zA-Z0-9.]+", "-", text).strip("-")[:60] or "dreamllm"
