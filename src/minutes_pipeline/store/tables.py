"""The tables (表の定義) as data: columns, types, what they refer to, and what they mean in Japanese.

The first migration makes exactly these tables, the writer fills exactly these columns, the table ``data_dictionary``
and docs/database.md describe them. A released definition is not edited: a later migration alters, and this follows.
Imports nothing of weight.
"""

from __future__ import annotations

from minutes_pipeline.store.history_tables import (
    ARRIVALS,
    AUDIT,
    CORRECTIONS,
    EVENTS,
    PUBLIC_ITEMS,
    READINGS,
    WAITING_FILES,
)
from minutes_pipeline.store.link_tables import LINK_TABLES
from minutes_pipeline.store.schema import Column, Table

_PLACE = (
    Column("span_start", "INTEGER", "本文での開始位置（文字、0起点）", required=True),
    Column("span_end", "INTEGER", "本文での終了位置（この文字は含まない）", required=True),
    Column("page", "INTEGER", "ページ（1起点）。ページのない形式では空"),
    Column("bbox", "TEXT", "ページ上の枠 [x0, top, x1, bottom]（pt、左上原点の JSON）"),
)
_OWNED = (
    Column("id", "TEXT", "識別子（文書と位置から決まり、読み直しても変わらない）"),
    Column("document_id", "TEXT", "文書", "documents", required=True),
    Column("meeting_id", "TEXT", "会議", "meetings", required=True),
    Column("ordinal", "INTEGER", "文書の中での順（0起点）", required=True),
)
_RECORD = (
    *_OWNED,
    Column("quote", "TEXT", "原文のままの引用", required=True),
    *_PLACE,
    Column("rule_id", "TEXT", "取り出した規則", required=True),
    Column("confidence", "REAL", "確からしさ（0〜1）", required=True),
    Column("ocr_confidence", "REAL", "文字認識（OCR）で読んだ語の確からしさの平均（0〜1）。OCR でなければ空", since=2),
    Column("review", "TEXT", "人の確認（accepted 確認済み / edited 訂正 / added 追加）。まだなら空", since=2),
)
_ITEM = (
    Column("agenda_item", "TEXT", "いちばん内側の議題の題名"),
    Column("agenda_item_id", "TEXT", "議題", "agenda_items"),
)
_PLACED = (
    *_RECORD,
    *_ITEM,
    Column("goal_id", "TEXT", "目標", "goals"),
    Column("program_id", "TEXT", "事業・取組", "programs"),
)

DOCUMENTS = Table(
    "documents", "文書", "読み取ったファイル。1ファイルに1行",
    (
        Column("id", "TEXT", "識別子（ファイルの SHA-256 の先頭16桁）"),
        Column("file_name", "TEXT", "ファイル名", required=True),
        Column("media_type", "TEXT", "形式（pdf, docx, txt, md, html）", required=True),
        Column("sha256", "TEXT", "ファイルの SHA-256", required=True),
        Column("pages", "INTEGER", "ページ数。ページのない形式では空"),
        Column("ocr_pages", "INTEGER", "文字認識（OCR）で読んだページ数", since=2),
        Column("genre", "TEXT", "文体（summary 要点筆記 / discussion 質疑形式 / verbatim 逐語）", required=True),
        Column("program_version", "TEXT", "読み取ったプログラムの版", required=True),
        Column("text", "TEXT", "正規化した本文。すべての位置はこの文字列で数える", required=True),
        Column("records_sha256", "TEXT", "記録全体の指紋。同じなら保存し直さない", required=True),
        Column("event_id", "TEXT", "会議そのもの（events）。同じ会議の版はすべて同じ", since=2),
        Column("version", "INTEGER", "会議の中での版（1から、届いた順）", since=2),
        Column("standing", "TEXT", "版の立場（current いまの版 / superseded 前の版 / rendition 同じ文書の別形式）", since=2),
        Column("folder", "TEXT", "取り込んだときの下の階層のフォルダー", since=2),
        Column("body_key", "TEXT", "会議名を照合用にそろえたもの。読み取れなければ空", since=2),
        Column("occasion", "TEXT", "同じ会議かどうかを判じる値（会議名・年度・回・日付・案か確定か）の JSON", since=2),
    ),
    # The first holds what views ask of a document, so that nobody reads past its text to come to its standing.
    later_indexes=(
        (2, ("id", "standing", "file_name", "event_id", "version")), (2, ("event_id", "standing")), (2, ("body_key",)),
        (2, ("ocr_pages",)),
    ),
)  # fmt: skip
MEETINGS = Table(
    "meetings", "会議", "会議。1文書に1行",
    (
        Column("id", "TEXT", "識別子"),
        Column("document_id", "TEXT", "文書", "documents", required=True),
        Column("name", "TEXT", "会議名"),
        Column("session", "INTEGER", "第N回"),
        Column("date", "TEXT", "開催日（YYYY-MM-DD）"),
        Column("start_time", "TEXT", "開始（HH:MM）"),
        Column("end_time", "TEXT", "終了（HH:MM）"),
        Column("venue", "TEXT", "場所"),
    ),
    indexes=(("date",),),
)  # fmt: skip
MEETING_SOURCES = Table(
    "meeting_sources", "会議の根拠", "会議の各項目が書かれている位置",
    (
        Column("meeting_id", "TEXT", "会議", "meetings", required=True),
        Column("field", "TEXT", "項目（name, date など）", required=True),
        *_PLACE,
    ),
    keys=2,
)  # fmt: skip
ATTENDEES = Table(
    "attendees", "出席者", "名簿に載っている人または職",
    (
        *_RECORD,
        Column("name", "TEXT", "氏名（役職・敬称・空白を除く）"),
        Column("affiliation", "TEXT", "所属"),
        Column("job_title", "TEXT", "職名"),
        Column("role", "TEXT", "会議での役割（chair 会長・議長 / vice_chair 副会長）"),
        Column(
            "group", "TEXT", "区分（member 委員 / secretariat 事務局 / explainer 説明員 / observer オブザーバー）",
            required=True,
        ),
        Column("status", "TEXT", "出欠（present, absent, online, proxy, late, left_early）", required=True),
    ),
)  # fmt: skip
AGENDA_ITEMS = Table(
    "agenda_items", "議題", "議題（入れ子）",
    (
        *_RECORD,
        Column("number", "TEXT", "番号（印字のまま）"),
        Column("title", "TEXT", "題名", required=True),
        Column("level", "INTEGER", "階層（1が最も外側）", required=True),
        Column("parent_id", "TEXT", "上位の議題", "agenda_items"),
    ),
)  # fmt: skip
GOALS = Table(
    "goals", "目標", "計画の目標・基本目標・施策",
    (*_RECORD, Column("number", "INTEGER", "番号"), Column("title", "TEXT", "題名", required=True), *_ITEM),
)  # fmt: skip
PROGRAMS = Table(
    "programs", "事業・取組", "事業・取組とその担当部署",
    (
        *_PLACED,
        Column("title", "TEXT", "名称", required=True),
        Column("departments", "TEXT", "担当部署（JSON の配列）", required=True),
    ),
)  # fmt: skip
REMARKS = Table(
    "remarks", "発言", "発言。引用が話した内容",
    (
        *_PLACED,
        Column("speaker", "TEXT", "発言者（印字のまま）", required=True),
        Column("attendee_id", "TEXT", "出席者。特定できなければ空", "attendees"),
        Column("side", "TEXT", "発言者の側（chair, member, secretariat, explainer, other）", required=True),
    ),
)  # fmt: skip
DECISIONS = Table(
    "decisions", "決定事項", "この会議が決めたこと",
    (
        *_PLACED,
        Column(
            "result", "TEXT", "結果（approved 承認 / decided 決定 / deferred 継続 / rejected 否決 / noted 報告・共有）",
            required=True,
        ),
    ),
)  # fmt: skip
METRICS = Table(
    "metrics", "数値", "事業・予算・状況について述べられた数値",
    (
        *_PLACED,
        Column("name", "TEXT", "測ったもの", required=True),
        Column("value", "NUMERIC", "値（範囲なら下限、減は負）", required=True),
        Column("value_max", "NUMERIC", "範囲の上限"),
        Column("unit", "TEXT", "単位（印字のまま、万・億・千を除く）"),
        Column("qualifier", "TEXT", "限定（about 約 / nearly ほぼ / over 以上 / under 未満 / at_most 最大）"),
        Column("period_start", "TEXT", "対象期間の始まり（YYYY-MM-DD）"),
        Column("period_end", "TEXT", "対象期間の終わり（YYYY-MM-DD、その日を含む）"),
    ),
)  # fmt: skip
ISSUES = Table("issues", "課題", "述べられた課題・問題・不足", _PLACED)
ACTIONS = Table(
    "actions", "宿題", "宿題・今後の対応",
    (*_PLACED, Column("owner", "TEXT", "担当（印字のまま）"), Column("due", "TEXT", "期限（印字のまま）")),
)  # fmt: skip
FINDINGS = Table(
    "findings", "所見", "読み取りと検算で気づいたこと。記録は直さない",
    (
        *_OWNED,
        Column("code", "TEXT", "所見の種類（weekday_mismatch, sum_mismatch, not_found など）", required=True),
        Column("severity", "TEXT", "重さ（info, warning, error）", required=True),
        Column("message", "TEXT", "日本語の説明", required=True),
        Column("field", "TEXT", "関わる項目（meeting.date など）"),
    ),
)  # fmt: skip
FINDING_SPANS = Table(
    "finding_spans", "所見の根拠", "所見が指す位置（食い違う両方）",
    (
        Column("finding_id", "TEXT", "所見", "findings", required=True),
        Column("ordinal", "INTEGER", "順（0起点）", required=True),
        *_PLACE,
    ),
    keys=2,
)  # fmt: skip
PASSAGES = Table(
    "passages", "検索の単位", "検索される1件。本文の1行または1つの記録。番号が search_index の rowid",
    (
        Column("id", "INTEGER", "番号"),
        Column("document_id", "TEXT", "文書", "documents", required=True),
        Column("meeting_id", "TEXT", "会議の識別子", required=True),
        Column(
            "kind", "TEXT",
            "種類（decision, metric, issue, action, agenda_item, goal, program, attendee, remark, text）",
            required=True,
        ),
        Column("record_id", "TEXT", "記録の識別子。本文の行では空"),
        Column("span_start", "INTEGER", "本文での開始位置", required=True),
        Column("span_end", "INTEGER", "本文での終了位置", required=True),
        Column("page", "INTEGER", "ページ（1起点）"),
        Column("agenda_item_id", "TEXT", "議題の識別子"),
        Column("goal_id", "TEXT", "目標の識別子"),
        Column("label", "TEXT", "短い説明（数値の名前と値、発言者など）"),
        Column("department", "TEXT", "関わる部署（照合用に字形をそろえたもの）"),
    ),
)  # fmt: skip
INDEX_TERMS = Table(
    "index_terms", "索引の控え", "索引に入れた語の控え（圧縮）。索引から取り除くときに要る",
    (
        Column("document_id", "TEXT", "文書", "documents", required=True),
        Column("first_passage", "INTEGER", "最初の検索の単位の番号", required=True),
        Column("terms", "BLOB", "索引に入れた語（zlib）", required=True),
    ),
)  # fmt: skip
DATA_DICTIONARY = Table(
    "data_dictionary", "項目の説明", "このデータベースの表・列・ビューの説明",
    (
        Column("object", "TEXT", "表またはビューの名前", required=True),
        Column("column", "TEXT", "列の名前。表そのものの説明では空文字", required=True),
        Column("description", "TEXT", "説明", required=True),
    ),
    keys=2,
)  # fmt: skip

#: Record tables with the field of ``Minutes`` they hold, in the order in which they refer to each other.
RECORD_TABLES = {
    "attendees": ATTENDEES,
    "agenda_items": AGENDA_ITEMS,
    "goals": GOALS,
    "programs": PROGRAMS,
    "remarks": REMARKS,
    "decisions": DECISIONS,
    "metrics": METRICS,
    "issues": ISSUES,
    "actions": ACTIONS,
}
ALL_TABLES = (
    DOCUMENTS, MEETINGS, MEETING_SOURCES, *RECORD_TABLES.values(), FINDINGS, FINDING_SPANS, PASSAGES, INDEX_TERMS,
    EVENTS, READINGS, CORRECTIONS, AUDIT, ARRIVALS, WAITING_FILES, PUBLIC_ITEMS, *LINK_TABLES, DATA_DICTIONARY,
)  # fmt: skip
