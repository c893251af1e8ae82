"""What all forms share: language, clean text, translated messages."""

import re
import unicodedata
from typing import Any

from wtforms import Form, SelectField, ValidationError
from wtforms.fields import Field

from guideline_workshop.i18n import _

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BaseForm(Form):
    """A form in the language of the request."""

    def __init__(self, request: Any, **kwargs: Any) -> None:
        self.request = request
        data = request.POST if request.method == "POST" else None
        super().__init__(data, meta={"locales": [request.locale_name]}, **kwargs)
        for field in self:
            if isinstance(field, SelectField) and isinstance(field.choices, dict):
                # WTForms prints these labels itself; groups of choices hold texts of documents
                field.choices = {
                    value: self._translated(label) if isinstance(label, str) else label
                    for value, label in field.choices.items()
                }

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields, and translate what is wrong with them."""
        is_valid = bool(super().validate(extra_validators))
        for field in self:
            field.errors = [self._translated(error) for error in field.errors]
        return is_valid

    def refuse(self, name: str, message: str) -> None:
        """Put the message of a service beside the field `name`."""
        field = self[name]
        field.errors = [*field.errors, self._translated(message)]

    def _translated(self, message: str) -> str:
        return str(self.request.localizer.translate(message))


def clean_line(value: str | None) -> str | None:
    """Filter for one-line fields: NFC, blanks at the ends and runs of blanks removed."""
    return None if value is None else " ".join(_text(value).split())


def clean_text(value: str | None) -> str | None:
    """Filter for longer texts: NFC, one kind of line end, blanks at the ends removed."""
    if value is None:
        return None
    return _text(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _text(value: object) -> str:
    if not isinstance(value, str):  # a file, sent to a field for text
        raise ValueError(_("Please enter text."))  # noqa: TRY004 -- what WTForms shows beside fields
    return unicodedata.normalize("NFC", value)


def no_control_characters(form: Form, field: Field) -> None:
    """Refuse characters that no keyboard types and no export can carry."""
    del form
    if CONTROL.search(field.data or ""):
        raise ValidationError(_("This contains characters that cannot be stored."))
