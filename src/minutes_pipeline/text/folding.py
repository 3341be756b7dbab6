"""Folding for matching (照合のための字形統一). The stored text is never changed: what is folded is only ever compared.

``flat`` keeps the length, so that a position found in it is a position in the source; rules match on it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# CJK radicals that NFKC leaves (U+2E80-2EF3) and browser-made PDFs use for plain kanji.
_RADICALS = {
    0x2E81: "厂", 0x2E83: "乙", 0x2E84: "乙", 0x2E85: "亻", 0x2E86: "冂", 0x2E87: "几", 0x2E88: "刀", 0x2E89: "刂", 0x2E8B: "卩",
    0x2E8E: "兀", 0x2E8F: "尣", 0x2E90: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E94: "彑", 0x2E95: "彐", 0x2E96: "忄", 0x2E97: "心",
    0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歺", 0x2E9F: "母", 0x2EA0: "民", 0x2EA1: "氵",
    0x2EA2: "氺", 0x2EA3: "灬", 0x2EA4: "爫", 0x2EA5: "爫", 0x2EA6: "丬", 0x2EA7: "牛", 0x2EA8: "犭", 0x2EA9: "王", 0x2EAA: "疋",
    0x2EAB: "目", 0x2EAC: "示", 0x2EAD: "礻", 0x2EAE: "竹", 0x2EAF: "糹", 0x2EB0: "纟", 0x2EB1: "罓", 0x2EB2: "罒", 0x2EB3: "罓",
    0x2EB4: "罓", 0x2EB5: "罓", 0x2EB6: "羊", 0x2EB7: "羊", 0x2EB8: "羊", 0x2EB9: "耂", 0x2EBA: "肀", 0x2EBB: "聿", 0x2EBC: "月",
    0x2EBD: "臼", 0x2EBE: "艹", 0x2EBF: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "覀", 0x2EC4: "西", 0x2EC5: "见",
    0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠", 0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车", 0x2ECC: "辶", 0x2ECD: "辶", 0x2ECE: "辶",
    0x2ECF: "邑", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "長", 0x2ED3: "长", 0x2ED4: "门", 0x2ED5: "阜", 0x2ED6: "阝", 0x2ED7: "雨",
    0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食", 0x2EDE: "食", 0x2EDF: "飠", 0x2EE0: "饣",
    0x2EE1: "首", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄",
    0x2EEA: "黾", 0x2EEB: "斉", 0x2EEC: "齐", 0x2EED: "歯", 0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF1: "龜", 0x2EF2: "亀",
    0x2EF3: "龟",
}  # fmt: skip
_OWN = {
    "〜": "~", "～": "~", "∼": "~", "〰": "~", "−": "-", "－": "-", "‐": "-", "‑": "-", "–": "-", "—": "-", "―": "-", "─": "-", "━": "-",
    "，": ",", "、": "、", "．": ".", "︓": ":", "﹕": ":", "∶": ":", "△": "▲", "≪": "《", "≫": "》", "➔": "→", "⇒": "⇒", "◯": "○", "〇": "〇",
    "\u00a0": " ", "\u2003": " ", "\u2002": " ", "\u2009": " ", "\u200a": " ", "\u3000": " ",
    "\uf06c": "●", "\uf0b7": "・", "\uf0a7": "■", "\uf06e": "■", "\uf0d8": "▶", "\uf0fc": "✓", "•": "・", "●": "●", "･": "・", "‣": "・",
}  # fmt: skip
_CIRCLED = {chr(0x2780 + i): chr(0x2460 + i) for i in range(10)} | {chr(0x278A + i): chr(0x2460 + i) for i in range(10)}
_KEEP = frozenset(chr(c) for c in range(0x2460, 0x2500)) | frozenset("…‥㎡㎥㎞㎏㍍㌔％")
_VARIANTS = {
    "髙": "高", "﨑": "崎", "濵": "浜", "濱": "浜", "邊": "辺", "邉": "辺", "𠮷": "吉", "德": "徳", "齋": "斎", "齊": "斉", "澤": "沢", "廣": "広",
    "國": "国", "會": "会", "學": "学", "縣": "県", "淺": "浅", "瀨": "瀬", "賴": "頼", "栁": "柳", "冨": "富", "嶋": "島", "槇": "槙",
}  # fmt: skip
_OLD_FORMS = frozenset(_VARIANTS)


def _fold_char(char: str) -> str:
    if char in _OWN:
        return _OWN[char]
    if char in _CIRCLED:
        return _CIRCLED[char]
    if char == "％":
        return "%"
    if char in _KEEP:
        return char
    radical = _RADICALS.get(ord(char))
    if radical is not None:
        return radical
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


class _Flat(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded
        return folded


_FLAT = _Flat()
_JAPANESE = "ぁ-ヿ一-鿿々」』"
_SHORT = 400
"""Texts up to this length are remembered."""


def flat(text: str) -> str:
    """Text of the same length with width, dashes, bullets and radicals folded (字幅・罫・部首の統一).

    Full-width letters, digits and punctuation become ASCII (： → :, （ → (, ％ → %, 　 → space), every wave dash ~, every
    dash or minus -, ➀ becomes ①. Left alone: 、 。 ・ 「」 ○ 〇 ー and circled digits (a mark, not a number). △ and ▲
    become ▲ (the minus sign of Japanese accounts). A comma or full stop of horizontal writing within Japanese (，．) is
    、 or 。 like the others.

    >>> flat("３日～12月　28日（金）➀５％")
    '3日~12月 28日(金)①5%'
    >>> flat("ア．また，1，234人である．")
    'ア.また、1,234人である。'
    >>> len(flat("㎡㍍⻑")) , flat("次⻑")
    (3, '次長')
    """
    return _flat_short(text) if len(text) < _SHORT else flat_whole(text)


@cache
def _comma() -> re.Pattern[str]:
    """Compiled when the first comma is met, as is ``_stop``: a search folds few of them and must start fast.

    The sign itself comes first, what stands before it is looked back at: so the search jumps from sign to sign.
    """
    return re.compile(rf",(?<=[{_JAPANESE})],)(?=[{_JAPANESE}「『(\s0-9]|$)", re.MULTILINE)


@cache
def _stop() -> re.Pattern[str]:
    """Behind one letter alone (ア．) it is the mark of a heading, within ASCII (議事録.docx) part of a name."""
    return re.compile(
        rf"\.(?:(?:(?<=[{_JAPANESE}]{{2}}\.)|(?<=[{_JAPANESE}]{{3}}\)\.))(?=[{_JAPANESE}「『()【】\s]|$)|(?<=[ぁ-ゖ]{{2}}\.)(?=[0-9]))",
        re.MULTILINE,
    )


_SAFE = r"\t\n -~ぁ-ゖァ-ヺー一-鿿、。・「」『』"
"""Characters that fold to themselves, as between the brackets of a regular expression: nearly all of Japanese text."""
_QUICK = 32
"""From so many characters on it pays to look for those that change."""


@cache
def _others() -> re.Pattern[str]:
    return re.compile(f"[^{_SAFE}]+")


def _folded_run(found: re.Match[str]) -> str:
    return found[0].translate(_FLAT)


def _folded(text: str) -> str:
    folded = text.translate(_FLAT) if len(text) < _QUICK else _others().sub(_folded_run, text)
    if "," in folded:
        folded = _comma().sub("、", folded)
    return _stop().sub("。", folded) if "." in folded else folded


@lru_cache(maxsize=8192)
def _flat_short(text: str) -> str:
    """Lines, labels and names are asked for again and again, by every rule that looks at them."""
    return _folded(text)


@lru_cache(maxsize=8)
def flat_whole(text: str) -> str:
    """``flat`` of a whole document, for what looks around each of its records: folded once, not once for each."""
    return _folded(text)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Key under which spellings of one name agree (氏名の照合): folded, without white space, old forms as new.

    >>> name_key("髙　橋") == name_key("高橋")
    True
    """
    bare = "".join(flat(name).split())
    return "".join(_VARIANTS.get(c, c) for c in bare) if _OLD_FORMS.intersection(bare) else bare
