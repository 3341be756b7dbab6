"""A fictional meeting as ``Minutes``, built by hand: the store is tested without the stages before it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.minutes import Minutes, Source
from minutes_pipeline.model.records import (
    Action,
    AgendaItem,
    Attendee,
    Decision,
    Goal,
    Issue,
    Meeting,
    Metric,
    Period,
    Program,
    Remark,
    SourceSpan,
)
from minutes_pipeline.store.open import open_database

LINES = (
    "第３回　青葉ヶ丘市地域福祉推進会議　議事録",
    "日時　令和６年５月17日（金）　午後１時30分～３時",
    "出席者　髙橋会長、福祉部　森下課長",
    "１　開会",
    "２　子どもの相談体制について",
    "目標１　相談しやすい窓口づくり",
    "➀こども相談室きらら（こども未来部）",
    "利用者：3,045人、一日平均 16.1人であった。",
    "【課題】障がい者への周知が不足している。",
    "事務局：窓口の開設時間を次回までに調査する。",
    "原案のとおり承認された。",
    "３　その他",
    "サ−ビスの質について意見交換を行った。ボランティアの確保に苦慮している。",
)


class Maker:
    """Makes records on one text; each quote must stand in it."""

    def __init__(self, lines: tuple[str, ...], file_name: str) -> None:
        self.text = "\n".join(lines)
        self.sha256 = hashlib.sha256(f"{file_name}\n{self.text}".encode()).hexdigest()
        self.document_id = self.sha256[:16]
        self.file_name = file_name

    def place(self, quote: str) -> SourceSpan:
        start = self.text.index(quote)
        page = 1 if start < self.text.index("２　子ども") else 2
        return SourceSpan(start=start, end=start + len(quote), page=page, bbox=(72.0, 100.5, 300.0, 112.5))

    def base(self, kind: str, quote: str, extra: str = "", **fields: Any) -> dict[str, Any]:
        span = self.place(quote)
        return {
            "id": record_id(self.document_id, kind, span.start, span.end, extra),
            "quote": quote,
            "span": span,
            "rule_id": f"test-{kind}",
            "confidence": 0.9,
            **fields,
        }


def build(
    lines: tuple[str, ...] = LINES, file_name: str = "青葉ヶ丘_r6.pdf", number: int = 3, **changes: Any
) -> Minutes:
    """The fictional meeting; ``changes`` replace fields of ``Minutes``. Another ``number`` is another meeting's."""
    make = Maker(lines, file_name)
    opening = AgendaItem(**make.base("agenda_item", "開会"), number="1", title="開会", level=1)
    talks = AgendaItem(
        **make.base("agenda_item", "子どもの相談体制について"), number="2", title="子どもの相談体制について", level=1
    )
    other = AgendaItem(**make.base("agenda_item", "その他"), number="3", title="その他", level=1, parent_id=talks.id)
    goal = Goal(
        **make.base("goal", "相談しやすい窓口づくり"), number=1, title="相談しやすい窓口づくり",
        agenda_item=talks.title, agenda_item_id=talks.id,
    )  # fmt: skip
    under = {"agenda_item": talks.title, "agenda_item_id": talks.id, "goal_id": goal.id}
    program = Program(
        **make.base("program", "こども相談室きらら"), title="こども相談室きらら", departments=("こども未来部",), **under
    )
    under["program_id"] = program.id
    chair = Attendee(**make.base("attendee", "髙橋会長"), name="髙橋", role="chair")
    head = Attendee(
        **make.base("attendee", "森下課長"), name="森下", affiliation="福祉部", job_title="課長", group="secretariat"
    )
    period = Period(start="2023-04-03", end="2023-12-28")
    users = Metric(
        **make.base("metric", "利用者：3,045人"), name="利用者", value=3045, unit="人", period=period, **under
    )
    mean = Metric(**make.base("metric", "一日平均 16.1人"), name="一日平均利用者", value=16.1, unit="人", **under)
    said = make.base("remark", "窓口の開設時間を次回までに調査する。", **under)
    finding = Finding(
        id=record_id(make.document_id, "finding", 0, 1), code="mean_mismatch", severity="warning",
        message="平均が合いません", spans=(users.span, mean.span), field="metrics.value",
    )  # fmt: skip
    fields: dict[str, Any] = {
        "document": file_name,
        "genre": "summary",
        "source": Source(
            document_id=make.document_id, file_name=file_name, media_type="pdf", sha256=make.sha256, pages=2,
            program_version="0.1.0",
        ),
        "meeting": Meeting(
            name="青葉ヶ丘市地域福祉推進会議", session=number,
            date=str(date(2024, 5, 17) + timedelta(days=number - 3)), start_time="13:30",
            end_time="15:00",
            sources={"name": make.place("青葉ヶ丘市地域福祉推進会議"), "date": make.place("令和６年５月17日")},
        ),
        "attendees": (chair, head),
        "agenda_items": (opening, talks, other),
        "goals": (goal,),
        "programs": (program,),
        "remarks": (Remark(**said, speaker="事務局", attendee_id=head.id, side="secretariat"),),
        "decisions": (Decision(**make.base("decision", "原案のとおり承認された。", **under), result="approved"),),
        "metrics": (users, mean),
        "issues": (Issue(**make.base("issue", "障がい者への周知が不足している。", **under)),),
        "actions": (
            Action(**make.base("action", "窓口の開設時間を次回までに調査する。", **under), owner="事務局", due="次回"),
        ),
        "findings": (finding,),
        "text": make.text,
    }  # fmt: skip
    return Minutes(**(fields | changes))


@pytest.fixture
def make_minutes() -> Callable[..., Minutes]:
    return build


@pytest.fixture
def minutes() -> Minutes:
    return build()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "minutes.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    database = open_database(path)
    yield database
    database.close()
