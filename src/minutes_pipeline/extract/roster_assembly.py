"""Parts of one stretch put together to persons (読み分けた語を人にまとめる)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from minutes_pipeline.extract.roster_brackets import Bracket
from minutes_pipeline.extract.roster_deputies import Deputies
from minutes_pipeline.extract.roster_fused import split_fused
from minutes_pipeline.extract.roster_labels import label_kind
from minutes_pipeline.extract.roster_legend import same_mark
from minutes_pipeline.extract.roster_model import MANY, Person, sent_by
from minutes_pipeline.extract.roster_order import by_turns
from minutes_pipeline.extract.roster_reading import Part, is_collective
from minutes_pipeline.extract.roster_units import joined, nest
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_same_unit, unit_rank
from minutes_pipeline.values.names import clean_name
from minutes_pipeline.values.posts import Role, is_role, role_of, split_post

if TYPE_CHECKING:
    from minutes_pipeline.extract.roster_people import Line

_PROXY_TAIL = re.compile(r"(?:委員|議員|員|会長)の?代理?$|の?代理$")
_FOR_MEMBER = re.compile(r"(?:委員|構成員|議員|幹事|理事|会員)(?:の)?代理(?:者|出席)?|代理(?:者|出席)?")
_SHARED_POST = re.compile(r"副(?:団長|本部長|部長|会長|理事長|支部長|幹事長)|理事|監事|幹事|参与|顧問|評議員|相談役")
_DITTO = re.compile(r"[〃″”\"々仝]|同(?:上)?")
# A body with a chair of its own; where it is the one that meets, its chair is the meeting's (attendees).
_OTHER_BODY = re.compile(
    r"(?:町内会|町会|自治会|区会|連合会|協会|組合|クラブ|連盟|商工会|医師会|婦人会|女性会|老人会|子ども会|PTA)$"
)
# A body with departments of its own, before all who come from it.
_TOWN = re.compile(r"[市町村区県府省局署]$|消防本部$|委員会$|総合支所$")
_FUNCTIONS = frozenset(
    "本部長 副本部長 本部員 本部付 幹事長 副幹事長 幹事 班長 副班長 チーフ リーダー サブリーダー".split()
)
_SAME_HEAD = re.compile(r"同[部課室局係所](?=.)")


class Assembly(Deputies):
    """Persons out of the parts of one stretch; their order tells whether posts stand before the names or behind."""

    def __init__(self, line: Line, parts: list[Part], brackets: list[Bracket], before: int, *, joined: bool) -> None:
        super().__init__(line, parts, brackets, before)
        self.joined = joined
        self.mark = ""
        self.seated = False
        self.number: int | None = None
        self.begin = parts[0].start if parts else 0
        names = [i for i, p in enumerate(parts) if p.reading == "name"]
        lead = names[0] if names and line.reader.habits.name_first else 0
        told = [i for i, p in enumerate(parts) if p.reading in ("post", "role") and i >= lead]
        self.suffix = (
            bool(names)
            and bool(told)
            and names[0] < told[0]
            and names[-1] < told[-1]
            and not any(split_fused(parts[i].text) for i in told if parts[i].reading == "post")
        ) or by_turns(parts)

    def run(self) -> None:
        """Walk over the parts; brackets are read where they stand."""
        for part in tuple(self.parts):
            self._brackets_before(part.start)
            handler = getattr(self, f"_{part.reading}")
            handler(part)
        bare = not self.brackets
        self._brackets_before(10**9)
        if [p.reading for p in self.parts] == ["role", "name", "name"] and role_of(self.parts[0].text) == "vice_chair":
            self._replace(role="vice_chair")  # 副会長　石井　直次　　田島　千代志
        self._end()
        if bare and self._last() is not None:
            self._share_in_list()
        if not self.joined:
            self.reader.above = tuple(self.parts)

    def _mark(self, part: Part) -> None:
        person = self._last()
        if person is not None and part.gap == 0 and part.start <= person.end + 1:
            self._take_mark(len(self.reader.people) - 1, part.text)  # 江原直樹◎
            self._replace(end=max(person.end, part.end))
            return
        self.mark, self.begin = part.text, part.start

    def _take_mark(self, index: int, mark: str) -> None:
        """What the roster's legend says of a mark; a mark without one is settled when all are read."""
        meaning = self.reader.legend.get(same_mark(mark))
        person = self.reader.people[index]
        if meaning == "chair" or meaning == "vice_chair":
            self.reader.people[index] = replace(person, role=person.role or meaning)
        elif meaning is not None:
            self.reader.people[index] = replace(person, status=meaning)
        else:
            self.reader.marks[index] = mark

    def _seat(self, part: Part) -> None:
        self.line.units = ()
        self.seated = True
        digits = re.search("[0-9]{1,3}", flat(part.text))
        self.number = int(digits[0]) if digits is not None else None
        if self.title is None and self.role is None:
            self.begin = part.start

    def _skip(self, part: Part) -> None:
        """What no reading fits is left out."""

    def _role(self, part: Part) -> None:
        person = self._last()
        if person is None and self.reader.people and part.text.startswith("各"):
            name = self.reader.people[-1].name or ""
            self._replace(name=name.removesuffix("の") or None)  # …、波多野弘の / 各委員
            return
        if self._of_body_behind(part):
            self._replace(title=part.text, end=part.end)  # 委員　薬師　聡美　ＰＴＡ連絡協議会　副会長
            return
        if person is not None and (self.suffix or (not self._names_behind(part) and person.role is None)):
            head = flat(part.text) in ("会長", "副会長") and person.title is None and bool(person.units)
            if head and _OTHER_BODY.search(person.units[-1]):
                self._replace(title=part.text, end=part.end)  # 本町町内会　須々木会長: what he is there, not here.
                return
            self._set_role(part)
            return
        self._end()
        if self.line.units and not flat(part.text).endswith("員") and role_of(part.text):
            self.title = part.text  # 民生委員児童委員協議会 会長: the function of that body, not of this meeting.
        else:
            self.role = role_of(part.text)
            self.reader.label_role = None
        self.begin = part.start

    def _set_role(self, part: Part) -> None:
        person = self.reader.people[-1]
        role = role_of(part.text)
        self._replace(role=person.role or role, end=max(person.end, part.end))

    def _post(self, part: Part) -> None:
        if _FOR_MEMBER.fullmatch(flat(part.text)):
            self._end()
            self.for_member = True  # 委員代理　椎谷ちはる
            self.begin = part.start
            return
        if self._deputy_of_post(part):
            self._end_for_deputy()
        fused = self._fused(part)
        if fused is not None and flat(part.text[fused[0] :])[-2:] in MANY and self._counted(part.end):
            return
        if fused is not None and not self.suffix and not self._name_next(part):
            at = part.start + fused[0]
            self._add(part.text[: fused[0]], part.start, at)
            self.proxied = bool(_PROXY_TAIL.fullmatch(flat(part.text[fused[0] :])))
            if not self.proxied:
                self._attach_title(part.text[fused[0] :], part.end)
            return
        person = self._last() if self.suffix or self._before_another_post(part) else None
        if person is not None and person.title is None:
            self._attach_title(part.text, part.end)
            if not self.suffix:
                self.line.units = ()
            return
        if self.title is not None and part.text.startswith("・"):
            self.title += part.text
            return
        if self.title is not None and not self.own_units and flat(self.title) in _FUNCTIONS and self._names_next(part):
            self.title = None  # 本部長　市長　名取　洋: what he is in this body, and his post.
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
        self._take_post(part)

    def _take_post(self, part: Part) -> None:
        """The post waits for the name behind it."""
        head = _SAME_HEAD.match(flat(part.text))
        if head is not None and split_post(part.text[head.end() :]) is not None:
            self.line.units = self._same(head[0])  # 同課観光係長
            self.same = True
            part = Part("post", part.text[head.end() :], part.start, part.end, part.chunks, part.gap)
        text, same = part.text, re.match(r"同(?=[^上一二三])", flat(part.text))
        post = split_post(text[1:] if same else text)
        self.title = text if post is None else post.title
        self.own_units = () if post is None or post.unit is None else (post.unit,)
        if same:
            self.own_units = nest(self._same("同"), self.own_units[0]) if self.own_units else self._same("同")
        self.begin = part.start if not self.mark else self.begin

    def _unit(self, part: Part) -> None:
        person = self._last()
        if self._ditto(part):
            return
        if part.text.endswith("側"):
            if part is self.parts[0] and not self.joined and self.reader.people:
                self.reader.group = None if label_kind(part.text) == "explainer" else "member"
            return  # 学校側　校長　里見: a party to the meeting, no unit.
        if person is None and self.parts[0] is part and self.joined and not is_same_unit(part.text[:1]):
            before = self._before()
            self.line.units = self._those_above(before, part.text)
        above = self.reader.label_units
        wider = above and (unit_rank(above[-1]) or 0) < (unit_rank(part.text) or 0)
        if wider and not self.line.units and unit_rank(above[-1]) is not None:
            self.line.units = above  # 総務部：椎名部長、総務課 須賀課長
        if person is not None and self.suffix_unit(part):
            self._replace(units=nest(person.units, part.text), end=part.end)
            return
        if person is not None and unit_rank(part.text) == 1:
            self.line.units = ()  # 教育委員会　駒田次長　消防本部　土橋次長
        if not self._of_post_before(part):
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
        if self.parts[0] is part and not self.joined and _TOWN.search(part.text):
            self.line.town = self.line.units
        self.begin = part.start
        self.line.leftover = part

    def _ditto(self, part: Part) -> bool:
        """〃 before a name stands for the function or post above it; before a post, for the unit (False)."""
        if not _DITTO.fullmatch(part.text) or self.joined:
            return False
        at = self.parts.index(part)
        above = self.reader.above[at] if at < len(self.reader.above) else None
        behind = self.parts[at + 1].reading if at + 1 < len(self.parts) else None
        if above is None or above.reading not in ("role", "post") or behind != "name":
            return False
        self.parts[at] = above._replace(start=part.start, end=part.end, gap=part.gap)
        getattr(self, f"_{above.reading}")(self.parts[at])
        return True

    def _name(self, part: Part) -> None:
        found = _PROXY_TAIL.search(flat(part.text))
        if found is None or found.start() == 0:
            before = self._last()
            self._add(part.text, part.start, part.end)
            if before is not None and part.gap == 0 and part.start == before.end + 1:
                self._share(before)
            return
        # 林委員代理（…署 課長 筒木）: the member is absent, whom the bracket names comes for him.
        self._add(part.text[: found.start()], part.start, part.start + found.start())
        self.proxied = True

    def _share_in_list(self) -> None:
        """副団長　矢島　力、小林　亘: a bare name behind a comma shares the post that several can hold."""
        people = self.reader.people
        before = people[self.first - 1] if self.line.first < self.first <= len(people) else None
        bare = self.joined and len(self.parts) == 1 and self.parts[0].reading == "name" and not self.brackets
        if before is None or not bare or before.name is None or before.status not in (None, "present"):
            return
        second = self.first == self.line.first + 1 and self.line.begins_with_vice
        several = before.title is not None and _SHARED_POST.fullmatch(flat(before.title)) is not None
        person = people[-1]
        if person.role is None and person.title is None and (several or (before.role == "vice_chair" and second)):
            self._replace(role=before.role, title=before.title, units=person.units or before.units)

    def _share(self, before: Person) -> None:
        """副会長　木戸　麻衣・三村　健: what stands before names set with ・ holds for each."""
        person = self.reader.people[-1]
        if not self.suffix and person.role is None and person.title is None:
            self._replace(role=before.role, title=before.title, units=person.units or before.units)

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
        role = role or self._role_of_label()
        person = Person(
            min(self.begin or start, start),
            end,
            clean_name(printed),
            self._units_for(own, title),
            title,
            role,
            self.reader.group,
            self.reader.line_status,
            seat=self.seated,
            number=self.number,
            category=self.reader.category,
        )
        self._settle_proxy()
        if self.for_member:
            person = sent_by(self.member, person) if self.member is not None else person
            person, self.member = replace(person, status="proxy"), None
        self.reader.people.append(person)
        self.seated, self.for_member, self.number = False, False, None
        if self.mark:
            self._take_mark(len(self.reader.people) - 1, self.mark)
        self.role = self.title = None
        self.own_units, self.mark = (), ""
        self.begin = end
        self.line.leftover = None
        if self.same and not self.joined:
            self.same, self.line.units = False, ()  # 同部次長　平本　　都市計画課長　江下: 同 holds for the one post.

    def _role_of_label(self) -> Role | None:
        """座長：… holds for one, 副会長：… for all whom the label lists."""
        role = self.reader.label_role
        if role == "chair":
            self.reader.label_role = None
        return role

    def _attach_title(self, printed: str, end: int) -> None:
        if printed.startswith("同") and len(printed) > 1:
            above = next((p.units for p in reversed(self.reader.people[:-1]) if p.units), self.reader.sectional)
            self._replace(units=above, title=printed[1:], end=end)  # 牛島同課長補佐
            return
        post = split_post(printed)
        own = () if post is None or post.unit is None else (post.unit,)
        title = printed if post is None else post.title
        person = self._last()
        units = self._units_for(own, title)
        if person is not None and person.units and not units:
            units = person.units  # 越川　信夫　みどり大学　名誉教授
        self._replace(units=units, title=title, end=end)

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
                self._units_for(own, title),
                title,
                self._role_of_label(),
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
