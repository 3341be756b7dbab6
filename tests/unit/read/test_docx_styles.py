"""Short ways of reading a DOCX give what the long ones give: styles cut apart, plain paragraphs, known templates."""

import zipfile
from pathlib import Path

import pytest

from minutes_pipeline.read import docx, docx_styles
from minutes_pipeline.read.docx import read_docx
from minutes_pipeline.read.docx_styles import Style, Styles
from minutes_pipeline.read.numbering import W

ROOT = Path(__file__).parents[3]
OURS = [*sorted((ROOT / "samples").glob("*.docx")), *sorted((ROOT / "tests/corpus/documents").glob("*.docx"))]
HEAD = f'<w:styles xmlns:w="{W.strip("{}")}">'
NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
TITLE = (
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:ind w:left="210"/></w:pPr></w:style>'
)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_styles_cut_apart_say_what_the_whole_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipfile.ZipFile(path).read("word/styles.xml")
    short = Styles(content, "")
    assert short._head
    monkeypatch.setattr(docx_styles.Styles, "_cut_up", lambda self, content: False)
    whole = Styles(content, "")
    assert short.default == whole.default
    assert set(short._raw) == set(whole._raw)
    assert all(short.get(key) == whole.get(key) for key in whole._raw)
    assert short.lists() == whole.lists()


@pytest.mark.parametrize(
    "content",
    [
        HEAD + NORMAL + TITLE + "</w:styles>",
        HEAD + NORMAL + "<!-- " + TITLE.replace('"T"', '"X"') + " -->" + TITLE + "</w:styles>",
        HEAD + NORMAL + "<w:latentStyles/>" + TITLE + "</w:styles>",
        HEAD + NORMAL + TITLE.replace("<w:style ", "<w:style\n") + "</w:styles>",
        HEAD + NORMAL + TITLE.replace('"T"', "'T'") + "</w:styles>",
    ],
    ids=["usual", "comment", "something between", "line break", "other quotes"],
)
def test_unusual_styles_are_read_whole(content: str) -> None:
    styles = Styles(content.encode(), "")
    assert styles.default == "Normal"
    assert styles.get("T") == Style("heading 2", 2, left=2)
    assert styles.get("X") == Style()


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_plain_paragraphs_and_known_templates_change_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    first = read_docx(data, path.name, "")
    assert read_docx(data, path.name, "") == first
    monkeypatch.setattr(docx, "_is_plain", lambda content, root: False)
    monkeypatch.setattr(docx, "_TEMPLATES", {})
    assert read_docx(data, path.name, "") == first
