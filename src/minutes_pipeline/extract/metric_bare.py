"""Figures that no noun stands before (裸の数値): named by what stands behind them, or by what they take over.

The noun, object or predicate behind the figure; else the figure before it (昨年度の66.5%, 325世帯(前年度338世帯)); else the
sentence's topic, the line's label, the program, what the sentences before were about, the item's title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minutes_pipeline.extract.metric_phrases import Phrase
from minutes_pipeline.extract.metric_view import Asked, View
from minutes_pipeline.extract.metric_words import (
    MEASURE,
    SHARES,
    changes,
    counts_itself,
    is_standing,
    joined,
    names_content,
)
from minutes_pipeline.text.tokens import Token

_TOTAL = re.compile(r"\s?(?:合計|総計|計|合わせて|あわせて)")
_TOGETHER = ("合わせて", "あわせて")
_AS_RATE = re.compile(r"(?:率|割合|比率)(?:に(?:して|しますと|すると)|で(?:は|いうと|いえば)?)\s?(?:約|およそ)?$")
_OF_TITLE = re.compile(r"^.{0,24}?年度?(?:分)?の?(?![0-9])|(?:の(?:状況|推移|報告|概要|実績))?等?$")
_SHORT = 14
"""Longest theme of the talk that is put before a noun; a longer one is a clause of its own."""
_DAILY = re.compile(r"\s?(?P<daily>[1一]日平均)")
_EACH_MEAN = re.compile(
    r"\s?(?P<mean>[1一](?:回|人|団体|世帯|月|か月|年|件|校|便|台|組|食)(?:当たり|あたり|につき)?(?:の)?平均)"
)
# 2クラスが学級閉鎖となった: what the counted came to.
_BECAME = re.compile(r"\s?が(?P<noun>[一-龠ァ-ヴー]{2,10})(?=とな|にな|です|である|でした|。|、|$)")
_AGAINST = re.compile(r"\s?に対し")
_PUT_AS = re.compile(r"\s?が(?P<noun>[一-龠ァ-ヴー]{2,8})(?:とな|にな)")
_IN_LIST = re.compile(r"\s?[、・と]\s?(?:約|およそ|延べ)?")
_AMONG = re.compile(r"\s?(?:の?うち|中|の内)、?\s?")
PER_UNIT = re.compile(
    r"(?P<rate>[0-9,.千]{1,6}\s?[^0-9\s、。はがをにで]{1,8}(?:当たり|あたり|につき|に付き)(?:の)?(?:平均)?)"
    r"(?:約|およそ)?[0-9,.万千億\s]{1,14}[^0-9]{0,12}$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, where its words begin in the text, and how it was found."""

    text: str
    start: int
    rule: str


class BareNamer(View):
    """Keeps what was named so far in the sentence, and names figures that stand alone."""

    """Names the figures of one sentence from left to right."""

    def __init__(
        self,
        text: str,
        phrases: Sequence[Phrase],
        tokens: Sequence[Token] = (),
        offset: int = 0,
        *,
        label: str | None,
        before: str | None,
        topic: str | None,
        befores: Sequence[tuple[str | None, str]] = (),
        theme: Callable[[], str | None] | None = None,
        title: str | None = None,
    ) -> None:
        super().__init__(text, phrases, tokens, offset)
        self.label = label if names_content(label) else None
        self.before = before
        self._befores = dict(befores)
        self._last_of = dict(reversed(befores))  # the last one of each unit, where the dict above holds the first
        self.topic = topic
        self._theme = theme
        self.title = title
        self.given: list[Name] = []
        self.bases: list[str] = []  # what the next figure takes over: the name without 目標, 前年度比
        self.asked: list[Asked] = []
        self.base, self.guessed = "", False

    @property
    def theme(self) -> str | None:
        """What the sentences before were about."""
        return None if self._theme is None else self._theme()

    # -- no phrase before ----------------------------------------------------------------------------------------

    def headless(self, asked: Asked) -> Name:
        """No noun stands before the figure: look behind it, then to what the sentence is about."""
        changed = changes(self.text, asked.end)
        noun = self.behind(asked)
        alone = not self.given and self.frame(asked.start) is None and self.subject(asked) is None
        if changed and noun is not None and len(noun) < 3 and not alone:
            noun = None
        frame = self.frame(asked.start) or self.subject(asked) or self.label
        if self.given and _AS_RATE.search(self.text[: asked.start]):
            return Name(self.inherit(asked), asked.start, "inherited")  # 612人、率にして9.7%の児童
        if noun is not None:
            return Name(self.short(frame or self.locus(asked) or self._near_theme(asked), noun), asked.start, "behind")
        overall = self._overall(asked, frame)
        if overall is not None:
            return overall
        if self._is_part(asked) and frame is not None:
            return Name(frame, asked.start, "topic")
        mean = self._mean(asked)
        if mean is not None:
            return mean
        if changed and not self.given and frame is None and counts_itself(asked.quantity):
            return Name(asked.quantity.unit or "", asked.start, "counted")
        if self.given and (put := _PUT_AS.match(self.text, asked.end)) is not None:
            return Name(put["noun"], asked.start, "predicate")
        if changed or (self.given and self._continues(asked)):
            return Name(self.inherit(asked), asked.start, "inherited")
        rate = PER_UNIT.search(self.text[: asked.end])
        if rate is not None:
            return Name(joined(frame, rate["rate"]), min(asked.start, rate.start("rate")), "rate")
        if self.given and _AMONG.fullmatch(self.text, self.asked[-1].end, asked.start):
            return Name(self.bases[-1], asked.start, "topic")
        if (sibling := self._sibling(asked) or self._listed_in_bracket(asked)) is not None:
            return sibling
        return self._by_behind(asked, frame)

    def _near_theme(self, asked: Asked) -> str | None:
        """The theme of the talk, where it is short enough to stand before a noun (not before 全72灯の街路灯)."""
        theme = None if self.text[: asked.start].endswith("全") else self.theme
        return theme if theme is not None and len(theme) <= _SHORT else None

    def _overall(self, asked: Asked, frame: str | None) -> Name | None:
        """A total that stands alone (合計 42件), or behind its parts; None where the figure is none."""
        total = _TOTAL.match(self.text, asked.start)
        if total is None:
            return None
        words = total[0].strip()
        if words not in _TOGETHER and not self.given and frame is None:
            return Name(joined(self.label, words), asked.start, "apposed")
        whole = (self.whole(asked) or self.titled()) if self.given else None
        return None if whole is None else Name(whole, asked.start, "topic")

    def _mean(self, asked: Asked) -> Name | None:
        """A mean per day or per occasion (1日平均16.1人, 1回平均27.5名) of what was told before it, or None."""
        daily = _DAILY.match(self.text, asked.start)
        if daily is not None and (self.given or self.label):
            return Name(daily["daily"] + self.inherit(asked), asked.start, "inherited")
        each = _EACH_MEAN.match(self.text, asked.start)
        if each is not None and self.given:
            whole = self._lead(self.asked[0].start) or self.frame(asked.start) or self.inherit(asked)
            return Name(f"{whole}の{each['mean']}", asked.start, "rate")
        return None

    def _by_behind(self, asked: Asked, frame: str | None) -> Name:
        """Object, counter or predicate behind a figure that nothing before it names."""
        following = self.following(asked)
        if following is not None:
            return Name(self.short(frame, following), asked.start, "following")
        if (became := self.became(asked)) is not None:
            return became
        action = self.predicate(asked)
        particle = self.phrases[asked.place].particle
        if action is not None and particle.startswith("で"):
            return Name(joined(frame, action), asked.start, "predicate")
        if (
            action is not None
            and counts_itself(asked.quantity)
            and re.match(r"\s?(?:\([^()]{1,14}\))?が", self.text[asked.end :])
        ):
            return Name(f"{action}した{asked.quantity.unit}", asked.start, "predicate")
        if particle == "は" and self.title:
            return Name(self.title, asked.start, "inherited")
        if counts_itself(asked.quantity):
            return Name(joined(frame or self.topic, asked.quantity.unit or ""), asked.start, "counted")
        if action is not None:
            return Name(joined(frame or self.topic, action), asked.start, "predicate")
        return Name(self.inherit(asked), asked.start, "inherited")

    def became(self, asked: Asked) -> Name | None:
        """What things counted came to (2クラスが|学級閉鎖となった), or None."""
        found = _BECAME.match(self.text, asked.end) if counts_itself(asked.quantity) else None
        return None if found is None else Name(found["noun"], asked.start, "predicate")

    def _sibling(self, asked: Asked) -> Name | None:
        """2施設28床: the second count of one thing is named beside the first."""
        before = self.phrases[asked.place - 1] if asked.place else None
        if not self.given or before is None or before.kind != "figure" or before.particle or before.comma:
            return None
        if before.clause != self.phrases[asked.place].clause:
            return None
        last = self.asked[-1].quantity.unit or ""
        stem = self.given[-1].text.removesuffix(last).rstrip("の")
        return Name(joined(stem or self.topic or self.before, asked.quantity.unit or ""), asked.start, "counted")

    def _listed_in_bracket(self, asked: Asked) -> Name | None:
        """モデル地区(4自治会、1,230世帯): the second count within a bracket is of the same thing, or None."""
        counted = asked.quantity.unit
        if not self.given or not counted or not _IN_LIST.fullmatch(self.text[self.asked[-1].end : asked.start]):
            return None
        opened = self.text.rfind("(", 0, asked.start)
        if not self.text.rfind(")", 0, asked.start) < opened < self.asked[-1].start:
            return None
        noun = counted if counts_itself(asked.quantity) or counted in ("世帯", "戸", "棟") else ""
        return Name(joined(self.bases[-1], noun) if noun else self.bases[-1], asked.start, "bracketed")

    def before_of(self, unit: str | None) -> str | None:
        """The name of the last figure of the sentence before that has this unit; of a share, whatever was told."""
        return self._last_of.get(unit) or (self.before if unit in SHARES else None)

    def titled(self) -> str | None:
        """What the item's title says is measured (令和6年度のいじめの認知件数等について -> いじめの認知件数), or None."""
        words = _OF_TITLE.sub("", self.title or "")
        return words if 3 < len(words) <= 20 and MEASURE.search(words) else None

    def _is_part(self, asked: Asked) -> bool:
        """A のうち B: B is what the sentence's topic tells, A only where it was counted from."""
        place = asked.place - 1
        if place < 1 or self.phrases[place].kind != "noun" or self.phrases[place - 1].kind != "figure":
            return False
        words = self.text[self.phrases[place].start : self.phrases[place].end]
        return words in ("うち", "中", "内")

    def _continues(self, asked: Asked) -> bool:
        """Whether a figure without a noun goes on with the one before it (…から46%に, 18.0% 18.5%)."""
        place = asked.place - 1
        while (
            place >= 0
            and self.phrases[place].kind in ("time", "noun")
            and (self.phrases[place].kind == "time" or self.passing(place))
        ):
            place -= 1
        if place < 0 or self.phrases[place].kind != "figure":
            return False
        same = bool(self.asked) and self.asked[-1].quantity.unit == asked.quantity.unit
        return asked.quantity.unit in SHARES or (same and not counts_itself(asked.quantity))

    def opens_bracket(self, asked: Asked) -> bool:
        """Whether only a bracket, or a bracket and a time, parts the figure from the one before: 325世帯(前年度338世帯)."""
        gap = self.text[self.asked[-1].end : asked.start].strip(" ")
        return (
            gap == "("
            or re.fullmatch(
                r"\((?:前|昨|令和|平成|R|H)[^(),、。]{0,14}?(?:[年度期回時月末]|調査|実績|現在|時点|計画):?", gap
            )
            is not None
        )

    def in_brackets(self, asked: Asked) -> Name:
        """The name of a figure in brackets behind another one: the same, or its own counter's."""
        previous = self.given[-1]
        same = self.asked[-1].quantity.unit == asked.quantity.unit
        if counts_itself(asked.quantity) and not same:
            return Name(joined(previous.text, asked.quantity.unit or ""), asked.start, "bracketed")
        return Name(previous.text, asked.start, "bracketed")

    def inherit(self, asked: Asked, fallback: str = "") -> str:
        """The name that an unnamed figure takes over: a subject since the last figure, that figure's, the topic."""
        if self.given:
            since = self.subject(asked, floor=self.asked[-1].end)
            other = self.asked[-1].quantity.unit != asked.quantity.unit and asked.quantity.unit not in SHARES
            if since is None and _AGAINST.match(self.text, self.asked[-1].end) and is_standing(self.bases[-1]):
                since = self.subject(asked)  # 運転士が定員24名に対し19名: what is set against the number allowed
            return since or (self.subject(asked) if other else None) or self.bases[-1]
        found = self.frame(asked.start) or self.subject(asked) or self.label or self.gap_lead(asked)
        self.guessed = found is None
        same = self._befores.get(asked.quantity.unit)
        return (
            found
            or same
            or self.before
            or self.topic
            or self.theme
            or self.title
            or fallback
            or asked.quantity.unit
            or ""
        )
