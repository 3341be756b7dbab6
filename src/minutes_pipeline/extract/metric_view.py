"""What a sentence offers for a name (文の見方): phrases before a figure, frames and subjects, nouns and predicates behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes_pipeline.extract.metric_phrases import Phrase, phrases_of
from minutes_pipeline.extract.metric_words import (
    MEASURE,
    changes,
    cleaned,
    counts_itself,
    is_adverbial,
    is_base,
    is_empty,
    joined,
    names_content,
)
from minutes_pipeline.text.tokens import Token
from minutes_pipeline.values.units import Quantity

TOPIC = re.compile(r"(?:は|が|も|を|:|には|では|については|につきましては|について|とは|からは|でも|のは)$")
_ANNOUNCED = re.compile(
    r"(?:^|[、。)\s])(?P<noun>[^、。()\s]{2,24}?)(?:の(?:ほう|方))?(?:ですが|ですけれども|でございますが|でありますが)、"
)
_WHOSE = re.compile(r"市民|町民|村民|区民|県民|住民|国民|児童|生徒|利用者|会員|職員|人口|世帯")
_EACH = re.compile(r"\s?[1一](?:人|世帯|名)(?:当たり|あたり|につき)")
_FRAME = re.compile(r"(?:は|には|では|については|につきましては|について|につきまして|を|に関して|に関しては)$")
PLACE = re.compile(r"(?:市|町|村|区|県|国|都|府|道|市内|町内|区内|県内|村内|域内|管内|全国|国内|校区|学区)$")
_PREDICATE = re.compile(
    r"(?!を?(?:上回|下回|超過))\s?(?:\([^()]{1,14}\))?(?:[がをにはもで]|の(?:方|人|皆様|住民|市民|職員|"
    r"児童|生徒)(?:に|が|から)?(?:御|ご)?)?\s?(?:全員|新たに|実際に|すでに|ずつ)?(?P<noun>[一-龠]{2,8}|"
    r"申込み|申し込み|取り組み|受入れ|貸出し)"
    r"(?=し|さ|でき|いた|頂|予定|済|を行|を実施|を計|が(?:あ|出|行)|に(?:な|追)|と(?:な)|だ|す)"
)
# 3,500発を打ち上げる, 60本を植え替えた: two native verbs make a noun.
_NATIVE = re.compile(
    r"(?!を?(?:上回|下回|取り崩|繰り|積み立|受け持))[をがも]?(?P<noun>[一-龠][ちきしりみいけせてれねえめげべ][一-龠][げけせてねべめれえしりち])(?=る|た|て|ま|、)"
)
# 純利益の30%を町へ納付する: what the share is for.
_PUT_TO = re.compile(r"\s?(?:ほど|近く)?を(?P<to>[一-龠ァ-ヴー]{1,6})[へに](?P<deed>[一-龠]{2,4})(?=する|し|さ)")
_TOGETHER = re.compile(r"\s?(?:合わせて|あわせて|併せて|とも(?:に)?|含めて)")
_LEAD = re.compile(
    r"(?:[0-9]{1,2}[).]\s?)?(?P<noun>(?=[^\s]{0,15}[一-龠ァ-ヴー])[^\s、。:()0-9「」]{2,16}(?<![はがをにでともへのやたるいくし]))\s"
)
_FIGURES_TOGETHER = 8
"""Figures in a row of which the last has the noun of all (9人と3団体から計24件の要望)."""
AGED = re.compile(r"[0-9]{1,3}(?:歳|才)?(?:以上|以下|未満|代|台)?(?:の方|の者|の人)?")
_EXISTS = re.compile(r"\s?(?:もの|も)?(?:ある|いる|いた|あった|及ぶ)(?=[一-龠ァ-ヴー])")


@dataclass(frozen=True, slots=True)
class Asked:
    """The figure to be named: its quantity, its place in the phrases, where its phrase begins and ends."""

    quantity: Quantity
    place: int
    start: int
    end: int


class View:
    """The phrases of one sentence, seen from its figures."""

    def __init__(self, text: str, phrases: Sequence[Phrase], tokens: Sequence[Token] = (), offset: int = 0) -> None:
        self.text = text
        self.phrases = phrases
        self.tokens = tokens
        self.offset = offset  # where the sentence begins in the text that the tokens are of

    def passing(self, place: int) -> bool:
        """Whether a phrase only tells time or manner and is passed over (毎年, 現在, ここ3年で)."""
        phrase = self.phrases[place]
        if phrase.kind != "noun":
            return False
        words, _ = self.words(phrase)
        if _WHOSE.fullmatch(words) and _EACH.match(self.text, phrase.end):
            return True
        if self.text.startswith(("を合わせ", "をあわせ", "を含め"), phrase.end):
            return True
        if phrase.nominal and self.text[phrase.end : phrase.end + 2] == "のか":
            return True
        if _TOGETHER.match(self.text, phrase.end) and self.told_of(place):
            return True
        adjacent = place + 1 < len(self.phrases) and self.phrases[place + 1].kind == "figure" and not phrase.particle
        if adjacent and PLACE.search(words) and words not in ("うち", "国", "県", "市", "町"):
            return False
        if AGED.fullmatch(words) and phrase.particle in ("が", "は") and self.part_of(place):
            return False
        return (is_empty(words) and not phrase.nominal) or is_adverbial(words, phrase.particle)

    def part_of(self, place: int) -> bool:
        """Whether a phrase is a part of what was counted before it (うち75歳以上が)."""
        start = self.phrases[place].start
        return re.search(r"(?:うち|内訳は)、?$", self.text[max(0, start - 6) : start]) is not None or self.text[
            start:
        ].startswith("うち")

    def told_of(self, place: int) -> bool:
        """Whether a topic stands before a phrase in its clause (面積は|田畑合わせて, 予算は|収入支出とも)."""
        phrase = self.phrases[place]
        return any(
            p.kind == "noun" and p.clause == phrase.clause and TOPIC.search(p.particle) for p in self.phrases[:place]
        )

    def _tells_figure(self, start: int) -> bool:
        """Whether the clause that begins at ``start`` tells of the figure right before it."""
        return any(
            p.kind == "figure" and p.end <= start and re.fullmatch(r"\)?[をにがは]{0,2}", self.text[p.end : start])
            for p in self.phrases
        )

    def words(self, phrase: Phrase) -> tuple[str, int]:
        """The phrase's words without connectives (もの for a closing の), and where they begin."""
        start = phrase.start
        if phrase.core > start and self._tells_figure(start):
            start = phrase.core  # a clause that tells of the figure before: 40年を経過している|管路
        words, cut = cleaned(self.text[start : phrase.end])
        if phrase.nominal:
            words += "もの"
        return words.strip(), start + cut

    def frame(self, before: int) -> str | None:
        """The noun phrase that frames what follows it: ``Xは、``, ``Xを、``, ``Xについて``, or a label ``X:``."""
        best = None
        for place, phrase in enumerate(self.phrases):
            if phrase.start >= before:
                break
            if phrase.particle == ":" and place + 1 < len(self.phrases) and self.phrases[place + 1].kind == "figure":
                continue  # the label of its own figure
            framing = phrase.particle == ":" or (phrase.comma and _FRAME.search(phrase.particle))
            if phrase.kind != "noun" or phrase.end > before or not framing:
                continue
            words, _ = self.words(phrase)
            if is_adverbial(words, phrase.particle):
                continue
            if not is_empty(words) and (phrase.particle != ":" or names_content(words)):
                best = words
        return best or self.announced(before) or self._lead(before)

    def _lead(self, before: int) -> str | None:
        """The words before the first gap of a line of notes (子ども見守り 毎日42人が立哨), or None."""
        found = _LEAD.match(self.text[:before])
        if found is None or re.search(r"[はがを]", found["noun"]):
            return None
        return None if is_empty(found["noun"]) or not names_content(found["noun"]) else found["noun"]

    def gap_lead(self, asked: Asked) -> str | None:
        """The noun that a gap parts from the figure's own words (指標:がん検診受診率 現状値 38.2%), or None."""
        for phrase in reversed(self.phrases[: asked.place]):
            words, _ = self.words(phrase)
            if (
                phrase.kind == "noun"
                and phrase.comma
                and not phrase.particle
                and self.text[phrase.end : phrase.end + 1] == " "
            ):
                return None if is_empty(words) or is_base(words) or not names_content(words) else words
        return None

    def announced(self, before: int) -> str | None:
        """What a sentence announces: ``Xですが、``, ``Xでございますが、``."""
        found = _ANNOUNCED.search(self.text[:before])
        if found is None:
            return None
        words, _ = cleaned(found["noun"])
        return None if is_empty(words) or re.search(r"[0-9]", words) else words

    def subject(self, asked: Asked, floor: int = 0) -> str | None:
        """The nearest subject or object before the figure, in its clause or, failing that, the sentence's topic."""
        clause = self.phrases[asked.place].clause
        topic = None
        for phrase in reversed(self.phrases[: asked.place]):
            if phrase.kind != "noun" or not TOPIC.search(phrase.particle):
                continue
            if phrase.start < floor:
                break
            words, _ = self.words(phrase)
            if is_empty(words) or is_adverbial(words, phrase.particle) or is_base(words):
                continue
            if phrase.particle == ":" and not names_content(words):
                continue
            if phrase.clause == clause:
                return words
            if floor and phrase.particle.endswith("を"):
                continue  # what was done to something before is no topic here
            if topic is None or phrase.particle.endswith("は"):
                topic = words
        return topic

    def contrasted(self, phrase: Phrase) -> str | None:
        """The topic that a subject is a part of (給食費は|小学校が4,600円、中学校が5,300円), or None."""
        for other in self.phrases:
            if other.start >= phrase.start:
                return None
            if other.kind == "noun" and other.clause == phrase.clause and re.search(r"(?:^|で|に)は$", other.particle):
                words, _ = self.words(other)
                return None if is_empty(words) or is_adverbial(words, other.particle) else words
        return None

    def whole(self, asked: Asked) -> str | None:
        """What a total behind its parts is of: the sentence's topic (相談は電話が30件、来所が12件、合計42件)."""
        for phrase in self.phrases[: asked.place]:
            if phrase.kind == "noun" and phrase.particle.endswith("は"):
                words, _ = self.words(phrase)
                following = self.text[phrase.end + len(phrase.particle) :]
                figure = re.match(r"[0-9]", following) is not None
                return None if figure or is_empty(words) else words
        return self.frame(asked.start)

    def short(self, frame: str | None, words: str) -> str:
        """A short or general name joined to its frame; one that tells the thing by itself stays."""
        general = len(words) <= 6 and "の" not in words
        if frame is None or not (general or (MEASURE.search(frame) and not MEASURE.search(words))):
            return words
        return joined(frame, words)

    def locus(self, asked: Asked) -> str | None:
        """What the figure came to or from in its clause (意見募集に33人から57件の意見)."""
        clause = self.phrases[asked.place].clause
        for phrase in reversed(self.phrases[: asked.place]):
            if phrase.clause != clause:
                return None
            words, _ = self.words(phrase)
            if (
                phrase.kind == "noun"
                and phrase.particle in ("に", "には", "へ", "へは", "で", "では", "から", "からは")
                and not is_empty(words)
            ):
                return words
        return None

    def behind(self, asked: Asked) -> str | None:
        """The noun behind の (11人の欠員, 9人と3団体から計24件の要望), or None."""
        place = asked.place
        last = min(len(self.phrases), place + _FIGURES_TOGETHER)
        while (
            place + 1 < last
            and self.phrases[place + 1].kind == "figure"
            and (
                (self.phrases[place].particle in ("と", "から", "") and not self.phrases[place].comma)
                or (self.phrases[place].comma and self.phrases[place].particle == "")
            )
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
        words = re.sub(r"の?(?:うち|中)$", "", words.strip())
        if (
            is_empty(words)
            or is_base(words)
            or re.match(
                r"(?:うち|ほか|(?:増|減)(?:$|加|少|額|幅)|割合|範囲|ため|よう|全て|すべて|中|方|人々|皆)", words
            )
        ):
            return None
        return words

    def following(self, asked: Asked) -> str | None:
        """The object or subject right behind a figure and a comma (3回、説明会を開く), or behind the counted (2千枚、ちらしを)."""
        here = self.phrases[asked.place]
        if asked.place + 1 >= len(self.phrases) or not (here.comma or here.particle == ""):
            return None
        phrase = self.phrases[asked.place + 1]
        if phrase.kind != "noun" or phrase.particle not in ("を", "が") or phrase.clause != here.clause:
            return None
        if ")" in self.text[asked.end : phrase.start]:
            return None  # the bracket closes behind the figure
        words, _ = self.words(phrase)
        return None if is_empty(words) else words

    def predicate(self, asked: Asked) -> str | None:
        """The noun of the predicate (900人が来場した -> 来場; 19日間中断 -> 中断), or None."""
        found = _PREDICATE.match(self.text, asked.end)
        place = asked.place
        while found is None and place + 1 < len(self.phrases) and self.phrases[place].comma:
            place += 1  # 48件、576万円を|交付した
            if self.phrases[place].kind != "figure" or self.phrases[place - 1].particle:
                break
            found = _PREDICATE.match(self.text, self.phrases[place].end)
        found = found or _NATIVE.match(self.text, asked.end)
        return None if found is None else found["noun"]

    def share_of(self, asked: Asked) -> str | None:
        """What a share of the noun before it is (参加者の約8割が|女性; 屋根の4割が|崩落)."""
        particle = self.phrases[asked.place].particle
        if particle not in ("が", "を", "ほどが", "ほどを", "近くが", "近くを"):
            return None
        if (put := _PUT_TO.match(self.text, asked.end)) is not None:
            return f"{put['to']}への{put['deed']}"
        if asked.place + 1 < len(self.phrases) and self.phrases[asked.place + 1].kind == "noun":
            words, _ = self.words(self.phrases[asked.place + 1])
            return None if is_empty(words) else words
        found = re.match(
            r"\s?(?:ほど|近く)?[がを]\s?(?!上回|下回|超え|割り)([一-龠ァ-ヴー]{2,8})", self.text[asked.end :]
        )
        return None if found is None else found[1]

    def adjacent(self, asked: Asked) -> str | None:
        """The noun right behind a length of time (45日間休館 -> 休館), or None."""
        found = re.match(r"[一-龠]{2,6}(?=と|し|で|に|の|、|。|す|さ)", self.text[asked.end :])
        return None if found is None or changes(self.text, asked.end) else found[0]


# 水洗化率の状況は: what is asked of is the rate
_STATE_OF = re.compile(r"(?<=.)の(?:状況|現状|推移|内訳|見通し|動向)$")


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
        if (
            phrase.nominal
            or is_empty(words)
            or is_adverbial(words, phrase.particle)
            or re.search(r"[0-9]|こと$", words)
        ):
            continue
        words = _STATE_OF.sub("", words)
        if phrase.particle.endswith("は"):
            return words
        best = best or words
    return best
