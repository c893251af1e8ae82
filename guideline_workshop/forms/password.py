"""Asking for a link, and choosing a password."""

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, no_control_characters
from guideline_workshop.i18n import _

LONGEST_ENTRY = 1000
"""What a field takes at all; the rules of passwords say more kindly what is too long."""


class ForgottenForm(BaseForm):
    """For whom the link is."""

    email = StringField(
        _("E-mail address"),
        [InputRequired(), Length(max=254), no_control_characters],
        filters=[clean_line],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )


class NewPasswordForm(BaseForm):
    """The new password, twice because nobody sees what they type."""

    password = PasswordField(
        _("New password"),
        [InputRequired(), Length(max=LONGEST_ENTRY)],
        description=_("At least 12 characters. Several words are easily remembered."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _("New password once more"),
        [InputRequired(), EqualTo("password", _("The two passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )
