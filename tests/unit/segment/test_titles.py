"""Titles: number, tag and trailing bracket off; and what is no title."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment.headings import read_shape
from minutes_pipeline.segment.titles import is_title_like, read_title
from minutes_pipeline.text.folding import flat

TITLES = [
    (
        "○日程第４　議案第21号　令和６年度あおば町一般会計補正予算（教育費）について",
        "議案第21号",
        "令和6年度あおば町一般会計補正予算(教育費)について",
    ),
    ("〔議題 1〕所管事務調査事項「農道の管理について」", "1", "所管事務調査事項「農道の管理について」"),
    ("〔議題2〕4陳情第5号　手話通訳の配置を求める陳情", "4陳情第5号", "手話通訳の配置を求める陳情"),
    ("議題1　緑の計画（素案）について", "1", "緑の計画(素案)について"),
    ("議題（２）予算案について", "2", "予算案について"),
    ("第１号議案　令和２年度事業報告（青木総務部長）", "第1号議案", "令和2年度事業報告"),
    ("（１）請　願４第５号　広場の整備を求める請願", "請願4第5号", "広場の整備を求める請願"),
    ("１　議案第８号町道の変更について", "議案第8号", "町道の変更について"),
    ("1. 審議　分科会の設置について", "1", "分科会の設置について"),
    ("2　成果の公表（令和6年度版）について", "2", "成果の公表(令和6年度版)について"),
    ("(5)資料作成提案(上野(みなと商会))", "5", "資料作成提案"),
    ("・花壇の植替え・・・５月１２日（日）", None, "花壇の植替え"),
    ("1　駐車料の見直しについて（下水道・河川担当）", "1", "駐車料の見直しについて"),
    ("２　若者議会（仮称）の開催", "2", "若者議会(仮称)の開催"),
    ("報　告　第　１　号　届出について", "報告第1号", "届出について"),
    ("議決事項１　規程の改正について（可決）", "1", "規程の改正について"),
    ("議案第３号　６．整備計画の変更について", "議案第3号", "整備計画の変更について"),
    ("次第の2、緑地の保全について", "2", "緑地の保全について"),
    ("3　体制の変更（案）", "3", "体制の変更(案)"),
    ("4　前回の資料について（資料１）", "4", "前回の資料について(資料1)"),
    ("5　前回の資料について　　【資料１】", "5", "前回の資料について"),
    ("（１）話し合いの進め方について （20分）", "1", "話し合いの進め方について"),
    ("②路上喫煙の対策（副会長：庄野）", "②", "路上喫煙の対策"),
    ("日程第４　市長提出議案第37号から第45号を一括上程", "日程第4", "市長提出議案第37号から第45号を一括上程"),
    ("（1）     地域の指定について", "1", "地域の指定について"),
]


@pytest.mark.parametrize(("text", "number", "title"), TITLES)
def test_title(text: str, number: str | None, title: str) -> None:
    folded = flat(text)
    shape = read_shape(folded)
    found = read_title(
        folded, shape.start if shape else 0, shape.end if shape else len(folded), shape.number if shape else None
    )
    assert found is not None
    assert (found.number, folded[found.start : found.end].strip()) == (number, title)


@pytest.mark.parametrize("text", ["議案第3号", "報告第１号", "議題2"])
def test_a_tag_alone_has_no_title(text: str) -> None:
    folded = flat(text)
    assert read_title(folded, 0, len(folded)) is None


@pytest.mark.parametrize(
    "text",
    [
        "公園の清掃について",
        "開　会",
        "会長　挨拶",
        "役員改選",
        "盆踊りの収支報告",
        "次年度の旅行に向けた積立ての確認",
        "参加者の減少と対応",
    ],
)
def test_reads_as_title(text: str) -> None:
    assert is_title_like(flat(text))


@pytest.mark.parametrize(
    "text",
    [
        "屋根が傷んでいる。",
        "参加者は12人でした",
        "次回に報告します",
        "原案のとおり承認した",
        "手伝ってほしい",
        "予算が足りない",
        "が宿題",
        "来年度に検討する予定",
        "人手が必要",
    ],
)
def test_reads_as_statement(text: str) -> None:
    assert not is_title_like(flat(text))
