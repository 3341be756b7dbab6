"""Whose unit is whose (所属の帰属): how a unit in a roster's line relates to the persons before, behind and above it."""

from __future__ import annotations

import re

from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.extract.roster_order import Order
from minutes_pipeline.extract.roster_reading import Part
from minutes_pipeline.extract.roster_units import same_units
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import unit_rank
from minutes_pipeline.values.names import is_common_noun

_HEAD_OF_DEPARTMENT = re.compile(r"(?:部|局)(?:次)?長|次長")


class Belonging(Order):
    """An entry with the rules that tell to whom a unit in it belongs."""

    def _of_body_behind(self, part: Part) -> bool:
        """A function behind the body of whoever is named before it, in a roster that puts this meeting's functions first."""
        person = self._last()
        at = self.parts.index(part)
        return (
            person is not None
            and person.title is None
            and at > 0
            and self.parts[at - 1].reading == "unit"
            and self.parts[at - 1].start >= person.start
            and self.reader.habits.role_first
            and not flat(part.text).endswith("員")
        )

    def _of_post_before(self, part: Part) -> bool:
        """理事長　501号室　畑山　洋介: a place between the post and the name of one person."""
        behind = [p.reading for p in self.parts if p.start >= part.end]
        return self.title is not None and behind == ["name"]

    def _those_above(self, before: Person | None, unit: str) -> tuple[str, ...]:
        """Units of whoever stands before that a unit named anew in a list is a part of.

        A 係 belongs to the 課 before it. 環境部　三枝部長、ごみ減量課　須田課長: a 課 is of the 部 that is printed as a word of its
        own and whose head comes first, unless the roster prints a 課 with its 部, or a 係 with its 課, in one word.
        """
        rank = unit_rank(unit)
        if before is None or rank not in (2, 3):
            return ()
        if rank == 3:
            return tuple(u for u in before.units if unit_rank(u) != 3)
        head = before.title is not None and _HEAD_OF_DEPARTMENT.fullmatch(flat(before.title)) is not None
        whole = self.line.units == before.units and len(before.units) == 1 and unit_rank(before.units[0]) == 1
        if head and whole and not self.reader.habits.nested:
            self.line.bureau = before.units
            return before.units
        return self.line.bureau  # …、人事課　大川課長、情報課　大竹課長: the next 課 of the same 部.

    def suffix_unit(self, part: Part) -> bool:
        """A unit behind a name belongs to it when no name follows it in the stretch, or its roster puts names first."""
        person = self.reader.people[-1]
        behind = [p for p in self.parts if p.start >= part.end]
        if person.units or any(p.reading == "name" for p in behind):
            return False
        posts = [p for p in behind if p.reading == "post"]
        own = self.reader.habits.name_first and not any(self._fused(p) for p in posts)
        return not posts or (own and person.title is None)

    def _name_behind(self, part: Part) -> bool:
        """Whether the next word in the stretch is a name."""
        behind = [p.reading for p in self.parts if p.start >= part.end]
        return behind[:1] == ["name"]

    def _same(self, printed: str) -> tuple[str, ...]:
        before = next((p.units for p in reversed(self.reader.people) if p.units), self.reader.sectional)
        return same_units(before, printed)

    def _fused(self, part: Part) -> tuple[int, float] | None:
        """A name fused to its post, unless the roster's other entries speak against one here."""
        habits = self.reader.habits
        fused = split_fused(part.text)
        if fused is not None and self._name_behind(part) and is_common_noun(part.text[: fused[0]]):
            return None  # 厚生部長　名越: 厚生 is nobody's name.
        # 五十里　薫　連合るり川事務局長: where every entry names one person, only a sure name makes a second.
        second = habits.one_name and self._last() is not None and not self.proxied
        if fused is None and habits.fused and len(self.parts) == 1 and not second:
            return split_fused(part.text, named=True)
        return split_fused(part.text, strict=True) if habits.posts_only or second else fused
