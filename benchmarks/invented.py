"""Invented minutes (作り物の議事録) for measuring: roster, agenda, prose, remarks, figures and tables, as PDF, DOCX or text.

The same number gives the same document, different numbers different ones: a program that is measured meets each of
them once, as it meets real minutes, and what it remembers of the last one helps it no more than it would there.
Three forms in turn: a summary under headings, a verbatim record of speakers, a report by goals and programs. About 900
characters and 35 records a page, as in real minutes of committees.
"""

from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))

from office_form import blocks, build_docx, build_pdf

_PLACES = "青葉 若草 水沢 桜台 松ヶ丘 白浜 緑ヶ原 星川 月見 夕凪 朝霧 花園 泉野 鶴見台 柏原 楓町 霧島台 東雲".split()
_BODIES = "地域福祉推進会議 高齢者支援協議会 子育て支援会議 環境審議会 地域交通会議 生涯学習推進協議会 防災会議".split()
_SURNAMES = (
    "沢渡 木谷 三枝 永瀬 香月 鳥居 柴崎 若林 水島 浜口 真鍋 長門 秋津 冬木 夏目 春日 小夜 立花 早瀬 深見".split()
)
_GIVEN = "一郎 美咲 健太 由紀子 修 千尋 浩二 直美 拓也 恵 正樹 あゆみ 隆 さくら 誠 香織".split()
_BELONGS = (
    "町内会連合会 民生委員児童委員協議会 社会福祉協議会 老人クラブ連合会 商工会 医師会 小学校長会 ＰＴＡ連合会 "
    "公募委員 大学社会学部 農業協同組合 子ども会育成会 障害者団体連絡会 消防団"
).split()
_POSTS = "会長 副会長 理事 事務局長 教授 部長 代表".split()
_OFFICES = (
    "福祉総務課 高齢介護課 子育て支援課 市民協働課 健康推進課 危機管理課 環境政策課 交通政策課 生涯学習課".split()
)
_WORKS = (
    "移動販売の支援 見守り訪問 学習支援の教室 乗合タクシー 子ども食堂の助成 空き家の活用 出前健康講座 防災士の養成 "
    "外国語の相談窓口 ごみの分別の出前授業 シニアの就労支援 病児の一時預かり 図書の宅配 農福連携の体験 若者の居場所 "
    "通いの場の運営 ひとり親家庭の相談 河川の清掃活動 手話の講習会 認知症サポーターの養成"
).split()
_COUNTED = (
    "利用者 延べ参加者 相談件数 登録団体 実施回数 申込者 訪問件数 修了者 貸出点数 協力店 新規の登録者 待機者"
).split()
_UNITS = dict(zip(_COUNTED, "人 人 件 団体 回 人 件 人 点 店 人 人".split(), strict=True))
_CAUSES = (
    "担い手の高齢化 広報の不足 駐車場の狭さ 予約の取りにくさ 職員の異動 燃料費の上昇 会場の老朽化 個人情報の扱い "
    "開所時間の短さ 地区ごとの温度差 申請書類の多さ 冬の道路の凍結"
).split()
_WHO = "独り暮らしの高齢者 共働きの家庭 障害のある人 転入した世帯 中学生 外国籍の住民 車を持たない人 介護をする家族".split()
_PARTNERS = "社会福祉協議会 町内会 包括支援センター 学校 商店会 大学 医療機関 民生委員 ＮＰＯ法人".split()

_REPORTS = (
    "{work}について、{month}月末現在の{counted}は{n}{unit}で、前年同期の{m}{unit}から{pct}％の増となった。",
    "{place}地区では{partner}と組んで{work}を{few}回行い、{who}を中心に延べ{n}人が参加した。",
    "令和{year}年度の{work}の予算額は{money}千円、執行率は{pct}％の見込みである。",
    "{month}月{day}日に{place}公民館で説明会を開き、{n}人から{few}件の質問を受けた。",
    "アンケートでは、{work}を「知っている」と答えた人が{pct}％、「利用したい」が{pct2}％であった。",
    "{work}の{counted}は目標の{m}{unit}に対して{n}{unit}で、{place}地区の伸びが目立つ。",
    "委託先の{partner}からは、{who}の利用が{month}月以降に１日平均{few}.{tenth}人へ増えたと聞いている。",
    "{place}地区と{place2}地区の{few}か所で試行し、{counted}は{n}{unit}であった。",
)
_PROSE = (
    "{who}が気軽に立ち寄れるよう、{place}公民館の一室を借り、{partner}の職員が交替で話を聞いている。",
    "{work}は{partner}の協力で始まったもので、当初は{who}を主な対象としていた。",
    "{place}地区と{place2}地区では進め方が違うため、それぞれの経緯を資料に沿って説明した。",
    "{office}の職員が{place}地区を訪ね、{who}から日ごろの暮らしの様子を伺った。",
    "{work}を担う人どうしが顔を合わせる場を設けたところ、互いの工夫を知ることができたとの感想が寄せられた。",
    "国の制度が変わることを受けて、{work}の位置付けを改めて整理し、{partner}とも認識を合わせた。",
)
_ISSUES = (
    "{cause}により、{place}地区では{work}を続けることが難しくなっている。",
    "{who}に情報が届いておらず、{work}の周知が課題である。",
    "{work}の担当者が{few}人しかおらず、{who}からの申込みに応じきれていない。",
    "{cause}のため、{counted}が伸び悩んでいる。",
    "{place}地区には会場がなく、{who}が参加しにくいことが問題となっている。",
)
_ACTIONS = (
    "{office}が{partner}と協議し、{month}月末までに{work}の見直し案をまとめる。",
    "次回の会議までに、{office}で{place}地区の{counted}を調べて報告する。",
    "{who}への案内を{partner}を通じて{month}月に配布する予定である。",
    "{work}の会場を{few}か所増やすことについて、{office}で検討する。",
)
_DECISIONS = (
    "{work}の対象を{place}地区に広げることについて、原案のとおり承認された。",
    "{work}の実施回数を年{few}回とすることで、全員が賛成した。",
    "{cause}への対応として、{work}の要綱を改めることを決定した。",
    "{work}の料金の改定は、次回に改めて協議することとした。",
)
_REMARKS = (
    "{work}は評価できるが、{who}には届いていないように感じる。{place}地区でも行ってほしい。",
    "{counted}が{n}{unit}というのは、{place}地区の人口から見て少ないのではないか。",
    "{cause}を考えると、{partner}だけに任せるのは無理がある。市としての支えが必要である。",
    "資料{few}の{counted}の数え方は、昨年度と同じか。",
    "{who}から、{work}の申込みが電話だけでは不便だという声を聞いている。",
    "{partner}としても、{place}地区の{work}には{month}月から協力したい。",
)
_ANSWERS = (
    "数え方は昨年度と同じで、{place}地区の{n}{unit}を含んでいる。",
    "御意見を踏まえ、{month}月から{work}の申込みを電子でも受け付ける予定である。",
    "{cause}については{office}でも承知しており、{partner}と話し合っている。",
    "{place}地区の会場は、令和{year}年度に{few}か所の増設を予定している。",
)


class _Draft:
    """One document in the making: its own random numbers, its city, and the lines of its markup."""

    def __init__(self, number: int) -> None:
        self.pick = random.Random(f"minutes {number}")
        self.city = f"{_PLACES[number % len(_PLACES)]}市"
        self.body = _BODIES[number // len(_PLACES) % len(_BODIES)]
        self.session = number % 9 + 1
        self.day = datetime.date(2022, 5, 9) + datetime.timedelta(days=number % 1100)
        self.people = [
            f"{a}　{b}" for a, b in zip(self.pick.sample(_SURNAMES, 14), self.pick.choices(_GIVEN, k=14), strict=True)
        ]

    def say(self, forms: tuple[str, ...]) -> str:
        pick = self.pick
        counted = pick.choice(_COUNTED)
        n = pick.randint(21, 4_800)
        return pick.choice(forms).format(
            work=pick.choice(_WORKS), place=pick.choice(_PLACES), place2=pick.choice(_PLACES),
            partner=pick.choice(_PARTNERS), who=pick.choice(_WHO), cause=pick.choice(_CAUSES),
            office=pick.choice(_OFFICES), counted=counted, unit=_UNITS[counted], n=f"{n:,}",
            m=f"{n * pick.randint(60, 95) // 100:,}", few=pick.randint(2, 9), tenth=pick.randint(0, 9),
            pct=f"{pick.randint(30, 980) / 10}", pct2=f"{pick.randint(20, 700) / 10}", month=pick.randint(1, 12),
            day=pick.randint(1, 28), year=pick.randint(4, 8), money=f"{pick.randint(300, 90_000):,}",
        )  # fmt: skip

    def head(self) -> Iterator[str]:
        day = self.day
        yield "footer: - %p -"
        yield f"^ 令和{day.year - 2018}年度　第{self.session}回{self.city}{self.body}　会議録"
        yield ""
        weekday = "月火水木金土日"[day.weekday()]
        yield f"日　時：令和{day.year - 2018}年{day.month}月{day.day}日（{weekday}）　午後１時30分～午後３時15分"
        yield f"場　所：{self.city}役所　{self.pick.randint(2, 8)}階　大会議室"
        yield "出席者："
        yield "| 区分 | 氏名 | 所属 | 役職 |"
        roles = ["会長", "副会長", *["委員"] * (len(self.people) - 2)]
        for role, person in zip(roles, self.people, strict=True):
            belongs = f"{self.city}{self.pick.choice(_BELONGS)}"
            yield f"| {role} | {person} | {belongs} | {self.pick.choice(_POSTS)} |"
        staff = "、".join(f"{self.pick.choice(_OFFICES)}　{name}課長" for name in self.pick.sample(_SURNAMES, 3))
        yield f"事務局：{staff}"
        yield ""

    def table(self) -> Iterator[str]:
        yield "| 事業 | 担当課 | 指標 | 目標値 | 実績値 |"
        for _ in range(self.pick.randint(3, 5)):
            counted, n = self.pick.choice(_COUNTED), self.pick.randint(40, 3_000)
            unit = _UNITS[counted]
            yield (
                f"| {self.pick.choice(_WORKS)} | {self.pick.choice(_OFFICES)} | {counted} | {n:,}{unit} "
                f"| {n * self.pick.randint(70, 120) // 100:,}{unit} |"
            )

    def summary_item(self, number: int) -> Iterator[str]:
        yield f"# {number}　{self.pick.choice(_WORKS)}について"
        yield f"　事務局から資料{number}に基づき説明があった。{self.say(_PROSE)}{self.say(_REPORTS)}{self.say(_PROSE)}"
        if number % 3 == 1:
            yield from self.table()
        yield f"・{self.say(_REPORTS)}"
        yield f"・{self.say(_PROSE)}"
        yield f"・{self.say(_ISSUES)}"
        yield "【主な意見】"
        for _ in range(2):
            yield f"（委員）{self.say(_REMARKS)}"
            yield f"（事務局）{self.say(_ANSWERS)}"
        yield f"［結果］　{self.say(_DECISIONS)}"
        yield f"［今後の対応］　{self.say(_ACTIONS)}"

    def verbatim_item(self, number: int) -> Iterator[str]:
        yield f"# 議題{number}　{self.pick.choice(_WORKS)}について"
        yield f"○事務局　それでは、資料{number}を御覧ください。{self.say(_PROSE)}{self.say(_REPORTS)}{self.say(_ISSUES)}"
        for _ in range(2):
            person = self.pick.choice(self.people[1:]).partition("　")[0]
            yield f"○{person}委員　{self.say(_PROSE)}{self.say(_PROSE)}{self.say(_REMARKS)}"
            yield f"○事務局　{self.say(_ANSWERS)}{self.say(_PROSE)}"
        yield f"○事務局　{self.say(_PROSE)}{self.say(_ACTIONS)}"
        if number % 3 == 0:
            yield from self.table()
        yield f"○会長　ほかに御意見がなければ取りまとめます。{self.say(_DECISIONS)}"

    def goals_item(self, number: int) -> Iterator[str]:
        yield f"# 目標{number}　{self.pick.choice(_WORKS)}の充実"
        for mark in "①②":
            yield f"{mark} 事業事例…{self.pick.choice(_WORKS)}（{self.pick.choice(_OFFICES)}）"
            yield f"　{self.say(_PROSE)}{self.say(_PROSE)}"
            yield f"・{self.say(_REPORTS)}"
            yield f"・課題：{self.say(_ISSUES)}"
        if number % 3 == 1:
            yield from self.table()
        yield f"・{self.say(_DECISIONS)}"
        yield f"・今後の対応：{self.say(_ACTIONS)}"


def markup(number: int, items: int) -> str:
    """The document of that number with so many agenda items, in the markup of ``samples/office_form.py``."""
    draft = _Draft(number)
    item = (draft.summary_item, draft.verbatim_item, draft.goals_item)[number % 3]
    lines = list(draft.head())
    for at in range(1, items + 1):
        lines.extend(item(at))
    return "\n".join(lines) + "\n"


def make_pdf(number: int, pages: int, folder: Path) -> Path:
    """A PDF of exactly so many pages: the document is cut off where they are full."""
    import pypdfium2

    path = folder / f"{number:05}_{pages}p.pdf"
    lines = markup(number, 4 * pages + 4).split("\n")
    cut = 24 * pages
    for _ in range(20):
        build_pdf("\n".join(lines[:cut]), path)
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
        if count == pages:
            return path
        cut = max(5, round(cut * (pages - 0.4) / (count - 0.4)))
    raise ValueError(f"no number of lines fills {pages} pages of document {number}")


def make_docx(number: int, items: int, folder: Path) -> Path:
    """A Word file; nine items are about five pages."""
    path = folder / f"{number:05}.docx"
    build_docx(markup(number, items), path)
    return path


def make_text(number: int, items: int, folder: Path) -> Path:
    """A text file; the cells of tables are parted by tabs."""
    path = folder / f"{number:05}.txt"
    lines = []
    for kind, content in blocks(markup(number, items)):
        if isinstance(content, list):
            lines.extend("\t".join(row) for row in content)
        elif kind != "footer":
            lines.append(f"・{content}" if kind == "bullet" else content)
    path.write_text("\n".join(lines), "utf-8")
    return path
