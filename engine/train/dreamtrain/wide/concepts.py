"""What the wide world can draw: the concepts with their words, their drawings, and the colour each has by nature.

A drawing is flat art, so most of them have one colour that fills the larger part. Where it does, the concept can be had in any
colour: the pixels of that colour family are its mask, and keep their lightness relative to it when they change.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

ASSETS = Path(__file__).parent / "assets"
COLOURS = {
    "red": (226, 58, 52), "orange": (246, 140, 36), "yellow": (252, 208, 56), "green": (60, 172, 84), "blue": (46, 120, 224),
    "purple": (138, 86, 196), "pink": (246, 134, 178), "brown": (142, 96, 62), "black": (44, 44, 52), "white": (250, 250, 248),
    "grey": (150, 152, 160),
}
COLOUR_NAMES = tuple(COLOURS)
LARGEST_SHARE = 0.42  # of a drawing that its main colour must fill for it to be painted anew
FAMILIES = {"orange": ("orange", "yellow", "brown"), "yellow": ("yellow", "orange"), "brown": ("brown", "orange"), "grey": ("grey", "white"),
            "white": ("white", "grey"), "red": ("red", "pink"), "pink": ("pink", "red")}  # neighbours that serve as light and shade

CHOSEN = {  # the colour people would name, where it is not the largest; "" for those that are themselves in one guise only
    "butterfly": "orange", "bee": "yellow", "ladybird": "red", "frog": "green", "rooster": "red", "bed": "blue", "volcano": "brown",
    "traffic light": "", "police car": "", "sandwich": "", "pizza": "", "globe": "", "watermelon": "", "bag of fries": "", "steam train": "",
    "hamburger": "", "island": "", "river": "", "firewall": "", "pie chart": "", "lifebuoy": "", "christmas tree": "", "juice box": "",
    "glass flask": "", "dinner plate": "", "smiley": "", "sad face": "", "bowl of noodles": "", "target": "", "golf hole": "",
}


@dataclass(frozen=True)
class Concept:
    noun: str
    plural: str
    also: tuple[str, ...]  # other words for it
    category: str
    colour: str  # its own; "" for one of many colours, which has no other


@functools.cache
def _atlas() -> tuple[np.ndarray, list[dict]]:
    """(concepts, side, side, 4) uint8, and what concepts.json says of each."""
    index = json.loads((ASSETS / "concepts.json").read_text())
    side, columns = index["sidePx"], index["columns"]
    sheet = np.asarray(Image.open(ASSETS / "atlas.webp").convert("RGBA"))
    tiles = sheet.reshape(-1, side, columns, side, 4).swapaxes(1, 2).reshape(-1, side, side, 4)
    return tiles[: len(index["concepts"])], index["concepts"]


def colour_of(rgb: np.ndarray) -> np.ndarray:
    """(..., 3) bytes -> indices into COLOUR_NAMES, by hue, saturation and lightness as people name colours."""
    red, green, blue = (rgb[..., axis].astype(np.float32) / 255 for axis in range(3))
    high, low = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    spread = np.maximum(high - low, 1e-6)
    hue = np.where(high == red, (green - blue) / spread % 6, np.where(high == green, (blue - red) / spread + 2, (red - green) / spread + 4)) * 60
    bounds = ((14, "red"), (41, "orange"), (66, "yellow"), (172, "green"), (247, "blue"), (292, "purple"), (340, "pink"), (361, "red"))
    named = np.full(hue.shape, COLOUR_NAMES.index("red"))
    for bound, name in reversed(bounds):
        named = np.where(hue < bound, COLOUR_NAMES.index(name), named)
    warm = (hue < 41) | (hue > 345)
    named = np.where(warm & (high < 0.72) & (spread > 0.08), COLOUR_NAMES.index("brown"), named)
    named = np.where(((hue < 14) | (hue > 340)) & (low > 0.45), COLOUR_NAMES.index("pink"), named)
    pale = spread < 0.10 + 0.05 * (high > 0.8)
    named = np.where(pale, np.where(high > 0.85, COLOUR_NAMES.index("white"), COLOUR_NAMES.index("grey")), named)
    return np.where((high < 0.30) | ((high < 0.42) & (spread < 0.2)), COLOUR_NAMES.index("black"), named)


def _painted(tile: np.ndarray, chosen: str | None) -> tuple[str, np.ndarray]:
    """The colour that fills most of a drawing, or the chosen one, and where its family is (side, side) bool; ("", nothing) if none does."""
    solid, named = tile[..., 3] > 127, colour_of(tile[..., :3])
    areas = np.bincount(named[solid], minlength=len(COLOUR_NAMES))
    main = chosen or COLOUR_NAMES[int(areas.argmax())]
    family = [COLOUR_NAMES.index(name) for name in FAMILIES.get(main, (main,))]
    mask = np.isin(named, family) & (tile[..., 3] > 0)
    fills = chosen or (chosen is None and (mask & solid).sum() >= LARGEST_SHARE * solid.sum())
    return (main, mask) if fills else ("", np.zeros_like(mask))


@functools.cache
def _looked_at() -> tuple[tuple[str, ...], np.ndarray]:
    tiles, index = _atlas()
    colours, masks = zip(*(_painted(tile, CHOSEN.get(entry["noun"])) for tile, entry in zip(tiles, index)))
    return colours, np.stack(masks)


@functools.cache
def concepts() -> tuple[Concept, ...]:
    return tuple(
        Concept(entry["noun"], entry["plural"], tuple(entry["also"]), entry["category"], colour)
        for entry, colour in zip(_atlas()[1], _looked_at()[0])
    )


CONCEPTS = concepts()
KINDS = tuple(concept.noun for concept in CONCEPTS)
BY_NOUN = {concept.noun: concept for concept in CONCEPTS}
KIND_INDEX = {noun: index for index, noun in enumerate(KINDS)}


@functools.cache
def drawings() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """For every concept: its premultiplied drawing (4, side, side) in [0, 1], its mask (1, side, side) of 0 and 1, both uint8 to save
    room, and the lightness (1) its mask's main colour has."""
    tiles, masks = _atlas()[0].astype(np.float32), _looked_at()[1]
    tiles[..., :3] *= tiles[..., 3:] / 255
    pictures = torch.from_numpy(tiles.round().astype(np.uint8)).movedim(-1, 1).contiguous()
    mask = torch.from_numpy(masks[:, None] * _atlas()[0][..., 3][:, None])  # where it is, as opaque as the drawing
    light = (pictures[:, :3].float() * torch.tensor([0.30, 0.59, 0.11])[:, None, None]).sum(1, keepdim=True) / 255
    weights = (mask > 200).float()
    mean = (light * weights).sum((1, 2, 3)) / weights.sum((1, 2, 3)).clamp(min=1)
    return pictures, mask, mean.clamp(min=0.05)
