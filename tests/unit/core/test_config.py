"""Settings come from the environment, and all that is wrong with them is said at once."""

import os
import subprocess
import sys

import pytest

from app.config import ROOT, Config, ConfigError

SECRET = {"SECRET_KEY": "k" * 32}


def faults(**environ: str) -> list[str]:
    with pytest.raises(ConfigError) as error:
        Config.from_env(SECRET | environ)
    return [fault.partition(":")[0] for fault in error.value.faults]


def test_a_secret_is_all_that_must_be_set() -> None:
    config = Config.from_env(SECRET)
    assert config.database_url == f"sqlite:///{ROOT}/instance/kuulolla.db"
    assert config.mail_url == f"file://{ROOT}/instance/outbox"
    assert config.is_sqlite
    assert config.port == 8000


def test_every_fault_is_reported_at_once() -> None:
    wrong = {
        "SECRET_KEY": "short",
        "DATABASE_URL": "mysql://localhost/x",
        "MAIL_URL": "carrier-pigeon://coop",
        "REDIS_URL": "http://cache",
        "PUBLIC_SCHEME": "gopher",
        "TRUSTED_PROXIES": "-1",
        "LOG_LEVEL": "chatty",
        "PORT": "65536",
        "PASSWORD_COST": "0",
        "DATABASE_POOL": "many",
        "WRITE_LIMIT": "a few",
    }
    assert sorted(faults(**wrong)) == sorted(wrong)


def test_faults_say_what_would_be_right() -> None:
    with pytest.raises(ConfigError, match="PORT: must be a whole number from 1 to 65535"):
        Config.from_env(SECRET | {"PORT": "http"})


@pytest.mark.parametrize("number", ["٣", "1e3", "8 0", "0x50"])
def test_a_number_is_written_in_plain_digits(number: str) -> None:
    assert faults(PORT=number) == ["PORT"]


def test_an_empty_setting_is_one_that_is_not_set() -> None:
    assert Config.from_env(SECRET | {"PORT": "", "LOG_LEVEL": " "}) == Config.from_env(SECRET)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_both_spellings_of_postgresql_are_understood(scheme: str) -> None:
    config = Config.from_env(SECRET | {"DATABASE_URL": f"{scheme}://user@host/name"})
    assert config.database_url == "postgresql+psycopg://user@host/name"
    assert not config.is_sqlite


def test_platform_hosts_are_a_list() -> None:
    config = Config.from_env(SECRET | {"PLATFORM_HOSTS": "Kuulolla.example, localhost,"})
    assert config.platform_hosts == ("kuulolla.example", "localhost")


def test_a_fault_never_shows_the_secret() -> None:
    with pytest.raises(ConfigError) as error:
        Config.from_env({"SECRET_KEY": "hunter2", "DATABASE_URL": "mysql://u:hunter2@host/x"})
    assert "hunter2" not in str(error.value)


def test_a_command_in_a_faulty_environment_says_what_is_wrong_and_no_more() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "organisation", "load", "any.yaml"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": "http"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "The environment has faults:",
        "  SECRET_KEY: must be set to a secret of at least 32 characters",
        "  PORT: must be a whole number from 1 to 65535",
    ]
