"""Likely links decided in the browser: what people say holds, is audited, and can be taken back; nobody else may."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.store.links import list_link_decisions
from minutes_pipeline.store.open import open_connection
from minutes_pipeline.web.passwords import password_file, set_password
from minutes_pipeline.web.switch import ReviewSwitch
from minutes_pipeline.web.unsettled import Doubt, whole_ledger

PERSON = "鳴海 太郎"


@pytest.fixture
def db(site_db: Path, tmp_path: Path) -> Path:
    path = Path(shutil.copy(site_db, tmp_path / "minutes.db"))
    set_password(password_file(path), "いろはにほへとちり")
    return path


@pytest.fixture
def review(db: Path, asking: Any) -> Iterator[Any]:
    with asking(db, ReviewSwitch(db)) as call:
        yield call


def _doubts(db: Path) -> tuple[Doubt, ...]:
    with contextlib.closing(open_connection(db)) as conn:
        return whole_ledger(conn).doubts


def _post(review: Any, person: str | None = PERSON, token: bool = True, **form: str) -> Any:
    cookie = review("/review/login").cookies["ds_csrftoken"]
    given = form | ({"csrftoken": cookie} if token else {})
    named = {"as_person": person} if person else {}
    return review("/review/links", method="POST", data=given, cookies={"ds_csrftoken": cookie}, **named)


def _form(doubt: Doubt, choice: str, reason: str = "原文を読んだ") -> dict[str, str]:
    one = doubt.suggestion
    return {"choice": choice, "kind": one.kind, "left": one.left, "right": one.right, "reason": reason}


def test_a_doubt_is_shown_with_reasons_and_both_places(review: Any, db: Path) -> None:
    first = _doubts(db)[0]
    page = review("/review/links", as_person=PERSON).text
    assert f"候補 {len(_doubts(db))}件" in page
    block = page.partition('class="plain threads"')[2].partition("</form>")[0]
    assert f"{first.suggestion.score:.2f}" in block and all(reason in block for reason in first.suggestion.reasons)
    for end in (first.suggestion.left, first.suggestion.right):
        assert f'href="/records/{end}"' in block
    assert first.left.date is not None and first.right.date is not None and first.left.date <= first.right.date


@pytest.mark.parametrize(("choice", "same"), [("same", True), ("other", False)])
def test_what_a_person_decides_holds(review: Any, db: Path, choice: str, same: bool) -> None:
    before = _doubts(db)
    answer = _post(review, **_form(before[0], choice))
    assert (answer.status_code, answer.headers["location"]) == (302, "/review/links")
    with contextlib.closing(sqlite3.connect(db)) as conn:
        (made,) = list_link_decisions(conn)
        audit = conn.execute("SELECT by, reason FROM audit WHERE action = 'link'").fetchall()
    assert (made.same, made.by, made.reason) == (same, PERSON, "原文を読んだ") and audit == [(PERSON, "原文を読んだ")]
    assert {made.left.record_id, made.right.record_id} == {before[0].suggestion.left, before[0].suggestion.right}
    assert before[0].suggestion not in {one.suggestion for one in _doubts(db)}, "what is decided is no doubt any more"
    page = review("/review/links", as_person=PERSON).text
    assert ("同じもの</b>" if same else "別のもの</b>") in page.partition("決めたつながり")[2]


def test_a_decision_can_be_taken_back(review: Any, db: Path) -> None:
    before = _doubts(db)
    _post(review, **_form(before[0], "other"))
    number = re.findall(r'name="number" value="(\d+)"', review("/review/links", as_person=PERSON).text)[0]
    assert _post(review, choice="withdraw", number=number, reason="").status_code == 400
    assert _post(review, choice="withdraw", number=number, reason="見直した").status_code == 302
    assert {one.suggestion for one in _doubts(db)} == {one.suggestion for one in before}
    assert "決めたつながり</h2>" not in review("/review/links", as_person=PERSON).text


@pytest.mark.parametrize(
    "form",
    [
        {}, {"choice": "same"}, {"choice": "same", "kind": "metric_series", "left": "x", "right": "y", "reason": "z"},
        {"choice": "same", "kind": "person", "left": "'; --", "right": "../x", "reason": "z"},
        {"choice": "withdraw", "number": "99", "reason": "z"}, {"choice": "withdraw", "number": "9" * 30, "reason": "z"},
        {"choice": "drop", "kind": "person", "left": "a", "right": "b", "reason": "z"},
    ],
)  # fmt: skip
def test_forms_that_make_no_sense(review: Any, db: Path, form: dict[str, str]) -> None:
    before = db.read_bytes()
    answer = _post(review, **form)
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert db.read_bytes() == before


def test_nobody_else_decides(review: Any, db: Path, site_db: Path, asking: Any) -> None:
    """Without a name, without the token of a form of this site, with the switch off: nothing is written."""
    before, form = db.read_bytes(), _form(_doubts(db)[0], "same")
    answer = _post(review, person=None, **form)
    assert answer.status_code == 302 and "/review/login" in answer.headers["location"]
    assert _post(review, token=False, **form).status_code == 403
    assert "/review/login" in review("/review/links").headers["location"]
    assert db.read_bytes() == before
    with asking(site_db) as off:
        assert off("/review/links").status_code == 404
        assert off("/review/links", method="POST", data=form).status_code == 405
        assert "/review/links" not in off(f"/bodies/view?key={_doubts(db)[0].body_key}").text
