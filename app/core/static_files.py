"""The built front-end files: their hashed names, and sending them compressed."""

import base64
import hashlib
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound

from app.core.access import PUBLIC_ANYWHERE, access

PATH = "/static/build/"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
MIME_TYPES = {".css": "text/css", ".js": "text/javascript"}
A_YEAR = 31_536_000


class AssetsNotBuiltError(RuntimeError):
    """The front end was not built, or a template asks for a file that the build does not make."""


class BuiltAssets:
    """What `node build.mjs` wrote to a folder, by the names that templates use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _files(self) -> dict[str, str]:
        """Hashed names by name, read once, when the first page needs them: commands do not."""
        manifest = self.folder / "manifest.json"
        try:
            files: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise AssetsNotBuiltError(
                f"{manifest} is missing: run `npm ci --ignore-scripts && node build.mjs` in assets/"
            ) from None
        return files

    def url(self, name: str) -> str:
        """The address of a file whose name changes with its content: `app.css`, `app.js`."""
        return PATH + self.file(name)

    def file(self, name: str) -> str:
        """The name that a file has now."""
        try:
            return self._files[name]
        except KeyError:
            raise AssetsNotBuiltError(f"the front-end build makes no file {name!r}") from None

    def version(self, name: str) -> str:
        """What tells the present content of a file from any other."""
        return Path(self.file(name)).stem.rpartition("-")[2]

    def integrity(self, name: str) -> str:
        """What a page of another site puts beside the address of a file, to get no other."""
        digest = hashlib.sha384((self.folder / self.file(name)).read_bytes()).digest()
        return f"sha384-{base64.b64encode(digest).decode()}"

    def send(self, filename: str) -> Response:
        """A built file in the best encoding the browser takes, cached for ever.

        Raises NotFound for any other name.
        """
        if filename not in self._files.values():
            raise NotFound
        accepted = request.accept_encodings
        encoding, suffix = next(
            ((name, suffix) for name, suffix in ENCODINGS if accepted.quality(name)), ("", "")
        )
        response = send_from_directory(
            self.folder,
            filename + suffix,
            mimetype=MIME_TYPES[Path(filename).suffix],
            max_age=A_YEAR,
        )
        response.cache_control.immutable = True
        response.vary.add("Accept-Encoding")
        if encoding:
            response.content_encoding = encoding
        return response


def install(app: Flask) -> None:
    """Give templates `asset(name)`, and serve what it points to."""
    assets = BuiltAssets(Path(str(app.static_folder)) / "build")
    app.extensions["assets"] = assets

    def send(filename: str) -> Response:
        return assets.send(filename)

    app.jinja_env.globals["asset"] = assets.url
    app.add_url_rule(f"{PATH}<filename>", "built", access(PUBLIC_ANYWHERE)(send), methods=["GET"])
    static: Callable[..., Any] = app.view_functions["static"]
    app.view_functions["static"] = access(PUBLIC_ANYWHERE)(static)
