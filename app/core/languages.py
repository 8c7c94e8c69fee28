"""The languages that the service speaks: one more is a line here, and its words in files."""

AUTONYMS = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
"""Every language by its code, with its own name for itself; the first where nobody has chosen."""

LANGUAGES = tuple(AUTONYMS)

LOCALES = {"en": "en_GB"}
"""How a language writes dates and numbers, where its code alone means another country's way."""

SOURCE_LANGUAGE = "en"
"""The language of the messages in the code: its catalogue says what they say."""
