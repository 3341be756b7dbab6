"""Headers printed behind the body, fields that the next number ends, labels with 職・氏名."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes_pipeline.model.section import Header
from minutes_pipeline.pipeline import read_document
from minutes_pipeline.segment.header import find_header


def _header(tmp_path: Path, text: str) -> tuple[Header, str]:
    path = tmp_path / "minutes.txt"
    path.write_text(text, "utf-8")
    document = read_document(path)
    return find_header(document), document.text


def _fields(tmp_path: Path, text: str) -> list[tuple[str, list[str]]]:
    header, canonical = _header(tmp_path, text)
    return [(f.kind, [canonical[v.start : v.end] for v in f.values]) for f in header.fields]


SPOKEN = "（委員長）\n　それでは始めます。昨年度の事業の報告をお願いします。\n（館長）\n　講座の受講者は延べ1,200人でした。\n"


def test_a_header_behind_the_body(tmp_path: Path) -> None:
    fields = _fields(
        tmp_path,
        "みなと町公民館運営審議会会議録\n"
        + SPOKEN
        + "\n開催日時　　令和元年７月10日（水）午前10時～正午\n開催場所　　みなと町公民館\n"
        "出席者　　　委員　山田　太郎　　委員　川上　花子\n欠席者　　　委員　石井　誠\n事務局　　　館長　森　学\n",
    )
    assert [kind for kind, _ in fields] == ["date", "venue", "member", "absent", "secretariat"]


@pytest.mark.parametrize("tail", ["次回は10月に開催します。\n", "開催日時の調整は事務局が行います。\n"])
def test_no_header_behind_the_body(tmp_path: Path, tail: str) -> None:
    assert _fields(tmp_path, "みなと町公民館運営審議会会議録\n" + SPOKEN + tail) == []


def test_the_next_number_ends_a_field(tmp_path: Path) -> None:
    fields = _fields(
        tmp_path,
        "みなと町議会定例会\n\n１　開催日　令和６年２月２日（金）\n２　説明員　町長、総務課長\n３　議案及び結果\n"
        "（委員長）\n　議案第１号は原案のとおり可決されました。\n",
    )
    assert ("explainer", ["町長、総務課長"]) in fields


def test_a_label_with_post_and_name(tmp_path: Path) -> None:
    fields = _fields(
        tmp_path,
        "みなと町総合教育会議\n\n開催日時：令和６年２月２日（金）\n出席者の氏名：森　学\n欠席者の氏名：石井　誠\n"
        "事務局職員の職・氏名：総務課長　山田\n\n１　開会\n（議長）\n　これより会議を開きます。\n",
    )
    assert [kind for kind, _ in fields] == ["date", "member", "absent", "secretariat"]
