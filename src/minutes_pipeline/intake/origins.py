"""Where a file to be read lies (ファイルの在りか): a path, or an address of a storage that fsspec knows (s3://, sftp://, …)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from minutes_pipeline.errors import MinutesError, ReadError, StoreError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Origin:
    """A file somewhere.

    Attributes:
        address: Path, or an address with ``://``.
        name: The name under which it is read and recorded, without folders.
    """

    address: str
    name: str

    @property
    def is_remote(self) -> bool:
        """Whether fsspec has to fetch it."""
        return is_remote(self.address)

    def absolute(self) -> Origin:
        """The same with its whole path, for whoever runs in another folder."""
        return self if self.is_remote else Origin(str(Path(self.address).resolve()), self.name)

    def stamp(self) -> str:
        """What changes when the file is written again: size and time, or what the storage says of it.

        Raises:
            StoreError: fsspec is not there.
            ReadError: The file is gone, or the storage does not answer.
        """
        with _trouble(self.name):
            if not self.is_remote:
                status = Path(self.address).stat()
                return f"{status.st_size}-{status.st_mtime_ns}"
            storage, path = _storage(self.address)
            return str(storage.ukey(path))

    @contextmanager
    def local(self) -> Iterator[Path]:
        """The file as a path on this machine; a copy that was fetched is gone afterwards.

        Raises:
            StoreError: fsspec is not there.
            ReadError: The file is gone, or the storage does not answer.
        """
        if not self.is_remote:
            yield Path(self.address)
            return
        with tempfile.TemporaryDirectory(prefix="minutes-") as folder:
            copy = Path(folder) / f"original{PurePosixPath(self.name).suffix}"
            with _trouble(self.name):
                storage, path = _storage(self.address)
                with storage.open(path, "rb") as stream, copy.open("wb") as out:
                    while chunk := stream.read(_CHUNK):
                        out.write(chunk)
            yield copy


def is_remote(text: str) -> bool:
    """Whether this is an address rather than a path.

    >>> is_remote("s3://minutes/2024"), is_remote("C:/minutes"), is_remote("minutes/2024")
    (True, False, False)
    """
    return "://" in text


def origin_of(path: Path, name: str | None = None) -> Origin:
    """The origin of a file of this machine; it is known under ``name`` where that is not its own."""
    return Origin(str(path), path.name if name is None else name)


def origins_at(address: str) -> list[Origin]:
    """The files at an address: itself, or all below it, sorted by their address, under their own names.

    Raises:
        StoreError: fsspec is not there.
        ReadError: The storage does not answer.
    """
    with _trouble(address):
        storage, path = _storage(address)
        found = [path] if storage.isfile(path) else sorted(storage.find(path))
        return [Origin(storage.unstrip_protocol(one), PurePosixPath(one).name) for one in found]


def _storage(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise StoreError(
            "fsspec が入っていないため、このアドレスは読めません",
            "pip install 'minutes-pipeline[cluster]' で入れてください",
        ) from error
    storage, path = url_to_fs(address)
    return storage, path


@contextmanager
def _trouble(name: str) -> Iterator[None]:
    try:
        yield
    except MinutesError:
        raise
    except FileNotFoundError as error:
        raise ReadError("ファイルが見つかりません", "名前と場所を確かめてください", file=name) from error
    except (ImportError, ValueError) as error:
        raise ReadError(
            "この保管場所を読む部品が入っていません",
            "アドレスの綴りを確かめ、fsspec の説明にある部品（s3:// なら s3fs）を入れてください",
            file=name,
        ) from error
    except Exception as error:  # each storage has errors of its own
        raise ReadError(
            f"保管場所から読めません（{type(error).__name__}）", "アドレス・権限・回線を確かめてください", file=name
        ) from error
