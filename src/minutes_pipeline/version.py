"""The version of the program (プログラムの版). Imports nothing: every room may say which version it is of."""

from __future__ import annotations

__version__ = "0.1.0"
