"""Notes in brackets (注記): presence, function, post, unit, proxy, a disambiguating letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minutes_pipeline.extract.roster_chunks import cut_line
from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_model import Status
from minutes_pipeline.extract.roster_presence import status_of
from minutes_pipeline.extract.roster_reading import is_count, read_parts
from minutes_pipeline.extract.roster_splitting import is_membership, presplit
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_unit
from minutes_pipeline.values.names import is_common_noun, name_likeness
from minutes_pipeline.values.posts import Role, is_role, role_of, split_post

_PROXY_FOR = re.compile(
    r"(?P<name>\S{1,8}?)\s?(?:委員|議員|構成員|部会員|幹事|会員|会長|副会長|部長|課長|次長|理事|氏|様|さん)?の?代理(?:出席)?$"
)
_PROXY_BY = re.compile(r"代理(?:出席|者|人)?\s?[:・]?\s?(?P<rest>\S.{1,40})$")
# How a name is read: in hiragana, or in katakana with a space (リコー is a company).
_READING = re.compile(r"[ぁ-んー\s]{2,16}|[ァ-ヴー]{1,8}[\s\u3000]{1,2}[ァ-ヴー]{1,8}")
_IGNORED = re.compile(
    r".{0,12}(?:のため|により|都合|につき)|記|記録(?:者|係|担当)?|司会(?:者)?|進行(?:役)?|新任|再任|新|順不同|敬称略|(?:五十音|50音)順.*|案|書面|.*名簿.*|任期.*|以下.*|仮称|補欠|.*参照|印.*|録音|議事録.*|署名.*|同席|文責"
)
_DISAMBIGUATOR = re.compile(r"[一-龠々][一-龠々ぁ-ん]?|[ぁ-んァ-ヴ]|[A-Z]")


@dataclass
class Note:
    """Facts of one bracket."""

    status: Status | None = None
    role: Role | None = None
    units: list[str] = field(default_factory=list)
    title: str | None = None
    names: list[str] = field(default_factory=list)
    name: str | None = None
    proxy_for: str | None = None
    proxy_text: str | None = None
    disambiguator: bool = False
    known: bool = True


def _items(text: str) -> list[str]:
    """The statements of a bracket; ・ separates unless it stands inside a foreign name or a list of fields (土木・交通)."""
    items = [t for t in re.split(r"[、,/／;，；]|\u3000{2,}|[ \t]{3,}", text) if t and t.strip()]
    out: list[str] = []
    for item in items:
        parts = item.split("・")
        if len(parts) == 2 and any(is_role(p) or status_of(p) or _IGNORED.fullmatch(flat(p)) for p in parts):
            out.extend(parts)
        else:
            out.append(item)
    return [t.strip() for t in out if t.strip()]


def read_note(text: str, *, has_name: bool, full: bool = False) -> Note:
    """What a bracket behind a person or post says; ``full``: behind surname and given name, which two letters do not tell apart."""
    note = Note()
    compact = "".join(flat(text).split())
    if not compact or _IGNORED.fullmatch(compact) or is_count(compact):
        return note
    if (
        has_name
        and _DISAMBIGUATOR.fullmatch(compact)
        and not (full and len(compact) > 1)
        and not (len(compact) == 2 and is_common_noun(compact))
        and not (status_of(compact) or is_unit(compact) or is_role(compact) or split_post(compact))
    ):
        note.disambiguator = True
        return note
    found = _PROXY_BY.search(" ".join(flat(text).split()))
    if found and found.start() == 0 and compact != "代理出席":
        note.proxy_text = text[text.find("代理") + 2 :].lstrip("出席者人:：・ \u3000")
        return note
    for item in _items(text):
        _read_item(item, note, has_name)
    return note


def _read_item(item: str, note: Note, has_name: bool) -> None:
    compact = "".join(flat(item).split())
    found = _PROXY_FOR.fullmatch(compact)
    if found and compact not in ("代理", "代理出席") and name_likeness(found["name"]) > 0:
        fused = split_fused(found["name"])
        note.status, note.proxy_for = "proxy", found["name"] if fused is None else found["name"][: fused[0]]
        return
    status = status_of(compact)
    if status is not None and split_post(compact) is None:
        note.status = status
        return
    if is_role(compact) and role_of(compact) is not None:
        note.role = role_of(compact)
        return
    if is_role(compact) or is_count(compact) or _IGNORED.fullmatch(compact):
        return
    _read_post(item, note, has_name)


def _read_post(item: str, note: Note, has_name: bool) -> None:
    compact = "".join(item.split())
    if re.fullmatch(r"[0-9]{1,2}", flat(compact)) or re.fullmatch(r"[0-9]{1,2}(?:班|組|区|部|丁目)", flat(compact)):
        note.units.append(flat(compact) if len(compact) < 3 and compact.isdecimal() else compact)
        return
    if is_membership(flat(compact)):
        note.units.append(compact)
        return
    post = split_post(compact)
    parts = [p for s in cut_line(item, 0) for p in read_parts(presplit(s.chunks))]
    if len(parts) > 1 or (parts and parts[0].reading == "name" and not has_name):
        for part in parts:
            if part.reading == "unit":
                note.units.append(part.text)
            elif part.reading == "post":
                _take_post(part.text, note, has_name)
            elif part.reading == "role" and note.units:
                note.title = part.text
            elif part.reading == "role":
                note.role = note.role or role_of(part.text)
            elif part.reading == "name" and not has_name and note.name is None:
                note.name = part.text
            elif part.reading == "name" and has_name:
                note.units.append(part.text)
        return
    if post is not None:
        _take_post(compact, note, has_name)
    elif has_name and _READING.fullmatch(item.strip()) and not is_unit(compact):
        note.known = False
    else:
        note.units.append(compact)


def _take_post(text: str, note: Note, has_name: bool) -> None:
    fused = None if has_name else split_fused(text)
    if fused is not None:
        note.name, text = text[: fused[0]], text[fused[0] :]
    post = split_post(text)
    if post is None:
        return
    if post.title == "担当" and post.unit and not note.units:
        note.units.append(text)  # 児童施策推進担当
        return
    if post.unit:
        note.units.append(post.unit)
    note.title = post.title if note.title is None else note.title + (post.title or "")
