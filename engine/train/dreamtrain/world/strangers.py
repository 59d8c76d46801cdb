"""Wordings for the examination alone, by somebody who had seen neither the lists they stand for, nor training's frames, nor what a model misses.

Each list is known by its first wording.
"""

from __future__ import annotations

STRANGERS: dict[str, tuple] = {}
