"""Pictures for the demo: drawn from a seed, with the mark across them, so that nobody takes one for a photograph."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

from youju.config.demo.city import SEED

SIZE = (640, 420)


def picture(name: str, number: int = 0) -> bytes:
    """Return a JPEG of an invented courtyard: the same name and number give the same bytes."""
    dice = random.Random(f"{SEED}:{name}:{number}")  # noqa: S311  # repeatable, not secret
    wide, high = SIZE
    image = Image.new("RGB", SIZE, (dice.randint(150, 210), dice.randint(190, 230), dice.randint(220, 250)))
    pen = ImageDraw.Draw(image)
    ground = high - dice.randint(110, 170)
    pen.rectangle((0, ground, wide, high), fill=(dice.randint(120, 180), dice.randint(110, 150), 90))
    for _house in range(dice.randint(2, 4)):
        left, width, tall = dice.randint(0, wide - 160), dice.randint(90, 190), dice.randint(70, 150)
        shade = dice.randint(150, 230)
        pen.rectangle((left, ground - tall, left + width, ground), fill=(shade, shade - 20, shade - 50))
        roof = [
            (left - 12, ground - tall),
            (left + width // 2, ground - tall - dice.randint(30, 70)),
            (left + width + 12, ground - tall),
        ]
        pen.polygon(roof, fill=(dice.randint(120, 190), 60, 50))
        pen.rectangle(
            (left + width // 2 - 14, ground - 50, left + width // 2 + 14, ground), fill=(90, 60, 40)
        )
    for _tree in range(dice.randint(2, 6)):
        at, size = dice.randint(10, wide - 40), dice.randint(24, 60)
        pen.ellipse((at, ground - size - 30, at + size, ground - 30), fill=(50, dice.randint(100, 160), 60))
    for step in range(-high, wide, 160):
        pen.line((step, high, step + high, 0), fill=(255, 255, 255), width=2)
    pen.text((16, high - 34), f"DEMO {number} 2023", fill=(255, 255, 255), font_size=22)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
