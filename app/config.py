"""Configuration: a frozen value read once from the environment, every fault reported at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from limits import parse as parse_rate

ROOT = Path(__file__).resolve().parent.parent

MAIL_SCHEMES = ("smtp", "smtps", "file")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class ConfigError(Exception):
    """The environment holds one or more unusable settings; `faults` has a line for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n  ".join(("The environment has faults:", *faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings. docs/OPERATIONS.md has the table that operators read."""

    secret_key: str
    database_url: str
    mail_url: str
    mail_from: str = "kuulolla@localhost"
    redis_url: str = ""
    public_scheme: str = "http"
    platform_hosts: tuple[str, ...] = ("localhost", "127.0.0.1")
    trusted_proxies: int = 0
    log_level: str = "INFO"
    port: int = 8000
    write_limit: str = "300 per minute"
    password_cost: int = 3
    database_pool: int = 10
    upload_dir: str = str(ROOT / "instance" / "uploads")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read the settings; raises ConfigError with a line for every unusable one."""
        reader = _Reader(environ)
        instance = ROOT / "instance"
        config = cls(
            secret_key=reader.secret("SECRET_KEY"),
            database_url=reader.database("DATABASE_URL", f"sqlite:///{instance}/kuulolla.db"),
            mail_url=reader.url("MAIL_URL", f"file://{instance}/outbox", MAIL_SCHEMES),
            mail_from=reader.text("MAIL_FROM", "kuulolla@localhost"),
            redis_url=reader.url("REDIS_URL", "", ("redis", "rediss")),
            public_scheme=reader.one_of("PUBLIC_SCHEME", "http", ("http", "https")),
            platform_hosts=reader.names("PLATFORM_HOSTS", "localhost,127.0.0.1"),
            trusted_proxies=reader.number("TRUSTED_PROXIES", 0, 0, 10),
            log_level=reader.one_of("LOG_LEVEL", "INFO", LOG_LEVELS),
            port=reader.number("PORT", 8000, 1, 65535),
            write_limit=reader.rate("WRITE_LIMIT", "300 per minute"),
            password_cost=reader.number("PASSWORD_COST", 3, 1, 20),
            database_pool=reader.number("DATABASE_POOL", 10, 1, 200),
            upload_dir=reader.folder("UPLOAD_DIR", instance / "uploads"),
        )
        if reader.faults:
            raise ConfigError(tuple(reader.faults))
        return config

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


class _Reader:
    """Reads typed settings and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def folder(self, name: str, default: Path) -> str:
        value = self.text(name, str(default))
        if not Path(value).is_absolute():
            self.faults.append(f"{name}: must be the path of a folder, from the root")
        return value

    def names(self, name: str, default: str) -> tuple[str, ...]:
        """What stands between commas, in lower case."""
        given = (part.strip().lower() for part in self.text(name, default).split(","))
        return tuple(part for part in given if part)

    def rate(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            parse_rate(value)
        except ValueError:
            self.faults.append(f"{name}: must be a rate such as {default!r}")
        return value

    def secret(self, name: str) -> str:
        value = self._environ.get(name, "")
        if len(value) < 32:
            self.faults.append(f"{name}: must be set to a secret of at least 32 characters")
        return value

    def one_of(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            self.faults.append(f"{name}: must be one of {', '.join(allowed)}, not {value!r}")
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            self.faults.append(f"{name}: must be a whole number from {low} to {high}")
            return default
        return int(value)

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value and urlsplit(value).scheme not in schemes:
            self.faults.append(f"{name}: must start with {' or '.join(f'{s}://' for s in schemes)}")
        return value

    def database(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value.startswith(("postgres://", "postgresql://")):
            value = "postgresql+psycopg://" + value.split("://", 1)[1]
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.faults.append(f"{name}: must start with sqlite:/// or postgresql://")
        return value
