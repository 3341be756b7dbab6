"""Whole names (言い足した名): what a counter, a place or a bare measure leaves out, taken from the deed, the topic or the item.

調べた近隣の市 for 12市, 防災訓練の参加者 for 参加者, 管路の延長 for 延長: a name that says nothing by itself tells no reader which figure it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from minutes_pipeline.extract.metric_bare import BareNamer, Name
from minutes_pipeline.extract.metric_deeds import deed_of
from minutes_pipeline.extract.metric_view import PLACE, TOPIC, Asked
from minutes_pipeline.extract.metric_words import (
    GENERAL,
    MEASURE,
    SHARES,
    counts_itself,
    is_adverbial,
    is_base,
    is_empty,
    joined,
    names_content,
)

_ANYWHERE = frozenset(("近隣", "周辺", "他", "ほか", "各", "全", "同", "別", "民間", "地元", "既存", "近く", "隣接"))
_OF_MONEY = re.compile(r"見積|金額|^額|費$|費用|予算|決算|補助額|補正額|収入|支出|財源")
_MONEY = frozenset(("円", *SHARES))
BODIES = frozenset("校 園 館 棟 戸 部 社 か所 箇所 店 基 台 班 組 所 室 橋 駅 線".split())
_CASES = frozenset(("件", "回", "円", "%", "割"))
_SCHOOL = re.compile(
    r"(?:市内|町内|村内|区内|県内|全)?の?(?:小|中|高等?|小中)?学校|(?:市立|町立|公立|県立|私立)?(?:小学校|中学校|高校|保育所|保育園|幼稚園)"
)
# 民生委員の欠員は、定数142人に対し…: the number allowed is of the people, not of those missing; (案) is no part of a thing.
_RATES = ("割合", "率", "比率")
_SHORTFALL = re.compile(r"の?(?:欠員|不足|充足|現員|過不足)$|\((?:案|素案|原案|第[0-9]{1,3}号)\)$")


class WholeNamer(BareNamer):
    """Makes whole what the rules found."""

    def told_apart(self, asked: Asked, found: Name) -> Name:
        """The name of things counted that only their counter or a place names, with what is done to them before it."""
        noun = asked.quantity.unit or ""
        if counts_itself(asked.quantity) and found.text.endswith(noun):
            head = found.text.removesuffix(noun).removesuffix("の")
            weak = not head or PLACE.search(head) is not None or head in _ANYWHERE
        else:
            weak = noun in BODIES and (found.text in _ANYWHERE or _SCHOOL.fullmatch(found.text) is not None)
        # Nothing in the sentence names it: what is told of it does (本年度は6部が活動を地域に移した).
        lost = (
            found.rule == "inherited"
            and self.guessed
            and not self.given
            and (counts_itself(asked.quantity) or noun in BODIES)
            and (noun != "部" or self.text[asked.end : asked.end + 1] == "が" or "クラブ" in self.text)  # 2,800部を配る
        )
        deed = deed_of(self.text, self.tokens, self.offset, asked.end) if weak or lost else None
        if deed is None:
            return found
        if lost and not weak:
            self.guessed = False
            return Name(f"{deed}{'学校' if noun == '校' else noun}", asked.start, "predicate")
        self.base = found.text
        words = f"{found.text}の{noun}" if found.text in _ANYWHERE else found.text
        return Name(deed + words, found.start, found.rule)

    def whole_name(self, asked: Asked, found: Name) -> Name:
        """A name that only says how something is measured (定員, 総額, 目標), with the thing that is."""
        if _SCHOOL.fullmatch(found.text) and asked.quantity.unit in _CASES and (measure := self.titled()) is not None:
            return Name(f"{found.text}の{measure}", found.start, found.rule)
        if GENERAL.fullmatch(found.text) is None:
            return found
        if _OF_MONEY.search(found.text) and asked.quantity.unit not in _MONEY:
            return found  # 見積りを3社から徴取
        if found.text in ("割合", "率", "比率"):
            whole = re.sub(r"の(?:計画|目標|見込)値?$", "", self.bases[-1]) if self.given else None
            return found if not whole or whole in _RATES else Name(joined(whole, found.text), found.start, found.rule)
        parallel = found.rule == "topic" and bool(self.given) and _OF_MONEY.search(found.text) is not None
        thing = self._thing_before(found, parallel=parallel)
        if thing is None:
            return found
        return Name(f"{thing}の{found.text}", found.start, found.rule)

    def _thing_before(self, found: Name, *, parallel: bool) -> str | None:
        """What a bare measure is of: the sentence's topic, the program, what was told before it, the item."""
        for phrase, dated in pairwise(self.phrases):
            of_it = phrase.kind == "noun" and phrase.particle == "の" and dated.kind == "time"
            if of_it and dated.start < found.start and self.text[dated.end : found.start].strip() in ("", "の"):
                return self.words(phrase)[0]  # 基金の|年度末の|残高
        topic = next(
            (
                words
                for p in self.phrases
                if p.kind == "noun" and p.end <= found.start and TOPIC.search(p.particle)
                for words in (self.words(p)[0],)
                if not (is_empty(words) or is_base(words) or MEASURE.search(words) or is_adverbial(words, p.particle))
            ),
            None,
        )
        if parallel:
            topic = None  # 駐車場は64台、事業費は13億円: the topics stand side by side
        if found.text == "総額" and self.title and re.search("予算|決算", self.title):
            return _SHORTFALL.sub("", self.title.removesuffix("中"))
        for words in (topic, self.label, self.topic, self.theme, self.title):
            thing = _SHORTFALL.sub("", words or "")
            if (
                thing
                and (words == topic or names_content(thing))
                and not GENERAL.fullmatch(thing)
                and found.text not in thing
                and len(thing) <= 30
            ):
                return thing
        return None
