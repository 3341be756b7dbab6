"""Links (会議をまたぐつながり): who, what and which figure is the same in several meetings of one body.

The form of ``minutes export --links``. Every mention cites its document and record or place; a link carries why it was
made (``reasons``, Japanese) and how sure it is (``score``, 0 to 1). What is only likely is a ``Suggestion``, no link.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from minutes_pipeline.model.records import Period, SourceSpan

IssueState = Literal["opened", "continued", "answered", "resolved", "reopened"]
Outcome = Literal["done", "not_done"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Appearance(_Model):
    """A person in one meeting (出席)."""

    document: str = Field(description="ファイル名")
    record_id: str = Field(description="出席者の識別子")
    name: str = Field(description="氏名（印字のまま）")
    affiliation: str | None = Field(default=None, description="所属")
    job_title: str | None = Field(default=None, description="職名")


class Person(_Model):
    """One person across meetings (人物)."""

    person: str = Field(description="氏名。分かる限り長いもの")
    appearances: tuple[Appearance, ...] = Field(description="出席。古い順")
    score: float = Field(ge=0, le=1, description="同じ人とみなした確からしさの最小値")
    reasons: tuple[str, ...] = Field(default=(), description="同じ人とみなした理由")


class ProgramAppearance(_Model):
    """A program in one meeting (事業の報告)."""

    document: str = Field(description="ファイル名")
    record_id: str = Field(description="事業の識別子")
    name: str = Field(description="名称（印字のまま）")
    department: str | None = Field(default=None, description="担当部署（、でつないだもの）")
    goal_number: int | None = Field(default=None, description="目標の番号")


class ProgramHistory(_Model):
    """One program across meetings (事業の経過): renamed and moved ones included."""

    program: str = Field(description="いちばん新しい名称")
    appearances: tuple[ProgramAppearance, ...] = Field(description="報告。古い順")
    score: float = Field(ge=0, le=1, description="同じ事業とみなした確からしさの最小値")
    reasons: tuple[str, ...] = Field(default=(), description="同じ事業とみなした理由")


class Point(_Model):
    """A figure of a series (系列の値)."""

    document: str = Field(description="ファイル名")
    record_id: str = Field(description="数値の識別子")
    name: str = Field(description="名称（印字のまま）")
    value: int | float = Field(description="値")
    unit: str | None = Field(default=None, description="単位")
    period: Period | None = Field(default=None, description="対象期間")


class MetricSeries(_Model):
    """One indicator over the years (指標の系列)."""

    series: str = Field(description="名称（事業と指標）")
    program: str | None = Field(default=None, description="事業")
    unit: str | None = Field(default=None, description="単位")
    points: tuple[Point, ...] = Field(description="値。文書の順")
    disagreements: tuple[str, ...] = Field(default=(), description="同じ期間について会議ごとに値が違うところ")


class ThreadState(_Model):
    """What one meeting says about an issue (課題の状態), with its sentence."""

    document: str = Field(description="ファイル名")
    quote: str = Field(description="原文のままの引用")
    span: SourceSpan = Field(description="引用の位置")
    state: IssueState = Field(
        description="opened 提起 / continued 継続 / answered 回答 / resolved 解決 / reopened 再提起"
    )


class IssueThread(_Model):
    """One issue from raised to closed (課題の経過)."""

    thread: str = Field(description="見出し（事業または議題と、はじめの一文）")
    program: str | None = Field(default=None, description="事業")
    states: tuple[ThreadState, ...] = Field(description="状態。古い順")
    unmentioned: int = Field(ge=0, description="最後に触れられてからの会議の数（未言及）")


class PromiseEnd(_Model):
    """One end of a promise (約束・報告)."""

    document: str = Field(description="ファイル名")
    quote: str = Field(description="原文のままの引用")
    span: SourceSpan = Field(description="引用の位置")


class FollowUp(PromiseEnd):
    """The report on a promise (報告)."""

    outcome: Outcome = Field(description="done 実施 / not_done 未実施")


class Promise(_Model):
    """What was promised and what was said of it later (宿題と報告)."""

    promised: PromiseEnd = Field(description="約束")
    followed_up: FollowUp | None = Field(default=None, description="報告。まだなければ null")
    score: float = Field(ge=0, le=1, description="対応の確からしさ")


class Check(_Model):
    """A relation between printed figures or dates that does not hold (食い違い)."""

    document: str = Field(description="ファイル名")
    kind: Literal["sum", "average", "ratio", "difference", "weekday", "era", "restated"] = Field(description="種類")
    quote: str = Field(description="関わる箇所（… でつないだもの）")
    expected: int | float | str | None = Field(default=None, description="計算した値")
    printed: int | float | str | None = Field(default=None, description="書かれている値")
    spans: tuple[SourceSpan, ...] = Field(default=(), description="関わる位置")


class Suggestion(_Model):
    """A link that is likely but not certain (つながりの候補), for a person to accept."""

    kind: Literal["person", "program", "metric_series", "issue", "action"] = Field(description="種類")
    left: str = Field(description="片方の記録の識別子")
    right: str = Field(description="もう片方の記録の識別子")
    score: float = Field(ge=0, le=1, description="確からしさ")
    reasons: tuple[str, ...] = Field(description="理由")


class Links(_Model):
    """All links across the meetings of one body, oldest first."""

    documents: tuple[str, ...] = Field(description="対象の文書。古い順")
    people: tuple[Person, ...] = Field(default=(), description="人物")
    programs: tuple[ProgramHistory, ...] = Field(default=(), description="事業")
    metric_series: tuple[MetricSeries, ...] = Field(default=(), description="指標の系列")
    issues: tuple[IssueThread, ...] = Field(default=(), description="課題の経過")
    actions: tuple[Promise, ...] = Field(default=(), description="宿題と報告")
    checks: tuple[Check, ...] = Field(default=(), description="食い違い")
    suggestions: tuple[Suggestion, ...] = Field(default=(), description="つながりの候補")
