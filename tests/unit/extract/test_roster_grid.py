"""Rosters set in columns: what each column holds, told by its heading and its cells."""

from __future__ import annotations

import pytest

from minutes_pipeline.extract.roster_columns import column_people
from minutes_pipeline.extract.roster_grid import Field, grid_people
from minutes_pipeline.extract.roster_places import RosterLine

# (rows of cells joined by |, the first the headings; "name|affiliation|title|role|group|status").
GRIDS: list[tuple[str, list[str], list[str]]] = [
    (
        "post in the cell of the unit, mark with a note",
        ["No|役職|氏名|所属団体・役職名|出欠", "1|会長|柴崎　修|みどり大学　教授|○", "2|委員|蓮沼　奈々|公募委員|○（オンライン）"],
        ["柴崎修|みどり大学|教授|chair||present", "蓮沼奈々|公募委員||||online"],
    ),
    (
        "two pairs of columns",
        ["役職|氏名|出欠|役職|氏名|出欠", "会長|柴崎　修|出席|委員|蓮沼　奈々|欠席", "委員|小野塚　武|代理|||"],
        ["柴崎修|||chair||present", "蓮沼奈々|||||absent", "小野塚武|||||proxy"],
    ),
    (
        "a column for each way of attending",
        ["氏名|所属|出席|欠席", "柴崎　修|医師会|○|", "水沼　香|商工会||○"],
        ["柴崎修|医師会||||present", "水沼香|商工会||||absent"],
    ),
    (
        "kinds of members stand for a missing affiliation",
        ["区分|氏名|所属|備考", "学識経験者|柴崎　修|みどり大学|会長", "公募|青柳　亮||"],
        ["柴崎修|みどり大学||chair||", "青柳亮|公募||||"],
    ),
    (
        "posts of bodies, no functions of this meeting",
        ["団体名|役職|氏名", "自治会連合会|会長|柴崎　修", "医師会|会長|水沼　香", "みどり大学|教授|青柳　亮"],
        ["柴崎修|自治会連合会|会長|||", "水沼香|医師会|会長|||", "青柳亮|みどり大学|教授|||"],
    ),
    (
        "a proxy in the remarks",
        ["団体名|職|氏名|出欠|備考", "みどり警察署|署長|柴崎　修|欠|代理　交通課長　大川　実"],
        ["柴崎修|みどり警察署|署長|||absent", "大川実|みどり警察署交通課|課長|||proxy"],
    ),
    (
        "groups in a column without heading",
        ["|所属|職・氏名", "委員|みどり大学|教授　柴崎　修", "事務局|企画課|課長　高柳　進"],
        ["柴崎修|みどり大学|教授|||", "高柳進|企画課|課長||secretariat|"],
    ),
    (
        "a row with one word heads the rows of staff",
        ["氏名|所属|職名", "柴崎　修|みどり大学|教授", "事務局||", "高柳　進|企画課|課長"],
        ["柴崎修|みどり大学|教授|||", "高柳進|企画課|課長||secretariat|"],
    ),
    (
        "nobody in an empty row",
        ["氏名|所属|出欠", "柴崎　修|みどり大学|○", "欠員|商工会|－", "|医師会|"],
        ["柴崎修|みどり大学||||present"],
    ),
    (
        "what stands above is meant: 〃 in any column, 同課 for the unit",
        ["区分|所属|職名|氏名", "委員|医師会|理事|柴崎　修", "〃|商工会|〃|水沼　香", "事務局|福祉部高齢福祉課|課長|青柳　亮", "〃|同課|主査|高柳　進"],
        ["柴崎修|医師会|理事|||", "水沼香|商工会|理事|||", "青柳亮|福祉部高齢福祉課|課長||secretariat|", "高柳進|福祉部高齢福祉課|主査||secretariat|"],
    ),
    (
        "who comes for a member is of the member's body, unless a unit is printed with him",
        ["所属|職名|氏名|出欠", "みどり運輸支局|専門官|柴崎　修|代理（係長　水沼　香）", "産業部|部長|青柳　亮|代理：商工課長　高柳　進"],
        ["柴崎修|みどり運輸支局|専門官|||absent", "水沼香|みどり運輸支局|係長|||proxy", "青柳亮|産業部|部長|||absent", "高柳進|商工課|課長|||proxy"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("special", "rows", "expected"), GRIDS, ids=[g[0] for g in GRIDS])
def test_grids(special: str, rows: list[str], expected: list[str]) -> None:
    text, fields = "", []
    for row in rows:
        cells = row.split("|")
        fields.append([Field(c, len(text) + row.index(c), len(text) + row.index(c) + len(c)) for c in cells])
        text += row + "\n"
    people = grid_people(rows[0].split("|"), fields[1:], text)
    assert people is not None
    read = ["|".join(x or "" for x in (p.name, p.affiliation, p.title, p.role, p.group, p.status)) for p in people]
    assert read == expected


def test_a_grid_without_names_is_none() -> None:
    assert (
        grid_people(["路線", "利用者", "収支率"], [[Field("岬線", 0, 2), Field("15", 3, 5), None]], "岬線 15") is None
    )


def _lines(*texts: str) -> list[RosterLine]:
    return [RosterLine(t, 100 * i, i) for i, t in enumerate(texts)]


def test_columns_without_headings_are_voted() -> None:
    lines = _lines("柴崎　修\t○\tみどり大学", "水沼　香\t×\t商工会", "青柳　亮\t○\t医師会")
    people, read = column_people(lines, "\n".join(x.text for x in lines))
    assert [(p.name, p.affiliation, p.status) for p in people] == [
        ("柴崎修", "みどり大学", "present"), ("水沼香", "商工会", "absent"), ("青柳亮", "医師会", "present"),
    ]  # fmt: skip
    assert read == {0, 1, 2}


def test_lines_without_a_column_of_presence_are_no_grid() -> None:
    lines = _lines("総務部\t小川次長", "環境部\t内田次長", "福祉部\t柴崎次長")
    assert column_people(lines, "") == ([], set())
