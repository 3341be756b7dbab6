"""Forms of tasks (宿題の書きぶり): headings that list tasks, endings that give one, humble endings made plain."""

from __future__ import annotations

import re

from minutes_pipeline.extract.action_rules import NATIVE, WORK

TODO_HEADING = re.compile(
    r"(?:^|/)[0-9.()]{0,4}(?:宿題(?:事項)?|(?:今後の)?対応(?:事項|方針|策)|今後の対応|アクション(?:アイテム|プラン)?|TODO|ToDo|やること|要対応(?:事項)?|次回までの?[^/]{0,12}|"
    r"(?:役割)?分担|フォロー(?:アップ)?)$"
)
"""Headings that list tasks, as a whole."""
INSTRUCTION_HEADING = re.compile(r"指示(?:事項|内容)?$")
"""Headings under which 〜すること orders something (本部長指示)."""
TOLD_OFF = re.compile(
    r"(?:(?:て|で)(?:くださ|下さ)い|(?:を|よう)?(?:お?願い)(?:いた|致)?し(?:ます|たい(?:と[^、。]{1,8})?)|お[一-龠ぁ-ん]{1,4}(?:くださ|下さ)い|願います)$"
)
"""A chair tells somebody off for a task (事務局で調べて次回報告してください)."""
_TASK_END = re.compile(rf"(?:{WORK}|{NATIVE})(?:する|る)?$")
_HUMBLE = re.compile(
    r"(?P<stem>さ|[かがたなばまらわ])せて(?:いただ|頂)(?:く|き(?:ます|たい(?:です|と[^、。]{1,10})?)|ければ(?:と[^、。]{1,8}|幸いです)?)$"
    r"|(?P<let>さ|[かがたなばまらわ])せて(?:くださ|下さ)い$"
)
_STANDING = re.compile(
    r"(?:(?P<plan>予定(?:と|に)なって(?:い|お)り?(?:る|ます))|(?<=[うくぐすつぬむぶる])(?P<how>こと(?:に|と))して(?:い|お)り?ます)(?:との(?:こと|回答)[^、。]{0,8})?$"
)
"""〜する予定となっております, 〜することとしております: a plan in the form of a state."""
_HUMBLE_TELLING = re.compile(
    r"(?<=[、。はをも])((?:改めて|後日|次回|追って|のちほど|後ほど)[^、。]{0,10}?(?:報告|連絡|説明|回答|案内|提示|相談))(?:を)?申し上げます$"
)
"""改めて御報告申し上げます; without a word for later it is said of now."""
UNDER_WAY = re.compile(
    r"(?:調整|検討|準備|協議|作業|工事|募集|実施|審査|確認|交渉|手続き?|改修|作成)中(?:です|である|だ|との(?:こと|説明[^、。]{1,6}))?$"
    r"|(?:から|より)、?[^。]{0,200}(?:を|について)(?:報告|説明|紹介)$"
)
"""Going on already, or told by the clerk of this meeting (会計から決算を報告), whatever the words as a whole are like."""
_I_ROW = dict(zip("かがたなばまらわ", "きぎちにびみりい", strict=True))


def ends_in_task(core: str) -> bool:
    """Whether a compact sentence ends in the noun or verb of a task (概要版を作成)."""
    return _TASK_END.search(core) is not None


def plain(core: str) -> str:
    """A humble ending as the plain polite one.

    >>> plain("後日お示しさせていただければと思います"), plain("改めて送らせていただきます")
    ('後日お示しします', '改めて送ります')
    """
    core = _STANDING.sub(lambda found: "予定です" if found["plan"] else found["how"] + "します", core)
    core = _HUMBLE_TELLING.sub(r"\1します", core)
    found = _HUMBLE.search(core)
    if found is None:
        return core
    stem = found["stem"] or found["let"]
    return core[: found.start()] + ("し" if stem == "さ" else _I_ROW[stem]) + "ます"
