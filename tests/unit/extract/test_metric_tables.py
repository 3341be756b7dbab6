"""Figures in data tables: names from row and column headings, units, periods, columns without figures. Invented tables."""

from datetime import date

import pytest

from minutes_pipeline.extract.metric_prose import Figure
from minutes_pipeline.extract.metric_tables import figures_in_table
from minutes_pipeline.model.document import Cell, Document, Line, Table
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.periods import Clock

CLOCK = Clock(day=date(2025, 2, 18))


def _document(caption: str, rows: list[list[str]]) -> Document:
    """A document of one caption line and one table."""
    text, lines, cells = caption, [Line(0, len(caption))], []
    for number, row in enumerate(rows):
        start = len(text) + 1
        at = start
        for col, words in enumerate(row):
            cells.append(Cell(number, col, at, at + len(words)))
            at += len(words) + 1
        text += "\n" + "\t".join(row)
        lines.append(Line(start, len(text), table=0, row=number))
    table = Table("data", len(rows), len(rows[0]), tuple(cells), 1, len(rows))
    return Document("0" * 16, "t.txt", "txt", "0" * 64, text, tuple(lines), (table,))


def _read(caption: str, rows: list[list[str]]) -> tuple[Figure, ...]:
    document = _document(caption, rows)
    return figures_in_table(document, flat(document.text), document.tables[0], CLOCK, None)


def _short(figures: tuple[Figure, ...]) -> list[tuple[str, float, str | None]]:
    return [(f.name, f.value, f.unit) for f in figures]


def test_budget_columns_and_the_unit_of_the_caption() -> None:
    figures = _read(
        "収入の部（単位：円）",
        [
            ["科目", "予算額", "決算額", "差異", "備考"],
            ["会費", "1,200,000", "1,188,000", "▲12,000", "月額300円"],
            ["雑収入", "5,000", "8,012", "3,012", ""],
        ],
    )
    assert _short(figures) == [
        ("会費の予算額", 1200000, "円"),
        ("会費の決算額", 1188000, "円"),
        ("会費の差異", -12000, "円"),
        ("雑収入の予算額", 5000, "円"),
        ("雑収入の決算額", 8012, "円"),
        ("雑収入の差異", 3012, "円"),
    ]


def test_year_columns_give_the_period_not_the_name() -> None:
    figures = _read(
        "表１　登録者の推移（各年９月末現在）",
        [["区分", "令和５年", "令和６年"], ["登録者数", "842人", "871人"], ["うち新規", "40人", "52人"]],
    )
    assert _short(figures) == [
        ("登録者数", 842, "人"),
        ("登録者数", 871, "人"),
        ("新規の登録者数", 40, "人"),
        ("新規の登録者数", 52, "人"),
    ]
    assert [str(f.period and f.period[1]) for f in figures] == ["2023-09-30", "2024-09-30"] * 2


def test_indicator_target_and_result_without_department_and_rating() -> None:
    figures = _read(
        "令和５年度の実績に対する評価は次のとおり",
        [
            ["事業", "担当課", "指標", "目標値", "実績値", "評価"],
            ["子どもの居場所づくり", "こども課", "利用者数", "800人", "905人", "Ａ"],
            ["見守り活動", "福祉課", "訪問回数", "1,200回", "1,180回", "Ｂ"],
        ],
    )
    assert _short(figures) == [
        ("子どもの居場所づくりの利用者数の目標値", 800, "人"),
        ("子どもの居場所づくりの利用者数の実績値", 905, "人"),
        ("見守り活動の訪問回数の目標値", 1200, "回"),
        ("見守り活動の訪問回数の実績値", 1180, "回"),
    ]
    assert {f.period for f in figures} == {(date(2023, 4, 1), date(2024, 3, 31))}


def test_thousand_yen_column_beside_percentages() -> None:
    figures = _read(
        "表２　令和５年度の給付費（単位：千円）",
        [
            ["区分", "計画値", "実績値", "計画比"],
            ["居宅", "612,400", "598,215", "97.7％"],
            ["合計", "612,400", "598,215", "97.7％"],
        ],
    )
    assert _short(figures)[:3] == [
        ("居宅の計画値", 612400000, "円"),
        ("居宅の実績値", 598215000, "円"),
        ("居宅の計画比", 97.7, "%"),
    ]
    assert figures[3].name == "合計の計画値"


def test_unit_of_the_column_heading_and_of_a_unit_column() -> None:
    heading = _read(
        "利用状況", [["施設", "利用者数（人）", "開館日数（日）"], ["東館", "12,340", "301"], ["西館", "8,120", "298"]]
    )
    assert _short(heading)[:2] == [("東館の利用者数", 12340, "人"), ("東館の開館日数", 301, "日")]
    column = _read("指標", [["指標名", "単位", "令和５年度"], ["相談件数", "件", "318"], ["認定率", "％", "19.2"]])
    assert _short(column) == [("相談件数", 318, "件"), ("認定率", 19.2, "%")]
    assert str(column[0].period and column[0].period[0]) == "2023-04-01"


def test_year_rows_give_the_period() -> None:
    figures = _read(
        "出生数", [["年度", "出生数", "死亡数"], ["令和４年度", "412人", "630人"], ["令和５年度", "398人", "655人"]]
    )
    assert _short(figures)[:2] == [("出生数", 412, "人"), ("死亡数", 630, "人")]
    assert [str(f.period and f.period[0]) for f in figures] == ["2022-04-01"] * 2 + ["2023-04-01"] * 2


@pytest.mark.parametrize(
    "rows",
    [
        [["番号", "氏名", "役職"], ["1", "山本", "会長"], ["2", "川口", "副会長"]],
        [["期日", "会場", "備考"], ["６月12日", "東会館", "10人"], ["７月３日", "西会館", "12人"]],
        [["施策", "担当課", "評価"], ["見守り", "福祉課", "Ａ"], ["交流", "生涯学習課", "－"]],
    ],
)
def test_tables_without_figures(rows: list[list[str]]) -> None:
    assert _read("一覧", rows) == ()


def test_quotes_are_the_cells() -> None:
    document = _document("表", [["区分", "件数"], ["相談", "318件"], ["苦情", "12件"]])
    figures = figures_in_table(document, flat(document.text), document.tables[0], CLOCK, None)
    assert [document.text[f.start : f.end] for f in figures] == ["318件", "12件"]


def test_list_of_two_columns() -> None:
    figures = _read(
        "概要", [["項目", "内容"], ["利用者数", "1,240人"], ["開館日数", "301日"], ["主な意見", "使いやすい"]]
    )
    assert _short(figures) == [("利用者数", 1240, "人"), ("開館日数", 301, "日")]


def test_period_in_the_heading_of_the_row_headings() -> None:
    found = _read("契約の状況", [["方式（令和６年度上半期）", "件数（件）"], ["一般競争", "64"], ["随意契約", "23"]])
    assert {(str(f.period[0]), str(f.period[1])) for f in found if f.period} == {("2024-04-01", "2024-09-30")}


def test_stretch_that_the_document_declares() -> None:
    document = _document("対象期間の状況", [["方式", "件数（件）"], ["一般競争", "64"]])
    declared = (date(2024, 4, 1), date(2024, 9, 30))
    text, table = flat(document.text), document.tables[0]
    assert [f.period for f in figures_in_table(document, text, table, CLOCK, None, declared)] == [declared]
    assert [f.period for f in figures_in_table(document, text, table, CLOCK, None)] == [None]


def test_count_at_the_end_of_each_year_named_by_the_caption() -> None:
    rows = [["区分", "令和４年度", "令和５年度"], ["要支援１", "430", "445"], ["合計", "1,455", "1,494"]]
    found = _read("認定者数の推移（各年度末現在、単位：人）", rows)
    assert [(f.name, f.value, str(f.period[1]) if f.period else None) for f in found] == [
        ("要支援1の認定者数", 430, "2023-03-31"),
        ("要支援1の認定者数", 445, "2024-03-31"),
        ("認定者数の合計", 1455, "2023-03-31"),
        ("認定者数の合計", 1494, "2024-03-31"),
    ]
    assert all(f.unit == "人" and f.period and f.period[0] == f.period[1] for f in found)


def test_short_years_of_a_progress_sheet() -> None:
    rows = [
        ["指標", "単位", "基準値（R元）", "実績値（R5）", "目標値（R10）"],
        ["リサイクル率", "％", "18.2", "19.0", "25.0"],
    ]
    found = _read("目標の進捗", rows)
    assert [(f.name, f.unit, str(f.period[0]) if f.period else None) for f in found] == [
        ("リサイクル率の基準値", "%", "2019-04-01"),
        ("リサイクル率の実績値", "%", "2023-04-01"),
        ("リサイクル率の目標値", "%", "2028-04-01"),
    ]


def test_months_of_the_caption_hold_for_each_year() -> None:
    found = _read(
        "施設の利用状況（４～10月）",
        [["施設", "R5", "R6"], ["体育館", "61,204人", "64,880人"], ["武道館", "9,870人", "10,021人"]],
    )
    assert [(str(f.period[0]), str(f.period[1])) for f in found[:2] if f.period] == [
        ("2023-04-01", "2023-10-31"),
        ("2024-04-01", "2024-10-31"),
    ]


def test_limit_in_a_cell() -> None:
    rows = [
        ["測定項目", "基準値", "令和５年度"],
        ["道路の騒音", "70デシベル以下", "約69デシベル"],
        ["上流のＢＯＤ", "3.0mg/L以下", "1.8mg/L"],
    ]
    found = _read("環境測定の結果", rows)
    assert [(f.value, f.qualifier) for f in found] == [(70, "under"), (69, "about"), (3, "under"), (1.8, None)]


def test_day_in_brackets_behind_a_year() -> None:
    """令和6年度（12月末まで）: from April of that year to the day; no words of it stay in the name."""
    figures = _read(
        "路線別の利用者数（単位：人）",
        [["路線", "令和４年度", "令和５年度（９月末まで）"], ["中央線", "53,964", "29,117"]],
    )
    assert [(f.name, f.period and (str(f.period[0]), str(f.period[1]))) for f in figures] == [
        ("中央線の利用者数", ("2022-04-01", "2023-03-31")),
        ("中央線の利用者数", ("2023-04-01", "2023-09-30")),
    ]


def test_caption_with_two_units() -> None:
    """（単位：件、千円）: money for the columns of money, shares as they are, the other unit for the rest."""
    figures = _read(
        "取組結果（単位：件、千円）",
        [["区分", "取組項目数", "達成率", "効果額"], ["歳入確保", "12", "75.0", "45,230"]],
    )
    assert _short(figures) == [
        ("歳入確保の取組項目数", 12, "件"),
        ("歳入確保の達成率", 75, "%"),
        ("歳入確保の効果額", 45230000, "円"),
    ]
