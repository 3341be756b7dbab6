"""The ten questions that staff ask (定型の問い): canned queries, the same for Datasette, its JSON and sqlite-utils."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query: its name in the address, title, description, SQL over the Japanese views, named parameters."""

    name: str
    title: str
    description: str
    sql: str
    parameters: tuple[str, ...] = ()


_LEDGER = ("状態", "会議体", "担当", "事業", "はじめの日", "はじめの文", "最後の日", "最後の文", "期限", "識別子")


def _ledger(kind: str) -> str:
    """The rows that ``minutes_ledger`` gives of 課題 or 宿題, as a table."""
    columns = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in _LEDGER)
    return f"(SELECT {columns} FROM json_each(minutes_ledger('{kind}')))"


QUESTIONS = (
    Question(
        "kettei", "決定事項を年度と会議で見る", "年度（西暦）と会議名の一部で絞ります。空欄ならすべて。",
        """SELECT 開催日, 会議, 議題, 結果, 引用, ファイル, ページ, 識別子 FROM 決定事項
WHERE (:年度 = '' OR 開催日 BETWEEN :年度 || '-04-01' AND (:年度 + 1) || '-03-31')
  AND (:会議 = '' OR 会議 LIKE '%' || :会議 || '%')
ORDER BY 開催日 DESC LIMIT 500""",
        ("年度", "会議"),
    ),
    Question(
        "kadai_busho", "部署ごとの未解決の課題", "会議をまたいで追い、解決の報告がまだない課題を、事業の担当部署ごとに並べます。",
        f"""SELECT 担当 AS 部署, 状態, 会議体, 事業, はじめの日 AS 提起, はじめの文 AS 課題, 最後の日 AS 最新, 最後の文 AS 最新の文, 識別子
FROM {_ledger("課題")}
WHERE 状態 <> '解決' AND (:部署 = '' OR 担当 LIKE '%' || :部署 || '%')
ORDER BY 担当 IS NULL, 1, 5 LIMIT 500""",
        ("部署",),
    ),
    Question(
        "suii", "ある事業の数値の推移", "事業名または数値の名前の一部を入れてください。",
        """SELECT 事業, 名称, 期間の始まり, 期間の終わり, 値, 単位, 会議, 引用, 識別子 FROM 数値
WHERE (:事業 = '' OR 事業 LIKE '%' || :事業 || '%') AND (:名称 = '' OR 名称 LIKE '%' || :名称 || '%')
ORDER BY 事業, 名称, 期間の始まり LIMIT 500""",
        ("事業", "名称"),
    ),
    Question(
        "shukudai", "前回までの宿題と対応", "約束されたことと、その後の会議での報告を、約束の新しい順に並べます。",
        f"""SELECT はじめの日 AS 約束の日, 会議体, 担当, 期限, はじめの文 AS 約束, 状態, 最後の日 AS 報告の日, 最後の文 AS 報告, 識別子
FROM {_ledger("宿題")}
WHERE (:担当 = '' OR 担当 LIKE '%' || :担当 || '%') AND (:会議 = '' OR 会議体 LIKE '%' || :会議 || '%')
ORDER BY 1 DESC LIMIT 500""",
        ("担当", "会議"),
    ),
    Question(
        "mochikoshi", "継続審議・持ち越しになったもの", "結果が「継続」の決定を新しい順に並べます。",
        """SELECT 開催日, 会議, 議題, 引用, ファイル, ページ, 識別子 FROM 決定事項 WHERE 結果 = '継続' ORDER BY 開催日 DESC LIMIT 500""",
    ),
    Question(
        "hito", "ある人が出た会議", "氏名の一部を入れてください。",
        """SELECT 開催日, 会議, 区分, 所属, 職名, 氏名, 役割, 出欠, 識別子 FROM 出席者
WHERE :氏名 <> '' AND 氏名 LIKE '%' || :氏名 || '%' ORDER BY 開催日 DESC LIMIT 500""",
        ("氏名",),
    ),
    Question(
        "jigyou", "事業の一覧と担当", "目標ごとに、報告された事業と担当部署を並べます。",
        """SELECT 目標, 事業, 担当, 会議, 開催日, 識別子 FROM (SELECT p.id AS 識別子, g.title AS 目標, p.title AS 事業,
  (SELECT group_concat(j.value, '、') FROM json_each(p.departments) j) AS 担当, m.name AS 会議, m.date AS 開催日
  FROM programs p JOIN meetings m ON m.id = p.meeting_id JOIN documents d ON d.id = p.document_id
  LEFT JOIN goals g ON g.id = p.goal_id WHERE d.standing IS NULL OR d.standing = 'current')
ORDER BY 開催日 DESC, 目標, 事業 LIMIT 500""",
    ),
    Question(
        "shoken", "確かめるべき所見", "検算と読み取りで気づいたことを新しい順に並べます。",
        """SELECT m.date AS 開催日, m.name AS 会議, f.message AS 所見, d.file_name AS ファイル, m.id AS 識別子
FROM findings f JOIN meetings m ON m.id = f.meeting_id JOIN documents d ON d.id = f.document_id
WHERE f.severity <> 'info' AND (d.standing IS NULL OR d.standing = 'current') ORDER BY m.date DESC LIMIT 500""",
    ),
    Question(
        "utagawashii", "確からしさの低い記録", "人がまだ確かめていない、確からしさの低い記録から並べます。",
        """SELECT * FROM (
  SELECT '決定事項' AS 種類, r.confidence AS 確からしさ, r.quote AS 引用, r.id AS 識別子 FROM decisions r JOIN documents d
    ON d.id = r.document_id WHERE r.review IS NULL AND (d.standing IS NULL OR d.standing = 'current')
  UNION ALL SELECT '課題', r.confidence, r.quote, r.id FROM issues r JOIN documents d ON d.id = r.document_id
    WHERE r.review IS NULL AND (d.standing IS NULL OR d.standing = 'current')
  UNION ALL SELECT '宿題', r.confidence, r.quote, r.id FROM actions r JOIN documents d ON d.id = r.document_id
    WHERE r.review IS NULL AND (d.standing IS NULL OR d.standing = 'current')
  UNION ALL SELECT '数値', r.confidence, r.quote, r.id FROM metrics r JOIN documents d ON d.id = r.document_id
    WHERE r.review IS NULL AND (d.standing IS NULL OR d.standing = 'current'))
ORDER BY 確からしさ, 識別子 LIMIT 200""",
    ),
    Question(
        "sagasu", "言葉で探す", "空白で区切るとすべてを含むもの、OR でどちらか、-語 で除きます。",
        """SELECT 種類, 開催日, 会議, 引用 FROM 検索 WHERE 検索式 MATCH minutes_match(:言葉) ORDER BY 順位 LIMIT 100""",
        ("言葉",),
    ),
)  # fmt: skip
