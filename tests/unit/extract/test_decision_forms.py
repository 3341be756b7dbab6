"""What chairs and clerks say that settles, what only tells, and results in the list at the front."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from minutes_pipeline.extract.decisions import extract_decisions
from minutes_pipeline.model.section import Outline

Build = Callable[..., Outline]

SETTLED = [
    ("委員長", "署名委員に、北原委員、南田委員、お願いいたします。", "decided"),
    ("", "教育長が会議録署名人に水沢教育長職務代理者を指名。", "decided"),
    ("", "会議録署名委員として、桜庭委員を指定した。", "decided"),
    ("委員長", "御異議なしと認め、直ちに討論を行います。", "decided"),
    ("", "応援の要請２件について、可として決裁した。", "approved"),
    ("", "規約第８条により、前の会長を顧問として依頼した。", "decided"),
    ("", "あわせて、当日の席順を確定した。", "decided"),
    ("", "両部会の報告書は春にまとめて出す方針が確認された。", "decided"),
    ("", "見守り隊の隊長は今年も会田様にお願いし了承を得ました。", "approved"),
]
ONLY_TOLD = [
    ("", "前回の準備会で、会場を体育館とすることになった。"),
    ("", "各担当の選任を行った。"),
    ("", "夏祭りの準備について話し合われました。"),
    ("", "得票が確定した。"),
    ("委員長", "御異議なしと認めます。"),
]


@pytest.mark.parametrize(("speaker", "text", "result"), SETTLED)
def test_settled(speaker: str, text: str, result: str, outline_of: Build) -> None:
    assert [(r.quote, r.result) for r in extract_decisions(outline_of((speaker, text)))] == [(text, result)]


@pytest.mark.parametrize(("speaker", "text"), ONLY_TOLD)
def test_only_told(speaker: str, text: str, outline_of: Build) -> None:
    assert [r for r in extract_decisions(outline_of((speaker, text))) if r.result != "noted"] == []


def test_page_furniture_under_a_list_of_decisions(outline_of: Build) -> None:
    lines = ("駐輪場は北側に移す。", "事務局から実施の状況を報告。", "Download", "第３回みなと協議会議事録")
    found = extract_decisions(outline_of(("#", "決定事項"), *(("", line) for line in lines)))
    assert [r.quote for r in found if r.result != "noted"] == [lines[0]]


def test_a_wrapped_title_with_its_result(outline_of: Build) -> None:
    first, second = (
        "議案第５号 学校の管理運営の特例に関する規則の一部を改正する規則",
        "に係る意見の聴取について（可決）",
    )
    (record,) = extract_decisions(outline_of(("#", "議案"), ("", first), ("", second)))
    assert (record.quote.replace("\n", ""), record.result) == (first + second, "approved")


def test_rows_beside_each_other_stay_apart(outline_of: Build) -> None:
    lines = ("議案第５号 規則の改正について（可決）", "議案第６号 条例の廃止について（否決）")
    found = extract_decisions(outline_of(("#", "議案"), *(("", line) for line in lines)))
    assert [(r.quote, r.result) for r in found] == [(lines[0], "approved"), (lines[1], "rejected")]


def test_results_in_the_list_at_the_front(outline_of: Build) -> None:
    line = (
        "●案件  1 陳情審査 第6号、第21号…継続    第6号:横断歩道の増設に関する陳情  2 所管事務調査継続  3 その他の報告"
    )
    front = replace(outline_of(("", line)), zones=("header",))
    found = [(r.quote, r.result) for r in extract_decisions(front)]
    assert found == [("陳情審査 第6号、第21号…継続", "deferred"), ("所管事務調査継続", "deferred")]


@pytest.mark.parametrize(
    "line", ["●案件  1 陳情審査 第6号、第21号", "議案審査の継続的な見直し", "2 所管事務調査 承認済みの件"]
)
def test_matters_at_the_front_without_a_result(line: str, outline_of: Build) -> None:
    assert extract_decisions(replace(outline_of(("", line)), zones=("header",))) == ()


@pytest.mark.parametrize(("line", "result"), [("西田委員に決定", "decided"), ("西田委員に依頼状を送付", None)])
def test_who_was_chosen_in_a_list_of_matters(line: str, result: str | None, outline_of: Build) -> None:
    outline = replace(outline_of(("", "会長互選"), ("", line)), zones=("agenda_list", "agenda_list"), sentences=())
    assert [r.result for r in extract_decisions(outline)] == ([result] if result else [])


def test_a_matter_as_label_is_no_speaker(outline_of: Build) -> None:
    text = "今年も会田様にお願いし了承を得ました。"
    (record,) = extract_decisions(outline_of(("", text), label="民生委員の推薦について"))
    assert record.quote == text
    assert extract_decisions(outline_of(("", text), label="川田委員")) == ()
