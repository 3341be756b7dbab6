"""Turns (発言): who speaks where. A table of label forms, and the document's own habit decides which of them count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from minutes_pipeline.model.section import Side
from minutes_pipeline.segment.labels import LABEL, NAME_CHAR
from minutes_pipeline.segment.parties import Party, habitual, read_party
from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.text.openings import SPACE, by_opening

_MARKS = "○〇◎●◆◇■□△▲▽▼☆★・*"
_MARK = f"[{_MARKS}]"


@dataclass(frozen=True, slots=True)
class LabelForm:
    """A form in which a speaker's label is printed (発言者の書き方).

    Attributes:
        id: Name of the form.
        pattern: Matches at the head of a folded piece; group ``who`` is the label; what is said begins at the end.
        accepts: Heads that are labels in this form.
        rejects: Heads that are not.
        needs: How many pieces must show the form before it counts in a document.
        opens: Characters that its matches begin with (``text.openings.characters``); empty where they begin with a name.
    """

    id: str
    pattern: re.Pattern[str]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]
    needs: int = 1
    opens: str = ""


def _form(
    name: str, pattern: str, accepts: tuple[str, ...], rejects: tuple[str, ...], needs: int = 1, opens: str = ""
) -> LabelForm:
    return LabelForm(name, re.compile(pattern), accepts, rejects, needs, opens)


FORMS: tuple[LabelForm, ...] = (
    _form(
        "turn.mark-bracket",
        rf"{_MARK}\s{{0,2}}[(【\[〔]\s?(?P<who>{LABEL})\s?[)】\]〕]\s{{0,4}}:?\s{{0,4}}",
        ("○(委員)人手が足りない。", "●(環境課長)来年度に行う。"),
        ("○(仮称)みどり公園", "・(1)予算"),
        opens=_MARKS,
    ),
    _form(
        "turn.mark",
        rf"{_MARK}\s{{0,2}}(?![^\s:]{{1,20}}の[^\s:]{{1,12}}は)(?P<who>{LABEL})(?:\s{{1,8}}|:\s{{0,4}}|\)\s{{0,4}}|(?=「)|$)",
        (
            "○議長(甲野太郎君) ただいまから",
            "◎乙川委員長  再開します。",
            "〇関 三郎委員長 これより",
            "○12番(丙田 進君) 伺います。",
        ),
        ("○委員の任命について", "○会長の選出", "○日程第1 会議録署名委員の指名", "・回覧の試行は2地区 418世帯で行う。"),
        opens=_MARKS,
    ),
    _form(
        "turn.bracket",
        rf"(?:→|⇒|-)?\s{{0,2}}[(【\[〔<〈]\s?(?P<who>{LABEL})\s?[)】\]〕>〉]\s{{0,4}}:?\s{{0,4}}",
        ("【事務局】資料1を説明する。", "(委員1)賛成である。", "<会長> では"),
        ("(了承)", "【主な質疑】", "(総員挙手)", "(資料に基づき、事務局から説明)"),
        opens=f"→⇒(【[〔<〈{SPACE}-",
    ),
    _form(
        "turn.colon",
        rf"(?:→|⇒|-{{1,2}}>?)?\s{{0,2}}(?!担当者?:|出席者:|参加者:|全員:)(?P<who>{LABEL})\s?:(?!//)\s{{0,4}}",
        ("委員:賛成です。", "→事務局:検討します。", "乙川会長:それでは"),
        ("課題:人手不足", "担当:総務課", "利用者:3045人"),
        2,
    ),
    _form(
        "turn.dots",
        rf"(?P<who>{LABEL}|[委会座議市町村]\s[員長])\s{{0,3}}(?:・{{2,6}}|…{{1,3}})(?![・…])\s{{0,3}}(?=[^\s0-9…・])",
        ("委 員・・・貸出が減った原因は何か。", "事務局 ・・・来年度に調べる。", "館長…そのとおりである。"),
        ("会場の変更・・・会長", "事務局 …… 3"),
        2,
    ),
    _form(
        "turn.paren-close",
        rf"(?P<who>{LABEL})\)\s{{0,4}}",
        ("乙川委員長)ただいまから", "道路課長)お答えします。"),
        ("資料1)概要",),
        2,
    ),
    _form(
        "turn.gap",
        rf"(?P<who>{LABEL})(?:\s{{2,16}}|\t\s{{0,8}})(?=\S)",
        ("甲野教育長  ただいまから", "議長\t異議がございません。"),
        ("会長 挨拶", "委員の発言  なし"),
        2,
    ),
    _form(
        "turn.space",
        rf"(?P<who>{LABEL})\s(?=\S[^。]{{3,400}}[。?!])",
        ("委員長 皆さん、こんにちは。", "事務局 資料を説明します。"),
        ("会長 挨拶",),
        4,
    ),
    _form("turn.alone", rf"(?P<who>{LABEL})$", ("委員", "丙田環境課長", "事務局"), ("閉会", "委員長の互選"), 2),
    _form(
        "turn.qa",
        r"(?P<who>[QAC]|質問|回答|答弁|意見|要望|質|答|問|Q&A)(?:[0-9]{1,2})?\s?(?:[:.．)]|→)\s{0,4}",
        ("Q:帳票は必要か。", "A:不要である。"),
        ("Aが優勝した", "CO2の削減"),
        2,
        opens="QAC質回答意要問",
    ),
)
_AT = by_opening((form.opens, form) for form in FORMS)
#: The forms that can match a piece by its first character, in their order.
_FORMS_AT = {letter: tuple(f for f in FORMS if f in forms or not f.opens) for letter, forms in _AT.items()}
_NAMED = tuple(form for form in FORMS if not form.opens)
#: Forms whose label no colon, bracket or gap need follow.
_ENCLOSED = frozenset(("turn.mark-bracket", "turn.bracket", "turn.qa"))
#: A label without brackets ends before a colon, bracket, gap or quotation mark, or with the piece; no comma or full stop
#: stands in it before that, and it is no longer (``LABEL``). Prose mostly has its first comma earlier.
_DELIMITED = re.compile(rf"(?:{_MARK}|→|⇒|-)?+\s{{0,2}}+[^。、:()「\s…]{{0,115}}?(?:[:()「\s…]|・・|$)")
_LED = re.compile(rf"(?:{_MARK}|→|⇒|-{{1,2}}>?)?\s{{0,2}}(?:{LABEL}|[委会座議市町村]\s[員長])(?:\s|[:)「…]|・・|$)")
_SURNAME = re.compile(rf"(?P<who>{NAME_CHAR}{{1,8}})\s?:\s{{0,4}}(?=\S)")
_SURNAME_BRACKET = re.compile(rf"[(\[【](?P<who>{NAME_CHAR}{{2,6}})[)\]】]\s{{0,4}}:?\s{{0,4}}(?=\S)")
_LEGEND = re.compile(
    rf"({_MARK}|[⇒→Q])\s{{0,2}}(?:[:=…]|は|・・・)\s{{0,2}}((?:委員|事務局|会長|委員長|座長|まとめ|回答|質問|意見|参加者|行政|市|発言者|議員|執行部|説明者)(?:等|側|の?発言|から)?)"
)
_CHAIR = re.compile(
    r"(?<!副)(?:委員長|会長|議長|座長|部会長|司会|司会者|議事進行|進行)(?:代理|代行|職務代理者?)?[0-9A-Z]?(?:\(.{0,30}\))?$"
)
_MEMBER = re.compile(
    r"(?:委員|議員|会員|理事|監事|副会長|副委員長|副議長|参加者|出席者|傍聴者)[^()]{0,3}(?:\(.{0,30}\))?$|^[0-9]{1,3}番|^[QC質問意見要望]{1,2}$"
)
_SECRETARIAT = re.compile(r"事務局|書記|庶務|記録")
_EXPLAINER = re.compile(
    r"[部課室係局館園校所院署団市町村区県]長|次長|補佐|主査|主任|主事|主幹|参事|技師|職員|説明|執行部|理事者|担当|教育長|教育次長|消防長|管理者|^[A答回弁]{1,2}$|市$|町$|行政"
)


def side_of(label: str) -> Side:
    """The speaker's side as the folded label tells it (発言者の側).

    >>> [side_of(x) for x in ("議長(甲野太郎君)", "副委員長", "3番(乙川 進君)", "事務局", "道路課長")]
    ['chair', 'member', 'member', 'secretariat', 'explainer']
    """
    bare = re.sub(r"\s", "", label)
    outer = re.sub(r"\([^()]{0,30}\)", "", bare) or bare
    if _SECRETARIAT.search(outer):
        return "secretariat"
    if _CHAIR.search(outer) and not re.search(r"(?:町|自治|区)会長$", outer):
        return "chair"
    if _MEMBER.search(outer):
        return "member"
    if _EXPLAINER.search(outer):
        return "explainer"
    return "other"


class Label(NamedTuple):
    """A speaker's label found at the head of a piece; offsets are into the piece's text."""

    piece: int
    form: str
    start: int
    end: int
    said: int
    side: Side
    who: str


# 「・訓練の参加者 136人(前年より22人増)」, 「保健師 3名」: a count is stated of them, they do not speak.
_COUNT_OF = re.compile(
    r"(?:約|およそ|延べ|のべ|計|合計|総数)?\s?[0-9][0-9,.]{0,12}\s?[千万億]{0,2}\s?(?:人|名|件|回|世帯|団体|社|校|組|班|%)(?:[^。?!]{0,80})$"
)


def read_label(index: int, text: str) -> Label | None:
    """The speaker's label at the head of a folded piece, or None; whether it counts is for ``find_labels``."""
    delimited = _DELIMITED.match(text) is not None and _LED.match(text) is not None
    for form in _FORMS_AT.get(text[:1], _NAMED):
        if not delimited and form.id not in _ENCLOSED:
            continue
        match = form.pattern.match(text)
        if match and _COUNT_OF.match(text, match.end()):
            return None
        if match:
            start, end = match.span("who")
            return Label(index, form.id, start, end, match.end(), side_of(match["who"]), match["who"])
    return None


def read_legend(pieces: Sequence[Piece]) -> dict[str, str]:
    """Marks that the document itself explains (凡例): 「○：委員，●：事務局」 gives {'○': '委員', '●': '事務局'}."""
    for piece in pieces:
        found = _LEGEND.findall(piece.text)
        if len({mark for mark, _ in found}) >= 2 and len(piece.text) < 200:
            return dict(found)
    return {}


def find_labels(pieces: Sequence[Piece], roster: str) -> list[Label]:
    """Speaker labels in order; ``roster`` is the folded text of the header, where surnames are looked up."""
    legend = read_legend(pieces)
    found: list[Label] = []
    surnames: list[Label] = []
    parties: list[tuple[int, Party]] = []
    for index, piece in enumerate(pieces):
        label = read_label(index, piece.text)
        if label is None and piece.text[0] in legend:
            who = legend[piece.text[0]]
            said = len(piece.text) - len(piece.text[1:].lstrip())
            label = Label(index, "turn.legend", 0, 1, said, side_of(who), who)
        if label is not None:
            found.append(label)
            continue
        if (party := read_party(piece.text)) is not None:
            parties.append((index, party))
        if (match := _surname(piece.text)) and match["who"] in roster:
            surnames.append(Label(index, "turn.surname", *match.span("who"), match.end(), "member", match["who"]))
    counts = Counter(label.form for label in found)
    if counts["turn.gap"] >= 2:
        counts["turn.space"] += counts["turn.gap"]  # a long label leaves one space where a short one leaves several
    needs = {form.id: form.needs for form in FORMS}
    kept = [label for label in found if counts[label.form] >= needs.get(label.form, 2)]
    kept += _spoken(parties, kept)
    taken = {label.piece for label in kept}
    surnames = [label for label in surnames if label.piece not in taken]
    if len(surnames) >= 3 and len({s.who for s in surnames}) >= 2:
        kept += surnames
    return sorted(kept, key=lambda label: label.piece)


def _surname(text: str) -> re.Match[str] | None:
    if text[:1] in "([【":
        return _SURNAME_BRACKET.match(text)
    return _SURNAME.match(text) if ":" in text else None


def _spoken(parties: Sequence[tuple[int, Party]], kept: Sequence[Label]) -> list[Label]:
    """The parties that speak by the document's habit, as labels."""
    layouts = habitual([party for _, party in parties], Counter(label.form for label in kept))
    return [
        Label(index, f"turn.party-{p.layout}", p.start, p.end, p.said, p.side, p.who)
        for index, p in parties
        if p.layout in layouts
    ]
