"""More wordings, for training alone: what another hand wrote for the lists of this folder, each list known by its first wording.

They stand apart so that every tenth of a list, which is kept back, stays the same.
"""

from __future__ import annotations

MORE: dict[str, tuple] = {}
