"""The picture in README: the page of one sample as ``minutes show`` prints it, as SVG (make picture).

Usage: make_picture.py FILE OUT.svg [--lines N]. The fonts are those of the reader's machine; nothing is loaded from outside.
"""

import argparse
import io
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from minutes_pipeline.cli import terminal
from minutes_pipeline.cli.meeting_page import render_meeting
from minutes_pipeline.pipeline import extract_file

WIDTH = 84
TEMPLATE = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "Noto Sans Mono CJK JP", "MS Gothic", "BIZ UDGothic", "Osaka-Mono", "IPAGothic", monospace;
  font-size: {char_height}px; line-height: {line_height}px;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lines", type=int, default=40)
    arguments = parser.parse_args()
    os.environ["COLUMNS"] = str(WIDTH)
    terminal.is_styled = lambda: True
    page = render_meeting(extract_file(arguments.file).model_dump(mode="json"))
    shown = "\n".join(page.splitlines()[: arguments.lines])
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    console.print(Text.from_ansi(shown), no_wrap=True)
    title = f"$ minutes show {arguments.file.stem}"
    arguments.out.write_text(
        console.export_svg(title=title, code_format=TEMPLATE, unique_id="minutes"), "utf-8", newline="\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
