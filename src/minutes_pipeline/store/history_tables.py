"""The tables of what happened (来歴の表): versions of a meeting, readings, corrections, the audit, files that arrived."""

from __future__ import annotations

from minutes_pipeline.store.schema import Column, Table

EVENTS = Table(
    "events", "会議そのもの", "会議そのもの。どの版の文書からも同じものを指す",
    (
        Column("id", "TEXT", "識別子（最初の文書の会議の識別子）"),
        Column("confirmation", "TEXT", "確定の状態（draft 案 / confirmed 確定）。分からなければ空"),
        Column(
            "publication", "TEXT", "公開の状態（not_public 非公開 / partly 一部公開 / public 公開）", required=True
        ),
    ),
    since=2,
)  # fmt: skip
READINGS = Table(
    "readings", "読み取り", "プログラムが読み取ったままの記録。人の訂正は重ねない",
    (
        Column("document_id", "TEXT", "文書", "documents", required=True),
        Column("program_version", "TEXT", "読み取ったプログラムの版", required=True),
        Column("minutes", "BLOB", "読み取った記録（本文を除く JSON、zlib）", required=True),
        Column("line_pages", "TEXT", "本文の行のページ [[行の開始位置, ページ], …]（変わる所だけ）。ない形式では空"),
    ),
    since=2,
)  # fmt: skip
_UNCHANGEABLE = "変更の記録は書き換えも削除もできません"
AUDIT = Table(
    "audit", "変更の記録", "人と取り込みが変えたこと。1件に1行、書き足すだけで、書き換えも削除もできない",
    (
        Column("id", "INTEGER", "番号"),
        Column("at", "TEXT", "日時（ISO 8601）", required=True),
        Column("by", "TEXT", "変えた人。取り込みなら minutes", required=True),
        Column(
            "action", "TEXT",
            "したこと（edit, accept, reject, add, withdraw, replace, resolve, status, version, conflict, settle）",
            required=True,
        ),
        Column("event_id", "TEXT", "会議そのもの"),
        Column("document_id", "TEXT", "文書"),
        Column("kind", "TEXT", "記録の種類"),
        Column("record_id", "TEXT", "記録の識別子"),
        Column("field", "TEXT", "項目"),
        Column("before", "TEXT", "前の値（JSON）"),
        Column("after", "TEXT", "後の値（JSON）"),
        Column("reason", "TEXT", "理由"),
        Column("correction_id", "INTEGER", "訂正の番号"),
        Column("program_version", "TEXT", "プログラムの版", required=True),
    ),
    indexes=(("event_id",), ("record_id",)),
    since=2,
    triggers=(
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{_UNCHANGEABLE}'); END",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, '{_UNCHANGEABLE}'); END",
        # INSERT OR REPLACE deletes without asking the trigger above.
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{_UNCHANGEABLE}'); END",
    ),
)  # fmt: skip
CORRECTIONS = Table(
    "corrections", "訂正", "人の訂正。読み取りに重ねるもので、取り消しても行は残る",
    (
        Column("id", "INTEGER", "番号"),
        Column("event_id", "TEXT", "会議そのもの", required=True),
        Column("document_id", "TEXT", "訂正の基になった文書", required=True),
        Column("kind", "TEXT", "記録の種類（meeting, attendee, metric など）", required=True),
        Column("record_id", "TEXT", "訂正の基になった記録の識別子", required=True),
        Column("action", "TEXT", "種類（edit 訂正 / accept 確認 / reject 除外 / add 追加）", required=True),
        Column("field", "TEXT", "訂正した項目。項目のない種類では空"),
        Column("value", "TEXT", "人の値（JSON）"),
        Column("extracted", "TEXT", "そのとき読み取っていた値（JSON）"),
        Column("snapshot", "TEXT", "そのとき読み取っていた記録の全体（JSON）"),
        Column("context_before", "TEXT", "引用の前の本文"),
        Column("context_after", "TEXT", "引用の後の本文"),
        Column("by", "TEXT", "訂正した人", required=True),
        Column("at", "TEXT", "日時（ISO 8601）", required=True),
        Column("reason", "TEXT", "理由", required=True),
        Column("state", "TEXT", "状態（active 有効 / conflict 食い違い / withdrawn 取り消し）", required=True),
        Column("conflict", "TEXT", "食い違いの理由"),
        Column("anchor_id", "TEXT", "いまの版で当てはまる記録の識別子。ないときは空"),
    ),
    indexes=(("event_id",), ("record_id",), ("state",)),
    since=2,
    triggers=(
        "CREATE TRIGGER corrections_no_delete BEFORE DELETE ON corrections "
        "BEGIN SELECT RAISE(ABORT, '訂正は削除できません'); END",
        "CREATE TRIGGER corrections_no_replace BEFORE INSERT ON corrections "
        "WHEN EXISTS (SELECT 1 FROM corrections WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, '訂正は削除できません'); END",
    ),
)  # fmt: skip
ARRIVALS = Table(
    "arrivals", "届いたファイル", "取り込みに届いたファイルと、その結果。1回に1行",
    (
        Column("id", "INTEGER", "番号"),
        Column("at", "TEXT", "届いた日時（ISO 8601）", required=True),
        Column("sha256", "TEXT", "ファイルの SHA-256"),
        Column("file_name", "TEXT", "届いたときのファイル名", required=True),
        Column("folder", "TEXT", "届いたときの下の階層のフォルダー"),
        Column(
            "outcome", "TEXT", "結果（stored 保存 / unchanged 同じ / failed 失敗 / waiting 待ち）", required=True
        ),
        Column("message", "TEXT", "日本語の説明"),
        Column("document_id", "TEXT", "保存した文書"),
    ),
    indexes=(("sha256",), ("document_id",)),
    since=2,
)  # fmt: skip
WAITING_FILES = Table(
    "waiting_files", "要確認のファイル", "読めずに、置き換えや足りないプログラムを待っているファイル",
    (
        Column("path", "TEXT", "要確認フォルダーの中の場所"),
        Column("sha256", "TEXT", "ファイルの SHA-256"),
        Column("file_name", "TEXT", "届いたときのファイル名", required=True),
        Column("at", "TEXT", "届いた日時（ISO 8601）", required=True),
        Column("reason", "TEXT", "読めなかった理由", required=True),
        Column("remedy", "TEXT", "どうすればよいか", required=True),
        Column("program", "TEXT", "待っているプログラム。置き換えを待つときは空"),
        Column("program_version", "TEXT", "試したプログラムの版", required=True),
        Column("attempts", "INTEGER", "試した回数", required=True),
    ),
    since=2,
)  # fmt: skip
PUBLIC_ITEMS = Table(
    "public_items", "公開する議題", "一部公開の会議のうち、公開してよい議題",
    (
        Column("event_id", "TEXT", "会議そのもの", required=True),
        Column("title", "TEXT", "議題の題名（印字のまま）", required=True),
    ),
    keys=2,
    since=2,
)  # fmt: skip
