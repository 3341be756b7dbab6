"""Check the corpus: keys, enumerations, quotes that stand in the document, agenda titles that exist, weekdays.

Reads the built files with its own simple readers, never with the package. Run: .venv/bin/python tests/corpus/check_gold.py
"""

from __future__ import annotations

import datetime
import html
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEYS = {
    "attendees": {"name", "affiliation", "job_title", "role", "group", "status"},
    "agenda_items": {"number", "title", "level"},
    "goals": {"number", "title"},
    "decisions": {"quote", "result", "agenda_item"},
    "metrics": {"quote", "name", "value", "unit", "qualifier", "period", "agenda_item"},
    "issues": {"quote", "agenda_item"},
    "actions": {"quote", "owner", "due", "agenda_item"},
}
ENUMS = {
    "role": {None, "chair", "vice_chair"},
    "group": {"member", "secretariat", "explainer", "observer"},
    "status": {"present", "absent", "online", "proxy", "late", "left_early"},
    "result": {"approved", "decided", "deferred", "rejected", "noted"},
    "qualifier": {None, "about", "nearly", "over", "under", "at_most"},
}
MEETING = {"name", "session", "date", "start_time", "end_time", "venue"}
WEEKDAY = re.compile(
    r"(令和|平成|昭和|R)?(元|\d{1,4})(?:年|[./])(\d{1,2})(?:月|[./])(\d{1,2})日?[(]([月火水木金土日])(?:曜日?)?[)]"
)
WRONG_WEEKDAY_ON_PURPOSE: set[str] = set()
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "昭和": 1925}


def document_text(path: Path) -> str:
    """The words of a document, by a reader of our own."""
    if path.suffix == ".pdf":
        return subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("word/document.xml").decode()
        return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:tab/>", "\n", xml)))
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "euc-jp", "cp932", "utf-16"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return text


def squash(text: str) -> str:
    """Without white space."""
    return re.sub(r"\s+", "", text)


def weekday_errors(text: str) -> list[str]:
    """Dates whose printed weekday is wrong."""
    folded = squash(unicodedata.normalize("NFKC", text))
    errors = []
    for era, year, month, day, printed in WEEKDAY.findall(folded):
        base = ERAS.get(era, 0)
        number = 1 if year == "元" else int(year)
        if not base and number < 1000:
            continue
        try:
            date = datetime.date(base + number, int(month), int(day))
        except ValueError:
            errors.append(f"no such date {era}{year}-{month}-{day}")
            continue
        if "月火水木金土日"[date.weekday()] != printed:
            errors.append(f"{date} is {'月火水木金土日'[date.weekday()]}, printed {printed}")
    return errors


def record_errors(field: str, record: dict[str, Any], titles: set[str], text: str) -> list[str]:
    """What is wrong with one gold record."""
    errors = []
    if set(record) - {"value_max"} != KEYS[field]:
        errors.append(f"keys {sorted(record)}")
    errors += [f"{key} {record[key]!r}" for key in ENUMS if key in record and record[key] not in ENUMS[key]]
    if record.get("agenda_item") and record["agenda_item"] not in titles:
        errors.append(f"agenda_item {record['agenda_item']!r}")
    if "quote" in record and not record["quote"]:
        errors.append("empty quote")
    if "quote" in record and squash(record["quote"]) not in text:
        errors.append("quote is not in the document")
    if field == "agenda_items" and squash(record["title"]) not in text:
        errors.append("title is not in the document")
    if field == "attendees":
        wanted = [record[key] for key in ("name",) if record[key]]
        plain = re.sub(r"（[ぁ-ん]+）", "", text)
        errors += [f"{part!r} is not in the document" for part in wanted if squash(part) not in plain]
    if field in ("issues", "decisions", "actions") and record["quote"][-1] not in "。）」．.）)":
        errors.append("quote does not end a sentence (look at it)")
    return [f"{field}: {error}: {record.get('quote') or record}" for error in errors]


def gold_errors(path: Path) -> list[str]:
    """What is wrong with one gold file."""
    gold = json.loads(path.read_text("utf-8"))
    raw = document_text(HERE / "documents" / gold["document"])
    text = squash(raw)
    titles = {item["title"] for item in gold["agenda_items"]}
    errors = [] if set(gold["meeting"]) == MEETING else ["meeting keys"]
    if gold["genre"] not in ("summary", "discussion", "verbatim"):
        errors.append(f"genre {gold['genre']}")
    for key in ("name", "venue"):
        value = gold["meeting"][key]
        if value and key == "venue" and squash(value) not in text:
            errors.append(f"meeting {key} {value}")
    for field in KEYS:
        for record in gold[field]:
            errors += record_errors(field, record, titles, text)
    if path.stem not in WRONG_WEEKDAY_ON_PURPOSE:
        errors += weekday_errors(raw)
    return errors


def main() -> int:
    failed = 0
    totals = dict.fromkeys(KEYS, 0)
    for path in sorted((HERE / "gold").glob("*.json")):
        for error in gold_errors(path):
            failed += 1
            print(f"{path.stem}\t{error}")
        gold = json.loads(path.read_text("utf-8"))
        for field in KEYS:
            totals[field] += len(gold[field])
    print(totals, f"{failed} to look at")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
