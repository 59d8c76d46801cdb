"""Checkpoints: a config, a state and whatever else a reader needs, in a file torch loads with weights_only."""

from __future__ import annotations

import os
from dataclasses import asdict, fields
from pathlib import Path

import torch


def save_checkpoint(path: Path, config: object, state: dict[str, torch.Tensor], extra: dict | None = None) -> None:
    """Written beside the target and renamed, so a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save({"config": asdict(config), "state": state, "extra": extra or {}}, partial)
    os.replace(partial, path)


def load_checkpoint(path: Path, config_type: type) -> tuple[object, dict[str, torch.Tensor], dict]:
    """(config, state, extra)"""
    loaded = torch.load(path, map_location="cpu", weights_only=True)
    known = {field.name for field in fields(config_type)}
    config = config_type(**{key: value for key, value in loaded["config"].items() if key in known})
    return config, loaded["state"], loaded["extra"]
