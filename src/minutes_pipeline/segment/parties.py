"""Parties as speakers (立場・部署の発言者): 「観光課　令和４年は…」, 「（住民）道が狭い。」, 「問　…」「答　…」.

A department or a side of the table is a speaker's label where it stands in the place in which the document prints its
other labels (in brackets, before a gap, before a colon) and a sentence follows; the document's habit decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from minutes_pipeline.model.section import Side
from minutes_pipeline.values.departments import STEMS, unit_rank

Layout = Literal["bracket", "colon", "gap"]

_WORD = r"[^\s。、,.:;!?「」『』()\[\]〔〕【】<>〈〉]{1,14}"
_WHO = rf"{_WORD}|[一-龠](?:\s{{1,3}}[一-龠]){{1,4}}"
_HEAD = r"(?:[○〇◎●◆◇■□▲▼・*→⇒-]\s{0,2})?"
LAYOUTS: tuple[tuple[Layout, re.Pattern[str]], ...] = (
    ("bracket", re.compile(rf"{_HEAD}[(【\[〔<〈]\s?(?P<who>{_WHO})\s?[)】\]〕>〉]\s{{0,4}}:?\s{{0,4}}(?=\S)")),
    ("colon", re.compile(rf"{_HEAD}(?P<who>{_WHO})\s?:\s{{0,4}}(?=\S)")),
    ("gap", re.compile(rf"{_HEAD}(?P<who>{_WHO})[\s]{{1,16}}(?=\S)")),
)
"""Where a label is printed, and the form in which the standard labels of ``turns`` are in the same place."""
SAME_PLACE: dict[str, Layout] = {
    "turn.bracket": "bracket", "turn.mark-bracket": "bracket", "turn.colon": "colon", "turn.gap": "gap", "turn.space": "gap",
}  # fmt: skip
#: What every layout begins with: most prose shows none of it.
_PLACED = re.compile(rf"{_HEAD}(?:(?P<bracket>[(【\[〔<〈])|{_WORD}[:\s])")

_SIDE_WORDS: tuple[tuple[Side, str], ...] = (
    ("member", r"住民|地元|地域|(?:市|町|村|区|県|都|府)民|保護者|会場|来場者|質問者|意見者|評価[委会]?員?|審査[会委]?員?|問|質|質問|質疑|意見|要望"),
    (
        "explainer",
        r"答|答弁|回答|応答|説明|(?:担当|所管|主管|関係|当該|実施)(?:の)?(?:部局?|課|室|係|所属|部署)|原課|(?:市|町|村|区|県|行政|当局|学校|"
        r"園|事業者|業者|受託者|指定管理者|設計者|施工者|会社|申請者|申請団体|提案者|説明者|団体)(?:側|当局)?|各課|庁内",
    ),
)  # fmt: skip
_SIDE = tuple((side, re.compile(rf"(?:{words})[0-9A-Z]{{0,2}}")) for side, words in _SIDE_WORDS)
_PAIRED = re.compile(r"[問質](?:問|疑)?[0-9]{0,2}|[答回](?:答|弁)?[0-9]{0,2}")
# Labels that piece_head takes off in brackets and before a colon; only before a gap are they a speaker's.
_ASKED = re.compile(r"(?:[問質](?:問|疑)?|[答回](?:答|弁)?|応答|意見|要望|説明)[0-9A-Z]{0,2}")
_OUTCOME_WORD = r"(?:(?:採決|審議|審査|協議|議決|討論|評価|投票)(?:の)?)?(?:結果|結論|討論|採決|決定|裁決|まとめ)"
_OUTCOME = re.compile(
    rf"[\[(【〔<〈]\s?{_OUTCOME_WORD}\s?[\])】〕>〉]\s{{0,4}}:?\s{{0,4}}(?=\S)|{_OUTCOME_WORD}(?:\s{{1,16}}|:\s{{0,4}})(?=\S)"
)
_SENTENCE = re.compile(r"[^。?]{2,400}[。?]")


@dataclass(frozen=True, slots=True)
class Party:
    """A party in the place of a label; offsets are into the piece's text.

    Attributes:
        layout: How it is printed.
        start: Where the word begins.
        end: Where the word ends.
        said: Where what is said begins.
        side: Its side.
        who: The word.
    """

    layout: Layout
    start: int
    end: int
    said: int
    side: Side
    who: str


def party_side(word: str) -> Side | None:
    """The side of a party or a department (立場・部署), None where the word is neither.

    >>> [party_side(w) for w in ("観光課", "住民", "担当課", "答", "課題", "費用")]
    ['explainer', 'member', 'explainer', 'explainer', None, None]
    """
    bare = re.sub(r"\s", "", word)
    for side, pattern in _SIDE:
        if pattern.fullmatch(bare):
            return side
    named = len(bare) > 3 or bare.startswith(tuple(STEMS))  # 長谷部 is a surname, 総務部 none
    return "explainer" if len(bare) > 2 and named and unit_rank(bare) in (1, 2, 3) else None


def read_party(text: str) -> Party | None:
    """The party at the head of a folded piece with a sentence behind it, or None; whether it counts is the habit's."""
    placed = _PLACED.match(text)
    if placed is None:
        return None
    for layout, pattern in LAYOUTS:
        if (layout == "bracket") != (placed["bracket"] is not None):
            continue
        found = pattern.match(text)
        if found is None or not _SENTENCE.match(text, found.end()):
            continue
        if layout != "gap" and _ASKED.fullmatch(found["who"]):
            continue
        side = party_side(found["who"])
        if side is not None:
            return Party(layout, *found.span("who"), found.end(), side, found["who"])
    return None


def closes_turn(text: str) -> bool:
    """Whether a folded piece tells an outcome in the place of a label: nobody's turn any more.

    >>> closes_turn("採決の結果 全会一致で可決した。"), closes_turn("結果は良好です。")
    (True, False)
    """
    return _OUTCOME.match(text) is not None


def habitual(parties: Sequence[Party], standard: Counter[str]) -> frozenset[Layout]:
    """The layouts in which parties speak: where other speakers are printed likewise, or questions and answers pair.

    Args:
        parties: The candidates.
        standard: How often each form of ``turns`` was found.
    """
    beside: Counter[Layout] = Counter()
    for form, count in standard.items():
        if form in SAME_PLACE:
            beside[SAME_PLACE[form]] += count
    kept: set[Layout] = set()
    for layout, _ in LAYOUTS:
        here = [p for p in parties if p.layout == layout]
        sides = Counter(p.side for p in here if _PAIRED.fullmatch(p.who))
        asked = min(sides["member"], sides["explainer"]) >= 2
        if asked or (beside[layout] >= 2 and beside[layout] + len(here) >= 4):
            kept.add(layout)
    return frozenset(kept)
