"""Build tests/corpus/documents and tests/corpus/gold from tests/corpus/sources, the same bytes every time.

Run: .venv/bin/python tests/corpus/build.py   (needs python-docx, reportlab and the font IPAexGothic for PDF)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "samples")]

from office_form import build_docx, build_pdf  # noqa: E402
from plain_form import write_text  # noqa: E402
from source_form import parse  # noqa: E402

HERE = Path(__file__).parent


def main() -> int:
    documents, gold = HERE / "documents", HERE / "gold"
    split: dict[str, list[str]] = {"tune": [], "exam": [], "exam2": []}
    for path in sorted((HERE / "sources").glob("*.src")):
        source = parse(path)
        target = documents / source.gold["document"]
        if source.kind == "docx":
            build_docx(source.text, target)
        elif source.kind == "pdf":
            build_pdf(source.text, target)
        else:
            write_text(source.text, source.head, target)
        rendered = json.dumps(source.gold, ensure_ascii=False, indent=1) + "\n"
        (gold / f"{source.stem}.json").write_text(rendered, "utf-8")
        split[source.head["split"]].append(source.stem)
    (HERE / "split.json").write_text(json.dumps(split, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print({name: len(stems) for name, stems in split.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
