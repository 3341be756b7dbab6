"""What is looked at in the drop folder, and what is passed over."""

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from minutes_pipeline.intake.scan import PASSED_OVER, Passed, is_passed_over, scan


@pytest.mark.parametrize("rule", PASSED_OVER, ids=lambda rule: rule.id)
def test_rules(rule: Passed) -> None:
    assert rule.accepts
    for name in rule.accepts:
        assert rule.pattern.fullmatch(name), name
        assert is_passed_over(name)
    for name in rule.rejects:
        assert not rule.pattern.fullmatch(name), name
        assert not is_passed_over(name), name


@pytest.mark.parametrize(
    "name",
    [
        "議事録",
        "第1回.docx",
        "a.JTD",
        "写真.jpg",
        "要確認.docx",
        "tmp",
        "~議事録.docx",
        "$議事録.txt",
        "#1.txt",
        "@.txt",
    ],
)
def test_what_may_be_a_document_is_taken(name: str) -> None:
    assert not is_passed_over(name)


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_folders_are_bodies(tmp_path: Path) -> None:
    write(
        tmp_path,
        "b.txt",
        "教育委員会/令和6年度/a.txt",
        "教育委員会/.git/x.txt",
        "@eaDir/y.txt",
        "Thumbs.db",
        "~$b.docx",
    )
    seen = scan(tmp_path)
    assert [(file.folder, file.name) for file in seen.dropped] == [(None, "b.txt"), ("教育委員会/令和6年度", "a.txt")]
    assert seen.waiting == seen.taken == seen.unreadable == ()


def test_those_that_wait_are_apart(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "要確認/教育/b.txt", "要確認/教育/b.txt.理由.txt", "教育/要確認/c.txt")
    seen = scan(tmp_path)
    assert [file.shown for file in seen.dropped] == ["a.txt", "教育/要確認/c.txt"]
    assert [file.shown for file in seen.waiting] == ["教育/b.txt", "教育/b.txt.理由.txt"]


def test_files_about_to_be_removed_are_known(tmp_path: Path) -> None:
    write(tmp_path, ".minutes-0123.txt", "教育/.minutes-4567.pdf", "要確認/.minutes-89.pdf", ".minutes")
    assert [file.path.name for file in scan(tmp_path).taken] == [
        ".minutes-0123.txt", ".minutes-4567.pdf", ".minutes-89.pdf",
    ]  # fmt: skip


def test_decomposed_names_are_recorded_composed(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "ごみ.txt")
    write(tmp_path, name)
    (file,) = scan(tmp_path).dropped
    assert file.name == "ごみ.txt"
    assert file.path.name == name
    assert file.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows refuses")
def test_any_bytes_may_be_a_name(tmp_path: Path) -> None:
    names = [b"a\nb\x1b[31m.txt", "議事録.txt".encode("cp932"), b"\xff.txt"]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as stream:  # noqa: PTH118, PTH123
            stream.write(b"x")
    assert {file.name for file in scan(tmp_path).dropped} == {"a\ufffdb\ufffd[31m.txt", "議事録.txt", "\ufffd.txt"}


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="links")
def test_links_and_pipes_are_left(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, "secret.txt")
    folder = tmp_path / "in"
    write(folder, "a.txt")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside, target_is_directory=True)
    (folder / "self").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    assert [file.name for file in scan(folder).dropped] == ["a.txt"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="ない"):
        scan(tmp_path / "ない")
