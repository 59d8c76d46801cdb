"""Packed scenes to pictures, a whole batch at once on the rows' device: drawings from the atlas are painted, styled and laid over a backdrop."""

from __future__ import annotations

import functools

import torch
from torch.nn import functional as F

from dreamtrain.wide.backdrops import SIZE, backdrop, falling
from dreamtrain.wide.concepts import COLOUR_NAMES, COLOURS, CONCEPTS, drawings
from dreamtrain.wide.packed import CELL_WIDTH, cells_of, whole_of
from dreamtrain.wide.scene import CELL_CENTRES, CELLS, HAS_SEASON, HAS_TIME, SEASONS, SETTING_NAMES, SIZES, STYLES, TIMES, WEATHERS

JITTER_PX = 2.0  # a thing stands up to this far from its cell's centre, each way
WINDOW_PX = 68  # nothing but what is in the middle reaches further from its cell's centre
INK = (44, 44, 52)
GUESTS = {"on": ((0.70, 0.36), (0.48, -0.72)), "in": ((1.0, 0.0), (0.46, 0.12)), "under": ((0.74, -0.30), (0.46, 0.62))}
"""Of a pair in a cell: the half side and the height of the host and of its guest, as shares of the cell's half side."""


@functools.cache
def _tables(device: torch.device) -> dict[str, torch.Tensor]:
    """Everything a picture is looked up from. One a device, about 90 MB."""
    pictures, masks, light = drawings()
    shown = torch.stack([
        backdrop(setting, time if setting in HAS_TIME else "day", season if setting in HAS_SEASON else "summer")
        for setting in SETTING_NAMES for time in TIMES for season in SEASONS
    ])
    centres = torch.tensor(CELL_CENTRES) * SIZE
    own = [0 if concept.colour == "" else 1 + COLOUR_NAMES.index(concept.colour) for concept in CONCEPTS]
    host = [[1.0, 0.0], *(GUESTS[relation][0] for relation in GUESTS)]
    guest = [[0.0, 0.0], *(GUESTS[relation][1] for relation in GUESTS)]
    tables = {
        "pictures": pictures, "masks": masks, "light": light, "backdrops": shown, "centres": centres, "own": torch.tensor(own),
        "colours": torch.tensor([(0, 0, 0), *COLOURS.values()]) / 255, "halves": torch.tensor(tuple(SIZES.values())) * SIZE,
        "host": torch.tensor(host), "guest": torch.tensor(guest), "falling": torch.stack([falling(weather) for weather in WEATHERS]),
    }
    return {name: table.to(device) for name, table in tables.items()}


def cell_jitter(count: int, generator: torch.Generator | None = None, device: torch.device | str = "cpu") -> torch.Tensor:
    """(count, 9, 2) pixels: how far a thing stands from its cell's centre. A picture and its edit share their jitter."""
    return ((2 * torch.rand(count, len(CELLS), 2, generator=generator) - 1) * JITTER_PX).to(device)


def painted(kinds: torch.Tensor, colours: torch.Tensor, tables: dict[str, torch.Tensor]) -> torch.Tensor:
    """(n, 4, 128, 128) premultiplied in [0, 1]; colours are indices into ("", *COLOUR_NAMES)."""
    picture = tables["pictures"][kinds].float() / 255
    changed = (colours > 0) & (colours != tables["own"][kinds])
    if not changed.any():
        return picture
    rows = changed.nonzero()[:, 0]
    old, target = picture[rows], tables["colours"][colours[rows]][:, :, None, None]
    alpha = old[:, 3:]
    weights = torch.tensor([0.30, 0.59, 0.11], device=old.device)[:, None, None]
    shade = (old[:, :3] * weights).sum(1, keepdim=True) / (alpha.clamp(min=1e-3) * tables["light"][kinds[rows]][:, None, None, None])
    shade = shade.clamp(0.5, 1.5)
    new = torch.where(shade <= 1, target * shade, target + (1 - target) * (shade - 1)) * alpha
    mask = (tables["masks"][kinds[rows]].float() / 255) / alpha.clamp(min=1e-3)
    picture[rows, :3] = torch.lerp(old[:, :3], new, mask.clamp(max=1))
    return picture


def _laid(canvas: torch.Tensor, rows: torch.Tensor, layer: torch.Tensor, window: tuple[slice, slice]) -> None:
    """Puts premultiplied layers (n, 4, h, w) over the pictures of these rows, in place."""
    at = (rows, slice(None), *window)
    canvas[at] = canvas[at] * (1 - layer[:, 3:]) + layer[:, :3]


def _placed(picture: torch.Tensor, half: torch.Tensor, centre: torch.Tensor, window: tuple[slice, slice]) -> torch.Tensor:
    """Drawings (n, 4, 128, 128) at pixel centres (n, 2) with half sides (n) -> (n, 4, h, w) of the window."""
    ys, xs = (torch.arange(part.start, part.stop, device=half.device) + 0.5 for part in window)
    grid_x = ((xs[None] - centre[:, :1]) / half[:, None])[:, None, :].expand(-1, len(ys), -1)
    grid_y = ((ys[None] - centre[:, 1:]) / half[:, None])[:, :, None].expand(-1, -1, len(xs))
    layer = torch.empty(len(half), 4, len(ys), len(xs), device=half.device)
    for coarse in (False, True):  # half the resolution where a drawing is shown small: no pixel of it is skipped
        rows = ((half < 0.28 * picture.shape[-1]) == coarse).nonzero()[:, 0]
        if len(rows):
            shown = F.avg_pool2d(picture[rows], 2) if coarse else picture[rows]
            grid = torch.stack([grid_x[rows], grid_y[rows]], dim=-1)
            layer[rows] = F.grid_sample(shown, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    return layer


def _styled(layer: torch.Tensor, style: torch.Tensor) -> torch.Tensor:
    """Layers with a dark edge (outline), or a white edge and a shadow (paper); flat ones as they are."""
    rows = (style > 0).nonzero()[:, 0]
    if not len(rows):
        return layer
    alpha = layer[rows, 3:]
    edge = F.max_pool2d(alpha, 5, stride=1, padding=2)
    paper = (style[rows] == STYLES.index("paper"))[:, None, None, None]
    ink = torch.where(paper, torch.ones(3, device=layer.device)[:, None, None], torch.tensor(INK, device=layer.device)[:, None, None] / 255)
    edged = torch.cat([layer[rows, :3] + ink * (edge - alpha).clamp(min=0), edge], dim=1)
    shadow = 0.35 * F.avg_pool2d(F.pad(edge, (3, 0, 4, 0))[..., : edge.shape[-2], : edge.shape[-1]], 5, stride=1, padding=2)
    shaded = torch.cat([edged[:, :3], edged[:, 3:] + shadow * (1 - edged[:, 3:])], dim=1)
    layer = layer.clone()
    layer[rows] = torch.where(paper, shaded, edged)
    return layer


def _arrow_layer(start: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
    """Arrows from start to end (n, 2), in pixels -> (n, 4, SIZE, SIZE): dark with a light edge, so that they show on any ground."""
    steps = torch.arange(SIZE, device=start.device) + 0.5
    along = F.normalize(end - start, dim=-1)
    length = (end - start).norm(dim=-1)[:, None, None]
    dx, dy = steps[None, None, :] - start[:, :1, None], steps[None, :, None] - start[:, 1:, None]
    ahead = dx * along[:, :1, None] + dy * along[:, 1:, None]
    aside = (dy * along[:, :1, None] - dx * along[:, 1:, None]).abs()
    shaft = torch.maximum(aside - 2.0, torch.maximum(-ahead, ahead - length + 6))
    head = torch.maximum(aside - 0.62 * (length - ahead), length - 13 - ahead)
    away = torch.minimum(shaft, head)  # pixels outside the arrow
    dark, light = (0.5 - away).clamp(0, 1), (2.5 - away).clamp(0, 1)
    ink = torch.tensor(INK, device=start.device)[:, None, None] / 255
    return torch.cat([ink * dark[:, None] + (light - dark)[:, None], light[:, None]], dim=1)


def render(rows: torch.Tensor, jitter: torch.Tensor | None = None, generator: torch.Generator | None = None) -> torch.Tensor:
    """Packed scenes (B, WIDTH) -> (B, 3, 256, 256) float32 in [-1, 1] on their device; `jitter` as cell_jitter gives it."""
    device = rows.device
    tables = _tables(device)
    jitter = (cell_jitter(len(rows), generator) if jitter is None else jitter).to(device)
    cells, whole = cells_of(rows), whole_of(rows)
    setting, time, season, weather, style = whole.unbind(1)
    canvas = tables["backdrops"][(setting * len(TIMES) + time) * len(SEASONS) + season].float() / 255
    centres = tables["centres"] + jitter
    for cell in range(len(CELLS)):
        x, y = (round(share * SIZE) for share in CELL_CENTRES[cell])
        window = tuple(
            slice(0, SIZE) if cell == 4 else slice(max(at - WINDOW_PX, 0), min(at + WINDOW_PX, SIZE)) for at in (y, x)
        )
        kind, colour, size, relation, guest_kind, guest_colour = cells[:, cell, : CELL_WIDTH - len(CELLS)].unbind(1)
        half = tables["halves"][size.clamp(min=0)]
        for kinds, colours, share, here in (
            (kind - 1, colour, tables["host"][relation.clamp(min=0)], kind > 0),
            (guest_kind, guest_colour, tables["guest"][relation.clamp(min=0)], relation > 0),
        ):
            at = here.nonzero()[:, 0]
            if not len(at):
                continue
            centre = centres[at, cell] + torch.stack([torch.zeros_like(half[at]), share[at, 1] * half[at]], dim=1)
            layer = _placed(painted(kinds[at], colours[at], tables), share[at, 0] * half[at], centre, window)
            _laid(canvas, at, _styled(layer, style[at]), window)
    _draw_arrows(canvas, cells, centres, tables)
    shown = tables["falling"][weather]
    return (canvas * (1 - shown[:, 3:]) + shown[:, :3]) * 2 - 1


def _draw_arrows(canvas: torch.Tensor, cells: torch.Tensor, centres: torch.Tensor, tables: dict[str, torch.Tensor]) -> None:
    leads = (cells[:, :, CELL_WIDTH - len(CELLS):] == 1).nonzero()  # (n, 3): picture, from, to
    if not len(leads):
        return
    row, start, end = leads.unbind(1)
    a, b = centres[row, start], centres[row, end]
    along = F.normalize(b - a, dim=-1)
    reach_a, reach_b = (0.80 * tables["halves"][cells[row, cell, 2].clamp(min=0)] + 2 for cell in (start, end))
    gap = (b - a).norm(dim=-1)
    short = ((gap - 16) / (reach_a + reach_b)).clamp(max=1)  # the arrow keeps 16 px, over large neighbours if need be
    layers = _arrow_layer(a + along * (reach_a * short)[:, None], b - along * (reach_b * short)[:, None])
    everywhere = (slice(0, SIZE), slice(0, SIZE))
    order = torch.zeros_like(row)
    for back in range(1, int(row.bincount().max())):
        order[back:] += (row[back:] == row[:-back]).long()
    for turn in range(int(order.max()) + 1):  # of several arrows in a picture, one after another
        now = order == turn
        _laid(canvas, row[now], layers[now], everywhere)
