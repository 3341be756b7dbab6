"""Annotations on disk (正解データ): one ``<stem>.json`` per document, and which document each belongs to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from minutes_pipeline.errors import QueryError
from minutes_pipeline.evaluate.matching import Record


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which gold file judges which document (正解と文書の組).

    Attributes:
        pairs: (gold file, document), in the order of the gold files' names.
        without_document: Gold files whose document was not given.
        without_gold: Documents that no gold file judges.
    """

    pairs: tuple[tuple[Path, Path], ...]
    without_document: tuple[Path, ...]
    without_gold: tuple[Path, ...]


def load_record(path: Path) -> Record:
    """Read one JSON record.

    Raises:
        QueryError: The file is no JSON object in UTF-8.
    """
    try:
        loaded = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, OSError) as error:
        raise QueryError(
            "JSON として読めません", "UTF-8 の JSON ファイルかどうか確かめてください", file=path.name
        ) from error
    if not isinstance(loaded, dict):
        raise QueryError(
            "正解データの形ではありません", "1件の議事録を1つのオブジェクトで書いてください", file=path.name
        )
    return loaded


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder, sorted by name.

    Raises:
        QueryError: There is no such folder, or no JSON in it.
    """
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        raise QueryError(
            f"正解データのフォルダー「{folder}」に JSON ファイルがありません",
            "「文書名.json」を置いたフォルダーを --gold に指定してください",
        )
    return files


def pair_with_gold(gold: Sequence[Path], documents: Sequence[Path]) -> Pairing:
    """Pair by the file name that the annotation gives, else by the stem.

    Two documents of one stem (議事録.pdf and 議事録.docx) are told apart by that name; where it names neither, the
    first wins.
    """
    by_name = {document.name: document for document in reversed(documents)}
    by_stem = {document.stem: document for document in reversed(documents)}
    pairs: list[tuple[Path, Path]] = []
    without_document = []
    for path in gold:
        named = by_name.get(str(load_record(path).get("document") or ""))
        document = named or by_stem.get(path.stem)
        if document is None:
            without_document.append(path)
        else:
            pairs.append((path, document))
    judged = {document for _, document in pairs}
    without_gold = tuple(document for document in documents if document not in judged)
    return Pairing(tuple(pairs), tuple(without_document), without_gold)
