"""What the chair calls, and what is said without calling anything."""

from __future__ import annotations

import pytest

from minutes_pipeline.segment.calls import Statement, find_call, may_call, read_call, reads_weakly
from minutes_pipeline.text.folding import flat

CALLS = [
    ("次に，議題１，夏季の来館者数について，事務局から説明をお願いします。", "1", "夏季の来館者数について"),
    ("次に，議題２，書架の配置の案についてでございます。", "2", "書架の配置の案について"),
    ("最後に，議題３，その他です。", None, "その他"),
    ("続いて議案第1号 用途地域の指定について、事務局の説明を求めます。", "議案第1号", "用途地域の指定について"),
    ("続きまして、報告事項 空き家の調査結果について、お願いします。", None, "空き家の調査結果について"),
    (
        "はじめに，所管事務の調査として，体育館の耐震工事についてを議題といたします。",
        None,
        "体育館の耐震工事について",
    ),
    ("次に，その他に入ります。", None, "その他"),
    ("日程第１「議案第８号町道の変更について」を議題といたします。", "議案第8号", "町道の変更について"),
    (
        "審議事項（１）「温水プール条例の一部を改正する条例」を議題といたします。",
        "1",
        "温水プール条例の一部を改正する条例",
    ),
    ("日程第２報告事項（１）「港の浚渫について」原局から報告願います。", "1", "港の浚渫について"),
    ("初めに、議題 1 の分科会の設置について、事務局からお願いします。", "1", "分科会の設置について"),
    ("初めに、第 14 号陳情、街灯の増設についてを議題に供します。", "第14号陳情", "街灯の増設について"),
    ("日程第1、議事録署名委員の指名を行います。", "日程第1", "議事録署名委員の指名"),
    ("次に、副委員長の互選を行います。", None, "副委員長の互選"),
    (
        "1付託案件の審査、(1)議案第9号 町営温泉条例の制定についてを議題といたします。",
        "議案第9号",
        "町営温泉条例の制定について",
    ),
    ("次に、次第の2、緑地の保全について、お願いします。", "2", "緑地の保全について"),
]


@pytest.mark.parametrize(("text", "number", "title"), CALLS)
def test_call(text: str, number: str | None, title: str) -> None:
    folded = flat(text)
    call = read_call(folded)
    assert call is not None
    assert (call.number, folded[call.start : call.end]) == (number, title)


@pytest.mark.parametrize(
    "text",
    [
        "これより、議案第9号の結審を行いたいと思います。",
        "これより、議案第9号に対する討論を行います。",
        "初めに，会議の公開についてお諮りいたします。",
        "議案第21号を議題といたします。",
        "議題1を議題といたします。",
        "次に、資料をご覧ください。",
        "議案第5号は原案のとおり可決されました。",
        "ほかに質疑がなければ採決いたします。",
        "本日の議題は、お配りしたとおりでございます。",
        "その他の意見としては、看板が古いというものがありました。",
    ],
)
def test_no_call(text: str) -> None:
    assert read_call(flat(text)) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("次に、貯水槽の点検結果についての報告を求めます。", "貯水槽の点検結果について"),
        ("続いて、緑の計画について説明をお願いします。", "緑の計画について"),
    ],
)
def test_weak_call(text: str, title: str) -> None:
    folded = flat(text)
    call = reads_weakly(folded)
    assert call is not None
    assert folded[call.start : call.end] == title


@pytest.mark.parametrize(
    "text",
    [
        "次に、配布資料について説明をお願いします。",
        "本件について、執行部より説明を求めます。",
        "公園について意見を述べます。",
    ],
)
def test_no_weak_call(text: str) -> None:
    assert reads_weakly(flat(text)) is None


def test_find_call_by_title_and_by_number() -> None:
    sentences = [
        "開会いたします。",
        "次に、予算案を議題といたします。",
        "賛成です。",
        "続いて議題2に移ります。",
        "以上で閉会いたします。",
    ]
    text, statements = "", []
    for number, sentence in enumerate(sentences):
        statements.append(Statement(number, len(text), len(text) + len(sentence), True))
        text += sentence
    starts = [s.start for s in statements]
    statements = [s for s in statements if may_call(s, text)]
    assert find_call(text, statements, "予算案について", "1", 0) == starts[1]
    assert find_call(text, statements, "緑化の推進", "2", 0) == starts[3]
    assert find_call(text, statements, "閉会", None, 0) == starts[4]
    assert find_call(text, statements, "条例の改正", "9", 0) is None
