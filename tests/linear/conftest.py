"""Fixtures for the tests of linear time."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # every_rule.py, hostile_lines.py
