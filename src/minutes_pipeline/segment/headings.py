"""Forms in which headings are printed (見出しの書式), as a rule table, and the reading of one piece by them.

A form tells only that a piece *could* be a heading. Whether it is one is decided by the document's own consistency
(``consistency.py``): the same mark elsewhere, numbers that run on, what stands beneath.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from minutes_pipeline.text.openings import SPACE, by_opening, characters

N = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[ⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4})"
MARK = r"[◆●■◎○〇◇□△▲▽▼☆★▶➢※＊*◉◦▪・•]"
_S = r"\s{0,8}"


def _spaced(word: str) -> str:
    return r"\s{0,3}".join(word)


# Kinds of business that carry a number (番号つきの件名): 議案第5号, 第5号議案, 令和4年陳情第5号, 請願4第5号.
_KINDS = (
    "議員提出議案", "委員会提出議案", "市長提出議案", "議案", "議員発議", "発議", "発委", "報告事項", "報告",
    "承認", "同意", "諮問", "認定", "陳情", "請願", "意見書案", "意見書", "決議案", "決議", "選挙", "推薦",
    "専決", "協議事項", "協議", "審議事項", "審議", "協議案", "報告案", "審議案", "諮問案", "承認案", "予算案", "議題", "案件",
    "議決事項", "議決", "付議", "諮", "議",
    "選", "受理番号", "付託", "事件", "決定",
)  # fmt: skip
_KIND = "(?:" + "|".join(_spaced(word) for word in _KINDS) + ")"
_NTH = rf"第{_S}{N}{_S}号(?:の[0-9]{{1,2}})?"
_YEAR = r"(?:(?:令和|平成|昭和)?\s?(?:[0-9]{1,2}|元)\s?年?(?:度)?\s?)?"
TAG = re.compile(
    rf"(?:{_YEAR}{_KIND}{_S}(?:[0-9]{{1,2}}{_S})?{_NTH}|{_NTH}{_S}{_KIND}|[(\[〔【<](?:{_YEAR}{_KIND}{_S}{_NTH}|{_NTH}{_S}{_KIND})[)\]〕】>])"
)
SCHEDULE = re.compile(rf"(?:追加)?(?:議事)?{_spaced('日程')}{_S}第?{_S}{N}(?:号)?(?![0-9日月年回])")
TOPIC = re.compile(
    rf"[(\[〔【<]?{_S}(?:{_spaced('議題')}|{_spaced('案件')}|{_spaced('議事')}|議案|次第|式次第|(?:報告|審議|協議|議決|検討|諮問|説明|連絡|その他報告)(?:事項|案件)?|テーマ|論点)"
    rf"{_S}(?:第{_S}|[(]\s?|その|の)?(?P<n>{N}|[①-⑳])(?:{_S}[)\]〕】>]|(?![0-9日月年回件名人%点つ年]))"
)
KIND_WORD = re.compile(
    rf"(?:[(\[〔【<](?P<a>審議|報告|協議|議決|承認|諮問|説明|連絡|継続|新規)(?:事項|案件)?[)\]〕】>]{_S}|(?P<c>事例紹介|話題提供|情報提供|講演|講話|研修|発表):{_S}|(?P<b>審議|報告|協議|議決|諮問|継続審議|報告事項|審議事項|協議事項|議決事項|諮問事項|承認事項|一般質問|代表質問|緊急質問)(?:\s{{1,4}}|:{_S})|(?P<d>所管事務(?:の)?調査(?:事項)?)(?=[^\s。、のにはをがで「『事]))(?=\S)"
)

KIND_TAG = re.compile(
    r"(?:報告|審議|協議|議決|諮問|承認)事項\s{1,4}(?=[^\s(0-9①-⑳])|(?:一般|代表|緊急)質問\s{1,4}(?=\S)"
)
_BRACKETS = "([〔【<"


@dataclass(frozen=True, slots=True)
class TagForm:
    """A pattern of tags, the characters that its matches begin with, and one that stands in all of them (or none)."""

    pattern: re.Pattern[str]
    opens: str
    holds: str = ""


TAG_FORMS: tuple[TagForm, ...] = (
    TagForm(SCHEDULE, "追議日", "程"),
    TagForm(TAG, "".join(word[0] for word in _KINDS) + f"令平昭元第0-9{_BRACKETS}{SPACE}", "号"),
    TagForm(TOPIC, f"議案次式報審協検諮説連そテ論{_BRACKETS}{SPACE}"),
    TagForm(KIND_WORD, f"審報協議諮事話情講研発継承一代緊所{_BRACKETS}"),
    TagForm(KIND_TAG, "報審協議諮承一代緊"),
)


@dataclass(frozen=True, slots=True)
class HeadingForm:
    """One form of a heading.

    Attributes:
        id: Its name; it becomes the heading's ``rule_id``.
        pattern: Matches at the head of a folded piece behind a mark; groups ``n`` (number) and ``t`` (title).
        accepts: Pieces of this form.
        rejects: Pieces that are not of this form.
        opens: Characters that its matches begin with (``text.openings.characters``).
    """

    id: str
    pattern: re.Pattern[str]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...] = ()
    opens: str = ""


def _form(name: str, opens: str, pattern: str, accepts: tuple[str, ...], rejects: tuple[str, ...] = ()) -> HeadingForm:
    return HeadingForm(name, re.compile(pattern), accepts, rejects, opens)


# 「3 年間で」「12 人が」: a figure with its counter, not a number and a title (年末, 人権 are titles).
_COUNTED = (
    r"(?:年|月|日|時|分|人|名|件|円|回|個|か所|番|世帯|割|歳|点|つ|校|社|本|台|枚)"
    r"(?:間|度|前|後|目|半|程|以|未|余|弱|強|増|減|[^一-龠ァ-ヶ]|$)"
)

FORMS: tuple[HeadingForm, ...] = (
    _form(
        "heading.angle",
        "<〈《≪",
        rf"[<〈《≪](?:(?P<n>{N})\s?[.,、)]?{_S})?(?P<t>[^<>〈〉《》≪≫]{{1,90}})[>〉》≫]$",
        ("<1.書記の選任>", "<総括>"),
        ("<会長> それでは",),
    ),
    _form(
        "heading.fence",
        "=~#*-",
        r"(?:[=~#*]{1,6}|-{2,6})\s{0,3}(?P<t>[^\s=~#\-*0-9][^=~#*。、]{0,40}?)\s{0,3}(?:[=~#*]{1,6}|-{2,6})$",
        ("== 報告 ==", "~開会~", "-- 議事及び報告事項 --"),
        ("- 報告する", "-1-", "-資料により、事務局が説明-"),
    ),
    _form(
        "heading.clock",
        "0-9",
        r"[0-9]{1,2}:[0-9]{2}(?:\s{0,2}[~-]\s{0,2}[0-9]{1,2}:[0-9]{2})?\s{1,6}(?P<t>[^\s0-9~\-].{0,60})$",
        ("13:30 開会", "14:00~14:30 授業参観"),
        ("13:30から開く",),
    ),
    _form(
        "heading.box-number",
        "【[〔",
        rf"[【\[〔]{_S}第?(?P<n>{N}){_S}号?[】\]〕]{_S}(?P<t>\S.*)$",
        ("【1】開会", "[2] 審議事項"),
        ("【事務局】説明する",),
    ),
    _form(
        "heading.box-inner",
        "【[〔",
        rf"[【\[〔]{_S}第?(?P<n>{N})(?:[.,、)]{_S}|\s{{1,4}})(?P<t>[^【】\[\]〔〕]{{1,90}})[】\]〕]$",
        ("【1 会長の選出】", "[2.報告事項]"),
        ("【1階の改修】",),
    ),
    _form(
        "heading.box",
        "【[〔",
        r"[【\[〔](?P<t>[^【】\[\]〔〕]{1,90})[】\]〕]$",
        ("【議事内容】", "[結果]", "〔報告事項〕"),
        ("【質問】時間はどれほどか",),
    ),
    _form(
        "heading.decimal",
        "0-9",
        r"(?![0-9.]{3,5}年?(?:陳情|請願|議案))(?P<n>[0-9]{1,2}(?:[-.][0-9]{1,2}){1,2})(?:[.)]|(?=\s|[^0-9.\-\s年月日%万億千百人件円名回台本か]))\s{0,8}(?P<t>[^\s0-9].*)$",
        ("1-1. 基本方針", "2.1 予算", "1-6.工程について"),
        ("16.1人", "3.5%の増", "10-20名が参加"),
    ),
    _form(
        "heading.number-dot",
        "0-9⒈-⒛",
        r"(?:(?P<n>[0-9]{1,2})\s?[.,、)](?:(?![0-9])|(?=(?:19|20)[0-9]{2}年)|(?=[0-9]{1,2}年度)|(?=[0-9]{1,2}年?(?:陳情|請願)))|(?P<k>[⒈-⒛]))\s{0,8}(?P<t>\S.*)$",
        ("1.開会", "⒉ 議事", "2、報告事項", "3) その他", "2.2019年度活動の記録"),
        ("1,200円", "3.5%"),
    ),
    _form(
        "heading.paren",
        "(⑴-⒇㈠-㈩",
        rf"(?:[(]{_S}(?P<n>{N}){_S}[)]|(?P<k>[⑴-⒇㈠-㈩])){_S}(?P<t>\S.*)$",
        ("(1)予算について", "(二)その他", "⑴ 予算について", "㈡その他"),
        ("(委員)賛成",),
    ),
    _form(
        "heading.circled",
        "①-⑳㉑-㉟❶-❿⓵-⓾",
        r"(?P<n>[①-⑳㉑-㉟❶-❿⓵-⓾])\s{0,8}(?P<t>\S.*)$",
        ("①盆踊りについて", "❶盆踊りについて"),
    ),
    _form(
        "heading.roman",
        "Ⅱ-ⅩIVX",
        rf"(?P<n>[ⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{{1,4}}(?=[.,、)\s])){_S}[.,、)]?{_S}(?P<t>\S.*)$",
        ("Ⅱ 議事", "I.開会", "Ⅲ、その他"),
        ("Iターン者", "IT化"),
    ),
    _form(
        "heading.ordinal",
        "第",
        rf"第{_S}(?P<n>{N})(?:{_S}番目?)?(?:\s{{1,4}}|[.,、]{_S})(?P<t>[^回条章節項期次年号種\s].*)$",
        ("第1 署名委員の指名", "第二、議案", "第3番 町長挨拶"),
        ("第1回会議", "第3条"),
    ),
    _form(
        "heading.kanji",
        "一二三四五六七八九十",
        rf"(?P<n>[一二三四五六七八九十]{{1,2}})(?:[.,、)]{_S}|\s{{1,4}})(?P<t>\S.*)$",
        ("一、開会", "二 議事"),
        ("一人ひとり", "一部を改める"),
    ),
    _form(
        "heading.number-space",
        "0-9",
        rf"(?P<n>[0-9]{{1,2}})\s{{1,4}}(?!{_COUNTED})(?P<t>[^\s0-9%].*)$",
        ("1 開会", "2  議事", "1 年末の業務", "2 人権の尊重"),
        ("3 年間で", "12 人", "10 月 31 日", "2 件ある"),
    ),
    _form(
        "heading.number-glued",
        "0-9",
        r"(?P<n>[0-9]{1,2})(?P<t>[一-龠ァ-ヶ][^。]{1,60})$",
        ("1開会", "3議題"),
        ("3年間で", "10人が参加", "5月の行事", "2つの案"),
    ),
    _form(
        "heading.kana",
        "ア-ン(",
        rf"(?:(?P<n>[ア-ン])(?:[.,、)]{_S}|\s{{1,4}})|[(](?P<k>[ア-ン])[)]{_S})(?P<t>\S.*)$",
        ("ア 予算", "(イ)決算"),
        ("アユの放流",),
    ),
    _form("heading.letter", "A-Za-z", rf"(?P<n>[A-Za-z])(?:[.)]){_S}(?P<t>\S.*)$", ("a. 予算",), ("AED",)),
)
_COUNTER = re.compile(
    r"[0-9]{1,2}\s?(?:年|月|日|時|分|人|名|件|円|%|回|個|か所|箇所|番|世帯|割|歳|階|丁目|団体|社|校|市|町|村|区|県|つ|点|号|条|級|学期|か月|ヶ月|週|期|班|組|種|本|台|枚|棟|戸|度|部|課|者)"
)
_MARKS = characters(MARK[1:-1])
_MARK_HEAD = re.compile(rf"({MARK})\s{{0,4}}(?=\S)")

_FORMS_AT = by_opening((form.opens, form) for form in FORMS)


class Shape(NamedTuple):
    """The form a piece shows (見出しの形): mark, form, number, and where the rest begins (offset in the piece)."""

    mark: str
    form: str
    number: str | None
    value: int | None
    start: int
    end: int

    @property
    def family(self) -> str:
        """Headings of one family share mark and form."""
        return f"{self.mark}{self.form}"


# Numbers that are one character: ①, ❶, ⓵, ⑴, ⒈, ㈠, Ⅳ.
_RUNS = (("①", "⑳"), ("❶", "❿"), ("⓵", "⓾"), ("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩"), ("Ⅰ", "Ⅻ"))
_KANJI = {c: i for i, c in enumerate("一二三四五六七八九十", 1)}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def number_value(text: str | None) -> int | None:
    """The value of a printed number (番号の値): 12, 十二, ③, Ⅳ, ア; None for anything else."""
    if not text:
        return None
    bare = text.strip()
    if bare.isdecimal():
        return int(bare)
    for first, last in _RUNS:
        if len(bare) == 1 and first <= bare <= last:
            return ord(bare) - ord(first) + 1
    if bare in _ROMAN:
        return _ROMAN[bare]
    if all(c in _KANJI for c in bare):
        if len(bare) == 1:
            return _KANJI[bare]
        tens, ones = bare.split("十", 1) if "十" in bare else ("", "")
        return (_KANJI.get(tens, 1) * 10 + _KANJI.get(ones, 0)) if "十" in bare else None
    kana = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
    return kana.index(bare) + 1 if len(bare) == 1 and bare in kana else None


def read_shape(text: str) -> Shape | None:
    """The heading form that a folded piece shows, or None for a piece without mark and number.

    >>> read_shape("◆評価について").family, read_shape("(1)予算").number, read_shape("16.1人") is None
    ('◆', '1', True)
    """
    mark, offset = "", 0
    found = _MARK_HEAD.match(text) if text[:1] in _MARKS else None
    if found:
        mark, offset = found[1], found.end()
    rest = text[offset:]
    for form in _FORMS_AT.get(rest[:1], ()):
        match = form.pattern.match(rest)
        if not match or (form.id == "heading.number-glued" and _COUNTER.match(rest)):
            continue
        groups = match.groupdict()
        number = groups.get("n") or groups.get("k")
        value = number_value(re.split(r"[-.]", number)[-1]) if number else None
        return Shape(mark, form.id, number, value, offset + match.start("t"), offset + match.end("t"))
    if mark:
        return Shape(mark, "", None, None, offset, len(text))
    return None
