"""Folding, tokens, rule matching (文字列の土台)."""
