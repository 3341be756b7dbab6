"""What begins a line of its own (行頭の印): rule tables of marks, numbers, brackets and labels, on folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPEAKER = r"[○◯〇◎◆◇●■□▲▼▽★☆※△]"
_KANJI = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Mark:
    """A form in which a logical line begins.

    Attributes:
        id: Name of the rule.
        pattern: Matched at the head of the folded line.
        strong: True when it begins a line wherever it stands; False when only behind a finished sentence or bracket,
            because the same characters also occur in the middle of a sentence.
        accepts: Line heads that the rule takes.
        rejects: Line heads that it must not take.
    """

    id: str
    pattern: str
    strong: bool
    accepts: tuple[str, ...]
    rejects: tuple[str, ...] = ()


MARKS = (
    Mark(
        "bullet",
        r"[・◦‣➢➤▶✓→⇒*>\uf000-\uf0ff]|" + _SPEAKER,
        True,
        ("・利用状況", "○委員", "※内容", "⇒まとめ"),
        ("利用",),
    ),
    Mark("circled", r"[①-⓿❶-➓㊀-㊉]", True, ("➀事業事例", "⑫その他"), ("1事業",)),
    Mark(
        "bracketed-number",
        r"[(\[](?:[0-9]{1,3}|[" + _KANJI + r"]{1,3}|[ア-ンｱ-ﾝa-zA-Z]|[IVXⅠ-ⅿ]{1,4})[)\]]",
        True,
        ("（１）報告", "(ア)", "(二)", "［1］"),
        ("（2005年）", "（委員）"),
    ),
    Mark(
        "dotted-number",
        r"[0-9]{1,3}(?:[.-][0-9]{1,2}){0,3}\.(?![0-9])",
        True,
        ("１．日時", "1-1. プラン"),
        ("41.2％", "3.5"),
    ),
    Mark(
        "dash",
        r"-{1,6}(?: (?=\S)|(?=[^0-9\sァ-ヶー]))|[-=_─━]{5}",
        True,
        ("- SGの", "－－資料", "―――――"),
        ("-5％", "-ネット"),
    ),
    Mark("lenticular", r"[【《≪<〈]", True, ("【主な質疑】", "＜１.副会長＞", "〈審議結果〉")),
    Mark("question", r"[A-Z]:|[QA][.,]", True, ("Q: 質問", "Ａ．回答", "C：意見"), ("QA",)),
    Mark(
        "label",
        r"(?!https?:)[^\s:、。0-9()]{2,8} ?:(?![0-9]{2}(?![0-9,人件名]))",
        True,
        ("日時：令和", "利用者：3045人", "事務局：御指摘"),
        ("８：３０～", "https://example.jp", "令和４年度：2,100件"),
    ),
    Mark("bracket", r"[(〔\[「『]", False, ("（委員）基金", "〔「異議なし」と呼ぶ者あり〕", "「地区」と"), ("委員",)),
    Mark("closed-speaker", r"[^\s()、。「」]{2,25}\)(?=.)", False, ("髙田委員長）ただいま",), ("委員（",)),
    Mark("gap-speaker", r"[^\s、。]{2,16} {2}", False, ("瀬川教育長　　ただいま",), ("瀬川 教育長",)),
    Mark("number-space", r"[0-9]{1,3}[ \t]", False, ("1 報告",), ("1月",)),
    Mark("number-comma", r"[0-9]{1,3}[、)](?![0-9])", False, ("１、開会", "1)報告"), ("４、５件",)),
    Mark(
        "kanji-number",
        r"[" + _KANJI + r"]{1,3}[ 、.)](?![" + _KANJI + "])",
        False,
        ("一、開会", "二 議事"),
        ("二、三件", "一般"),
    ),
    Mark("kana-number", r"[ア-ンｱ-ﾝa-zA-Z][ .)、]", False, ("ア 報告", "イ）"), ("アンケート",)),
    Mark("roman", r"[IVXⅠ-ⅿ]{1,4}[ .、]", False, ("Ⅰ、日時", "II. 議題"), ("IT",)),
    Mark(
        "counted",
        r"第[0-9" + _KANJI + r"]{1,4}[号番回章節条 ]|(?:議案|報告|陳情|請願|日程|認定|同意|諮問|承認)第[0-9]",
        False,
        ("第１号議案", "議案第21号", "日程第１"),
        ("第一に",),
    ),
)
"""Forms of a line's beginning, tried in order."""

STRONG = re.compile("|".join(f"(?:{mark.pattern})" for mark in MARKS if mark.strong))
WEAK = re.compile("|".join(f"(?:{mark.pattern})" for mark in MARKS if not mark.strong))
