"""Programs that a speech goes through one by one (話の中の事業).

Verbatim minutes print no headings for programs. A speaker who reports on several of them names each at the head of a
sentence, behind a word of order or in quotation marks (まず、「空き家バンク」でございます。). One such sentence tells
nothing: two or more of one meeting do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes_pipeline.segment.pieces import Piece
from minutes_pipeline.segment.titles import is_title_like
from minutes_pipeline.segment.vocabulary import heading_key, is_block_label, is_container, is_header_label, is_named

_ORDER = (
    r"(?:(?:それでは|では|また|さて|なお)、?)?(?:まず(?:は|、?初めに|、?[一1]つ目)?|初めに|はじめに|最初に|次に|次は|続いて|続きまして|次いで|さらに|更に|最後に|終わりに|"
    r"(?:[1-9一二三四五六七八九]|[①-⑨])(?:つ|点|番|項目)目(?:は|が|に|の|として)?)[、,]?\s?"
)
_SOURCE = r"(?:(?:資料|別紙|議案書?|[0-9]{1,3}ページ|P)[0-9\-ー]{0,6}(?:の|に(?:あり|記載)[^、]{0,8})?、?){0,2}"
_DEPARTMENT = r"(?:[^\s、。「」]{1,12}(?:部|課|室|局|所|センター)(?:所管|関係|担当)?の、?)?"
_SAID = (
    r"(?:(?:の(?:事業|取組|件|状況|実績|ほう|方))?(?:でございます|であります|です|に(?:移|入|参)り|(?:を|から)(?:御|ご)?(?:説明|報告|覧)|は、|では、|"
    r"に(?:つきまして|ついて|関しまして|関して)(?:は|で|、|御|ご|説明|報告|申し)?|の(?:状況|実績|御?説明|御?報告)))"
)
_QUOTED = r"[「『【](?P<q>[^「」『』【】。]{2,40})[」』】]"
_BARE = r"(?P<b>[^\s、。「」『』【】はがをにへも0-9][^\s、。「」『』【】はがを]{1,28}?)"
_SENTENCE = r"(?:(?<=[。:\s」)])|^)"
_LISTED = re.compile(rf"{_SENTENCE}\s?{_ORDER}{_SOURCE}{_DEPARTMENT}(?:{_QUOTED}|{_BARE}){_SAID}")
_NAMED = re.compile(rf"{_SENTENCE}\s?{_SOURCE}{_DEPARTMENT}{_QUOTED}{_SAID}")
#: A line of a report by programs begins with the program and tells a figure of it: Xの設置台数は312台, Xは、6か所で…
_COUNTED = (
    r"(?:[^\s、。はがを]{0,8}?(?:件数|人数|者数|回数|台数|箇所数|か所数|日数|冊数|数|件|率|額|費|実績|状況|利用|参加|設置|開催|修了|登録|"
    r"受講|相談|申請|交付|派遣|貸出し?|配布|運行)(?:者|量|実績)?)"
)
#: What a program's name ends in; what is counted of it stands behind (…宣誓制度の宣誓は９組).
_PROGRAM_KIND = (
    r"(?:事業|制度|講座|教室|サービス|センター|バンク|カフェ|サロン|塾|フェア|補助金|助成金|補助|助成|研修|つどい|集い|相談会|相談室|相談窓口|支援券|利用券|乗車券|バス|アプリ|システム|ひろば|広場|クラブ|プログラム|運動|"
    r"訓練|検診|健診|ネットワーク|ホットライン|ダイヤル|給付金|奨励金|見守り|食堂|学級|大会|まつり|祭|体操|派遣|貸与|貸出し|シェルター|キャンペーン)"
)
_ASIDE = r"(?:[(][^()]{1,48}[)])?"
_OF = r"(?:の|への|における|に係る)"
_LINE = re.compile(
    r"^(?:[○〇◯◎●◆]\s?[^\s]{1,30}\s{1,4}|[・•▪◦\-○〇◯◎●◆■□*]\s{0,3})?(?:"
    rf"[「『](?P<q>[^「」『』]{{2,40}})[」』]{_ASIDE}(?:{_OF}{_COUNTED})?|"
    rf"(?P<k>[^\s、。「」()はがをも0-9・][^\s、。「」()はがを]{{0,26}}?{_PROGRAM_KIND}){_ASIDE}(?:{_OF}[^\s、。「」()はがを]{{1,12}})?|"
    rf"(?P<b>[^\s、。「」()はがをも0-9・][^\s、。「」()はがを]{{2,28}}?){_ASIDE}(?:{_OF}{_COUNTED})?"
    r")は、?(?=[^。]{0,80}[0-9])"
)
#: In prose a name of such an ending at the head of a sentence, of which a figure is told (養成研修を２回開き、18人が修了した).
_PROSE_KIND = (
    r"(?:事業|制度|講座|教室|サービス|バンク|カフェ|サロン|塾|フェア|補助金|助成金|研修|つどい|集い|相談会|相談室|相談窓口|支援券|利用券|乗車券|アプリ|ひろば|広場|クラブ|プログラム|健診|検診|"
    r"ホットライン|ダイヤル|給付金|奨励金|食堂|学級|シェルター|キャンペーン)"
)
_PROSE = re.compile(
    r"(?:(?<=[。:」\s・])|^)(?:(?:また|なお|さらに|更に|次に|まず|一方|ほかに|このほか)、?)?(?:(?:今|昨|本|前|令和[0-9]{1,2})年度?(?:に|は|の)?、?)?(?:当会でも|市では|町では)?"
    rf"(?:[一-龠ァ-ヶー]{{0,12}}[「『](?P<q>[^「」『』]{{2,32}})[」』]|(?P<k>[^\s、。「」()はがをもへで0-9・][^\s、。「」()はがをへ]{{0,24}}?{_PROSE_KIND})){_ASIDE}(?:{_OF}[^\s、。「」()はがを]{{1,12}})?(?:は|を|では|も)、?(?=[^。]{{0,60}}[0-9])"
)
_IN_QUOTES = re.compile(r"[「『](?P<q>[^「」『』。]{2,32})[」』](?=は|を|の|が|も|に|で|、)")
_REPEATED = 2
"""So often a document must use a name in quotation marks before such names are those of programs, whatever they end in."""
_NO_PROSE = re.compile(
    r"^(?:国|県|都|府|道|市|町|村|区|同|当|全|各|両|新|旧|他)(?:の|庫)?.{0,3}$|^(?:[^一-龠ァ-ヶA-Za-z]|.{0,2})$"
)
_LEAD = re.compile(r"(?:[○〇◯◎●◆]\s?[^\s]{1,30}\s{1,4}|[・•▪◦\-○〇◯◎●◆■□*]\s{0,3})?")
_LINES = 3
_NO_NAME = re.compile(
    r"^(?:資料|議題|議案|議事|日程|次第|お手元|本日|今回|次回|前回|令和|平成|今年度|昨年度|この|その|これ|それ|こちら|私|事務局|委員|会長|市民|皆|全体|現状|背景|概要|目的|経緯|課題|結果|内容|数値|評価|財源|歳入|歳出|予算|決算|第[0-9一二三四五六七八九])|"
    r"(?:点|件|こと|もの|ため|ところ|とおり|質問|意見|説明|報告|回答|答弁|資料|ページ|議案|委員|会長|部長|課長|方々|皆様|年度|状況|現状|推移|概要|目的|背景|課題|変更|改正|調査|結果|経緯|理由|数|率|額|件数|人数|案|人口|者|費|量|残高|収入|支出|面積|割合|比率|職員|住民|児童|生徒|高齢者|世帯|平均|合計|総額|期間|対象|内訳|[はがをにへともで])$"
)
_NEAR, _BARE_ONES = 6, 3
"""Names without quotation marks are programs where so many stand within so many paragraphs of each other."""
#: A clause or a topic phrase, no noun.
_CLAUSE = re.compile(r"につい|につき|に関[しす]|に対[しす]|として|する|した|している|された|くださ|いただ")
_DIGIT = re.compile(r"[0-9]")
_NOUN = re.compile(r"[一-龠ァ-ヶA-Za-z]")


@dataclass(frozen=True, slots=True)
class SpokenProgram:
    """A program called in a speech: its piece and the name's offsets there."""

    piece: int
    start: int
    end: int
    quoted: bool


def find_spoken(pieces: Sequence[Piece], prose: Sequence[int]) -> list[SpokenProgram]:
    """Programs that speeches go through, each name once; empty unless two or more are.

    A list in which most names are quoted holds quoted ones only: what else the speaker orders (まず、背景です) is none.
    """
    found: list[SpokenProgram] = []
    seen: set[str] = set()
    for index in prose:
        for program in _read(index, pieces[index].text):
            key = heading_key(pieces[index].text[program.start : program.end])
            if key not in seen:
                seen.add(key)
                found.append(program)
    quoted = [p for p in found if p.quoted]
    if len(quoted) >= 2 and 2 * len(quoted) >= len(found):
        return quoted
    lines = _lines(pieces, prose)
    told = _told(pieces, prose, {heading_key(pieces[p.piece].text[p.start : p.end]) for p in lines})
    if lines or len(told) >= 2:
        return _without_forms(pieces, sorted([*lines, *told], key=lambda p: (p.piece, p.start)))
    near = [p for p in found if sum(1 for q in found if abs(p.piece - q.piece) <= _NEAR) >= _BARE_ONES]
    return near if len(near) >= _BARE_ONES else []


def _lines(pieces: Sequence[Piece], prose: Sequence[int]) -> list[SpokenProgram]:
    """Lines one behind the other that each begin with another program and tell a figure of it, three or more."""
    found: list[SpokenProgram] = []
    run: list[SpokenProgram] = []
    for index in [*prose, -1]:
        program = _line(index, pieces[index].text) if index >= 0 else None
        if run and (program is None or index != run[-1].piece + 1):
            found += run if len(run) >= _LINES else []
            run = []
        if program is not None:
            run.append(program)
    return found


def _told(pieces: Sequence[Piece], prose: Sequence[int], known: set[str]) -> list[SpokenProgram]:
    """Names that end as programs' names do, at the head of a sentence that tells a figure of them, each once."""
    found: list[SpokenProgram] = []
    seen = set(known)
    repeated = Counter(match["q"] for index in prose for match in _IN_QUOTES.finditer(pieces[index].text))
    for index in prose:
        text = pieces[index].text
        lead = _LEAD.match(text)
        for match in _PROSE.finditer(text, lead.end() if lead else 0):
            quoted = match["q"] is not None
            start, end = match.span("q" if quoted else "k")
            name = text[start:end]
            key = heading_key(name)
            if quoted and not re.search(rf"{_PROSE_KIND}$", name) and max(repeated.values()) < _REPEATED:
                continue
            if (
                key not in seen
                and _is_name(name, quoted=True)
                and not _NO_NAME.search(name)
                and not _NO_PROSE.match(name)
            ):
                seen.add(key)
                found.append(SpokenProgram(index, start, end, quoted))
    return _without_forms(pieces, found, known)


def _without_forms(
    pieces: Sequence[Piece], found: Sequence[SpokenProgram], known: Iterable[str] = ()
) -> list[SpokenProgram]:
    """Each name once, without those that call another one in other words."""
    keys: dict[str, SpokenProgram] = {}
    for program in found:
        keys.setdefault(heading_key(pieces[program.piece].text[program.start : program.end]), program)
    return [p for key, p in keys.items() if not any(_is_form_of(key, one) for one in (*known, *keys))]


def _is_form_of(key: str, other: str) -> bool:
    """Whether a name only calls another one in other words (山手地区の配食サービス, 配食のサービス of 配食サービス)."""
    parts = key.split("の")
    return key != other and (key.endswith(other) or (len(parts) > 1 and all(part in other for part in parts)))


def _line(index: int, text: str) -> SpokenProgram | None:
    match = _LINE.match(text) if "は" in text and _DIGIT.search(text) else None
    if match is None:
        return None
    quoted = match["q"] is not None
    start, end = match.span("q" if quoted else "k" if match["k"] else "b")
    return SpokenProgram(index, start, end, quoted) if _is_name(text[start:end], quoted=quoted) else None


def _read(index: int, text: str) -> Iterator[SpokenProgram]:
    spans: dict[tuple[int, int], bool] = {}
    for pattern in (_LISTED, _NAMED):
        for match in pattern.finditer(text):
            group = "q" if match["q"] is not None else "b"
            spans.setdefault(match.span(group), group == "q")
    for (start, end), quoted in sorted(spans.items()):
        if _is_name(text[start:end], quoted=quoted):
            yield SpokenProgram(index, start, end, quoted)


def _is_name(name: str, *, quoted: bool) -> bool:
    key = heading_key(name)
    if not 3 <= len(key) <= 40 or not is_title_like(name) or not (quoted or _NOUN.search(name)):
        return False
    if not quoted and _CLAUSE.search(name):
        return False
    if is_named(key) or is_container(key) or is_block_label(key) or is_header_label(key):
        return False
    return quoted or (len(key) >= 4 and not _NO_NAME.search(key))
