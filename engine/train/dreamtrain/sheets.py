"""Contact sheets of the examination: the first requests for a picture, and all threads of three edits, in the order of the exam."""

from __future__ import annotations

import textwrap
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PICTURE_PX, TEXT_PX, GAP_PX = 128, 44, 8
FIRST = 48
COLUMNS = 8


def write_sheets(cases: list[dict], answers: dict[str, list[dict]], pictures: Path, out: Path) -> None:
    """sheet.webp and edits.webp in `out`: without loss, and a quarter smaller than PNG."""
    drawn = [case for case in cases if "shows" in case["expect"]][:FIRST]
    first = [(case["turns"][-1]["say"], _file(answers[case["id"]][-1])) for case in drawn]
    threads = [case for case in cases if case["group"] == "three edits"]
    edits = [(asked["say"], _file(turn)) for case in threads for asked, turn in zip(case["turns"], answers[case["id"]])]
    for name, tiles in (("sheet.webp", first), ("edits.webp", edits)):
        _sheet(tiles, pictures).quantize(256).convert("RGB").save(out / name, lossless=True, quality=100, method=6)


def _file(turn: dict) -> str | None:
    return turn["pictures"][-1]["file"] if turn["pictures"] else None


def _sheet(tiles: list[tuple[str, str | None]], pictures: Path) -> Image.Image:
    width, height = PICTURE_PX + GAP_PX, PICTURE_PX + TEXT_PX
    image = Image.new("RGB", (COLUMNS * width + GAP_PX, -(-len(tiles) // COLUMNS) * height + GAP_PX), (240, 240, 240))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size=10)
    for index, (words, file) in enumerate(tiles):
        x, y = GAP_PX + index % COLUMNS * width, GAP_PX + index // COLUMNS * height
        if file:
            image.paste(Image.open(pictures / file).convert("RGB"), (x, y))
        else:
            pen.text((x + 30, y + 58), "(no picture)", fill=(120, 120, 120), font=font)
        for line, text in enumerate(textwrap.wrap(words, 25)[:3]):
            pen.text((x, y + PICTURE_PX + 1 + 12 * line), text, fill=(40, 40, 40), font=font)
    return image
