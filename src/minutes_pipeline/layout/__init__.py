"""From raw lines to the canonical document: lines, paragraphs, columns, tables, furniture (紙面の整理)."""
