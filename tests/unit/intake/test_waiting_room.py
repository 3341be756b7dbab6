"""要確認: why a file waits, and when it is tried again."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.intake import waiting_room
from minutes_pipeline.intake.drop_folder import Look
from minutes_pipeline.intake.extraction import Unreadable, extract_here
from minutes_pipeline.intake.file_names import note_name, numbered
from minutes_pipeline.intake.quarantine import remove_note
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.store.waiting import WaitingFile, list_waiting

BAD = b"\x00\x01\x02\x03"


def waiting(place: Any) -> list[WaitingFile]:
    connection = open_connection(place.db)
    try:
        return list_waiting(connection)
    finally:
        connection.close()


@pytest.fixture
def bad(place: Any) -> Any:
    """A place where 教育/第2回.txt has failed."""
    place.drop("教育/第2回.txt", BAD)
    assert place.look() == Look(taken=1, failed=1)
    place.told.clear()
    place.read.clear()
    return place


def test_a_bad_file_waits_with_a_note(bad: Any) -> None:
    assert bad.files() == ["要確認/教育/第2回.txt", "要確認/教育/第2回.txt.理由.txt"]
    assert (bad.quarantine / "教育" / "第2回.txt").read_bytes() == BAD
    (row,) = waiting(bad)
    assert Path(row.path) == bad.quarantine / "教育" / "第2回.txt"
    assert (row.file_name, row.program, row.attempts) == ("第2回.txt", None, 1)
    assert bad.archive.verify(row.sha256) is not None


def test_the_note_opens_in_notepad_and_says_what_to_do(bad: Any) -> None:
    data = (bad.quarantine / "教育" / "第2回.txt.理由.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") > 5
    text = data.decode("utf-8-sig")
    (row,) = waiting(bad)
    assert f"理由: {row.reason}。" in text
    assert f"してほしいこと: {row.remedy}。" in text
    assert "ファイル: 第2回.txt" in text


def test_it_is_not_tried_again_for_nothing(bad: Any) -> None:
    assert [bad.look() for _ in range(3)] == [Look()] * 3
    bad.restart()
    assert bad.look() == Look()
    assert bad.read == []
    assert bad.told == []


def test_replaced_where_it_waits(bad: Any) -> None:
    bad.drop("要確認/教育/第2回.txt")
    assert bad.look() == Look(taken=1)
    assert bad.files() == []
    assert not bad.quarantine.exists()
    assert waiting(bad) == []
    assert bad.reports()[0].received.parcel.folder == "教育"
    assert len(list(bad.archive.files())) == 2


def test_replaced_by_another_bad_one(bad: Any) -> None:
    bad.drop("要確認/教育/第2回.txt", BAD + BAD)
    assert bad.look() == Look(taken=1, failed=1)
    assert bad.files() == ["要確認/教育/第2回.txt", "要確認/教育/第2回.txt.理由.txt"]
    assert waiting(bad)[0].attempts == 2
    assert bad.look() == Look()


def test_a_good_one_dropped_anew_ends_the_waiting(bad: Any) -> None:
    bad.drop("教育/第2回.txt")
    assert bad.look() == Look(taken=1)
    assert bad.files() == []
    assert not bad.quarantine.exists()
    assert waiting(bad) == []


@pytest.mark.parametrize("name", ["第2回.txt", "教育/第3回.txt", "福祉/第2回.txt"])
def test_a_good_one_of_another_name_or_folder_does_not(bad: Any, name: str) -> None:
    bad.drop(name)
    assert bad.look() == Look(taken=1)
    assert bad.files() == ["要確認/教育/第2回.txt", "要確認/教育/第2回.txt.理由.txt"]


def test_moved_back_by_hand_it_is_tried_again(bad: Any) -> None:
    (bad.quarantine / "教育" / "第2回.txt").rename(bad.folder / "教育" / "第2回.txt")
    assert bad.look() == Look(taken=1, failed=1)
    assert bad.files() == ["要確認/教育/第2回.txt", "要確認/教育/第2回.txt.理由.txt"]
    assert len(waiting(bad)) == 1


def test_deleted_it_waits_no_more(bad: Any) -> None:
    (bad.quarantine / "教育" / "第2回.txt").unlink()
    assert bad.look() == Look()
    assert bad.files() == []
    assert waiting(bad) == []
    assert bad.look() == Look()


def test_deleted_while_nobody_watched(bad: Any) -> None:
    (bad.quarantine / "教育" / "第2回.txt").unlink()
    (bad.quarantine / "教育" / "第2回.txt.理由.txt").unlink()
    bad.restart()
    bad.look()
    assert waiting(bad) == []


def test_the_same_bad_bytes_again_wait_once(bad: Any) -> None:
    bad.drop("教育/第2回.txt", BAD)
    assert bad.look() == Look(taken=1, failed=1)
    assert bad.files() == ["要確認/教育/第2回.txt", "要確認/教育/第2回.txt.理由.txt"]


def test_another_bad_one_of_the_name_is_numbered(bad: Any) -> None:
    bad.drop("教育/第2回.txt", BAD + b"2")
    bad.look()
    bad.drop("教育/第2回.txt", BAD + b"3")
    bad.look()
    names = ["第2回.txt", "第2回 (2).txt", "第2回 (3).txt"]
    assert bad.files() == sorted(f"要確認/教育/{name}{end}" for name in names for end in ("", ".理由.txt"))
    assert [row.file_name for row in waiting(bad)] == ["第2回.txt"] * 3
    # The numbered one, mended in place, is stored under the name it came with, and the others wait on.
    bad.drop("要確認/教育/第2回 (2).txt")
    assert bad.look() == Look(taken=1)
    assert bad.reports()[-1].received.parcel.name == "第2回.txt"
    assert len(waiting(bad)) == 2


def test_a_new_version_of_the_program_tries_again(bad: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_room, "__version__", "99.0")
    bad.restart()
    assert bad.look() == Look(taken=1, failed=1)
    assert bad.look() == Look()
    assert waiting(bad)[0].program_version == "99.0"
    assert waiting(bad)[0].attempts == 2


def test_a_file_placed_there_by_hand_is_tried(place: Any) -> None:
    place.drop("要確認/福祉/第2回.txt")
    assert place.look() == Look(taken=1)
    assert place.files() == []


def test_somebodys_own_file_that_looks_like_a_note_is_no_note(place: Any) -> None:
    place.drop("第2回.txt.理由.txt", BAD)
    place.look()
    assert place.files() == ["要確認/第2回.txt.理由.txt", "要確認/第2回.txt.理由.txt.理由.txt"]
    place.restart()
    place.look()
    assert len(place.files()) == 2


def test_somebodys_own_file_where_a_note_would_be_is_neither_overwritten_nor_removed(place: Any) -> None:
    own = "第3回 青葉市議会 議事録\n・100件であった。\n".encode()
    place.drop("要確認/第2回.txt", BAD)
    place.drop("要確認/第2回.txt.理由.txt", own)
    place.look()
    assert place.archive.verify(sha256(own).hexdigest()) is not None
    assert place.files() == ["要確認/第2回.txt"]


def test_a_note_that_is_not_ours_stays_when_its_file_goes(place: Any) -> None:
    path = place.drop("要確認/第2回.txt")
    other = place.drop("要確認/第2回.txt.理由.txt", "人が書いたもの")
    remove_note(path)
    assert other.exists()


def test_a_note_whose_file_is_gone_goes_too_but_only_ours(bad: Any) -> None:
    (bad.quarantine / "教育" / "第2回.txt").unlink()
    own = bad.drop("要確認/教育/他.理由.txt", BAD + b"own").read_bytes()
    bad.look()
    assert bad.files() == ["要確認/教育/他.理由.txt", "要確認/教育/他.理由.txt.理由.txt"]
    assert bad.archive.verify(sha256(own).hexdigest()) is not None


def test_a_very_long_name(place: Any) -> None:
    name = "議" * 83 + ".txt"
    place.drop(name, BAD)
    place.look()
    assert place.files() == sorted([f"要確認/{name}", f"要確認/{note_name(name)}"])
    place.drop(name, BAD + b"2")
    place.look()
    other = numbered(name, 2)
    assert place.files() == sorted(f"要確認/{one}" for one in (name, note_name(name), other, note_name(other)))
    for one in (name, other):
        place.drop(f"要確認/{one}", "議事録の本文です。\n".replace("。", f"{one[-6]}。"))
    place.look()
    assert place.files() == []


class Program:
    """A program that is there or not."""

    def __init__(self) -> None:
        self.is_there = False
        self.asked = 0

    def is_ready(self, name: str) -> bool:
        self.asked += 1
        return self.is_there and name == "LibreOffice"

    def extract(self, path: Path, name: str) -> Any:
        if not self.is_there:
            return Unreadable(
                "古い形式を読むには LibreOffice が必要です", "LibreOffice を入れてください", "LibreOffice"
            )
        return extract_here(path, name)


@pytest.fixture
def program(place: Any, monkeypatch: pytest.MonkeyPatch) -> Program:
    from minutes_pipeline.read import programs

    program = Program()
    monkeypatch.setattr(programs, "is_ready", program.is_ready)
    monkeypatch.setattr(waiting_room, "_ASK_AGAIN", 0.0)
    place.extract = program.extract
    return program


def test_what_needs_a_program_waits_for_it(place: Any, program: Program) -> None:
    place.drop("第2回.txt")
    assert place.look() == Look(taken=1, failed=1)
    assert waiting(place)[0].program == "LibreOffice"
    assert "LibreOffice を使えるようになると" in (place.quarantine / "第2回.txt.理由.txt").read_text("utf-8-sig")
    assert [place.look() for _ in range(3)] == [Look()] * 3
    assert len(place.read) == 1
    program.is_there = True
    assert place.look() == Look(taken=1)
    assert place.files() == []


def test_a_program_that_does_not_help_is_tried_once(place: Any, program: Program) -> None:
    place.drop("第2回.txt")
    place.look()
    place.extract = lambda path, name: Unreadable("まだ読めません", "確かめてください", "LibreOffice")
    program.is_there = True
    assert place.look() == Look(taken=1, failed=1)
    assert [place.look() for _ in range(3)] == [Look()] * 3
    # Gone and back again (installed anew): once more.
    program.is_there = False
    place.look()
    program.is_there = True
    assert place.look() == Look(taken=1, failed=1)


def test_programs_are_not_asked_for_all_the_time(place: Any, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_room, "_ASK_AGAIN", 30.0)
    place.drop("第2回.txt")
    for _ in range(5):
        place.look()
    assert program.asked == 1


def test_two_drop_folders_of_one_database(place: Any, tmp_path: Path) -> None:
    """Each leaves the other's files alone."""
    from threading import Event

    from minutes_pipeline.intake.drop_folder import DropFolder

    other = tmp_path / "別の置き場"
    other.mkdir()
    (other / "第2回.txt").write_bytes(BAD + b"2")
    second = DropFolder(other, place.db, place.archive, extract_here, settle=0, tell=lambda _: None, stopping=Event())
    place.drop("第2回.txt", BAD)
    place.look()
    second.look()
    place.restart()
    place.look()
    assert len(waiting(place)) == 2
    place.drop("第2回.txt")
    place.look()
    assert [Path(row.path).parent.parent.name for row in waiting(place)] == ["別の置き場"]
