"""Languages: German first, English second. Texts in the code are English message ids."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from translationstring import TranslationStringFactory

LANGUAGES = {"de": "Deutsch", "en": "English"}
DEFAULT_LANGUAGE = "de"
LANGUAGE_COOKIE = "gw_language"
PATTERNS = {
    "de": {"date": "d. MMMM y", "moment": "d. MMMM y, HH:mm 'Uhr'"},
    "en": {"date": "d MMMM y", "moment": "d MMMM y, HH:mm"},
}

_ = TranslationStringFactory("guideline_workshop")


def negotiate_language(request: Any) -> str:
    """Choose the language: what this browser chose, else what the user set, else German."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen not in LANGUAGES and request.identity is not None:
        chosen = request.identity.language
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


def format_local(moment: dt.datetime, pattern: str, language: str, zone: ZoneInfo) -> str:
    """Say a point in time in the words of `language`; `pattern` is "date" or "moment"."""
    return format_datetime(moment.astimezone(zone), PATTERNS[language][pattern], locale=language)


def format_day(day: dt.date, language: str) -> str:
    """Say a day in the words of `language`."""
    return format_date(day, PATTERNS[language]["date"], locale=language)
