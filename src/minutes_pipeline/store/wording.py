"""Japanese words for days, periods and amounts (表示の言葉), the same on a page, a sheet and a terminal."""

from __future__ import annotations

from datetime import date

from minutes_pipeline.store.code_words import QUALIFIERS

_WEEKDAYS = "月火水木金土日"
_ERAS = ((date(2019, 5, 1), "令和", 2018), (date(1989, 1, 8), "平成", 1988), (date(1926, 12, 25), "昭和", 1925))


def japanese_date(iso: str | None, *, with_weekday: bool = True) -> str:
    """A day as minutes print it (和暦と曜日), 日付なし for None; what is no date is returned as it stands.

    >>> japanese_date("2024-01-11"), japanese_date("2019-04-30"), japanese_date(None)
    ('令和6年1月11日（木）', '平成31年4月30日（火）', '日付なし')
    >>> japanese_date("2019-05-01")
    '令和元年5月1日（水）'
    """
    if iso is None:
        return "日付なし"
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    weekday = f"（{_WEEKDAYS[day.weekday()]}）" if with_weekday else ""
    for first, era, offset in _ERAS:
        if day >= first:
            year = day.year - offset
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日{weekday}"
    return f"{day.year}年{day.month}月{day.day}日{weekday}"


def period_words(period: dict[str, str] | None) -> str:
    """A period in short: 令和5年度 for a whole fiscal year, both ends otherwise, "" for None.

    >>> period_words({"start": "2024-03-31", "end": "2024-03-31"})
    '令和6年3月31日'

    >>> period_words({"start": "2023-04-01", "end": "2024-03-31"})
    '令和5年度'
    >>> period_words({"start": "2023-04-03", "end": "2023-12-28"})
    '令和5年4月3日～12月28日'
    """
    if not period:
        return ""
    start, end = period["start"], period["end"]
    if start[4:] == "-04-01" and end[4:] == "-03-31" and int(end[:4]) == int(start[:4]) + 1:
        return fiscal_year(int(start[:4]))
    first, last = (japanese_date(day, with_weekday=False) for day in (start, end))
    year = first.partition("年")[0] + "年"
    return first if start == end else f"{first}～{last.removeprefix(year)}"


def fiscal_year(year: int) -> str:
    """A fiscal year (年度) in the era in which most of it lies.

    >>> fiscal_year(2023), fiscal_year(2019), fiscal_year(2018)
    ('令和5年度', '令和元年度', '平成30年度')
    """
    era, offset = ("令和", 2018) if year >= 2019 else ("平成", 1988)
    if year < 1989:
        era, offset = "昭和", 1925
    number = year - offset
    return f"{era}{'元' if number == 1 else number}年度"


def amount_words(record: dict[str, object]) -> str:
    """Value, range and unit of a metric with its qualifier (約3,045人, 10～20％).

    >>> amount_words({"value": 3045, "unit": "人", "qualifier": "about"})
    '約3,045人'
    >>> amount_words({"value": 10, "value_max": 20, "unit": "%", "qualifier": None})
    '10～20%'
    >>> amount_words({"value": 200, "unit": "件", "qualifier": "over"})
    '200件（以上）'
    """
    text = _number(record.get("value"))
    if record.get("value_max") is not None:
        text += f"～{_number(record['value_max'])}"
    text += str(record.get("unit") or "")
    qualifier = record.get("qualifier")
    if qualifier == "about":
        return f"約{text}"
    return f"{text}（{QUALIFIERS.get(str(qualifier), str(qualifier))}）" if qualifier else text


def _number(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return str(value)


def meeting_title(name: str | None, session: int | None, file_name: str) -> str:
    """How a meeting is called: name with 第N回, else the file's name.

    >>> meeting_title("地域福祉推進会議", 3, "a.pdf"), meeting_title(None, None, "a.pdf")
    ('第3回 地域福祉推進会議', 'a.pdf')
    """
    if name is None:
        return file_name
    return f"第{session}回 {name}" if session is not None else name
