"""``minutes evaluate``: measure the extraction on annotated minutes (精度の測定)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minutes_pipeline.cli.database import JsonOption
from minutes_pipeline.cli.help_page import JapaneseCommand
from minutes_pipeline.cli.reading import read_file
from minutes_pipeline.cli.sources import gather
from minutes_pipeline.cli.wording import FIELDS
from minutes_pipeline.errors import QueryError

if TYPE_CHECKING:
    from minutes_pipeline.evaluate.gold import Pairing
    from minutes_pipeline.evaluate.scoring import Report

app = typer.Typer(add_completion=False)
_HELP = """議事録を読み取って正解データと比べ、項目ごとの適合率・再現率・F1 を出します。

正解データは「文書名.json」を1件ずつ置いたフォルダーです。文書の代わりに「minutes extract」の JSON も指定できます。
適合率は、読み取ったもののうち正しいものの割合、再現率は、正解のうち読み取れたものの割合です。"""
_MISTAKES = {"missed": "見落とし", "extra": "余分", "differs": "相違"}


@app.command(cls=JapaneseCommand, help=_HELP)
def evaluate(
    documents: Annotated[
        list[Path], typer.Argument(metavar="文書", help="議事録のファイルかフォルダー、または読み取った JSON")
    ],
    gold: Annotated[Path | None, typer.Option("--gold", metavar="フォルダー", help="正解データのフォルダー")] = None,
    links: Annotated[
        Path | None,
        typer.Option("--links", metavar="ファイル", help="会議をまたぐつながりの正解データ（1つの会議体の JSON）"),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="見落とし・余分・相違を1件ずつ出す")] = False,
    forms: Annotated[bool, typer.Option("--forms", help="文体（要点筆記・質疑形式・逐語）ごとの表も出す")] = False,
    reliability: Annotated[bool, typer.Option("--reliability", help="確からしさと実際に正しい割合の表も出す")] = False,
    markdown: Annotated[bool, typer.Option("--md", help="表を Markdown で出す")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the documents, compare them with the gold, print the figures."""
    if links is not None:
        from minutes_pipeline.cli.link_scores import print_link_scores

        print_link_scores(documents, links, errors=errors, as_json=as_json)
        return
    if gold is None:
        raise QueryError(
            "正解データが指定されていません", "--gold でフォルダーを、または --links でファイルを指定してください"
        )
    from minutes_pipeline.cli.score_tables import as_markdown, as_text, tables_of
    from minutes_pipeline.evaluate.gold import gold_files, pair_with_gold

    found = gather(documents, also=frozenset((".json",))).files
    # A document goes before a JSON of its name: a folder that holds both must not be judged by its own annotations.
    files = sorted(found, key=lambda path: path.suffix.lower() == ".json")
    pairing = pair_with_gold(gold_files(gold), files)
    report, failures = _score(pairing)
    if as_json:
        typer.echo(json.dumps(_as_json(report, failures, pairing, errors=errors), ensure_ascii=False, indent=1))
    else:
        if errors:
            _print_mistakes(report)
        for table in tables_of(report, forms=forms, reliable=reliability):
            typer.echo(as_markdown(table) if markdown else as_text(table))
        typer.echo(f"文書 {len(report.documents)}件、項目の平均 F1（macro F1）: {report.macro_f1:.4f}")
        _print_notes(failures, pairing)
    if failures or not pairing.pairs:
        raise typer.Exit(1)


def _score(pairing: Pairing) -> tuple[Report, dict[str, str]]:
    """The report, and for each document that could not be read the reason; it counts as nothing read."""
    from minutes_pipeline.evaluate.gold import load_record
    from minutes_pipeline.evaluate.scoring import Report, score_document

    scores = []
    failures = {}
    for gold_path, document in pairing.pairs:
        predicted, failure = _records_of(document)
        if failure is not None:
            failures[document.name] = failure
        scores.append(score_document(gold_path.stem, load_record(gold_path), predicted))
    return Report(tuple(scores)), failures


def _records_of(document: Path) -> tuple[dict[str, Any], str | None]:
    from minutes_pipeline.evaluate.gold import load_record

    if document.suffix.lower() == ".json":
        return load_record(document), None
    reading = read_file(document)
    if reading.minutes is None:
        return {}, reading.failure
    return reading.minutes.model_dump(mode="json"), None


def _as_json(report: Report, failures: dict[str, str], pairing: Pairing, *, errors: bool) -> dict[str, Any]:
    result = report.as_dict()
    result["failures"] = failures
    result["without_document"] = [path.name for path in pairing.without_document]
    result["without_gold"] = [path.name for path in pairing.without_gold]
    if errors:
        result["errors"] = {
            document.stem: [asdict(mistake) for mistake in document.mistakes] for document in report.documents
        }
    return result


def _print_mistakes(report: Report) -> None:
    for document in report.documents:
        for mistake in document.mistakes:
            kind = _MISTAKES.get(mistake.kind, mistake.kind)
            text = " ".join(mistake.text.split())
            typer.echo(f"{document.stem}\t{FIELDS[mistake.field]}\t{kind}\t{text}")


def _print_notes(failures: dict[str, str], pairing: Pairing) -> None:
    for name, reason in failures.items():
        typer.echo(f"読めなかった文書（何も読み取れなかったものとして数えました）: {name}: {reason}", err=True)
    if pairing.without_document:
        typer.echo(f"文書が指定されていない正解データ {len(pairing.without_document)}件は数えていません。", err=True)
    if pairing.without_gold:
        names = "、".join(_names(pairing.without_gold))
        typer.echo(f"正解データのない文書 {len(pairing.without_gold)}件は測っていません: {names}", err=True)
    if not pairing.pairs:
        typer.echo("正解データと同じ名前の文書がありません。ファイル名（拡張子を除く）をそろえてください。", err=True)


def _names(paths: Sequence[Path], most: int = 5) -> list[str]:
    names = [path.name for path in paths[:most]]
    return [*names, "ほか"] if len(paths) > most else names
