"""Damage that is guided by which lines of the program it reaches (atheris, libFuzzer): Linux only, and not in CI.

Usage: pip install atheris; python tests/fuzz/guided.py .html [options of libFuzzer, such as -max_total_time=600]. The
suffix is .html, .txt, .md or .docx (of which only word/document.xml is damaged; the archive around it is sound). What
goes wrong ends the run and is written to a file crash-…, as libFuzzer does it.
"""

import io
import os
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["minutes_pipeline"]):
    import minutes_pipeline.pipeline
    import minutes_pipeline.read.docx
    import minutes_pipeline.read.html
    import minutes_pipeline.read.markdown  # noqa: F401
    from minutes_pipeline.intake.extraction import extract_here

from judging import BYTES, SECONDS, faults_of
from mutations import seeds_of
from run import SAMPLES


def main_part(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")


def with_main_part(sound: bytes, content: bytes) -> bytes:
    """The sound DOCX with another main part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == "word/document.xml" else old.read(info))
    return stream.getvalue()


def main() -> None:
    suffix, options = sys.argv[1], sys.argv[2:]
    os.environ["MINUTES_TESSERACT"] = os.environ["MINUTES_LIBREOFFICE"] = "none"
    sound = [data for name, data in seeds_of(SAMPLES) if name.endswith(suffix)]
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name, "corpus"), Path(name, f"file{suffix}")
        folder.mkdir()
        for number, data in enumerate(sound):
            (folder / str(number)).write_bytes(main_part(data) if suffix == ".docx" else data)

        def one(data: bytes) -> None:
            path.write_bytes(with_main_part(sound[0], data) if suffix == ".docx" else data)
            faults = list(faults_of(extract_here(path, path.name)))
            if faults:
                raise AssertionError("; ".join(faults))

        limits = [f"-timeout={SECONDS:.0f}", f"-rss_limit_mb={BYTES // 2**20}", "-max_len=60000"]
        atheris.Setup([sys.argv[0], *limits, *options, str(folder)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
