"""Tables of decisions and tasks: columns 決定事項, 担当, 期限."""

from collections.abc import Callable

import pytest

from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.extract.issues import extract_issues
from minutes_pipeline.model.section import Outline

Build = Callable[..., Outline]


def _table(outline_of: Build, *rows: str) -> Outline:
    return outline_of(("#", "協議"), *(("", row) for row in rows))


TASKS = [
    ("内容\t担当\t期限", "料金規則の改正案を作る\t館長\t11月末", "館長", "11月末"),
    ("№\t作業\t責任者\t〆切", "1\t近隣３市の料金を調べる\t丁野\t次回", "丁野", "次回"),
    ("宿題\t担当課\tいつまで\t状況", "名簿の確認\t福祉課\t－\t作業中", "福祉課", None),
]


@pytest.mark.parametrize(("heads", "row", "owner", "due"), TASKS)
def test_tables_of_tasks(heads: str, row: str, owner: str, due: str | None, outline_of: Build) -> None:
    (record,) = extract_actions(_table(outline_of, heads, row))
    assert (record.quote, record.owner, record.due) == (row, owner, due)


NO_TASKS = [
    ("内容\t担当\t期限", "－\t－\t－"),
    ("内容\t担当\t期限\t状況", "名簿の確認\t福祉課\t５月末\t完了"),
    ("事業名\t担当課\t期限", "見守りの配食\t福祉課\t令和８年度"),
    ("氏名\t所属\t役職", "甲野\t福祉課\t課長"),
    ("内容\t担当\t金額", "名簿の印刷\t福祉課\t３万円"),
]


@pytest.mark.parametrize(("heads", "row"), NO_TASKS)
def test_tables_of_other_things(heads: str, row: str, outline_of: Build) -> None:
    assert extract_actions(_table(outline_of, heads, row)) == ()


def test_a_table_ends_where_its_rows_end(outline_of: Build) -> None:
    rows = ("内容\t担当\t期限", "名簿の確認\t福祉課\t５月末", "以上", "あ\tい\tう", "利用の状況\t福祉課\t良好")
    (record,) = extract_actions(_table(outline_of, *rows))
    assert record.quote == rows[1]


def test_a_column_of_decisions(outline_of: Build) -> None:
    rows = (
        "議題\t協議内容\t決定事項\t担当\t期限",
        "橋の位置\t迂回路を取れるか\t上流側に架け替える\t道路課\t－",
        "仮橋\t河積を確かめたか\t水理計算をやり直す\t設計会社\t2/28",
        "照明\t明るさの基準\tなし\t－\t－",
        "名板\t公募の時期\t次回に持ち越し\t－\t－",
    )
    outline = _table(outline_of, *rows)
    assert [(r.quote, r.result) for r in extract_decisions(outline)] == [
        ("上流側に架け替える", "decided"),
        ("水理計算をやり直す", "decided"),
        ("次回に持ち越し", "deferred"),
    ]
    (task,) = extract_actions(outline)
    assert (task.quote, task.owner, task.due) == ("水理計算をやり直す", "設計会社", "2/28")


@pytest.mark.parametrize(
    ("label", "result"), [("可決", "approved"), ("継続", "deferred"), ("否決", "rejected"), ("保留", "deferred")]
)
def test_a_result_as_the_label_of_a_line(label: str, result: str, outline_of: Build) -> None:
    (record,) = extract_decisions(outline_of(("", "議案第１号　部会の再編"), label=label))
    assert (record.quote, record.result) == ("議案第１号　部会の再編", result)


@pytest.mark.parametrize("label", ["承認", "報告", "協議"])
def test_a_kind_as_the_label_of_a_line(label: str, outline_of: Build) -> None:
    assert extract_decisions(outline_of(("", "議案第１号　部会の再編"), label=label)) == ()


def test_a_column_of_results_in_words(outline_of: Build) -> None:
    rows = (
        "番号\t案件\t審議の結果",
        "議案第１号\t特定空家等の認定について\t３件を認定する",
        "議案第２号\t計画の改定について\t原案のとおり了承",
        "議案第３号\t協議会の名称について\t次回に持ち越すこととした",
        "報告第１号\t空き家バンクの状況について\t報告を受けた",
        "報告第２号\t補助金の実績について\t－",
    )
    found = [(r.quote, r.result) for r in extract_decisions(_table(outline_of, *rows)) if r.result != "noted"]
    assert found == [(rows[1], "approved"), (rows[2], "approved"), (rows[3], "deferred")]


def test_bullets_of_a_cell(outline_of: Build) -> None:
    rows = ("議事\t決まったこと", "会報\t・７月号に載せる・ＨＰにも載せる", "当番\t班長・組長の２人で回す")
    assert [r.quote for r in extract_decisions(_table(outline_of, *rows))] == [
        "７月号に載せる",
        "ＨＰにも載せる",
        "班長・組長の２人で回す",
    ]


def test_the_cells_of_a_column_of_problems_are_issues(outline_of: Build) -> None:
    rows = (
        "指標\t目標値\t実績値\t課題", "住宅の耐震化率\t95％\t91.4％\t高齢者のみの世帯で改修が進まない",
        "備蓄食料\t84,000食\t79,800食\t－", "福祉避難所\t20か所\t13か所\t特になし",
    )  # fmt: skip
    assert [i.quote for i in extract_issues(_table(outline_of, *rows))] == ["高齢者のみの世帯で改修が進まない"]


def test_a_column_of_remarks_is_none_of_problems(outline_of: Build) -> None:
    rows = ("指標\t目標値\t備考", "住宅の耐震化率\t95％\t令和６年度に調べる")
    assert extract_issues(_table(outline_of, *rows)) == ()
