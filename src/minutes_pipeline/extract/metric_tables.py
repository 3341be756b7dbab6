"""Figures in data tables (表の数値): each numeric cell named by its row and column headings.

* A 年度・年 column (or row) gives the period, not the name; 各年9月末現在 in the caption makes it that day.
* 指標 (what is measured) and 事業 (who does it) columns make the row's name: 事業の指標; 目標値・実績値・計画値・予算額 columns follow it.
* うち rows take over the noun of the row before (認定者数, うち要介護3以上 -> 要介護3以上の認定者数).
* The unit is the cell's, the column heading's ((人), 千円), the row heading's, or the caption's (単位:円).
* Columns of 備考, 担当課, 評価, numbering and dates hold no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from minutes_pipeline.extract.metric_prose import Figure
from minutes_pipeline.extract.metric_qualifiers import Qualifier, marks_of
from minutes_pipeline.extract.metric_table_units import fitting_unit, implied_unit
from minutes_pipeline.extract.metric_words import MEASURE
from minutes_pipeline.model.document import Cell, Document, Table
from minutes_pipeline.values.dates import find_dates
from minutes_pipeline.values.numbers import NumberMatch, find_numbers
from minutes_pipeline.values.periods import Clock, PeriodMatch, find_periods
from minutes_pipeline.values.units import find_quantities

Span = tuple[date, date]

_NO_FIGURES = re.compile(
    r"備考|摘要|担当|所管|所属|部署|課$|評価|判定|方向性|番号|^番$|^No\.?$|^#$|"
    r"順位|氏名|名簿|職名?$|期日|日時|日程|時間帯|電話|住所|所在地|根拠|ページ|"
    r"頁|説明|内訳$|主な|内容|対応|理由|コメント|意見|年月日|時刻|出欠|役職|区分番号|"
    r"会議室|期限|時期"
)
_ROW_HEADS = re.compile(
    r"^(?:区分|項目|科目|種別|種類|名称|指標名?|指標|事業名?|施策名?|取組名?|取組|"
    r"事業|施策|地区名?|地区|教室名?|施設名?|サービス区分|サービス種別|サービス|"
    r"年度|年|学校名?|団体名?|部門|費目|款|路線名?|会場|内容|月|区域|分類|対象|"
    r"種目|品目|業種|年代|年齢|年齢区分|性別|地域|町名|行政区)$"
)
_UNIT_COLUMN = re.compile(r"^単位$")
_UNIT_NOTE = re.compile(r"単位\s?[:は]?\s?(?P<unit>[^)、,・/。\s)]{1,8}(?:[、,・/][^)、,・/。\s)]{1,6}){0,3})")
_HEAD_UNIT = re.compile(r"[(\[〔](?:単位\s?[:]?\s?)?(?P<unit>[^()\[\]〔〕0-9]{1,8})[)\]〕]\s*$")
_SCALES = {"千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "億": 10**8, "百": 100}
_SCALED_UNIT = re.compile(r"^(?P<scale>百万|千万|十万|千|万|億|百)(?P<unit>[円人件トン㎡㎥枚冊世帯]{1,3}|kWh|kg|t)$")
_TOTAL = re.compile(r"^(?:合\s*計|総\s*計|小\s*計|計)$")
_PART = re.compile(r"^\s*[(（]?(?:うち|内|内数)\s*[)）]?\s*")
_MEASURED = re.compile(
    r"^(?:内容|結果|状況|人数|件数|回数|金額|数量|実績|数|値|数値|割合|率|実数|計|合計|総数|実績値)$"
)
_GENERAL = re.compile(r"内容|結果|状況|説明|数値")
_COUNTED_NOUN = re.compile(r"(?:数|率|額|量|人口|件数|実績値)$")
_EMPTY_CELL = frozenset(("-", "", "―", "ー", "…", "*", "×", "○", "◎", "△", "▲", "/", "未定", "なし", "皆増", "皆減"))
_YEAR_ENDS = re.compile(r"各年(?P<fiscal>度)?末")
# R5, H30 as the heading of a column: the fiscal year of a progress sheet.
_SHORT_YEAR = re.compile(
    r"(?<![A-Za-z0-9])(?P<era>[RHＲＨ]|令和|平成)\s?(?P<year>元|[0-9]{1,2})(?![0-9.]|\s?年|\s?[./-])"
)
_MONTHS = re.compile(
    r"(?<![0-9年])(?<!年\s)(?P<first>1[0-2]|[1-9])月?\s?(?:~|から|-)\s?(?P<last>1[0-2]|[1-9])月(?!\s?[0-9])"
)
_YEARLY = re.compile(r"各年(?:度)?(?P<month>[0-9]{1,2})\s?月\s?(?:(?P<day>[0-9]{1,2})\s?日|(?P<end>末)(?:日)?)?")
_UNITLESS = re.compile(r"^[▲\-+]?\s?[0-9][0-9,.\s]{0,20}$")


_DIGIT = re.compile("[0-9]")
_KIND_OF_FIGURE = re.compile(
    r"\((?:実績|見込み?|目標|計画|決算|予算|値|額)\)|実績値?|(?:基準|現状|策定時|速報|推計)値?|目標値?|計画値?|見込み?|決算額?|予算額?|[()\s]"
)
_OF_TIME = re.compile(r"[0-9年度月日末現在時点元令和平成昭和RH.~\-まからで]")
_YEAR_HEAD = re.compile(r"(?:令和|平成|昭和|R|H)?\s?[0-9元]{1,4}\s?年")


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table as a rectangle: every covered position points to its cell."""

    rows: int
    cols: int
    cells: dict[tuple[int, int], Cell]
    texts: dict[tuple[int, int], str]
    folded: str

    def text(self, row: int, col: int) -> str:
        return self.texts.get((row, col), "")


def _grid(table: Table, folded: str) -> _Grid:
    covered: dict[tuple[int, int], Cell] = {}
    texts: dict[tuple[int, int], str] = {}
    for cell in table.cells:
        words = " ".join(folded[cell.start : cell.end].split())
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for col in range(cell.col, min(cell.col + cell.col_span, table.cols)):
                covered.setdefault((row, col), cell)
                texts.setdefault((row, col), words)
    return _Grid(table.rows, table.cols, covered, texts, folded)


def _qualifier_of(text: str) -> Qualifier | None:
    """What a cell says of its figure (70デシベル以下, 約120)."""
    found = find_quantities(text)
    return marks_of(text, found[0]).qualifier if found else None


@lru_cache(maxsize=1024)
def _numeric(text: str) -> bool:
    """Whether a cell's text is a figure: a number, perhaps with a unit, and nothing else."""
    bare = text.strip("()*※ 約")
    if not _DIGIT.search(bare) or len(bare) > 30:
        return False
    quantities = find_quantities(bare)
    if len(quantities) != 1 or quantities[0].hidden:
        return len(quantities) == 1 and _UNITLESS.match(bare) is not None
    if any(d.start <= quantities[0].start < d.end for d in find_dates(bare)):
        return False
    return quantities[0].start <= 1 and len(bare) - quantities[0].end <= 4


def _head_rows(grid: _Grid) -> int:
    """How many rows at the top are headings: up to the first row with a figure outside the first column."""
    for row in range(grid.rows):
        if any(_numeric(grid.text(row, col)) for col in range(1, grid.cols)):
            return max(row, 1)
    return 1


def _head_cols(grid: _Grid, head: int) -> int:
    """How many columns at the left name the rows: those before the first column whose cells are figures."""
    for col in range(grid.cols):
        texts = [grid.text(row, col) for row in range(head, grid.rows)]
        figures = sum(_numeric(t) for t in texts)
        year_column = any(_YEAR_HEAD.match(t) for t in texts)
        if figures and figures * 2 >= sum(t not in _EMPTY_CELL for t in texts) and not year_column and col > 0:
            return col
    return 1


@dataclass(frozen=True, slots=True)
class Captioned:
    """What the lines above a table say: unit, period, and a day for yearly columns."""

    unit: str | None
    period: Span | None
    yearly: tuple[int, int] | None
    text: str
    months: tuple[int, int] | None = None

    @property
    def noun(self) -> str | None:
        """What the caption says the whole table counts (要介護認定者数の推移(単位:人) -> 要介護認定者数), or None."""
        words = re.sub(
            r"\([^()]{0,40}\)|^[^一-龠ァ-ヴーA-Za-z]{1,6}|^(?:表|図)\s?[0-9\-]{1,4}\s?", "", self.text
        ).strip()
        words = re.sub(r"^[^の]{1,8}別の?(?=[一-龠ァ-ヴー])", "", words)
        words = re.sub(r"^.{0,20}?年度?(?:末|[0-9]{1,2}月末?)?(?:現在)?の", "", words)
        words = re.sub(
            r"(?:の(?:推移|状況|内訳|見込み?|実績|一覧|年次推移|変化))?(?:について|は次のとおり.{0,4})?[。:]?$",
            "",
            words,
        )
        return words if 2 < len(words) <= 16 and _COUNTED_NOUN.search(words) else None


def caption_of(
    document: Document, folded: str, table: Table, clock: Clock, heading: Span | None, declared: Span | None = None
) -> Captioned:
    """Unit and period from the table's caption: the one to three short lines right above it."""
    unit, period, yearly, words = None, None, None, ""
    months: tuple[int, int] | None = None
    for index in range(table.first_line - 1, max(-1, table.first_line - 4), -1):
        line = document.lines[index]
        text = folded[line.start : line.end]
        if line.table is not None or len(text) > 90:
            break
        note = _UNIT_NOTE.search(text)
        unit = unit or (note["unit"] if note else None)
        ends = _YEAR_ENDS.search(text)
        if ends is not None and yearly is None:
            yearly = (3, 31) if ends["fiscal"] else (12, 31)
        span = _MONTHS.search(text)
        if span is not None and months is None:
            months = (int(span["first"]), int(span["last"]))
        each = _YEARLY.search(text)
        if each is not None and yearly is None:
            yearly = (int(each["month"]), int(each["day"] or 0))
        stated = find_periods(text, clock)
        if stated and period is None:
            last = max(stated, key=lambda p: (p.kind == "as_of", -p.start))
            period = (last.first, last.last)
        if period is None and "対象期間" in text:
            period = declared
        words = words or text
        if text.endswith("。"):
            break
    return Captioned(unit, period or heading, yearly, words, months)


def _spelt_out(text: str) -> str:
    """A heading with its short years spelt out (実績値(R5) -> 実績値(R5年度))."""
    return _SHORT_YEAR.sub(lambda m: f"{m['era']}{m['year']}年度", text)


def _period_of(text: str, clock: Clock, caption: Captioned) -> Span | None:
    """The period that a heading cell names, if it is nothing but a period (令和5年度, R5, 2023年, 令和6年度(12月末現在))."""
    text = _spelt_out(text)
    stated = find_periods(text, clock)
    if not stated or _OF_TIME.sub("", _KIND_OF_FIGURE.sub("", text)):
        return None
    if stated[0].kind == "fiscal" and len(stated) > 1:
        # 令和5年度(9月末まで): the day in brackets is of the year before it
        stated = find_periods(text, Clock(clock.day, stated[0].first.year))
    best: PeriodMatch = max(stated, key=lambda p: (p.kind == "as_of", p.kind in ("range", "until"), -p.start))
    if caption.yearly is not None and best.kind in ("year", "fiscal"):
        month, day = caption.yearly
        if (month, day) in ((3, 31), (12, 31)):
            return best.last, best.last
        found = find_periods(
            f"{best.first.year}年{month}月{day}日現在" if day else f"{best.first.year}年{month}月末現在", clock
        )
        return (found[0].first, found[0].last) if found else None
    if caption.months is not None and best.kind == "fiscal":
        found = find_periods(_of_months(best.first.year, *caption.months), clock)
        return (found[0].first, found[0].last) if found else None
    return best.first, best.last


def _of_months(year: int, first: int, last: int) -> str:
    """Months of a fiscal year as a range that ``find_periods`` reads."""
    return f"{year + (first < 4)}年{first}月から{year + (last < 4)}年{last}月まで"


class _Reader:
    def __init__(self, grid: _Grid, clock: Clock, caption: Captioned) -> None:
        self.grid, self.clock, self.caption = grid, clock, caption
        self.head = _head_rows(grid)
        self.left = _head_cols(grid, self.head)
        self.before = ""
        self.corner = self._corner()
        self.columns = [self._column(col) for col in range(grid.cols)]

    def _corner(self) -> Span | None:
        """The period that the heading of the row headings prints (方式(令和5年度上半期))."""
        for row in range(self.head):
            for col in range(self.left):
                stated = find_periods(self.grid.text(row, col), self.clock)
                if stated:
                    return stated[0].first, stated[0].last
        return None

    def figures(self) -> Iterator[Figure]:
        for row in range(self.head, self.grid.rows):
            name, period = self._row_name(row), self._row_period(row)
            if not _PART.match(self._row_words(row)):
                self.before = name
            for col in range(self.left, self.grid.cols):
                cell = self.grid.cells.get((row, col))
                if cell is None or cell.row != row or cell.col != col:
                    continue
                figure = self._cell(row, col, cell, name, period)
                if figure is not None:
                    yield figure

    def _row_words(self, row: int) -> str:
        return next((t for col in range(self.left - 1, -1, -1) if (t := self.grid.text(row, col))), "")

    def _row_name(self, row: int) -> str:
        """The row's name from its heading columns; columns of departments and numbers are left out."""
        parts: list[str] = []
        for col in range(self.left):
            head = self.grid.text(self.head - 1, col)
            words = self.grid.text(row, col)
            if not words or _UNIT_COLUMN.match(head) or (_NO_FIGURES.search(head) and not _ROW_HEADS.match(head)):
                continue
            if re.fullmatch(r"[0-9().]{1,6}|[①-⑳]", words) or _period_of(words, self.clock, self.caption):
                continue
            words = _HEAD_UNIT.sub("", words).strip()
            if words and words not in parts:
                parts.append(words)
        if parts and _PART.match(parts[-1]):
            part = _PART.sub("", parts[-1])
            return f"{part}の{self.before}" if self.before else part
        return "の".join(parts)

    def _column(self, col: int) -> tuple[list[str], Span | None, str | None]:
        """Name parts, period and unit that a column's headings give."""
        parts: list[str] = []
        period: Span | None = None
        unit: str | None = None
        for row in range(self.head):
            words = _spelt_out(self.grid.text(row, col))
            noted = _HEAD_UNIT.search(words)
            if noted and not find_periods(noted[0], self.clock):
                unit, words = noted["unit"], words[: noted.start()].strip()
            stated = _period_of(words, self.clock, self.caption)
            if stated is not None:
                period = stated
                words = re.sub(
                    r"(?:令和|平成|昭和|R|H)?[0-9元]{1,4}(?:年度?)?(?:[0-9]{1,2}月(?:末|[0-9]{1,2}日)?(?:現在|時点|まで)?)?|[0-9]{0,2}月(?:末|[0-9]{1,2}日)?(?:現在|時点|まで)|[()\s]",
                    "",
                    words,
                )
            if words and words not in parts:
                parts.append(words)
        return parts, period, unit

    def _cell(self, row: int, col: int, cell: Cell, name: str, of_row: Span | None) -> Figure | None:
        text = self.grid.folded[cell.start : cell.end]
        parts, period, unit = self.columns[col]
        if not _numeric(text) or self._silent(col, parts):
            return None
        number, printed = _number_of(text)
        if number is None:
            return None
        unit = (
            printed
            or unit
            or self._row_unit(row)
            or fitting_unit(self.caption.unit, parts, name)
            or implied_unit(parts)
        )
        scale = 1
        scaled = _SCALED_UNIT.match(unit or "")
        if scaled is not None:
            scale, unit = (_SCALES[scaled["scale"]] if printed is None else 1), scaled["unit"]
        title = self._title(name, parts)
        span = period or of_row or self.corner or self.caption.period
        value = number.value * scale
        place = (cell.start + number.start, cell.end)
        high = None if number.value_max is None else number.value_max * scale
        return Figure(cell.start, cell.end, title, value, high, unit, _qualifier_of(text), span, "table", 0.97, place)

    def _silent(self, col: int, parts: list[str]) -> bool:
        """Whether a column holds no figures by its heading; 内容 of a two-column list may hold them."""
        if not any(_NO_FIGURES.search(p) for p in parts):
            return False
        return not (self.grid.cols == self.left + 1 and all(_GENERAL.fullmatch(p) for p in parts))

    def _title(self, name: str, parts: list[str]) -> str:
        kept = [
            p
            for p in parts
            if not (name and _MEASURED.match(p) and len(parts) == 1 and self.left + 1 == self.grid.cols)
        ]
        if not name:
            return "の".join(kept) or self.caption.text
        if not kept and (noun := self.caption.noun) and noun not in name and not MEASURE.search(name):
            return f"{noun}の{name}" if _TOTAL.match(name) else f"{name}の{noun}"
        return "の".join([name, *kept]) if kept else name

    def _row_unit(self, row: int) -> str | None:
        for col in range(self.left):
            words = self.grid.text(row, col)
            if _UNIT_COLUMN.match(self.grid.text(self.head - 1, col)) and words:
                return words
            noted = _HEAD_UNIT.search(words)
            if noted and (find_quantities("1" + noted["unit"])[0].unit or _SCALED_UNIT.match(noted["unit"])):
                return noted["unit"]
        return None

    def _row_period(self, row: int) -> Span | None:
        for col in range(self.left):
            stated = _period_of(self.grid.text(row, col), self.clock, self.caption)
            if stated is not None:
                return stated
        return None


def _number_of(text: str) -> tuple[NumberMatch | None, str | None]:
    """The cell's number and its printed unit."""
    quantity = find_quantities(text)[0]
    number = find_numbers(text)[0]
    if quantity.hidden:
        return number, None
    return number, quantity.unit


def figures_in_table(
    document: Document, folded: str, table: Table, clock: Clock, heading: Span | None, declared: Span | None = None
) -> tuple[Figure, ...]:
    """The figures of a data table, by row and column; offsets are those of the document's text.

    Args:
        document: The document.
        folded: Its folded text.
        table: A table of kind ``data``.
        clock: What dates without a year are resolved against.
        heading: The period of the item that the table stands under, or None.
        declared: The stretch that the document declares as its 対象期間, or None.
    """
    grid = _grid(table, folded)
    caption = caption_of(document, folded, table, clock, heading, declared)
    return tuple(_Reader(grid, clock, caption).figures())
