"""Posts, split behind their unit, and functions in a meeting."""

from __future__ import annotations

import pytest

from minutes_pipeline.values.posts import ends_with_title, is_role, is_title, role_of, split_post


@pytest.mark.parametrize(
    ("text", "unit", "title"),
    [
        ("総務課長", "総務課", "課長"),
        ("まちづくり部次長兼都市計画課長", "まちづくり部", "次長兼都市計画課長"),
        ("学校給食センター所長", "学校給食センター", "所長"),
        ("桜小学校長", "桜小学校", "校長"),
        ("学校教育課指導主事", "学校教育課", "指導主事"),
        ("議事調査課課長補佐", "議事調査課", "課長補佐"),
        ("みどり大学工学部准教授", "みどり大学工学部", "准教授"),
        ("教育次長", None, "教育次長"),
        ("事務局長", None, "事務局長"),
        ("会計管理者", None, "会計管理者"),
        ("副参事兼橋りょう整備推進室長", None, "副参事兼橋りょう整備推進室長"),
        ("代表理事組合長", None, "代表理事組合長"),
    ],
)
def test_posts(text: str, unit: str | None, title: str) -> None:
    post = split_post(text)
    assert post is not None
    assert (post.unit, post.title) == (unit, title)


@pytest.mark.parametrize("text", ["鈴木一郎", "総務課", "福祉部", "欠席", ""])
def test_no_post(text: str) -> None:
    assert split_post(text) is None


@pytest.mark.parametrize(
    ("word", "role"),
    [("会長", "chair"), ("委員長", "chair"), ("座長", "chair"), ("部会長", "chair"), ("副会長", "vice_chair"), ("職務代理者", "vice_chair"),
     ("会長職務代理者（副会長）", "vice_chair"), ("委 員 長", "chair"), ("委員", None), ("課長", None)],
)  # fmt: skip
def test_roles(word: str, role: str | None) -> None:
    assert role_of(word) == role


def test_words_alone() -> None:
    assert is_role("委員") and not is_role("課長") and not is_role("総務委員会")
    assert is_title("主任主査") and not is_title("総務課長")
    assert ends_with_title("小川次長") == 2 and ends_with_title("小川") is None
