"""Dates (日付) as minutes print them.

Grammar, on folded text; a space may stand between any two parts::

    date      = year [month [day]] | [anchor] month [day] | numeric | anchor
    year      = era N ["(" YYYY ")"] "年" ["(" YYYY "年)"] ["度"]  |  YYYY ["(" era N ")"] "年" ["(" era N "年)"] ["度"]
    numeric   = YYYY sep M sep D | (R|H|S) N sep M [sep D] | M "/" D          sep = - / .
    anchor    = 同・翌・前・昨・本・今・来 + 年(度)
    tail      = ["(" weekday ")"] [末 | 上旬 | 中旬 | 下旬]

A date that cannot be (13月, 2月30日) or whose letters were lost (平成27年1124日) is not read at all: nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.eras import ERA, era_year, small_number

WEEKDAYS = "月火水木金土日"
"""Weekdays in the order of ``date.weekday()``."""

_S = r"\s{0,3}"
_N = r"(?:[0-9]{1,2}|[元一二三四五六七八九十〇○]{1,4})"
_YYYY = r"(?:(?:19|20)[0-9]{2}|[一二][〇○九][〇○一二三四五六七八九]{2})"


def _western_in(k: int) -> str:
    return rf"(?:{_S}[(\[〔]{_S}(?P<w{k}>{_YYYY}){_S}年?{_S}(?:度)?{_S}[)\]〕])?"


def _era_in(k: int) -> str:
    return rf"(?:{_S}[(\[〔]{_S}(?P<e{k}>{ERA}|[RHS]){_S}(?P<n{k}>{_N}){_S}年?{_S}(?:度)?{_S}[)\]〕])?"


_TAIL = rf"(?:{_S}(?P<part>末|上旬|中旬|下旬|初旬|初め|半ば))?"
_WEEKDAY = (
    rf"(?:{_S}[(\[〔<]{_S}(?P<wd>[{WEEKDAYS}])(?:{_S}曜{_S}日?)?"
    rf"(?:{_S}[・,、/]?{_S}(?:祝日?|休日?|振替休日|祝日・休日))?{_S}[)\]〕>]|{_S}(?P<wd2>[{WEEKDAYS}]){_S}曜{_S}日?)?"
)
_MONTH = rf"(?P<m>{_N}){_S}月(?!額|謝|給|例|次)"
_DAY = rf"(?P<d>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}}){_S}日(?!間|目|々)"
_YEAR = (
    rf"(?:(?P<era>{ERA}){_S}(?P<n>{_N}){_western_in(1)}{_S}年(?P<f1>{_S}度)?{_western_in(2)}(?P<f2>{_S}度)?"
    rf"|(?<![0-9])(?P<y>{_YYYY}){_era_in(1)}{_S}年(?P<f3>{_S}度)?{_era_in(2)}(?P<f4>{_S}度)?)"
)
_YEARED = re.compile(
    rf"{_YEAR}(?!{_S}[0-9]{{3,}}{_S}[月日])(?:(?:{_S}の)?{_S}{_MONTH}(?:{_S}{_DAY})?)?{_TAIL}{_WEEKDAY}"
)
_MONTHED = re.compile(
    rf"(?:(?P<anchor>同|翌|前|昨|本|今|来|一昨|翌々){_S}年(?P<f1>{_S}度)?{_S}(?:の)?{_S}"
    rf"|(?<![0-9一二三四五六七八九十第約～~])(?P<short>{_N}){_S}年(?P<f2>{_S}度)?{_S})?"
    rf"(?<![0-9.ヶか約])(?:(?P<m2>[0-9]{{1,2}}){_S}月{_S}(?P<d2>[0-9]{{1,2}}){_S}日(?!間|目|々)"
    rf"|(?<![0-9一二三四五六七八九十]){_MONTH}(?!間|当|あた|余)(?:{_S}{_DAY})?){_TAIL}{_WEEKDAY}"
)
_BARE_YEAR = re.compile(rf"(?<![0-9一二三四五六七八九十第約])(?P<short>{_N}){_S}年{_S}(?P<f1>度)(?!目){_TAIL}")
_ANCHOR = re.compile(rf"(?P<anchor>同|翌々|翌|前|昨|本|今|来|一昨){_S}年(?P<f1>{_S}度)?(?!生|間|次){_TAIL}")
_NUMERIC = re.compile(
    rf"(?<![0-9A-Za-z./\-])(?:(?P<y>(?:19|20)[0-9]{{2}}){_S}(?P<sep>[-/.]){_S}(?P<m>[0-9]{{1,2}}){_S}(?P=sep){_S}(?P<d>[0-9]{{1,2}})"
    rf"|(?P<era>{ERA}|[RHS]){_S}(?P<n>[0-9]{{1,2}}|元){_S}(?P<sep2>[-/.]){_S}(?P<m2>[0-9]{{1,2}})(?:{_S}(?P=sep2){_S}(?P<d2>[0-9]{{1,2}}))?"
    rf"|(?P<era2>[RHS]){_S}(?P<n2>[0-9]{{1,2}}|元){_S}年(?P<f1>度)?(?:{_S}(?P<m3>[0-9]{{1,2}}){_S}月(?:{_S}(?P<d3>[0-9]{{1,2}}){_S}日(?!間|目))?)?"
    rf"|(?P<m4>[0-9]{{1,2}})/(?P<d4>[0-9]{{1,2}}))(?![0-9A-Za-z/]|\.[0-9]|-[0-9]){_TAIL}{_WEEKDAY}"
)
_DAY_ONLY = re.compile(
    rf"{_S}(?:[~\-・,、]|から|と|及び|または|又は){_S}{_DAY}(?!前|後|以内|以上|以下|程度)(?:{_S}の)?{_WEEKDAY}"
)
# A fraction, a page number or a count is no M/D date.
_NO_SLASH_DATE = re.compile(r"\s{0,2}(?:ページ|頁|回|人|名|件|枚|%|程度|以上|以下|の1)")
_LINK = re.compile(r"\s{0,2}(?:[~\-・,、/]|から|及び|と|より|まで)?\s{0,2}")


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date found in a text (日付).

    Attributes:
        start: First code point in the text searched.
        end: One past the last (weekday and 末 belong to it).
        year: Western year; a fiscal year where ``fiscal``; None where none is printed or only ``anchor``/``short_year``.
        month: 1 to 12, or None.
        day: 1 to 31, or None.
        fiscal: 年度 is printed with the year.
        weekday: Printed weekday, one of 月火水木金土日, or None.
        era: Era printed (令和, R), or None.
        western: Year printed in western style, where an era year stands beside it, or None.
        part: 末, 上旬, 中旬, 下旬, 初め, 半ば behind the date, or None.
        anchor: 同, 翌, 前, 昨, 本, 今, 来 before 年 or 年度, or None.
        short_year: A year printed without era (５年６月, 元年度) that nothing beside it resolves, or None.
        slash: Printed as M/D; only a date where the context says so.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    fiscal: bool = False
    weekday: str | None = None
    era: str | None = None
    western: int | None = None
    part: str | None = None
    anchor: str | None = None
    short_year: int | None = None
    slash: bool = False

    @property
    def conflict(self) -> bool:
        """True when era year and western year are both printed and disagree (元号と西暦の不一致)."""
        return self.western is not None and self.western != self.year

    @property
    def end_of(self) -> bool:
        """True for 〜末."""
        return self.part == "末"

    def to_date(self) -> date | None:
        """The day, where year (not 年度), month and day are known; month and day of a 年度 are resolved by it."""
        if self.year is None or self.month is None or self.day is None:
            return None
        year = self.year + 1 if self.fiscal and self.month < 4 else self.year
        return _day(year, self.month, self.day)

    def weekday_fits(self) -> bool | None:
        """Whether the printed weekday is the date's; None where one of them is missing."""
        day = self.to_date()
        if day is None or self.weekday is None:
            return None
        return WEEKDAYS[day.weekday()] == self.weekday

    def in_year(self, year: int, *, fiscal: bool = False) -> DateMatch:
        """The same date with a year that the context gives (``fiscal``: a 年度 that decides by the month)."""
        if fiscal and self.month is not None:
            return replace(self, year=year + 1 if self.month < 4 else year, fiscal=False)
        return replace(self, year=year, fiscal=fiscal)

    def period(self) -> tuple[date, date] | None:
        """First and last day that the date covers: a day, a month, a year or a 年度; 末 is its last day alone.

        None where the year is not known.
        """
        if self.year is None:
            return None
        if self.month is None:
            first, last = (
                (date(self.year, 4, 1), date(self.year + 1, 3, 31))
                if self.fiscal
                else (date(self.year, 1, 1), date(self.year, 12, 31))
            )
        else:
            year = self.year + 1 if self.fiscal and self.month < 4 else self.year
            if self.day is not None:
                day = _day(year, self.month, self.day)
                return None if day is None else (day, day)
            first, last = date(year, self.month, 1), date(year, self.month, monthrange(year, self.month)[1])
        return (last, last) if self.end_of else (first, last)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _possible(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether such a day can be; without a year, 29 February can."""
    if month is not None and not 1 <= month <= 12:
        return False
    if day is None:
        return True
    if month is None:
        return 1 <= day <= 31
    return 1 <= day <= monthrange(year or 2024, month)[1]


def _printed(found: re.Match[str]) -> dict[str, str]:
    """The groups that a date prints something for."""
    return {name: printed for name, printed in found.groupdict().items() if printed}


def _number(groups: dict[str, str], *names: str) -> int | None:
    printed = next((groups[name] for name in names if name in groups), None)
    return None if printed is None else small_number(printed)


def _years(groups: dict[str, str]) -> tuple[int | None, str | None, int | None]:
    """Year, era and the western year printed beside the era year."""
    era = next((groups[k] for k in ("era", "era2", "e1", "e2") if k in groups), None)
    western = _number(groups, "y", "w1", "w2")
    if era is None:
        return western, None, None
    number = _number(groups, "n", "n1", "n2")
    year = None if number is None else era_year(era, number)
    return year, "".join(era.split()), western


def _build(found: re.Match[str]) -> DateMatch | None:
    """The date of a match, or None where it cannot be one."""
    groups = _printed(found)
    year, era, western = _years(groups)
    if era is not None and year is None:
        return None
    month, day = _number(groups, *_MONTHS), _number(groups, "d", "d2", "d3", "d4")
    if (month is None and any(k in groups for k in _MONTHS)) or not _possible(year, month, day):
        return None
    return DateMatch(
        found.start(),
        found.end(),
        year,
        month,
        day,
        any(k in groups for k in ("f1", "f2", "f3", "f4")),
        groups.get("wd") or groups.get("wd2"),
        era,
        western,
        groups.get("part"),
        groups.get("anchor"),
        _number(groups, "short"),
        "m4" in groups,
    )


_MONTHS = ("m", "m2", "m3", "m4")


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of dates: what stands in every text that holds one, and the characters that one begins with."""

    pattern: re.Pattern[str]
    sign: re.Pattern[str]
    opens: re.Pattern[str]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the pattern's own, but looking only where a match can begin."""
        position = 0 if self.sign.search(text) else len(text)
        while (first := self.opens.search(text, position)) is not None:
            found = self.pattern.match(text, first.start())
            position = first.end() if found is None else found.end()
            if found is not None:
                yield found


_KANJI = "元一二三四五六七八九十〇○"
_ERAS = "令平昭大明㋿㍻㍼㍽㍾"
_NEAR = "同翌前昨本今来一"
_FORMS = (
    _Form(_YEARED, re.compile("年"), re.compile(f"[{_ERAS}12一二]")),
    _Form(_MONTHED, re.compile("月"), re.compile(f"[{_NEAR}{_KANJI}0-9]")),
    _Form(
        _NUMERIC,
        re.compile(r"[0-9元]\s{0,3}[-/.]\s{0,3}[0-9]|[RHS]\s{0,3}[0-9元]"),
        re.compile(f"[{_ERAS}RHS0-9]"),
    ),
    _Form(_BARE_YEAR, re.compile("度"), re.compile(f"[{_KANJI}0-9]")),
    _Form(_ANCHOR, re.compile("年"), re.compile(f"[{_NEAR}]")),
)
_HINT = re.compile(r"[年月]|[0-9]\s{0,3}[-/.]\s{0,3}[0-9]")


def _candidates(text: str) -> Iterator[DateMatch]:
    """Dates of all forms, longest first at each place, without overlap."""
    found = [(match, rank) for rank, form in enumerate(_FORMS) for match in form.finditer(text)]
    position = 0
    for match, _ in sorted(found, key=lambda f: (f[0].start(), -f[0].end(), f[1])):
        if match.start() < position:
            continue
        built = _build(match)
        if built is not None and built.slash and _NO_SLASH_DATE.match(text, built.end):
            continue
        # What looks like a date and cannot be one hides its parts: 平成27年13月 is not 平成27年.
        position = match.end()
        if built is not None:
            yield built


def _with_neighbour(text: str, previous: DateMatch | None, match: DateMatch) -> DateMatch:
    """A year without era takes the era of the date it is joined to (令和３年から４年度)."""
    if match.short_year is None or previous is None or previous.year is None:
        return match
    between = _LINK.fullmatch(text, previous.end, match.start)
    era = previous.era
    if between is None or era is None:
        return match
    year = era_year(era, match.short_year)
    if year is None or year < previous.year:
        return match
    return replace(match, year=year, era=era, short_year=None)


_SHORT = 400
"""Texts up to this length are remembered."""


def may_hold_date(folded: str) -> bool:
    """Whether a folded text may hold a date at all: ``find_dates`` finds none where it does not."""
    return _HINT.search(folded) is not None


def find_dates(text: str) -> tuple[DateMatch, ...]:
    """All dates of ``text`` in order, without overlap; offsets are those of ``text`` (which may be raw or folded).

    >>> [(d.year, d.month, d.day, d.weekday) for d in find_dates("令和６年５月１７日（金）から９月末")]
    [(2024, 5, 17, '金'), (None, 9, None, None)]
    """
    folded = flat(text)
    if not may_hold_date(folded):
        return ()
    return _in_sentence(folded) if len(folded) < _SHORT else _found(folded)


@lru_cache(maxsize=64)
def _in_sentence(folded: str) -> tuple[DateMatch, ...]:
    """One step of a sentence's reading after the other asks for its dates."""
    return _found(folded)


def _found(folded: str) -> tuple[DateMatch, ...]:
    dates: list[DateMatch] = []
    for candidate in _candidates(folded):
        match = _with_neighbour(folded, dates[-1] if dates else None, candidate)
        dates.append(match)
        while dates[-1].day is not None and (found := _DAY_ONLY.match(folded, dates[-1].end)):
            following = _build(found)
            if following is None:
                break
            shift = found.start("d")
            dates.append(replace(following, start=shift, year=dates[-1].year, month=dates[-1].month, era=dates[-1].era))
    return tuple(dates)


def parse_date(text: str) -> date | None:
    """The day that ``text`` names, when it names exactly one whole date; else None.

    >>> parse_date("R5.4.17"), parse_date("令和二年六月十日")
    (datetime.date(2023, 4, 17), datetime.date(2020, 6, 10))
    >>> parse_date("平成27年1124日") is None
    True
    """
    found = [d for d in find_dates(text) if d.day is not None]
    return found[0].to_date() if len(found) == 1 and not found[0].conflict else None


_NAME_DATE = re.compile(
    r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})(?P<s>[-_.]?)(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9])"
    r"|(?<![A-Za-z0-9])(?P<era>[RHrh])(?P<n>[0-9]{1,2})[-_.]?(?P<m2>[0-9]{2})[-_.]?(?P<d2>[0-9]{2})(?![0-9])"
)


def date_in_file_name(name: str) -> date | None:
    """The one day that a file name carries (20230904, 2019-4-26, R5_0417), else None.

    >>> date_in_file_name("jichikai_20230904.txt"), date_in_file_name("memo.txt")
    (datetime.date(2023, 9, 4), None)
    """
    days = set()
    for found in _NAME_DATE.finditer(flat(name)):
        groups = _printed(found)
        year, _, _ = _years(groups)
        month, day = _number(groups, "m", "m2"), _number(groups, "d", "d2")
        if year is not None and month is not None and day is not None:
            days.add(_day(year, month, day))
    days.update(d.to_date() for d in find_dates(name))
    days.discard(None)
    return days.pop() if len(days) == 1 else None
