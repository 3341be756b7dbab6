"""Plain text reader (テキスト): encoding by byte-order mark, validity and plausibility; lines as they stand."""

from __future__ import annotations

import re
import unicodedata

from minutes_pipeline.errors import ReadError
from minutes_pipeline.model.raw import RawDocument, RawLine
from minutes_pipeline.text.widths import columns

_CLEANING: dict[int, str | None] = dict.fromkeys((*range(9), *range(14, 32), 127, *range(128, 160)))
_CLEANING |= dict.fromkeys((173, 8203, 8206, 8207, 8288, 65279))
_CLEANING |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # turn the direction of writing
_CLEANING |= dict.fromkeys((11, 12, 133, 8232, 8233), "\n")
_UNCLEAN = re.compile(f"[{''.join(map(chr, sorted(_CLEANING)))}]")


def clean(text: str) -> str:
    r"""Text without control and zero-width characters; every kind of line separator is a newline.

    >>> clean("会\u200b議\u2028録\x00")
    '会議\n録'
    """
    return text if text.isprintable() or _UNCLEAN.search(text) is None else text.translate(_CLEANING)


def decode(data: bytes, file_name: str = "") -> str:
    """Bytes to text: BOM, then UTF-8, then the more plausible of cp932 and EUC-JP, then UTF-16 without a mark.

    Raises:
        ReadError: No encoding gives readable text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x1b$" in data[:65536] and not any(byte > 0x7F for byte in data[:4096]):
        return data.decode("iso2022_jp_ext", "replace")
    try:
        text = data.decode("utf-8")
        if "\x00" not in text:
            return text
    except UnicodeDecodeError:
        pass
    score, text = max(_candidates(data), key=lambda pair: pair[0])
    if score < 0.4:
        raise ReadError(
            "文字として読めないファイルです",
            "Word、PDF、または UTF-8 のテキストで保存し直してください",
            file=file_name or None,
        )
    return text


def is_wide_text(data: bytes) -> bool:
    """Whether bytes are plausible UTF-16 without a byte-order mark."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            if len(data) % 2 == 0 and plausibility(data[:4096].decode(encoding)) > 0.7:
                return True
        except UnicodeError:
            continue
    return False


def _candidates(data: bytes) -> list[tuple[float, str]]:
    """(plausibility, text) in each encoding that fits; a few broken bytes are forgiven, the more they are the less."""
    found = []
    for encoding in ("cp932", "euc-jp", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        found.append((plausibility(text), text))
    for encoding in ("utf-8", "cp932", "euc-jp"):
        text = data.decode(encoding, "replace")
        found.append((plausibility(text) - 0.02 - 4 * text.count("\ufffd") / max(1, len(text)), text))
    return found


def plausibility(text: str) -> float:
    """How far ``text`` looks like Japanese or ASCII text, at most 1; half-width kana and odd characters speak against.

    >>> plausibility("会議録") > plausibility("ｲﾜｷﾄ･")
    True
    """
    sample = text[:20000]
    if not sample:
        return 1.0
    good = bad = 0.0
    for char in sample:
        if "\u3040" <= char <= "\u30ff" or char in "、。「」（）　・\r\n\t" or " " <= char <= "~":
            good += 1
        elif "\u4e00" <= char <= "\u9fff" or "\uff01" <= char <= "\uff5e" or "\u2000" <= char <= "\u27bf":
            good += 0.8
        elif "\uff61" <= char <= "\uff9f":
            bad += 0.6
        else:
            bad += 1 if unicodedata.category(char)[0] != "L" else 0.5
    return (good - bad) / len(sample)


def read_plain(text: str, file_name: str, sha256: str) -> RawDocument:
    """Physical lines of a text, each with its width in columns; an empty one is ``blank_before`` of the next.

    Where nearly every line is followed by an empty one (text copied out of a PDF) a single empty line says nothing, and
    only a wider gap counts.
    """
    found: list[tuple[str, int, int]] = []
    blanks = 0
    for index, line in enumerate(clean(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")):
        if line.isspace() or not line:
            blanks += 1
            continue
        found.append((line, blanks, index))
        blanks = 0
    spaced = sum(1 for _, before, _ in found[1:] if before)
    usual = 1 if len(found) >= 10 and spaced * 20 >= 17 * (len(found) - 1) and _wrapped(found) else 0
    items = []
    for line, before, index in found:
        body = line.strip()
        lead = columns(line[: len(line) - len(line.lstrip())])
        tail = "\u3000" * (len(line.rstrip(" \t")) - len(line.rstrip()))
        items.append(RawLine(body, lead, lead + columns(body), block=index, blank_before=before > usual, tail=tail))
    return RawDocument(file_name, "txt", sha256, items=tuple(items), wrapped=True)


def _wrapped(lines: list[tuple[str, int, int]]) -> bool:
    """At least a fifth of the lines end close to the longest one, most of them within a sentence."""
    widths = sorted((columns(line.rstrip()) for line, _, _ in lines), reverse=True)
    near = [line for line, _, _ in lines if columns(line.rstrip()) >= widths[len(widths) // 20] - 6]
    return len(near) * 5 >= len(lines) and sum(1 for line in near if line.rstrip()[-1] not in "。．") * 2 >= len(near)
