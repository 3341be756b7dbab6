"""The order of the parts (読み分けた語の順): what stands before and behind a post, a function or a name in its stretch."""

from __future__ import annotations

from minutes_pipeline.extract.roster_brackets import HEADCOUNT, Entry
from minutes_pipeline.extract.roster_reading import Part
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.names import name_likeness


def by_turns(parts: list[Part]) -> bool:
    """山下敏彦　副区長　　近森尚行　総合政策部長　…: names and posts by turns, a name first and a post last."""
    told = [p.reading for p in parts if p.reading in ("name", "post", "role", "unit")]
    return (
        len(told) >= 4 and len(told) % 2 == 0 and told[::2] == ["name"] * (len(told) // 2) and "name" not in told[1::2]
    )


class Order(Entry):
    """An entry that tells what stands behind a part of it."""

    def _names_behind(self, part: Part) -> bool:
        return any(p.reading in ("name", "unit", "post") and p.start >= part.end for p in self.parts)

    def _before_another_post(self, part: Part) -> bool:
        """緑短期大学　久住　明　　事務局長　　消防課長　西: of two posts in a row the first is still his who has none yet."""
        person = self._last()
        following = [p.reading for p in self.parts if p.start >= part.end][:2]
        return person is not None and bool(person.units) and following == ["post", "name"]

    def _name_next(self, part: Part) -> bool:
        """A name of its own follows the post: what looks like a surname before it is a place (北原町農林課長 川井 由紀夫)."""
        following = [p for p in self.parts if p.start >= part.end]
        return (
            bool(following)
            and following[0].reading == "name"
            and (following[0].chunks >= 2 or name_likeness(following[0].text) >= 2.6)
        )

    def _names_next(self, part: Part) -> bool:
        return any(p.reading == "name" and p.start >= part.end for p in self.parts)

    def _counted(self, position: int) -> bool:
        """A head-count in brackets right behind (町内会理事（12名）)."""
        return any(b[2] == position and HEADCOUNT.fullmatch("".join(flat(b[1]).split())) for b in self.brackets)
