"""Rosters set as tables (名簿の表): what each column holds is read from its heading."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_model import Group, Person, Status
from minutes_pipeline.extract.roster_notes import status_of
from minutes_pipeline.extract.roster_people import Reader
from minutes_pipeline.extract.roster_reading import is_count
from minutes_pipeline.extract.roster_units import nest
from minutes_pipeline.model.document import Cell, Document, Table
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.names import clean_name, name_likeness
from minutes_pipeline.values.posts import Role, is_role, role_of, split_post

_PLAIN_REMARK = re.compile(r"任期|新任|再任|交代|代理|号委員|公開|書面|^[0-9]|記録")
_READING = re.compile(r"[(（][ぁ-んァ-ヴー\s]{1,16}[)）]")
_PROXY = re.compile(r"\s*代理(?:出席|者)?[\s:：]+")
Column = Literal["role", "unit", "title", "name", "status", "remark", "seat", "skip"]
# Ordered: a heading is what the first pattern says.
_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("seat", re.compile(r"^(?:番号|議席(?:番号)?|No\.?|NO\.?|№|席次|番)$")),
    ("name", re.compile(r"氏名|名前|委員名|議員名|出席者名|^委員$|^氏名等$")),
    ("status", re.compile(r"出欠|出席|欠席|参加方法")),
    ("remark", re.compile(r"備考|摘要")),
    ("role", re.compile(r"(?<!選出)(?<!推薦)区分|役割|会での|役職$|委員区分|会議での|役員|種別|役名")),
    ("unit", re.compile(r"所属|団体|機関|選出|組織|会社|部署|部局|課名|会派|分野|推薦|企業|勤務先")),
    ("title", re.compile(r"^(?:職|職名|職種|肩書|職位|補職|役職名|職・?役職)$|職名|肩書")),
)
_GROUP_WORDS: tuple[tuple[Group, re.Pattern[str]], ...] = (
    ("secretariat", re.compile(r"事務局|書記|庶務")),
    ("explainer", re.compile(r"説明員|理事者|執行部|当局|担当課|説明者")),
    ("observer", re.compile(r"オブザーバ|参考人|アドバイザー|来賓|傍聴|助言者")),
)


def _column(heading: str) -> Column:
    word = "".join(flat(heading).split())
    if "所属" in word and re.search(r"職", word):
        return "unit"
    return next((column for column, pattern in _COLUMNS if pattern.search(word)), "skip")


def _grid(table: Table) -> dict[tuple[int, int], Cell]:
    """Every position of the table with the cell that covers it."""
    grid = {}
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for col in range(cell.col, min(cell.col + cell.col_span, table.cols)):
                grid[row, col] = cell
    return grid


def table_people(document: Document, table: Table) -> list[Person] | None:
    """Persons of a table whose first row names its columns; None where it does not (the rows are read as lines)."""
    grid = _grid(table)
    head = [document.text[c.start : c.end] if (c := grid.get((0, col))) else "" for col in range(table.cols)]
    columns = [_column(h) for h in head]
    if "name" not in columns or table.rows < 2:
        return None
    people: list[Person] = []
    for row in range(1, table.rows):
        for first, last in _blocks(columns):
            cells = [(columns[col], grid[row, col]) for col in range(first, last) if (row, col) in grid]
            person = _person(document, cells)
            if person is not None:
                people.extend(_with_proxy(document, person, cells))
    return people


def _with_proxy(document: Document, person: Person, cells: list[tuple[Column, Cell]]) -> list[Person]:
    """A remark 「代理　能美恵介（…）」: the member is absent, whom it names comes in his place."""
    for column, cell in cells:
        text = document.text[cell.start : cell.end]
        found = _PROXY.match(text) if column in ("status", "remark") else None
        if found is None:
            continue
        reader = Reader()
        reader.read_line(text[found.end() :], cell.start + found.end())
        if reader.people:
            proxy = replace(reader.people[0], status="proxy", group=person.group, rule_id="roster.proxy")
            return [replace(person, status="absent"), proxy]
    return [person]


def _blocks(columns: list[Column]) -> list[tuple[int, int]]:
    """Column pairs set side by side: a block begins where a kind of column comes again."""
    bounds: list[int] = [0]
    seen: set[Column] = set()
    for i, column in enumerate(columns):
        if column in seen and column != "skip":
            bounds.append(i)
            seen = set()
        seen.add(column)
    return list(zip(bounds, [*bounds[1:], len(columns)], strict=True))


def _person(document: Document, cells: list[tuple[Column, Cell]]) -> Person | None:
    values: dict[Column, str] = {}
    places: list[tuple[int, int]] = []
    for column, cell in cells:
        text = document.text[cell.start : cell.end].strip()
        if text and column not in values:
            values[column] = text
            places.append((cell.start, cell.end))
    printed = _READING.sub("", values.get("name", ""))
    compact = "".join(flat(printed).split())
    if not compact or is_count(compact) or name_likeness(printed) < -1:
        return None
    name_cell = next(
        cell
        for column, cell in cells
        if column == "name" and _READING.sub("", document.text[cell.start : cell.end].strip()) == printed
    )
    units, title = _post(values)
    role, group = _function(values.get("role", ""))
    status, remark = _presence(
        [document.text[c.start : c.end].strip() for column, c in cells if column in ("status", "remark")]
    )
    if remark is not None and role_of(remark) is not None:
        role = role or role_of(remark)
    elif remark is not None and not units and title is None:
        units, title = _post({"unit": remark})
    fused = split_fused(printed)
    name = printed
    if fused is not None:
        name = printed[: fused[0]]
        post = split_post(printed[fused[0] :])
        title = title or (post.title if post else None)
        units = units or ((post.unit,) if post and post.unit else ())
    start = min([s for s, e in places if name_cell.start - s < 200 and s <= name_cell.start], default=name_cell.start)
    end = max([e for s, e in places if s >= name_cell.start and e - name_cell.start < 200], default=name_cell.end)
    if "\n" in document.text[start:end]:
        start, end = name_cell.start, name_cell.end
    return Person(start, end, clean_name(name), units, title, role, group, status, "roster.table", 0.97)


def _presence(printed: list[str]) -> tuple[Status | None, str | None]:
    """Presence out of the cells of 出欠 and 備考; a remark that tells no presence (the affiliation) comes back as text."""
    status: Status | None = None
    remark = None
    for text in printed:
        told = status_of(text)
        status = status or told
        if text and told is None and not _PROXY.match(text) and not _PLAIN_REMARK.search(text):
            remark = text
    return status, remark


def _post(values: dict[Column, str]) -> tuple[tuple[str, ...], str | None]:
    """Units and title out of their cells; a post in the unit's cell is split."""
    units: tuple[str, ...] = ()
    title = "".join(values["title"].split()) if "title" in values else None
    parts = values.get("unit", "").split()
    for i, part in enumerate(parts):
        post = split_post(part)
        if post is not None and title is None and i == len(parts) - 1:
            units = nest(units, post.unit) if post.unit else units
            title = post.title
        else:
            units = (*units, part)
    if title is not None and (post := split_post(title)) is not None and post.unit and not units:
        return (post.unit,), post.title
    return units, None if title is not None and is_role(title) and role_of(title) is None else title


def _function(printed: str) -> tuple[Role | None, Group | None]:
    word = "".join(flat(printed).split())
    group = next((g for g, pattern in _GROUP_WORDS if pattern.search(word)), None)
    return role_of(word), group
