"""Persons of a roster's lines (名簿の行から人を読む)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from minutes_pipeline.extract.roster_assembly import Assembly
from minutes_pipeline.extract.roster_category import KIND_WORD, heading_category, leading_category
from minutes_pipeline.extract.roster_chunks import Chunk, Stretch, cut_dashed
from minutes_pipeline.extract.roster_habits import BUREAU, Habits
from minutes_pipeline.extract.roster_labels import label_kind
from minutes_pipeline.extract.roster_legend import Meaning, read_legend
from minutes_pipeline.extract.roster_model import Group, Person, Status
from minutes_pipeline.extract.roster_presence import Told, mark_status, status_of, told_presence, whole_status
from minutes_pipeline.extract.roster_reading import Part, is_count, read_parts
from minutes_pipeline.extract.roster_splitting import cut_chunk, presplit
from minutes_pipeline.extract.roster_told import told_roles
from minutes_pipeline.extract.roster_units import nest
from minutes_pipeline.extract.roster_wrapped import goes_on, with_holder, with_rest
from minutes_pipeline.model.section import FieldKind
from minutes_pipeline.text.folding import flat
from minutes_pipeline.values.departments import is_kind_of_body, is_unit, unit_rank
from minutes_pipeline.values.names import is_surname, name_likeness
from minutes_pipeline.values.posts import Role, is_role, is_title, role_of, split_post

_LEADING_MARK = re.compile(r"[・•○〇◯●◆◇■□▪\-*]\s*")
_SECTION = re.compile(r"\s*[【〈<＜《≪\[［〔]\s*+([^】〉>＞》≫\]］〕]{1,30})\s*[】〉>＞》≫\]］〕]\s*")
# A remark about some of those listed: ※ or なお before it, or the whole line a sentence in brackets.
_LETTER = re.compile(r"(?:委員|構成員|参加者)[A-Z]|[A-Z](?:委員|構成員|さん|氏)")
_HEADING_LEAD = re.compile(r"^(?:[•・○◇◆■●*\-]|[0-9０-９]{1,2}[.．、\s\u3000]|[(（][0-9０-９]{1,2}[)）])[\s\u3000]*")
_BRACKETED = re.compile(r"[(（]\s*+([^()（）]{2,30})\s*[)）]")
_COUNT_BEHIND = re.compile(r"(?<!\s)\s*[(（]?[0-9０-９]{1,3}\s?[名人][)）]?\s*$")
_REMARK = re.compile(
    r"\s*(?:[※*＊]|(?:なお|ただし)[、,]?|\(?注\)?|[(（](?=[^()（）]{4,80}[)）]\s*$))[0-9１-９]{0,2}\s*+(?P<text>[^()（）]{4,120}?)[)）]?\s*$"
)
_STATEMENT = re.compile(r".{1,60}?(?:席|加|刻|参|退|室|場|任)(?:した|する|となった|しました|し|しており)?(?:[、,。]|$)")
# （久下教育長、上出館長、坂八）: all whom a label lists, in one bracket.
_WRAPPED = re.compile(r"\s*[(（](?P<list>[^()（）、，,]{2,24}(?:[、，,][^()（）、，,]{1,24}){2,20})[)）]\s*")
_GUESTS = re.compile(r"特別(?:参加|出席)(?:者)?|オブザーバー(?:参加)?|陪席者?")
_RECORDS = re.compile(r"(?:議事録)?記録(?:者|係)?|書記")
# ―交流委員会委員―: a heading between dashes.
_FENCED = re.compile(r"\s*[-―─—－~～]{1,4}\s?(?P<head>[^\s、,。―─—－]{3,30}?)(?:委員)?\s?[-―─—－~～]{1,4}\s*")
_HENCEFORTH = re.compile(r"^(?:以下)|(?:は|:)$")
_GROUP_HEAD = re.compile(r"(?P<group>[^:：・／/()（）]{2,12}?)\s?[:：・／/]\s?(?P<unit>[^:：]{2,24})")
_GROUPS: dict[FieldKind | None, Group | None] = {
    "member": None, "secretariat": "secretariat", "explainer": "explainer", "observer": "observer",
}  # fmt: skip
_PARTIES = frozenset("国 県 府 都 市 町 村 区 行政 当局 市側 町側 村側 区側 県側 行政側".split())
_GOVERNMENTS = frozenset("国 県 府 都 市 町 村 区".split())
_RECORDER = re.compile(r"\s*\(?(?:記|記録|文責|書記|議事録(?:作成)?|記録者)\s?[・:]")
_BULLET = re.compile(r"\s*(?:[-*•・]\s+|・(?=[^\s・]))")
_SKIP_LINE = re.compile(
    r"(?:・\s?)?その他.{0,20}|.{0,60}(?:[0-9]階|会議室|第[0-9]研修室|庁舎[0-9]).{0,60}|(?:以上|計|合計|外|ほか|他)?\s?[0-9一二三四五六七八九十]{1,3}\s?(?:名|人)|(?:別紙|次|下記|末尾|以下)の?(?:とおり|通り|に記載).*|なし|無し|特になし"
)


@dataclass
class Reader:
    """Reads the lines of one field; what a heading or label says is carried until the next one.

    Attributes:
        sectional: Units of a heading (【都市建設部】, a company's line) over the lines that follow.
        habits: What the roster's entries have in common.
        told_habits: Tells the habits when the first line is read; a roster that is a table as a whole needs none.
        people: Persons read so far.
    """

    sectional: tuple[str, ...] = ()
    habits: Habits = field(default_factory=Habits)
    told_habits: Callable[[], Habits] | None = None
    people: list[Person] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)
    legend: dict[str, Meaning] = field(default_factory=dict)
    group: Group | None = None
    block_status: Status | None = None
    category: str | None = None
    inline: bool = False
    parties: bool = False
    last_end: int = -1
    outer: list[tuple[int, str]] = field(default_factory=list)
    label_role: Role | None = None
    label_units: tuple[str, ...] = ()
    line_status: Status | None = None
    waiting: tuple[str, tuple[str, ...], int, int] | None = None
    above: tuple[Part, ...] = ()

    def read_line(self, raw: str, start: int) -> None:
        """Read one line that begins at ``start`` in the document."""
        if self.told_habits is not None:
            self.habits, self.told_habits = self.told_habits(), None
        self.line_status = self.block_status
        if (fenced := _FENCED.fullmatch(raw)) is not None:
            raw, start = fenced["head"], start + fenced.start("head")
        wrapped = _WRAPPED.fullmatch(raw)
        if wrapped is not None and told_presence(wrapped["list"]) is None:
            raw, start = wrapped["list"], start + wrapped.start("list")
        if read_legend(raw) or told_roles(raw) or self._told(raw, start):
            return
        bullet = _BULLET.match(raw)
        if bullet is not None:
            raw, start = raw[bullet.end() :], start + bullet.end()
        if self._take_category(raw):
            return
        lead = leading_category(raw)
        if lead is not None:
            self._under_category(lead.word)
            raw, start = raw[lead.end :], start + lead.end
        if self.habits.bureaus and (bureau := BUREAU.match(raw)) is not None:
            self.sectional = (bureau["unit"],)
            raw, start = raw[bureau.end() :], start + bureau.end()
        raw, start = self._take_section(raw, start)
        if not raw.strip() or _SKIP_LINE.fullmatch(flat(raw).strip()) or _RECORDER.match(flat(raw)):
            return
        line = Line(self)
        for stretch in cut_dashed(raw, start):
            line.read(stretch)
        line.finish()

    def _told(self, raw: str, start: int) -> bool:
        """A line that tells the presence of persons in a sentence (※椎名委員は15時に退席、鷲尾委員はオンラインで参加)."""
        found = _REMARK.match(raw)
        if found is None:
            return False
        line, taken = Line(self), False
        for statement in _STATEMENT.finditer(found["text"]):
            told = told_presence(statement[0], sentence=True)
            at = start + found.start("text") + statement.start()
            taken = (told is not None and line.take_told(told, at)) or taken
        return taken

    def take_heading(self, raw: str, indent: int = 0) -> None:
        """A line that stands over those indented below it: a kind of member, or the body they belong to.

        A heading further in than the last one names a part of it (市民生活部, under it 環境課).
        """
        bare = _HEADING_LEAD.sub("", raw.strip())
        bracketed = _SECTION.fullmatch(f"{bare} ") or _BRACKETED.fullmatch(bare)
        unit = " ".join((bracketed[1] if bracketed is not None else _COUNT_BEHIND.sub("", bare)).split())
        status = status_of(_HENCEFORTH.sub("", unit))
        if status is not None or is_role(unit) or (label_kind(unit) is not None and not is_unit(unit)):
            self.block_status, self.label_role = status, role_of(unit)
            self.sectional, self.waiting, self.category = (), None, None
            return
        if self._take_category(raw) or self._take_category(unit):
            return
        if bracketed is not None and not is_unit(unit):
            self._under_category(unit)  # ＜交通事業者＞
            return
        self.outer = [(i, u) for i, u in self.outer if i < indent] + [(indent, unit)]
        units: tuple[str, ...] = ()
        for _, name in self.outer:
            units = nest(units, name)
        self.sectional, self.waiting, self.category = units, None, None

    def _take_category(self, raw: str) -> bool:
        """第１号委員（学識経験者）, 【公募委員】: a heading that tells the kind of the members under it."""
        found = heading_category(raw)
        if found is None:
            return False
        self._under_category(found.word)
        return True

    def _under_category(self, word: str | None) -> None:
        self.category, self.inline = word, False
        self.sectional, self.label_units, self.label_role, self.waiting = (), (), None, None

    def _take_section(self, raw: str, start: int) -> tuple[str, int]:
        found = _SECTION.match(raw)
        if found is None:
            return raw, start
        inner = found[1].strip()
        if (group := _GROUP_HEAD.fullmatch(inner)) is not None and label_kind(group["group"]) in _GROUPS:
            self.group = _GROUPS[label_kind(group["group"])]  # ［事務局：みどり中学校］
            self.sectional, self.label_role, self.label_units = (group["unit"].strip(),), None, ()
            return raw[found.end() :], start + found.end()
        if status_of(inner) is None and not is_count(inner) and (is_unit(inner) or role_of(inner) or is_role(inner)):
            self.sectional = () if is_role(inner) else (inner,)
            self.label_role, self.label_units = role_of(inner), ()
            return raw[found.end() :], start + found.end()
        return raw, start


def is_remark(raw: str) -> bool:
    """A line that tells the presence or function of some of those listed (※椎名委員は15時に退席, ※１番は会長)."""
    found = _REMARK.match(raw)
    presence = found is not None and told_presence(found["text"], sentence=True) is not None
    return presence or bool(told_roles(raw))


class Line:
    """One line being read."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.units: tuple[str, ...] = ()
        self.first = len(reader.people)
        self.leftover: Part | None = None
        self.begins_with_vice = False
        self.town: tuple[str, ...] = ()
        self.bureau: tuple[str, ...] = ()

    def read(self, stretch: Stretch) -> None:
        """Read what stands between two separators."""
        if stretch.label is not None:
            self._label(stretch.label)
        if _LETTER.fullmatch(flat("".join(c.text for c in stretch.chunks))):
            return  # 委員Ａ: nobody by name.
        people_before = len(self.reader.people)
        if stretch.chunks and not stretch.joined_by:
            self.begins_with_vice = stretch.chunks[0].text.startswith("副")
        if self.reader.habits.presence_marks:
            self._take_presence_marks(stretch)
        self._take_kind(stretch)
        brackets = list(stretch.brackets)
        while brackets and brackets[0][0] == 0 and stretch.chunks:
            self.leading(brackets.pop(0))
        if not stretch.chunks:
            for bracket in brackets:
                self._bare(bracket)
            return
        parts = read_parts(
            presplit(stretch.chunks),
            unit_first=self.reader.habits.unit_first,
            one_name=self.reader.habits.one_name,
            named=self.reader.habits.named,
        )
        Assembly(self, parts, brackets, people_before, joined=bool(stretch.joined_by)).run()

    def _take_kind(self, stretch: Stretch) -> None:
        """公益代表　　青木　勉、塩原　くに子: a kind of member at the head of a line, over the names behind it."""
        reader, chunks = self.reader, stretch.chunks
        if not chunks or stretch.joined_by or chunks[0].gap:
            return
        self._take_party(chunks)
        found = KIND_WORD.fullmatch(flat(chunks[0].text))
        if found is not None and len(chunks) > 1 and chunks[1].gap >= 2:
            reader.category, reader.inline = chunks[0].text, True
            del chunks[0]
        elif reader.inline and not is_surname(chunks[0].text):
            reader.category, reader.inline = None, False

    def _take_party(self, chunks: list[Chunk]) -> None:
        """委員　… and in the same column 市　こども課長　…: the parties to the meeting, before those of each."""
        if len(chunks) < 2 or chunks[1].gap < 2:
            return
        word = flat(chunks[0].text)
        if word in ("委員", "構成員"):
            self.reader.parties, self.reader.group = True, None
        elif self.reader.parties and word in _PARTIES:
            self.reader.group, self.reader.category = "explainer", None
            del chunks[0]

    def _take_presence_marks(self, stretch: Stretch) -> None:
        """○ and × alone between gaps: before the name for the rest of the line, behind it for that person."""
        first = stretch.chunks[0] if stretch.chunks else None
        if first is not None and len(first.text) > 1 and mark_status(first.text[0]) is not None:
            stretch.chunks[:1] = cut_chunk(first, 1)  # ×外山
        for number, chunk in reversed(list(enumerate(stretch.chunks))):
            status = mark_status(chunk.text) if len(chunk.text) == 1 else None
            if status is None:
                continue
            del stretch.chunks[number]
            if number == 0:
                self.reader.line_status = status
            else:
                word = {"absent": "欠席", "proxy": "代理出席"}.get(status, "出席")
                stretch.brackets.append((number, word, chunk.start, chunk.end))
        stretch.brackets.sort(key=lambda b: b[2])

    def _label(self, label: str) -> None:
        reader = self.reader
        word = _LEADING_MARK.sub("", label).strip()
        reader.label_role, reader.label_units = None, ()
        if (status := whole_status("".join(flat(word).split()))) not in (None, "present"):
            reader.line_status = status  # オンライン：飯島、委任状提出：理事　奥田
        elif is_role(word) or is_kind_of_body(word):
            reader.label_role = role_of(word)
            reader.group = "member" if word in ("委員", "構成員") else reader.group
        elif _GUESTS.fullmatch(word):
            reader.group = "observer"
        elif _RECORDS.fullmatch(word):
            reader.group = "secretariat"
        elif (post := split_post(word)) is not None and is_title(word):
            reader.waiting = (word, (), 0, 0)
        elif not is_count(word) and word not in ("出席", "欠席", "出席者", "委員", "氏名") and not word.endswith("側"):
            reader.label_units = (word,) if post is None else tuple(u for u in (post.unit,) if u)
            reader.waiting = None if post is None else (post.title or "", reader.label_units, 0, 0)

    def leading(self, bracket: tuple[int, str, int, int]) -> None:
        """A bracket before any name: presence for the rest of the line, a unit over it, a count."""
        text = "".join(bracket[1].split())
        status = status_of(text)
        if is_count(text) or re.search(r"[0-9０-９一二三四五六七八九十]\s?(?:名|人)", text):
            return
        if status is not None:
            self.reader.line_status = status
        elif text in _GOVERNMENTS and self.reader.sectional:
            self.units = self.reader.sectional = (text,)  # （みどり町）…, （県）　本田　智
        elif not (is_unit(text) and text != "事務局") and (kind := label_kind(text)) in _GROUPS:
            self.reader.group, self.units, self.reader.sectional = _GROUPS[kind], (), ()  # （事務局）総務課長　…
        elif is_unit(text):
            part = unit_rank(text) in (2, 3)
            self.units = self.reader.sectional = nest(self.reader.sectional, text) if part else (text,)
        elif is_role(text):
            self.reader.label_role = role_of(text)
        elif split_post(text) is not None and not is_role(text):
            self.units = self.reader.sectional = ()
            self.reader.waiting = (text, (), 0, 0)  # （みどり市総務部長）　町田　大輔

    def _bare(self, bracket: tuple[int, str, int, int]) -> None:
        """A stretch that is only a bracket: absentees named in it, or a heading."""
        told = told_presence(bracket[1])
        if told is not None and self.take_told(told, bracket[2] + 1):
            return
        if self.take_listed(bracket[1], bracket[2] + 1):
            return
        status = status_of(_HENCEFORTH.sub("", "".join(bracket[1].split())))
        if status is not None:  # （以下オンライン）: over the lines that follow.
            self.reader.block_status = self.reader.line_status = status
        else:
            self.leading(bracket)

    def fresh(self) -> Reader:
        """A reader of its own for names inside a bracket."""
        return Reader()

    def take_listed(self, text: str, start: int, units: tuple[str, ...] = ()) -> bool:
        """Names that a bracket lists behind a count or unit (委員６名（山田、佐藤、鈴木））; False where it lists none."""
        listed = re.split("[、，,]", text)
        if len(listed) < 2 or (len(listed) < 3 and not (units and all(name_likeness(x) >= 2.0 for x in listed))):
            return False
        inner = self.fresh()
        inner.read_line(text, start)
        named = [p for p in inner.people if p.name is not None and not p.units]
        if len(named) < len(listed) or len(named) < len(inner.people):
            return False
        self.reader.people.extend(
            replace(p, units=units, group=self.reader.group, rule_id="roster.list_in_bracket", confidence=0.85)
            for p in named
        )
        return True

    def take_told(self, told: Told, start: int) -> bool:
        """Persons whose presence a bracket or sentence tells (後藤副委員長は欠席); False where it names nobody."""
        inner = self.fresh()
        inner.read_line(told.names, start + told.start)
        named = [p for p in inner.people if p.name is not None]
        self.reader.people.extend(replace(p, status=told.status, rule_id="roster.told", confidence=0.85) for p in named)
        return bool(named)

    def finish(self) -> None:
        """At the line's end: a unit alone heads the following lines, a title alone joins a person before or behind."""
        reader = self.reader
        self._complete()
        if self.leftover is None:
            return
        part = self.leftover
        if part.reading == "unit" and len(reader.people) == self.first:
            reader.sectional = self.units or nest(reader.sectional, part.text)
            reader.label_units = ()
        elif part.reading in ("post", "role") and reader.waiting is None:
            reader.waiting = (part.text, self.units, part.start, part.end)

    def _complete(self) -> None:
        """A post at the end of one line and its holder on the next (社会教育課社会教育係長 / 渡部繁人)."""
        people, first = self.reader.people, self.first
        if len(people) != first + 1 or first == 0 or first != self.reader.last_end or self.reader.habits.posts_only:
            self.reader.last_end = len(people)
            return
        post, holder = people[first - 1], people[first]
        if goes_on(post, holder):
            people[first - 1 :] = [with_rest(post, holder)]
            if self.reader.sectional == post.units:
                self.reader.sectional = ()  # What stood above him was the beginning of his post.
        elif (whole := with_holder(post, holder)) is not None:
            people[first - 1 :] = [whole]
        self.reader.last_end = len(people)
