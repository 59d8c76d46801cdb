"""Scenes to pictures: flat, cheerful, anti-aliased shapes on a plain ground.

A kind is a list of layers, each an implicit function (negative inside, the thing's radius being 1, y pointing
down) with the role its colour plays. Every kind is drawn once for each size and each quarter-pixel shift into a
small sprite of role coverages; a picture is sprites pasted on the ground, the roles filled with the thing's palette.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
import torch

from dreamtrain.world.scene import CELL_CENTRES, CELLS, COLOUR_NAMES, COLOURS, GROUNDS, KINDS, SIZES, Scene, Thing

Field = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
ROLES = ("main", "shade", "tint", "accent", "wood", "ink", "window")
WOOD, INK, WINDOW = (112, 72, 46), (44, 44, 52), (214, 238, 250)
QUARTERS = 4  # sub-pixel positions to a pixel
JITTER_QUARTERS = 6  # a thing stands up to 1.5 px from its cell's centre
SAMPLES = 6  # coverage samples to a pixel, each way


def circle(cx: float, cy: float, radius: float) -> Field:
    return lambda x, y: torch.hypot(x - cx, y - cy) - radius


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Field:
    return lambda x, y: torch.hypot((x - cx) / rx, (y - cy) / ry) - 1


def box(cx: float, cy: float, hx: float, hy: float, corner: float = 0.0) -> Field:
    def field(x, y):
        dx, dy = (x - cx).abs() - hx + corner, (y - cy).abs() - hy + corner
        return torch.hypot(dx.clamp(min=0), dy.clamp(min=0)) + torch.maximum(dx, dy).clamp(max=0) - corner
    return field


def polygon(*points: tuple[float, float], corner: float = 0.0) -> Field:
    """A convex polygon, clockwise as seen (y down), shrunk and rounded by `corner`."""
    def field(x, y):
        edges = []
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1]):
            length = math.hypot(bx - ax, by - ay)
            edges.append(((by - ay) * (x - ax) - (bx - ax) * (y - ay)) / length + corner)
        soft = torch.stack(edges).clamp(min=0).square().sum(0).sqrt()
        return torch.where(soft > 0, soft, torch.stack(edges).amax(0)) - corner
    return field


def union(*fields: Field) -> Field:
    return lambda x, y: functools.reduce(torch.minimum, (field(x, y) for field in fields))


def without(field: Field, hole: Field) -> Field:
    return lambda x, y: torch.maximum(field(x, y), -hole(x, y))


def around(field: Field, count: int, turn: float = 0.0) -> Field:
    """`field`, drawn about the upward axis, repeated `count` times around the centre."""
    sector = 2 * math.pi / count

    def turned(x, y):
        angle = torch.atan2(x, -y) - turn
        angle = angle - sector * torch.round(angle / sector)
        reach = torch.hypot(x, y)
        return field(reach * torch.sin(angle), -reach * torch.cos(angle))
    return turned


def star(points: int, outer: float, inner: float) -> Field:
    """Each arm is the half-plane left of its edge, mirrored about the arm's axis."""
    half = math.pi / points
    bx, by = inner * math.sin(half), -inner * math.cos(half)
    return around(lambda x, y: ((by + outer) * -(x.abs()) + bx * (y + outer)) * -1.0, points)


def heart(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Two lobes and the cone of their outer tangents."""
    lobe_x, lobe_y, radius, tip = 0.46, -0.34, 0.52, 0.95
    reach = math.hypot(lobe_x, tip - lobe_y)
    slope = math.atan2(lobe_x, tip - lobe_y) + math.asin(radius / reach)
    lobes = torch.hypot(x.abs() - lobe_x, y - lobe_y) - radius
    cone = x.abs() * math.cos(slope) - (tip - y) * math.sin(slope)
    cone = torch.maximum(cone, tip - math.sqrt(reach**2 - radius**2) * math.cos(slope) - y)
    middle = torch.maximum(x.abs() - lobe_x, (y + 0.1).abs() + lobe_y + 0.1)
    return torch.minimum(torch.minimum(lobes, cone), middle)


def drop(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """A circle whose tangents meet above it."""
    cy, radius, tip = 0.32, 0.66, -1.0
    slope = math.asin(radius / (cy - tip))
    cone = x.abs() * math.cos(slope) - (y - tip) * math.sin(slope)
    cone = torch.maximum(cone, y - (cy - radius * math.sin(slope)))
    return torch.minimum(torch.hypot(x, y - cy) - radius, cone)


def cloud(rise: float) -> Field:
    puffs = circle(-0.56, 0.14, 0.38), circle(-0.12, -0.16, 0.52), circle(0.44, 0.02, 0.44)
    body = union(*puffs, box(-0.02, 0.28, 0.94, 0.27, 0.26))
    return lambda x, y: body(x, y + rise)


LAYERS: dict[str, tuple[tuple[Field, str], ...]] = {
    "circle": ((circle(0, 0, 0.92), "main"),),
    "square": ((box(0, 0, 0.84, 0.84, 0.08), "main"),),
    "triangle": ((polygon((0, -0.98), (1.0, 0.78), (-1.0, 0.78), corner=0.06), "main"),),
    "star": ((star(5, 1.06, 0.46), "main"),),
    "heart": ((heart, "main"),),
    "diamond": ((polygon((0, -1.04), (0.72, 0), (0, 1.04), (-0.72, 0), corner=0.04), "main"),),
    "ring": ((without(circle(0, 0, 0.94), circle(0, 0, 0.54)), "main"),),
    "cross": ((union(box(0, 0, 0.94, 0.30, 0.06), box(0, 0, 0.30, 0.94, 0.06)), "main"),),
    "sun": (
        (around(polygon((0, -1.08), (0.17, -0.70), (-0.17, -0.70)), 10), "main"),
        (circle(0, 0, 0.58), "main"), (circle(0, 0, 0.40), "tint"),
    ),
    "moon": ((without(circle(-0.02, 0, 0.96), circle(0.44, -0.16, 0.78)), "main"),),
    "cloud": ((cloud(0), "main"), (without(cloud(0), cloud(0.16)), "shade")),
    "tree": (
        (box(0, 0.66, 0.15, 0.38, 0.03), "wood"),
        (union(circle(0, -0.48, 0.50), circle(-0.40, -0.02, 0.42), circle(0.40, -0.02, 0.42), circle(0, 0.0, 0.42)), "main"),
        (circle(-0.16, -0.52, 0.20), "tint"),
    ),
    "flower": ((around(circle(0, -0.58, 0.42), 5), "main"), (around(ellipse(0, -0.56, 0.13, 0.24), 5), "tint"), (circle(0, 0, 0.32), "accent")),
    "house": (
        (box(0, 0.42, 0.70, 0.54), "main"),
        (polygon((0, -1.0), (1.0, -0.06), (-1.0, -0.06), corner=0.03), "shade"),
        (box(-0.28, 0.62, 0.17, 0.34), "ink"), (box(0.30, 0.38, 0.17, 0.17), "window"),
    ),
    "fish": (
        (polygon((0.34, 0), (1.0, -0.58), (1.0, 0.58), corner=0.05), "shade"),
        (ellipse(-0.20, 0, 0.80, 0.56), "main"),
        (circle(-0.58, -0.12, 0.15), "window"), (circle(-0.60, -0.12, 0.075), "ink"),
    ),
    "boat": (
        (box(0.0, -0.28, 0.05, 0.72), "wood"),
        (polygon((0.12, -0.96), (0.82, 0.22), (0.12, 0.22)), "tint"),
        (polygon((-0.12, -0.70), (-0.12, 0.22), (-0.66, 0.22)), "tint"),
        (polygon((-1.0, 0.38), (1.0, 0.38), (0.62, 0.90), (-0.62, 0.90), corner=0.03), "main"),
    ),
    "drop": ((drop, "main"), (without(circle(0, 0.32, 0.48), circle(0.14, 0.22, 0.48)), "tint")),
    "car": (
        (polygon((-0.50, -0.52), (0.36, -0.52), (0.66, 0.0), (-0.66, 0.0), corner=0.05), "main"),
        (box(0, 0.18, 1.0, 0.30, 0.14), "main"),
        (polygon((-0.40, -0.40), (-0.06, -0.40), (-0.06, -0.04), (-0.50, -0.04)), "window"),
        (polygon((0.08, -0.40), (0.30, -0.40), (0.48, -0.04), (0.08, -0.04)), "window"),
        (circle(-0.50, 0.46, 0.25), "ink"), (circle(0.50, 0.46, 0.25), "ink"),
        (circle(-0.50, 0.46, 0.10), "window"), (circle(0.50, 0.46, 0.10), "window"),
    ),
}
assert tuple(LAYERS) == KINDS


def _mix(colour: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[float, ...]:
    return tuple(a + (b - a) * share for a, b in zip(colour, other))


def _rgb(colour: tuple[float, ...]) -> torch.Tensor:
    return torch.tensor(colour, dtype=torch.float32) / 127.5 - 1


def _palette(name: str) -> torch.Tensor:
    """(roles, 3) in [-1, 1]"""
    main = COLOURS[name]
    shade = {"black": (88, 88, 100), "white": (206, 212, 222), "yellow": (230, 168, 40)}.get(name) or _mix(main, (20, 16, 40), 0.30)
    tint = {"black": (116, 116, 128), "white": (222, 228, 236)}.get(name) or _mix(main, (255, 255, 255), 0.42)
    accent = (140, 84, 40) if name in ("yellow", "orange") else (250, 208, 60)
    return torch.stack([_rgb(colour) for colour in (main, shade, tint, accent, WOOD, INK, WINDOW)])


PALETTES = {name: _palette(name) for name in COLOUR_NAMES}
GROUND_RGB = {name: _rgb(colour) for name, colour in GROUNDS.items()}


@functools.lru_cache(maxsize=None)
def coverage(kind: str, radius_px: float, shift_x: int, shift_y: int) -> torch.Tensor:
    """(roles + 1, side, side): the share of each pixel every role covers; the last is what is left of the ground.

    The centre lies `side // 2` pixels in, plus a shift in quarters of a pixel.
    """
    side = 2 * math.ceil(1.1 * radius_px + 1) + 2
    steps = (torch.arange(side * SAMPLES) + 0.5) / SAMPLES - side // 2
    x = ((steps - shift_x / QUARTERS) / radius_px)[None, :].expand(len(steps), -1)
    y = ((steps - shift_y / QUARTERS) / radius_px)[:, None].expand(-1, len(steps))
    owner = torch.full(x.shape, len(ROLES))
    for field, role in LAYERS[kind]:
        owner = torch.where(field(x, y) < 0, ROLES.index(role), owner)
    fine = torch.stack([owner == role for role in range(len(ROLES) + 1)]).float()
    return torch.nn.functional.avg_pool2d(fine, SAMPLES)


@functools.lru_cache(maxsize=None)
def sprite(kind: str, colour: str, radius_px: float, shift_x: int, shift_y: int) -> tuple[np.ndarray, np.ndarray]:
    """The thing's colours times its coverage (3, side, side), and what is left of the ground (1, side, side)."""
    cover = coverage(kind, radius_px, shift_x, shift_y)
    return torch.einsum("rc,rhw->chw", PALETTES[colour], cover[:-1]).numpy(), cover[-1:].numpy()


def cell_jitter(count: int, generator: torch.Generator | None = None) -> torch.Tensor:
    """(count, 9, 2) int: how far, in quarter pixels, a thing in each cell stands from the cell's centre.

    A picture and its edit share their jitter, so what an edit leaves alone stays where it is.
    """
    return torch.randint(-JITTER_QUARTERS, JITTER_QUARTERS + 1, (count, len(CELLS), 2), generator=generator)


def paste(canvas: np.ndarray, thing: Thing, jitter: list[int]) -> None:
    """Draws one thing on canvas (3, size, size), in place."""
    size = canvas.shape[-1]
    (column, shift_x), (row, shift_y) = (
        divmod(round(QUARTERS * share * size) + move, QUARTERS)
        for share, move in zip(CELL_CENTRES[thing.cell], jitter)
    )
    colours, ground = sprite(thing.kind, thing.colour, SIZES[thing.size] * size, shift_x, shift_y)
    side = colours.shape[-1]
    left, top = column - side // 2, row - side // 2
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + side, size), min(top + side, size)
    inside = (slice(None), slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    under = canvas[:, y0:y1, x0:x1]
    under *= ground[inside]
    under += colours[inside]


def render(
    scenes: list[Scene], jitter: torch.Tensor | None = None,
    generator: torch.Generator | None = None, size: int = 128,
) -> torch.Tensor:
    """(B, 3, size, size) float32 in [-1, 1]; `jitter` as cell_jitter gives it, drawn from `generator` if absent."""
    moves = (cell_jitter(len(scenes), generator) if jitter is None else jitter).tolist()
    pixels = torch.stack([GROUND_RGB[scene.ground] for scene in scenes])[:, :, None, None].repeat(1, 1, size, size)
    for canvas, scene, move in zip(pixels.numpy(), scenes, moves):
        for thing in scene.things:
            paste(canvas, thing, move[thing.cell])
    return pixels
