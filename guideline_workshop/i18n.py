"""Languages: German first, English second. Texts in the code are English message ids."""

from typing import Any

from translationstring import TranslationStringFactory

LANGUAGES = {"de": "Deutsch", "en": "English"}
DEFAULT_LANGUAGE = "de"
LANGUAGE_COOKIE = "gw_language"

_ = TranslationStringFactory("guideline_workshop")


def negotiate_language(request: Any) -> str:
    """Choose the language: what this browser chose, else what the user set, else German."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen not in LANGUAGES and request.identity is not None:
        chosen = request.identity.language
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE
