"""Names: what is recorded and shown, and what is made of a name that is too long."""

import unicodedata

import pytest

from minutes_pipeline.intake.file_names import (
    LONGEST_NAME,
    NOTE_SUFFIX,
    kept_suffix,
    note_name,
    numbered,
    recorded,
    recorded_folder,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("第1回議事録.docx", "第1回議事録.docx"),
        ("髙橋　➀（案）.pdf", "髙橋　➀（案）.pdf"),
        (unicodedata.normalize("NFD", "がぎぐ会議パブコメ.pdf"), "がぎぐ会議パブコメ.pdf"),
        ("a\nb.txt", "a\ufffdb.txt"),
        ("a\x1b[2Jb.txt", "a\ufffd[2Jb.txt"),
        ("a\x9b2Jb.txt", "a\ufffd2Jb.txt"),
        ("a\u2028b\u2029c.txt", "a\ufffdb\ufffdc.txt"),
        ("議事録\u202efdp.exe", "議事録\ufffdfdp.exe"),
        ("議事録.txt".encode("cp932").decode("utf-8", "surrogateescape"), "議事録.txt"),
        (b"\xff\xfe.txt".decode("utf-8", "surrogateescape"), "\ufffd\ufffd.txt"),
    ],
)
def test_recorded(name: str, expected: str) -> None:
    assert recorded(name) == expected
    assert recorded(expected) == expected
    recorded(name).encode("utf-8")


@pytest.mark.parametrize("name", ["絵文字👩‍💻.txt", "ﾊﾝｶｸ.txt", "Ａ４.pdf", "葛󠄀城市.txt", "a b.txt", "100%.txt"])
def test_what_can_be_shown_stays(name: str) -> None:
    assert recorded(name) == name


def test_folders() -> None:
    assert recorded_folder(()) is None
    assert recorded_folder((unicodedata.normalize("NFD", "ごみ減量審議会"), "R6\n")) == "ごみ減量審議会/R6\ufffd"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.PDF", ".pdf"), ("a.tar.gz", ".gz"), ("a", ""), (".docx", ""), ("a.", ""), ("a.議事録", ""), ("a.d ocx", ""),
        ("a." + "x" * 30, ""),
    ],
)  # fmt: skip
def test_suffix_in_the_archive(name: str, suffix: str) -> None:
    assert kept_suffix(name) == suffix


LONG = ("議" * 83 + ".docx", "議" * 85, "a" * 255, unicodedata.normalize("NFD", "が" * 42), "👩" * 63 + ".pdf")


@pytest.mark.parametrize("name", LONG)
def test_made_names_are_possible(name: str) -> None:
    for made in (note_name(name), numbered(name, 2), numbered(name, 1234)):
        assert len(made.encode()) <= LONGEST_NAME
        assert len(made.encode("utf-16-le")) <= LONGEST_NAME * 2
    assert note_name(name).endswith(NOTE_SUFFIX)


def test_notes_of_different_files_differ() -> None:
    names = ["議" * 84 + end for end in "一二三"]
    assert len({note_name(name) for name in names}) == 3


def test_numbers_stand_before_the_suffix() -> None:
    assert numbered("議事録.docx", 3) == "議事録 (3).docx"
    assert numbered("議事録", 3) == "議事録 (3)"
    assert numbered("議" * 84 + ".docx", 2).endswith(" (2).docx")
