"""What counts as right, per field; the mistakes beside it."""

from typing import Any

import pytest

from minutes_pipeline.evaluate.scoring import GROUNDING, Report, score_document

Record = dict[str, Any]


def tally_of(field: str, gold: Record, predicted: Record) -> tuple[int, int, int, int]:
    tally = score_document("a", gold, predicted).fields[field].tally
    return tally.gold, tally.predicted, tally.right, tally.found


def person(**changes: Any) -> Record:
    return {
        "name": "青葉太郎",
        "affiliation": "福祉部",
        "job_title": "部長",
        "role": None,
        "group": "member",
        "status": "present",
    } | changes


def metric(**changes: Any) -> Record:
    return {
        "quote": "相談件数は120件であった。",
        "name": "相談件数",
        "value": 120,
        "unit": "件",
        "qualifier": None,
        "period": None,
    } | changes


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ({"name": "緑市福祉会議"}, {"name": "緑市福祉会議"}, (1, 1, 1, 1)),
        ({"name": "緑市福祉会議"}, {"name": "福祉"}, (1, 1, 0, 0)),
        ({"session": 3}, {"session": "3"}, (1, 1, 1, 1)),
        ({"date": "2024-05-01"}, {"date": "2024-05-02"}, (1, 1, 0, 0)),
        ({"date": None}, {"date": "2024-05-02"}, (0, 1, 0, 0)),
        ({"start_time": "10:00"}, {}, (1, 0, 0, 0)),
    ],
)
def test_meeting(gold: Record, predicted: Record, expected: tuple[int, int, int, int]) -> None:
    assert tally_of("meeting", {"meeting": gold}, {"meeting": predicted}) == expected


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, 1),
        ({"affiliation": None, "job_title": "福祉部長"}, 1),
        ({"affiliation": "議会事務局福祉部"}, 1),
        ({"name": "青葉　太郎"}, 1),
        ({"role": "chair"}, 0),
        ({"status": "absent"}, 0),
        ({"group": "secretariat"}, 0),
        ({"job_title": "課長"}, 0),
    ],
)
def test_an_attendee_is_right_when_all_agrees(changes: Record, right: int) -> None:
    predicted = {"attendees": [person(**changes)]}
    assert tally_of("attendees", {"attendees": [person()]}, predicted) == (1, 1, right, right)


def test_a_post_without_a_name_matches_only_a_post_without_a_name() -> None:
    post = person(name=None)
    assert tally_of("attendees", {"attendees": [post]}, {"attendees": [post]})[2] == 1
    assert tally_of("attendees", {"attendees": [post]}, {"attendees": [person()]})[2] == 0


def test_headings_pair_by_title() -> None:
    gold = {"agenda_items": [{"title": "予算案について", "level": 1}, {"title": "その他", "level": 1}]}
    predicted = {"agenda_items": [{"title": "その他", "level": 2}, {"title": "閉会", "level": 1}]}
    score = score_document("a", gold, predicted)
    assert tally_of("agenda_items", gold, predicted) == (2, 2, 1, 1)
    assert score.fields["agenda_items"].details == {"agenda levels": (0, 1)}
    assert {(m.kind, m.text) for m in score.mistakes} == {("missed", "予算案について"), ("extra", "閉会")}


def test_a_statement_cut_in_two_is_right_twice_and_found_once() -> None:
    whole = "相談員が不足しており、専門職の確保が課題である。"
    gold = {"issues": [{"quote": whole}]}
    predicted = {"issues": [{"quote": "相談員が不足しており"}, {"quote": "専門職の確保が課題である。"}]}
    assert tally_of("issues", gold, predicted) == (1, 2, 2, 1)


def test_outcomes_only_noted_count_neither_way() -> None:
    noted = {"quote": "各部から報告を受けた。", "result": "noted"}
    assert tally_of("decisions", {"decisions": [noted]}, {}) == (0, 0, 0, 0)
    assert tally_of("decisions", {}, {"decisions": [noted]}) == (0, 0, 0, 0)


def test_the_agenda_item_may_be_given_by_id() -> None:
    gold = {"actions": [{"quote": "次回に報告する。", "agenda_item": "予算案"}]}
    predicted = {
        "agenda_items": [{"id": "x", "title": "予算案"}],
        "actions": [{"quote": "次回に報告する。", "agenda_item": None, "agenda_item_id": "x"}],
    }
    details = dict(Report((score_document("a", gold, predicted),)).details())
    assert details["placed under the right agenda item"] == (1, 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (1, 1, 1, 1)),
        ({"value": 120.0}, (1, 1, 1, 1)),
        ({"value": 121}, (1, 1, 0, 0)),
        ({"unit": "人"}, (1, 1, 0, 0)),
        ({"unit": None}, (1, 1, 1, 1)),
        ({"name": "子育てに関する相談件数"}, (1, 1, 1, 1)),
        ({"name": "道路の延長", "quote": "まったく別の文である"}, (1, 1, 0, 0)),
    ],
)
def test_a_metric_is_right_by_value_unit_and_name(changes: Record, expected: tuple[int, int, int, int]) -> None:
    assert tally_of("metrics", {"metrics": [metric()]}, {"metrics": [metric(**changes)]}) == expected


def test_a_figure_told_again_is_neutral() -> None:
    assert tally_of("metrics", {"metrics": [metric()]}, {"metrics": [metric(), metric()]}) == (1, 1, 1, 1)
    assert tally_of("metrics", {"metrics": [metric(), metric()]}, {"metrics": [metric()]}) == (1, 1, 1, 1)


def test_period_and_qualifier_are_told_beside() -> None:
    period = {"start": "2023-04-01", "end": "2024-03-31"}
    gold, predicted = {"metrics": [metric(period=period)]}, {"metrics": [metric()]}
    score = score_document("a", gold, predicted)
    assert score.fields["metrics"].details == {"metric period and qualifier": (0, 1)}
    assert [mistake.kind for mistake in score.mistakes] == ["differs"]


def test_grounding_counts_records_whose_quote_stands_at_their_span() -> None:
    text = "課題である。"
    good = {"quote": "課題", "span": {"start": 0, "end": 2}}
    bad = {"quote": "課題", "span": {"start": 1, "end": 3}}
    score = score_document("a", {}, {"text": text, "issues": [good, bad, {"quote": "課題"}]})
    assert score.grounding == (1, 3)
    assert dict(Report((score,)).details())[GROUNDING] == (1, 3)


def test_macro_leaves_out_fields_with_nothing_to_judge() -> None:
    gold = {"goals": [{"title": "相談体制の確立"}], "issues": [{"quote": "駐車場が足りない。"}]}
    report = Report((score_document("a", gold, {"goals": [{"title": "相談体制の確立"}]}),))
    assert report.macro_f1 == 0.5
    assert report.documents[0].macro_f1 == 0.5


def test_nothing_at_all_is_no_crash() -> None:
    assert score_document("a", {}, {}).macro_f1 == 1.0
    assert Report().macro_f1 == 0.0


def test_reports_by_form_of_minutes() -> None:
    goals = {"goals": [{"title": "相談体制の確立"}]}
    documents = (
        score_document("a", {"genre": "verbatim"} | goals, goals),
        score_document("b", {"genre": "summary"} | goals, {}),
        score_document("c", {"genre": "verbatim"} | goals, {}),
    )
    parts = Report(documents).by_genre()
    assert {genre: [d.stem for d in part.documents] for genre, part in parts.items()} == {
        "verbatim": ["a", "c"],
        "summary": ["b"],
    }
    assert parts["summary"].macro_f1 == 0.0
