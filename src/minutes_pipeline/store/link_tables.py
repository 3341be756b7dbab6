"""The tables of what belongs together across meetings (つながりの表): decisions by people, and what linking last found."""

from __future__ import annotations

from minutes_pipeline.store.schema import Column, Table

_BODY = Column(
    "body", "TEXT", "会議体（会議名から回・年度・「会議録」などを除いたもの）", "linked_bodies", required=True
)
_SPAN = (
    Column("span_start", "INTEGER", "本文での開始位置", required=True),
    Column("span_end", "INTEGER", "本文での終了位置", required=True),
)
LINK_DECISIONS = Table(
    "link_decisions", "つながりの決定", "2つの記録が同じもの（同じ人、同じ事業、同じ課題、約束とその報告）か、別のものかを人が決めたこと",
    (
        Column("id", "INTEGER", "番号"),
        Column("kind", "TEXT", "種類（person 人物 / program 事業 / issue 課題 / action 宿題と報告）", required=True),
        Column("same", "INTEGER", "同じものなら 1、別のものなら 0", required=True),
        Column("left_record", "TEXT", "片方の記録の識別子（決めたとき）", required=True),
        Column("left_event", "TEXT", "その会議そのもの", required=True),
        Column("left_words", "TEXT", "その氏名・名称・文", required=True),
        Column("left_start", "INTEGER", "その本文での位置", required=True),
        Column("right_record", "TEXT", "もう片方の記録の識別子（決めたとき）", required=True),
        Column("right_event", "TEXT", "その会議そのもの", required=True),
        Column("right_words", "TEXT", "その氏名・名称・文", required=True),
        Column("right_start", "INTEGER", "その本文での位置", required=True),
        Column("by", "TEXT", "決めた人", required=True),
        Column("at", "TEXT", "日時（ISO 8601）", required=True),
        Column("reason", "TEXT", "理由", required=True),
        Column("state", "TEXT", "状態（active 有効 / replaced 決め直した / withdrawn 取り消した）", required=True),
    ),
    indexes=(("state",), ("left_record",), ("right_record",)),
    since=3,
    triggers=(
        "CREATE TRIGGER link_decisions_no_delete BEFORE DELETE ON link_decisions "
        "BEGIN SELECT RAISE(ABORT, 'つながりの決定は削除できません'); END",
        "CREATE TRIGGER link_decisions_no_replace BEFORE INSERT ON link_decisions "
        "WHEN EXISTS (SELECT 1 FROM link_decisions WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'つながりの決定は削除できません'); END",
    ),
)  # fmt: skip
LINKED_BODIES = Table(
    "linked_bodies", "つながりの控え", "会議体ごとの、最後に調べたつながり。消しても作り直される",
    (
        Column("id", "TEXT", "会議体（照合用の名前）"),
        Column("name", "TEXT", "会議体の名前（いちばん新しいもの）", required=True),
        Column("fingerprint", "TEXT", "何から作ったか（文書・決定・名簿・プログラムの版）の指紋", required=True),
        Column("meetings", "INTEGER", "会議の数", required=True),
        Column("links", "BLOB", "つながりの全体（JSON、zlib）", required=True),
    ),
    since=3,
)  # fmt: skip
LINKED_MEETINGS = Table(
    "linked_meetings", "つながりに使った会議", "つながりの控えを作ったときの会議と、その記録の指紋",
    (
        Column("document_id", "TEXT", "文書", required=True),
        _BODY,
        Column("records_sha256", "TEXT", "そのときの記録の指紋", required=True),
    ),
    since=3,
)  # fmt: skip
LINK_SUGGESTIONS = Table(
    "link_suggestions", "つながりの候補", "同じものかもしれないが確かでない2つの記録。人が決めるまでつながない",
    (
        Column("id", "INTEGER", "番号"),
        _BODY,
        Column("kind", "TEXT", "種類（person 人物 / program 事業 / issue 課題 / action 宿題と報告）", required=True),
        Column("left_record", "TEXT", "片方の記録の識別子", required=True),
        Column("right_record", "TEXT", "もう片方の記録の識別子", required=True),
        Column("score", "REAL", "確からしさ（0〜1）", required=True),
        Column("reasons", "TEXT", "理由（JSON）", required=True),
    ),
    since=3,
)  # fmt: skip
ISSUE_THREADS = Table(
    "issue_threads", "課題の経過", "提起から解決まで会議をまたいで追った課題。いまの状態とともに",
    (
        Column("id", "TEXT", "識別子（はじめの文から決まる）"),
        _BODY,
        Column("standing", "TEXT", "状態（open 未解決 / unmentioned 未言及 / closed 解決）", required=True),
        Column("program", "TEXT", "事業"),
        Column("departments", "TEXT", "担当部署（、区切り）"),
        Column("title", "TEXT", "はじめに述べられた文", required=True),
        Column("since", "TEXT", "はじめの会議の日"),
        Column("last", "TEXT", "最後に触れた会議の日"),
        Column("unmentioned", "INTEGER", "最後に触れられてからの会議の数", required=True),
    ),
    indexes=(("standing",),),
    since=3,
)  # fmt: skip
ISSUE_STATES = Table(
    "issue_states", "課題の状態", "会議ごとに、課題について述べた文",
    (
        Column("id", "INTEGER", "番号"),
        Column("thread_id", "TEXT", "課題の経過", "issue_threads", required=True),
        Column("document_id", "TEXT", "文書", required=True),
        Column("state", "TEXT", "opened 提起 / continued 継続 / answered 回答 / resolved 解決 / reopened 再提起", required=True),
        Column("quote", "TEXT", "原文のままの引用", required=True),
        *_SPAN,
    ),
    indexes=(("document_id",),),
    since=3,
)  # fmt: skip
PROMISES = Table(
    "promises", "宿題と報告", "約束したことと、その後の会議の報告",
    (
        Column("id", "TEXT", "識別子（約束の文から決まる）"),
        _BODY,
        Column("document_id", "TEXT", "文書", required=True),
        Column("owner", "TEXT", "担当"),
        Column("due", "TEXT", "期限（印字のまま）"),
        Column("due_date", "TEXT", "期限の日"),
        Column("promised_on", "TEXT", "約束した会議の日"),
        Column("quote", "TEXT", "原文のままの引用", required=True),
        *_SPAN,
        Column("outcome", "TEXT", "報告（done 実施 / not_done 未実施）。報告がなければ空"),
        Column("report_document_id", "TEXT", "報告のあった文書"),
        Column("reported_on", "TEXT", "報告のあった会議の日"),
        Column("report_quote", "TEXT", "報告の文（原文のまま）"),
        Column("report_start", "INTEGER", "報告の文の、本文での開始位置"),
    ),
    indexes=(("due_date",),),
    since=3,
)  # fmt: skip
LINK_TABLES = (
    LINK_DECISIONS, LINKED_BODIES, LINKED_MEETINGS, LINK_SUGGESTIONS, ISSUE_THREADS, ISSUE_STATES, PROMISES,
)  # fmt: skip
