"""Phrases (文節のまとまり) of a sentence around its figures, from one Sudachi pass.

A phrase is a noun phrase with the particle behind it. ``NのN`` and ``NとN`` are one; a relative clause (計画に掲げた|事業) belongs
to its noun, with the case phrases that belong to its verb. Figures and stated periods are phrases of their own, so that no
noun phrase reaches across them. The forms of verbs tell where clauses end: て, 連用形, と, ば, が close one; 連体形 before a noun
does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from minutes_pipeline.text.tokens import Token

Kind = Literal["noun", "relative", "figure", "time"]

_COMPOUND = re.compile(
    r"(?:に(?:対し(?:て|まして)?(?:は)?|比べ(?:て|ると|ますと)?|比し(?:て)?|つい(?:て(?:は|"
    r"も)?)?|つき(?:まして(?:は)?)?|関し(?:て(?:は|も)?)?|より(?!も)|よって|よる|"
    r"おい(?:て(?:は|も)?)?|"
    r"おける|伴い|伴う|(?:合わせ|併せ|あわせ|応じ|沿っ|備え)て?(?!る)|先立ち|限(?:ると|って|り)|して(?:は)?|当たり|あたり|係る|関する|"
    r"対する|向け(?:て|た)?)|と(?:いう|比べ(?:て|ると|ますと)?|比較し(?:て|ますと|"
    r"ると)?|して(?:は|の|も)?|ともに|の比較で)|を(?:中心(?:に|として)|対象に|"
    r"はじめ|始め|含め(?:て)?|通じ(?:て)?|前提に|もとに|基に|機に|底に|除き|踏まえ(?:て)?|"
    r"受け(?:て)?(?=、)))"
)
_ADNOMINAL = frozenset(("という", "における", "による", "に関する", "に対する", "に係る", "に伴う", "に向けた"))
_JOINS = frozenset(("と", "や", "及び", "および", "並びに", "または", "又は", "か"))


class Phrase(NamedTuple):
    """One phrase.

    Attributes:
        kind: ``noun``; ``relative`` (a modifying clause right before a figure); ``figure``; ``time`` (a stated period).
        start: First code point, relative clause included.
        end: End of its words, without the particle.
        core: Where the words without the relative clause begin.
        particle: The particle behind it as printed ("" where none), ``:`` for a label.
        comma: A comma (or a wide gap) stands behind it.
        clause: Number of its clause in the sentence.
        number: Of the figure, for ``figure``.
        nominal: It ends in の for もの・者 (済んだの|は).
    """

    kind: Kind
    start: int
    end: int
    core: int
    particle: str = ""
    comma: bool = False
    clause: int = 0
    number: int = -1
    nominal: bool = False


class _Item(NamedTuple):
    kind: str  # noun, no, particle, join, rel, verb, comma, open, close, label, skip, figure, time, nominal
    start: int
    end: int
    text: str = ""
    number: int = -1  # of the figure


_DOUBLED = re.compile(r"[ぁ-ん]([ぁ-ん])[ぁ-ん]\1")


@lru_cache(maxsize=4096)
def _kind(surface: str, pos: tuple[str, ...]) -> str:
    head, sub = pos[0], pos[1]
    if head in ("名詞", "接尾辞", "接頭辞", "代名詞", "形状詞", "記号"):
        return "noun"
    if head in ("動詞", "形容詞", "助動詞"):
        if pos[5].startswith("連体形") or (pos[5].startswith("終止形") and head != "助動詞"):
            return "rel"
        return "rel" if head == "助動詞" and surface in ("た", "だ", "ない", "な") else "verb"
    if head == "助詞":
        if sub == "準体助詞":
            return "nominal"
        return "verb" if sub == "接続助詞" else "no" if surface == "の" else "particle"
    if head == "補助記号":
        return {"読点": "comma", "句点": "comma", "括弧開": "open", "括弧閉": "close"}.get(sub, "mark")
    if head == "空白":
        return "space"
    if _DOUBLED.fullmatch(surface):
        return "noun"  # いきいき|サロン: the name of a program
    return "join" if surface in _JOINS else "skip"


def _fixed(text: str, figures: Sequence[tuple[int, int]], times: Sequence[tuple[int, int]]) -> list[_Item]:
    """Figures, periods and quotations, which tokens do not cut."""
    fixed = [_Item("figure", a, b, number=i) for i, (a, b) in enumerate(figures)]
    fixed += [_Item("time", a, b) for a, b in times if not any(a < d and c < b for c, d in figures)]
    if "「" in text or "『" in text:
        fixed += [
            _Item("noun", m.start(), m.end())
            for m in _QUOTE.finditer(text)
            if not any(m.start() < d and c < m.end() for c, d in figures)
        ]
    fixed.sort(key=lambda i: (i.start, -i.end))
    return fixed


def _items(
    text: str,
    tokens: Sequence[Token],
    offset: int,
    figures: Sequence[tuple[int, int]],
    times: Sequence[tuple[int, int]],
) -> list[_Item]:
    """Tokens as items; figures, periods, compound particles and quotations are one item each."""
    fixed = _fixed(text, figures, times)
    items: list[_Item] = []
    position = at = 0
    for token in tokens:
        start, end = token.start - offset, token.end - offset
        while at < len(fixed) and (fixed[at].end <= position or fixed[at].start < end):
            if fixed[at].start >= position:
                items.append(fixed[at])
                position = fixed[at].end
            at += 1
        if start < position:
            continue
        kind = _kind(token.surface, token.pos)
        if (kind in ("particle", "no") and token.surface[0] in "にとを") or token.surface in ("により", "として"):
            compound = _COMPOUND.match(text, start)
            if compound is not None:
                kind = "rel" if compound[0] in _ADNOMINAL else "particle"
                items.append(_Item(kind, start, compound.end(), compound[0]))
                position = compound.end()
                continue
        items.append(_Item(kind, start, end, token.surface))
        position = end
    items.extend(i for i in fixed[at:] if i.start >= position)
    return _marks(text, _without_notes(text, items))


# 当初予算(案)は, 利用者(延べ)が: a note in the middle of a noun phrase.
_NOTE = re.compile(r"\((?:第[0-9]{1,3}[号回次期]|[^()0-9、。]{1,10})\)(?=は|が|を|も|の|に|で|と|から|まで|につ|:)")


# A(良好)812棟: a note between the noun and its figure is part of the name.
_NOTE_OF_FIGURE = re.compile(r"(?<=[^\s0-9。、(人件円%])\([^()0-9、。]{1,10}\)(?=\s?(?:約|およそ)?[0-9])")


def _without_notes(text: str, items: list[_Item]) -> list[_Item]:
    """Items without the bracketed notes that only explain the noun before them."""
    if "(" not in text:
        return items
    notes = [
        m.span() for m in _NOTE.finditer(text) if m.start() and not re.match(r"[0-9%\s、。人件円]", text[m.start() - 1])
    ]
    kept = [i for i in items if i.kind in ("figure", "time") or not any(a <= i.start and i.end <= b for a, b in notes)]
    told = [m.span() for m in _NOTE_OF_FIGURE.finditer(text)]
    return [
        i._replace(kind="noun", number=-1)
        if i.kind not in ("figure", "time") and any(a <= i.start and i.end <= b for a, b in told)
        else i
        for i in kept
    ]


_NAME_MARKS = frozenset("・/-ー~&+.%'")


def _marks(text: str, items: list[_Item]) -> list[_Item]:
    """Marks and spaces as what they do here: a label's colon, a join, a break, or nothing."""
    out: list[_Item] = []
    for place, item in enumerate(items):
        kind = item.kind
        if kind == "mark":
            kind = "label" if item.text in (":", "…", "=") else "comma"
            if (
                item.text in _NAME_MARKS
                and 0 < place < len(items) - 1
                and items[place - 1].kind == items[place + 1].kind == "noun"
            ):
                kind = "noun"
        elif kind == "space":
            before, after = text[item.start - 1 : item.start], text[item.end : item.end + 1]
            if before.isascii() or after.isascii() or (out and out[-1].kind in ("figure", "time")):
                continue
            kind = "comma"
        out.append(item if kind == item.kind else item._replace(kind=kind))
    return out


class _Builder:
    """Makes phrases of the items from left to right."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []
        self.clause = 0
        self.start: int | None = None  # of the phrase being made
        self.core = 0
        self.end = 0
        self.linked = False  # の or a relative clause waits for its noun
        self.verb: int | None = None  # where the predicate being read begins
        self.nominal = False
        self.broken = False  # a predicate stands behind the last phrase
        self.until = False  # a verb with まで behind it is the name of a stretch (会えるまで)

    def noun(self, item: _Item) -> None:
        if self.start is None:
            self.start = self.core = item.start
        self.end, self.linked, self.nominal = item.end, False, False

    def close(self, particle: str = "", *, comma: bool = False, kind: Kind = "noun") -> None:
        if self.start is not None:
            self.broken = False
            self.phrases.append(
                Phrase(
                    kind,
                    self.start,
                    self.end,
                    min(self.core, self.end),
                    particle,
                    comma,
                    self.clause,
                    nominal=self.nominal,
                )
            )
        elif particle == ":" and self.phrases and not self.broken:
            self.label()
        elif self.phrases and (comma or particle) and not self.broken:
            last = self.phrases[-1]
            if particle and last.comma:
                return  # 費用は、どのくらい: behind the comma it belongs to another word
            self.phrases[-1] = last._replace(particle=last.particle + particle, comma=last.comma or comma)
        self.start, self.linked, self.nominal = None, False, False

    def label(self) -> None:
        """A colon behind a bracket labels with the noun before it: 利用状況(4月~7月):延べ143人."""
        for place in range(len(self.phrases) - 1, -1, -1):
            if self.phrases[place].kind == "time":
                continue
            if self.phrases[place].kind == "noun":
                self.phrases[place] = self.phrases[place]._replace(particle=":", comma=False)
            return

    def relative(self, item: _Item) -> None:
        """A verb in 連体形: it and its case phrases open the noun phrase to come."""
        begin = item.start if self.verb is None else self.verb
        begin = begin if self.start is None else min(self.start, begin)
        self.verb = None
        while self.phrases:
            last = self.phrases[-1]
            if last.kind not in ("noun", "relative") or last.comma or last.clause != self.clause:
                break
            if last.particle.endswith(("は", ":")) or last.particle == "" or self.adverbial(last):
                break
            begin = last.start
            self.phrases.pop()
        self.start, self.core, self.end, self.linked = begin, item.end, item.end, True

    def adverbial(self, phrase: Phrase) -> bool:
        """Whether a phrase closes the clause before it (ために, ところで)."""
        return phrase.particle in ("に", "で", "から") and self.ends(phrase)

    def ends(self, phrase: Phrase) -> bool:
        return phrase.core > phrase.start and phrase.end - phrase.core <= 3

    def fixed(self, item: _Item) -> None:
        if self.linked and self.start is not None and self.core >= self.end and item.kind == "figure":
            self.close(kind="relative")
        else:
            self.close("の" if self.linked else "")
        kind: Kind = "figure" if item.kind == "figure" else "time"
        self.broken = False
        self.phrases.append(Phrase(kind, item.start, item.end, item.start, clause=self.clause, number=item.number))


def phrases_of(
    text: str,
    tokens: Sequence[Token],
    offset: int,
    figures: Sequence[tuple[int, int]],
    times: Sequence[tuple[int, int]],
) -> tuple[Phrase, ...]:
    """The phrases of a folded sentence, in order.

    Args:
        text: The sentence.
        tokens: Its tokens, with positions in the document.
        offset: Where the sentence begins in the document.
        figures: Spans of the figures in the sentence (qualifiers included).
        times: Spans of the periods stated in it.
    """
    items = [i for i in _items(text, tokens, offset, figures, times) if i.kind != "skip"]
    builder = _Builder()
    for place, item in enumerate(items):
        after = place + 1
        while after < len(items) and items[after].kind == "open":
            after += 1
        following = items[after] if after < len(items) else None
        kind = "end" if following is None else following.kind
        if item.kind in ("verb", "rel"):
            item, kind = _as_noun(items, place, item, kind)
            if item.kind == "rel" and following is not None and following.text.startswith("まで"):
                kind = "nominal"
                builder.until = True
        _take(builder, item, kind)
    builder.close()
    return tuple(builder.phrases)


_QUOTE = re.compile(r"「[^「」]{1,60}」|『[^『』]{1,60}』")
_NOMINALISED = re.compile(r"[一-龠].*[ぁ-ん]$")


def _as_noun(items: Sequence[_Item], place: int, item: _Item, following: str) -> tuple[_Item, str]:
    """A 連用形 right before a particle or a noun is a noun (待ち|時間, 値上げ|でも); と behind a verb quotes it."""
    after = items[place + 1] if place + 1 < len(items) else None
    if after is None:
        return item, following
    if item.kind in ("rel", "verb") and after.text in ("と", "とし") and after.kind == "particle":
        return item._replace(kind="verb"), "verb"
    polite = place > 0 and items[place - 1].text in ("お", "ご", "御") and items[place - 1].end == item.start
    if polite and item.kind == "verb" and after.kind == "noun" and item.end == after.start:
        return item._replace(kind="noun"), following  # お|はなし|会
    if item.kind != "verb" or item.end != after.start or not _NOMINALISED.match(item.text):
        return item, following
    if after.kind == "noun" or (
        after.kind in ("particle", "no") and after.text not in ("て", "ながら", "に", "は", "も")
    ):
        return item._replace(kind="noun"), following
    before = items[place - 1] if place else None
    glued = before is not None and before.kind == "noun" and before.end == item.start
    further = items[place + 2] if place + 2 < len(items) else None
    denied = further is not None and further.text in ("し", "しない", "する", "せ")
    if after.kind == "particle" and after.text in ("は", "も") and glued and not denied:
        # 一時|預かり|は: a noun with a verb's stem is the name of a service
        return item._replace(kind="noun"), following
    return item, following


def _take(builder: _Builder, item: _Item, following: str) -> None:
    kind = item.kind
    if kind == "noun":
        builder.noun(item)
    elif kind in ("figure", "time"):
        builder.fixed(item)
    elif kind == "no" or (kind == "join" and following == "noun"):
        if builder.start is not None:
            builder.linked = True
        else:
            builder.close("の")
    elif kind == "particle" and item.text in _JOINS and following == "noun" and builder.start is not None:
        builder.linked = True
    elif kind == "particle" and item.text == "と" and builder.verb is not None:
        return
    elif (
        kind == "particle"
        and item.text in ("と", "へ", "から", "まで", "で", "より")
        and following == "no"
        and builder.start is not None
    ):
        builder.linked, builder.until = True, False
        builder.end = item.end
    elif kind == "particle" or kind == "label":
        builder.close(":" if kind == "label" else item.text)
        builder.clause += kind == "label"
    elif kind == "rel" and following in ("noun", "nominal", "figure"):
        builder.relative(item)
    elif kind == "nominal":
        if builder.start is not None:
            builder.nominal, builder.end = True, item.start
    elif kind in ("rel", "verb"):
        _predicate(builder, item, following)
    elif kind in ("comma", "open", "close"):
        builder.close(comma=True)


def _predicate(builder: _Builder, item: _Item, following: str) -> None:
    """A verb that closes its clause; a noun before it is part of the predicate (開催|し)."""
    if following in ("rel", "verb"):
        if builder.verb is None:
            builder.verb = item.start if builder.start is None or builder.linked else builder.start
        return
    builder.start, builder.linked, builder.nominal, builder.verb = None, False, False, None
    builder.broken = True
    builder.clause += 1
