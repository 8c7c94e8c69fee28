"""The form by which an official chooses what an export holds."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from app.analysis.exporting import Form, Wanted
from app.core.forms import PageForm, SelectChoice
from app.core.languages import AUTONYMS

FORMS = {
    Form.XLSX: _l("Excel workbook (.xlsx)"),
    Form.CSV: _l("CSV, for any spreadsheet or program"),
    Form.SAV: _l("SPSS, with labels (.sav)"),
    Form.JSON: _l("JSON, for programmers"),
}


class ExportForm(PageForm):
    """What file, in which words, with or without what people wrote."""

    file = RadioField(
        _l("File"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(str(form), words) for form, words in FORMS.items()],
    )
    lang = RadioField(_l("Language of the words"), [InputRequired(_l("Choose one."))])
    words = BooleanField(_l("Answers in words instead of short codes (CSV and Excel)"))
    texts = BooleanField(_l("Open answers and names of files, too"))

    def offer(self, languages: tuple[str, ...], usual: str) -> None:
        """The survey's languages; `usual` is chosen beforehand."""
        self.lang.choices = [SelectChoice(lang, AUTONYMS[lang]) for lang in languages]
        if self.lang.data is None:
            self.lang.data = usual if usual in languages else languages[0]
        if self.file.data is None:
            self.file.data = str(Form.XLSX)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            Form(self.file.data),
            str(self.lang.data),
            words=bool(self.words.data),
            texts=bool(self.texts.data),
        )
