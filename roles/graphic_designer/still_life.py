"""Invented photographs for the demo: a thing of a home on a table, in the light of a morning."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

from config.lib.pictures import Made

DRAWN = 640  # pixels of the longer side; bigger pictures are blown up, which costs less
WALLS = ["#e8dfd3", "#d7dfd6", "#dcd9e6", "#e6d3cb", "#cfdbe2", "#efe6c9"]
TABLES = ["#b9997a", "#8a6f5c", "#c9b79c", "#77685f"]
THINGS = ["#35605a", "#a5482f", "#d9a441", "#4a5a83", "#7d4e6d", "#f4f0e8", "#2d3036"]


def picture(size: tuple[int, int], *, seed: str, warmer: bool = False) -> tuple[Made, Made]:
    """A picture of a size, and the small one; the same thing for the same seed."""
    scale = DRAWN / max(size)
    scene = _scene(max(1, round(size[0] * scale)), max(1, round(size[1] * scale)), seed, warmer)
    return _made(scene.resize(size), "jpeg", quality=82), _made(scene, "webp", quality=70)


def _scene(width, height, seed, warmer):
    rolls = random.Random(seed)  # noqa: S311
    wall, table, thing, other = (rolls.choice(c) for c in (WALLS, TABLES, THINGS, THINGS))
    image = Image.new("RGB", (width, height), wall)
    paint = ImageDraw.Draw(image)
    edge, unit = round(height * 0.68), min(width, height)
    paint.rectangle((0, edge, width, height), fill=table)
    middle = width * rolls.uniform(0.4, 0.6)
    _shadow(paint, middle, edge, unit)
    rolls.choice([_lamp, _vase, _bowl])(paint, middle, edge, unit, thing, other)
    light = Image.linear_gradient("L").rotate(90).resize(image.size).point(lambda v: v // 4)
    return Image.composite(
        Image.new("RGB", image.size, "#ffd9a0" if warmer else "white"), image, light
    )


def _shadow(paint, x, y, unit):
    box = (x - unit * 0.3, y + unit * 0.06, x + unit * 0.36, y + unit * 0.15)
    paint.ellipse(box, fill="#5d4f45")


def _lamp(paint, x, y, unit, thing, other):
    foot = y + unit * 0.1
    paint.rectangle((x - unit * 0.015, y - unit * 0.32, x + unit * 0.015, foot), fill="#2d3036")
    paint.ellipse(
        (x - unit * 0.12, foot - unit * 0.04, x + unit * 0.12, foot + unit * 0.01), fill=other
    )
    shade = [(-0.13, -0.56), (0.13, -0.56), (0.24, -0.26), (-0.24, -0.26)]
    paint.polygon([(x + unit * a, y + unit * b) for a, b in shade], fill=thing)


def _vase(paint, x, y, unit, thing, other):
    for lean in (-0.14, -0.02, 0.11):
        paint.line((x, y - unit * 0.2, x + unit * lean, y - unit * 0.52), fill="#4d6b4f", width=4)
        flower = (x + unit * lean, y - unit * 0.53)
        radius = unit * 0.05
        paint.ellipse(
            (flower[0] - radius, flower[1] - radius, flower[0] + radius, flower[1] + radius),
            fill=other,
        )
    paint.ellipse((x - unit * 0.17, y - unit * 0.18, x + unit * 0.17, y + unit * 0.11), fill=thing)
    paint.rectangle((x - unit * 0.06, y - unit * 0.26, x + unit * 0.06, y - unit * 0.1), fill=thing)


def _bowl(paint, x, y, unit, thing, other):
    for shift, radius in ((-0.1, 0.08), (0.08, 0.09), (0, 0.1)):
        box = [
            x + unit * (shift - radius),
            y - unit * (0.2 + radius),
            x + unit * (shift + radius),
            y - unit * (0.2 - radius),
        ]
        paint.ellipse(box, fill=other)
    paint.pieslice(
        (x - unit * 0.3, y - unit * 0.42, x + unit * 0.3, y + unit * 0.11), 0, 180, fill=thing
    )


def _made(image, kind, **how):
    file = BytesIO()
    image.save(file, kind, **how)
    return Made(file.getvalue(), kind, image.width, image.height)
