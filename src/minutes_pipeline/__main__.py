"""``python -m minutes_pipeline``: the same as the command ``minutes``."""

from __future__ import annotations

from minutes_pipeline.cli import main

if __name__ == "__main__":
    main()
