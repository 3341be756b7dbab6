"""Names (測ったもの): the shortest noun phrase of the document's words that tells what a figure measures.

Where the name stands::

    label     利用者:3045人                       the label
    topic     回収率は81%, 欠員が17人                the noun phrase before は・が・も
    object    工事を19日間中断, 購入費に30万円を計上     the noun phrase before を・に
    apposed   タブレット端末24台, 修繕料315万円         the noun phrase the figure is attached to
    counted   計画に掲げた48事業, 市内142自治会         modifier and the counter itself, where it is a noun
    behind    11人の欠員, 100円の値上げ               the noun phrase behind の
    predicate 延べ900人が来場, 4カ月間試行             the noun of the predicate
    inherited 5.5ポイント低下した, 昨年度の62.9%        the name of the figure before, or the sentence's topic

A frame (``Xは、`` or ``X:`` at the head of the sentence) joins a local name: 購入補助は、予算500万円 -> 購入補助の予算; a frame that
is itself a measure follows the part: 正答率は、国語が66% -> 国語の正答率.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.extract.metric_idioms import idiom_name
from minutes_pipeline.extract.metric_phrases import Phrase, phrases_of
from minutes_pipeline.extract.metric_traps import TIME_UNITS
from minutes_pipeline.extract.metric_words import (
    MEASURE,
    SHARES,
    changes,
    cleaned,
    counts_itself,
    is_adverbial,
    is_aim,
    is_base,
    is_comparison,
    is_empty,
    joined,
    names_content,
)
from minutes_pipeline.text.tokens import Token
from minutes_pipeline.values.units import Quantity

_TOPIC = re.compile(r"(?:は|が|も|を|:|には|では|については|につきましては|について|とは|からは|でも|のは)$")
_FRAME = re.compile(r"(?:は|には|では|については|につきましては|について|につきまして|を|に関して|に関しては)$")
_BASE_OF_COMPARISON = re.compile(r"^(?:に対し|に比|と比|との比|より)")
_PERSON_UNIT = frozenset(("人", "名"))
_PLACE = re.compile(r"(?:市|町|村|区|県|国|都|府|道|市内|町内|区内|県内|村内|域内|管内|全国|国内|校区|学区)$")
_FIGURES_NOUN = re.compile(r"見積り?|見積もり|見込み?|試算|推計|集計|決算|実績|換算|時点|末|現在|累計|合計|全体")
_PREDICATE = re.compile(
    r"\s?(?:\([^()]{1,14}\))?(?:[がをにはもで]|の(?:方|人|皆様|住民|市民|職員|児童|生徒)(?:に|が|から)?(?:御|ご)?)?\s?(?:全員|新たに|実際に|すでに|ずつ)?(?P<noun>[一-龠]{2,8}|申込み|申し込み|取り組み|受入れ|貸出し)"
    r"(?=し|さ|でき|いた|頂|予定|済|を行|を実施|を計|が(?:あ|出|行)|す)"
)


_EXISTS = re.compile(r"\s?(?:もの|も)?(?:ある|いる|いた|あった|及ぶ)(?=[一-龠ァ-ヴー])")
_PER_UNIT = re.compile(
    r"(?P<rate>[1一](?:人|件|団体|台|灯|回|名|本|世帯|戸|食|個|日|か所|便|枚|部|校|施設)(?:[1一]日)?(?:当たり|あたり|につき|に付き)(?:の)?(?:平均)?)(?:約|およそ)?[0-9,.万千億\s]{1,14}\D{0,12}$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, where its words begin in the text, and how it was found."""

    text: str
    start: int
    rule: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The figure to be named: its quantity, its place in the phrases, where its phrase begins and ends."""

    quantity: Quantity
    place: int
    start: int
    end: int


class Namer:
    """Names the figures of one sentence from left to right."""

    def __init__(
        self,
        text: str,
        phrases: Sequence[Phrase],
        *,
        label: str | None,
        before: str | None,
        topic: str | None,
        theme: str | None = None,
        title: str | None = None,
    ) -> None:
        self.text = text
        self.phrases = phrases
        self.label = label if names_content(label) else None
        self.before = before
        self.topic = topic
        self.theme = theme
        self.title = title
        self.given: list[Name] = []
        self.bases: list[str] = []  # what the next figure takes over: the name without 目標, 前年度比
        self.asked: list[Asked] = []

    def name(self, asked: Asked) -> Name:
        """The name of a figure; those of the figures before it must have been asked for already."""
        self.base = ""
        found = self._idiom(asked) or self._find(asked)
        self.given.append(found)
        self.bases.append(self.base or found.text)
        self.asked.append(asked)
        return found

    def _idiom(self, asked: Asked) -> Name | None:
        base = self.bases[-1] if self.bases else self._subject(asked) or ""
        found = idiom_name(self.text, asked.start, asked.end, base)
        return None if found is None else Name(found[0], asked.start, found[1])

    # -- the phrase before ---------------------------------------------------------------------------------------

    def _find(self, asked: Asked) -> Name:
        place = asked.place - 1
        while place >= 0 and (self.phrases[place].kind == "time" or self._passing(place)):
            place -= 1
        phrase = self.phrases[place] if place >= 0 else None
        rate = _PER_UNIT.search(self.text[: asked.end])
        if rate is not None and "平均" in rate["rate"] and asked.start <= rate.start("rate"):
            return Name(rate["rate"], asked.start, "rate")
        if self.given and self.text[self.phrases[asked.place - 1].end : asked.start].strip(" )と、") == "(":
            return self._in_brackets(asked)
        if self.text[asked.start - 1 : asked.start] == "築":
            return Name(joined(self._subject(asked) or self.topic, "築年数"), asked.start - 1, "counted")
        if phrase is None or phrase.kind == "figure" or not self._reaches(phrase, asked):
            return self._headless(asked)
        words, start = self._words(phrase)
        if phrase.kind == "relative":
            noun = asked.quantity.unit if counts_itself(asked.quantity) else self._thing(asked.quantity)
            subject = self._subject(asked)
            if subject is not None and noun and subject.endswith(noun):
                return Name(subject, asked.start, "topic")
            return Name(self._modified(asked, words, noun or ""), start, "counted")
        if _BASE_OF_COMPARISON.match(phrase.particle):
            return self._compared(asked, words, start)
        return self._with_phrase(asked, phrase, words, start)

    def _passing(self, place: int) -> bool:
        """Whether a phrase only tells time or manner and is passed over (毎年, 現在, ここ3年で)."""
        phrase = self.phrases[place]
        if phrase.kind != "noun":
            return False
        words, _ = self._words(phrase)
        if re.match(r"を(?:合わせ|あわせ|含め)", self.text[phrase.end :]):
            return True
        adjacent = place + 1 < len(self.phrases) and self.phrases[place + 1].kind == "figure" and not phrase.particle
        if adjacent and _PLACE.search(words) and words not in ("うち", "国", "県", "市", "町"):
            return False
        return (is_empty(words) and not phrase.nominal) or is_adverbial(words, phrase.particle)

    def _reaches(self, phrase: Phrase, asked: Asked) -> bool:
        clause = self.phrases[asked.place].clause
        topical = _TOPIC.search(phrase.particle) is not None
        if phrase.particle == ":":
            return names_content(self.text[phrase.start : phrase.end])
        if phrase.clause != clause:
            return False
        return not phrase.comma or topical or _BASE_OF_COMPARISON.match(phrase.particle) is not None

    def _words(self, phrase: Phrase) -> tuple[str, int]:
        words, cut = cleaned(self.text[phrase.start : phrase.end])
        if phrase.nominal:
            words += "もの"
        return words.strip(), phrase.start + cut

    def _with_phrase(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name:
        quantity, particle = asked.quantity, phrase.particle
        if phrase.nominal and quantity.unit in _PERSON_UNIT:
            words = words.removesuffix("もの") + "者"
        elif phrase.nominal and counts_itself(quantity):
            words = words.removesuffix("もの") + (quantity.unit or "")
        if particle == "を" and re.match(r"\s?(?:近く|ほど|程度|以上)?(?:超え|上回|下回|割り込)", self.text[asked.end :]):
            return Name(self._inherit(asked, words), asked.start, "inherited")
        if is_comparison(words):
            self.base = self._inherit(asked)
            return Name(joined(self.base, words), start, "comparison")
        if is_base(words) or (particle == "の" and quantity.unit in SHARES):
            share = None if is_base(words) else self._share_of(asked)
            if share is not None:
                return Name(f"{words}の{share}", start, "predicate")
            return Name(self._inherit(asked, words), start, "inherited")
        if particle in ("の", "") and is_aim(words):
            self.base = self._inherit(asked, "")
            return Name(joined(self.base, words), start, "aim")
        if particle in ("で", "では") and _FIGURES_NOUN.search(words):
            return Name(self._inherit(asked, words), start, "inherited")
        if particle in ("で", "では", "から", "より", "へ", "まで", "において", "における", "として"):
            return self._of_place(asked, phrase, words, start)
        if particle in ("に", "には", "と", "とは", "にも"):
            return self._of_object(asked, phrase, words, start)
        if particle in ("", "の") and counts_itself(quantity):
            return self._counted(asked, words, start, particle)
        topical = _TOPIC.search(particle) is not None
        if counts_itself(quantity) and topical and re.match(r"に(?!増|減|とど|な|上|達|広|限|対)", self.phrases[asked.place].particle):
            return Name(quantity.unit or "", asked.start, "counted")
        if quantity.unit in TIME_UNITS and topical and (action := self._adjacent(asked)) is not None:
            return Name(joined(words, action), start, "predicate")
        if _PLACE.search(words) and particle == "" and (noun := self._behind(asked)) is not None:
            return Name(noun, start, "behind")
        if self.given and len(words) <= 4 and re.match(r"(?:このうち|そのうち|うち|内)、?", self.text[phrase.start : phrase.end] + self.text[phrase.end :][:1]):
            return Name(f"{words}の{self.bases[-1]}", start, "part")
        rule = "label" if particle == ":" else "topic" if _TOPIC.search(particle) else "apposed"
        return Name(self._framed(words, phrase), start, rule)

    def _share_of(self, asked: Asked) -> str | None:
        """What a share of the noun before it is (参加者の約8割が|女性; 屋根の4割が|崩落)."""
        particle = self.phrases[asked.place].particle
        if particle not in ("が", "を", "ほどが", "ほどを", "近くが", "近くを"):
            return None
        if asked.place + 1 < len(self.phrases) and self.phrases[asked.place + 1].kind == "noun":
            words, _ = self._words(self.phrases[asked.place + 1])
            return None if is_empty(words) else words
        found = re.match(r"\s?(?:ほど|近く)?[がを]\s?([一-龠ァ-ヴー]{2,8})", self.text[asked.end :])
        return None if found is None else found[1]

    def _of_place(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name:
        """で・から: where it was counted (小学校で312円), else who or what did it."""
        noun = self._behind(asked)
        frame = self.given[-1].text if self.given else self._frame(phrase.start)
        if noun is not None:
            return Name(self._short(frame or words, noun), start, "behind")
        if frame is None and phrase.particle == "では" and not MEASURE.search(words):
            frame = self.before
        if frame is not None:
            return Name(joined(frame, words), start, "part")
        if counts_itself(asked.quantity):
            return Name(asked.quantity.unit or "", asked.start, "counted")
        action = self._predicate(asked)
        return Name(f"{words}の{action}" if action else self._framed(words, phrase), start, "object")

    def _of_object(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name:
        """に・と: what a figure is put to, given to or done with (質疑応答に5分, 購入費に30万円, 組合と2回協議)."""
        noun = self._behind(asked)
        if noun is not None:
            return Name(noun if words in noun else f"{words}の{noun}", start, "behind")
        if counts_itself(asked.quantity) and not MEASURE.search(words):
            return Name(f"{words}の{asked.quantity.unit}", start, "counted")
        action = self._predicate(asked)
        if action is not None and not re.search("計上|充当|予定|支出|交付|上$", action):
            return Name(f"{words}の{action}", start, "predicate")
        return Name(self._framed(words, phrase), start, "object")

    def _adjacent(self, asked: Asked) -> str | None:
        """The noun right behind a length of time (45日間休館 -> 休館), or None."""
        found = re.match(r"[一-龠]{2,6}(?=と|し|で|に|の|、|。|す|さ)", self.text[asked.end :])
        return None if found is None or changes(self.text, asked.end) else found[0]

    def _counted(self, asked: Asked, words: str, start: int, particle: str) -> Name:
        noun = asked.quantity.unit or ""
        subject = self._subject(asked)
        if subject is not None and re.match(r"\s?(?:に(?:限|とど|過ぎ)|しか|のみ|だけ)", self.text[asked.end :]):
            return Name(subject, asked.start, "topic")
        if particle == "の" or _PLACE.search(words):
            return Name(f"{words}の{noun}", start, "counted")
        return Name(words, start, "apposed")

    def _modified(self, asked: Asked, words: str, noun: str) -> str:
        """Relative clause and its noun; where the figure stands for a noun named before, that one (ひどい5か所)."""
        following = self._behind(asked)
        return words + (following or noun)

    def _thing(self, quantity: Quantity) -> str:
        return "人" if quantity.unit in _PERSON_UNIT else "もの"

    def _compared(self, asked: Asked, words: str, start: int) -> Name:
        """前年に比べ12%減, 定員100人に対し: the base is no name; what is compared is."""
        noun = self._behind(asked)
        if noun is not None and not changes(self.text, asked.end):
            return Name(f"{words}に対する{noun}" if not is_empty(words) and not is_base(words) else noun, start, "behind")
        return Name(self._inherit(asked, words), asked.start, "inherited")

    # -- no phrase before ----------------------------------------------------------------------------------------

    def _headless(self, asked: Asked) -> Name:
        """No noun stands before the figure: look behind it, then to what the sentence is about."""
        changed = changes(self.text, asked.end)
        noun = self._behind(asked)
        if changed and noun is not None and len(noun) < 3:
            noun = None
        frame = self._frame(asked.start) or self._subject(asked) or self.label
        if noun is not None:
            return Name(self._short(frame or self._locus(asked) or self.theme, noun), asked.start, "behind")
        if self._is_part(asked) and frame is not None:
            return Name(frame, asked.start, "topic")
        if changed or (self.given and self._continues(asked)):
            return Name(self._inherit(asked), asked.start, "inherited")
        rate = _PER_UNIT.search(self.text[: asked.end])
        if rate is not None and asked.start <= rate.start("rate"):
            return Name(joined(frame, rate["rate"]), asked.start, "rate")
        if (sibling := self._sibling(asked)) is not None:
            return sibling
        return self._by_behind(asked, frame)

    def _by_behind(self, asked: Asked, frame: str | None) -> Name:
        """Object, counter or predicate behind a figure that nothing before it names."""
        following = self._following(asked)
        if following is not None:
            return Name(self._short(frame, following), asked.start, "following")
        action = self._predicate(asked)
        particle = self.phrases[asked.place].particle
        if action is not None and particle.startswith("で"):
            return Name(joined(frame, action), asked.start, "predicate")
        if action is not None and counts_itself(asked.quantity) and re.match(r"\s?(?:\([^()]{1,14}\))?が", self.text[asked.end :]):
            return Name(f"{action}した{asked.quantity.unit}", asked.start, "predicate")
        if particle == "は" and self.title:
            return Name(self.title, asked.start, "inherited")
        if counts_itself(asked.quantity):
            return Name(joined(frame or self.topic, asked.quantity.unit or ""), asked.start, "counted")
        if action is not None:
            return Name(joined(frame or self.topic, action), asked.start, "predicate")
        return Name(self._inherit(asked), asked.start, "inherited")

    def _sibling(self, asked: Asked) -> Name | None:
        """2施設28床: the second count of one thing is named beside the first."""
        before = self.phrases[asked.place - 1] if asked.place else None
        if not self.given or before is None or before.kind != "figure" or before.particle or before.comma:
            return None
        last = self.asked[-1].quantity.unit or ""
        stem = self.given[-1].text.removesuffix(last).rstrip("の")
        return Name(joined(stem or self.topic or self.before, asked.quantity.unit or ""), asked.start, "counted")

    def _is_part(self, asked: Asked) -> bool:
        """A のうち B: B is what the sentence's topic tells, A only where it was counted from."""
        place = asked.place - 1
        if place < 1 or self.phrases[place].kind != "noun" or self.phrases[place - 1].kind != "figure":
            return False
        words = self.text[self.phrases[place].start : self.phrases[place].end]
        return words in ("うち", "中", "内")

    def _locus(self, asked: Asked) -> str | None:
        """What the figure came to or from in its clause (パブリックコメントに21人から48件の意見)."""
        clause = self.phrases[asked.place].clause
        for phrase in reversed(self.phrases[: asked.place]):
            if phrase.clause != clause:
                return None
            words, _ = self._words(phrase)
            if phrase.kind == "noun" and phrase.particle in ("に", "には", "へ", "へは", "で", "では") and not is_empty(words):
                return words
        return None

    def _continues(self, asked: Asked) -> bool:
        """Whether a figure without a noun goes on with the one before it (…から46%に, 18.0% 18.5%)."""
        place = asked.place - 1
        while place >= 0 and self.phrases[place].kind in ("time", "noun") and (
            self.phrases[place].kind == "time" or self._passing(place)
        ):
            place -= 1
        if place < 0 or self.phrases[place].kind != "figure":
            return False
        same = bool(self.asked) and self.asked[-1].quantity.unit == asked.quantity.unit
        return asked.quantity.unit in SHARES or (same and not counts_itself(asked.quantity))

    def _in_brackets(self, asked: Asked) -> Name:
        previous = self.given[-1]
        if counts_itself(asked.quantity):
            return Name(joined(previous.text, asked.quantity.unit or ""), asked.start, "bracketed")
        return Name(previous.text, asked.start, "bracketed")

    def _inherit(self, asked: Asked, fallback: str = "") -> str:
        """The name that an unnamed figure takes over: a subject since the last figure, that figure's, the topic."""
        if self.given:
            since = self._subject(asked, floor=self.asked[-1].end)
            other = self.asked[-1].quantity.unit != asked.quantity.unit and asked.quantity.unit not in SHARES
            return since or (self._subject(asked) if other else None) or self.bases[-1]
        found = self._frame(asked.start) or self._subject(asked) or self.label
        return found or self.before or self.topic or self.theme or self.title or fallback or asked.quantity.unit or ""

    # -- what the sentence is about ------------------------------------------------------------------------------

    def _frame(self, before: int) -> str | None:
        """The noun phrase that frames what follows it: ``Xは、``, ``Xを、``, ``Xについて``, or a label ``X:``."""
        best = None
        for phrase in self.phrases:
            if phrase.start >= before:
                break
            framing = phrase.particle == ":" or (phrase.comma and _FRAME.search(phrase.particle))
            if phrase.kind != "noun" or phrase.end > before or not framing:
                continue
            words, _ = self._words(phrase)
            if is_adverbial(words, phrase.particle):
                continue
            if not is_empty(words) and (phrase.particle != ":" or names_content(words)):
                best = words
        return best

    def _subject(self, asked: Asked, floor: int = 0) -> str | None:
        """The nearest subject or object before the figure, in its clause or, failing that, the sentence's topic."""
        clause = self.phrases[asked.place].clause
        topic = None
        for phrase in reversed(self.phrases[: asked.place]):
            if phrase.kind != "noun" or not _TOPIC.search(phrase.particle):
                continue
            if phrase.start < floor:
                break
            words, _ = self._words(phrase)
            if is_empty(words) or is_adverbial(words, phrase.particle):
                continue
            if phrase.clause == clause:
                return words
            if topic is None or phrase.particle.endswith("は"):
                topic = words
        return topic

    def _framed(self, words: str, phrase: Phrase) -> str:
        return self._short(self._frame(phrase.start) or self.label, words)

    def _short(self, frame: str | None, words: str) -> str:
        """A short or general name joined to its frame; one that tells the thing by itself stays."""
        general = len(words) <= 6 and "の" not in words
        if frame is None or not (general or (MEASURE.search(frame) and not MEASURE.search(words))):
            return words
        return joined(frame, words)

    # -- behind the figure ---------------------------------------------------------------------------------------

    def _behind(self, asked: Asked) -> str | None:
        """The noun behind の (11人の欠員, 14人と2団体から計37件の意見), or None."""
        place = asked.place
        while place + 1 < len(self.phrases) and self.phrases[place + 1].kind == "figure" and (
            self.phrases[place].particle in ("と", "から", "") and not self.phrases[place].comma
            or self.phrases[place].comma and self.phrases[place].particle == ""
        ):
            if counts_itself(asked.quantity) and place == asked.place:
                break
            place += 1
        following = self.phrases[place + 1] if place + 1 < len(self.phrases) else None
        if following is not None and following.kind == "noun" and _EXISTS.match(self.text, self.phrases[place].end):
            return self.text[following.core : following.end].strip() or None
        if not self.phrases[place].particle.endswith("の") or place + 1 >= len(self.phrases):
            return None
        phrase = self.phrases[place + 1]
        if phrase.kind != "noun":
            return None
        words = self.text[phrase.start : phrase.end]
        if phrase.core > phrase.start and (head := re.match(r"[^をがはにへで、。]{2,20}(?=[をがはにへ])", words)):
            words = head[0]
        words = words.strip()
        if is_empty(words) or is_base(words) or re.match(r"(?:うち|ほか|増|減|割合|範囲|ため|よう|全て|すべて|中|方|人々|皆)", words):
            return None
        return words

    def _following(self, asked: Asked) -> str | None:
        """The object or subject right behind a figure and a comma (3回、説明会を開く), or behind the counted (2千枚、ちらしを)."""
        here = self.phrases[asked.place]
        if asked.place + 1 >= len(self.phrases) or not (here.comma or here.particle == ""):
            return None
        phrase = self.phrases[asked.place + 1]
        if phrase.kind != "noun" or phrase.particle not in ("を", "が") or phrase.clause != here.clause:
            return None
        words, _ = self._words(phrase)
        return None if is_empty(words) else words

    def _predicate(self, asked: Asked) -> str | None:
        """The noun of the predicate (900人が来場した -> 来場; 19日間中断 -> 中断), or None."""
        found = _PREDICATE.match(self.text, asked.end)
        return None if found is None else found["noun"]


def theme_of(text: str, tokens: Sequence[Token], offset: int) -> str | None:
    """What a sentence is about: its topic (は), else its first subject or object; None where it names nothing.

    Args:
        text: The folded sentence.
        tokens: Its tokens.
        offset: Where it begins in the text the tokens are of.
    """
    best: str | None = None
    for phrase in phrases_of(text, tokens, offset, (), ()):
        if phrase.kind != "noun" or not re.search(r"[はがをも]$", phrase.particle):
            continue
        words, _ = cleaned(text[phrase.start : phrase.end])
        if phrase.nominal or is_empty(words) or is_adverbial(words, phrase.particle) or re.search(r"[0-9]|こと$", words):
            continue
        if phrase.particle.endswith("は"):
            return words
        best = best or words
    return best
