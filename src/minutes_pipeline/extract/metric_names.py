"""Names (測ったもの): the shortest noun phrase of the document's words that tells what a figure measures.

Where the name stands::

    label     利用者:3045人                       the label
    topic     回収率は81%, 欠員が17人                the noun phrase before は・が・も
    object    工事を19日間中断, 購入費に30万円を計上     the noun phrase before を・に
    apposed   タブレット端末24台, 修繕料315万円         the noun phrase the figure is attached to
    counted   計画に掲げた48事業, 市内142自治会         modifier and the counter itself, where it is a noun
    behind    11人の欠員, 100円の値上げ               the noun phrase behind の
    predicate 延べ900人が来場, 4カ月間試行             the noun of the predicate
    inherited 4.7ポイント低下した, 昨年度の66.5%        the name of the figure before, or the sentence's topic

A frame (``Xは、`` or ``X:`` at the head of the sentence) joins a local name: 購入補助は、予算500万円 -> 購入補助の予算; a frame that
is itself a measure follows the part: 正答率は、国語が66% -> 国語の正答率.
"""

from __future__ import annotations

import re

from minutes_pipeline.extract.metric_bare import PER_UNIT, Name
from minutes_pipeline.extract.metric_deeds import deed_of
from minutes_pipeline.extract.metric_idioms import idiom_name
from minutes_pipeline.extract.metric_phrases import Phrase
from minutes_pipeline.extract.metric_trap_order import TIME_UNITS, YEARS
from minutes_pipeline.extract.metric_view import AGED, PLACE, TOPIC, Asked
from minutes_pipeline.extract.metric_whole import BODIES, WholeNamer
from minutes_pipeline.extract.metric_words import (
    MEASURE,
    SHARES,
    changes,
    counts_itself,
    is_aim,
    is_base,
    is_comparison,
    is_empty,
    joined,
    names_content,
    tells_thing,
)
from minutes_pipeline.values.units import Quantity

_BASE_OF_COMPARISON = re.compile(r"^(?:に対し|に比|と比|との比|より)")
_PERSON_UNIT = frozenset(("人", "名"))
_FIGURES_NOUN = re.compile(
    r"見積り?|見積もり|見込み?|試算|推計|集計|決算|実績|換算|総額|総計|概算|税抜き?|税込み?|全部|すべて|ベース|時点|末|現在|累計|合計|全体"
)


_ADDED = re.compile(r"を(?P<deed>追加|増額|減額|更正|減少|減ずる)")
_BOTH_SIDES = re.compile(r"(?:歳入歳出|歳入・?歳出|総額|予算額)[^、。0-9]{0,12}$|(?:総額|歳入歳出)に[^、。0-9]{0,16}$")
_NUMBER_OF = re.compile(r"\((?:第[0-9]{1,3}号|案)\)|^(?:令和|平成)[0-9元]{1,2}年度(?:の)?")
# 現状値(R4) 38.2%: a year in brackets between the noun and its figure
_DATED_NOTE = re.compile(r"\s?\([^()]{1,20}\)\s?")
_OVERALL = re.compile(r"累計|通算|累積|総累計")
_EACH = re.compile(r"[1一](?:人|世帯|件|校|団体|施設|か所|回|日)(?:当たり|あたり|につき)")
_RATE_OF = re.compile(r"達成率|進捗率|執行率|充足率|増減率|伸び率|構成比|割合|達成度")
_BREAKDOWN = re.compile(r"(?:(?P<of>[^\s、。:()はがを]{2,20}?)の)?内訳(?:は|:|として)")
_OPENED = re.compile(r"\s?\(")
_PAIRED = re.compile(r"(?<=.)の(?:実績|目標|計画)値?$")
_STANDS_FOR = re.compile(r"(?P<thing>[一-龠ァ-ヴー]{2,14})[はがも]\s?(?:既に|すでに|もう|設置後)?\s?$")
_GONE = re.compile(r"\s?(?:以上|近く|余り|ほど)?(?:を|が)?(?:過ぎ|経過|超え)")
_REST = re.compile(r"(?<![一-龠ァ-ヴー])(?:その他|ほか|そのほか)(?:が|は|の)?\s?(?:約|計)?$")
_HEADS = re.compile(r"実人数|延べ人数|実数|実人員|延べ件数|延べ数")
_BY = re.compile(r"[^0-9\s]で\s?(?:約|およそ)?\s?$")
# 変更は、死亡等により5地区を廃止し: what is done to the counted tells them, not the far topic.
_DONE_TO = re.compile(r"(?:分)?を(?P<verb>[一-龠]{2})(?=し|する|いたし)")
_IS_AIM = re.compile(r"(?P<aim>.{0,10}?(?:目標|基準|目安)(?:値)?)(?:である|となる|とする|にしている)")
_INSIDE = re.compile(r"(?:[市町村区県国域管圏都府道]内|全国|各地)$")
_OUTDOES = re.compile(r"\s?(?:近く|ほど|程度|以上)?(?:超え|上回|下回|割り込)")
_INTO = re.compile(r"に(?!増|減|とど|な|上|達|広|限|対)")
_OF_THESE = re.compile(r"(?:このうち|そのうち|うち|内)、?")
_OUTCOME = re.compile(
    r"見込|予定|結果|状況|開催|実施|追加|差|超過|赤字|黒字|予算|規模|計算|水準|割合|範囲|間|目標|上限|予測|方針"
)
_SINCE = re.compile(r"(?P<event>(?:[^\s、。はがをも]{1,12}の)?[一-龠]{2,4}(?<!年度))(?:して)?から\s?$")


class Namer(WholeNamer):
    """Names the figures of one sentence from left to right."""

    def name(self, asked: Asked) -> Name:
        """The name of a figure; those of the figures before it must have been asked for already."""
        self.base, self.guessed = "", False
        found = self.whole_name(asked, self.told_apart(asked, self._idiom(asked) or self._find(asked)))
        if self.guessed and found.rule == "inherited":
            found = Name(found.text, found.start, "guessed")
        self.given.append(found)
        self.bases.append(self.base or found.text)
        self.asked.append(asked)
        return found

    def _idiom(self, asked: Asked) -> Name | None:
        if (added := self._added_to_budget(asked)) is not None:
            return added
        base = self.bases[-1] if self.bases else self.subject(asked) or self.locus(asked) or ""
        found = idiom_name(self.text, asked.start, asked.end, base)
        if found is not None and found[1] == "balance" and self._has_topic(asked):
            return None
        return None if found is None else Name(found[0], asked.start, found[1])

    def _added_to_budget(self, asked: Asked) -> Name | None:
        """What a supplementary budget adds or takes away (歳入歳出にそれぞれ3億円を追加し), or None."""
        done = _ADDED.match(self.text, asked.end)
        if done is None or not _BOTH_SIDES.search(self.text[: asked.start][-24:]):
            return None
        topic = self.subject(asked) or ""
        titled = _NUMBER_OF.sub("", self.title or "") if "補正" in (self.title or "") else ""
        whose = topic if re.search("予算|会計", topic) and "総額" not in topic else titled or "補正予算"
        sides = "歳入歳出の" if "歳入歳出" in self.text[: asked.start][-24:] else ""
        return Name(f"{whose}の{sides}{done['deed']}", asked.start, "predicate")

    def _has_topic(self, asked: Asked) -> bool:
        """Whether a topic stands right before the figure (経常収支は|1億円の赤字)."""
        before = self.phrases[asked.place - 1] if asked.place else None
        return before is not None and before.kind == "noun" and before.particle.endswith(("は", "が"))

    # -- the phrase before ---------------------------------------------------------------------------------------

    def _find(self, asked: Asked) -> Name:
        place = asked.place - 1
        while place >= 0 and (
            self.phrases[place].kind == "time" or self.passing(place) or self._only_where(place, asked)
        ):
            place -= 1
        phrase = self.phrases[place] if place >= 0 else None
        rate = PER_UNIT.search(self.text[: asked.end])
        if rate is not None and "平均" in rate["rate"] and asked.start <= rate.start("rate"):
            return Name(joined(self.subject(asked), rate["rate"]), asked.start, "rate")
        if _REST.search(self.text[: asked.start]) and (whole := self._broken_down(asked)) is not None:
            return Name(f"その他の{whole}", asked.start, "part")
        if self.given and self.opens_bracket(asked):
            return self.in_brackets(asked)
        if asked.quantity.unit in YEARS and (since := _SINCE.search(self.text[: asked.start])) is not None:
            words = f"{since['event']}からの年数"
            return Name(joined(self.subject(asked) or self.label, words), since.start("event"), "counted")
        old = _STANDS_FOR.search(self.text[: asked.start]) if asked.quantity.unit in YEARS else None
        if old is not None and _GONE.match(self.text, asked.quantity.end):
            return Name(f"{old['thing']}の年数", old.start(), "counted")
        if self.text[asked.start - 1 : asked.start] == "築":
            return Name(joined(self.subject(asked) or self.topic, "築年数"), asked.start - 1, "counted")
        if phrase is not None and phrase.kind == "noun" and self._noted(phrase, asked):
            words, start = self.words(phrase)
            return Name(words, start, "apposed")
        if phrase is None or phrase.kind == "figure" or not self._reaches(phrase, asked):
            return self.headless(asked)
        words, start = self.words(phrase)
        if AGED.fullmatch(words) and self.part_of(place) and (whole := self.bases[-1] if self.bases else self.before):
            return Name(f"{words}の{whole}", start, "part")
        if phrase.kind == "relative" and not re.search(r"[一-龠ァ-ヴー]{2}|[一-龠].{0,200}[をにがとでへ]", words):
            return self.headless(asked)
        if phrase.kind == "relative" and (aim := _IS_AIM.fullmatch(words)) is not None:
            return Name(joined(self.inherit(asked), aim["aim"]), start, "apposed")
        if phrase.kind == "relative":
            noun = asked.quantity.unit if counts_itself(asked.quantity) else self._thing(asked.quantity)
            subject = self.subject(asked)
            if subject is not None and noun and subject.endswith(noun):
                return Name(subject, asked.start, "topic")
            return Name(self._modified(asked, words, noun or ""), start, "counted")
        if _BASE_OF_COMPARISON.match(phrase.particle):
            return self._compared(asked, words, start)
        return self._with_phrase(asked, phrase, words, start)

    def _only_where(self, place: int, asked: Asked) -> bool:
        """Whether a phrase only tells where a topic was counted (サロンは|市内46か所で); 市内142自治会 are counted there."""
        phrase = self.phrases[place]
        if phrase.kind != "noun" or phrase.particle or place + 1 != asked.place or counts_itself(asked.quantity):
            return False
        return _INSIDE.search(self.text[phrase.start : phrase.end]) is not None and self.told_of(place)

    def _noted(self, phrase: Phrase, asked: Asked) -> bool:
        """Whether a figure stands in brackets right behind a noun that names it: 補正予算(約10億円), 男性(延べ312人)."""
        if phrase.particle or not _OPENED.fullmatch(self.text, phrase.end, asked.start):
            return False
        words = self.text[phrase.start : phrase.end]
        return (
            not is_empty(words)
            and re.match(r"\s?(?:分|程度|余り?|ほど)?(?:[、,][^()]{0,12})?\)", self.text[asked.end :]) is not None
        )

    def _reaches(self, phrase: Phrase, asked: Asked) -> bool:
        clause = self.phrases[asked.place].clause
        topical = TOPIC.search(phrase.particle) is not None
        if phrase.particle == ":":
            return names_content(self.text[phrase.start : phrase.end])
        if phrase.clause != clause:
            return False
        dated = _DATED_NOTE.fullmatch(self.text, phrase.end, asked.start) is not None
        return not phrase.comma or dated or topical or _BASE_OF_COMPARISON.match(phrase.particle) is not None

    def _with_phrase(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name:
        """The name that the phrase before a figure gives, by its particle."""
        quantity, particle = asked.quantity, phrase.particle
        if phrase.nominal and quantity.unit in _PERSON_UNIT:
            words = words.removesuffix("もの") + "者"
        elif phrase.nominal and counts_itself(quantity):
            words = words.removesuffix("もの") + (quantity.unit or "")
        against = self._against(asked, phrase, words, start)
        if against is not None:
            return against
        if particle.startswith("にし") and MEASURE.search(words):
            return Name(joined(self.inherit(asked), words), start, "part")  # 面積にして3万㎡
        if particle in ("で", "では", "から", "より", "へ", "まで", "において", "における", "からは", "へは", "よりは"):
            return self._of_place(asked, phrase, words, start)
        if particle in ("に", "には", "と", "とは", "にも"):
            return self._of_object(asked, phrase, words, start)
        if particle in ("", "の") and counts_itself(quantity):
            return self._counted(asked, words, start, particle)
        special = self._of_topic(asked, phrase, words, start)
        if special is not None:
            return special
        if particle == "" and not MEASURE.search(words) and (whole := self._broken_down(asked)) is not None:
            told = whole in words or words in whole  # 要支援 of 要支援・要介護認定者数 says itself of what it is
            return Name(words if told else f"{words}の{whole}", start, "part")
        rule = "label" if particle == ":" else "topic" if TOPIC.search(particle) else "apposed"
        if (each := _EACH.match(self.text, asked.start)) is not None and not particle and not MEASURE.search(words):
            return Name(words + each[0], start, rule)  # 児童福祉司1人当たり52ケース
        if _RATE_OF.fullmatch(words) and self.given and self._in_bracket(asked):
            return Name(joined(_PAIRED.sub("", self.bases[-1]), words), start, rule)  # 134人(目標120人、達成率111.7%)
        return Name(self._framed(words, phrase), start, rule)

    def _in_bracket(self, asked: Asked) -> bool:
        """Whether a figure stands in an open bracket."""
        return self.text.rfind("(", 0, asked.start) > self.text.rfind(")", 0, asked.start)

    def _against(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name | None:
        """The phrase is a base, an aim or a comparison: the name is that of what is measured against it."""
        particle = phrase.particle
        if particle == "を" and _OUTDOES.match(self.text, asked.end):
            subject = self._outdoing(asked, phrase)
            return Name(f"{subject}と{words}との差" if subject else f"{words}との差", start, "compared")
        if _OVERALL.fullmatch(words) and (self.given or self.subject(asked)):
            return Name(joined(self.inherit(asked), words), start, "comparison")
        if is_comparison(words) and not tells_thing(words):
            self.base = self.inherit(asked)
            return Name(joined(self.base, words), start, "comparison")
        aim = re.search("(?:目標|基準)(?:値)?$", words) is not None
        if words == "費用" and asked.quantity.unit not in SHARES:
            return None  # 費用の5割 is a share of it, 費用 18万円 the cost itself
        if is_base(words) or (particle == "の" and asked.quantity.unit in SHARES and not aim):
            share = None if is_base(words) else self.share_of(asked)
            if share is not None:
                return Name(f"{words}の{share}", start, "predicate")
            if not (is_base(words) or self.given or self.subject(asked) or self.frame(asked.start)):
                return Name(words, start, "apposed")  # 土曜日の予約の2割ほどを断る
            return Name(self.inherit(asked, words), start, "inherited")
        if particle in ("の", "") and is_aim(words):
            self.base = self.inherit(asked, "")
            return Name(joined(self.base, words), start, "aim")
        if (particle in ("で", "では") and _FIGURES_NOUN.search(words)) or (
            particle == "で" and _HEADS.fullmatch(words)
        ):
            return Name(self.inherit(asked, words), start, "inherited")
        return None

    def _of_topic(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name | None:
        """A topic or apposed noun that does not name the figure by itself: what is counted of it, or where."""
        quantity, particle = asked.quantity, phrase.particle
        topical = TOPIC.search(particle) is not None
        if phrase.comma and topical and self.text[asked.end : asked.end + 1] in ("で", "に"):
            deed = deed_of(self.text, self.tokens, self.offset, asked.end)
            noun = "学校" if quantity.unit == "校" else quantity.unit
            if deed is not None and "を" in deed and (counts_itself(quantity) or quantity.unit in BODIES):
                return Name(f"{deed}{noun}", asked.start, "predicate")
        done = _DONE_TO.match(self.text, asked.end)
        if done is not None and counts_itself(quantity) and particle.endswith("は") and phrase.comma:
            return Name(f"{done['verb']}する{quantity.unit}", asked.start, "predicate")
        if counts_itself(quantity) and topical and _INTO.match(self.phrases[asked.place].particle):
            return Name(f"{words}の{quantity.unit}", asked.start, "counted")
        if quantity.unit in TIME_UNITS and topical and (action := self.adjacent(asked)) is not None:
            return Name(joined(words, action), start, "predicate")
        if PLACE.search(words) and particle == "" and (noun := self.behind(asked)) is not None:
            return Name(noun, start, "behind")
        counted = self._counted_behind(asked, words, particle)
        if counted is not None:
            return Name(counted, start, "behind")
        whole = self.bases[-1] if self.given else self.before
        if whole and len(words) <= 4 and _OF_THESE.match(self.text, phrase.start):
            return Name(f"{words}の{whole}", start, "part")
        return None

    def _broken_down(self, asked: Asked) -> str | None:
        """What 内訳は before the figure breaks down (応募は118件、内訳は一般96件), or None."""
        found = list(_BREAKDOWN.finditer(self.text, 0, asked.start))
        told = found[-1] if found else None
        if told is None and self.label is not None and self.label.endswith("の内訳"):
            return self.label.removesuffix("の内訳")
        if told is None or "。" in self.text[told.end() : asked.start]:
            return None
        if told["of"]:
            return told["of"]
        unit = asked.quantity.unit  # parts are counted as the whole is; a share has parts of what it is a share of
        wholes = [
            base
            for base, a in zip(self.bases, self.asked, strict=True)
            if a.start < told.start() and (a.quantity.unit == unit or unit in SHARES)
        ]
        return wholes[-1] if wholes else self.before_of(unit)

    def _counted_behind(self, asked: Asked, words: str, particle: str) -> str | None:
        """What is counted of a topic that is no measure (窓口は3人の職員で -> 窓口の職員), or None."""
        if particle not in ("は", "では", "には") or MEASURE.search(words) or changes(self.text, asked.end):
            return None
        noun = self.behind(asked)
        return None if noun is None or _OUTCOME.match(noun) else joined(words, noun)

    def _outdoing(self, asked: Asked, base: Phrase) -> str | None:
        """What is above or below the base (転出が|転入を87人上回った)."""
        for phrase in reversed(self.phrases[: asked.place]):
            if phrase is not base and phrase.kind == "noun" and TOPIC.search(phrase.particle):
                words, _ = self.words(phrase)
                return None if is_empty(words) else words
        return None

    def _of_place(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name:
        """で・から: where it was counted (小学校で312円), else who or what did it."""
        noun = self.behind(asked)
        if phrase.particle in ("から", "より") and noun is None and changes(self.text, asked.end):
            return Name(self.inherit(asked, words), asked.start, "inherited")  # where the change began
        frame = self.given[-1].text if self.given else self.frame(phrase.start)
        near = self._topic_right_before(phrase)
        if near is not None:
            frame = near
        elif self.given and any(_BY.search(self.text[: a.start]) for a in self.asked):
            # beside the last one: 件数で15%、金額で21%
            frame = self.subject(asked) or self.frame(phrase.start) or self.before
        if noun is not None:
            return Name(self.short(frame or words, noun), start, "behind")
        if frame is None and phrase.particle == "では" and not MEASURE.search(words):
            frame = self.before
        if frame is not None:
            return Name(joined(frame, words), start, "part")
        if counts_itself(asked.quantity):
            return self.became(asked) or Name(asked.quantity.unit or "", asked.start, "counted")
        action = self.predicate(asked)
        return Name(f"{words}の{action}" if action else self._framed(words, phrase), start, "object")

    def _topic_right_before(self, phrase: Phrase) -> str | None:
        """The subject that stands right before a phrase (割合が|小学校で86%), or None."""
        place = self.phrases.index(phrase)
        before = self.phrases[place - 1] if place else None
        if before is None or before.kind != "noun" or not before.particle.endswith(("が", "は")) or before.comma:
            return None
        words, _ = self.words(before)
        return None if is_empty(words) else words

    def _of_object(self, asked: Asked, phrase: Phrase, words: str, start: int) -> Name:
        """に・と: what a figure is put to, given to or done with (質疑応答に5分, 購入費に30万円, 組合と2回協議)."""
        noun = self.behind(asked)
        if noun is not None:
            return Name(noun if words in noun else f"{words}の{noun}", start, "behind")
        if counts_itself(asked.quantity) and not MEASURE.search(words):
            return Name(f"{words}の{asked.quantity.unit}", start, "counted")
        action = self.predicate(asked)
        if action is not None and not re.search("計上|充当|予定|支出|交付|上$", action):
            return Name(f"{words}の{action}", start, "predicate")
        return Name(self._framed(words, phrase), start, "object")

    def _counted(self, asked: Asked, words: str, start: int, particle: str) -> Name:
        noun = asked.quantity.unit or ""
        if (each := _EACH.match(self.text, asked.start)) is not None and not particle:
            return Name(words + each[0], start, "apposed")
        subject = self.subject(asked)
        if subject is not None and re.match(r"\s?(?:に(?:限|とど|過ぎ)|しか|のみ|だけ)", self.text[asked.end :]):
            return Name(subject, asked.start, "topic")
        if particle == "の" or PLACE.search(words):
            return Name(f"{words}の{noun}", start, "counted")
        return Name(words, start, "apposed")

    def _modified(self, asked: Asked, words: str, noun: str) -> str:
        """Relative clause and its noun; where the figure stands for a noun named before, that one (ひどい5か所)."""
        following = self.behind(asked)
        return words + (following or noun)

    def _thing(self, quantity: Quantity) -> str:
        return "人" if quantity.unit in _PERSON_UNIT else "もの"

    def _compared(self, asked: Asked, words: str, start: int) -> Name:
        """前年に比べ12%減, 定員100人に対し: the base is no name; what is compared is."""
        noun = self.behind(asked)
        if noun is not None and not changes(self.text, asked.end):
            return Name(
                f"{words}に対する{noun}" if not is_empty(words) and not is_base(words) else noun, start, "behind"
            )
        return Name(self.inherit(asked, words), asked.start, "inherited")

    def _framed(self, words: str, phrase: Phrase) -> str:
        frame = self.frame(phrase.start)
        part = words.endswith("もの") or _OF_THESE.search(self.text[max(0, phrase.start - 5) : phrase.core])
        if frame is not None and phrase.particle == "は" and not part and any(frame == g.text for g in self.given):
            return words  # another topic, beside the one that has its figure
        frame = frame or (self.contrasted(phrase) if phrase.particle == "が" else None)
        if frame is None and phrase.particle == "" and (topic := self.contrasted(phrase)) is not None:
            last = self.given[-1].text if self.given else None
            if (last is None or (topic in last and topic != last)) and not MEASURE.search(words):
                return joined(topic, words)  # 執行率は歳入46%、歳出41%; 相談は電話30件、来所12件
        return self.short(frame or self.label, words)
