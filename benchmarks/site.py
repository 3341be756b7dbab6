"""The site over a great many meetings: home, search, lists and Datasette's own table page, through the real server.

Generates a database of fictional meetings with ten passages each (lines of text and records, with the store's own tables
and index), serves it with ``minutes serve`` and asks it. Usage: site.py [--meetings N] [--db FILE] [--check]. A FILE
that exists is asked as it is. With --check the exit code is 1 when a target is missed (search: 100 ms at the median,
300 ms for 95 of 100; home: 300 ms).
"""

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minutes_pipeline.store.document_rows import index, index_rows, put
from minutes_pipeline.store.history_tables import EVENTS
from minutes_pipeline.store.open import open_database, writing
from minutes_pipeline.store.passages import Passage
from minutes_pipeline.store.tables import (
    ACTIONS,
    AGENDA_ITEMS,
    DECISIONS,
    DOCUMENTS,
    ISSUES,
    MEETINGS,
    METRICS,
    PROGRAMS,
)
from minutes_pipeline.text.search_folding import fold_for_search
from minutes_pipeline.text.search_terms import terms_of

PLACES = "東部 西部 南部 北部 中央 若葉台 みどり町 松ヶ丘 港通り 川添 桜台 泉町 旭町 高砂 本町 新町 日の出 平和台 緑が丘 栄町".split()
SUBJECTS = (
    "子どもの相談 こども食堂 高齢者の見守り 障がい者の就労 生活困窮者の支援 ボランティアの確保 避難所の運営 ごみの分別 公園の管理 "
    "空き家の活用 移動支援 地域福祉計画 成年後見制度 民生委員の改選 多文化共生 防犯灯の設置 通学路の安全 図書館の開館時間 補助金の交付 "
    "介護予防 認知症カフェ 健康診査 予防接種 保育所の待機児童 学童保育 給食費 水道管の更新 下水道の整備 橋りょうの点検 道路の除雪 "
    "森林の整備 農地の集積 鳥獣害の対策 商店街の振興 観光案内所 ふるさと納税 職員の研修 庁舎の改修 選挙の執行 窓口の混雑"
).split()
DOERS = "福祉総務課 こども家庭課 高齢福祉課 障がい福祉課 防災安全課 環境課 土木課 学校教育課 生涯学習課 商工観光課 農林課 総務課".split()
BODIES = "推進委員会 協議会 審議会 庁内連絡会 運営委員会 検討部会".split()
TEXTS = (
    "{place}地区における{subject}について、{doer}から資料により説明があった。",
    "{subject}の実施状況を{place}地区の事例とあわせて確認した。",
    "委員から、{place}地区では{subject}の周知が行き届いていないとの意見があった。",
    "{doer}は、{subject}に関する住民説明会を{place}地区で開いたと述べた。",
)
DECISION = "{place}地区の{subject}については、原案のとおり承認された。"
ISSUE = "{place}地区では{subject}の担い手が不足していることが課題である。"
ACTION = "{subject}の費用を{doer}が次回までに調べて報告する。"
METRIC = "{place}地区の{subject}の利用者は延べ{n}人であった。"
QUERIES = 100
_KINDS = (("decision", DECISIONS), ("issue", ISSUES), ("action", ACTIONS), ("metric", METRICS))


class Lines:
    """Lines with their terms; of each pattern the words are cut once for every choice of its parts."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}

    def terms(self, text: str) -> tuple[str, str]:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = terms_of(text)
        return found


def record(kind: str, document: str, at: int) -> str:
    return f"{document}-{kind}-{at:010x}"


def meeting(number: int, picked: random.Random, lines: Lines) -> tuple[dict[Any, list[Any]], list[Passage]]:
    """The rows and passages of one meeting."""
    document = f"{number:016x}"
    place, doer = picked.choice(PLACES), picked.choice(DOERS)
    body = f"{place}{picked.choice(SUBJECTS[:12]).replace('の', '')}{picked.choice(BODIES)}"
    day = f"{picked.randint(1995, 2024)}-{picked.randint(1, 12):02}-{picked.randint(1, 28):02}"
    owner, item, program = (record(kind, document, 0) for kind in ("meeting", "agenda_item", "program"))
    given: dict[str, Any] = {
        "place": place,
        "doer": doer,
        "subject": picked.choice(SUBJECTS),
        "n": picked.randint(1, 400),
    }
    title = given["subject"]
    texts: list[tuple[str, str, str | None]] = [
        (pattern.format(**given | {"subject": picked.choice(SUBJECTS)}), "text", None) for pattern in TEXTS
    ]
    texts += [(f"{title}について", "agenda_item", item), (f"事業名 {title}（{doer}）", "program", program)]
    for kind, _ in _KINDS:
        pattern = {"decision": DECISION, "issue": ISSUE, "action": ACTION, "metric": METRIC}[kind]
        texts.append((pattern.format(**given), kind, record(kind, document, 0)))
    rows: dict[Any, list[Any]] = {table: [] for table in (AGENDA_ITEMS, PROGRAMS, *(table for _, table in _KINDS))}
    passages, at = [], 0
    folded = fold_for_search(doer).text
    for order, (text, kind, identity) in enumerate(texts):
        end = at + len(text)
        context = lines.terms(title)[0] if kind not in ("text", "agenda_item", "program") else ""
        passages.append(Passage(kind, identity, at, end, 1, item, None, None, folded, (*lines.terms(text), context)))
        place_of = (order, text, at, end, 1, None, "bench", 0.9, None, None)
        common = (identity, document, owner, *place_of)
        under = (title, item, None, program)
        if kind == "agenda_item":
            rows[AGENDA_ITEMS].append((*common, "1", title, 1, None))
        elif kind == "program":
            rows[PROGRAMS].append((*common, title, item, None, None, title, json.dumps([doer], ensure_ascii=False)))
        elif kind == "decision":
            rows[DECISIONS].append((*common, *under, picked.choice(["approved", "approved", "decided", "noted"])))
        elif kind == "issue":
            rows[ISSUES].append((*common, *under))
        elif kind == "action":
            rows[ACTIONS].append((*common, *under, doer, "次回まで"))
        elif kind == "metric":
            rows[METRICS].append((*common, *under, f"{title}の利用者", given["n"], None, "人", None, None, None))
        at = end + 1
    whole = "\n".join(text for text, _, _ in texts)
    rows[DOCUMENTS] = [(
        document, f"{number}.txt", "txt", document * 4, None, 0, "summary", "bench", whole, document, owner, 1, "current",
        None, body, None,
    )]  # fmt: skip
    rows[EVENTS] = [(owner, None, "not_public")]
    rows[MEETINGS] = [(owner, document, body, None, day, "13:30", "15:00", None)]
    return rows, passages


def generate(path: Path, meetings: int) -> None:
    db = open_database(path)
    db.conn.execute("PRAGMA synchronous = OFF")
    db.conn.execute("PRAGMA cache_size = -400000")
    picked, lines = random.Random(5), Lines()
    for first in range(0, meetings, 2000):
        with writing(db):
            for number in range(first, min(meetings, first + 2000)):
                rows, passages = meeting(number, picked, lines)
                for table, values in rows.items():
                    put(db.conn, table, values)
                index(db.conn, f"{number:016x}", index_rows(f"{number:016x}", rows[MEETINGS][0][0], passages))
    db.close()


def queries(picked: random.Random) -> list[str]:
    """Different strings of 2 to 6 characters as they stand in the texts: words, parts of words, and what has no sense."""
    found: dict[str, None] = {}
    patterns = (*TEXTS, DECISION, ISSUE, ACTION, METRIC)
    while len(found) < QUERIES:
        given = {"place": picked.choice(PLACES), "subject": picked.choice(SUBJECTS), "doer": picked.choice(DOERS)}
        text = picked.choice(patterns).format(**given, n=picked.randint(1, 400))
        if len(found) % 2:
            text = picked.choice([given["subject"], given["doer"], given["place"] + "地区"])
        size = picked.randint(2, 6)
        at = picked.randint(0, max(0, len(text) - size))
        one = text[at : at + size].strip("、。・")
        if len(one) >= 2:
            found.setdefault(one)
    return list(found)


def serve(db: Path) -> tuple[subprocess.Popen[bytes], str, float]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    command = [sys.executable, "-m", "minutes_pipeline", "serve", "--db", str(db), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=dict(os.environ))
    address = f"http://127.0.0.1:{port}"
    while True:
        try:
            fetch(f"{address}/-/versions.json")
            return process, address, time.perf_counter() - started
        except OSError:
            if process.poll() is not None or time.perf_counter() - started > 120:
                raise
            time.sleep(0.05)


def fetch(address: str) -> float:
    """Milliseconds until the whole answer is there."""
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=120) as answer:
        answer.read()
    return (time.perf_counter() - started) * 1000


def show(name: str, times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    median, high = statistics.median(ordered), ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    print(f"{name:52} median {median:7.1f} ms   95 % {high:7.1f} ms   slowest {ordered[-1]:7.1f} ms", flush=True)
    return median, high


def lists() -> Iterator[tuple[str, str]]:
    yield "list of decisions", "/decisions"
    yield "list of figures, filtered", f"/metrics?department={urllib.parse.quote('高齢福祉課')}&year=2020"
    yield "list of meetings", "/meetings"
    yield "list of bodies", "/bodies"


def first_answers(address: str) -> None:
    """What who comes at once waits for: home and a search the moment the server answers."""
    home_first = fetch(f"{address}/")
    first = fetch(f"{address}/search?q={urllib.parse.quote('相談')}")
    print(f"first home page {home_first:.0f} ms; first search after the start {first:.0f} ms", flush=True)


def ask(address: str, name: str) -> bool:
    home = show("home", [fetch(f"{address}/") for _ in range(20)])
    every = [f"{address}/search?q={urllib.parse.quote(one)}" for one in queries(random.Random(11))]
    cold = show("search, 100 queries, the first time", [fetch(one) for one in every])
    warm = show("search, the same 100 queries again", [fetch(one) for one in every])
    show("search, latest first", [fetch(f"{one}&sort=date") for one in every[:30]])
    show("search, page 4", [fetch(f"{one}&page=4") for one in every[:30]])
    for title, path in lists():
        show(title, [fetch(address + path) for _ in range(10)])
    show("a meeting", [fetch(f"{address}/meetings/{record('meeting', f'{n * 7:016x}', 0)}") for n in range(1, 11)])
    show("Datasette's table of decisions", [fetch(f"{address}/{name}/decisions") for _ in range(5)])
    show("Datasette's table of passages", [fetch(f"{address}/{name}/passages") for _ in range(5)])
    contains = [
        f"{address}/{name}/decisions?quote__contains={urllib.parse.quote(one)}"
        for one in queries(random.Random(11))[:20]
    ]
    show("Datasette's table of decisions, filtered by a word", [fetch(one) for one in contains])
    return cold[0] < 100 and cold[1] < 300 and warm[0] < 100 and warm[1] < 300 and home[1] < 300


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meetings", type=int, default=100_000)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "site.db"
        if not path.exists():
            started = time.perf_counter()
            generate(path, options.meetings)
            print(f"{options.meetings:,} meetings generated in {time.perf_counter() - started:.0f} s", flush=True)
        print(f"{path.stat().st_size / 1e6:.0f} MB", flush=True)
        for start in ("first", "second"):
            process, address, took = serve(path)
            try:
                print(f"{start} start: server ready after {took:.1f} s", flush=True)
                first_answers(address)
                if start == "first":
                    time.sleep(2)  # the file for the next start is written
                else:
                    good = ask(address, path.stem)
            finally:
                process.terminate()
                process.wait(20)
    print("targets met" if good else "targets missed")
    return 0 if good or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
