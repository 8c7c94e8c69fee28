"""What is said of things that could not be carried over, and of what could not be imported."""

from flask_babel import lazy_gettext as _l

from app.authoring.importing import Fault, Why

WHYS = {
    Why.TYPE_UNKNOWN: _l("There is no such type of question here; it was left out."),
    Why.TYPE_CHANGED: _l("It has become the nearest type of question that there is here."),
    Why.CONDITION: _l(
        "This condition could not be translated: what it was about is now always asked."
    ),
    Why.CONSTRAINT: _l("This check of the answer could not be translated; it was left out."),
    Why.COMPUTED: _l("This computed value could not be translated; it was left out."),
    Why.DEFAULT: _l("This answer that was filled in beforehand could not be carried over."),
    Why.SETTING: _l("Surveys here have no such setting; it was left out."),
    Why.LOOK: _l("It concerns only the look; surveys here have their own."),
    Why.REFERENCE_IN_TEXT: _l("What the text was to fill in here is not known; check the text."),
    Why.MARKUP: _l("Only paragraphs, headings, lists, emphasis and links were kept of the text."),
    Why.MEDIA: _l("Pictures, sound and video are not carried over; add them in the editor."),
    Why.METADATA: _l("Nothing is recorded of those who answer unless they are asked."),
    Why.NETWORK: _l("It would have been fetched from elsewhere; list the choices themselves."),
    Why.QUOTA: _l("Quotas are not carried over; set them anew in the settings."),
    Why.NAME_CHANGED: _l("The name was changed, as it could not be used here."),
    Why.NO_CHOICES: _l("There were no choices; it is asked as an open question."),
    Why.NESTED: _l("It was nested too deeply, and stands one level further out."),
    Why.LANGUAGES: _l("It is not there in all languages; add the translation in the editor."),
    Why.COMMENTS: _l("Own words beside each choice are not asked here."),
    Why.UNREAD: _l("Nothing here corresponds to it; it was left out."),
    Why.NOT_LOADED: _l("It could not be used as it was; it was left out."),
}

FAULTS = {
    Fault.EMPTY: _l("Paste a text, or choose a file."),
    Fault.TOO_LARGE: _l("It is too large for a survey. Shorten it, or bring it in parts."),
    Fault.NOT_TEXT: _l("This is no text that can be read. Save it as UTF-8 text and try again."),
    Fault.NO_SURVEY: _l(
        "This does not look like a survey. Paste only the questions and their options."
    ),
    Fault.NO_QUESTIONS: _l(
        "No questions were found. Put each question on a line of its own with a question mark at "
        "its end, and its options on the lines below it."
    ),
    Fault.UNKNOWN_FORMAT: _l(
        "Files of this kind cannot be read. Bring one that ends in .lss, .xlsx, .md, .json or .txt."
    ),
    Fault.NOT_JSON: _l("It begins like JSON, but is not: part of it may be missing."),
    Fault.NOT_XML: _l("This is not a whole XML file: part of it may be missing."),
    Fault.HOSTILE_XML: _l(
        "The file declares entities or types of its own, which is not safe to read. Export it anew."
    ),
    Fault.NOT_LIMESURVEY: _l("This XML file is no survey structure of LimeSurvey (.lss)."),
    Fault.NOT_SHEETS: _l("This is no whole .xlsx file. Save it anew and try again."),
    Fault.HOSTILE_SHEETS: _l(
        "The file unpacks to far more than a survey needs, or holds what is not safe to read."
    ),
    Fault.NO_SURVEY_SHEET: _l(
        "There is no sheet called “survey” with the columns “type” and “name” in it."
    ),
    Fault.TOO_MUCH: _l("There are more questions in it than a survey can have."),
    Fault.PROBLEMS: _l(
        "It cannot be used as it is, and nothing was begun. The problems are listed on this page."
    ),
}
