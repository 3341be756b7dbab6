"""Labels of header fields (ヘッダーの見出し語): which words announce what, in every spelling.

A label is a word of the table, its letters possibly spaced apart (日　　時), with a number, mark or bracket before it and
a colon, tab, wide space, head-count or line end behind it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from minutes_pipeline.model.section import FieldKind
from minutes_pipeline.segment.label_grammar import compose

# Words per kind, in order of rank. "?" makes the letter before it optional; "(a|b)" is a choice.
_WORDS: dict[FieldKind, str] = {
    "date": (
        "(会議の|会議)?(開催|開会|招集|実施|会議)?(の)?(年月日|日時|期日|月日|日)(及び|・|、|と|／|/)?(開催)?(の)?(場所|会場|時間|時刻)?|開催年月日(及び|・)時間|とき|日時等|"
        "(開催|開会)日程|開始時刻・場所|会議の開催日時及び(開催)?場所|期間|時"
    ),
    "time": (
        "(開会|閉会|開議|散会|開始|終了|会議|開催|閉議|終了|審議)(予定)?(の)?(時間|時刻|日時)|"
        "時間|時刻|開会|閉会|開議|散会|開会及び閉会(時刻)?|開閉会時刻|閉議"
    ),
    "venue": "(会議の|会議)?(開催|招集|開会|実施|会議)?(の)?(場所|会場|方法|形式)|ところ|会場等|場所等|開催場所等|場所・方法|開催方法・場所|実施方法",
    "title": "(会議|会|委員会|審議会|協議会|部会|会合|附属機関|審議会等|附属機関等|会議等)(の)?(名称|名)|会議名等|名称|件名",
    "member": (
        "(出席|参加|委員の?出席|会議出席|委員会出席|当日出席)(者|委?員|議員|役員|理事|会員|評議員|幹事|構成員|農業委員|推進委員|部会員|委員等|者等)(及び欠席(者|委員))?(の)?(氏名|名簿|職氏名|一覧)?|"
        "出席(した|する)(委員|議員|者|農業委員|推進委員|役員)(の)?(氏名|職氏名)?|応招議員|出席|参加|参集者|委員|委員名|委員氏名|構成員|会議構成員|メンバー|役員|理事|委員名簿|出席者名簿|名簿|"
        "(委員の?|役員の?)?出欠席?(者|状況)?|(役員|委員|議員|会員|構成員|部会員|幹事|理事|参加者)(の)?(出席|出欠)(者|状況|席者)?|出欠(状況)?|委員(の)?出席状況|(委員)?(出席|出欠)(簿|表|一覧|者一覧)|出席状況|農業委員|農地利用最適化推進委員|推進委員|幹事|幹事会|評議員|協議会委員|審議会委員|委員会委員|学識経験者|"
        "(会議)?(出席|参加)者(の)?(所属・?氏名|氏名・?所属)|委員外(出席者|議員)|その他(の)?(出席者|参加者)|(委員|構成員)以外の(出席者|参加者)|会議に出席した(委員|者)(の)?(氏名)?|出席委員(等|の状況)"
    ),
    "absent": "欠席(した)?(者|委?員|議員|役員|理事|会員|構成員|農業委員|推進委員|委員等)?(の)?(氏名|名簿)?|不応招議員|委員の?欠席者|会議欠席者|委員会欠席者",
    "secretariat": (
        "(議会|市|町|村|区|市側|町側|委員会|県|担当)?事務局(職員|員|出席者|出席職員|説明員|関係者|担当者?|側)?(の)?(職氏名|氏名|出席者|名)?|出席(した)?(事務局)?(職員|書記)(の)?(職・?氏名|氏名)?|"
        "(会議に|議会に|本会議に|会議の)?(職務のため|事務に)(議場に|委員会に|会議に)?(出席|従事)(した|する)?(者|職員|事務局職員)?(の)?(職氏名|職・?氏名|氏名)?|書記|職員|担当(書記|職員)|事務局等(の出席者)?|職員の出欠(状況)?|出席書記|市職員|町職員|"
        "事務局出席者名?|事務局及び説明員|事務局(・|、)?(担当課|関係課)"
    ),
    "explainer": (
        "(出席|議事)?説明(員|者|職員)(等)?(の)?(氏名|職氏名)?|(地方自治法第[0-9百二十一]{1,5}条(第[0-9一]項)?(の規定)?により)?説明のため(に)?(議場に|会議に|委員会に)?(出席を求めた者|出席した者|出席した職員|出席する者|出席者)(の)?(職氏名|職・?氏名|氏名)?|"
        "(出席)?理事者(側)?(出席者)?|(市|町|村|県|区)?(執行部|執行機関|当局)(側|職員)?(出席者|説明員)?|関係(課|部局|職員|課職員|各課)|担当課|所管課|所管課等|(市|町|行政|庁内)(側)?(出席者|関係者)|行政(側)?|市側|町側|市当局|"
        "出席(した)?(理事者|執行部|関係職員|説明者|執行機関)(の)?(職氏名)?|説明員出席者|幹部職員|病院(側)?|市役所|市|町|村"
    ),
    "observer": (
        "オブザーバー?(出席者)?|参考人|アドバイザー|来賓|傍聴(者|人|議員|等|の状況|の有無|者の有無|人の有無|者数|者等)?|助言者|有識者|コンサルタント|ゲスト|委託業者|受託者|受託事業者|陪席者?|関係者|関係機関|外部有識者|随行者|支援事業者|"
        "講師|報告者|請願者|陳情者|紹介議員"
    ),
    "chair": "議長|座長|委員長|会長|部会長|議事進行",
    "recorder": "(議事録|会議録|記録)?(記録|作成|記録作成|作成者|記録者)者?|文責|記録係|書記担当|記",
    "count": (
        "(出席|参加|欠席|傍聴)(者|人|委員|議員)?(人数|数|総数)|(委員|会員|在任委員|議員|構成員)(定数|総数|数|の定数)|"
        "定足数|人数|現在(員)?数|現員(数)?|(会議)?構成員及び現在(員)?総?数"
    ),
    "agenda": (
        "(会議|議事|本日)?(の)?(議題|議案|案件|次第)(名|等|一覧)?|(会議|議事)?次第|(本日の)?(会議|審査|審議|協議)に付(した|する)(事件|議案|案件|議題)|(本日の)?付議(事件|案件|事項|議案|議題)|議事日程|審査日程|会議日程|日程|議題及び公開・?非公開の別(並びに[^:]{1,30})?|"
        "(本日)?(の)?審査(した)?(案件|事項|事件)|(会議|協議|審議|議事|報告|検討|審査|議決|案件)(の)?事項|提出(議案|案件)(等)?|日程及び提出議案の題目|会議の(題目|議題)|議題及び(議事|審議)(の)?(概要|結果|内容)|テーマ|審議案件|協議案件|付託(された)?(事件|案件|議案|事項)|案件及び結果|会議題|議事"
    ),
    "materials": (
        "(配布|配付|会議|提出|添付|使用|当日|当日配布|当日配付|事前|事前配布|参考|別添)?資料(名|等|一覧|の名称)?|"
        "(配布|配付)資料|会議(に)?(提出|使用)(した|された)?資料(の名称)?"
    ),
    "other": (
        "(会議|審議)?(の)?公開(・|又は|及び|、)?(の)?(非公開|可否|区分|状況|の別|非公開の別)?|(一部)?非公開(の)?(理由|とした理由)?|公開(・非公開)?の(可否|別|理由)|(会議を)?(一部)?非公開(と)?(した|する|の)?理由|問い?合わ?せ先?|(事務)?担当(部署|所属名?|課名|部課|部課名|部局|部局名|部署名)?|"
        "作成(年月日|日)|取得元|最終取得日|更新日|公開日|掲載日|登録日|(議事録|会議録)?署名(人|委員|議員|者)(の氏名)?|(議事録|会議録)署名(人|委員|議員|者)(の(選任|指名|氏名))?|(議事録|会議録)署名|審議会等の設置根拠|設置根拠|主催|共催|司会(者)?|進行|手話通訳|備考|傍聴(者)?の可否|"
        "(委員長|議長|会長|教育長)署名|ページ番号|所属課室|連絡先|電話番号|メール|根拠法令|会議時間|記者|報道(関係者|機関)|会期|休憩|(次回)?(開催)?予定日?|ページID|番号|会議の種類|開催趣旨"
    ),
}  # fmt: skip
# Labels that, standing as such, open the body (会議の内容); agenda words that mostly do are settled by what follows.
_BODY_WORDS = (
    "(会議|議事|審議|協議|討議|審査|質疑|発言|意見交換|話し合い|打合せ|打ち合わせ)(の|・議題並びに討議)?(内容|経過|概要|要旨|結果|大要|要点|状況|記録|経緯|あらまし|摘録|顛末)(等|及び結果|・結果|と結果|の概要|（要旨）)?|"
    "(主な)?(質疑|意見|発言|質疑応答|意見等|議論|質疑・意見)(の?(内容|要旨|概要|等))?|主な(質疑|意見|発言|内容|審議内容|議論|意見等|質疑応答|意見・質疑)(等|の概要)?|"
    "議題(と|及び|・|ごとの)(審議|会議|議事|協議)?(の)?(内容|結果|概要|経過)|議事(・|及び|、)(議題|結果|経過|内容)(並びに|及び|・)?(討議)?(内容|結果|の?概要)?|会議録|議事録|内容|概要|経過|結果|記録|議事の部|本文|詳細|要旨|摘録|"
    "会議の結果及び主な(意見|発言)|審議(等)?の?(結果|内容|概要)(及び.{1,8})?|質疑応答|意見交換|会議内容等?|決定事項等?"
)
# A weak word is a label only at the head of a line, or with a colon or bracket of its own.
WEAK = frozenset(
    "とき ところ 時 日 委員 職員 書記 理事 役員 議長 会長 委員長 座長 部会長 幹事 記 記録 内容 結果 概要 経過 出席 参加 欠席 行政 議事 "
    "資料 関係者 担当 名称 件名 番号 休憩 開会 閉会 開議 散会 時間 人数 公開 非公開 "
    "進行 司会 司会者 備考 主催 議案 講師 時刻 方法 期間 傍聴 構成員 名簿 説明者 作成 会期 市 町 村 病院 文責 詳細 要旨 本文".split()
)

# The other side of a meeting: a label only in a bracket, or in the column of the other labels.
GOVERNMENT = frozenset(("市", "町", "村", "病院"))
_GAP = r"[ \t]{0,6}"


def _spaced(words: str) -> str:
    """Let the letters of a word pattern stand apart: a gap behind every letter that is not pattern syntax."""
    out, in_class, in_brace = [], False, False
    for i, char in enumerate(words):
        out.append(char)
        in_class, in_brace = in_class or char == "[", in_brace or char == "{"
        if char == "]":
            in_class = False
        if char == "}":
            in_brace = False
        following = words[i + 1 : i + 2]
        if char not in "(|[{.,0123456789" and not in_class and not in_brace and following and following not in ")|?{":
            out.append(_GAP)
    return "".join(out)


_BEFORE = re.compile(
    r"(?:[■□○〇◯◎●◆◇▼▽▲★☆・※•▶*#＃]|[0-9]{1,2}[.．、)]?|\([0-9]{1,2}\)|\[[0-9]{1,2}\]|[①-⑳]|[一二三四五六七八九十]{1,2}[.、 ]|"
    r"[Ⅰ-Ⅹ][.、]?|(?:I{1,3}|IV|VI{0,3}|IX|X)[.、]|第[0-9一二三四五六]{1,2}(?=\s))?[ \t]{0,8}(?P<open>[【\[<〈《〔(「])?[ \t]{0,2}"
)
_BEHIND = re.compile(
    r"[ \t]{0,10}?(?P<close>[】\]>〉》〕)」])?"
    r"(?P<count>[ \t]{0,6}[(\[][^()\[\]]{0,4}[0-9一二三四五六七八九十○〇]{1,3}[ \t]?(?:名|人)[^()\[\]]{0,16}[)\]]|"
    r"[ \t]{1,6}[0-9一二三四五六七八九十]{1,3}[ \t]?(?:名|人)(?=[\s]|$))?"
    r"(?P<note>(?<=者)[ \t]{0,3}[\[【](?:会長|副会長|委員長|座長|委員|構成員)[^\]】]{0,10}[\]】](?=[ \t]{0,4}$)|"
    r"(?<=局)[ \t]{0,3}\((?:管理職|職員|幹事|説明員|担当課?|担当者|書記)\)|"
    r"[ \t]{0,3}\(第?[0-9一二三四五]{1,3}[号日]\)|[ \t]{0,3}\([^()]{0,10}(?:敬称略|敬称省略|順不同|順|略|一部|公開|案)[^()]{0,8}\)|"
    r"[ \t]{0,3}\([^()]{0,8}(?:オンライン|リモート|ウェブ|[Ww][Ee][Bb]|[Zz][Oo]{2}[Mm]|会場|対面|現地|来場)[^()]{0,8}\)(?=[ \t]{0,4}:)|"
    r"[ \t]{0,3}\([^()]{0,30}[◎○〇●△▲※☆★×][^()]{1,40}\)(?=[ \t]{0,4}(?:$|:)))?"
    r"(?:は[,、]?)?(?P<told>(?:は[,、]?)?(?:[0-9]{1,3}(?:名|人)(?:で|であり)[,、]?)?(?:次|以下|下記)の(?:とおり|通り)(?:です|である|でした|であった)?。?)?"
    r"[ \t]{0,12}(?P<colon>[:：;|…‥=][…‥・:]{0,4}|・{2,6})?(?P<gap>[ \t]{0,80})"
)


def _alternatives(words: str) -> list[str]:
    """The words of a table entry, cut at the bars that stand outside all brackets."""
    parts, depth = [""], 0
    for char in words:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _longest_first(words: str) -> str:
    """Choices in innermost brackets, the longer before the shorter: 傍聴(者数|者)."""
    return re.sub(
        r"\(([^()]+)\)", lambda m: "(" + "|".join(sorted(m[1].split("|"), key=len, reverse=True)) + ")", words
    )


def _group_end(words: str, start: int) -> int:
    depth = 0
    for i in range(start, len(words)):
        depth += (words[i] == "(") - (words[i] == ")")
        if depth == 0:
            return i
    return len(words) - 1


def _openings(words: str) -> set[str]:
    """The first two letters that a word of the table can begin with, one where it can end behind the first."""
    found = {""}
    i = 0
    while i < len(words) and any(len(opening) < 2 for opening in found):
        end = _group_end(words, i) if words[i] == "(" else words.find("]", i) if words[i] == "[" else i
        choices = _alternatives(words[i + 1 : end]) if words[i] == "(" else []
        unit = {opening for choice in choices for opening in _openings(choice)} or set(words[i : end + 1])
        longer = {(opening + more)[:2] for opening in found for more in unit}
        optional = words[end + 1 : end + 2] == "?"
        found = longer | found if optional else longer
        i = end + 2 if optional else end + 1
    return found - {""}


_Pattern = tuple[FieldKind | None, re.Pattern[str]]


def _by_opening() -> dict[str, tuple[_Pattern, ...]]:
    """Patterns of all labels under the two letters that they can begin with; None is the kind of those that open the body.

    Those of one letter stand under it alone, and under every two letters that begin with it.
    """
    entries: list[tuple[FieldKind | None, str]] = [*_WORDS.items(), (None, _BODY_WORDS)]
    parts = [(kind, part) for kind, words in entries for part in _alternatives(words)]
    patterns = [(kind, re.compile(_spaced(_longest_first(part)))) for kind, part in parts]
    numbers: dict[str, set[int]] = {}
    for number, (_, part) in enumerate(parts):
        for opening in _openings(part):
            numbers.setdefault(opening, set()).add(number)
    return {o: tuple(patterns[n] for n in sorted(found | numbers.get(o[0], set()))) for o, found in numbers.items()}


_PATTERNS = _by_opening()
# What a roster's label may add to its word: 欠席者の氏名, 事務局職員の職・氏名.
_PEOPLE = frozenset(("member", "absent", "secretariat", "explainer", "observer"))
_PEOPLE_TAIL = re.compile(
    r"[ \t]{0,2}[・、]?の?(?:所属[・、]?|(?:及び)?(?:役|官)?職名?(?:・|、|及び)?){0,2}氏名(?:等|一覧)?(?![一-龠])"
)
# 事務局名（久下教育長、上出館長、坂八）
_LISTED_IN_BRACKET = re.compile(r"\([^()、,]{2,24}(?:[、,][^()、,]{1,24}){1,20}\)\s{0,4}$")
# A body's name may stand before the word: 合併協議会出席者.
_OF_BODY: tuple[tuple[FieldKind, re.Pattern[str]], ...] = (
    ("member", re.compile(r"[^\s、。:()]{2,24}(?:会|会議|本部)の?(?:出席者|出席委員|参加者)(?:名簿)?(?=\s|$|[:(])")),
    ("absent", re.compile(r"[^\s、。:()]{2,24}(?:会|会議|本部)の?(?:欠席者|欠席委員)(?=\s|$|[:(])")),
    ("member", re.compile(r"[^\s、。:()]{2,24}(?:会|会議|本部)の?幹事会?(?=[ \t]?$)")),
    ("secretariat", re.compile(r"[^\s、。:()]{2,24}(?:会|会議|本部)の?事務局(?=[ \t]?$)")),
    ("member", re.compile(r"出席[一-龠]{1,6}?(?=[ \t]{2}|\s?$|[:(])")),
    ("absent", re.compile(r"欠席[一-龠]{1,6}?(?=[ \t]{2}|\s?$|[:(])")),
    ("count", re.compile(r"[^\s、。:()]{2,24}(?:会|会議)(?:委員|会員)?数(?=\s|$|[:(])")),
)
_NAMES_BODY = re.compile(r"[^\s、。:()]{2,24}(?:会|本部)|[出欠]席")


class LabelMatch(NamedTuple):
    """A label found.

    Attributes:
        kind: What it announces; None where it opens the body.
        start: Begin of the word in the line.
        end: End of the word.
        value: Where the value begins.
        word: The word without white space.
        colon: A colon stands behind it.
        bracket: It stands in brackets of its own.
        mark: Class of the number or mark before it: ``1`` or ``(1)`` for a number, the mark itself, or empty.
        tab: A tab stands behind it.
        begin: Where its number, mark or opening bracket begins.
    """

    kind: FieldKind | None
    start: int
    end: int
    value: int
    word: str
    colon: bool
    bracket: bool
    mark: str = ""
    tab: bool = False
    begin: int = 0

    @property
    def opens_body(self) -> bool:
        """True for 会議の内容 and its like."""
        return self.kind is None


def _longest(text: str, position: int, limit: int) -> tuple[FieldKind | None, int, bool]:
    """Kind and end of the longest label at ``position``; at equal length one that opens the body wins over an agenda."""
    best: tuple[FieldKind | None, int, bool] = (None, position, False)
    letter, second = text[position : position + 1], text[position + 1 : position + 8].lstrip(" \t")[:1]
    for kind, pattern in _PATTERNS.get(letter + second) or _PATTERNS.get(letter, ()):
        found = pattern.match(text, position, limit)
        if found is None:
            continue
        longer = found.end() > best[1]
        if longer or (kind is None and found.end() == best[1] and best[0] == "agenda"):
            best = (kind, found.end(), True)
    if position < 4 and limit == len(text) and _NAMES_BODY.match(text, position):
        for kind, pattern in _OF_BODY:
            found = pattern.match(text, position)
            if found and found.end() > best[1]:
                best = (kind, found.end(), True)
    return best


@lru_cache(maxsize=2048)
def match_label(text: str, position: int, *, line_start: bool, raw: str, glued: bool = False) -> LabelMatch | None:
    """The label that stands at ``position`` of a folded line (``raw`` is its unfolded text), or None.

    Where the document glues its values to the labels (``glued``: 「2 場所市役所」), a numbered word is a label as it is.

    >>> m = match_label("3. 出席委員(7名):山田", 0, line_start=True, raw="3. 出席委員（7名）：山田")
    >>> m.kind, m.word, m.value
    ('member', '出席委員', 12)
    """
    before = _BEFORE.match(text, position)
    at = before.end() if before else position
    if at >= len(text):
        return None
    kind, end, found = _longest(text, at, len(text))
    numbered = bool(before and before[0].strip())
    if line_start and (whole := compose(text, at, numbered=numbered)) is not None and whole[1] > end:
        kind, end, found = *whole, True
    if not found:
        return None
    if kind in _PEOPLE and (more := _PEOPLE_TAIL.match(text, end)):
        end = more.end()
    end = at + len(text[at:end].rstrip())
    place = _Place(text, raw, position, line_start, glued)
    label = _judged(place, before, kind, end)
    if label is None and (cut := text.rfind(" ", at, end)) > at:
        # 委　　員　　出席８名: the longest word runs into the value; what stands before its last gap may be the label.
        kind, end, found = _longest(text, at, at + len(text[at:cut].rstrip()))
        label = _judged(place, before, kind, end) if found and end > at + 1 else None
    return label


class _Place(NamedTuple):
    """A place in a line where a label may stand: the folded and the printed line, and what is known of it."""

    text: str
    raw: str
    position: int
    line_start: bool
    glued: bool


def _judged(place: _Place, before: re.Match[str] | None, kind: FieldKind | None, end: int) -> LabelMatch | None:
    """The label that ends at ``end``, if what stands before and behind the word makes it one."""
    text, raw, line_start = place.text, place.raw, place.line_start
    at = before.end() if before else place.position
    numbered = bool(before and before[0].strip())
    word = "".join(text[at:end].split())
    behind = _BEHIND.match(text, end)
    if behind is None:
        return None
    opened = bool(before and before["open"])
    closed = behind["close"] is not None
    if opened != closed or (opened and not line_start and before and before["open"] in "(「"):
        return None
    value, colon = behind.end(), bool(behind["colon"])
    gap = "".join(c for c in raw[end:value] if c.isspace())
    at_end = value >= len(text)
    wide = len(gap) >= 2 or "\u3000" in gap or "\t" in gap
    spaced = re.search(r"[ \t]", text[at:end]) is not None
    marked = bool(before and before[0][:1] in "○〇◯◎●■◆□◇")
    listed = line_start and kind in _PEOPLE and _LISTED_IN_BRACKET.match(text, end) is not None
    topic = line_start and numbered and kind in _PEOPLE and re.match("は[、,]", text[end : end + 2]) is not None
    apart = colon or closed or at_end or wide or behind["count"] or behind["told"] or listed or topic
    if not (apart or (gap and (line_start or numbered)) or (place.glued and line_start and numbered)):
        return None
    if spaced and not (colon or closed or at_end or behind["count"]) and _letters_go_on(raw, at, end, value):
        return None  # 事 務 局 長
    weak = word in WEAK
    if weak and not line_start and not (colon or closed or (marked and kind == "time")):
        return None
    if weak and not (colon or closed or wide or numbered or at_end or spaced):
        return None
    if word in GOVERNMENT and not closed and not (line_start and len(gap) >= 2 and value < len(text)):
        return None
    mark = _mark_class(before[0] if before else "")
    return LabelMatch(kind, at, end, value, word, colon, closed, mark, "\t" in gap, place.position)


def _letters_go_on(raw: str, at: int, end: int, value: int) -> bool:
    """Whether a word with its letters set apart goes on behind its match: a gap no wider, and one more letter.

    In 「委　　員　　会　長　　志村」 the next letters stand closer together: another word.
    """
    inside = _width_inside(raw[at:end])
    if _width(raw[end:value]) > inside:
        return False
    following = re.match(r"(?P<letter>\S)(?P<gap>\s+|$)(?P<more>\S(?!\S))?", raw[value:])
    if following is None:
        return False
    return not (following["more"] is not None and _width(following["gap"]) < inside)


def _width(space: str) -> int:
    return sum(8 if c == "\t" else 2 if c == "\u3000" else 1 for c in space if c.isspace())


def _width_inside(word: str) -> int:
    return max((_width(g) for g in re.findall(r"\s+", word)), default=0)


def _mark_class(printed: str) -> str:
    mark = printed.strip()
    if mark and any(c.isalnum() and c not in "○〇◯" for c in mark):
        return "(1)" if "(" in mark else "1"
    return mark[:1]
