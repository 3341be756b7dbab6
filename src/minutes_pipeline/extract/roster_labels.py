"""Labels of rosters (名簿の見出し) by their grammar: a word for people with what they do at the meeting.

``label = [number] {modifier} (出席 | 欠席 | 説明 | 傍聴 | 事務 | 主宰 …) (者 | 員 | 氏名 | 名簿 …) [count] [of names]``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from minutes_pipeline.model.section import FieldKind
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.dates import find_dates
from minutes_pipeline.values.departments import is_unit
from minutes_pipeline.values.names import name_likeness
from minutes_pipeline.values.posts import is_role, role_of, split_post

_LEAD = re.compile(
    r"^[\s#■□○〇◯◎●◆◇▼▽・※*【〈《<\[(（]{0,8}(?:第?[0-9一二三四五六七八九十①-⑳ⅠⅡⅢⅣⅤⅥ]{1,3}[.．、)）\s])?[\s【〈《<\[(（]{0,6}"
)
_TAIL = re.compile(
    r"(?:[】〉》>\]]|\((?:[^()]{0,12}[0-9]{1,3}[名人][^()]{0,8}|敬称略|順不同|委員等?|議員等?|五十音順)\)|[0-9]{1,3}[名人]|は[、,]?次のとおり(?:である|です)?。?|[:…・*#\s]){0,8}$"
)
_BRACKET = re.compile(r"\([^()]{1,10}\)")
_PEOPLE = re.compile(
    r"(?:者|もの|員|氏名(?:等|一覧)?|名簿|書記|職員|議長|座長|司会|参考人|オブザーバー?|アドバイザー|来賓|事務局|幹事|人|側|課|部局|当局|執行部|コンサルタント|役員)(?:の?(?:職・?)?氏名|名)?(?:等|一覧|及び人数|・?[^\s]{0,6}者数)?$"
)
_LONGEST_PEOPLE = 40
"""Letters at the end of a label that tell that it is one of people."""
# Ordered: the first that fits says what the label announces.
_KINDS: tuple[tuple[FieldKind, re.Pattern[str]], ...] = (
    ("other", re.compile(r"署名|作成者|問い?合わ?せ|連絡先|報道|手話|記者")),
    ("absent", re.compile(r"欠席|不応招")),
    (
        "observer",
        re.compile(
            r"傍聴|オブザーバ|参考人|アドバイザー|来賓|委員外|議員外|受託|委託|コンサル|助言|陪席|随行|講師|参考意見"
        ),
    ),
    ("explainer", re.compile(r"説明|列席|理事者|執行部|執行機関|当局|担当(?:課|部)|関係(?:課|部)|所管|提案者")),
    ("secretariat", re.compile(r"事務局|書記|職務のため|事務のため|庶務|職員|事務従事")),
    ("chair", re.compile(r"主宰|議長|座長|司会|進行|会議を?主催")),
    ("member", re.compile(r"出席|参加|委員|議員|応招|構成員|参集|役員|理事|幹事|会員")),
)


_COUNT = re.compile("[者員人]数$")
_GOVERNMENT = frozenset("国 県 府 都 市 町 村 区 県側 市側 町側 村側 区側 行政 行政側 県庁 市役所".split())


@lru_cache(maxsize=2048)
def label_kind(printed: str) -> FieldKind | None:
    """What a label announces by its grammar: a kind of roster, ``other`` for people who are no roster, None for no people.

    >>> label_kind("４．説明のための出席者"), label_kind("議長の氏名"), label_kind("審議対象期間")
    ('explainer', 'chair', None)
    >>> label_kind("出席者（委員等）の氏名・出席者数"), label_kind("欠席者（委員等）の氏名・欠席者数")
    ('member', 'absent')
    """
    word = _TAIL.sub("", _BRACKET.sub("", _LEAD.sub("", flat(printed)))).strip()
    word = "".join(word.split())
    if word in _GOVERNMENT:
        return "explainer"
    if word.endswith("数") and _COUNT.search(word) and "名" not in word:
        return "other"
    if not 2 <= len(word) <= 60 or not _PEOPLE.search(word, max(0, len(word) - _LONGEST_PEOPLE)):
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(word)), None)


_SENTENCE = re.compile(
    r"(?P<label>[^。]{2,70}?)は[、,]?[^。、]{0,14}(?:次|以下|下記|左記?)の(?:とおり|通り)[^。]{0,14}。?\s*$"
)
_LABELLED = re.compile(
    r"(?P<label>[^:：\t。、]{2,40}?)(?:[ \u3000]{0,6}(?:[:：]|[…・]{2,6})[ \t\u3000]{0,8}|\t[ \u3000]{0,8}|[ \u3000]{2,60}|$)"
)
# Letters set apart by one blank each, and a longer word behind them (書 記 余田議事課主査).
SPACED = re.compile(r"(?P<label>(?:[^\s][ \u3000]){1,5}[^\s])[ \u3000]{1,4}(?=[^\s]{2})")
_SAID = re.compile(r"[ぁ-ん]{2}。\s*$")
_BRACKETED = re.compile(r"\s*[【〈《<\[［〔](?P<label>[^】〉》>\]］〕]{2,30})[】〉》>\]］〕]\s*")
_PROSE = re.compile(r"(?:です|ます|した|する|ない|ある|れた|った|たい|こと|せん|ょう)(?:か)?。")


def label_line(text: str) -> tuple[str, int] | None:
    """A roster's label at the head of a line, and where its value begins; None where the line has none.

    >>> label_line("出席議員は、７名で次のとおりである。")[0]
    '出席議員'
    >>> label_line("会議を主宰した者の氏名：会長　桑原　毅"), label_line("会長　桑原　毅")
    (('会議を主宰した者の氏名', 12), None)
    """
    sentence = _SENTENCE.match(text) if "は" in text else None
    if sentence is not None and label_kind(sentence["label"]) is not None:
        return sentence["label"], len(text)
    bracketed = _BRACKETED.match(text)
    spaced = SPACED.match(text)
    if spaced is not None and label_kind(spaced["label"]) not in (None, "member", "chair"):
        return spaced["label"], spaced.end()
    found = bracketed or _LABELLED.match(_without_legend(text))
    if found is None or label_kind(found["label"]) is None or _PROSE.search(text[found.end() :]):
        return None
    if bracketed is None and _stands_before_names("".join(_LEAD.sub("", found["label"]).split())):
        return None
    return found["label"], found.end()


def _stands_before_names(word: str) -> bool:
    """A function that is printed before each name (会長, 委員), or behind one (原　誠　委員); not the label of a group (出席委員)."""
    if word.endswith(("委員", "議員")) and name_likeness(word[:-2]) > 1.5:
        return True
    return is_role(word) and label_kind(word) in ("member", "chair") and not re.search("出席|参加", word)


_NOTED = re.compile(r"(?P<head>\s*\S{2,20}?)(?P<note>[(（][^()（）]{2,40}[)）])")


def _without_legend(text: str) -> str:
    """The line with a bracket behind its first word blanked out, so that it is a label and its gap."""
    found = _NOTED.match(text) if "(" in text or "（" in text else None
    return text if found is None else found["head"] + "\u3000" * len(found["note"]) + text[found.end() :]


def names_somebody(label: str, kind: FieldKind | None) -> bool:
    """A post, unit or person before a colon (委員長：…, 企画課：…), unless it is the word of a whole group (事務局：…)."""
    word = "".join(_LEAD.sub("", label).split())
    if kind in ("secretariat", "observer", "explainer", "absent") and not (
        is_unit(word) and not word.endswith("事務局")
    ):
        return name_likeness(word) > 1.5
    return (
        is_role(word)
        or role_of(word) is not None
        or is_unit(word)
        or split_post(word) is not None
        or name_likeness(word) > 1.5
    )


_THING = re.compile(
    r"(?:期間|日程|日時|時間|場所|会場|案件|件数|事件|議題|次第|資料|方法|形式|内容|概要|結果|事項|理由|可否|公開|非公開|区分|番号|状況|趣旨|名称|根拠|人数|[定者員総]数|記録|備考|目的)(?:等|名|一覧)?$"
)


def is_thing(label: str) -> bool:
    """A label for something that is no people (審議対象期間, 抽出案件)."""
    return bool(_THING.search("".join(flat(label).split())))


_AMOUNT = re.compile(r"\s*(?:約|計|全)?[0-9]{1,5}\s?(?:件|部|回|者|枚|号|分|時間)\s*")


def tells_no_people(value: str) -> bool:
    """A value with a date, a count or a sentence in it names nobody."""
    folded = flat(value)
    return bool(find_dates(folded)) or _AMOUNT.fullmatch(folded) is not None or folded.rstrip().endswith("。")


_CLOSES = re.compile(
    r"\s{0,4}(?:[-－─━=＝]{4}|[○◎●]議長|第?[0-9０-９]{1,2}[\s.．、\u3000](?:開\s?会|議\s?題|議\s?事|日程))"
)


def goes_on(text: str) -> bool:
    """Whether a line may be one of a roster: neither prose nor a rule nor a heading of the meeting."""
    return len(text) <= 200 and not is_prose(text) and _CLOSES.match(text) is None


def is_prose(text: str) -> bool:
    """A line with a whole sentence outside brackets."""
    if "。" not in text:
        return False
    bare = re.sub(r"[(（][^()（）]{0,80}[)）]", "", text)
    told = _PROSE.search(bare) or (len(bare) >= 16 and _SAID.search(bare))
    return bool(told) and _SENTENCE.match(text) is None
