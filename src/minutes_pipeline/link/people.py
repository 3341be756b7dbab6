"""The same person across meetings (人物の同定): by name, department, post and what the minutes say of transfers.

Minutes of one body print a surname one year and a full name the next; people change departments with the yearly
transfer; two people may share a surname. Mentions are placed meeting by meeting, each surname by itself, the surest
first. A link needs evidence beyond the name where the name alone is a surname; what has too little becomes a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from minutes_pipeline.link.master import Master
from minutes_pipeline.model.links import Appearance, Person, Suggestion
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.model.records import Attendee
from minutes_pipeline.text.folding import flat, name_key

_SURE = 0.5
"""A link of this score or more is made; below it, down to ``_LIKELY``, it is suggested."""
_LIKELY = 0.3
#: Posts from low to high (職階); a person usually keeps the post or rises by one or two.
_RANKS = (
    "職員 主事 技師 主事補 書記",
    "主任 副主査 主査 主任主事 主任技師",
    "係長 主幹 班長 専門員",
    "補佐 課長補佐 副主幹 副参事 室長補佐",
    "課長 室長 所長 館長 参事 センター長 園長 校長",
    "次長 副部長 主席参事 局次長 副局長",
    "部長 局長 理事 消防長 教育部長 会計管理者",
    "副市長 副町長 副村長 教育長 助役",
    "市長 町長 村長 区長",
)
_RANK = {post: rank for rank, posts in enumerate(_RANKS) for post in posts.split()}
_MOVE = re.compile(
    r"異動|着任|就任|転任|転出|前任|後任|元の?|旧|前職|引き続き|留任|年度は|移[りっ]|配属|昇任|改姓|姓が変|姓を改|婚姻"
)
_MARRIED = re.compile(r"改姓|旧姓|姓が変|姓を改|婚姻|氏名変更|氏が変")
#: The commonest surnames: of these, two people in one town hall are no wonder.
_COMMON = frozenset(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 "
    "山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 斉藤 福田 太田 西村 藤井 金子 岡本 藤原 中野 三浦 原田 中川 "
    "松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 工藤 谷口 今井 高田 増田 丸山 "
    "杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 岩崎 菅原 木下 久保 佐野 野村 松尾 菊地 市川 杉本 古川 大西 島田 "
    "水野 桜井 高野 吉川 山内 西田 飯田 菊池 西川 小松 北村 安田 五十嵐 川口 平田 関 中田 久保田 服部 東 岩田 土屋 川崎 福島 本田 辻 "
    "樋口 秋山 田口 永井".split()
)


#: Forms of characters that one and the same person's name is printed with, besides those folded everywhere.
_FORMS = str.maketrans(
    "齊斉齋惠眞櫻曾渕靑鷗龍壽冨峯嶌桒濵瀧藪實豐禮榮", "斎斎斎恵真桜曽淵青鴎竜寿富峰島桑浜滝薮実豊礼栄"
)
_NO_MASTER = Master()
_SAME_SIDE, _SAME_ROLE = 0.27, 0.15


@dataclass(frozen=True)
class _Told:
    """What is told of transfers, and the master: roster, and departments under their latest names."""

    sentences: list[str]
    master: Master


@dataclass
class _Known:
    """A person as known so far: every form of the name, the appearances, the latest place and post."""

    names: set[str]
    mentions: list[tuple[int, Attendee]]
    score: float = 1.0
    reasons: list[str] = field(default_factory=list)
    identity: str | None = None

    @property
    def last(self) -> Attendee:
        return self.mentions[-1][1]

    @property
    def longest(self) -> str:
        return max(self.names, key=len)


def link_people(
    series: Sequence[Minutes], master: Master = _NO_MASTER
) -> tuple[tuple[Person, ...], tuple[Suggestion, ...]]:
    """People of a body's meetings, oldest first, and the likely links that nobody has confirmed.

    Args:
        series: Minutes in order of their dates.
        master: The roster, where one is given: it decides before anything else does.
    """
    known: list[_Known] = []
    suggestions: list[Suggestion] = []
    for index, minutes in enumerate(series):
        sentences = [name_key(s) for s in re.split(r"[\n。()]|(?<=が)、", flat(minutes.text)) if _MOVE.search(s)]
        sentences += [name_key(s) for s in flat(minutes.text).split("\n") if _MARRIED.search(s)]
        mentions = [a for a in minutes.attendees if a.name]
        identities = {id(a): master.person_of(a.name or "", a.affiliation, minutes.meeting.date) for a in mentions}
        placed, likely = _place_all(known, mentions, _Told(sentences, master), identities)
        suggestions += likely
        for mention in mentions:
            if id(mention) not in placed:
                known.append(_Known({_key(mention.name or "")}, [(index, mention)], identity=identities[id(mention)]))
                continue
            person, score, reasons = placed[id(mention)]
            person.identity = person.identity or identities[id(mention)]
            name = _key(mention.name or "")
            person.names = {name} if _name_fit(person, name) is None else person.names | {name}
            person.mentions.append((index, mention))
            person.score = min(person.score, score)
            person.reasons += [reason for reason in reasons if reason not in person.reasons]
    return tuple(_person(person, series) for person in known), tuple(suggestions)


def _person(person: _Known, series: Sequence[Minutes]) -> Person:
    appearances = tuple(
        Appearance(
            document=series[index].document, record_id=mention.id, name=mention.name or "",
            affiliation=mention.affiliation, job_title=mention.job_title,
        )
        for index, mention in person.mentions
    )  # fmt: skip
    longest = max((mention.name or "" for _, mention in person.mentions), key=lambda name: len(_key(name)))
    return Person(person=longest, appearances=appearances, score=person.score, reasons=tuple(person.reasons))


_Placed = dict[int, tuple[_Known, float, tuple[str, ...]]]


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    # 馬場（淳） is 馬場淳一.
    return re.sub(r"[()]", "", name_key(name)).translate(_FORMS)


def _place_all(
    known: list[_Known], mentions: list[Attendee], told: _Told, identities: dict[int, str | None]
) -> tuple[_Placed, list[Suggestion]]:
    """First those whom the roster knows as somebody met before; then the others, never against the roster."""
    placed: _Placed = {}
    for mention in mentions:
        identity = identities[id(mention)]
        person = next((one for one in known if identity is not None and one.identity == identity), None)
        if person is not None and all(other is not person for other, _, _ in placed.values()):
            placed[id(mention)] = (person, 1.0, ("名簿で同じ人",))
    suggestions: list[Suggestion] = []
    for in_roster in (True, False):
        taken = {id(person) for person, _, _ in placed.values()}
        people = [one for one in known if id(one) not in taken and not (in_roster and one.identity is not None)]
        left = [a for a in mentions if id(a) not in placed and (identities[id(a)] is not None) is in_roster]
        found, likely = _place(people, left, told)
        placed |= found
        suggestions += likely
    return placed, suggestions


def _place(known: list[_Known], mentions: list[Attendee], told: _Told) -> tuple[_Placed, list[Suggestion]]:
    """Each mention of a meeting to one known person at most, surest first; the rest are new people.

    A second round looks at those left over: of two namesakes the one who stayed is placed by now, so that the other one
    has no rival any more.
    """
    placed: _Placed = {}
    likely: list[Suggestion] = []
    for _ in range(2):
        taken = {id(person) for person, _, _ in placed.values()}
        people = [person for person in known if id(person) not in taken]
        left = [mention for mention in mentions if id(mention) not in placed]
        found, likely = _round(people, left, told)
        placed |= found
        if not found:
            break
    return placed, likely


def _round(known: list[_Known], mentions: list[Attendee], told: _Told) -> tuple[_Placed, list[Suggestion]]:
    ranked = sorted(
        (
            (score, -k, -m, reasons)
            for k, person in enumerate(known)
            for m, mention in enumerate(mentions)
            if (found := _likeness(person, mention, told, mentions, known))
            for score, reasons in (found,)
        ),
        key=lambda entry: entry[:3],
        reverse=True,
    )
    placed: _Placed = {}
    suggestions: list[Suggestion] = []
    taken: set[int] = set()
    for score, minus_k, minus_m, reasons in ranked:
        person, mention = known[-minus_k], mentions[-minus_m]
        if id(mention) in placed or -minus_k in taken:
            continue
        if score >= _SURE:
            placed[id(mention)] = (person, round(min(score, 1.0), 2), reasons)
            taken.add(-minus_k)
        elif score >= _LIKELY:
            suggestions.append(
                Suggestion(kind="person", left=person.last.id, right=mention.id, score=round(score, 2), reasons=reasons)
            )
    return placed, suggestions


def _likeness(
    person: _Known, mention: Attendee, said: _Told, mentions: list[Attendee], known: list[_Known]
) -> tuple[float, tuple[str, ...]] | None:
    """How likely the mention is the person (0 to 1), with reasons; None when the names rule it out."""
    name = _key(mention.name or "")
    fit = _name_fit(person, name)
    earlier = person.last
    places = [said.master.present_name(one.affiliation) for one in (earlier, mention)]
    same_place = _same_place(*places)
    if fit is None:
        married = [s for s in said.sentences if _MARRIED.search(s)]
        if not married and _common_end(person.longest, name) < 2:
            return None
        return _renamed(person, name, same_place, married)
    reasons = ["氏名が同じ" if fit == "full" else "姓が同じ"]
    score = 0.75 if fit == "full" else 0.15
    if same_place:
        score += 0.3 * same_place
        reasons.append("所属が同じ")
    post = _post_fit(earlier.job_title, mention.job_title, reasons)
    score += post
    told = _told(earlier, mention, name, said.sentences)
    if told:
        score += told
        reasons.append("異動の記載がある")
    score += _side_fit(earlier, mention, reasons)
    return score + (
        _rarity(person, name, mentions, known, bool(same_place or told), post, reasons) if fit == "surname" else 0
    ), tuple(reasons)


def _side_fit(earlier: Attendee, mention: Attendee, reasons: list[str]) -> float:
    """What it adds that both sit on one side (委員, 事務局), where no place tells them apart, and that both are in the chair."""
    score = 0.0
    if earlier.group == mention.group and not (earlier.affiliation and mention.affiliation):
        score += _SAME_SIDE
        reasons.append("出席の区分が同じ")
    if earlier.role is not None and earlier.role == mention.role:
        score += _SAME_ROLE
        reasons.append("会議での役割が同じ")
    return score


def _rarity(
    person: _Known,
    name: str,
    mentions: list[Attendee],
    known: list[_Known],
    placed: bool,
    post: float,
    reasons: list[str],
) -> float:
    """What a surname alone adds: nobody else bears it, and it is no common one."""
    bearers = [other for other in mentions if _name_fit(person, _key(other.name or ""))]
    if len(bearers) > 1 or any(other is not person and _name_fit(other, name) for other in known):
        return 0.0 if placed else -0.2
    reasons.append("同じ姓の人がほかにいない")
    if not placed and post > 0 and min(name, *person.names, key=len) not in _COMMON:
        reasons.append("珍しい姓")
        return 0.22
    return 0.1


def _renamed(
    person: _Known, name: str, same_place: float, sentences: list[str]
) -> tuple[float, tuple[str, ...]] | None:
    """A surname that changed (改姓): the same given name, or a sentence that prints both surnames."""
    old = person.longest
    given = _common_end(old, name)
    former, latter = (old[: len(old) - given], name[: len(name) - given])
    surnames = max(len(old), len(name)) <= 3
    told = (given or surnames) and any(_tells_marriage(s, former, latter) for s in sentences)
    if told and len(former) >= 1 and len(latter) >= 1:
        return 0.75 + 0.2 * same_place, ("改姓の記載がある", *(("名が同じ",) if given else ()))
    if given >= 2 and len(former) >= 2 and len(latter) >= 2 and same_place == 1.0:
        return 0.4, ("名と所属が同じ（改姓かもしれない）",)
    return None


def _tells_marriage(sentence: str, former: str, latter: str) -> bool:
    """Whether a sentence prints both surnames close to each other and to the word that tells of the change."""
    word = _MARRIED.search(sentence)
    old, new = sentence.find(former), sentence.find(latter)
    if word is None or old < 0 or new < 0 or abs(old - new) > 30:
        return False
    return min(old, new) - 15 <= word.start() <= max(old, new) + 30


def _common_end(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


def _name_fit(person: _Known, name: str) -> str | None:
    """``full``: the same full name; ``surname``: one is the surname of the other; None: different people."""
    fits = [_fit(form, name) for form in person.names]
    return None if None in fits or not name else "full" if "full" in fits else "surname"


def _fit(one: str, other: str) -> str | None:
    if one == other:
        return "full" if len(one) >= 3 else "surname"
    short, long = sorted((one, other), key=len)
    return "surname" if short and len(short) <= 3 and len(long) > len(short) and long.startswith(short) else None


def _units(affiliation: str | None) -> list[str]:
    return re.findall(
        r"[^\s、・]{1,60}?(?:部|局|課|室|係|所|センター|本部|班|署|館|院|会|社|校)(?=$|[^長])", _key(affiliation or "")
    )


def _same_place(one: str | None, other: str | None) -> float:
    """1 for the same affiliation, 0.7 where one is a part of the other, 0.5 for parts of one department, else 0."""
    left, right = _key(one or ""), _key(other or "")
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if left.startswith(right) or right.startswith(left) or left.endswith(right) or right.endswith(left):
        return 0.7
    one_of = [_DEPARTMENT.match(key) for key in (left, right)]
    return 0.5 if one_of[0] and one_of[1] and one_of[0][0] == one_of[1][0] else 0.0


_DEPARTMENT = re.compile(r"[^\s、・]{1,12}?(?:部|局|本部)(?=.)")


def _rank(post: str | None) -> int | None:
    folded = _key(post or "")
    return next((_RANK[folded[at:]] for at in range(len(folded)) if folded[at:] in _RANK), None)


def _post_fit(one: str | None, other: str | None, reasons: list[str]) -> float:
    before, after = _rank(one), _rank(other)
    if one and other and _key(one) == _key(other):
        reasons.append("職名が同じ")
        return 0.2
    if before is None or after is None:
        return 0.0
    if 0 <= after - before <= 2:
        reasons.append("職名が続いている")
        return 0.15
    return -0.25 if abs(after - before) > 2 else 0.0


def _told(earlier: Attendee, mention: Attendee, name: str, sentences: list[str]) -> float:
    """What a sentence about transfers adds that names the person with the former and the new place, or with one of them."""
    surname = min((name, _key(earlier.name or "")), key=len)
    return max((_places_told(s, earlier, mention) for s in sentences if surname in s), default=0.0)


def _places_told(sentence: str, earlier: Attendee, mention: Attendee) -> float:
    old, new = (_known_units(a.affiliation) for a in (earlier, mention))
    gone, come = old - new, new - old
    named = {unit for unit in old | new if unit in sentence}
    if named & gone and named & come:
        return 0.5
    elsewhere = _SOMEWHERE.search(sentence)
    if (not gone and not come) or (elsewhere and not (named & come or any(unit in elsewhere[0] for unit in new))):
        # Promoted in place, or sent to a place that is not this one.
        return 0.3 if named and not elsewhere else 0.0
    return 0.4 if named else 0.0


_SOMEWHERE = re.compile(r"[^、。からはが]{2,20}(?:へ|に)(?:の)?(?:異動|転出|転任|移[りっ]|配属)")


def _known_units(affiliation: str | None) -> set[str]:
    return {unit for unit in [_key(affiliation or ""), *_units(affiliation)] if len(unit) > 1}
