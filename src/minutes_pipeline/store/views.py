"""The views (ビュー): the records as a Japanese reader wants them in plain sqlite-utils or Datasette."""

from __future__ import annotations

from minutes_pipeline.store.code_words import (
    ACTIONS,
    CHANGES,
    CONFIRMATIONS,
    GROUPS,
    KINDS,
    PUBLICATIONS,
    QUALIFIERS,
    RESULTS,
    REVIEWS,
    ROLES,
    SEVERITIES,
    SIDES,
    STANDINGS,
    STATES,
    STATUSES,
)
from minutes_pipeline.store.index_terms import SHELVES
from minutes_pipeline.store.link_views import LINK_VIEWS
from minutes_pipeline.store.view import View
from minutes_pipeline.store.view import named as _named

#: How a meeting is called: 第N回 and its name, or the file's name where the minutes print none.
MEETING_NAME = "coalesce(coalesce('第' || m.session || '回 ', '') || m.name, d.file_name)"


_MEETING = (
    ("会議", MEETING_NAME, "第N回と会議名。会議名がなければファイル名"),
    ("開催日", "m.date", "開催日"),
)
_WHERE = (
    ("ページ", "r.page", "引用のあるページ"),
    ("確からしさ", "r.confidence", "確からしさ（0〜1）"),
    ("ファイル", "d.file_name", "ファイル名"),
    ("確認", _named("r.review", REVIEWS), "人の確認（確認済み・訂正・追加）。まだなら空"),
    ("識別子", "r.id", "記録の識別子"),
)
_UNDER = (
    ("議題", "r.agenda_item", "いちばん内側の議題"),
    ("目標", "g.title", "目標"),
    ("事業", "p.title", "事業・取組"),
)
_QUOTE = (("引用", "r.quote", "原文のままの引用"),)


def _from(table: str, placed: bool = True) -> str:
    joins = f"FROM {table} r JOIN meetings m ON m.id = r.meeting_id JOIN documents d ON d.id = r.document_id"
    if placed:
        joins += " LEFT JOIN goals g ON g.id = r.goal_id LEFT JOIN programs p ON p.id = r.program_id"
    # Older versions keep their rows; a reader of the views sees every meeting once.
    return f"{joins}\nWHERE d.standing = 'current'\nORDER BY m.date DESC, d.file_name, r.ordinal"


_EVENT = (
    "FROM {table} r LEFT JOIN documents d ON d.event_id = r.event_id AND d.standing = 'current'"
    " LEFT JOIN meetings m ON m.document_id = d.id"
)
_SUBJECT = ("種類", _named("r.kind", {"meeting": "会議", **KINDS}), "記録の種類")
_PLAIN = "json_extract({}, '$')"
_CORRECTION = (
    ("番号", "r.id", "訂正の番号"),
    *_MEETING,
    _SUBJECT,
    ("操作", _named("r.action", ACTIONS), "訂正・確認・除外・追加"),
    ("項目", "r.field", "訂正した項目"),
    ("読み取った値", _PLAIN.format("r.extracted"), "訂正したときに読み取っていた値"),
    ("人の値", _PLAIN.format("r.value"), "人が入れた値"),
    ("訂正した人", 'r."by"', "訂正した人"),
    ("日時", "r.at", "訂正した日時"),
    ("理由", "r.reason", "訂正した理由"),
)
_ANCHOR = ("識別子", "coalesce(r.anchor_id, r.record_id)", "いまの版の記録の識別子。ないときは訂正の基になった記録")

_SHELF = "CASE s.kind " + " ".join(f"WHEN '{kind}' THEN {shelf}" for kind, shelf in SHELVES.items()) + " ELSE 1 END"

VIEWS = (
    View(
        "決定事項", "決めたことと、その結果",
        (*_MEETING, *_UNDER, ("結果", _named("r.result", RESULTS), "承認・決定・継続・否決・報告"), *_QUOTE, *_WHERE),
        _from("decisions"),
    ),
    View("課題", "述べられた課題・問題・不足", (*_MEETING, *_UNDER, *_QUOTE, *_WHERE), _from("issues")),
    View(
        "数値", "報告された数値",
        (
            *_MEETING,
            *_UNDER,
            ("名称", "r.name", "測ったもの"),
            ("値", "r.value", "値（範囲なら下限）"),
            ("値の上限", "r.value_max", "範囲の上限"),
            ("単位", "r.unit", "単位"),
            ("限定", _named("r.qualifier", QUALIFIERS), "約・以上など"),
            ("期間の始まり", "r.period_start", "対象期間の始まり"),
            ("期間の終わり", "r.period_end", "対象期間の終わり（その日を含む）"),
            *_QUOTE,
            *_WHERE,
        ),
        _from("metrics"),
    ),
    View(
        "宿題", "今後行うと約束されたこと",
        (*_MEETING, *_UNDER, ("担当", "r.owner", "担当"), ("期限", "r.due", "期限（印字のまま）"), *_QUOTE, *_WHERE),
        _from("actions"),
    ),
    View(
        "出席者", "名簿に載っている人または職",
        (
            *_MEETING,
            ("区分", _named('r."group"', GROUPS), "委員・事務局・説明員・オブザーバー"),
            ("所属", "r.affiliation", "所属"),
            ("職名", "r.job_title", "職名"),
            ("氏名", "r.name", "氏名"),
            ("役割", _named("r.role", ROLES), "会議での役割"),
            ("出欠", _named("r.status", STATUSES), "出欠"),
            *_QUOTE,
            *_WHERE,
        ),
        _from("attendees", placed=False),
    ),
    View(
        "議題", "議題（入れ子）",
        (
            *_MEETING,
            ("番号", "r.number", "番号（印字のまま）"),
            ("階層", "r.level", "1が最も外側"),
            ("題名", "r.title", "題名"),
            *_WHERE,
        ),
        _from("agenda_items", placed=False),
    ),
    View(
        "目標", "計画の目標・基本目標・施策",
        (
            *_MEETING,
            ("番号", "r.number", "番号"),
            ("題名", "r.title", "題名"),
            ("議題", "r.agenda_item", "議題"),
            *_WHERE,
        ),
        _from("goals", placed=False),
    ),
    View(
        "事業", "事業・取組とその担当部署",
        (
            *_MEETING,
            *_UNDER[:2],
            ("名称", "r.title", "名称"),
            ("担当部署", "(SELECT group_concat(value, '、') FROM json_each(r.departments))", "担当部署"),
            *_QUOTE,
            *_WHERE,
        ),
        _from("programs"),
    ),
    View(
        "発言", "誰が何を話したか",
        (
            *_MEETING,
            ("議題", "r.agenda_item", "いちばん内側の議題"),
            ("発言者", "r.speaker", "発言者（印字のまま）"),
            ("側", _named("r.side", SIDES), "議長・委員・事務局・説明員"),
            *_QUOTE,
            *_WHERE,
        ),
        _from("remarks", placed=False),
    ),
    View(
        "所見", "読み取りと検算で気づいたこと",
        (
            *_MEETING,
            ("重さ", _named("r.severity", SEVERITIES), "参考・注意・誤り"),
            ("説明", "r.message", "説明"),
            ("項目", "r.field", "関わる項目"),
            ("ページ", "(SELECT min(s.page) FROM finding_spans s WHERE s.finding_id = r.id)", "最初の根拠のページ"),
            ("ファイル", "d.file_name", "ファイル名"),
            ("識別子", "r.id", "識別子"),
        ),
        _from("findings", placed=False),
    ),
    View(
        "会議一覧", "会議と、取り出した記録の数",
        (
            *_MEETING,
            ("場所", "m.venue", "場所"),
            *(
                (title, f"(SELECT count(*) FROM {table} x WHERE x.meeting_id = m.id)", f"{title}の数")
                for title, table in (
                    ("出席者数", "attendees"), ("議題数", "agenda_items"), ("決定事項数", "decisions"),
                    ("数値数", "metrics"), ("課題数", "issues"), ("宿題数", "actions"),
                )
            ),
            (
                "所見数",
                "(SELECT count(*) FROM findings x WHERE x.meeting_id = m.id AND x.severity <> 'info')",
                "確かめてほしい所見（注意・誤り）の数",
            ),
            ("ファイル", "d.file_name", "ファイル名"),
            ("識別子", "m.id", "会議の識別子"),
        ),
        "FROM meetings m JOIN documents d ON d.id = m.document_id\nWHERE d.standing = 'current'\nORDER BY m.date DESC, d.file_name",
    ),
    View(
        "検索",
        "全文検索。検索式 MATCH minutes_match('言葉') で絞り、順位の順に並べる（minutes_match はプラグインの関数）",
        (
            ("検索式", "i.search_index", "MATCH の左辺に書く列"),
            ("順位", _SHELF, "小さいほど先（0 決定・宿題・課題・数値、1 見出しと人、2 発言、3 本文）"),
            ("種類", _named("s.kind", KINDS), "記録の種類、または本文"),
            *_MEETING,
            ("議題", "a.title", "議題"),
            ("引用", "substr(d.text, s.span_start + 1, s.span_end - s.span_start)", "原文のままの引用"),
            ("説明", "s.label", "数値の名前と値、発言者など"),
            ("ページ", "s.page", "ページ"),
            ("ファイル", "d.file_name", "ファイル名"),
        ),
        "FROM search_index i JOIN passages s ON s.id = i.rowid JOIN meetings m ON m.id = s.meeting_id"
        " JOIN documents d ON d.id = s.document_id LEFT JOIN agenda_items a ON a.id = s.agenda_item_id",
    ),
    View(
        "版", "会議ごとの文書の版",
        (
            *_MEETING,
            ("版", "d.version", "版の番号（届いた順）"),
            ("立場", _named("d.standing", STANDINGS), "いまの版・前の版・別形式"),
            ("確定", _named("e.confirmation", CONFIRMATIONS), "案・確定。分からなければ空"),
            ("公開", _named("e.publication", PUBLICATIONS), "非公開・一部公開・公開"),
            ("形式", "d.media_type", "ファイルの形式"),
            ("フォルダー", "d.folder", "取り込んだときのフォルダー"),
            ("ファイル", "d.file_name", "ファイル名"),
            ("識別子", "m.id", "会議の識別子"),
            ("会議そのもの", "d.event_id", "どの版でも同じ、会議そのものの識別子"),
        ),
        "FROM documents d JOIN meetings m ON m.document_id = d.id JOIN events e ON e.id = d.event_id"
        "\nORDER BY d.event_id, d.version, d.standing",
    ),
    View(
        "訂正", "人の訂正。取り消したものも残る",
        (*_CORRECTION, ("状態", _named("r.state", STATES), "有効・食い違い・取り消し"), _ANCHOR),
        _EVENT.format(table="corrections") + "\nORDER BY r.id DESC",
    ),
    View(
        "食い違い", "新しい版に当てはまらず、どちらを残すか決める訂正",
        (*_CORRECTION, ("食い違いの理由", "r.conflict", "当てはまらない理由"), _ANCHOR),
        _EVENT.format(table="corrections") + "\nWHERE r.state = 'conflict'\nORDER BY r.id",
    ),
    View(
        "変更の記録", "誰が、いつ、何を、なぜ変えたか",
        (
            ("番号", "r.id", "番号"),
            ("日時", "r.at", "日時"),
            ("変えた人", 'r."by"', "変えた人。取り込みなら minutes"),
            ("操作", _named("r.action", CHANGES), "したこと"),
            *_MEETING,
            _SUBJECT,
            ("項目", "r.field", "項目"),
            ("前の値", _PLAIN.format("r.before"), "前の値"),
            ("後の値", _PLAIN.format("r.after"), "後の値"),
            ("理由", "r.reason", "理由"),
            ("訂正の番号", "r.correction_id", "訂正の番号"),
            ("識別子", "r.record_id", "記録の識別子"),
            ("プログラムの版", "r.program_version", "プログラムの版"),
        ),
        _EVENT.format(table="audit") + "\nORDER BY r.id DESC",
    ),
    View(
        "要確認のファイル", "読めずに待っているファイルと、その理由",
        (
            ("ファイル", "w.file_name", "届いたときのファイル名"),
            ("理由", "w.reason", "読めなかった理由"),
            ("すること", "w.remedy", "どうすればよいか"),
            ("足りないプログラム", "w.program", "待っているプログラム"),
            ("届いた日時", "w.at", "届いた日時"),
            ("試した回数", "w.attempts", "試した回数"),
            ("場所", "w.path", "要確認フォルダーの中の場所"),
        ),
        "FROM waiting_files w\nORDER BY w.at DESC, w.path",
    ),
    *LINK_VIEWS,
)  # fmt: skip
