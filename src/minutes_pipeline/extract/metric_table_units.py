"""Units of table columns (表の単位): the one of the caption that fits a column, and what a heading implies by itself."""

from __future__ import annotations

import re

_OF_MONEY = re.compile(r"額|費|料|金|収入|支出|歳入|歳出|予算|決算|円")


def fitting_unit(noted: str | None, parts: list[str], name: str) -> str | None:
    """The unit of the caption; of several (単位:件、千円) the one that the headings call for."""
    units = re.split(r"[、,・/]", noted or "")
    if len(units) < 2:
        return noted
    heads = parts or [name]
    if any(re.search(r"(?:率|割合|比)$", h) for h in heads):
        return next((u for u in units if u in ("%", "パーセント")), "%")
    money = any(_OF_MONEY.search(h) for h in heads)
    return next((u for u in units if ("円" in u) == money and u != "%"), None)


def implied_unit(parts: list[str]) -> str | None:
    """The unit that a heading implies (人数 -> 人, 件数 -> 件, 金額 -> 円, 率 -> %), or None."""
    for part in reversed(parts):
        if found := re.search(r"(人|件|回|戸|棟|台|校|冊|点|枚|世帯|団体|日|社|頭|本|箇所|か所)数$", part):
            return found[1]
        if re.search(r"(?:率|割合|比)$", part):
            return "%"
    return None
