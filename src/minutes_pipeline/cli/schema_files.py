"""JSON Schema 2020-12 of what is written (書き出す形), generated from the models, so that they cannot disagree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from minutes_pipeline.model import finding, links, minutes, records
from minutes_pipeline.progress.tables import json_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[str, type[BaseModel]] = {
    "minutes": minutes.Minutes,
    "meeting": records.Meeting,
    "attendee": records.Attendee,
    "agenda_item": records.AgendaItem,
    "goal": records.Goal,
    "program": records.Program,
    "remark": records.Remark,
    "decision": records.Decision,
    "metric": records.Metric,
    "issue": records.Issue,
    "action": records.Action,
    "finding": finding.Finding,
    "links": links.Links,
}


class _AsWritten(GenerateJsonSchema):
    """Every field is written, so every field is required, and a default says nothing."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def build_schemas() -> dict[str, dict[str, Any]]:
    """One schema per record type, ``minutes`` for a whole file, ``links`` and ``progress``: name -> JSON Schema."""
    schemas = {name: _schema(name, model) for name, model in _MODELS.items()}
    schemas["progress"] = {"$id": "progress.schema.json", **json_schema()}
    return schemas


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    generated = model.model_json_schema(mode="serialization", schema_generator=_AsWritten)
    return {"$schema": DIALECT, "$id": f"{name}.schema.json", "title": model.__name__, **_without_titles(generated)}


def _without_titles(node: Any) -> Any:
    """Pydantic repeats every field's name as its title; the Japanese description says more."""
    if isinstance(node, list):
        return [_without_titles(part) for part in node]
    if not isinstance(node, dict):
        return node
    # A field may itself be called "title": its value is then a schema, not a string.
    kept = {key: value for key, value in node.items() if key != "title" or not isinstance(value, str)}
    return {key: _without_titles(value) for key, value in kept.items()}


def schema_text(schema: dict[str, Any]) -> str:
    """The schema as it stands in its file: indent 2, one newline at the end."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write ``<name>.schema.json`` for every schema; returns the paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in build_schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(schema_text(schema), "utf-8", newline="\n")
        written.append(path)
    return written
