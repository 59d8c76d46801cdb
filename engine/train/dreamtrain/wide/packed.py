"""Scenes as rows of integers: what travels to a GPU, what the denoiser's codes are looked up from, and what the detector classifies.

A row holds, for each of the nine cells, its kind (0 for nothing), colour, size, its guest's relation (0 for none), kind and colour, and
for each other cell whether an arrow leads there; then setting, time, season, weather and style. A value that
means nothing there (the colour of nothing) is NONE, which a cross-entropy ignores.
"""

from __future__ import annotations

import random
from functools import cache

import torch

from dreamtrain.wide.concepts import COLOUR_NAMES, KIND_INDEX, KINDS
from dreamtrain.wide.scene import CELLS, RELATIONS, SEASONS, SETTING_NAMES, SIZE_NAMES, STYLES, TIMES, WEATHERS, Guest, Scene, Thing

NONE = -100
_COLOURS = ("", *COLOUR_NAMES)
CELL_FIELDS = {  # field -> classes
    "kind": 1 + len(KINDS), "colour": len(_COLOURS), "size": len(SIZE_NAMES),
    "relation": 1 + len(RELATIONS), "guest kind": len(KINDS), "guest colour": len(_COLOURS),
    **{f"arrow to {name}": 2 for name in CELLS},
}
WHOLE_FIELDS = {"setting": len(SETTING_NAMES), "time": len(TIMES), "season": len(SEASONS), "weather": len(WEATHERS), "style": len(STYLES)}
CELL_WIDTH = len(CELL_FIELDS)
WIDTH = len(CELLS) * CELL_WIDTH + len(WHOLE_FIELDS)
_ARROWS = CELL_WIDTH - len(CELLS)

NUM_QUERIES, CONDITION_WIDTH = 32, 128
KIND_BITS = 48
MIN_APART = 14  # bits in which the codes of any two kinds differ
KIND_SCALE = 0.3


def pack(scenes: list[Scene]) -> torch.Tensor:
    """(B, WIDTH) int16"""
    rows = []
    for scene in scenes:
        row = ([0] + [NONE] * (CELL_WIDTH - 1)) * len(CELLS)
        for thing in scene.things:
            at, guest = CELL_WIDTH * thing.cell, thing.guest
            row[at:at + 4] = (1 + KIND_INDEX[thing.kind], _COLOURS.index(thing.colour), SIZE_NAMES.index(thing.size), 0)
            if guest:
                row[at + 3:at + 6] = (1 + RELATIONS.index(guest.relation), KIND_INDEX[guest.kind], _COLOURS.index(guest.colour))
            row[at + _ARROWS:at + CELL_WIDTH] = [0] * len(CELLS)
        for start, end in scene.arrows:
            row[CELL_WIDTH * start + _ARROWS + end] = 1
        rows.append(row + [
            SETTING_NAMES.index(scene.setting), TIMES.index(scene.time), SEASONS.index(scene.season), WEATHERS.index(scene.weather),
            STYLES.index(scene.style),
        ])
    return torch.tensor(rows, dtype=torch.int16).reshape(-1, WIDTH)


def unpack(rows: torch.Tensor) -> list[Scene]:
    """The scenes of rows, which may be guesses: where there is nothing, the other values are not looked at."""
    scenes = []
    for row in rows.tolist():
        things, arrows = [], []
        for cell in range(len(CELLS)):
            kind, colour, size, relation, guest_kind, guest_colour, *leads = row[CELL_WIDTH * cell:CELL_WIDTH * (cell + 1)]
            if kind:
                guest = Guest(KINDS[guest_kind], _COLOURS[guest_colour], RELATIONS[relation - 1]) if relation else None
                things.append(Thing(KINDS[kind - 1], _COLOURS[colour], SIZE_NAMES[size], cell, guest))
                arrows += [(cell, end) for end, there in enumerate(leads) if there == 1]
        setting, time, season, weather, style = row[-len(WHOLE_FIELDS):]
        scenes.append(Scene(
            SETTING_NAMES[setting], tuple(things), TIMES[time], SEASONS[season], WEATHERS[weather], STYLES[style], tuple(arrows),
        ))
    return scenes


def cells_of(rows: torch.Tensor) -> torch.Tensor:
    """(B, 9, CELL_WIDTH) int64"""
    return rows[:, : len(CELLS) * CELL_WIDTH].long().unflatten(1, (len(CELLS), CELL_WIDTH))


def whole_of(rows: torch.Tensor) -> torch.Tensor:
    """(B, whole fields) int64"""
    return rows[:, len(CELLS) * CELL_WIDTH:].long()


@cache
def kind_codes() -> torch.Tensor:
    """(kinds, KIND_BITS) of plus and minus KIND_SCALE, drawn once from a fixed seed, any two at least MIN_APART bits apart."""
    rng, made = random.Random(5), []
    while len(made) < len(KINDS):
        bits = rng.getrandbits(KIND_BITS)
        if all((bits ^ other).bit_count() >= MIN_APART for other in made):
            made.append(bits)
    signs = [[2.0 * (bits >> bit & 1) - 1 for bit in range(KIND_BITS)] for bits in made]
    return KIND_SCALE * torch.tensor(signs)


# Columns of a condition row. Rows: 0 setting and count, 1 + c the thing in cell c, 10 + c its guest, 19 + c the arrows from it,
# 28 time, season and weather, 29 style; 30 and 31 stay zero.
_PRESENT, _KIND, _COLOUR = 0, 1, 1 + KIND_BITS
_SIZE = _COLOUR + len(_COLOURS)
_RELATION = _SIZE + len(SIZE_NAMES)
_ARROW = _RELATION + len(RELATIONS)
_SETTING = _ARROW + len(CELLS)
_COUNT = _SETTING + len(SETTING_NAMES)
_MOOD = _COUNT + len(CELLS)
_STYLE = _MOOD + len(TIMES) + len(SEASONS) + len(WEATHERS)
assert _STYLE + len(STYLES) <= CONDITION_WIDTH


def codes(rows: torch.Tensor) -> torch.Tensor:
    """(B, NUM_QUERIES, CONDITION_WIDTH) float32 on the rows' device: the space the denoiser is trained on in stage 0.

    The unconditional code is all zeros.
    """
    cells, whole = cells_of(rows), whole_of(rows)
    kinds = kind_codes().to(rows.device)
    code = torch.zeros(len(rows), NUM_QUERIES, CONDITION_WIDTH, device=rows.device)

    def mark(part: torch.Tensor, column: int, classes: int, values: torch.Tensor) -> None:
        """One-hot values, or nothing for NONE, at columns of a view of the code."""
        hot = torch.nn.functional.one_hot(values.clamp(min=0), classes) * (values >= 0).unsqueeze(-1)
        part[..., column:column + classes] = hot.to(part.dtype)

    kind, colour, size, relation, guest_kind, guest_colour = cells[..., :_ARROWS].unbind(-1)
    here, guested = (kind > 0).float(), (relation > 0).float()
    things, guests, arrows = code[:, 1:10], code[:, 10:19], code[:, 19:28]
    things[..., _PRESENT], guests[..., _PRESENT] = here, guested
    things[..., _KIND:_COLOUR] = kinds[(kind - 1).clamp(min=0)] * here[..., None]
    guests[..., _KIND:_COLOUR] = kinds[guest_kind.clamp(min=0)] * guested[..., None]
    mark(things, _COLOUR, len(_COLOURS), colour)
    mark(things, _SIZE, len(SIZE_NAMES), size)
    mark(guests, _COLOUR, len(_COLOURS), guest_colour)
    mark(guests, _RELATION, len(RELATIONS), torch.where(relation > 0, relation - 1, NONE))
    arrows[..., _ARROW:_ARROW + len(CELLS)] = cells[..., _ARROWS:].clamp(min=0).float()
    arrows[..., _PRESENT] = (cells[..., _ARROWS:] == 1).any(-1).float()
    mark(code[:, 0], _SETTING, len(SETTING_NAMES), whole[:, 0])
    mark(code[:, 0], _COUNT, len(CELLS), (here.sum(1).long() - 1).clamp(min=0))
    column = _MOOD
    for index, classes in enumerate((len(TIMES), len(SEASONS), len(WEATHERS)), start=1):
        mark(code[:, 28], column, classes, whole[:, index])
        column += classes
    mark(code[:, 29], _STYLE, len(STYLES), whole[:, 4])
    return code


def read_codes(code: torch.Tensor) -> torch.Tensor:
    """The rows (B, WIDTH) that conditions (B, NUM_QUERIES, CONDITION_WIDTH) name: the nearest kind, the largest value of each field."""
    code = code.float()
    kinds = kind_codes().to(code.device)
    things, guests, arrows = code[:, 1:10], code[:, 10:19], code[:, 19:28]
    here, guested = things[..., _PRESENT] > 0.5, guests[..., _PRESENT] > 0.5

    def best(part: torch.Tensor, column: int, classes: int) -> torch.Tensor:
        return part[..., column:column + classes].argmax(-1)

    kind, guest_kind = ((part[..., _KIND:_COLOUR] @ kinds.T).argmax(-1) for part in (things, guests))
    relation = torch.where(guested & here, 1 + best(guests, _RELATION, len(RELATIONS)), 0)
    fields = [
        torch.where(here, kind + 1, 0), best(things, _COLOUR, len(_COLOURS)), best(things, _SIZE, len(SIZE_NAMES)), relation,
        torch.where(relation > 0, guest_kind, NONE), torch.where(relation > 0, best(guests, _COLOUR, len(_COLOURS)), NONE),
    ]
    leads = (arrows[..., _ARROW:_ARROW + len(CELLS)] > 0.5).long()
    cells = torch.cat([torch.stack(fields, dim=-1), leads], dim=-1)
    cells[..., 1:] = torch.where(here[..., None], cells[..., 1:], NONE)
    mood, whole = _MOOD, [best(code[:, 0], _SETTING, len(SETTING_NAMES))]
    for classes in (len(TIMES), len(SEASONS), len(WEATHERS)):
        whole.append(best(code[:, 28], mood, classes))
        mood += classes
    whole.append(best(code[:, 29], _STYLE, len(STYLES)))
    return torch.cat([cells.flatten(1), torch.stack(whole, dim=-1)], dim=1).to(torch.int16)
