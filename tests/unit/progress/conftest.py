"""Three years of a fictional body, its links."""

from __future__ import annotations

import hashlib

import pytest

from minutes_pipeline.layout.canonical import lay_out
from minutes_pipeline.link.linking import link_meetings
from minutes_pipeline.model.links import Links
from minutes_pipeline.model.minutes import Minutes
from minutes_pipeline.pipeline import extract, segment
from minutes_pipeline.read.plain import read_plain

_HEAD = """楡ヶ丘市地域福祉庁内連絡会　議事録
日時：令和{year}年1月23日　14時～15時
場所：302会議室
出席者：福祉部　榎本次長
＜１.進捗状況報告＞
目標１　相談しやすいまちづくり
"""
BODIES = (
    """➀事業事例…くらし相談窓口（福祉部）
・相談件数：令和３年度：210件　令和４年度（12月末現在）：240件
・課題：相談員が２名のため、夜間の電話に対応できていない。
・夜間の電話相談について、次回の連絡会で対応案を報告する。
""",
    """➀事業事例…くらし相談窓口（福祉部）
・相談件数：令和４年度：300件　令和５年度（12月末現在）：260件
・昨年度の連絡会で報告するとしていた夜間の電話相談の対応案について、福祉部から説明した。
・委員から、夜間の周知を強めてほしいとの意見があった。
・当番制を導入し、夜間の電話に対応できないという課題は解消した。
・３月末までに周知用のちらしを作成する。
◆評価について
事業\t担当課\t指標\t評価
くらし相談窓口\t福祉課\t相談件数\tＢ
""",
    """➀事業事例…くらし相談窓口（市民部）
・相談件数：令和５年度：340件　令和６年度（12月末現在）：310件
・令和６年４月に福祉部から市民部に移管した。
""",
)


def read(number: int, text: str) -> Minutes:
    name = f"{number}.txt"
    whole = _HEAD.format(year=4 + number) + text
    return extract(segment(lay_out(read_plain(whole, name, hashlib.sha256(whole.encode()).hexdigest()))))


@pytest.fixture(scope="session")
def series() -> list[Minutes]:
    return [read(number, text) for number, text in enumerate(BODIES, 1)]


@pytest.fixture(scope="session")
def links(series: list[Minutes]) -> Links:
    return link_meetings(series)
