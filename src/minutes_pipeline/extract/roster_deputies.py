"""Who comes in whose place (代理): the word for it between a post and the one sent, and other words of presence."""

from __future__ import annotations

from dataclasses import replace

from minutes_pipeline.extract.roster_belonging import Belonging
from minutes_pipeline.extract.roster_model import Person
from minutes_pipeline.extract.roster_presence import status_of
from minutes_pipeline.extract.roster_reading import Part
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.posts import split_post


class Deputies(Belonging):
    """An entry with the rules for presence and for those who come in place of others."""

    def _status(self, part: Part) -> None:
        """A word of presence behind a name (小林辰男 欠席)."""
        status = status_of(part.text)
        if self._last() is None and self.parts[0] is part and len(self.parts) > 1:
            self.reader.line_status = status  # 遅参者　３番　日高　礼二
            return
        if self._last() is None and len(self.parts) == 1 and part.text.endswith(("者", "委員")):
            self.reader.block_status = status  # 欠席者 alone on its line
            return
        if status == "proxy" and self.title is not None and self._posts_behind(part):
            self._end_for_deputy()  # みどり警察署長　代理　地域課長　畑
            return
        person = self._last() or (self.reader.people[-1] if self.reader.people else None)
        if status == "proxy" and self.brackets and self.brackets[0][2] <= part.end + 1:
            self.proxied = person is not None  # 濱　良次　代理出席（浜　一郎）
            return
        behind = next((p for p in self.parts if p.start >= part.end), None)
        if status == "proxy" and self._last() is not None and behind is not None and behind.reading == "name":
            self.proxied = True  # （みどり警察署長）　代理　有馬
            return
        if person is not None and self._of_a_body(part, person):
            return  # 榎並次長　　消防本部　欠席: the body behind him sent nobody.
        if person is not None and status is not None and person.status in (None, "present"):
            self._replace(status=status)

    def _settle_proxy(self) -> None:
        """阪口委員代理　野々村主任: the member named first is absent, who follows comes in his place."""
        if self.proxied and self._last() is not None:
            self.proxied, self.for_member = False, True
            self._replace(status="absent")

    def _of_a_body(self, part: Part, person: Person) -> bool:
        """Whether a unit that is not the person's stands right before the word of presence."""
        at = self.parts.index(part)
        before = self.parts[at - 1] if at > 0 else None
        return (
            before is not None
            and before.reading == "unit"
            and before.start >= person.end
            and not any(before.text in unit for unit in person.units)
        )

    def _posts_behind(self, part: Part) -> bool:
        """Whether a post and a name follow: the one sent."""
        behind = [p.reading for p in self.parts if p.start >= part.end]
        return "name" in behind and behind[0] in ("post", "unit", "name")

    def _deputy_of_post(self, part: Part) -> bool:
        """農政部長代理　農政課長　勝又: the head of a department is absent, the head of another comes for him."""
        post = split_post(part.text)
        named = any(p.reading == "name" and p.start >= part.end for p in self.parts)
        head = self.title is not None and flat(self.title).endswith("長代理")
        return head and named and post is not None and post.unit is not None

    def _end_for_deputy(self) -> None:
        """The post read so far is listed for itself, absent; whoever is named next comes in its place."""
        count = len(self.reader.people)
        self.title = (self.title or "").removesuffix("代理")
        self._end()
        if len(self.reader.people) == count + 1:
            self.reader.people[-1] = replace(self.reader.people[-1], status="absent")
            self.member = self.reader.people[-1]
            self.for_member, self.first = True, len(self.reader.people)
