"""The WSGI entry point: `flask --app wsgi`, waitress and gunicorn all start here."""

import sys

from app import create_app
from app.config import Config, ConfigError

try:
    config = Config.from_env()
except ConfigError as error:
    sys.exit(str(error))
app = create_app(config)
