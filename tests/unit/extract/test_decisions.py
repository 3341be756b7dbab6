"""Decisions: verbs that settle, who says them, and what takes them back."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from minutes_pipeline.extract.decision_rules import CLASSES, DecisionRule
from minutes_pipeline.extract.decisions import extract_decisions, read_verdict
from minutes_pipeline.model.section import Outline

pytestmark = pytest.mark.usefixtures("rules_alone")

Build = Callable[..., Outline]


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in CLASSES for t in r.accepts])
def test_the_table_accepts(rule: DecisionRule, text: str) -> None:
    verdicts = [read_verdict(text, "", role) for role in ("chair", "narration")]
    assert rule.result in {v.result for v in verdicts if v is not None}


@pytest.mark.parametrize("text", [t for r in CLASSES for t in r.rejects])
def test_the_table_rejects(text: str) -> None:
    verdict = read_verdict(text, "", "narration")
    assert verdict is None or (verdict.result, text) == ("decided", "担当課が次回の会議で結果を報告することとした")


SUMMARY = [
    ("給水区域の変更は原案のとおり承認された。", "approved"),
    ("監事の報告の後、決算は全会一致で認定した。", "approved"),
    ("一部の表現を改めることを条件に、了承を得た。", "approved"),
    ("部会長に最年長の委員を選出した。", "decided"),
    ("運動会は午前中のみとすることになりました。", "decided"),
    ("記念樹は梅に決まりました。", "decided"),
    ("会議録の署名は輪番とすることが確認された。", "decided"),
    ("遊具の配置は結論が出ず、継続して検討する。", "deferred"),
    ("この提案は持ち帰って各部で検討することになった。", "deferred"),
    ("指定袋の値上げは次回に持ち越すこととした。", "deferred"),
    ("会費の値上げは反対多数で否決。", "rejected"),
    ("緊急動議は採用されなかった。", "rejected"),
    ("請願第2号は不採択とされた。", "rejected"),
    ("以上について、報告を受けた。", "noted"),
    ("事務局案のとおり進めることで委員の了解が得られた。", "approved"),
    ("名称は「みどりの広場」とすることで意見がまとまった。", "decided"),
    ("協議の結果、開催時期を10月に変更することで全員一致。", "decided"),
    ("検討の結果、会場は公民館とすることに落ち着いた。", "decided"),
    ("役員の体制について、提案どおりで異議なしとの結論を得た。", "decided"),
    ("作業部会の構成は、南会長、北川委員、東委員となった。", "decided"),
    ("資料を希望する人には、公開の手続を行ってもらうこととなった。", "decided"),
    ("班の編成は、11月の役員会でもう一度話し合う。", "deferred"),
    ("御意見を反映した上で、改定案を了承することとしてよろしいですか。（一同了承）", "approved"),
]


@pytest.mark.parametrize(("text", "result"), SUMMARY)
def test_outcomes_in_a_summary(text: str, result: str, outline_of: Build) -> None:
    (record,) = extract_decisions(outline_of(("#", "報告"), ("", text)))
    assert (record.quote, record.result, record.agenda_item) == (text, result, "報告")


NONE = [
    ("", "委員の過半数が出席しており、会議は成立した。"),
    ("", "県の審査会で許可が決定した。"),
    ("", "先日の町議会で可決された補正予算により実施している。"),
    ("", "選挙管理委員会が投票所の統合を決めた。"),
    ("", "監事から、適正に処理されていると認めた旨の報告があった。"),
    ("", "次回は7月1日の開催とする。"),
    ("", "早く結論を出すべきとの意見があった。"),
    ("委員", "継続審議とすべきものと決まったと理解しています。"),
    ("委員", "原案のとおり承認されました。"),
    ("水道課長", "料金の改定は三月の市議会で可決されました。"),
    ("水道課長", "事業者は公募により決定しております。"),
    ("委員長", "それでは採決いたします。"),
    ("委員長", "次に、議案第3号・市道の認定についてを議題といたします。"),
    ("委員長", "継続審査とすることに御異議ありませんか。"),
    ("委員長", "以上で閉会といたします。"),
    ("委員長", "ここで休憩といたします。"),
    ("", "今年度は50世帯を目標とする。"),
    ("", "内訳を出すよう担当課に依頼したところ、技師に直接説明してもらうこととなった。"),
    ("", "委員から、承認の基準を明確にすべきだとの意見が出た。"),
    ("事務局", "県の補助金の交付が決定しました。"),
    ("事務局", "まだ決定しておりません。"),
]


@pytest.mark.parametrize(("speaker", "text"), NONE)
def test_what_settles_nothing(speaker: str, text: str, outline_of: Build) -> None:
    assert extract_decisions(outline_of((speaker, text))) == ()


def test_only_the_declaring_sentence_counts_in_verbatim_minutes(outline_of: Build) -> None:
    records = extract_decisions(
        outline_of(
            ("委員長", "議案第5号は、原案のとおり可決することに御異議ありませんか。"),
            ("", "（「異議なし」と呼ぶ者あり）"),
            ("委員長", "御異議なしと認めます。"),
            ("委員長", "よって、議案第5号は原案のとおり可決されました。"),
        )
    )
    assert [(r.quote, r.result) for r in records] == [("よって、議案第5号は原案のとおり可決されました。", "approved")]


def test_an_unopposed_proposal_stands_where_nothing_is_declared(outline_of: Build) -> None:
    records = extract_decisions(
        outline_of(
            ("委員長", "愛称の案のとおり答申することに異議はないか。"),
            ("", "（異議なしの声あり）"),
            ("委員長", "文案の調整は座長に一任とする。"),
        )
    )
    assert [r.rule_id for r in records] == ["decision.unopposed", "decision.decided.present"]


@pytest.mark.parametrize("answer", ["―全員了承―", "（一同）異議なし。", "〔委員から異議なしの声〕", "（うなずく）"])
def test_answers_in_other_words(answer: str, outline_of: Build) -> None:
    records = extract_decisions(outline_of(("委員長", "修正案のとおりとしてよいか。"), ("", answer)))
    assert [r.quote for r in records] == ["修正案のとおりとしてよいか。"]


def test_an_official_records_a_choice_within_the_meeting(outline_of: Build) -> None:
    (record,) = extract_decisions(outline_of(("事務局", "会長の職務代理者は、手塚委員とすることで決定した。")))
    assert record.result == "decided"


def test_a_list_under_its_declaration(outline_of: Build) -> None:
    outline = outline_of(
        ("", "審議の方法について、以下のように決まった。"),
        ("", "・作業部会でたたき台を作り、全体で審議する。"),
        ("", "・ひととおり終えた段階で中間のまとめを行う。"),
        ("", "傍聴は三人であった。"),
    )
    marked = tuple(replace(s, mark="・") if n in (1, 2) else s for n, s in enumerate(outline.sentences))
    records = extract_decisions(replace(outline, sentences=marked))
    assert [r.rule_id for r in records] == ["decision.decided.done", "decision.listed", "decision.listed"]


def test_a_motion_pointed_at_is_no_proposal(outline_of: Build) -> None:
    said = (("委員長", "ただいまの動議に御異議ありませんか。"), ("", "（「異議なし」と呼ぶ者あり）"))
    assert extract_decisions(outline_of(*said)) == ()


def test_a_nomination_put_to_the_meeting_waits_for_the_answer(outline_of: Build) -> None:
    records = extract_decisions(
        outline_of(
            ("委員長", "副委員長に沢口委員を指名いたします。"),
            ("委員長", "御異議ありませんか。"),
            ("", "（異議なし）"),
            ("委員長", "副委員長には沢口委員が当選されました。"),
        )
    )
    assert [r.quote for r in records] == ["副委員長には沢口委員が当選されました。"]


def test_its_own_general_meeting_is_no_other_body() -> None:
    text = "総会で承認された"
    assert read_verdict(text, "", "narration") is None
    assert read_verdict(text, "", "narration", own_body="ひばり台町会総会") is not None


def test_quotes_are_grounded(outline_of: Build) -> None:
    outline = outline_of(*[("", text) for text, _ in SUMMARY])
    for record in extract_decisions(outline):
        assert outline.document.text[record.span.start : record.span.end] == record.quote
        assert 0 < record.confidence <= 1
