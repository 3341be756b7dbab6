"""Headings of a roster's columns (名簿の欄の見出し): 氏名, 所属・役職, 出欠, 備考, and rows that consist of them."""

from __future__ import annotations

import re

from minutes_pipeline.text.folding import flat

_WORD = (
    r"(?:議席)?番\s*号|議\s*席(?:\s*番\s*号)?|[Nn][Oo]\.?|№|(?:委\s*員|議\s*員|出\s*席\s*者)?(?:の)?(?:職・?)?(?:氏\s*名|名\s*前|委\s*員\s*名|お\s*名\s*前)(?:等)?|"
    r"出\s*(?:・\s*)?欠(?:状況|席)?(?:の別)?|出\s*席(?:状況)?|欠\s*席|備\s*考|摘\s*要|(?:選\s*出|推\s*薦|委\s*員)?\s*区\s*分|(?:選\s*出|推\s*薦)\s*(?:分\s*野|団\s*体(?:等|名)?|母\s*体|枠)|"
    r"分\s*野|役\s*職(?:名)?(?:等)?|役\s*名|職\s*名(?:等)?|職\s*種|職|肩\s*書(?:き)?|職\s*業|"
    r"所\s*属(?:\s*(?:団体|機関|先|部署|部課))?(?:名)?(?:\s*[・、及]び?\s*(?:役職|職)(?:名)?|役職(?:名)?|職名)?(?:\s*等)?|団\s*体(?:\s*名)?(?:等)?|機\s*関(?:\s*名)?|部\s*署|部\s*局|課\s*名|"
    r"会\s*派|勤\s*務\s*先|ふ\s*り\s*が\s*な|フ\s*リ\s*ガ\s*ナ|任\s*期|性\s*別|役\s*割|参\s*加\s*(?:方\s*法|形\s*態)|出\s*席\s*方\s*法|地\s*区(?:名)?|担当地区|会での役職"
)
_HEADING = re.compile(_WORD)
_NOTE = r"(?:\([^()]{1,12}\))?"
_OUTER = re.compile(r"^[\s|｜│┃]+|(?<![\s|｜│┃])[\s|｜│┃]+$")
# What may set the headings apart, the surest first: tab, stroke, wide gap.
_CUTS = (
    re.compile(r"[^\S\t]{0,80}\t\s*"),
    re.compile(r"\s{0,80}[/|│┃]\s*"),
    re.compile(r"\u3000{2,60}|[ \u3000]{3,120}"),
)
#: Each of the headings of names has this letter, in one of its printed forms.
_NAMED = re.compile("[名㊔]")
_NAMES = re.compile(r"氏名|名前|委員名|議員名")


def head_words(text: str) -> list[str] | None:
    """Headings of columns that a line consists of (役　職　/　氏　名　/　出　欠), or None.

    >>> head_words("役　職　　氏　　名　　出　欠　　備　考")
    ['役職', '氏名', '出欠', '備考']
    >>> head_words("委員　山田　太郎") is None
    True
    """
    if not _NAMED.search(text):
        return None
    printed = _OUTER.sub("", text)
    for cut in _CUTS:
        cells = ["".join(flat(cell).split()) for cell in cut.split(printed)]
        if len(cells) >= 2 and all(re.fullmatch(_WORD + _NOTE, cell) for cell in cells):
            return _with_names([re.sub(r"\([^()]*\)$", "", cell) for cell in cells])
    return _run_together(flat(printed))


def _run_together(folded: str) -> list[str] | None:
    """Headings that narrow gaps part: the words themselves tell where one ends."""
    words: list[str] = []
    position = 0
    while position < len(folded):
        found = _HEADING.match(folded, position)
        if found is None:
            return None
        words.append("".join(found[0].split()))
        gap = re.compile(rf"{_NOTE}[\s/|│┃]*").match(folded, found.end())
        position = gap.end() if gap is not None and gap.end() > found.end() else found.end()
        if gap is not None and gap.end() == found.end() and position < len(folded):
            return None
    return _with_names(words)


def _with_names(words: list[str]) -> list[str] | None:
    return words if len(words) >= 2 and any(_NAMES.search(word) for word in words) else None
