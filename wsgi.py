"""The WSGI entry point: `flask --app wsgi`, waitress and gunicorn all start here."""

from app import create_app
from app.config import Config

app = create_app(Config.from_env())
