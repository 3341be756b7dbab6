import pytest

from minutes_pipeline.evaluate.likeness import covered, overlap, similarity, squash, squashed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山﨑　太郎（委員）", "山崎太郎委員"),
        ("１２．５％", "12.5%"),
        ("▲３件", "▲3件"),
        ("９時〜１０時", "9時~10時"),
        ("第１号議案「予算」", "第1号議案予算"),
        ("", ""),
        ("、。・「」", ""),
    ],
)
def test_squash_keeps_letters_digits_and_the_marks_that_carry_meaning(text: str, expected: str) -> None:
    assert squash(text) == expected


@pytest.mark.parametrize("value", [None, "", 0])
def test_squashed_takes_nothing_for_nothing(value: object) -> None:
    assert squashed(value) == ""


def test_similarity_of_equal_after_squashing_is_one() -> None:
    assert similarity("その　他", "その他。") == 1.0


@pytest.mark.parametrize(("left", "right"), [(None, "議題"), ("議題", ""), ("。", "議題")])
def test_similarity_with_an_empty_side_is_zero(left: str | None, right: str) -> None:
    assert similarity(left, right) == 0.0


def test_overlap_ignores_runs_of_two_characters() -> None:
    assert overlap("会議は開会", "会議を閉会") == 0.0


def test_overlap_of_a_part_is_its_share() -> None:
    assert overlap("駐車場が足りない", "駐車場") == pytest.approx(3 / 8)


def test_covered_adds_up_over_several_others() -> None:
    text = "相談員が不足しており専門職の確保が課題である"
    assert covered(text, ["相談員が不足しており"]) < 0.5
    assert covered(text, ["相談員が不足しており", "専門職の確保が課題である"]) == 1.0


def test_covered_wants_runs_of_six_unless_the_whole_is_shorter() -> None:
    assert covered("相談員が不足している", ["相談員が多い"]) == 0.0
    assert covered("人員不足", ["担当の人員不足による遅れ"]) == 1.0
