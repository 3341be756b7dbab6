"""Parts of one stretch put together to persons (読み分けた語を人にまとめる)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_model import MANY, Person
from minutes_pipeline.extract.roster_notes import Note, absentees, read_note, status_of
from minutes_pipeline.extract.roster_reading import Part, is_collective
from minutes_pipeline.extract.roster_units import covers, joined, nest, placed_units, same_units
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_same_unit
from minutes_pipeline.values.names import name_likeness
from minutes_pipeline.values.posts import Role, is_role, role_of, split_post

if TYPE_CHECKING:
    from minutes_pipeline.extract.roster_people import Line

_PROXY_TAIL = re.compile(r"(?:委員|議員|員|会長)の?代理?$|の?代理$")
_HEADCOUNT = re.compile(r"(?:出席|欠席|計|他|ほか)?[0-9]{1,3}(?:名|人)?(?:欠席|出席)?")
_SAME_HEAD = re.compile(r"同[部課室局係所](?=.)")


class Assembly:
    """Persons out of the parts of one stretch; their order tells whether posts stand before the names or behind."""

    def __init__(
        self, line: Line, parts: list[Part], brackets: list[tuple[int, str, int, int]], before: int, *, joined: bool
    ) -> None:
        self.line, self.reader, self.joined = line, line.reader, joined
        self.parts, self.brackets = parts, brackets
        self.first = before
        self.role: Role | None = None
        self.title: str | None = None
        self.own_units: tuple[str, ...] = ()
        self.mark = ""
        self.proxied = self.seated = False
        self.begin = parts[0].start if parts else 0
        names = [i for i, p in enumerate(parts) if p.reading == "name"]
        told = [i for i, p in enumerate(parts) if p.reading in ("post", "role")]
        self.suffix = (
            bool(names)
            and bool(told)
            and names[0] < told[0]
            and names[-1] < told[-1]
            and not any(split_fused(parts[i].text) for i in told if parts[i].reading == "post")
        )

    def run(self) -> None:
        """Walk over the parts; brackets are read where they stand."""
        for part in self.parts:
            self._brackets_before(part.start)
            handler = getattr(self, f"_{part.reading}")
            handler(part)
        self._brackets_before(10**9)
        self._end()

    def _mark(self, part: Part) -> None:
        self.mark, self.begin = part.text, part.start

    def _seat(self, part: Part) -> None:
        self.line.units = ()
        self.seated = True
        if self.title is None and self.role is None:
            self.begin = part.start

    def _status(self, part: Part) -> None:
        """A word of presence behind a name (小林辰男 欠席)."""
        person = self._last() or (self.reader.people[-1] if self.reader.people else None)
        status = status_of(part.text)
        if person is not None and status is not None and person.status in (None, "present"):
            self._replace(status=status)

    def _skip(self, part: Part) -> None:
        """What no reading fits is left out."""

    def _role(self, part: Part) -> None:
        person = self._last()
        if person is not None and (self.suffix or (not self._names_behind(part) and person.role is None)):
            self._set_role(part)
            return
        self._end()
        if self.line.units and not flat(part.text).endswith("員") and role_of(part.text):
            self.title = part.text  # 民生委員児童委員協議会 会長: the function of that body, not of this meeting.
        else:
            self.role = role_of(part.text)
            self.reader.label_role = None
        self.begin = part.start

    def _names_behind(self, part: Part) -> bool:
        return any(p.reading in ("name", "unit", "post") and p.start >= part.end for p in self.parts)

    def _set_role(self, part: Part) -> None:
        person = self.reader.people[-1]
        role = role_of(part.text)
        self._replace(role=person.role or role, end=max(person.end, part.end))

    def _post(self, part: Part) -> None:
        fused = split_fused(part.text)
        if fused is not None and flat(part.text[fused[0] :])[-2:] in MANY and self._counted(part.end):
            return
        if fused is not None and not self.suffix and not self._name_next(part):
            at = part.start + fused[0]
            self._add(part.text[: fused[0]], part.start, at)
            self.proxied = bool(_PROXY_TAIL.fullmatch(flat(part.text[fused[0] :])))
            if not self.proxied:
                self._attach_title(part.text[fused[0] :], part.end)
            return
        person = self._last() if self.suffix else None
        if person is not None and person.title is None:
            self._attach_title(part.text, part.end)
            return
        if self.title is not None and part.text.startswith("・"):
            self.title += part.text
            return
        if (
            self.title is not None
            and not self.own_units
            and self._name_next(part)
            and self.title not in MANY
            and self.title != "書記"
        ):
            self.title = f"{self.title}（{part.text}）"  # 管理者　緑市長　小山: two posts of one person.
            return
        if self.title is not None and self.title not in MANY and self.title != "書記":
            self._end()
        text, same = part.text, re.match(r"同(?=[^上一二三])", flat(part.text))
        post = split_post(text[1:] if same else text)
        self.title = text if post is None else post.title
        self.own_units = () if post is None or post.unit is None else (post.unit,)
        if same:
            self.own_units = nest(self._same("同"), self.own_units[0]) if self.own_units else self._same("同")
        self.begin = part.start if not self.mark else self.begin

    def _name_next(self, part: Part) -> bool:
        """A name of its own follows the post: what looks like a surname before it is a place (北原町農林課長 川井 由紀夫)."""
        following = [p for p in self.parts if p.start >= part.end]
        return (
            bool(following)
            and following[0].reading == "name"
            and (following[0].chunks >= 2 or name_likeness(following[0].text) >= 2.6)
        )

    def _counted(self, position: int) -> bool:
        """A head-count in brackets right behind (町内会理事（12名）)."""
        return any(b[2] == position and _HEADCOUNT.fullmatch("".join(flat(b[1]).split())) for b in self.brackets)

    def _unit(self, part: Part) -> None:
        person = self._last()
        if person is None and self.parts[0] is part and self.joined and not is_same_unit(part.text[:1]):
            self.line.units = ()  # 都市整備部 江波戸部長、建築住宅課 山辺課長: each names its own.
        if person is not None and self.suffix_unit(part):
            self._replace(units=nest(person.units, part.text), end=part.end)
            return
        self._end()
        same = _SAME_HEAD.match(flat(part.text))
        alone = not self.line.units and self.parts[-1] is not part
        if flat(part.text) == "事務局" and alone:
            self.reader.group, self.line.units = "secretariat", ()
            return
        if is_same_unit(part.text):
            self.line.units = self._same(part.text)
        elif same is not None:
            self.line.units = nest(self._same(same[0]), part.text[same.end() :])
        else:
            self.line.units = nest(self.line.units, part.text)
        self.begin = part.start
        self.line.leftover = part

    def _name(self, part: Part) -> None:
        found = _PROXY_TAIL.search(flat(part.text))
        if found is None or found.start() == 0:
            self._add(part.text, part.start, part.end)
            return
        # 林委員代理（…署 課長 筒木）: the member is absent, whom the bracket names comes for him.
        self._add(part.text[: found.start()], part.start, part.start + found.start())
        self.proxied = True

    def suffix_unit(self, part: Part) -> bool:
        """A unit behind a name belongs to it when no name follows it in the stretch."""
        person = self.reader.people[-1]
        behind = [p for p in self.parts if p.start >= part.end]
        return not person.units and not any(p.reading in ("name", "post") for p in behind)

    def _same(self, printed: str) -> tuple[str, ...]:
        before = next((p.units for p in reversed(self.reader.people) if p.units), self.reader.sectional)
        return same_units(before, printed)

    def _last(self) -> Person | None:
        return self.reader.people[-1] if len(self.reader.people) > self.first else None

    def _replace(self, **changes: object) -> None:
        self.reader.people[-1] = replace(self.reader.people[-1], **changes)  # type: ignore[arg-type]

    def _units_for(self, own: tuple[str, ...]) -> tuple[str, ...]:
        return placed_units(self.line.units or self.reader.label_units, self.reader.sectional, own)

    def _add(self, printed: str, start: int, end: int) -> None:
        title, own = self.title, self.own_units
        role = self.role
        if title is None and self.reader.waiting is not None and not own:
            title, own = self.reader.waiting[0], self.reader.waiting[1]
            self.reader.waiting = None
            if is_role(title):
                role, title = role or role_of(title), None
            elif (post := split_post(title)) is not None and post.unit:
                title, own = post.title, (post.unit,)
        if role is None and self.reader.label_role is not None:
            role = self.reader.label_role
            if role == "chair":
                self.reader.label_role = None
        person = Person(
            min(self.begin or start, start),
            end,
            None,
            self._units_for(own),
            title,
            role,
            self.reader.group,
            self.reader.line_status,
        )
        self.reader.people.append(replace(person.named(printed), seat=self.seated))
        self.seated = False
        if self.mark:
            self.reader.marks[len(self.reader.people) - 1] = self.mark
        self.role = self.title = None
        self.own_units, self.mark = (), ""
        self.begin = end
        self.line.leftover = None

    def _attach_title(self, printed: str, end: int) -> None:
        post = split_post(printed)
        own = () if post is None or post.unit is None else (post.unit,)
        title = printed if post is None else post.title
        self._replace(units=self._units_for(own), title=title, end=end)

    def _end(self) -> None:
        """A post without a name behind it: it closes a title left open, or is a post listed for itself."""
        if self.title is None and self.role is None:
            return
        title, own, end = self.title, self.own_units, self.parts[-1].end
        self.title, self.own_units = None, ()
        role, self.role = self.role, None
        if title is None:
            if role is not None and self.reader.waiting is None and not self._later_names():
                self.line.leftover = Part(
                    "role", next(p.text for p in self.parts if p.reading == "role"), self.begin, end
                )
            return
        people = self.reader.people
        if people and self._completes(people[-1]):
            before = people[-1]
            printed = "".join(own).removesuffix(title[:1]) + title
            whole = (before.title or "") + (printed if before.title else title)
            self._replace(title=whole, units=before.units if before.title else joined(before.units, own))
            return
        if is_collective("".join(own) or title) or flat(title) in MANY:
            return
        people.append(
            Person(
                self.begin,
                end,
                None,
                self._units_for(own),
                title,
                None,
                self.reader.group,
                self.reader.line_status,
                "roster.post",
                0.85,
            )
        )
        self.line.leftover = None

    def _completes(self, person: Person) -> bool:
        """A title without a name of its own goes on with the person before, whose title is open (…兼) or missing."""
        if person.title is not None:
            return person.title.endswith("兼")
        if len(self.reader.people) > self.first:
            return True
        alone = self.line.first == len(self.reader.people) and not any(p.reading == "name" for p in self.parts)
        return alone and bool(person.units) and person.name is not None

    def _later_names(self) -> bool:
        return any(p.reading == "name" and p.start >= self.begin for p in self.parts)

    def _brackets_before(self, position: int) -> None:
        while self.brackets and self.brackets[0][2] < position:
            self._bracket(self.brackets.pop(0))

    def _bracket(self, bracket: tuple[int, str, int, int]) -> None:
        _, text, start, end = bracket
        told = absentees(text)
        if told is not None:
            self.line.take_absentees(told, start + 1)
            return
        person = self._last()
        if self.title is not None:
            self._bracket_of_title(text, start, end)
            return
        if person is None and self.line.take_listed(text, start + 1):
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
        if person.name is None and _HEADCOUNT.fullmatch("".join(flat(text).split())):
            self.reader.people.pop()  # 町内会理事（12名）: a count, nobody in particular.
            return
        if self.proxied:
            self.proxied = False
            self._proxy(text, text, start)
            return
        note = read_note(text, has_name=person.name is not None)
        self._apply(note, text, start, end)

    def _bracket_of_title(self, text: str, start: int, end: int) -> None:
        """庶務課主任（塚原康子）: the name; 書記（次長）: part of the title."""
        if self.title is not None and "".join(flat(text).split()).endswith("担当"):
            self.title += f"（{text.strip()}）"  # 副参事（知的資産担当）
            return
        note = read_note(text, has_name=False)
        if note.name is not None or (name_likeness("".join(text.split())) > 0.6 and not note.title):
            printed = note.name or text
            self._add(printed, start + 1, end - 1)
            self._replace(end=end)
            if note.units and not self.reader.people[-1].units:
                self._replace(units=tuple(note.units))
        elif note.role or note.status:
            count = len(self.reader.people)
            self._end()  # A post listed for itself: 教育長（会長）, 生活安全課長（代理）.
            if len(self.reader.people) > count:
                self._replace(role=note.role, status=note.status, end=end)
        elif note.title and self.title is not None:
            self.title += f"（{text.strip()}）"

    def _apply(self, note: Note, text: str, start: int, end: int) -> None:
        person = self.reader.people[-1]
        if note.disambiguator and start <= person.end + 1:
            self._replace(name=f"{person.name}（{text.strip()}）", end=end)
            return
        units = person.units
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
        if note.proxy_for is not None and proxied:
            self._principal(note.proxy_for, text, start)
        if note.proxy_text:
            self._proxy(note.proxy_text, text, start)
        if note.name is not None and person.name is None:
            self._replace(name=note.name)

    def _principal(self, name: str, text: str, start: int) -> None:
        at = max(flat(text).find(name), 0)
        begin = start + 1 + at
        self.reader.people.append(
            Person(begin, begin + len(name), None, status="absent", rule_id="roster.principal", confidence=0.85).named(
                name
            )
        )
        self.reader.people[-1], self.reader.people[-2] = self.reader.people[-2], self.reader.people[-1]

    def _proxy(self, printed: str, text: str, start: int) -> None:
        """鈴木委員（代理：山田課長）: 鈴木 is absent, 山田 comes for 鈴木."""
        inner = self.line.fresh()
        at = text.find(printed)
        inner.read_line(printed, start + 1 + max(at, 0))
        if not inner.people:
            self._replace(status="proxy")
            return
        self._replace(status="absent")
        self.reader.people.extend(replace(p, status="proxy", rule_id="roster.proxy") for p in inner.people[:1])
