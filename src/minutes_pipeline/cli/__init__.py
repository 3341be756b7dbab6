"""Command line ``minutes``."""

from __future__ import annotations


def main() -> None:
    """Entry point."""
    raise SystemExit("not yet")
