"""What writes: only with the switch on, a password given and a form of this site; nothing is left of bad uploads."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from minutes_pipeline.errors import QueryError
from minutes_pipeline.web import staging
from minutes_pipeline.web.passwords import check_password, password_file, set_password
from minutes_pipeline.web.server import make_datasette
from minutes_pipeline.web.switch import ReviewSwitch, may_write

PASSWORD = "いろはにほへとちり"
Ask = Callable[..., Any]


class Nothing:
    """An intake that must not be asked."""

    def preview(self, path: Path, name: str) -> Any:
        raise AssertionError

    def take(self, path: Path, name: str) -> tuple[str, str]:
        raise AssertionError


@pytest.fixture
def db(site_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(site_db, tmp_path / "minutes.db"))


@pytest.fixture
def review(db: Path) -> Iterator[Ask]:
    set_password(password_file(db), PASSWORD)
    datasette = make_datasette(db, ReviewSwitch(db, Nothing()))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(task: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(task, loop).result(60)

    wait(datasette.invoke_startup())

    def call(method: str, path: str, **named: Any) -> Any:
        headers = {"host": "127.0.0.1", **named.pop("headers", {})}
        if named.pop("as_person", False):
            signed = datasette.sign({"a": {"id": "鳴海", "minutes": "reviewer"}}, "actor")
            named["cookies"] = {"ds_actor": signed, **named.get("cookies", {})}
        return wait(datasette.client.request(method, path, headers=headers, **named))

    yield call
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def _token(review: Ask) -> dict[str, Any]:
    """Cookie and field of a form of this site."""
    token = review("GET", "/review/login").cookies["ds_csrftoken"]
    return {"cookies": {"ds_csrftoken": token}, "headers": {"x-csrftoken": token}}


def _digest(db: Path) -> str:
    return hashlib.sha256(db.read_bytes()).hexdigest()


PATHS = ("/review/login", "/review/add", "/review/conflicts/1", "/review/logout", "/upload/file?name=a.txt")


@pytest.mark.parametrize("path", PATHS)
def test_forged_forms_are_refused(review: Ask, db: Path, path: str) -> None:
    before = _digest(db)
    assert review("POST", path, data={"choice": "add", "keep": "person"}, as_person=True).status_code == 403
    assert _digest(db) == before


@pytest.mark.parametrize("path", ["/", "/decisions", "/minutes/decisions", "/search", "/reviewed", "/uploads"])
def test_other_addresses_stay_closed(review: Ask, path: str) -> None:
    assert review("POST", path, data={}, as_person=True).status_code == 405


def test_an_actor_of_another_kind_is_nobody(review: Ask) -> None:
    answer = review("GET", "/review", cookies={"ds_actor": "forged"})
    assert answer.status_code == 302 and "/review/login" in answer.headers["location"]


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/review//evil.example", "/\\evil"])
def test_nobody_is_sent_elsewhere(review: Ask, onward: str) -> None:
    form = {"name": "鳴海", "password": PASSWORD, "next": onward}
    answer = review("POST", "/review/login", data=form, **_token(review))
    assert (answer.status_code, answer.headers["location"]) == (302, "/review")
    assert "HttpOnly" in answer.headers["set-cookie"] and "SameSite=strict" in answer.headers["set-cookie"]


def test_an_upload_needs_a_person(review: Ask, db: Path) -> None:
    assert review("POST", "/upload/file?name=a.txt", content=b"x", **_token(review)).status_code == 403
    assert not staging.staging_of(db).exists()


def test_a_large_upload_leaves_nothing(review: Ask, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "LARGEST", 1000)
    answer = review("POST", "/upload/file?name=a.txt", content=b"x" * 2000, as_person=True, **_token(review))
    assert answer.status_code == 400 and "大きすぎる" in answer.json()["error"]
    assert list(staging.staging_of(db).iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "..%5C..%5Cx", "a%00b.pdf", "%E2%80%AEfdp.exe", ""])
def test_names_do_not_leave_the_folder(review: Ask, db: Path, name: str) -> None:
    answer = review("POST", f"/upload/file?name={name}", content=b"x", as_person=True, **_token(review))
    assert answer.status_code == 200
    folder = staging.staging_of(db)
    assert {path.parent for path in db.parent.rglob("*") if path.is_file() and path != db} == {folder, db.parent}
    assert all(len(path.name.removesuffix(".json")) == 32 for path in folder.iterdir())


@pytest.mark.parametrize("token", ["0" * 32, "../../minutes.db"])
def test_unknown_tokens(review: Ask, db: Path, token: str) -> None:
    assert review("GET", f"/upload/{token}", as_person=True).status_code in (400, 403, 404)
    with pytest.raises(QueryError):
        staging.staged(staging.staging_of(db), token)


def test_password(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    assert not check_password(path, "")
    with pytest.raises(QueryError, match="8文字以上"):
        set_password(path, "short")
    set_password(path, PASSWORD)
    assert check_password(path, PASSWORD) and not check_password(path, PASSWORD + " ")
    assert PASSWORD not in path.read_text("ascii")
    path.write_text("{}", "ascii")
    assert not check_password(path, PASSWORD)


def test_five_wrong_passwords_cost_a_minute(tmp_path: Path) -> None:
    now = [0.0]
    db = tmp_path / "minutes.db"
    set_password(password_file(db), PASSWORD)
    switch = ReviewSwitch(db, clock=lambda: now[0])
    assert not any(switch.admits("wrong") for _ in range(5))
    assert switch.is_paused and not switch.admits(PASSWORD)
    now[0] = 61.0
    assert not switch.is_paused and switch.admits(PASSWORD)


def test_off_unless_asked_for() -> None:
    assert not may_write(object(), "/review")
