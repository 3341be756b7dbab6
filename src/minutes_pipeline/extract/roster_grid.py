"""Rosters set in columns (名簿の欄): what each column holds, told by its heading and by what stands in it.

A grid is a row of headings and rows of cells, from a table of the document or from lines whose columns are set apart by
tabs, strokes or wide gaps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_legend import MARKS
from minutes_pipeline.extract.roster_model import Group, Person, Status, sent_by
from minutes_pipeline.extract.roster_people import Reader
from minutes_pipeline.extract.roster_presence import mark_status, status_of, whole_status
from minutes_pipeline.extract.roster_reading import is_count
from minutes_pipeline.extract.roster_splitting import is_membership
from minutes_pipeline.extract.roster_units import placed_units, same_units
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_same_unit, is_unit
from minutes_pipeline.values.names import clean_name, name_likeness
from minutes_pipeline.values.posts import Role, is_role, role_of, split_post

_PLAIN_REMARK = re.compile(r"任期|新任|再任|交代|代理|号委員|公開|書面|^[0-9]|記録")
_READING = re.compile(r"[(（][ぁ-んァ-ヴー\s]{1,16}[)）]")
_MEMBER = re.compile(r"(?:委員|構成員|議員|部会員|幹事|会員)$")
_SENT_FOR = re.compile(r"(?!.*職務)(?!(?:会長|委員長|議長|座長)代理)[^\s代]{2,16}(?:の代理|代理)(?:出席)?(?:者)?")
_NOTE_BEHIND = re.compile(r"\s{0,3}[(（](?P<note>[^()（）]{1,16})[)）]\s*$")
_PROXY = re.compile(r"\s*代理(?:出席|者)?\s{0,3}(?:[:：(（]|\s)\s{0,3}")
_DITTO = re.compile(r"[〃″”\"々仝]|同(?:上|じ)?")
_NOBODY = re.compile(r"[-－―ー/／\s]*|欠員|空席|未定|調整中")
_BLANK = re.compile(r"[-－―ー/／\s]*")
Column = Literal["role", "unit", "title", "name", "status", "remark", "seat", "category", "skip"]
# Ordered: a heading is what the first pattern says.
_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        "skip",
        re.compile(r"ふりがな|フリガナ|読み|よみ|カナ|かな|性別|年齢|任期|任命|委嘱|電話|住所|署名|印$|期数|回数"),
    ),
    ("seat", re.compile(r"^(?:番号|議席(?:番号)?|[Nn][Oo]\.?|№|席次|席番|番|#|項|整理番号|順)$")),
    (
        "category",
        re.compile(r"(?:選出|推薦|選任|委嘱|委員の?)(?:区分|分野|枠)|分野|^(?:号|条例|根拠).{0,6}$|選出$"),
    ),
    ("name", re.compile(r"氏名|名前|委員名|議員名|出席者名|^委員$|^氏名等$|^お名前$|^名$")),
    ("status", re.compile(r"出欠|出席|欠席|参加方法|参加形態|出・欠|^参加$")),
    ("remark", re.compile(r"備考|摘要|その他")),
    ("role", re.compile(r"区分|役割|会での|役職$|会議での|役員|種別|役名|委員会職|委員職")),
    (
        "unit",
        re.compile(
            r"所属|団体|機関|選出|組織|会社|部署|部局|課名|会派|推薦|企業|勤務先|部課|事業所|学校|地区|法人|職場"
        ),
    ),
    ("title", re.compile(r"^(?:職|職名|職種|肩書|職位|補職|役職名|職・?役職)$|職名|肩書|職業")),
)
_GROUP_WORDS: tuple[tuple[Group, re.Pattern[str]], ...] = (
    ("secretariat", re.compile(r"事務局|書記|庶務")),
    ("explainer", re.compile(r"説明員|理事者|執行部|当局|担当課|説明者|関係課|所管")),
    ("observer", re.compile(r"オブザーバ|参考人|アドバイザー|来賓|傍聴|助言者")),
)


@dataclass(frozen=True, slots=True)
class Field:
    """What stands in one place of a grid: its text without outer white space, and where it stands in the document."""

    text: str
    start: int
    end: int


Row = Sequence[Field | None]


def column_of(heading: str) -> Column:
    """What a column's heading announces (氏　名 → name, 出欠 → status); ``skip`` for any other word."""
    word = re.sub(r"\(.{1,12}\)$", "", "".join(flat(heading).split()))
    if "所属" in word and re.search(r"職", word):
        return "unit"
    return next((column for column, pattern in _COLUMNS if pattern.search(word)), "skip")


def grid_people(head: Sequence[str], rows: Sequence[Row], document_text: str) -> list[Person] | None:
    """Persons of a grid; None where the headings name no column of names."""
    columns = [column_of(h) for h in head]
    if "name" not in columns:
        return None
    titled = "title" in columns
    columns = [
        # A column of another heading (ふりがな, 任期) stays what it is; one without a heading is what it holds.
        column
        if (column == "skip" and head[i].strip()) or (column == "role" and titled)
        else _by_content(column, [r[i] for r in rows if i < len(r)])
        for i, column in enumerate(columns)
    ]
    people: list[Person] = []
    group: Group | None = None
    above: Row = ()
    for printed in rows:
        row = above = _without_dittos(printed, above)
        told = _heading(row)
        if told is not None:
            group = told
            continue
        for first, last in _blocks(columns):
            cells = [
                (columns[i], _told_by_heading(columns[i], head[i], cell))
                for i in range(first, min(last, len(row)))
                if (cell := row[i]) is not None
            ]
            for each in _each_name(cells):
                person = _person(document_text, each)
                if person is not None:
                    person = replace(person, group=person.group or group, units=_of_those_above(person.units, people))
                    people.extend(_with_proxy(person, each))
    return people


def _each_name(cells: list[tuple[Column, Field]]) -> list[list[tuple[Column, Field]]]:
    """芹沢課長、弓削係長 in the cell of names: what the other cells say holds for each of them."""
    cell = next((c for column, c in cells if column == "name"), None)
    words = [] if cell is None else [m for m in re.finditer(r"[^、，,]{1,40}", cell.text) if m[0].strip()]
    if cell is None or len(words) < 2 or "（" in cell.text or any(name_likeness(_bare(m[0])) < 0.3 for m in words):
        return [cells]
    names = [Field(m[0].strip(), cell.start + m.start(), cell.start + m.end()) for m in words]
    return [[(column, name if column == "name" else other) for column, other in cells] for name in names]


def _bare(printed: str) -> str:
    """A printed name without the post fused to it."""
    fused = split_fused(printed.strip())
    return printed if fused is None else printed.strip()[: fused[0]]


def _told_by_heading(column: Column, heading: str, cell: Field) -> Field:
    """○ below 欠席 in a roster with a column for each way of attending: the heading says what it means."""
    told = whole_status("".join(flat(heading).split())) if column == "status" else None
    marked = told not in (None, "present") and mark_status(cell.text) == "present" and len(cell.text.strip()) == 1
    return replace(cell, text=heading) if marked else cell


def _without_dittos(row: Row, above: Row) -> Row:
    """The row with 〃 and 同上 replaced by what stands above them."""
    cells = list(row)
    for i, cell in enumerate(cells):
        told = above[i] if i < len(above) else None
        if cell is not None and told is not None and _DITTO.fullmatch("".join(cell.text.split())):
            cells[i] = replace(cell, text=told.text)
    return cells


def _of_those_above(units: tuple[str, ...], people: list[Person]) -> tuple[str, ...]:
    """同課 in the cell of the unit points to the units of whoever stands above."""
    if not units or not is_same_unit(units[0]) or not people:
        return units
    return (*same_units(people[-1].units, units[0]), *units[1:])


def _heading(row: Row) -> Group | None:
    """The group that a row with one word announces (事務局 over the rows of staff)."""
    words = {c.text for c in row if c is not None and c.text}
    if len(words) != 1:
        return None
    word = "".join(flat(words.pop()).split()).strip("【】<>[]〈〉")
    return next((g for g, pattern in _GROUP_WORDS if pattern.fullmatch(word)), None)


def _by_content(column: Column, cells: Sequence[Field | None]) -> Column:
    """役職, 区分 and 職名 hold functions in one roster and posts in another: the cells decide."""
    if column not in ("role", "title", "skip"):
        return column
    words = ["".join(flat(c.text).split()) for c in cells if c is not None and c.text and not _BLANK.fullmatch(c.text)]
    if not words:
        return column
    functions = sum(is_role(w) or _group_of(w) is not None for w in words)
    chairs = sum(role_of(w) == "chair" for w in words)
    if functions >= 0.7 * len(words) and chairs <= 1:
        return "role"
    if column == "skip":
        return column
    posts = sum(split_post(w) is not None for w in words)
    if chairs >= 2 or posts > functions:
        return "title"
    return "role" if functions else "category" if column == "role" else column


def _with_proxy(person: Person, cells: list[tuple[Column, Field]]) -> list[Person]:
    """A remark 「代理　能美恵介（…）」: the member is absent, whom it names comes in his place."""
    for column, cell in cells:
        found = _PROXY.match(cell.text) if column in ("status", "remark") else None
        if found is None:
            continue
        reader = Reader()
        printed = cell.text[found.end() :].rstrip()
        printed = printed[:-1] if found[0].rstrip()[-1:] in "（(" and printed[-1:] in "）)" else printed
        if _MEMBER.search("".join(flat(printed).split())):
            return [replace(person, status="proxy")]  # 代理（葛城構成員）: for whom he comes; that member has a row
        reader.read_line(printed, cell.start + found.end())
        if reader.people:
            proxy = sent_by(person, reader.people[0])
            proxy = replace(proxy, status="proxy", group=person.group, rule_id="roster.proxy")
            return [replace(person, status="absent"), proxy]
    return [person]


def _blocks(columns: list[Column]) -> list[tuple[int, int]]:
    """Column pairs set side by side: a block begins where a kind of column comes again."""
    bounds: list[int] = [0]
    seen: set[Column] = set()
    again = "name" if columns.count("name") > 1 else None
    for i, column in enumerate(columns):
        if column in seen and column != "skip" and again is not None and "name" in seen:
            bounds.append(i)
            seen = set()
        seen.add(column)
    return list(zip(bounds, [*bounds[1:], len(columns)], strict=True))


def _person(document_text: str, cells: list[tuple[Column, Field]]) -> Person | None:
    values: dict[Column, str] = {}
    for column, cell in cells:
        if not _BLANK.fullmatch(cell.text):
            values[column] = (
                f"{values[column]}\u3000{cell.text}"
                if column in ("unit", "category") and column in values
                else values.get(column, cell.text)
            )
    name_cell = next((cell for column, cell in cells if column == "name" and cell.text), None)
    if name_cell is None:
        return None
    mark, printed = _marked(_READING.sub("", name_cell.text))
    told, printed = _function_in_name(printed)
    held, printed = _post_in_name(printed)
    noted, printed = _presence_in_name(printed)
    compact = "".join(flat(printed).split())
    fused = split_fused(printed)
    nameless = name_likeness(printed) < -1 and fused is None
    if not compact or is_count(compact) or nameless or _NOBODY.fullmatch(compact):
        return None
    units, title = _post({**({"title": held} if held else {}), **values})
    role, group = _function(values.get("role", told))
    status, remark = _presence([(c, f.text) for c, f in cells if c in ("status", "remark")])
    status = noted if noted is not None and status in (None, "present") else status
    if remark is not None and role_of(remark) is not None:
        role = role or role_of(remark)
    elif remark is not None and not units and title is None:
        units, title = _post({"unit": remark})
    if not units and title is None and group is None:
        units = _category(values)
    name = printed
    if fused is not None:
        name = printed[: fused[0]]
        post = split_post(printed[fused[0] :])
        title = title or (post.title if post else None)
        units = units or ((post.unit,) if post and post.unit else ())
    start, end = _extent(document_text, name_cell, [cell for _, cell in cells if cell.text])
    role = role or {"◎": "chair"}.get(mark)  # type: ignore[assignment]
    return Person(start, end, clean_name(name), units, title, role, group, status, "roster.table", 0.97)


def _function_in_name(printed: str) -> tuple[str, str]:
    """A function printed in the cell of the name (会長　土井　隆, 土井　隆　委員), and the name without it."""
    words = printed.split()
    for at in range(1, len(words)):
        head, tail = "".join(words[:at]), "".join(words[at:])
        if is_role(head):
            return head, " ".join(words[at:])
        if is_role(tail):
            return tail, " ".join(words[:at])
    return "", printed


def _post_in_name(printed: str) -> tuple[str, str]:
    """A post printed in the cell of the name (教授　柴崎　修), and the name without it."""
    words = printed.split()
    if len(words) >= 2 and split_post(words[0]) is not None and name_likeness("".join(words[1:])) > 0.6:
        return words[0], " ".join(words[1:])
    return "", printed


def _presence_in_name(printed: str) -> tuple[Status | None, str]:
    """喜多村　悟（遅参）: the presence that a bracket behind the name tells, and the name without it."""
    found = _NOTE_BEHIND.search(printed)
    status = status_of("".join(flat(found["note"]).split())) if found is not None else None
    return (None, printed) if found is None or status is None else (status, printed[: found.start()])


def _marked(printed: str) -> tuple[str, str]:
    """A mark before or behind the name, and the name."""
    found = re.fullmatch(rf"\s*([{re.escape(MARKS)}]?)\s*(.{{0,80}}?)\s*([{re.escape(MARKS)}]?)\s*", printed, re.S)
    return (found[1] or found[3], found[2]) if found is not None else ("", printed)


def _extent(document_text: str, name_cell: Field, cells: list[Field]) -> tuple[int, int]:
    """The stretch of the row that tells of the person; the name's cell alone where the row breaks."""
    start = min(c.start for c in cells if c.start <= name_cell.start and name_cell.start - c.start < 200)
    end = max(c.end for c in cells if c.start >= name_cell.start and c.end - name_cell.start < 200)
    return (name_cell.start, name_cell.end) if "\n" in document_text[start:end] else (start, end)


def _presence(printed: list[tuple[Column, str]]) -> tuple[Status | None, str | None]:
    """Presence out of the cells of 出欠 and 備考; a remark that tells no presence (the affiliation) comes back as text."""
    status: Status | None = None
    remark = None
    for column, text in ((c, item) for c, cell in printed for item in _items(c, cell)):
        told = mark_status(text) if column == "status" else status_of(text) if len(text.strip()) > 1 else None
        if told is None and _SENT_FOR.fullmatch("".join(flat(text).split())):
            told = "proxy"  # 備考: 能登谷次長の代理
        status = told if told is not None and status in (None, "present") else status
        if column == "remark" and text and told is None and not (_PROXY.match(text) or _PLAIN_REMARK.search(text)):
            remark = text
    return status, remark


def _items(column: Column, cell: str) -> list[str]:
    """公募市民　欠席: a remark of which one word tells the presence; any other cell is one."""
    words = cell.split()
    told = column == "remark" and any(len(w) > 1 and whole_status(flat(w)) is not None for w in words)
    return words if told and not _PROXY.match(cell) else [cell]


def _post(values: dict[Column, str]) -> tuple[tuple[str, ...], str | None]:
    """Units and title out of their cells; a post in the unit's cell is split."""
    units: tuple[str, ...] = ()
    title = "".join(values["title"].split()) if "title" in values else None
    parts = values.get("unit", "").split()
    for i, part in enumerate(parts):
        note = _NOTE_BEHIND.search(part)
        if note is not None and note.start() > 0 and split_post(part[: note.start()]) is not None:
            part = part[: note.start()]  # みどり大学教授（識見を有する者）: the kind of member behind the post
        post = split_post(part)
        if post is not None and title is None and i == len(parts) - 1 and not _only_unit(part):
            units = placed_units(units, (), (post.unit,)) if post.unit else units
            title = post.title
        else:
            units = (*units, part)
    if title is not None and (post := split_post(title)) is not None and post.unit and not units:
        return (post.unit,), post.title
    return units, None if title is not None and is_role(title) and role_of(title) is None else title


def _only_unit(part: str) -> bool:
    """Words that end like a post and tell where somebody belongs: 公募委員, 県文化財保護指導委員."""
    return is_membership(flat(part))


def _category(values: dict[Column, str]) -> tuple[str, ...]:
    """区分 (学識経験者, 公募) where nothing else tells whence a member comes; 第１号委員 tells nothing."""
    for column in ("category", "role"):
        word = values.get(column, "")
        post = column == "role" and split_post(word) is not None
        if word and not is_role(word) and not post and not re.search(r"号(?:委員)?$", flat(word)):
            return ("".join(word.split()),)
    return ()


def _group_of(word: str) -> Group | None:
    return next((g for g, pattern in _GROUP_WORDS if pattern.search(word)), None)


def _function(printed: str) -> tuple[Role | None, Group | None]:
    word = "".join(flat(printed).split())
    group = None if is_unit(word) and not word.endswith("事務局") else _group_of(word)
    return role_of(word), group
