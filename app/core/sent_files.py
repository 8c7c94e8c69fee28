"""Files in requests: nothing of them is read into memory, or kept at all where none are wanted."""

from io import RawIOBase, UnsupportedOperation
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from flask import Request

IN_MEMORY = 64 * 1024


class Bounded(RawIOBase):
    """A temporary file that keeps the first bytes of what is written to it, and counts the rest:
    who sends too much can be told so, beside all else that they sent."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with this
        self.sent = 0
        """Bytes that were written, kept or not."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        room = self._most - self.sent
        self.sent += len(data)
        if room > 0:
            self._file.write(data[:room])
        return len(data)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        raise UnsupportedOperation

    def close(self) -> None:
        self._file.close()
        super().close()


class FileRequest(Request):
    """A request whose files are cut: to nothing, unless a view that takes some says otherwise."""

    largest_file = 0
    """Bytes that are kept of each file."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return cast(IO[bytes], Bounded(self.largest_file))
