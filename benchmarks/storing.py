"""Storing a five-page document of about 200 records: our writer with its index, beside plain sqlite-utils without one.

Turn about in one process after warm-up, medians; each round writes into the same file, a new document every time.

Usage: storing.py [--rounds N] [--limit MILLISECONDS]. Exit code 1 when our median is above the limit.
"""

import argparse
import hashlib
import json
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from sqlite_utils import Database

from minutes_pipeline.model.ids import record_id
from minutes_pipeline.model.minutes import Minutes, Source
from minutes_pipeline.model.records import (
    Action,
    AgendaItem,
    Attendee,
    Decision,
    Issue,
    Meeting,
    Metric,
    Period,
    Remark,
    SourceSpan,
)
from minutes_pipeline.store.open import open_database
from minutes_pipeline.store.passages import make_passages
from minutes_pipeline.store.tables import RECORD_TABLES
from minutes_pipeline.store.writer import store_minutes

ITEMS = 10
TABLES = tuple(RECORD_TABLES)


def synthetic(number: int) -> Minutes:
    """A discussion of ten agenda items, about 4,500 characters, 30 attendees and 170 records of the body."""
    document_id = hashlib.sha256(f"bench {number}".encode()).hexdigest()[:16]
    lines: list[str] = []
    records: dict[str, list[object]] = {name: [] for name in TABLES}
    position = 0

    def base(kind: str, quote: str, extra: str = "") -> dict[str, object]:
        start = position + line.index(quote)
        return {
            "id": record_id(document_id, kind, start, start + len(quote), extra),
            "quote": quote,
            "span": SourceSpan(
                start=start, end=start + len(quote), page=position // 1000 + 1, bbox=(72, 90.5, 500, 101)
            ),
            "rule_id": f"bench-{kind}",
            "confidence": 0.9,
        }

    for seat in range(30):
        line = f"第{seat + 1}号委員　木谷{seat}郎　みどり町内会連合会　会長"
        name = f"木谷{seat}郎"
        records["attendees"].append(Attendee(**base("attendee", name), name=name, affiliation="みどり町内会連合会"))
        lines.append(line)
        position += len(line) + 1
    for item in range(ITEMS):
        title = f"地域福祉計画の取組{item + 1}について"
        line = f"（{item + 1}）{title}"
        agenda = AgendaItem(**base("agenda_item", title), number=str(item + 1), title=title, level=1)
        records["agenda_items"].append(agenda)
        place = {"agenda_item": title, "agenda_item_id": agenda.id}
        lines.append(line)
        position += len(line) + 1
        for turn in range(4):
            count = 1000 + number % 97 + item * 10 + turn
            issue = "担い手の高齢化により、見守り活動の継続が難しくなっている。"
            action = "次回までに各町内会の実施状況を調査し報告する。"
            figure = f"利用者は{count:,}人"
            line = f"○委員　こども相談室の{figure}で、前年度を上回った。{issue}事務局では、{action}"
            records["remarks"].append(Remark(**base("remark", line[4:]), speaker="委員", side="member", **place))
            period = Period(start="2023-04-01", end="2024-03-31")
            records["metrics"].append(
                Metric(**base("metric", figure), name="利用者", value=count, unit="人", period=period, **place)
            )
            records["issues"].append(Issue(**base("issue", issue), **place))
            records["actions"].append(Action(**base("action", action), owner="事務局", due="次回", **place))
            lines.append(line)
            position += len(line) + 1
        line = "原案のとおり全会一致で承認された。"
        records["decisions"].append(Decision(**base("decision", line), result="approved", **place))
        lines.append(line)
        position += len(line) + 1
    return Minutes(
        document=f"{number}.pdf",
        genre="discussion",
        source=Source(
            document_id=document_id, file_name=f"{number}.pdf", media_type="pdf", sha256=document_id * 4, pages=5,
            program_version="bench",
        ),
        meeting=Meeting(name="みどり市地域福祉推進会議", date=str(date(2024, 4, 1) + timedelta(number))),
        text="\n".join(lines),
        **{name: tuple(rows) for name, rows in records.items()},
    )  # fmt: skip


def plain(db: Database, minutes: Minutes) -> None:
    """What a short script does: dump the models, flatten, upsert with sqlite-utils; no index."""
    with db.atomic():
        for name in TABLES:
            rows = []
            for record in getattr(minutes, name):
                row = record.model_dump(mode="json")
                row |= {f"span_{key}": value for key, value in row.pop("span").items()}
                row["document_id"] = minutes.source.document_id
                rows.append({key: json.dumps(v) if isinstance(v, list | dict) else v for key, v in row.items()})
            if rows:
                db[name].upsert_all(rows, pk="id")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--limit", type=float, default=20.0)
    options = parser.parse_args()
    spent: dict[str, list[float]] = {"store and index": [], "of which terms": [], "again": [], "plain sqlite-utils": []}
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = open_database(Path(folder) / "ours.db"), Database(Path(folder) / "theirs.db")
        for number in range(options.rounds + 3):
            minutes = synthetic(number)
            marks = [time.perf_counter()]
            make_passages(minutes, None)
            marks.append(time.perf_counter())
            assert store_minutes(ours, minutes).status == "added"
            marks.append(time.perf_counter())
            assert store_minutes(ours, minutes).status == "unchanged"
            marks.append(time.perf_counter())
            plain(theirs, minutes)
            marks.append(time.perf_counter())
            if number >= 3:
                for name, at in (
                    ("of which terms", 0),
                    ("store and index", 1),
                    ("again", 2),
                    ("plain sqlite-utils", 3),
                ):
                    spent[name].append((marks[at + 1] - marks[at]) * 1000)
        sizes = [(Path(folder) / name).stat().st_size // 1024 for name in ("ours.db", "theirs.db")]
        ours.close()
        theirs.close()
    count = sum(len(getattr(minutes, name)) for name in TABLES)
    print(f"{count} records, {len(minutes.text)} characters, {options.rounds} rounds; medians in ms (best)")
    for name, values in spent.items():
        print(f"  {name:20} {statistics.median(values):7.2f}  ({min(values):.2f})")
    print(f"  file: {sizes[0]} KiB with text and index, {sizes[1]} KiB without")
    return 0 if statistics.median(spent["store and index"]) <= options.limit else 1


if __name__ == "__main__":
    sys.exit(main())
