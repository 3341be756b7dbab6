"""Finding (所見): a defect or doubt about one item, as data. It corrects nothing."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from minutes_pipeline.model.records import SourceSpan


class Finding(BaseModel):
    """One defect or doubt.

    ``spans`` cites every place concerned (both sides of a disagreement), in document order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(description="識別子")
    code: str = Field(description="所見の種類（例: weekday_mismatch, sum_mismatch, not_found）")
    severity: Literal["info", "warning", "error"] = Field(description="重さ")
    message: str = Field(description="日本語の説明。本文の引用は含めない")
    spans: tuple[SourceSpan, ...] = Field(default=(), description="根拠の位置")
    field: str | None = Field(default=None, description="関わる項目（例: meeting.date）")
