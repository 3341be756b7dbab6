"""Header fields: labels of every spelling, what belongs to them, where the body begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header
from minutes_pipeline.pipeline import read_document
from minutes_pipeline.segment.header import find_header
from minutes_pipeline.segment.header_labels import match_label
from minutes_pipeline.text.folding import flat

Read = Callable[[str], tuple[Document, Header]]


@pytest.fixture
def header(tmp_path: Path) -> Read:
    def read(text: str) -> tuple[Document, Header]:
        path = tmp_path / "minutes.txt"
        path.write_text(text, encoding="utf-8")
        document = read_document(path)
        return document, find_header(document)

    return read


def fields(document: Document, found: Header) -> list[tuple[str, list[str]]]:
    return [(f.kind, [document.text[v.start : v.end] for v in f.values]) for f in found.fields]


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("日　時：令和６年", "date", "日時"), ("１ 日 時　令和６年", "date", "日時"), ("１．日　　時　　令和６年", "date", "日時"),
        ("Ⅰ、日時：令和６年", "date", "日時"), ("【日時・場所】令和６年", "date", "日時・場所"), ("とき：５月", "date", "とき"),
        ("招集年月日　令和６年", "date", "招集年月日"), ("■場　所：会館", "venue", "場所"), ("○会場　会館", "venue", "会場"),
        ("ところ：会館", "venue", "ところ"), ("３ 出席委員（７名）：山田", "member", "出席委員"), ("出席者　　山田", "member", "出席者"),
        ("４　欠席委員（１人）", "absent", "欠席委員"), ("【欠席】山田", "absent", "欠席"), ("事務局：山田", "secretariat", "事務局"),
        ("職務のため出席した事務局職員", "secretariat", "職務のため出席した事務局職員"),
        ("説明のため出席した者の職氏名",
         "explainer", "説明のため出席した者の職氏名"),
        ("地方自治法第121条の規定により説明のため出席した者", "explainer", "地方自治法第121条の規定により説明のため出席した者"),
        ("〇理事者側出席者", "explainer", "理事者側出席者"), ("傍聴者　なし", "observer", "傍聴者"), ("オブザーバー：山田", "observer", "オブザーバー"),
        ("会　議　次　第", "agenda", "会議次第"), ("本日の会議に付した事件", "agenda", "本日の会議に付した事件"), ("配付資料：資料１", "materials", "配付資料"),
        ("会議の名称　審議会", "title", "会議の名称"), ("みどり合併協議会幹事会", "member", "みどり合併協議会幹事会"),
        ("６ みどり町農業委員会事務局職員　局長", "secretariat", "みどり町農業委員会事務局職員"), ("会議構成員及び現在数", "count", "会議構成員及び現在数"),
        ("みどり合併協議会出席者", "member", "みどり合併協議会出席者"),
    ],
)  # fmt: skip
def test_labels(text: str, kind: str, word: str) -> None:
    label = match_label(flat(text), 0, line_start=True, raw=text)
    assert label is not None
    assert (label.kind, label.word) == (kind, word)


@pytest.mark.parametrize("text", ["６　会議の内容", "【議事内容】", "５．主な質疑", "８　会議の経過", "審議結果"])
def test_labels_that_open_the_body(text: str) -> None:
    label = match_label(flat(text), 0, line_start=True, raw=text)
    assert label is not None and label.opens_body


@pytest.mark.parametrize(
    "text",
    [
        "事 務 局 長 山田",
        "事務局から説明した。",
        "出席者の意見を聞いた",
        "場所によっては難しい",
        "議事係長　山田",
        "日時計を置く",
        "委員会を開いた",
        "会場費の負担",
    ],
)
def test_no_label(text: str) -> None:
    assert match_label(flat(text), 0, line_start=True, raw=text) is None


def test_fields_of_a_plain_header(header: Read) -> None:
    document, found = header(
        "第52回みどり市環境審議会　要点記録\n\n■日　時：令和５年10月27日（金）　10時\n■場　所：市役所\n■出席委員（２名）：\n　今田健、柏木幸一\n"
        "■事務局：環境政策課長\n■傍聴者：３名\n\n【１】開　会\n会長が開会を宣し、事務局が定足数を満たしていることを報告した。\n"
    )
    assert fields(document, found) == [
        ("date", ["令和５年10月27日（金）　10時"]), ("venue", ["市役所"]), ("member", ["今田健、柏木幸一"]), ("secretariat", ["環境政策課長"]),
        ("observer", ["３名"]),
    ]  # fmt: skip
    assert document.line_text(found.body_line) == "【１】開　会"
    assert found.title_lines == (0,)


def test_value_on_the_next_line_and_sub_labels(header: Read) -> None:
    document, found = header(
        "1　日時\n令和7年6月20日（金曜日）午後6時30分\n2　会場\n市民センター\n3　出席者\n委員長：蓮田　孝\n委員：白川　正和、北川　智恵\n"
        "事務局：\n高齢政策課長（古川　洋）\n"
        "4　欠席者\nなし\n5　議題\n1. 会議録の確認の方法について\n2. その他\n6　会議の結果\n（委員長）\n皆様、こんばんは。これより会議を始めます。\n"
    )
    assert fields(document, found) == [
        ("date", ["令和7年6月20日（金曜日）午後6時30分"]), ("venue", ["市民センター"]), ("member", ["委員長：蓮田　孝", "委員：白川　正和、北川　智恵"]),
        ("secretariat", ["高齢政策課長（古川　洋）"]), ("absent", ["なし"]), ("agenda", ["1. 会議録の確認の方法について", "2. その他"]),
    ]  # fmt: skip
    assert document.line_text(found.body_line) == "6　会議の結果"


def test_labels_stacked_before_their_values(header: Read) -> None:
    document, found = header(
        "第10回みどり合併協議会会議録\n開催年月日\n開催場所\n開　会\n閉　会\n平成17年3月27日\nみどり町総合センター\n午後2時00分\n午後2時44分\n\n"
        "○副局長　定刻になりましたので、ただ今から第10回みどり合併協議会を開催いたします。\n"
    )
    assert fields(document, found) == [
        ("date", ["平成17年3月27日"]), ("venue", ["みどり町総合センター"]), ("time", ["午後2時00分"]), ("time", ["午後2時44分"]),
    ]  # fmt: skip


def test_a_container_is_body_and_a_list_is_not(header: Read) -> None:
    head = "みどり会　議事録\n\n日時：令和５年６月３日\n場所：会館\n内容\n"
    document, found = header(
        head + "1、会長挨拶\n2、報告事項\n"
        "町内９か所の説明会を終え、５月末で交換が完了した。\n3、審議事項\n発行について了承された。\n"
    )
    assert document.line_text(found.body_line) == "内容"
    document, found = header(
        "みどり会　議事録\n\n日時：令和５年６月３日\n場所：会館\n議題\n１　事業について\n２　予算について\n\n"
        "会長　ただいまから会議を始めます。本日もよろしくお願いします。\n"
        "事務局　資料により説明します。まず事業について申し上げます。\n"
    )
    assert [k for k, _ in fields(document, found)] == ["date", "venue", "agenda"]
    assert document.line_text(found.body_line).startswith("会長")


def test_next_meeting_and_speakers_are_no_header(header: Read) -> None:
    _, found = header(
        "○事務局（榊原）　ただいまから、図書館協議会を始めます。本日はお集まりいただきありがとうございます。\n○委員長　次回の日時：５月１日\n"
    )
    assert found.fields == ()
    assert found.body_line == 0


def test_labels_with_marks_within_a_line(header: Read) -> None:
    document, found = header(
        "みどり町教育委員会会議録 ○開会日 令和元年6月28日（金） ○場 所 みどり町教育委員会室 ○開 会 午前 10時00分 "
        "○閉 会 午前 10時39分 ○出席委員 委員長 南 良夫\n"
    )
    kinds = [kind for kind, _ in fields(document, found)]
    assert kinds == ["date", "venue", "time", "time", "member"]
