"""Why a file is not taken."""


class FileFault(Exception):
    """A file that cannot be kept; `kind` is that of the message about it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


BROKEN = "file_broken"
UNKNOWN = "file_kind"
ACTIVE = "file_active"
TOO_BIG = "file_size"
TOO_MANY_PIXELS = "file_pixels"
EMPTY = "file_empty"
