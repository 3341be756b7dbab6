"""Small grammars, one per file: a string in, a value or None out (値の文法)."""
