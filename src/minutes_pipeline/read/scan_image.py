"""Pictures of pages (ページの画像): from image files and rendered PDF pages to an even grey picture at 300 dots an inch."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter, ImageOps, ImageSequence

from minutes_pipeline.errors import LimitError, ReadError
from minutes_pipeline.read.guard import DAMAGED

Grey = npt.NDArray[np.uint8]
"""Rows of pixels, 0 black to 255 white."""
Mask = npt.NDArray[np.bool_]
"""True where ink is."""

DPI = 300
MAX_PIXELS = 80_000_000
"""Pixels of one picture; A3 at 600 dots an inch has 70 million. Told from the head of the file, before it is unpacked."""
MAX_PICTURES = 500
_LONGEST_PAPER = 17.0
"""Inches: A3. A picture that its own resolution makes larger (a photograph) is taken for A4."""
_SHORTEST_PAPER = 4.0
_A4 = 11.69


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: grey pixels, and how many of them make a point (1/72 inch)."""

    grey: Grey
    scale: float

    @property
    def width(self) -> float:
        """In points."""
        return int(self.grey.shape[1]) / self.scale

    @property
    def height(self) -> float:
        """In points."""
        return int(self.grey.shape[0]) / self.scale


def read_pictures(data: bytes, file_name: str) -> Iterator[Picture]:
    """The pictures of a PNG, JPEG or (multi-page) TIFF, turned as its camera says.

    Raises:
        ReadError: Damaged or cut off.
        LimitError: More than ``MAX_PIXELS`` or ``MAX_PICTURES``.
    """
    with warnings.catch_warnings():
        # Pillow only warns of a picture that is too large; damage in the tags is no reason to refuse the picture.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "MPO")) as image:
                for number, frame in enumerate(_frames(image)):
                    if number >= MAX_PICTURES:
                        raise LimitError(
                            f"ページが多すぎます（上限 {MAX_PICTURES}ページ）",
                            "会議ごとに分けてください",
                            file=file_name,
                        )
                    yield _picture(frame, file_name)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_large(file_name) from error
        except (LimitError, ReadError):
            raise
        except Exception as error:  # Pillow raises whatever it meets in a damaged file
            raise ReadError(*DAMAGED, file=file_name) from error


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    """Pages of a TIFF; of a camera's several renderings of one scene (MPO) the first alone."""
    if image.format == "TIFF":
        yield from ImageSequence.Iterator(image)
    else:
        yield image


def _too_large(file_name: str) -> LimitError:
    return LimitError(
        f"画像が大きすぎます（上限 {MAX_PIXELS // 1_000_000} メガピクセル）",
        "300dpi で読み取り直した PDF か画像を入れてください",
        file=file_name,
    )


def _picture(frame: Image.Image, file_name: str) -> Picture:
    width, height = frame.size
    if width * height > MAX_PIXELS:
        raise _too_large(file_name)
    dpi = _resolution(frame)
    turned = ImageOps.exif_transpose(frame)
    grey = _as_grey(turned)
    ratio = DPI / dpi
    if not 0.95 <= ratio <= 1.05:
        size = max(1, round(grey.width * ratio)), max(1, round(grey.height * ratio))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return Picture(even(np.asarray(grey, dtype=np.uint8)), DPI / 72)


def _resolution(frame: Image.Image) -> float:
    """Dots an inch as the file says, where that makes a sheet of paper; else as if the picture were an A4 sheet."""
    longest = max(frame.size)
    said = frame.info.get("dpi", (0, 0))
    try:
        dpi = float(said[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    if dpi > 0 and _SHORTEST_PAPER <= longest / dpi <= _LONGEST_PAPER:
        return dpi
    return longest / _A4


def _as_grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        return Image.fromarray(np.clip(values / 256, 0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(paper, over).convert("L")
    return image.convert("L")


def render(page: Any) -> Picture:
    """A PDF page as pdfium draws it, turned as the file says; a sheet larger than A2 is drawn smaller."""
    width, height = page.get_size()
    dpi = min(DPI, 72 * (MAX_PIXELS / 2 / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    grey = bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy()
    bitmap.close()
    return Picture(even(grey), dpi / 72)


def even(grey: Grey) -> Grey:
    """The picture with a white ground: the shade of the paper, which a lamp or a fold makes uneven, is divided out."""
    height, width = grey.shape
    if height < 64 or width < 64 or np.percentile(grey[::8, ::8], 20) >= 250:
        return grey
    small = Image.fromarray(grey).reduce(8)
    ground = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6))
    full = np.asarray(ground.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32)
    # A dark area (a photograph, a heading in white on black) is no shade of paper.
    shade = np.maximum(full, 96.0)
    return np.clip(grey / shade * 255.0, 0, 255).astype(np.uint8)


def ink_of(grey: Grey) -> Mask:
    """Where ink is: by the threshold that parts dark from light best (Otsu 1979), within sensible bounds."""
    counts = np.bincount(grey[::2, ::2].ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256)
    below = np.cumsum(counts)
    above = below[-1] - below
    mass = np.cumsum(counts * levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    best = int(np.nanargmax(spread)) if np.isfinite(spread).any() else 128
    mask: Mask = grey < min(max(best + 1, 90), 200)
    return mask


def straightened(grey: Grey, degrees: float) -> Grey:
    """The picture turned anticlockwise by ``degrees`` about its middle, of the same size, white at the corners."""
    if abs(degrees) < 0.02:
        return grey
    turned = Image.fromarray(grey).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned, dtype=np.uint8)


def skew_of(ink: Mask, *, most: float = 6.0) -> float:
    """By how many degrees lines of text run down to the right (0 where there is too little text to tell).

    The rows of a picture differ most in ink where the lines of text lie level: the picture is sheared by each angle
    and the squared differences of its rows are summed (projection profile). Vertical text is as sharp by its columns.
    """
    ys, xs = np.nonzero(_thinned(ink))
    if len(ys) < 400:
        return 0.0
    ys, xs = ys.astype(np.float64), xs.astype(np.float64)

    def sharpness(degrees: float) -> float:
        slope = np.tan(np.radians(degrees))
        return max(_sharpness(ys - xs * slope), _sharpness(xs + ys * slope))

    best = 0.0
    for reach, step in ((most, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        scores = [sharpness(float(angle)) for angle in angles]
        best = float(angles[int(np.argmax(scores))])
    return best if sharpness(best) > 1.02 * sharpness(0.0) else 0.0


def is_upright(ink: Mask) -> bool:
    """Whether rows part the ink of a straight page better than columns do: lines run across, not down."""
    ys, xs = np.nonzero(_thinned(ink))
    if not len(ys):
        return True
    return _sharpness(ys.astype(np.float64)) >= _sharpness(xs.astype(np.float64))


def _thinned(ink: Mask) -> Mask:
    """A third of the size: a pixel is ink where its block has any."""
    height, width = (size // 3 * 3 for size in ink.shape)
    thinned: Mask = np.asarray(ink[:height, :width].reshape(height // 3, 3, width // 3, 3).any(axis=(1, 3)))
    return thinned


def _sharpness(positions: npt.NDArray[np.float64]) -> float:
    """Squared differences of neighbouring bins, over the whole."""
    rows = np.round(positions - positions.min()).astype(np.int64)
    counts = np.bincount(rows).astype(np.float64)
    return float(np.sum(np.diff(counts) ** 2))
