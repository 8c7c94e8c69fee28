"""Do the migrations make what the models say, and is there one latest migration?"""

import sys
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask_migrate import check, upgrade

from app import create_app
from app.config import ROOT, Config


def main() -> int:
    heads = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    if len(heads) != 1:
        print(f"{len(heads)} latest migrations: {', '.join(heads)}")
        return 1
    with TemporaryDirectory() as folder:
        app = create_app(
            Config(
                secret_key=token_urlsafe(),
                database_url=f"sqlite:///{Path(folder) / 'scratch.db'}",
                mail_url=f"file://{folder}",
            )
        )
        with app.app_context():
            upgrade()
            try:
                check()
            except CommandError as fault:
                print(fault)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
