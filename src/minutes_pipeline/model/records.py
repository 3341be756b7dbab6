"""Records (記録): what one set of minutes yields. Pydantic v2; field names and enumerations as in the annotation rules.

Every record is grounded: ``text[span.start:span.end] == quote`` on the document's canonical text.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Genre = Literal["summary", "discussion", "verbatim"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceSpan(_Model):
    """Where a quote stands (出典の位置): code points [start, end), page from 1, box (x0, top, x1, bottom) in points."""

    start: int = Field(ge=0, description="開始位置（文字、0起点）")
    end: int = Field(ge=0, description="終了位置（この文字は含まない）")
    page: int | None = Field(default=None, ge=1, description="ページ（1起点）。ページのない形式では null")
    bbox: tuple[float, float, float, float] | None = Field(default=None, description="ページ上の枠（pt、左上原点）")


class Record(_Model):
    """What every record carries: identity, quote, place in the source, rule and confidence."""

    id: str = Field(description="識別子（文書と位置から決まる）")
    quote: str = Field(description="原文のままの引用")
    span: SourceSpan = Field(description="引用の位置")
    rule_id: str = Field(description="取り出した規則")
    confidence: float = Field(ge=0, le=1, description="確からしさ（0〜1）")
    ocr_confidence: float | None = Field(
        default=None, ge=0, le=1, description="文字認識（OCR）で読んだ語の確からしさの平均（0〜1）。OCR でなければ null"
    )
    review: Literal["accepted", "edited", "added"] | None = Field(
        default=None, description="人の確認（accepted 確認済み / edited 訂正 / added 追加）。まだなら null"
    )


class Placed(Record):
    """A record of the body, with the place it stands under."""

    agenda_item: str | None = Field(default=None, description="いちばん内側の議題の題名")
    agenda_item_id: str | None = Field(default=None, description="議題の識別子")
    goal_id: str | None = Field(default=None, description="目標の識別子")
    program_id: str | None = Field(default=None, description="事業・取組の識別子")


class Period(_Model):
    """Period a figure covers (期間), ISO dates, both inclusive."""

    start: str = Field(description="始まり（YYYY-MM-DD）")
    end: str = Field(description="終わり（YYYY-MM-DD、その日を含む）")


class Meeting(_Model):
    """The meeting (会議). ``sources`` grounds each non-null field: field name -> place."""

    name: str | None = Field(default=None, description="会議名")
    session: int | None = Field(default=None, description="第N回")
    date: str | None = Field(default=None, description="開催日（YYYY-MM-DD）")
    start_time: str | None = Field(default=None, description="開始（HH:MM）")
    end_time: str | None = Field(default=None, description="終了（HH:MM）")
    venue: str | None = Field(default=None, description="場所")
    sources: dict[str, SourceSpan] = Field(default_factory=dict, description="項目ごとの根拠の位置")


class Attendee(Record):
    """A person or post of the roster (出席者)."""

    name: str | None = Field(default=None, description="氏名（役職・敬称・空白を除く）")
    affiliation: str | None = Field(default=None, description="所属")
    job_title: str | None = Field(default=None, description="職名")
    role: Literal["chair", "vice_chair"] | None = Field(default=None, description="会議での役割")
    group: Literal["member", "secretariat", "explainer", "observer"] = Field(default="member", description="区分")
    status: Literal["present", "absent", "online", "proxy", "late", "left_early"] = Field(
        default="present", description="出欠"
    )


class AgendaItem(Record):
    """An agenda item (議題)."""

    number: str | None = Field(default=None, description="番号（印字のまま）")
    title: str = Field(description="題名")
    level: int = Field(ge=1, description="階層（1が最も外側）")
    parent_id: str | None = Field(default=None, description="上位の議題の識別子")


class Goal(Record):
    """A plan's goal (目標・基本目標・施策)."""

    number: int | None = Field(default=None, description="番号")
    title: str = Field(description="題名")
    agenda_item: str | None = Field(default=None, description="議題の題名")
    agenda_item_id: str | None = Field(default=None, description="議題の識別子")


class Program(Placed):
    """A program or measure (事業・取組) with its departments."""

    title: str = Field(description="名称")
    departments: tuple[str, ...] = Field(default=(), description="担当部署")


class Remark(Placed):
    """An utterance (発言): ``quote`` is what was said."""

    speaker: str = Field(description="発言者（印字のまま）")
    attendee_id: str | None = Field(default=None, description="出席者の識別子。特定できなければ null")
    side: Literal["chair", "member", "secretariat", "explainer", "other"] = Field(description="発言者の側")


class Decision(Placed):
    """What this meeting settled (決定事項)."""

    result: Literal["approved", "decided", "deferred", "rejected", "noted"] = Field(description="結果")


class Metric(Placed):
    """A quantity (指標・数値)."""

    name: str = Field(description="測ったもの")
    value: int | float = Field(description="値（範囲なら下限、減は負）")
    value_max: int | float | None = Field(default=None, description="範囲の上限")
    unit: str | None = Field(default=None, description="単位（印字のまま、万・億・千を除く）")
    qualifier: Literal["about", "nearly", "over", "under", "at_most"] | None = Field(default=None, description="限定")
    period: Period | None = Field(default=None, description="対象期間")


class Issue(Placed):
    """A problem asserted about the subject (課題)."""


class Action(Placed):
    """What somebody undertakes to do afterwards (宿題・今後の対応)."""

    owner: str | None = Field(default=None, description="担当（印字のまま）")
    due: str | None = Field(default=None, description="期限（印字のまま）")
