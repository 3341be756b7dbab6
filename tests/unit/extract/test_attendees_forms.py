"""Rosters in the forms that municipalities print (名簿の書き方): who is read out of each, with everything told of them.

Each file of ``rosters`` holds a roster, a line ``----`` and one line for each person: name|post|role|group|status.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from minutes_pipeline.extract.attendees import extract_attendees
from minutes_pipeline.pipeline import read_document, segment

FORMS = sorted((Path(__file__).parent / "rosters").glob("*.txt"))
HEAD = "みどり市地域づくり審議会　会議録\n\n日　時：令和６年５月17日（金）午後２時\n場　所：市役所３階会議室\n"
TAIL = (
    "\n１　開会\n会長　ただいまから、みどり市地域づくり審議会を開会いたします。本日はお集まりいただきありがとうございます。\n"
    "２　議題\n（１）計画について\n事務局　資料１により説明します。\n"
)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.stem)
def test_roster(form: Path, tmp_path: Path) -> None:
    roster, expected = form.read_text("utf-8").split("----\n")
    path = tmp_path / "minutes.txt"
    path.write_text(HEAD + roster + TAIL, encoding="utf-8")
    document = read_document(path)
    people = extract_attendees(segment(document))
    assert all(document.text[p.span.start : p.span.end] == p.quote == p.quote.strip() for p in people)
    read = [(p.name or "-", _post(p.affiliation, p.job_title), p.role or "-", p.group, p.status) for p in people]
    assert sorted(read) == sorted(_person(line) for line in expected.splitlines())


def _person(line: str) -> tuple[str, str, str, str, str]:
    name, post, role, group, status = line.split("|")
    return name, _shared(unicodedata.normalize("NFKC", post)), role, group, status


def _post(affiliation: str | None, title: str | None) -> str:
    return _shared(unicodedata.normalize("NFKC", (affiliation or "") + (title or ""))) or "-"


def _shared(post: str) -> str:
    """総務課課長 is 総務課長: unit and title share the letter."""
    for letter in "部課室係局会所署団市町村校館場隊":
        post = post.replace(f"{letter}{letter}長", f"{letter}長").replace(f"{letter}{letter}主", f"{letter}主")
    return post
