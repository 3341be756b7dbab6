"""Brackets in a roster's line (名簿の括弧): what they tell of the person or post before them, or of whom they name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from minutes_pipeline.extract.roster_legend import read_legend
from minutes_pipeline.extract.roster_model import Group, Person, sent_by
from minutes_pipeline.extract.roster_notes import Note, read_note
from minutes_pipeline.extract.roster_presence import status_of, told_presence
from minutes_pipeline.extract.roster_reading import Part
from minutes_pipeline.extract.roster_units import below, covers, placed_units, same_units
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_same_unit, unit_rank
from minutes_pipeline.values.names import is_common_noun, kinds_of, name_likeness
from minutes_pipeline.values.posts import Role, is_role, split_post

if TYPE_CHECKING:
    from minutes_pipeline.extract.roster_people import Line, Reader

HEADCOUNT = re.compile(r"(?:出席|欠席|計|他|ほか)?[0-9]{1,3}(?:名|人)?(?:欠席|出席)?")
Bracket = tuple[int, str, int, int]
_IN_PLACE_OF = re.compile(r"(?P<who>[^\s].{1,40}?)\s?の?(?:代理|代わり|代)(?:(?:として)?(?:の)?出席)?(?:者)?")
_MEMBER = re.compile(r"(?:委員|構成員|議員|部会員|幹事|会員)$")
# What else the holder of a post does.
_DUTY = re.compile(r"(?:担当|兼務|兼任|兼職|事務取扱|事務代理)$")
# A part of the body before it, whatever its own rank.
_BRANCH = re.compile(r"(?:支[部社店所局]|部会|分[会団所]|営業所|工場|出張所)$")
_HEAD_OF_BUREAU = re.compile(r"部長|局長|部次長|本部長|副部長")
# The unit whose head a title is: a 次長 belongs to the 部, a 課長 to the 課.
_HEADS = ((re.compile(r"(?:部|局|副)?(?:部長|局長|次長|本部長)|理事|参事"), 1), (re.compile(r"課長|室長|課長補佐"), 2))


def _is_remark(note: Note, text: str) -> bool:
    """Words that tell nothing of whence somebody comes: a letter, or a common noun that names no unit."""
    word = "".join(text.split())
    plain = len(word) <= 4 and unit_rank(word) is None and is_common_noun(word)
    return note.disambiguator or (plain and note.status is None and note.role is None and note.title is None)


def _down_to(units: tuple[str, ...], title: str | None) -> tuple[str, ...]:
    """Units of a proxy down to the one that the member's title heads (都市基盤部道路課 for 次長 gives 都市基盤部)."""
    want = next((rank for pattern, rank in _HEADS if pattern.fullmatch(flat(title or ""))), 3)
    return tuple(unit for unit in units if (unit_rank(unit) or 0) <= want)


class Entry:
    """The stretch being read: its parts and brackets, the person read last, and what waits for the next name."""

    def __init__(self, line: Line, parts: list[Part], brackets: list[Bracket], before: int) -> None:
        self.line: Line = line
        self.reader: Reader = line.reader
        self.parts, self.brackets = parts, brackets
        self.first = before
        self.role: Role | None = None
        self.title: str | None = None
        self.own_units: tuple[str, ...] = ()
        self.member: Person | None = None
        self.joined = self.proxied = self.for_member = self.same = False

    def _add(self, printed: str, start: int, end: int) -> None:
        raise NotImplementedError

    def _end(self) -> None:
        raise NotImplementedError

    def _last(self) -> Person | None:
        return self.reader.people[-1] if len(self.reader.people) > self.first else None

    def _replace(self, **changes: object) -> None:
        self.reader.people[-1] = replace(self.reader.people[-1], **changes)  # type: ignore[arg-type]

    def _units_for(self, own: tuple[str, ...], title: str | None) -> tuple[str, ...]:
        """Units of a person with this post: those printed for it, and those that it shares with its neighbours.

        In a list (総務課長　舟木、秘書係長　猪狩、主査　乾) a 課 named anew stands for itself; a 係, or a lower post
        without a unit, belongs to the 課 of whoever stands before it.
        """
        line = self.line.units or self.reader.label_units
        rank = unit_rank(own[0]) if own else None
        elsewhere = self.joined and self.line.units and not self.same and not self._here(self.line.units)
        if elsewhere and rank in (1, 2) and self.line.units == self.line.town:
            return placed_units(self.line.town, self.reader.sectional, own)  # みどり市　副市長　諸橋、企画部長　霜田
        if elsewhere and (rank in (1, 2) or (rank == 0 and not _BRANCH.search(own[0]))):
            return placed_units((), self.reader.sectional, own)
        if len(own) == 1 and line == self.line.units and line and self._here(line) and not covers(line, own[0]):
            return (*placed_units(line, self.reader.sectional, ()), *own)
        before = self._before()
        if self.joined and not line and rank == 2 and before is not None and before.units[0].endswith("支所"):
            return (*before.units[:1], *own)  # 湯之上総合支所長、桜田地域課長: a branch of the town has 課 of its own.
        if rank == 3 and re.search("[部局課室所].", own[0]) is not None:
            rank = 2  # 教育総務室教育総務係: its 室 is named.
        if self.joined and not line and before is not None and (rank == 3 or (not own and below(title, before.title))):
            if rank is None and unit_rank(before.units[-1]) == 3:
                return ()  # 総務係長　良田、主事　十河: a 係 is named for its own head.
            return placed_units(tuple(u for u in before.units if rank is None or (unit_rank(u) or 0) < 3), (), own)
        if not own and not line and _HEAD_OF_BUREAU.fullmatch(flat(title or "")):
            return (
                _down_to(self.reader.sectional, title) or self.reader.sectional
            )  # 産業部　商工課 above, 部長　福本 below
        return placed_units(line, self.reader.sectional, own)

    def _here(self, units: tuple[str, ...]) -> bool:
        """Whether the units were printed in this very stretch."""
        return any(p.reading == "unit" and p.text in units[-1] for p in self.parts)

    def _before(self) -> Person | None:
        """Who stands before in the same line with a department of their own."""
        people = self.reader.people[self.line.first : self.first]
        return people[-1] if people and people[-1].units and unit_rank(people[-1].units[-1]) in (1, 2, 3) else None

    def _brackets_before(self, position: int) -> None:
        while self.brackets and self.brackets[0][2] < position:
            self._bracket(self.brackets.pop(0))

    def _bracket(self, bracket: tuple[int, str, int, int]) -> None:
        _, text, start, end = bracket
        if read_legend(text):
            return
        told = told_presence(text)
        if told is not None and self.line.take_told(told, start + 1):
            return
        person = self._last()
        if self._in_place_of(text, start, end):
            return
        if self.title is not None:
            self._bracket_of_title(text, start, end)
            return
        if person is None and self.line.take_listed(text, start + 1, self.line.units):
            return
        if person is None and (self._of_unit(text, start) or self._of_count(text, start)):
            return
        if person is None:
            inner = "".join(text.split())
            before = [p for p in self.parts if p.end <= start]
            if before and before[-1].reading == "role" and split_post(inner) is not None and not is_role(inner):
                self.title = inner  # 委員（教育長）尾形
                return
            if self.line.units and name_likeness(inner) > 0.8 and not is_role(inner) and status_of(inner) is None:
                self._add(text, start + 1, end - 1)  # 地域支援係（長嶺　かおり）
                self._replace(end=end)
            else:
                self.line.leading(bracket)
            return
        if person.name is None and HEADCOUNT.fullmatch("".join(flat(text).split())):
            self.reader.people.pop()  # 町内会理事（12名）: a count, nobody in particular.
            return
        if self.proxied:
            self.proxied = False
            if _MEMBER.search("".join(flat(text).split())):
                text = f"{text.strip()}代理"  # 早瀬　実　　代理（葛城委員）: the bracket tells for whom he comes
            else:
                self._proxy(text, text, start)
                return
        full = person.name is not None and [kind for _, kind in kinds_of(person.name)] == ["姓", "名"]
        note = read_note(text, has_name=person.name is not None, full=full)
        self._apply(note, text, start, end)

    def _in_place_of(self, text: str, start: int, end: int) -> bool:
        """産業部次長　轟（産業部長　鵜飼の代理）: whom the bracket tells by post is absent; who has a post comes for him."""
        found = _IN_PLACE_OF.fullmatch(text.strip())
        person = self._last()
        if found is None or not (self.title is not None or (person is not None and person.title is not None)):
            return False
        inner = self.line.fresh()
        inner.read_line(found["who"], start + 1 + text.index(found["who"]))
        if len(inner.people) != 1 or inner.people[0].title is None:
            return False
        if self.title is not None:
            count = len(self.reader.people)
            self._end()
            if len(self.reader.people) == count:
                return False
        self._replace(status="proxy", end=end)
        person, told = self.reader.people[-1], inner.people[0]
        units = told.units or _down_to(person.units, told.title)
        told = replace(
            told, units=units, status="absent", group=person.group, rule_id="roster.principal", confidence=0.85
        )
        self.reader.people.insert(len(self.reader.people) - 1, told)
        return True

    def _of_unit(self, text: str, start: int) -> bool:
        """あけぼの会（家族会）会長　今井: a bracket behind a body's name, more to follow, belongs to the name."""
        before = [p for p in self.parts if p.end <= start]
        follows = any(p.start >= start and p.reading in ("post", "name", "role") for p in self.parts)
        if not (before and before[-1].reading == "unit" and before[-1].end == start and follows and self.line.units):
            return False
        if status_of(text) is not None or name_likeness("".join(text.split())) > 2.0:
            return False
        self.line.units = (*self.line.units[:-1], f"{self.line.units[-1]}（{text.strip()}）")
        return True

    def _of_count(self, text: str, start: int) -> bool:
        """１人（立川委員）, 事務局（福祉課　片貝課長、工藤）: whom the bracket behind a head-count or 事務局 names."""
        before = [p for p in self.parts if p.end <= start]
        counted = all(p.reading == "skip" for p in before) and before and HEADCOUNT.fullmatch(flat(before[-1].text))
        staff = [flat(p.text) for p in before] == ["事務局"]
        if not counted and not (staff and re.search("[、，,]", text)):
            return False
        inner = self.line.fresh()
        inner.read_line(text, start + 1)
        if not inner.people or any(p.name is None for p in inner.people):
            return False
        group: Group | None = "secretariat" if staff else self.reader.group
        self.reader.people.extend(replace(p, group=group, confidence=0.85) for p in inner.people)
        return True

    def _several(self, text: str, start: int, end: int) -> bool:
        """高齢者支援課統括リーダー（田代大、宮下等）: one post and all who hold it."""
        names = [n for n in re.split("[、，,]", text) if n.strip()]
        if len(names) < 2 or not all(name_likeness("".join(n.split())) >= 1.0 for n in names):
            return False
        title, own = self.title, self.own_units
        at = start + 1
        for name in names:
            at = start + 1 + text.index(name, at - start - 1)
            self.title, self.own_units = title, own
            self._add(name, at, at + len(name))
        self._replace(end=end)
        return True

    def _bracket_of_title(self, text: str, start: int, end: int) -> None:
        """庶務課主任（塚原康子）: the name; 書記（次長）: part of the title."""
        if self.title is not None and _DUTY.search("".join(flat(text).split())):
            self.title += f"（{text.strip()}）"  # 副参事（知的資産担当）, 地域振興課長（避難民支援担当課長兼務）
            return
        if HEADCOUNT.fullmatch("".join(flat(text).split())) and "1" not in flat(text).strip("名人 "):
            self.title = None  # 障害福祉課主査（3名）: several, nobody in particular.
            return
        if self._several(text, start, end):
            return
        note = read_note(text, has_name=False)
        if note.name is not None or (name_likeness("".join(text.split())) > 0.6 and not note.title):
            printed = note.name or text
            self._add(printed, start + 1, end - 1)
            self._replace(end=end)
            if note.units and not self.reader.people[-1].units:
                self._replace(units=tuple(note.units))
        elif note.proxy_text:
            count = len(self.reader.people)
            self._end()
            if len(self.reader.people) > count:
                self._proxy(note.proxy_text, text, start)  # 産業部長（代理：商工観光課長）
        elif note.status == "proxy" and any(p.reading == "name" and p.start >= end for p in self.parts):
            self.for_member = True  # 県危機管理部長（代理）井上佳一: who is named comes for the holder of the post.
        elif note.role or note.status:
            count = len(self.reader.people)
            self._end()  # A post listed for itself: 教育長（会長）, 生活安全課長（代理）.
            if len(self.reader.people) > count:
                self._replace(role=note.role, status=note.status, end=end)
        elif note.title and self.title is not None:
            self.title += f"（{text.strip()}）"
        elif note.units and not self.own_units and any(p.reading == "name" and p.start >= end for p in self.parts):
            self.own_units = tuple(note.units)  # 教育次長（教育委員会）　名取　聡

    def _apply(self, note: Note, text: str, start: int, end: int) -> None:
        person = self.reader.people[-1]
        behind_post = [p for p in self.parts if p.end <= start][-1:]
        if behind_post and behind_post[0].reading == "post" and person.title is not None and _is_remark(note, text):
            return  # 久住主任（協力）: a remark behind the post, no part of the name and no unit.
        if note.units == ["事務局"] and note.title is None:
            self._replace(group="secretariat", end=end)
            return
        if note.disambiguator and start <= person.end + 1:
            self._replace(name=f"{person.name}（{text.strip()}）", end=end)
            return
        duty = person.title is not None and start <= person.end + 1 and "".join(flat(text).split()).endswith("担当")
        if duty and not note.status:
            self._replace(title=f"{person.title}（{text.strip()}）", end=end)  # 教育次長（指導担当）
            return
        second = person.title is not None and note.title is not None and bool(note.units) and note.status is None
        if second and unit_rank(note.units[0]) == 3 and start <= person.end + 1:
            self._replace(title=f"{person.title}（{text.strip()}）", end=end)  # 総務課補佐（行政係長）
            return
        units = person.units
        if note.units and is_same_unit(note.units[0]) and not units:
            above = next((p.units for p in reversed(self.reader.people[:-1]) if p.units), ())
            units, note.units = same_units(above, note.units[0]), note.units[1:]  # 穂刈（同課　主査）
        for unit in note.units:
            units = (*units, unit) if not covers(units, unit) else units
        proxied = note.status == "proxy"
        self._replace(
            status=note.status or person.status,
            role=person.role or note.role,
            units=units,
            title=person.title or note.title,
            end=end,
        )
        if note.units and note.status is None and note.title is None:
            self._share_dotted()
        if note.proxy_for is not None and proxied:
            self._principal(note.proxy_for, text, start)
        if note.proxy_text:
            self._proxy(note.proxy_text, text, start)
        if note.name is not None and person.name is None:
            self._replace(name=note.name)

    def _share_dotted(self) -> None:
        """本山紀子・井川徹・木場清志（民生委員協議会）: the bracket behind the last holds for all whom ・ joins to it."""
        people = self.reader.people
        for number in range(len(people) - 2, self.first - 1, -1):
            person, behind = people[number], people[number + 1]
            bare = person.name is not None and person.title is None and not person.units
            if not bare or behind.start > person.end + 1:
                return
            people[number] = replace(person, units=people[-1].units)

    def _principal(self, name: str, text: str, start: int) -> None:
        """介護福祉協会　樫村剛志（倉科委員代理）: 倉科 holds the seat of the body that both come from; of a 課 his deputy alone may be."""
        begin = start + 1 + max(flat(text).find(name), 0)
        proxy = self.reader.people[-1]
        units = tuple(u for u in proxy.units if proxy.title is None or (unit_rank(u) or 0) < 2)
        told = Person(
            begin, begin + len(name), None, units, status="absent", rule_id="roster.principal", confidence=0.85
        )
        self.reader.people.insert(-1, told.named(name))

    def _proxy(self, printed: str, text: str, start: int) -> None:
        """鈴木委員（代理：山田課長）: 鈴木 is absent, 山田 comes for 鈴木."""
        inner = self.line.fresh()
        at = text.find(printed)
        inner.read_line(printed, start + 1 + max(at, 0))
        if not inner.people:
            self._replace(status="proxy")
            return
        self._replace(status="absent")
        sent = sent_by(self.reader.people[-1], inner.people[0])
        self.reader.people.append(replace(sent, status="proxy", rule_id="roster.proxy"))
