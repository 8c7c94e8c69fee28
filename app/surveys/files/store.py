"""Where the bytes of files lie: a folder for each municipality, each file under a random id."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID, uuid4

from flask import Flask, current_app

from app.config import Config
from app.core import clock, scope

DAY = 24 * 60 * 60

_EXTENSION = "survey_files"
_NAME = re.compile(r"[0-9a-f]{32}")


class Store(Protocol):
    """What any place to keep files must do, for the municipality in scope."""

    def put(self, id: UUID, content: IO[bytes]) -> None:
        """Keep a file for good: when this returns it survives a failure of the machine."""

    def open(self, id: UUID) -> IO[bytes]:
        """A file to read; FileNotFoundError where there is none."""

    def remove(self, id: UUID) -> None:
        """Forget a file, if it is there."""

    def left_behind(self) -> Iterator[UUID]:
        """Files that have been there for a day at least."""


class Folder:
    """A folder of the machine, shared by all processes of the service."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, id: UUID, content: IO[bytes]) -> None:
        place = self._place(id)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f".{uuid4().hex}.part")
        content.seek(0)
        try:
            with part.open("xb") as file:
                shutil.copyfileobj(content, file)
                file.flush()
                os.fsync(file.fileno())
            os.utime(part, (_midnight(), _midnight()))
            part.rename(place)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        _fsync(place.parent)

    def open(self, id: UUID) -> IO[bytes]:
        return self._place(id).open("rb")

    def remove(self, id: UUID) -> None:
        self._place(id).unlink(missing_ok=True)

    def left_behind(self) -> Iterator[UUID]:
        before = _midnight() - DAY
        for place in sorted(self._own().glob("??/*")):
            if place.stat().st_mtime >= before:
                continue
            if place.suffix == ".part":
                place.unlink(missing_ok=True)
            elif _NAME.fullmatch(place.name):
                yield UUID(hex=place.name)

    def _own(self) -> Path:
        return self._root / scope.required_municipality_id().hex

    def _place(self, id: UUID) -> Path:
        return self._own() / id.hex[:2] / id.hex


def _midnight() -> float:
    """A file tells its day, and no finer time."""
    return datetime.combine(clock.now().date(), time(), UTC).timestamp()


def _fsync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def store() -> Store:
    found: Store = current_app.extensions[_EXTENSION]
    return found


def install(app: Flask) -> None:
    config: Config = app.extensions["kuulolla_config"]
    app.extensions[_EXTENSION] = Folder(Path(config.upload_dir))
