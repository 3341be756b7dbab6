"""What sort of figure it is (数値の種類): planned or reached, a rate of that, a mean, a change.

A target and what was reached of it share name and unit, yet are two series. The word that tells stands in the name, at
the head of the table's column, or right before the figure (目標40.0％に対し31.2％).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from minutes_pipeline.model.records import Metric
from minutes_pipeline.text.folding import flat

_PLANNED = r"(?:目標|計画|見込|予定|想定|予算|基準)(?:値|額|数|量|件数|人数|率)?"
#: At the end of a name or a column's head: what is planned.
_TARGET = re.compile(rf"(?:{_PLANNED}|ベースライン|当初)(?:\([^()]{{0,12}}\))?$")
_ACHIEVED = re.compile(
    r"(?:達成|進捗|充足|執行|実施|消化)(?:率|度|割合)(?:\([^()]{0,12}\))?$|(?:目標|計画)(?:値|額)?(?:に対する|比)"
)
#: Right before the figure.
_TARGET_LEAD = re.compile(rf"{_PLANNED}(?:\([^()]{{0,12}}\))?\s?(?:の|は|である|が|:|を)?\s?約?$")
_RATE_LEAD = re.compile(
    r"(?:目標|計画)(?:値|額)?[^。、]{0,20}に対する(?:[^。、]{0,8}(?:割合|比率|率))?(?:は|が)?\s?約?$"
)
#: A mean, or a difference from another figure, is no figure of the thing itself.
_MEAN = re.compile(r"[1一][^0-9。、]{1,6}(?:当た?り|あたり|につき)|[1一](?:か所|人|回|日|月|校|件|世帯|団体)平均")
_CHANGE = re.compile(
    r"[0-9](?:[%割人件円回名日校台世]|ポイント|か所|団体|世帯){0,2}の?(?:増|減(?!免)|上昇|低下|短縮|伸び|多[いくか]|少な[いくか])"
)
_INTO = re.compile(r"(?:に|へ|と|まで)(?:増|減|上昇|低下|縮|拡)")
_VALUE = re.compile(r"[0-9][0-9,.]{0,16}(?:万|億|千)?")


class Columns:
    """Heads of the columns of a document's tables (列の見出し), by position; a table is a run of lines with tabs."""

    def __init__(self, text: str) -> None:
        self._text = flat(text)
        self._starts: list[int] = []
        self._heads: list[list[str] | None] = []
        head: list[str] | None = None
        begins = 0
        for line in self._text.split("\n"):
            if "\t" not in line:
                head = None
            elif head is None:
                head = line.split("\t")
            self._starts.append(begins)
            self._heads.append(head)
            begins += len(line) + 1

    def at(self, position: int) -> str:
        """The head of the column that a position stands in, folded; nothing outside of tables and in their first row."""
        n = bisect_right(self._starts, position) - 1
        head = self._heads[n] if n >= 0 else None
        if head is None or (n > 0 and self._heads[n - 1] is not head) or n == 0:
            return ""
        column = self._text.count("\t", self._starts[n], position)
        return head[column] if column < len(head) else ""


def sort_of(metric: Metric, text: str, head: str) -> str:
    """``target``, ``rate``, ``mean``, or nothing for a plain figure.

    Args:
        metric: The figure.
        text: The document's folded text.
        head: The head of its column.
    """
    name, quote = flat(metric.name), flat(metric.quote)
    before = text[max(0, metric.span.start - 32) : metric.span.start]
    value = _VALUE.search(quote)
    lead = before + (quote[: value.start()] if value else "")
    if _ACHIEVED.search(name) or _ACHIEVED.search(head) or _RATE_LEAD.search(lead):
        return "rate"
    if _TARGET.search(name) or _TARGET.search(head) or _TARGET_LEAD.search(lead):
        return "target"
    return "mean" if any(_MEAN.search(part) for part in (quote, name, before[-8:])) else ""


def is_change(metric: Metric, text: str) -> bool:
    """Whether the figure tells by how much another one changed (25人増えた)."""
    behind = flat(metric.quote) + text[metric.span.end : metric.span.end + 3]
    return metric.value < 0 or (bool(_CHANGE.search(behind)) and not _INTO.search(behind))
