"""One meeting or two: what title, file name and fields say, and how alike the texts must be."""

from __future__ import annotations

import pytest

from minutes_pipeline.compare.occasion import Occasion, body_key, likeness_needed, same_body, stage_of


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("みどり市地域福祉推進会議", "みどり市　地域福祉推進会議"),
        ("第３回みどり市地域福祉推進会議", "みどり市地域福祉推進会議"),
        ("令和６年度第２回みどり市地域福祉推進会議", "みどり市地域福祉推進会議（案）"),
        ("令和6(2024)年度 みどり市地域福祉推進会議", "みどり市地域福祉推進会議"),
        ("みどり巿國際会議".replace("巿", "市"), "みどり市国際会議"),
    ],
)
def test_one_body(first: str, second: str) -> None:
    assert body_key(first) == body_key(second)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("みどり市推進会議", "推進会議", True),
        ("みどり町推進会議", "推進会議", True),
        ("推進会議高齢者部会", "推進会議", False),
        ("第二推進会議", "推進会議", False),
        ("建設常任委員会", "総務常任委員会", False),
        ("庁内推進会議", "推進会議", False),
    ],
)
def test_same_body(first: str, second: str, same: bool) -> None:
    assert same_body(first, second) is same
    assert same_body(second, first) is same


@pytest.mark.parametrize(
    ("file_name", "text", "stage"),
    [
        ("議事録（案）.docx", "", "draft"),
        ("議事録_案.docx", "", "draft"),
        ("【案】第3回議事録.docx", "", "draft"),
        ("第3回議事録案.docx", "", "draft"),
        ("会議録_draft2.docx", "", "draft"),
        ("会議録(未定稿).docx", "", "draft"),
        ("会議録.docx", "第３回　推進会議　会議録（案）\n日時", "draft"),
        ("会議録.docx", "推進会議　議 事 録（未定稿）", "draft"),
        ("議事録_確定版.docx", "", "final"),
        ("議事録（確定）.pdf", "", "final"),
        ("会議録【公表用】.pdf", "", "final"),
        ("議事録.docx", "", None),
        ("計画案検討会_議事録.docx", "", None),
        ("議事録.docx", "計画（案）について審議した。", None),
        ("議事録.docx", "推進会議　議事録\n１　計画（素案）について\n２　予算案", None),
        ("案内状.docx", "", None),
        ("答案の採点_議事録.docx", "", None),
        ("最終処分場_議事録.docx", "", None),
    ],
)
def test_draft_or_confirmed(file_name: str, text: str, stage: str | None) -> None:
    assert stage_of(file_name, text) == stage


BASE = Occasion("推進会議", session=5, date="2024-05-17", start="13:30")


@pytest.mark.parametrize(
    ("other", "needed"),
    [
        (BASE, 0.5),
        (Occasion("推進会議", date="2024-05-17"), 0.5),
        (Occasion("推進会議", session=5), 0.7),
        (Occasion("推進会議"), 0.8),
        (Occasion(None, date="2024-05-17"), 0.7),
        (Occasion(None), 0.9),
        (Occasion("推進会議", session=5, date="2024-05-17", start="09:30"), 0.9),
        (Occasion("推進会議", session=5, date="2024-05-16"), 0.9),
        (Occasion("推進会議", session=5, date="2024-06-17"), 0.9),
        (Occasion("推進会議", session=5, date="2023-05-17"), 0.97),
        (Occasion("推進会議", session=6, date="2024-05-17"), 0.9),
        (Occasion("審議会", date="2024-05-17"), 0.9),
        (Occasion("推進会議", session=5, date="2023-06-12"), None),
        (Occasion("推進会議", date="2024-05-16"), None),
        (Occasion("推進会議", session=6, date="2024-05-16"), None),
        (Occasion("推進会議", session=6), None),
        (Occasion("審議会", session=5), 0.95),
        (Occasion("審議会"), 0.95),
        (Occasion("審議会", session=6), None),
        (Occasion("審議会", session=5, date="2024-05-18"), None),
        (Occasion(None, session=6), None),
    ],
)
def test_likeness_needed(other: Occasion, needed: float | None) -> None:
    assert likeness_needed(BASE, other) == needed
    assert likeness_needed(other, BASE) == needed


def test_parts_and_years_keep_apart() -> None:
    first, second = (Occasion("町議会定例会", session=3, date=f"2024-09-0{day}", part=str(day)) for day in (3, 4))
    assert likeness_needed(first, second) is None
    assert likeness_needed(Occasion("連絡会", year=2023, session=1), Occasion("連絡会", year=2024, session=1)) is None
    assert likeness_needed(Occasion("連絡会", session=1), Occasion("連絡会", year=2024, session=1)) == 0.7


def test_numbered_bodies_stay_apart_however_alike() -> None:
    first = Occasion(body_key("第1地区会議"), date="2024-05-17", size=400)
    assert likeness_needed(first, Occasion(body_key("第25地区会議"), date="2024-05-17", size=400)) is None
    assert likeness_needed(first, Occasion(body_key("第一地区会議"), date="2024-05-17", size=400)) is not None
