"""Command line ``minutes`` (コマンド): one thin file per command; parse arguments, call, print."""

from __future__ import annotations


def main() -> None:
    """Entry point of ``minutes``; leaves the process with the command's exit code."""
    from minutes_pipeline.cli.start import leave, run

    leave(run())
