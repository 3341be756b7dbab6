"""Which program and agenda item a sentence stands under (文の居場所): by the headings above it, by name, by number."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.text.folding import flat, name_key


class Places:
    """Which program and agenda item a position stands under (居場所).

    Headings open a place; what the records of a line say about theirs goes before, since a heading may refer to a program
    that a table names (＜施策１について＞).
    """

    def __init__(self, minutes: Minutes) -> None:
        programs = [p for p in minutes.programs if p.rule_id != "program.table"]
        marks: list[tuple[int, int, Any]] = [(item.span.start, 0, item) for item in minutes.agenda_items]
        marks += [(goal.span.start, 1, goal) for goal in minutes.goals]
        marks += [(program.span.start, 2, program.id) for program in programs]
        # A program that a speech calls, or that is told of on its own line, holds to the end of the paragraph.
        spoken = (p.span.start for p in programs if p.rule_id in ("program.spoken", "program.inline"))
        marks += [(_line_end(minutes.text, start), 2, "") for start in spoken]
        placed = (*minutes.remarks, *minutes.issues, *minutes.actions, *minutes.decisions, *minutes.metrics)
        lines = flat(minutes.text)
        marks += [
            (record.span.start, 3, record.program_id)
            for record in placed
            if record.program_id and "\t" not in _line_around(lines, record.span.start)
        ]
        self._marks = sorted(marks, key=lambda mark: mark[:2])
        self._starts = [mark[0] for mark in self._marks]
        self._titles = {program.id: program.title for program in minutes.programs}
        self._keys = {program.id: name_key(program.title) for program in minutes.programs}
        self._numbers = _numbers(minutes, lines)
        headings = (*minutes.agenda_items, *minutes.goals, *minutes.programs)
        self.first = min((record.span.start for record in (*headings, *placed)), default=0)

    def at(self, position: int) -> tuple[str | None, str | None]:
        """Id of the program and folded title of the agenda item at a position, each None where there is none."""
        program: str | None = None
        for _start, kind, record in reversed(self._marks[: bisect_right(self._starts, position)]):
            if kind >= 2:
                program = record if program is None else program
            elif kind == 1:
                program = program or ""
            else:
                return program or None, name_key(record.title)
        return program or None, None

    def numbered(self, number: str) -> str | None:
        """Id of the one program that bears a number (3, 1-2), or None."""
        return self._numbers.get(number.strip().replace("ー", "-"))

    def named(self, sentence: str) -> str | None:
        """Id of the one program that a folded sentence under no heading calls: by number, in full, by its beginning or end."""
        called = _BY_NUMBER.search(sentence)
        if called and (program := self.numbered(called["n"])):
            return program
        key = name_key(sentence)
        found = {i for i, title in self._keys.items() if len(title) >= _NAMED and title in key}
        if not found:
            topics = [name_key(m["t"]) for m in _CALLED.finditer(sentence[:_CALLED_WITHIN])]
            found = {
                i for i, title in self._keys.items() for topic in topics
                if len(topic) >= _NAMED - 1 and (title.endswith(topic) or (len(topic) >= _NAMED and title.startswith(topic)))
            }  # fmt: skip
        return found.pop() if len(found) == 1 else None

    def title(self, program: str | None, topic: str | None) -> str:
        """The program's title, or that of the agenda item, or nothing."""
        return self._titles.get(program or "", topic or "")


def _numbers(minutes: Minutes, folded: str) -> dict[str, str]:
    """The numbers printed before the names of programs, those that only one of them bears."""
    found: dict[str, str | None] = {}
    for program in minutes.programs:
        begin = folded.rfind("\n", 0, program.span.start) + 1
        number = _NUMBER_BEFORE.search(folded[max(begin, program.span.start - 24) : program.span.start])
        if number:
            key = number["n"].replace("ー", "-")
            found[key] = None if key in found else program.id
    return {key: program for key, program in found.items() if program is not None}


_COMPOUND = r"[0-9]{1,2}(?:\s?[-ー]\s?[0-9]{1,2}){0,2}"
_NUMBER_BEFORE = re.compile(rf"(?<![0-9-])(?P<n>{_COMPOUND})[^0-9]{{0,8}}$")
_BY_NUMBER = re.compile(
    rf"(?:取組|取り組み|施策|事業|項目|プロジェクト|アクション|番号|No\.?)\s?(?P<n>{_COMPOUND})(?=については|について|につきまして|に関し|は|の|を|が|では|、|で|も)"
)
_NAMED = 4
"""A program is known by so many characters of its name."""
_CALLED_WITHIN = 48
_CALLED = re.compile(
    r"(?:^|[、,])[「『]?(?P<t>[^。、「」『』]{3,24}?)[」』]?(?:で(?:ございます|あります|す)が|は|について|につきまして|に関し|の(?:ほう|方|件)は|を|が|も|では|で|:)"
)


def same_topic(one: str | None, other: str | None) -> bool:
    """Whether two titles of agenda items name one topic (意識調査の実施について = 意識調査の結果について).

    >>> same_topic("意識調査の実施について", "意識調査の結果について"), same_topic("その他", "予算について")
    (True, False)
    """
    if not one or not other:
        return False
    left, right = (_TOPIC.sub("", title) for title in (one, other))
    return one == other or (len(left) >= 2 and left == right)


_TOPIC = re.compile(
    r"(?:について|に関すること|に係る|の件)|の?(?:実施|結果|報告|状況|進捗|実績|経過|案)|(?:令和|平成)[0-9元]{1,2}年度?|[0-9]{4}年度?|[()の等]"
)


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return end if end >= 0 else len(text)


def _line_around(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)]
