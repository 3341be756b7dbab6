"""Bodies, goals, programs, people: facets, the ledger's states, master data and plan beside the database."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from minutes_pipeline.cli.application import run
from minutes_pipeline.link.linking import body_key
from minutes_pipeline.store.site_facets import FACETS
from minutes_pipeline.web.narrowing import narrowed

Ask = Callable[..., Any]
BODY = "水守市地域福祉計画推進庁内連絡会"
KEY = quote(body_key(BODY))
PLAN = """plan: 水守市地域福祉計画
body: 水守市地域福祉計画推進庁内連絡会
rating: {grades: [A, B, C]}
goals:
- number: 1
  title: 身近で受け止める相談支援の充実
  measures:
  - title: 相談の場づくり
    programs:
    - title: 福祉なんでも相談窓口
      departments: [健康福祉部]
      indicators:
      - {name: 相談受付件数, unit: 件, targets: {R5: 2000}}
    - title: 移動相談車の運行
"""
ROSTER = "番号,氏名,所属,開始日,終了日\n1,有働 千歳,総務部,,2023-12-31\n2,有働 亮,総務部,2024-01-01,\n"


@pytest.fixture
def copied(site_db: Path, tmp_path: Path) -> Path:
    """A database of its own, for files beside it."""
    db = tmp_path / "minutes.db"
    shutil.copy(site_db, db)
    return db


def test_rows_are_narrowed_by_every_choice() -> None:
    rows = [("甲部", 2023), ("甲部", 2024), ("乙部", 2024), (None, 2024)]
    ways = {"department": lambda row: (row[0],), "year": lambda row: (row[1],)}
    left, facets = narrowed(rows, ways, {"department": "甲部", "goal": "1", "year": ""})
    assert left == [("甲部", 2023), ("甲部", 2024)]
    counted = {facet.name: [(one.value, one.count, one.chosen) for one in values] for facet, values in facets}
    assert counted["department"] == [("甲部", 2, True), ("乙部", 1, False)], "a choice can be changed for another"
    assert counted["year"] == [("2024", 1, False), ("2023", 1, False)]
    assert narrowed(rows, ways, {"department": "丙部"})[0] == []
    assert set(counted) <= set(FACETS)


def test_meetings_have_facets(ask: Ask) -> None:
    every = ask("/meetings").text
    narrow = ask(f"/meetings?body={quote(BODY)}&year=2023").text
    assert [re.findall(r'role="status">([0-9]+)件', page)[0] for page in (every, narrow)] == ["13", "1"]
    assert "年度" in every and "（外す）" in narrow
    assert "会議がありません" in ask("/meetings?year=1950").text
    assert 'role="status">0件' in ask("/meetings?publication=public").text


@pytest.mark.parametrize("path", ["/programs", "/people", "/goals"])
def test_a_body_is_chosen_first(ask: Ask, path: str) -> None:
    page = ask(path).text
    assert f'<option value="{body_key(BODY)}"' in page and 'role="status"' not in page
    assert ask(f"{path}?key={KEY}").status_code == 200
    assert ask(f"{path}?key=nothing").status_code == 404


def test_programs_and_people_have_facets(ask: Ask) -> None:
    page = ask(f"/programs?key={KEY}&department={quote('こども部')}").text
    assert 'role="status">1件' in page and "みなもぽかぽか" in page
    page = ask(f"/people?key={KEY}&group={quote('事務局')}").text
    assert 'role="status">4件' in page
    assert 'role="status">2件' in ask(f"/bodies?name={quote('水守市')}").text


def test_the_ledger_is_narrowed_by_department_and_state(ask: Ask) -> None:
    page = ask(f"/bodies/view?key={KEY}&department={quote('こども部')}&standing={quote('解決')}").text
    ledger = page.partition('id="ledger"')[2].partition('id="promises"')[0]
    assert set(re.findall(r'class="state s-([a-z_]+)"', ledger)) <= {"closed"}
    whole = ask(f"/bodies/view?key={KEY}").text.partition('id="ledger"')[2].partition('id="promises"')[0]
    assert {"open", "unmentioned", "closed"} == set(re.findall(r'class="state s-([a-z_]+)"', whole))


def test_goals_without_a_plan_are_those_of_the_minutes(ask: Ask) -> None:
    page = ask(f"/goals?key={KEY}").text
    assert "議事録から読み取ったもの" in page and "目標値</th>" not in page
    assert page.count('class="sheet-table free"') == 4
    assert "3,820人" in page and "2,850人" in ask(f"/goals?key={KEY}&year=2022").text


def test_a_plan_beside_the_database_gives_targets(
    asking: Callable[..., AbstractContextManager[Ask]], copied: Path
) -> None:
    with asking(copied) as ask:
        assert "移動相談車の運行" not in ask(f"/goals?key={KEY}").text
        copied.with_name("minutes.計画.yaml").write_text(PLAN, "utf-8")
        page = ask(f"/goals?key={KEY}&year=2023").text
        row = page.partition("移動相談車の運行")[2].partition("</tr>")[0]
        assert "報告なし" in row
        assert "2,000件" in page and "達成率" in page and "計画にない事業" in page
        copied.with_name("minutes.計画.yaml").write_text("plan: [", "utf-8")
        broken = ask(f"/goals?key={KEY}").text
        assert "計画のファイルを読めません" in broken and "議事録から読み取ったもの" in broken


def test_the_committee_that_evaluates_the_plan_is_heard(
    asking: Callable[..., AbstractContextManager[Ask]], copied: Path
) -> None:
    """Its opinions stand in a column of their own and lead to its own minutes; without it there is no such column."""
    plan = copied.with_name("minutes.計画.yaml")
    with asking(copied) as ask:
        plan.write_text(PLAN, "utf-8")
        assert "委員会の意見</th>" not in ask(f"/goals?key={KEY}&year=2023").text
        plan.write_text(PLAN.replace("rating:", "committee: 地域福祉計画推進委員会\nrating:"), "utf-8")
        pages = [ask(f"/goals?key={KEY}&year={year}").text for year in (2022, 2023, 2024)]
        committee = json.loads(ask(f"/meetings.json?body={quote('水守市地域福祉計画推進委員会')}").text)["rows"][0][
            "識別子"
        ]
    heard = [page for page in pages if "委員会の意見</th>" in page]
    assert heard and all(f'href="/meetings/{committee}?at=' in page for page in heard)


def test_a_roster_beside_the_database_decides_who_is_who(
    asking: Callable[..., AbstractContextManager[Ask]], copied: Path
) -> None:
    with asking(copied) as ask:
        copied.with_name("minutes.名簿.csv").write_text("名前のない表\n1\n", "utf-8")
        broken = ask(f"/people?key={KEY}").text
        assert "minutes.名簿.csv" in broken and 'role="alert"' in broken
        assert _times(broken, "有働") == ["3"]
        copied.with_name("minutes.名簿.csv").write_text(ROSTER, "utf-8")
        told = ask(f"/people?key={KEY}").text
        assert 'role="alert"' not in told and sorted(_times(told, "有働")) == ["1", "2"]


def _times(page: str, name: str) -> list[str]:
    """In how many meetings each person of this name sat."""
    return re.findall(rf">{name}</a> <span class=\"small\">[^<]*?([0-9]+)回の会議<", page)


def test_likely_links_are_shown_and_not_made(ask: Ask) -> None:
    page = ask(f"/bodies/view?key={KEY}").text
    block = page.partition('id="suggestions"')[2]
    assert "つないでいません" in block
    first, second = re.findall(r'href="/records/([^"]+)"', block)[:2]
    assert first != second
    assert ask(f"/records/{first}").status_code == 302


@pytest.mark.parametrize("name", ["meetings", "bodies", "programs", "people"])
def test_a_list_can_be_taken_away(ask: Ask, name: str) -> None:
    """CSV and JSON hold what the page counts, narrowed as the page is."""
    narrowing = {
        "meetings": f"body={quote(BODY)}", "bodies": f"name={quote('水守市')}",
        "programs": f"key={KEY}&department={quote('こども部')}", "people": f"key={KEY}&group={quote('事務局')}",
    }[name]  # fmt: skip
    page = ask(f"/{name}?{narrowing}").text
    told = json.loads(ask(f"/{name}.json?{narrowing}").text)
    rows = list(csv.reader(io.StringIO(ask(f"/{name}.csv?{narrowing}").content.decode("utf-8-sig"))))
    assert f'role="status">{told["total"]}件' in page and told["total"] == len(told["rows"]) == len(rows) - 1 > 0
    assert rows[0] == list(told["rows"][0])
    assert re.search(rf'href="/{name}\.csv\?[^"]+">CSV</a>', page)


@pytest.mark.parametrize("path", ["/programs.json", "/people.csv", "/people.json?key=nothing"])
def test_a_list_of_no_body_is_refused(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 404 and "Traceback" not in answer.text


def test_a_name_is_looked_for_over_all_bodies(ask: Ask) -> None:
    form = ask("/people").text.partition("名前で探す")[2]
    assert 'name="kind" value="attendee"' in form
    found = ask(f"/search?q={quote('有働')}&kind=attendee").text
    assert re.search(r'role="status">[0-9]', found) and "badge k-attendees" in found


def test_a_meeting_leads_to_its_people_and_programs(ask: Ask) -> None:
    meeting = json.loads(ask(f"/meetings.json?body={quote(BODY)}").text)["rows"][0]["識別子"]
    page = ask(f"/meetings/{meeting}").text
    for kind in ("people", "programs"):
        links = re.findall(rf'href="(/{kind}/view\?[^"]+)"', page)
        assert links and ask(links[0].replace("&amp;", "&")).status_code == 200


MEETING = """第{n}回 楡ヶ丘市公園協議会 会議録

日時　令和{y}年９月12日（木）　午後２時～３時
場所　楡ヶ丘市役所
出席者　委員　志水 佳乃会長、若松 実委員、公園課　早瀬課長

１　事業の報告
事業事例…花いっぱい運動（公園課）
・花壇の数は{n}2か所であった。
・{action}
・花壇の区域を広げることを決定した。

２　意見交換
若松委員：水やりの人手が足りないと思う。
早瀬課長：業者に相談してみる。
"""


def test_a_person_and_a_program_have_their_history(
    asking: Callable[..., AbstractContextManager[Ask]], tmp_path: Path
) -> None:
    """Seats with role and remarks; promises by name; what was decided and promised under a program."""
    db = tmp_path / "minutes.db"
    actions = (
        "早瀬課長が水やりの方法を次回までに調べて報告する。",
        "前回の宿題の水やりの方法は、早瀬課長が調べて報告した。",
    )
    for n, action in enumerate(actions, 1):
        (tmp_path / f"{n}.txt").write_text(MEETING.format(n=n, y=4 + n, action=action), "utf-8")
        assert run(["ingest", str(tmp_path / f"{n}.txt"), "--db", str(db)]) == 0
    key = quote(body_key("楡ヶ丘市公園協議会"))
    with asking(db) as ask:
        people = {row["氏名"]: row for row in json.loads(ask(f"/people.json?key={key}").text)["rows"]}
        programs = json.loads(ask(f"/programs.json?key={key}").text)["rows"]
        said = ask(f"/people/view?key={key}&id={people['若松実']['識別子']}").text
        owner = ask(f"/people/view?key={key}&id={people['早瀬']['識別子']}").text
        program = ask(f"/programs/view?key={key}&id={programs[0]['識別子']}").text
    assert "水やりの人手が足りない" in said and "業者に相談" not in said
    assert people["若松実"]["会議の数"] == 2 and "引き受けた宿題" not in said
    assert "業者に相談してみる" in owner.partition("引き受けた宿題")[2].partition("<h2")[0]
    assert [row["事業"] for row in programs] == ["花いっぱい運動"] and programs[0]["担当"] == "公園課"
    decided, _, promised = program.partition('<h2 id="h-d">')[2].partition('<h2 id="h-p">')
    assert decided.count("花壇の区域を広げる") == 2 and "水やりの方法" in promised
