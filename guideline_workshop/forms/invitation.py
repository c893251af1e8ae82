"""Inviting associations and people, and accepting an invitation."""

from typing import Any

from wtforms import (
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.form import Form
from wtforms.validators import DataRequired, InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, clean_text, no_control_characters
from guideline_workshop.i18n import _
from guideline_workshop.rules.roles import MembershipRole
from guideline_workshop.services import addresses
from guideline_workshop.services.errors import Invalid

MOST_ROWS = 50
ROLES = {
    MembershipRole.DRAFTER.value: _("Drafter: writes amendments and comments"),
    MembershipRole.DELEGATE.value: _("Delegate: also submits, votes and manages members"),
}


def one_address(form: Form, field: Field) -> None:
    """Refuse what is not exactly one e-mail address."""
    del form
    try:
        addresses.checked(field.data or "")
    except Invalid:
        raise ValidationError(_("Please enter one e-mail address.")) from None


def email_field(label: str, **more: Any) -> StringField:  # whatever WTForms takes
    """Make a field for the address somebody is written to."""
    return StringField(
        label,
        [DataRequired(), Length(max=254), no_control_characters, one_address],
        filters=[clean_line],
        render_kw={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"},
        **more,
    )


class KnownAssociationsForm(BaseForm):
    """Known associations that are to take part."""

    associations = SelectMultipleField(
        _("Associations"),
        [InputRequired(_("Choose at least one association."))],
        coerce=int,
    )
    rounds = SelectMultipleField(_("They take part in these rounds"), coerce=int)


class NewcomerForm(BaseForm):
    """One new association."""

    name = StringField(
        _("Name of the association"),
        [DataRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
        render_kw={"autocomplete": "off"},
    )
    email = email_field(_("E-mail address of the contact"))
    short_name = StringField(
        _("Short name"),
        [Length(max=40), no_control_characters],
        filters=[clean_line],
        render_kw={"autocomplete": "off"},
    )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not any(field.data for field in self)


class NewcomersForm(BaseForm):
    """New associations: rows of them, and what they share."""

    rounds = SelectMultipleField(_("They take part in these rounds"), coerce=int)
    lines = TextAreaField(
        _("A list, one association in a line"),
        [Length(max=40_000), no_control_characters],
        filters=[clean_text],
        description=_("Name; short name; e-mail address. The short name can be left out."),
        render_kw={"rows": 4, "spellcheck": "false"},
    )

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        posted = request.POST.get("rows", "1") if request.method == "POST" else "1"
        count = int(posted) if posted.isdecimal() and len(posted) < 4 else 1
        self.rows = [self._row(number) for number in range(min(max(count, 1), MOST_ROWS))]

    def add_row(self) -> None:
        """Offer one row more."""
        if len(self.rows) < MOST_ROWS:
            self.rows.append(self._row(len(self.rows)))

    def take_lines(self) -> bool:
        """Turn the pasted list into rows, after those filled in; False for what is too long."""
        self.rows = [row for row in self.rows if not row.is_empty]
        listed = read_lines(self.lines.data or "")
        fits = len(self.rows) + len(listed) <= MOST_ROWS
        if not fits:
            self.refuse("lines", _("Please bring in at most 50 associations at once."))
            listed = listed[: MOST_ROWS - len(self.rows)]
        self.lines.data = ""
        filled = [(row.name.data, row.short_name.data, row.email.data) for row in self.rows]
        self.rows = []
        for number, values in enumerate([*filled, *listed]):
            row = self._row(number)
            row.name.data, row.short_name.data, row.email.data = values
            self.rows.append(row)
        return fits

    def validate_rows(self) -> bool:
        """Check the rows that are not empty; one must be filled in."""
        checked = [row.validate() for row in self.filled or self.rows[:1]]
        return all(checked)

    @property
    def filled(self) -> list[NewcomerForm]:
        """The rows with something in them."""
        return [row for row in self.rows if not row.is_empty]

    def _row(self, number: int) -> NewcomerForm:
        return NewcomerForm(self.request, prefix=f"row{number}-")


class DelegateForm(BaseForm):
    """One more delegate of an association."""

    email = email_field(_("E-mail address"))


class MemberForm(BaseForm):
    """Somebody who is to act for one's association."""

    email = email_field(_("E-mail address"))
    role = SelectField(_("Role"), choices=ROLES)


class RegistrationForm(BaseForm):
    """What somebody new enters to accept an invitation."""

    name = StringField(
        _("Your name"),
        [InputRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
        description=_("First name and surname: others see who wrote something."),
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        _("Choose a password"),
        [InputRequired(), Length(max=200)],
        description=_("At least 12 characters; several words are easy to remember."),
        render_kw={"autocomplete": "new-password"},
    )


def read_lines(text: str) -> list[tuple[str, str, str]]:
    """Read name, short name and address from each line, parted by semicolons or tabs."""
    found = []
    for line in text.splitlines():
        parts = line.replace("\t", ";").split(";")
        cells = [cell for part in parts if (cell := clean_line(part.strip(" \"'")))]
        email = next((cell for cell in cells if "@" in cell), "")
        name, short_name = ([cell for cell in cells if cell != email] + ["", ""])[:2]
        if cells:
            found.append((name, short_name, email))
    return found
