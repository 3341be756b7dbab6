"""Labels told by their place (項目名の位置): beside the open one, behind a list, above the body."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.pipeline import read_document
from minutes_pipeline.segment.header import find_header

HEAD = "みどり市災害対策会議　会議録\n\n日　　時　　令和６年９月１日（日）　18時\n場　　所　　市役所３階　災害対策室\n"
BODY = "\n１　雨と川の状況\n・９月１日17時までの雨量は、北部で342ミリである。\n"


@pytest.fixture(name="kinds")
def kinds_fixture(tmp_path: Path) -> Callable[[str], list[tuple[str, int]]]:
    """Kinds of the roster fields with the number of their values."""

    def read(roster: str) -> list[tuple[str, int]]:
        path = tmp_path / "minutes.txt"
        path.write_text(HEAD + roster + BODY, encoding="utf-8")
        header = find_header(read_document(path))
        return [(f.kind, len(f.values)) for f in header.fields if f.kind not in ("date", "venue")]

    return read


FORMS = [
    ("欠席委員　　波多野久美（公募市民）\n担当課　　　　観光課長、健康課長\n事務局　　　　政策課長\n", [("absent", 1), ("explainer", 1), ("secretariat", 1)]),
    ("出席委員\n　委員長　白井　睦子\n　委　員　上野　典夫\n担当課\n　健康課長　柳　久美子\n", [("member", 2), ("explainer", 1)]),
    ("委　　員　　会　長　　志村　稔\n　　　　　　副会長　　日置　久枝\n　　　　　　委　員　　乾　理沙\n", [("member", 3)]),
    ("出席委員（◎会長　○副会長）\n　◎志村　稔　　○日置　久枝　　乾　理沙\n欠席委員\n　能登　晴彦\n", [("member", 1), ("absent", 1)]),
    ("４　欠席委員（１名）\n　　５　番　　末永　良介　君\n５　説明のため出席した者\n　　課　長　　汐崎　勝利　君\n", [("absent", 1), ("explainer", 1)]),
    ("出席者　　市長、副市長、総務部長、\n　　　　　環境部長、消防長\n事務局　　防災課長、防災課主幹\n", [("member", 2), ("secretariat", 1)]),
    ("出席者：\n１　志村　稔\n２　日置　久枝\n３　乾　理沙\n", [("member", 3)]),
    ("出席者\n　森田　太郎　/　○　/　みどり市社会福祉協議会\n　林　誠　/　×　/　みどり市交通審議会\n", [("member", 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("roster", "expected"), FORMS, ids=[f[0][:8] for f in FORMS])
def test_fields(kinds: Callable[[str], list[tuple[str, int]]], roster: str, expected: list[tuple[str, int]]) -> None:
    assert kinds(roster) == expected


VENUES = ["市役所", "みどり町役場", "病院"]


@pytest.mark.parametrize("venue", VENUES)
def test_a_word_behind_a_label_is_its_value(tmp_path: Path, venue: str) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(HEAD.replace("市役所３階　災害対策室", venue) + "出席者　　市長、副市長\n" + BODY, encoding="utf-8")
    document = read_document(path)
    (field,) = find_header(document).of_kind("venue")
    assert [document.text[v.start : v.end] for v in field.values] == [venue]


KEPT = [
    # A function before a name inside the roster opens nothing, however the names are placed.
    ("出席者\n　委員長　　白井睦子　みどり大学　教授\n　委員　　　上野典夫　みどり商工会　理事\n　　　　　　漆原五月　公募市民\n", [("member", 3)]),
    ("事 務 局 長　　汐崎　勝利\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("roster", "expected"), KEPT)
def test_no_field(kinds: Callable[[str], list[tuple[str, int]]], roster: str, expected: list[tuple[str, int]]) -> None:
    assert kinds(roster) == expected


def test_staff_below_the_members_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    rows = "委員名簿（敬称略）\n番号\t氏名\t所属・役職\t出欠\n１\t志村　稔\tみどり大学　教授\t○\n２\t日置　久枝\t区長協議会　副会長\t×\n"
    path.write_text(
        HEAD
        + "出席者　　末尾の名簿のとおり\n"
        + BODY
        + "事務局から、避難所を開く時刻について説明した。\n" * 9
        + "\n"
        + rows
        + "事務局\n福祉課長　生田　稔\n同課主幹　饗場　翼\n",
        encoding="utf-8",
    )
    header = find_header(read_document(path))
    assert [(f.kind, len(f.values)) for f in header.fields][-2:] == [("member", 3), ("secretariat", 2)]
