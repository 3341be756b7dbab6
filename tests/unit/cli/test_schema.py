import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from minutes_pipeline.cli.schema_files import build_schemas, schema_text

COMMITTED = Path(__file__).parents[3] / "schemas"
SCHEMAS = build_schemas()
DECISION = {
    "id": "x",
    "quote": "原案のとおり承認した。",
    "span": {"start": 0, "end": 11, "page": None, "bbox": None},
    "rule_id": "r",
    "confidence": 0.9,
    "ocr_confidence": None,
    "review": None,
    "agenda_item": None,
    "agenda_item_id": None,
    "goal_id": None,
    "program_id": None,
    "result": "approved",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_committed_schemas_are_those_of_the_models(name: str) -> None:
    """After a change to a model: make schemas."""
    assert (COMMITTED / f"{name}.schema.json").read_text("utf-8") == schema_text(SCHEMAS[name])


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in COMMITTED.glob("*.json")} == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_well_formed(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_a_record_validates() -> None:
    Draft202012Validator(SCHEMAS["decision"]).validate(DECISION)


@pytest.mark.parametrize(
    "changes",
    [{"result": "maybe"}, {"confidence": 1.5}, {"unknown": 1}, {"quote": None}, {"span": {"start": -1, "end": 1}}],
)
def test_what_is_wrong_does_not_validate(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMAS["decision"]).validate(DECISION | changes)


@pytest.mark.parametrize("key", DECISION)
def test_every_field_is_required(key: str) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMAS["decision"]).validate({k: v for k, v in DECISION.items() if k != key})


def test_every_field_is_explained_in_japanese() -> None:
    for name, schema in SCHEMAS.items():
        for key, field in schema["properties"].items():
            assert any(ord(char) > 0x3000 for char in field.get("description", "")), f"{name}.{key}"


def test_command_prints_or_writes(minutes: Callable[..., Any], tmp_path: Path) -> None:
    assert json.loads(minutes("schema").out)["$id"] == "minutes.schema.json"
    assert json.loads(minutes("schema", "metric").out)["title"] == "Metric"
    done = minutes("schema", "--write", "--out", tmp_path / "s")
    assert done.code == 0
    assert len(list((tmp_path / "s").iterdir())) == len(SCHEMAS)
