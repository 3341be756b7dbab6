"""Minutes (議事録): the whole record of one file, the form that ``minutes extract`` writes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from minutes_pipeline.model.finding import Finding
from minutes_pipeline.model.records import (
    Action,
    AgendaItem,
    Attendee,
    Decision,
    Genre,
    Goal,
    Issue,
    Meeting,
    Metric,
    Program,
    Remark,
)


class Source(BaseModel):
    """The file read (出典): name, kind, digest of its bytes, pages, program version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document_id: str = Field(description="文書の識別子")
    file_name: str = Field(description="ファイル名")
    media_type: str = Field(description="形式（pdf, docx, txt, md, html, doc, odt, rtf, png, jpeg, tiff）")
    sha256: str = Field(description="ファイルの SHA-256")
    pages: int | None = Field(default=None, description="ページ数")
    ocr_pages: int = Field(default=0, ge=0, description="文字認識（OCR）で読んだページ数")
    program_version: str = Field(description="読み取ったプログラムの版")


class Minutes(BaseModel):
    """All records of one document, in document order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str = Field(description="ファイル名")
    genre: Genre = Field(description="文体（summary 要点筆記 / discussion 質疑形式 / verbatim 逐語）")
    source: Source = Field(description="出典")
    meeting: Meeting = Field(description="会議")
    attendees: tuple[Attendee, ...] = Field(default=(), description="出席者")
    agenda_items: tuple[AgendaItem, ...] = Field(default=(), description="議題")
    goals: tuple[Goal, ...] = Field(default=(), description="目標")
    programs: tuple[Program, ...] = Field(default=(), description="事業・取組")
    remarks: tuple[Remark, ...] = Field(default=(), description="発言")
    decisions: tuple[Decision, ...] = Field(default=(), description="決定事項")
    metrics: tuple[Metric, ...] = Field(default=(), description="数値")
    issues: tuple[Issue, ...] = Field(default=(), description="課題")
    actions: tuple[Action, ...] = Field(default=(), description="宿題・今後の対応")
    findings: tuple[Finding, ...] = Field(default=(), description="所見")
    text: str = Field(description="正規化した本文")
