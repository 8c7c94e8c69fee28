"""The messages that the form library brings along, in the language of the page."""

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired

from app.core import i18n
from app.core.forms import PageForm, errors_of


class _Asked(PageForm):
    name = StringField(validators=[InputRequired()])
    age = IntegerField()


@pytest.mark.parametrize(
    ("lang", "required"),
    [
        ("fi", "Pakollinen."),
        ("sv", "Det här fältet är obligatoriskt."),
        ("en", "This field is required."),
        ("se", "This field is required."),
    ],
)
def test_a_form_complains_in_the_language_of_the_page(lang: str, required: str) -> None:
    app = Flask(__name__)
    i18n.install(app)
    with app.test_request_context(), force_locale(lang):
        form = _Asked(MultiDict({"name": "", "age": "many"}))
        assert not form.validate()
        messages = dict(errors_of(form))
        assert messages["name"] == required
        assert messages["age"] not in ("", required)
