"""The views of the ledgers (台帳のビュー): what ``minutes issues`` and ``minutes actions`` say, in plain SQL."""

from __future__ import annotations

from minutes_pipeline.store.view import View, named

LINK_KINDS = {"person": "人物", "program": "事業", "issue": "課題", "action": "宿題と報告"}
ISSUE_STANDINGS = {"open": "未解決", "unmentioned": "未言及", "closed": "解決"}
PROMISE_STANDINGS = {"open": "報告待ち", "overdue": "期限切れ", "done": "実施", "not_done": "未実施"}
ISSUE_STATES = {"opened": "提起", "continued": "継続", "answered": "回答", "resolved": "解決", "reopened": "再提起"}
DECISION_STATES = {"active": "有効", "replaced": "決め直した", "withdrawn": "取り消した"}
#: Whether a meeting of the body has changed since its links were worked out.
_FRESH = (
    "最新",
    "CASE WHEN EXISTS (SELECT 1 FROM linked_meetings l LEFT JOIN documents x ON x.id = l.document_id AND x.standing = 'current' "
    "WHERE l.body = b.id AND x.records_sha256 IS NOT l.records_sha256) THEN 'いいえ' ELSE 'はい' END",
    "いいえは、調べたあとで会議が直された。minutes links --refresh で調べ直す",
)
_BODY = ("会議体", "b.name", "会議体")
#: A term is over when its last day is behind today, as ``minutes actions`` counts it.
_PROMISE_STANDING = (
    "coalesce(p.outcome, CASE WHEN p.due_date < date('now', 'localtime') THEN 'overdue' ELSE 'open' END)"
)
LINK_VIEWS = (
    View(
        "課題台帳", "課題を、提起から解決まで会議をまたいで追ったもの（minutes issues と同じ）",
        (
            _BODY,
            ("状態", named("t.standing", ISSUE_STANDINGS), "未解決・未言及・解決"),
            ("部署", "t.departments", "事業の担当部署（、区切り）"),
            ("事業", "t.program", "事業・取組"),
            ("課題", "t.title", "はじめに述べられた文"),
            ("提起日", "t.since", "はじめの会議の日"),
            ("最後の日", "t.last", "最後に触れた会議の日"),
            ("触れていない会議", "t.unmentioned", "最後に触れられてからの会議の数"),
            ("最後の状態", named("s.state", ISSUE_STATES), "提起・継続・回答・解決・再提起"),
            ("最後の文", "s.quote", "最後に述べられた文"),
            _FRESH,
            ("識別子", "t.id", "課題の経過の識別子"),
        ),
        "FROM issue_threads t JOIN linked_bodies b ON b.id = t.body "
        "JOIN issue_states s ON s.id = (SELECT max(x.id) FROM issue_states x WHERE x.thread_id = t.id)\n"
        "ORDER BY b.name, CASE t.standing WHEN 'open' THEN 0 WHEN 'unmentioned' THEN 1 ELSE 2 END, "
        "coalesce(t.since, '9999'), t.rowid",
    ),
    View(
        "課題の経過", "課題について、どの会議が何を述べたか",
        (
            _BODY,
            ("課題", "t.title", "はじめに述べられた文"),
            ("会議の日", "m.date", "開催日"),
            ("状態", named("s.state", ISSUE_STATES), "提起・継続・回答・解決・再提起"),
            ("文", "s.quote", "述べられた文"),
            ("ファイル", "d.file_name", "ファイル名"),
            ("識別子", "t.id", "課題の経過の識別子"),
        ),
        "FROM issue_states s JOIN issue_threads t ON t.id = s.thread_id JOIN linked_bodies b ON b.id = t.body "
        "LEFT JOIN documents d ON d.id = s.document_id LEFT JOIN meetings m ON m.document_id = d.id\nORDER BY t.id, s.id",
    ),
    View(
        "宿題台帳", "約束したことと、その後の報告（minutes actions と同じ）",
        (
            _BODY,
            ("状態", named(_PROMISE_STANDING, PROMISE_STANDINGS), "期限切れ・報告待ち・未実施・実施"),
            ("担当", "p.owner", "担当（印字のまま）"),
            ("期限", "p.due", "期限（印字のまま）"),
            ("期限の日", "p.due_date", "期限の日"),
            ("約束の日", "p.promised_on", "約束した会議の日"),
            ("約束", "p.quote", "約束の文"),
            ("報告の日", "p.reported_on", "報告のあった会議の日"),
            ("報告", "p.report_quote", "報告の文"),
            _FRESH,
            ("識別子", "p.id", "宿題の識別子"),
        ),
        "FROM promises p JOIN linked_bodies b ON b.id = p.body\n"
        f"ORDER BY b.name, CASE {_PROMISE_STANDING} WHEN 'overdue' THEN 0 WHEN 'open' THEN 1 WHEN 'not_done' THEN 2 "
        "ELSE 3 END, coalesce(p.due_date, '9999'), coalesce(p.promised_on, ''), p.rowid",
    ),
    View(
        "決めるつながり", "同じものかもしれず、人が決めるのを待っている2つの記録（minutes links と同じ）",
        (
            _BODY,
            ("種類", named("r.kind", LINK_KINDS), "人物・事業・課題・宿題と報告"),
            ("確からしさ", "r.score", "確からしさ（0〜1）"),
            ("理由", "(SELECT group_concat(value, '、') FROM json_each(r.reasons))", "候補とした理由"),
            ("片方", "r.left_record", "片方の記録の識別子"),
            ("もう片方", "r.right_record", "もう片方の記録の識別子"),
            _FRESH,
        ),
        "FROM link_suggestions r JOIN linked_bodies b ON b.id = r.body\nORDER BY b.name, r.score DESC, r.id",
    ),
    View(
        "決めたつながり", "人が決めた、同じもの・別のもの",
        (
            ("番号", "r.id", "番号"),
            ("種類", named("r.kind", LINK_KINDS), "人物・事業・課題・宿題と報告"),
            ("決定", "CASE r.same WHEN 1 THEN '同じ' ELSE '別' END", "同じものか、別のものか"),
            ("片方", "r.left_words", "片方の氏名・名称・文"),
            ("もう片方", "r.right_words", "もう片方の氏名・名称・文"),
            ("決めた人", 'r."by"', "決めた人"),
            ("日時", "r.at", "日時"),
            ("理由", "r.reason", "理由"),
            ("状態", named("r.state", DECISION_STATES), "有効・決め直した・取り消した"),
        ),
        "FROM link_decisions r\nORDER BY r.id DESC",
    ),
)  # fmt: skip
