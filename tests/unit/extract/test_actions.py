"""Actions: who undertakes, by when, and what is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes_pipeline.extract.action_parts import find_agent, find_due
from minutes_pipeline.extract.action_rules import RULES, ActionRule
from minutes_pipeline.extract.actions import extract_actions
from minutes_pipeline.model.section import Outline
from minutes_pipeline.pipeline import read_document, segment

pytestmark = pytest.mark.usefixtures("rules_alone")

Build = Callable[..., Outline]
ASKED = ("委員", "その点はどうなっていますか。")


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in RULES for t in r.accepts])
def test_the_table_accepts(rule: ActionRule, text: str, outline_of: Build) -> None:
    spoken = "official" in rule.roles
    said = (ASKED, ("事務局", text)) if spoken else (("", text),)
    assert [r.quote for r in extract_actions(outline_of(*said))] == [text]


@pytest.mark.parametrize("text", [t for r in RULES for t in r.rejects])
def test_the_table_rejects(text: str, outline_of: Build) -> None:
    assert extract_actions(outline_of(("", text))) == ()


UNDERTAKEN = [
    ("事務局", "結果は次回の会議で報告いたします。", "事務局", "次回の会議"),
    ("水道課長", "老朽管の更新計画を年度内に見直してまいります。", "水道課長", "年度内"),
    ("事務局", "対象者への案内を１０月に送る予定です。", "事務局", "１０月"),
    ("", "総務部が見積りを取り、9月末までに役員会へ出す。", "総務部", "9月末まで"),
    ("", "献立の見直しは栄養教諭の部会に一任とする。", "栄養教諭の部会", None),
    ("", "倉庫の鍵を付け替える（★会計）", "会計", None),
    ("委員", "名簿の写しを配る ★副会長", "副会長", None),
    ("事務局", "素案は年明けの審議会でお示ししたい。", "事務局", "年明け"),
    ("事務局", "次回、他市の状況を整理して報告する。", "事務局", "次回"),
    ("事務局", "その件は持ち帰って確認いたします。", "事務局", None),
    ("事務局", "庁内で検討の上、改めて御相談させていただきます。", "事務局", None),
    ("", "御意見への回答は、来週メールで送る。", None, "来週"),
    ("", "見守りの募集をPTAが5月に始めることに決まった。", "PTA", "5月"),
    ("", "各地区で担い手を募り、9月末までに事務局へ報告すること。", "各地区", "9月末まで"),
    ("", "冊子の内容については、福祉課と健康課で協議して見直すこととなった。", "福祉課と健康課", None),
    ("", "係の所管について再度調整し、次回の庁議に改めて付議する。", None, "次回の庁議"),
    ("", "片付けは事務局及び役員が行います。", "事務局及び役員", None),
    ("事務局", "次期の計画で目標値を改める際に検討します。", "事務局", None),
    ("水道課長", "本日いただいた御意見を整理し、３月の広報紙でお示しします。", "水道課長", "３月"),
    ("事務局", "計画の最終案は、２月中に皆様へ郵送いたします。", "事務局", "２月中"),
    ("事務局", "通知を、９月の一斉更新の際にお送りいたします。", "事務局", "９月"),
    ("事務局", "来年４月から、お薦めの本の一覧を添える予定である。", "事務局", "来年４月から"),
    ("事務局", "次の説明会では、絵の多い資料を用意いたします。", "事務局", "次の説明会"),
    ("委員", "当社では、来年４月に定期券の取扱いを始める予定です。", "委員", "来年４月"),
]


@pytest.mark.parametrize(("speaker", "text", "owner", "due"), UNDERTAKEN)
def test_owner_and_due(speaker: str, text: str, owner: str | None, due: str | None, outline_of: Build) -> None:
    (record,) = extract_actions(outline_of(ASKED, (speaker, text)))
    assert (record.quote, record.owner, record.due) == (text, owner, due)


NONE = [
    ("事務局", "毎週火曜日に移動図書館を運行しています。"),
    ("事務局", "送迎のバスを２台運行する。"),
    ("事務局", "新しい園の定員は120人を予定しております。"),
    ("事務局", "新しい館は、旧庁舎の跡地に建てる計画です。"),
    ("事務局", "財源の約７割に市債を充てる計画である。"),
    ("事務局", "令和７年度は約900万円の財源が不足いたします。"),
    ("事務局", "新しい手引が出たので、一読をお勧めする。"),
    ("委員長", "会議録の署名は、乙川副委員長に一任する。"),
    ("委員", "当社では、運転手の確保に苦労しています。"),
    ("委員", "来年４月に定期券の取扱いを始めるべきです。"),
    ("事務局", "資料の3ページについて御説明いたします。"),
    ("事務局", "現在、関係課と協議を進めているところです。"),
    ("事務局", "増設する予定はございません。"),
    ("事務局", "昨年10月に要望書を提出しました。"),
    ("事務局", "申請があった場合は、10日以内に審査します。"),
    ("事務局", "人口は2040年に2万人を下回る見込みです。"),
    ("事務局", "次回は10月3日に開催する予定です。"),
    ("委員", "ぜひ検討していただきたい。"),
    ("委員", "私たちも協力していきたいと思います。"),
    ("委員長", "ここで10分間休憩いたします。"),
    ("委員長", "採決に移ります。"),
    ("", "高齢化は今後も進んでいく。"),
    ("", "会議は原則として公開する。"),
    ("", "差引残高は次年度へ繰り越す。"),
    ("委員長", "それでは順にお伺いしてまいります。"),
    ("委員長", "本日は3件について御審議いただきます。"),
    ("事務局", "人口が減り、課題も顕在化していく。"),
    ("事務局", "なお、審議に入る前に、事務局より改めて説明する。"),
    ("", "本日は素案について御意見を頂き、内容を整理する。"),
    ("", "この一年間、皆様の御協力をいただきながら頑張っていきたい。"),
    ("", "諮問の項目に沿って議論することとする。"),
    ("", "本案は、次回の審議会において引き続き審議することとした。"),
]


@pytest.mark.parametrize(("speaker", "text"), NONE)
def test_what_nobody_undertakes(speaker: str, text: str, outline_of: Build) -> None:
    assert extract_actions(outline_of(ASKED, (speaker, text))) == ()


def test_a_plain_present_needs_an_occasion(outline_of: Build) -> None:
    text = "窓口の掲示を直します。"
    assert extract_actions(outline_of(("事務局", text))) == ()
    assert len(extract_actions(outline_of(ASKED, ("事務局", text)))) == 1


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("８月までに調査する", "８月まで"),
        ("令和９年度から始める", "令和９年度から"),
        ("来年度の冬に試行する", "来年度の冬"),
        ("後日お渡しする", "後日"),
        ("12月16日から１月15日まで行う", "12月16日から１月15日まで"),
        ("12月末現在の登録者は30人", None),
        ("職員が対応する", None),
    ],
)
def test_due(text: str, due: str | None) -> None:
    assert find_due(text) == due


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("排水の計画は農政課が確かめる", "農政課"),
        ("未提出の班には会長から連絡する", "会長"),
        ("部会において検討する", "部会"),
        ("図書館では土曜も開く", None),
        ("雨が続いたため中止する", None),
    ],
)
def test_agent(text: str, agent: str | None) -> None:
    assert find_agent(text) == agent


SIGNED = """浜野市交通会議　会議概要
日時：令和６年10月29日（火）　14時～15時
出席者：志村会長、乾委員

（１）増便について
［意見等］
・朝の便が足りない。（委員）
・増便の費用を試算し、次回に報告する。（事務局）
・運転手の確保を検討する。（委員）
・停留所の位置を県と協議する。（道路課）
"""


def test_the_bracket_that_closes_a_note_tells_who_speaks(tmp_path: Path) -> None:
    path = tmp_path / "hamano.txt"
    path.write_text(SIGNED, encoding="utf-8")
    found = extract_actions(segment(read_document(path)))
    assert [(r.quote, r.owner) for r in found] == [
        ("増便の費用を試算し、次回に報告する。", "事務局"),
        ("停留所の位置を県と協議する。", "道路課"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "目標に届かない事業については、担当課が対応の案を次回の連絡会に出すこととした。",
        "町から、来年度の交付金の申請は２月３日から受け付けるとの説明があった。",
    ],
)
def test_doer_and_time_outweigh_the_second_opinion(
    text: str, outline_of: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minutes_pipeline.extract.actions._FOR", 2.0)
    (record,) = extract_actions(outline_of(("#", "報告"), ("", text)))
    assert record.due is not None
