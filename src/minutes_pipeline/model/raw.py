"""Raw document (読み取ったままの文書): what a reader hands to layout. Nothing is joined, dropped or guessed here."""

from __future__ import annotations

from dataclasses import dataclass, field

from minutes_pipeline.model.span import BBox, Span

Place = tuple[float, float, float, float]
"""(x0, top, x1, bottom) of one character in points, origin top-left."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One physical line or one paragraph (物理行・段落).

    ``left``, ``right`` and ``size`` share one unit: points in a PDF, half-width columns (size 2) elsewhere.

    Attributes:
        text: Characters as printed, without a line break; leading white space is left to ``left``.
        left: Where its first character begins.
        right: Where its last character ends.
        size: Width of a full-width character.
        page: 1-based page, or None.
        top: Upper edge on the page (0.0 in formats without pages).
        bottom: Lower edge on the page.
        places: One place per character of ``text``, or empty.
        hard: True when the format says that a paragraph ends here; False where the end may come from wrapping.
        blank_before: True when an empty line (or a gap of its height) stands before it.
        outline: Heading level of the file's own styles, 1-based, or None.
        list_level: Level of automatic numbering or bullets, 0-based, or None.
        block: 0-based index of the source block.
        limit: Right margin in force for this line, or None where the document's own is to be found.
        tail: Full-width white space printed behind the last character; it stands again when the next line is joined.
    """

    text: str
    left: float = 0.0
    right: float = 0.0
    size: float = 2.0
    page: int | None = None
    top: float = 0.0
    bottom: float = 0.0
    places: tuple[Place, ...] = field(default=(), repr=False)
    hard: bool = False
    blank_before: bool = False
    outline: int | None = None
    list_level: int | None = None
    block: int = 0
    limit: float | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class RawCell:
    """A table cell (セル): 0-based position, extent, and the lines (or nested tables) inside it."""

    row: int
    col: int
    content: tuple[RawLine | RawTable, ...]
    row_span: int = 1
    col_span: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table (表) as the source draws it. A merged cell stands once, at its top-left.

    ``kind_hint`` is ``data`` or ``form`` where the reader already knows; None lets layout decide.
    """

    rows: int
    cols: int
    cells: tuple[RawCell, ...]
    page: int | None = None
    block: int = 0
    blank_before: bool = False
    kind_hint: str | None = None


RawItem = RawLine | RawTable


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as a list of characters (ページ): ``text[i]`` stands at ``places[i]``.

    Attributes:
        number: 1-based.
        width: In points.
        height: In points.
        text: Characters in the order of the content stream, line breaks and generated spaces left out; a printed space
            is kept.
        places: One place per character.
        rules: Ruled lines (罫線) and edges of boxes, each a box that is thin in one direction.
        confidences: One per character of ``text``, 0 to 1, where it was read by character recognition; else empty.
        turned: Degrees by which a recognised page was turned anticlockwise about its middle to lie straight. Its places are
            those of the straight page.
        hidden: True where the text lies invisible under a picture: another program's character recognition.
    """

    number: int
    width: float
    height: float
    text: str
    places: tuple[Place, ...] = field(repr=False)
    rules: tuple[BBox, ...] = ()
    confidences: tuple[float, ...] = field(default=(), repr=False)
    turned: float = 0.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as read (読み取ったままの文書).

    Attributes:
        file_name: Name without folders.
        media_type: ``pdf``, ``docx``, ``doc``, ``odt``, ``rtf``, ``txt``, ``md``, ``html``, ``png``, ``jpeg`` or ``tiff``, by
            content rather than by name.
        sha256: Hex digest of the file's bytes.
        items: Lines and tables in reading order (empty for a PDF, whose ``pages`` are still to be laid out).
        pages: Pages of a PDF or of pictures, else empty.
        page_count: Number of pages, or None.
        wrapped: True when line ends may come from wrapping (plain text, PDF).
        defects: What the reader had to leave out or doubted: (code, Japanese message, None).
    """

    file_name: str
    media_type: str
    sha256: str
    items: tuple[RawItem, ...] = ()
    pages: tuple[RawPage, ...] = ()
    page_count: int | None = None
    wrapped: bool = False
    defects: tuple[tuple[str, str, Span | None], ...] = ()
