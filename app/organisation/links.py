"""Addresses for mails and commands, where no request says which host and scheme are meant."""

from flask import current_app

from app.config import Config
from app.organisation.directory import Place


def absolute(place: Place, path: str) -> str:
    """The public address of a path at a municipality's first host."""
    return _at(place.hosts[0], path)


def on_platform(path: str) -> str:
    """The public address of a path at the platform's own host."""
    config: Config = current_app.extensions["kuulolla_config"]
    return _at(config.platform_hosts[0], path)


def _at(host: str, path: str) -> str:
    """Behind HTTPS a proxy holds the port; plain HTTP is served by this process itself."""
    config: Config = current_app.extensions["kuulolla_config"]
    shows_port = config.public_scheme == "http" and config.port != 80
    return f"{config.public_scheme}://{host}{f':{config.port}' if shows_port else ''}{path}"
