"""Ink: ruled lines and their absence, connected pieces, solid marks by shape."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from minutes_pipeline.read.scan_image import Mask
from minutes_pipeline.read.scan_marks import pieces, ruled_lines, smeared
from minutes_pipeline.read.scan_shapes import shape_of


def canvas(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (width, height), 0)
    return image, ImageDraw.Draw(image)


def mask(image: Image.Image) -> Mask:
    return np.asarray(image) > 0


def test_rules_are_told_from_strokes() -> None:
    image, draw = canvas(900, 600)
    draw.rectangle((50, 50, 850, 300), outline=255, width=3)
    draw.line((450, 50, 450, 300), fill=255, width=2)
    draw.line((50, 500, 130, 500), fill=255, width=4)  # 一 of a large size
    draw.rectangle((600, 400, 800, 560), fill=255)  # a picture
    across, down, pixels = ruled_lines(mask(image), 300)
    assert sorted(round(box.middle) for box in across) == pytest.approx([51, 299], abs=1)
    assert sorted(round((box.x0 + box.x1) / 2) for box in down) == pytest.approx([51, 450, 849], abs=1)
    assert pixels[51, 400] and pixels[150, 450]
    assert not pixels[500, 60:130].any() and not pixels[410:550, 610:790].any()


def test_a_rule_a_little_askew_is_one() -> None:
    image, draw = canvas(1200, 200)
    draw.line((100, 100, 1100, 104), fill=255, width=3)
    across, down, _ = ruled_lines(mask(image), 300)
    assert (len(across), len(down)) == (1, 0)


def test_pieces_and_smears() -> None:
    image, draw = canvas(100, 60)
    for x in (10, 30, 70):
        draw.rectangle((x, 20, x + 9, 29), fill=255)
    boxes = pieces(mask(image))
    assert [(b.x0, b.y0, b.x1, b.y1, b.ink) for b in boxes] == [
        (10, 20, 20, 30, 100), (30, 20, 40, 30, 100), (70, 20, 80, 30, 100),
    ]  # fmt: skip
    assert [(b.x0, b.x1) for b in pieces(smeared(mask(image), 12))] == [(10, 40), (70, 80)]


def test_a_ring_is_one_piece() -> None:
    image, draw = canvas(60, 60)
    draw.ellipse((10, 10, 50, 50), outline=255, width=3)
    assert len(pieces(mask(image))) == 1


def drawn(name: str) -> Mask:
    image, draw = canvas(40, 40)
    if name == "■":
        draw.rectangle((0, 0, 39, 39), fill=255)
    elif name == "●":
        draw.ellipse((0, 0, 39, 39), fill=255)
    elif name == "◆":
        draw.polygon([(20, 0), (39, 20), (20, 39), (0, 20)], fill=255)
    elif name == "▲":
        draw.polygon([(20, 0), (39, 39), (0, 39)], fill=255)
    elif name == "▼":
        draw.polygon([(0, 0), (39, 0), (20, 39)], fill=255)
    elif name == "ring":
        draw.ellipse((0, 0, 39, 39), outline=255, width=5)
    elif name == "口":
        draw.rectangle((0, 0, 39, 39), outline=255, width=5)
    elif name == "十":
        draw.line((20, 0, 20, 39), fill=255, width=7)
        draw.line((0, 20, 39, 20), fill=255, width=7)
    return mask(image)


@pytest.mark.parametrize("name", ["■", "●", "◆", "▲", "▼"])
def test_solid_marks_are_named(name: str) -> None:
    assert shape_of(drawn(name)) == name


@pytest.mark.parametrize("name", ["ring", "口", "十"])
def test_other_shapes_are_not(name: str) -> None:
    assert shape_of(drawn(name)) is None
