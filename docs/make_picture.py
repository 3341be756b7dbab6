"""The picture in README: the page of one meeting as ``minutes show`` prints it, as SVG (make picture).

Usage: make_picture.py FILE OUT.svg [--lines N]. The fonts are those of the reader's machine; nothing is loaded from
outside, and no length is forced on the text, so full-width characters keep their width.
"""

import argparse
import os
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from minutes_pipeline.cli import terminal
from minutes_pipeline.cli.meeting_page import render_meeting
from minutes_pipeline.pipeline import extract_file

COLUMNS = 80
SIZE, LEADING, MARGIN, TOP = 15, 22, 18, 48
BOLD_ON, BOLD_OFF = "\x1b[1m", "\x1b[0m"
FONTS = "'Noto Sans Mono CJK JP','BIZ UDGothic','MS Gothic','Osaka-Mono','IPAGothic',monospace"


def svg(lines: list[str], title: str) -> str:
    """A dark window with a title and the lines; a line between the marks for bold is printed bold."""
    width, height = COLUMNS * SIZE // 2 + 2 * MARGIN, TOP + len(lines) * LEADING + MARGIN
    rows = [
        f'<text x="{MARGIN}" y="{TOP + number * LEADING + SIZE}"{weight(line)} xml:space="preserve">{plain(line)}</text>'
        for number, line in enumerate(lines)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="{FONTS}" font-size="{SIZE}" fill="#d7dae0">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#23272e"/>',
            *(
                f'<circle cx="{22 + 20 * n}" cy="22" r="6" fill="{c}"/>'
                for n, c in enumerate(("#ff5f57", "#febc2e", "#28c840"))
            ),
            f'<text x="{width // 2}" y="27" text-anchor="middle" fill="#9aa0aa">{escape(title)}</text>',
            *rows,
            "</svg>\n",
        ]
    )


def weight(line: str) -> str:
    return ' font-weight="bold" fill="#ffffff"' if line.startswith(BOLD_ON) else ""


def plain(line: str) -> str:
    return escape(line.removeprefix(BOLD_ON).removesuffix(BOLD_OFF))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lines", type=int, default=40)
    arguments = parser.parse_args()
    os.environ["COLUMNS"] = str(COLUMNS)
    terminal.is_styled = lambda: True
    page = render_meeting(extract_file(arguments.file).model_dump(mode="json"))
    shown = page.splitlines()[: arguments.lines]
    arguments.out.write_text(svg(shown, f"minutes show {arguments.file.stem}"), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
