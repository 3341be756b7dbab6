"""Outline (構成): headings, turns and sentences of a document, in the order in which they are found."""

from __future__ import annotations

from minutes_pipeline.model.document import Document
from minutes_pipeline.model.section import Header, Outline, Sentence
from minutes_pipeline.segment.pieces import cut_pieces
from minutes_pipeline.segment.sentences import read_head, split_sentences
from minutes_pipeline.text.folding import flat


def build_outline(document: Document, header: Header) -> Outline:
    """Arrange the document: zones, headings, turns, sentences, tree."""
    folded = flat(document.text)
    pieces = cut_pieces(document, folded)
    sentences = []
    for piece in pieces:
        if piece.line < header.body_line or piece.is_rule:
            continue
        table = document.lines[piece.line].table
        if table is not None and document.tables[table].kind == "data":
            continue
        head = read_head(piece.text)
        for a, b in split_sentences(piece.text, head.offset):
            sentences.append(
                Sentence(piece.start + a, piece.start + b, piece.line, mark=head.mark, label=head.label)
            )
    zones = tuple("header" if i < header.body_line else "body" for i in range(len(document.lines)))
    return Outline(document, header, "summary", zones, sentences=tuple(sentences))
