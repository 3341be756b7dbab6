"""Damaged files from sound ones (壊したファイル): deterministic, file ``number`` of a seed is always the same bytes.

Blind damage (bytes changed, cut, repeated) stops at the door of most formats. The damage that gets inside knows the
format: it unpacks a DOCX or a PDF's streams, changes what stands there, and packs again.
"""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

SUFFIXES = (".pdf", ".docx", ".html", ".txt", ".md")
NUMBERS = (
    *(b"0", b"1", b"-1", b"255", b"256", b"65535", b"2147483647", b"-2147483648", b"4294967296"),
    *(b"99999999999999999999", b"1e38", b"0.0000001", b"NaN", b""),
)
CHARACTERS = (
    *("\x00", "\x1b[2J", "\r", "\x0b", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffd", "\ufffe", "\u200b", "\u3000", "\t"),
    *("が", "ゔ", "か\u3099", "葛\U000e0100", "𠮷", "髙", "㍻", "①", "⑳", "Ⅳ", "㈱", "〇", "令和", "第", "（", "）", "「", "・", "：", "●", "％", "｜"),
    *("1" * 300, "一" * 300, "(" * 300, "・" * 300, "：" * 300, "１." * 150, "議題" * 100, "「" * 300),
)  # fmt: skip
Change = Callable[[random.Random, bytes, bytes], bytes]
"""(source of chance, file, another file) -> damaged file."""


class Mutant(NamedTuple):
    """A damaged file: its name and bytes, and what was done to which seed."""

    name: str
    data: bytes
    story: str


def _place(chance: random.Random, data: bytes) -> tuple[int, int]:
    """A stretch of the data, short as a rule."""
    start = chance.randrange(len(data) + 1)
    longest = chance.choice((1, 4, 16, 256, 4096, len(data)))
    return start, min(len(data), start + chance.randrange(longest + 1))


def flip(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64, 512))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(changed)


def cut(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    start, end = _place(chance, data)
    return data[:start] + data[end:]


def end_early(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def repeat(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    start, end = _place(chance, data)
    times = chance.choice((2, 3, 20, 200))
    piece = data[start:end]
    return data[:start] + (piece * times)[:2_000_000] + data[end:]


def swap(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    a, b = sorted((_place(chance, data), _place(chance, data)))
    if a[1] > b[0]:
        return data
    return data[: a[0]] + data[b[0] : b[1]] + data[a[1] : b[0]] + data[a[0] : a[1]] + data[b[1] :]


def splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _place(chance, other)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def insert(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    word = chance.choice(CHARACTERS).encode(chance.choice(("utf-8", "utf-8", "cp932", "utf-16-le")), "replace")
    return data[:at] + word + data[at:]


_NUMBER = re.compile(rb"(?<![\w.])-?\d{1,12}(?:\.\d{1,8})?(?![\w.])")


def renumber(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    """Some of the numbers become extreme: lengths, counts, references, sizes, coordinates, spans."""
    found = list(_NUMBER.finditer(data))
    for number in sorted(chance.sample(found, min(len(found), chance.choice((1, 1, 3, 20)))), key=lambda m: -m.start()):
        value = chance.choice((*NUMBERS, chance.choice(found).group()))
        data = data[: number.start()] + value + data[number.end() :]
    return data


BLIND: tuple[Change, ...] = (flip, cut, end_early, repeat, swap, splice, insert, renumber)

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OBJECT = re.compile(rb"\d+ 0 obj\b.*?endobj", re.DOTALL)
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")


def pdf_stream(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """One stream (page content, font, character map) unpacked, damaged and packed again."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    stream = chance.choice(found)
    try:
        content = zlib.decompress(stream.group(1))
    except zlib.error:
        content = stream.group(1)
    packed = zlib.compress(chance.choice(BLIND)(chance, content, other), 1)
    return data[: stream.start(1)] + packed + data[stream.end(1) :]


def pdf_reference(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    """References point elsewhere: loops of pages, fonts that are pages, pages that are fonts."""
    found = list(_REFERENCE.finditer(data))
    for reference in sorted(chance.sample(found, min(len(found), chance.choice((1, 2, 10)))), key=lambda m: -m.start()):
        data = data[: reference.start()] + chance.choice(found).group() + data[reference.end() :]
    return data


def pdf_object(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    """An object removed, doubled under its number, or replaced by another one."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    one, two = chance.choice(found), chance.choice(found)
    return data[: one.start()] + chance.choice((b"", one.group() * 2, two.group())) + data[one.end() :]


def _xml(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """Damage that leaves most of the markup well-formed: elements doubled, dropped, nested; attributes extreme."""
    kind = chance.randrange(6)
    elements = list(re.finditer(rb"<(\w[\w:]*)\b[^<>]*?(?<!/)>", content))
    if kind == 0 or not elements:
        return renumber(chance, content, other)
    if kind == 1:
        return chance.choice(BLIND)(chance, content, other)
    element = chance.choice(elements)
    closing = content.find(b"</" + element.group(1) + b">", element.end())
    if closing < 0:
        return content
    end = closing + len(element.group(1)) + 3
    whole = content[element.start() : end]
    if kind == 2:
        return content[: element.start()] + content[end:]
    if kind == 3:
        return content[:end] + (whole * chance.choice((1, 10, 300)))[:1_000_000] + content[end:]
    if kind == 4:
        depth = chance.choice((2, 30, 150, 300))
        opened = element.group() * depth + content[element.end() : closing] + content[closing:end] * depth
        return content[: element.start()] + opened + content[end:]
    word = chance.choice(CHARACTERS).replace("\x00", "").replace("\x1b", "").encode()
    return content[: element.end()] + word + content[element.end() :]


def docx_part(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """One part of the archive damaged inside, dropped, renamed or doubled; the archive itself is sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    text = [n for n, (name, _) in enumerate(parts) if name.startswith("word/") and name.endswith(".xml")]
    likely = [n for n in text if parts[n][0] in ("word/document.xml", "word/numbering.xml", "word/styles.xml")]
    at = chance.choice(likely if likely and chance.random() < 0.9 else text)
    name, content = parts[at]
    what = chance.random()
    if what < 0.85:
        for _ in range(chance.choice((1, 1, 3))):
            content = _xml(chance, content, other)
        parts[at] = (name, content)
    elif what < 0.9:
        del parts[at]
    else:
        parts[at] = (chance.choice(("../" * 5 + "etc/x.xml", "word/\x01.xml", name.upper(), "/" + name)), content)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def text_lines(chance: random.Random, data: bytes, _other: bytes) -> bytes:
    """Lines in another order, doubled, joined, or in another encoding."""
    lines = data.split(b"\n")
    kind = chance.randrange(5)
    if kind == 0:
        chance.shuffle(lines)
    elif kind == 1:
        lines = [line for line in lines for _ in range(chance.choice((0, 1, 1, 1, 5)))]
    elif kind == 2:
        return data.replace(b"\n", b"", chance.choice((1, 5, -1)))
    elif kind == 3:
        encodings = ("utf-16", "utf-16-be", "cp932", "euc_jp", "iso2022_jp")
        return data.decode("utf-8", "replace").encode(chance.choice(encodings), "replace")
    else:
        lines.insert(chance.randrange(len(lines)), chance.choice(CHARACTERS).encode() * chance.choice((1, 20, 200)))
    return b"\n".join(lines)


KNOWING: dict[str, tuple[Change, ...]] = {
    ".pdf": (pdf_stream, pdf_stream, pdf_stream, pdf_reference, pdf_object, renumber),
    ".docx": (docx_part,),
    ".html": (_xml, _xml, text_lines),
    ".txt": (text_lines, insert),
    ".md": (text_lines, insert),
}


def seeds_of(folder: Path) -> list[tuple[str, bytes]]:
    """(name, bytes) of the sound files of a folder, small ones first."""
    found = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES]
    return sorted(found, key=lambda seed: (len(seed[1]), seed[0]))


def mutant(seeds: Sequence[tuple[str, bytes]], number: int, seed: int = 0) -> Mutant:
    """The damaged file of that number."""
    chance = random.Random(f"{seed}/{number}")
    suffix = SUFFIXES[number % len(SUFFIXES)]
    name, data, done = damaged(seeds, suffix, chance)
    return Mutant(f"{number:05}{suffix}", data, f"{name}: {', '.join(done)}")


def damaged(
    seeds: Sequence[tuple[str, bytes]], suffix: str, chance: random.Random
) -> tuple[str, bytes, tuple[str, ...]]:
    """(name of the sound file, bytes of the damaged one, what was done); the same for the same chances."""
    name, data = chance.choice([one for one in seeds if one[0].endswith(suffix)])
    _, other = chance.choice(seeds)
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        change = chance.choice(KNOWING[suffix] if chance.random() < 0.8 else BLIND)
        try:
            data = change(chance, data, other[:200_000])
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, IndexError):
            data = flip(chance, data, other)  # damaged already
        done.append(change.__name__.strip("_"))
    return name, data[:20_000_000], tuple(done)
