"""Classes of heading words: containers, groups, named headings, labels of header and block, next meetings."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment.vocabulary import (
    heading_key,
    is_block_label,
    is_container,
    is_group,
    is_header_label,
    is_named,
    is_next_meeting,
)


@pytest.mark.parametrize(
    "title",
    ["議題", "議　事", "議事日程", "会議の内容", "主な質疑", "発言の要旨", "議事について", "本日の会議に付した事件", "本日審査した案件",
     "議事・議題並びに討議内容", "議題と審議の内容", "会議の経過", "議事の大要", "会議次第", "議事日程（第2号）", "審議結果", "内　容"],
)  # fmt: skip
def test_container(title: str) -> None:
    assert is_container(heading_key(title))


@pytest.mark.parametrize(
    "title",
    [
        "開会",
        "報告事項",
        "審議事項",
        "協議事項",
        "その他",
        "総括",
        "予算案について",
        "会議の公開等について",
        "議案の説明について",
        "意見交換",
        "日程",
    ],
)
def test_no_container(title: str) -> None:
    assert not is_container(heading_key(title))


@pytest.mark.parametrize(
    "title",
    [
        "報告事項",
        "審 議 事 項",
        "諮問事項",
        "所管事項の報告",
        "陳情",
        "請願・陳情の審査",
        "その他報告事項",
        "協議・報告事項",
    ],
)
def test_group(title: str) -> None:
    assert is_group(heading_key(title))


@pytest.mark.parametrize("title", ["決定事項", "その他", "報告書について", "陳情の取扱いについて", "議題"])
def test_no_group(title: str) -> None:
    assert not is_group(heading_key(title))


@pytest.mark.parametrize(
    "title",
    ["開会", "開　会", "閉会の言葉", "会長あいさつ", "副町長　挨拶", "みどり市あいさつ", "新任委員あいさつ", "委員の紹介", "委嘱状の交付",
     "会長及び副会長の選出", "副委員長の互選", "会議録署名委員の指名", "前回会議録の承認", "事務連絡", "総括", "諸般の報告"],
)  # fmt: skip
def test_named(title: str) -> None:
    assert is_named(heading_key(title))


@pytest.mark.parametrize(
    "title", ["公園の清掃", "会長の任期について", "挨拶運動の実施", "その他の意見", "開会式の準備"]
)
def test_not_named(title: str) -> None:
    assert not is_named(heading_key(title))


@pytest.mark.parametrize("title", ["主な意見", "質疑応答", "事務局説明", "審議結果", "結論", "主な質疑", "委員意見"])
def test_block_label(title: str) -> None:
    assert is_block_label(heading_key(title))


@pytest.mark.parametrize(
    "title",
    [
        "日時",
        "開催場所",
        "出席者",
        "欠席委員",
        "傍聴者",
        "配布資料",
        "会議資料",
        "問い合わせ先",
        "会議の公開・非公開",
        "とき",
    ],
)
def test_header_label(title: str) -> None:
    assert is_header_label(heading_key(title))


@pytest.mark.parametrize(
    "title", ["日程について", "会議の公開について", "資料の説明", "出席率の向上", "会場の変更について"]
)
def test_no_header_label(title: str) -> None:
    assert not is_header_label(heading_key(title))


@pytest.mark.parametrize("title", ["次回", "次回の日程", "次回開催予定", "第３回協議会の案内", "今後の日程"])
def test_next_meeting(title: str) -> None:
    assert is_next_meeting(heading_key(title))


@pytest.mark.parametrize("title", ["前回の振り返り", "第３回協議会の結果", "次年度の予算について"])
def test_no_next_meeting(title: str) -> None:
    assert not is_next_meeting(heading_key(title))
