"""Labels, legends and rows of headings of rosters."""

from __future__ import annotations

import pytest

from minutes_pipeline.extract.roster_grid import column_of
from minutes_pipeline.extract.roster_labels import is_thing, label_kind, label_line
from minutes_pipeline.extract.roster_legend import find_legends, read_legend
from minutes_pipeline.values.roster_headings import head_words

KINDS = [
    ("出席委員", "member"), ("３　出席者", "member"), ("出席者（委員等）の氏名・出席者数", "member"), ("応招議員", "member"),
    ("欠席委員", "absent"), ("欠席者（委員等）の氏名・欠席者数", "absent"), ("不応招議員", "absent"),
    ("４．説明のための出席者", "explainer"), ("会議規則第４条により列席したもの", "explainer"), ("(2)県", "explainer"),
    ("本会議の書記", "secretariat"), ("職務のため出席した者の職氏名", "secretariat"), ("事務局職員", "secretariat"),
    ("委員外議員傍聴者", "observer"), ("アドバイザー（受託業者）", "observer"),
    ("議長の氏名", "chair"), ("会議を主宰した者の氏名", "chair"),
    ("会議録署名委員", "other"), ("傍聴者数", "other"),
    ("審議対象期間", None), ("抽出案件", None), ("会議資料", None), ("開催日時", None), ("総務課", None), ("議題", None),
]  # fmt: skip


@pytest.mark.parametrize(("label", "kind"), KINDS)
def test_label_kind(label: str, kind: str | None) -> None:
    assert label_kind(label) == kind


@pytest.mark.parametrize("label", ["審議対象期間", "抽出案件", "会議資料", "開催場所", "配布資料等"])
def test_things(label: str) -> None:
    assert is_thing(label)


@pytest.mark.parametrize("label", ["出席者", "総務課長", "荻原健司", "みどり大学"])
def test_no_things(label: str) -> None:
    assert not is_thing(label)


LABELLED = [
    ("出席議員は、７名で次のとおりである。", "出席議員"),
    ("【出席者】", "出席者"),
    ("説明員：総務課長　石黒　淳", "説明員"),
    ("出席委員（◎委員長、○副委員長）", "出席委員"),
    ("書 記 余田議事課主査", "書 記"),
]


@pytest.mark.parametrize(("line", "label"), LABELLED)
def test_label_line(line: str, label: str) -> None:
    told = label_line(line)
    assert told is not None
    assert told[0].strip() == label


@pytest.mark.parametrize(
    "line",
    [
        "会長　桑原　毅",
        "委員：白川　正和",
        "総務課：佐藤、鹿島",
        "審議対象期間：令和５年度",
        "委員からは質問がありました。",
    ],
)
def test_no_label_line(line: str) -> None:
    assert label_line(line) is None


LEGENDS = [
    ("（敬称略、◎会長　○副会長）", {"◎": "chair", "○": "vice_chair"}),
    ("※はオンラインによる出席", {"※": "online"}),
    ("凡例：○出席　×欠席", {"○": "present", "×": "absent"}),
    ("△印は代理出席", {"△": "proxy"}),
]


@pytest.mark.parametrize(("text", "meanings"), LEGENDS)
def test_legends(text: str, meanings: dict[str, str]) -> None:
    assert {k.replace("▲", "△"): v for k, v in find_legends(text).items()} == meanings


@pytest.mark.parametrize("text", ["◎会長　荻原健司", "○委員", "※大森委員は19時30分から出席", "敬称略", "○荻原、○白戸"])
def test_no_legends(text: str) -> None:
    assert read_legend(text) == {}


HEADS = [
    ("役　職　/　氏　名　/　出　欠　/　備　考", ["役職", "氏名", "出欠", "備考"]),
    ("番号\t選出区分\t団体名\t役職\t氏名\t出欠", ["番号", "選出区分", "団体名", "役職", "氏名", "出欠"]),
    ("区分　　　氏　　名　　　所　属　等", ["区分", "氏名", "所属等"]),
]


@pytest.mark.parametrize(("line", "words"), HEADS)
def test_head_words(line: str, words: list[str]) -> None:
    assert head_words(line) == words


@pytest.mark.parametrize("line", ["委員　荻原　健司", "氏名", "所属　役職", "氏名は次のとおり", "出席　欠席"])
def test_no_head_words(line: str) -> None:
    assert head_words(line) is None


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("氏　名", "name"), ("委員名", "name"), ("出欠", "status"), ("備考", "remark"), ("所属・役職", "unit"), ("団体名", "unit"),
        ("選出区分", "category"), ("区分", "role"), ("職名", "title"), ("ふりがな", "skip"), ("任期", "skip"), ("議席番号", "seat"),
    ],
)  # fmt: skip
def test_columns(heading: str, column: str) -> None:
    assert column_of(heading) == column
