"""Header, headings, turns, sentences (区切り)."""
