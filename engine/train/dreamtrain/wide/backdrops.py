"""What stands behind the things: plain grounds and flat landscapes by setting, time of day and season; and falling rain and snow."""

from __future__ import annotations

import functools
import math
import random

import torch

from dreamtrain.wide.scene import PLAIN

SIZE = 256
FINE = 2  # samples to a pixel, each way
HORIZON = 0.56
SKY = {  # top and bottom of the sky
    "day": ((132, 200, 246), (206, 234, 252)), "evening": ((120, 96, 168), (252, 176, 112)), "night": ((22, 30, 72), (54, 66, 122)),
}
LIGHT = {"day": (1.0, 1.0, 1.0), "evening": (0.96, 0.80, 0.76), "night": (0.42, 0.48, 0.74)}  # what the land is multiplied by
GRASS = {"summer": (112, 190, 92), "spring": (150, 212, 110), "autumn": (206, 170, 88), "winter": (240, 245, 250)}
LEAVES = {"summer": (52, 124, 70), "spring": (104, 178, 88), "autumn": (206, 112, 46), "winter": (168, 186, 198)}
PATH = {"summer": (206, 200, 192), "spring": (206, 200, 192), "autumn": (200, 182, 158), "winter": (236, 240, 246)}


class Canvas:
    """Layers painted one over the other: x and y run from 0 to 1, y downwards."""

    def __init__(self):
        steps = (torch.arange(SIZE * FINE) + 0.5) / (SIZE * FINE)
        self.x, self.y = steps[None, :].expand(len(steps), -1), steps[:, None].expand(-1, len(steps))
        self.pixels = torch.zeros(3, SIZE * FINE, SIZE * FINE)

    def fill(self, where: torch.Tensor, colour: tuple[float, ...], light: tuple[float, ...] = (1, 1, 1), opacity: float = 1.0) -> None:
        paint = torch.tensor([value * shade / 255 for value, shade in zip(colour, light)])[:, None, None]
        self.pixels = torch.where(where, self.pixels + opacity * (paint - self.pixels), self.pixels)

    def blend(self, top: tuple[float, ...], bottom: tuple[float, ...], end: float = 1.0) -> None:
        """From top to bottom, which is reached at y = end."""
        share = (self.y / end).clamp(max=1)
        for axis in range(3):
            self.pixels[axis] = (top[axis] + (bottom[axis] - top[axis]) * share) / 255

    def below(self, height: float, *waves: tuple[float, float, float]) -> torch.Tensor:
        """Under a line of this height plus waves of (amplitude, cycles, phase)."""
        return self.y > height + sum(amplitude * torch.sin(2 * math.pi * (cycles * self.x + phase)) for amplitude, cycles, phase in waves)

    def dots(self, count: int, radius: float, seed: int, top: float, bottom: float) -> torch.Tensor:
        rng, where = random.Random(seed), torch.zeros_like(self.x, dtype=torch.bool)
        for _ in range(count):
            x, y, reach = rng.random(), rng.uniform(top, bottom), radius * rng.uniform(0.6, 1.2)
            near = tuple(slice(max(int((at - reach) * SIZE * FINE), 0), int((at + reach) * SIZE * FINE) + 2) for at in (y, x))
            where[near] |= (self.x[near] - x) ** 2 + (self.y[near] - y) ** 2 < reach**2
        return where

    def done(self) -> torch.Tensor:
        return (torch.nn.functional.avg_pool2d(self.pixels, FINE) * 255).round().clamp(0, 255).byte()


@functools.cache
def backdrop(setting: str, time: str = "day", season: str = "summer") -> torch.Tensor:
    """(3, SIZE, SIZE) uint8"""
    canvas = Canvas()
    if setting in PLAIN:
        canvas.fill(canvas.y >= 0, PLAIN[setting])
        return canvas.done()
    if setting in ("room", "space", "underwater"):
        _INDOORS[setting](canvas)
        return canvas.done()
    canvas.blend(*SKY[time], end=HORIZON)
    if time == "night":
        canvas.fill(canvas.dots(26, 0.004, 1, 0.02, HORIZON - 0.06), (226, 230, 255))
    _OUTDOORS[setting](canvas, LIGHT[time], season)
    return canvas.done()


def _meadow(canvas: Canvas, light, season) -> None:
    grass = GRASS[season]
    canvas.fill(canvas.below(HORIZON - 0.04, (0.03, 1.0, 0.1)), tuple(0.90 * value for value in grass), light)
    canvas.fill(canvas.below(HORIZON + 0.03, (0.025, 0.8, 0.55)), grass, light)
    if season == "spring":
        canvas.fill(canvas.dots(30, 0.007, 2, HORIZON + 0.1, 0.98), (250, 190, 214), light)


def _forest(canvas: Canvas, light, season) -> None:
    for row, (count, shade) in enumerate(((11, 0.78), (8, 1.0))):
        leaves = tuple(shade * value for value in LEAVES[season])
        for tree in range(count):
            x, top = (tree + 0.5 * row) / (count - 1), 0.30 + 0.05 * ((tree * 7 + row) % 4) + 0.08 * row
            canvas.fill((canvas.y > top) & (canvas.y < HORIZON + 0.02) & ((canvas.x - x).abs() < 0.42 * (canvas.y - top)), leaves, light)
    canvas.fill(canvas.below(HORIZON, (0.012, 1.5, 0.2)), tuple(0.82 * value for value in GRASS[season]), light)


def _field(canvas: Canvas, light, season) -> None:
    soil = {"summer": (228, 190, 92), "spring": (150, 196, 98), "autumn": (160, 118, 78), "winter": (238, 243, 249)}[season]
    canvas.fill(canvas.below(HORIZON - 0.02, (0.012, 1.0, 0.3)), GRASS[season], light)
    land = canvas.below(HORIZON + 0.02)
    canvas.fill(land, soil, light)
    fan = ((canvas.x - 0.5) / (canvas.y - HORIZON + 0.12) * 6) % 1 < 0.28
    canvas.fill(land & fan, tuple(0.88 * value for value in soil), light)


def _mountains(canvas: Canvas, light, season) -> None:
    for x, top, colour in ((0.22, 0.20, (126, 140, 166)), (0.80, 0.16, (126, 140, 166)), (0.52, 0.27, (148, 160, 184))):
        slope = (canvas.x - x).abs() < 0.75 * (canvas.y - top)
        canvas.fill(slope, colour, light)
        canvas.fill(slope & (canvas.y < top + (0.16 if season == "winter" else 0.07) + 0.012 * torch.sin(60 * canvas.x)), (250, 252, 255), light)
    canvas.fill(canvas.below(HORIZON, (0.02, 1.2, 0.4)), GRASS[season], light)


def _beach(canvas: Canvas, light, season) -> None:
    canvas.fill(canvas.below(0.44), (74, 164, 218), light)
    canvas.fill(canvas.below(0.60, (0.02, 0.9, 0.2)), (236, 246, 250), light)
    canvas.fill(canvas.below(0.615, (0.02, 0.9, 0.2)), (244, 220, 162), light)
    canvas.fill(canvas.dots(24, 0.005, 3, 0.68, 0.98), (222, 194, 132), light)


def _sea(canvas: Canvas, light, season) -> None:
    canvas.fill(canvas.below(0.50), (84, 172, 222), light)
    for index, height in enumerate((0.60, 0.72, 0.85)):
        canvas.fill(canvas.below(height, (0.010, 5.0, 0.3 * index)), (74 - 9 * index, 158 - 13 * index, 212 - 9 * index), light)


def _desert(canvas: Canvas, light, season) -> None:
    canvas.fill(canvas.below(HORIZON - 0.05, (0.05, 0.9, 0.65)), (240, 200, 128), light)
    canvas.fill(canvas.below(HORIZON + 0.08, (0.04, 1.1, 0.15)), (232, 184, 104), light)
    canvas.fill(canvas.below(HORIZON + 0.25, (0.03, 0.7, 0.5)), (222, 170, 90), light)


def _street(canvas: Canvas, light, season) -> None:
    canvas.fill(canvas.below(HORIZON - 0.02), GRASS[season], light)
    canvas.fill(canvas.below(HORIZON + 0.04), PATH[season], light)
    canvas.fill(canvas.below(HORIZON + 0.10) & (canvas.y < 0.94), (112, 116, 128), light)
    canvas.fill(((canvas.y - 0.80).abs() < 0.010) & (canvas.x * 5 % 1 < 0.55), (246, 246, 240), light)


def _town(canvas: Canvas, light, season) -> None:
    night = light == LIGHT["night"]
    for index, (left, width, top) in enumerate(((0.0, 0.16, 0.36), (0.15, 0.13, 0.26), (0.30, 0.17, 0.40), (0.50, 0.12, 0.30), (0.64, 0.18, 0.38), (0.84, 0.16, 0.24))):
        wall = ((208, 176, 150), (178, 188, 206), (222, 200, 164), (190, 168, 178), (200, 190, 176), (170, 182, 196))[index]
        house = (canvas.x > left) & (canvas.x < left + width) & (canvas.y > top) & (canvas.y < HORIZON + 0.04)
        canvas.fill(house, wall, light)
        panes = (((canvas.x - left) / 0.055) % 1 > 0.45) & (((canvas.y - top) / 0.075) % 1 > 0.5) & (canvas.x < left + width - 0.02)
        canvas.fill(house & panes & (canvas.y < HORIZON - 0.03), (250, 224, 130) if night else (236, 244, 252), (1, 1, 1) if night else light)
    canvas.fill(canvas.below(HORIZON + 0.02), PATH[season], light)
    canvas.fill(canvas.below(HORIZON + 0.10), tuple(0.90 * value for value in PATH[season]), light)


def _sky(canvas: Canvas, light, season) -> None:
    time = next(time for time, shade in LIGHT.items() if shade == light)
    top, bottom = SKY[time]
    canvas.blend(top, bottom)
    if time == "night":
        canvas.fill(canvas.dots(44, 0.004, 1, 0.02, 0.98), (226, 230, 255))


def _room(canvas: Canvas) -> None:
    canvas.fill(canvas.y >= 0, (246, 228, 204))
    canvas.fill((canvas.x * 9 % 1 < 0.5) & (canvas.y < 0.60), (243, 222, 194))
    canvas.fill(canvas.below(0.60), (252, 246, 238))
    canvas.fill(canvas.below(0.625), (196, 150, 108))
    canvas.fill(canvas.below(0.625) & (((canvas.y - 0.625) / 0.094) % 1 < 0.06), (176, 130, 92))


def _space(canvas: Canvas) -> None:
    canvas.blend((16, 16, 40), (40, 26, 72))
    canvas.fill(canvas.dots(60, 0.004, 4, 0.01, 0.99), (240, 240, 255))


def _underwater(canvas: Canvas) -> None:
    canvas.blend((90, 190, 232), (28, 96, 168))
    for x in (0.15, 0.5, 0.82):
        canvas.fill((canvas.x - x - 0.15 * canvas.y).abs() < 0.03 + 0.05 * canvas.y, (150, 218, 244), opacity=0.22)
    canvas.fill(canvas.below(0.90, (0.015, 1.4, 0.3)), (222, 204, 150))


_OUTDOORS = {
    "meadow": _meadow, "forest": _forest, "field": _field, "mountains": _mountains, "beach": _beach, "sea": _sea, "desert": _desert,
    "street": _street, "town": _town, "sky": _sky,
}
_INDOORS = {"room": _room, "space": _space, "underwater": _underwater}


@functools.cache
def falling(weather: str) -> torch.Tensor:
    """(4, SIZE, SIZE) in [0, 1], premultiplied: the rain or snow before everything else; all zeros when it is clear."""
    canvas, rng = Canvas(), random.Random(6)
    where = torch.zeros_like(canvas.x, dtype=torch.bool)
    for _ in range({"clear": 0, "rain": 70, "snow": 80}[weather]):
        x, y = rng.uniform(-0.1, 1.1), rng.random()
        if weather == "rain":
            along = canvas.y - y
            where |= ((canvas.x - x + 0.3 * along).abs() < 0.0035) & (along > 0) & (along < 0.075)
        else:
            where |= (canvas.x - x) ** 2 + (canvas.y - y) ** 2 < rng.uniform(0.005, 0.010) ** 2
    cover = torch.nn.functional.avg_pool2d(where[None].float(), FINE) * (0.75 if weather == "rain" else 0.95)
    colour = torch.tensor((206, 228, 250) if weather == "rain" else (255, 255, 255)) / 255
    return torch.cat([cover * colour[:, None, None], cover])
