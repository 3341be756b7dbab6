"""What makes a printed date no period of a figure (期間でない日付): what stands right behind it.

A base of comparison (前年度比, 令和3年度と比べ), where a change began (令和3年度末から805人減少), what was said at a meeting of that
time (昨年度の連絡会で), a vague or open date (10月頃, 7月から), a move from one year to the next.
"""

from __future__ import annotations

import re

_S = r"\s{0,2}"
_COMPARED = re.compile(
    rf"{_S}(?:の?{_S}同(?:じ)?{_S}(?:時期|期間|期|月)|同期|同月)?{_S}(?:(?:当初|決算|実績)?比(?!例)|と比|に比|との比較|対比|より|並み|と同|に対し|を[^。、]{{0,14}}(?:上回|下回|超え))"
)
# 令和3年度と比べ, 令和4年度比: what a figure is compared with; 令和3年度から805人減少: where a change began.
_COMPARED_YEAR = re.compile(
    rf"{_S}(?:の?{_S}(?:当初予算|決算|実績|同期)?(?:額|値)?)?(?:比(?!例|率|較的)|と比|に比|との比較|と比較|対比|より(?!実施|開始|施行|適用|[^、。]{{0,12}}(?:始|開)))"
)
_CHANGED_FROM = re.compile(
    rf"{_S}(?:末)?(?:から|より)(?:の)?[^、。0-9]{{0,14}}[▲0-9][0-9,.万千億]{{0,12}}[^、。0-9]{{1,6}}?の?(?:増|減|上昇|低下|改善|悪化|伸び|下が|上が|下落|縮小|拡大)"
)
_FROM_FIGURE = re.compile(r"から[^、。]{0,6}[0-9▲]")
_OVER_YEARS = re.compile(r"から\s?[0-9]{1,2}\s?(?:年|か年|カ年)(?:間)?(?:を)?(?:かけ|掛け)")
_SAME_TIME = re.compile(rf"{_S}の?{_S}(?:同{_S}期|同じ{_S}(?:時期|期間|月|頃|ころ)|同時期|同月|今頃|今ごろ)")
_REPORT_OF_MEETING = re.compile(
    r"(?:へ|以降|以前|に入[りっ])|[春夏秋冬]|[^、。0-9のはがをにで]{1,14}(?:であった|だった)(?=[一-龠])|"
    r"の[^、。0-9]{0,14}(?:説明|資料)(?:で|に|の際)|の[^、。0-9]{0,14}(?:会議|"
    r"連絡会|委員会|協議会|審議会|総会|役員会|理事会|定例会|部会|会)(?:で|に|の際)"
)
_VAGUE_DATE = re.compile(rf"{_S}(?:頃|ごろ|以降|以後|以前|ぶり|施行|付け?(?!加)|生まれ|議会|定例会|号)")
_FROM_ONLY = re.compile(rf"{_S}(?:(?:\([月火水木金土日祝]\))?{_S}(?:から|より|以降|~(?=\s?(?:\)|、|。|$))))")
# 令和5年度から令和6年度に繰り越した: a move from one to the other, no stretch.
_MOVED = re.compile(rf"{_S}(?:に|へ)(?:[^、。にかわ]{{0,6}})?(?:繰|移|変更|延期|先送|切り替)")


def is_base_of_comparison(text: str, end: int) -> bool:
    """Whether a relative word (前年度, 昨年) that ends at ``end`` is only what a figure is compared with."""
    return _COMPARED.match(text, end) is not None


def starts_change(text: str, end: int, *, past: bool) -> bool:
    """Whether a relative word is where a change began (前年から38人), or where a work of years begins (来年度から3年かけて)."""
    return begins_change(text, end) or (_FROM_FIGURE if past else _OVER_YEARS).match(text, end) is not None


def is_compared_year(text: str, end: int) -> bool:
    """Whether a printed year that ends at ``end`` is only what a figure is compared with.

    >>> is_compared_year("令和3年度と比べ12件", 5), is_compared_year("令和3年度の12件", 5)
    (True, False)
    """
    return _COMPARED_YEAR.match(text, end) is not None


def begins_change(text: str, end: int) -> bool:
    """Whether a change of the figure behind it began at the date that ends at ``end`` (令和3年度末から805人減少)."""
    return _CHANGED_FROM.match(text, end) is not None


def is_same_time(text: str, end: int) -> bool:
    """Whether the year names the same stretch a year before (前年の同じ時期)."""
    return _SAME_TIME.match(text, end) is not None


def is_of_report(text: str, end: int) -> bool:
    """Whether the time is that of another meeting's report (昨年度の連絡会で), or open (昨年度へ)."""
    return _REPORT_OF_MEETING.match(text, end) is not None


def is_vague(text: str, end: int) -> bool:
    """Whether a date is vague or names a thing (10月頃, 4月施行, 9月議会)."""
    return _VAGUE_DATE.match(text, end) is not None


def is_open(text: str, end: int) -> bool:
    """Whether a date only begins something (7月から)."""
    return _FROM_ONLY.match(text, end) is not None


def is_moved_to(text: str, end: int) -> bool:
    """Whether something was moved to the date that ends at ``end`` (令和5年度から令和6年度に|繰り越した)."""
    return _MOVED.match(text, end) is not None
