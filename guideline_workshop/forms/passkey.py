"""Passkeys: what the browser answers, names, and giving one up."""

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, no_control_characters
from guideline_workshop.forms.second_factor import ConfirmForm
from guideline_workshop.i18n import _
from guideline_workshop.services.passkeys import LONGEST_NAME

LONGEST_ANSWER = 20_000


class AnswerForm(BaseForm):
    """The answer of an authenticator, as JSON."""

    credential = HiddenField(validators=[InputRequired(), Length(max=LONGEST_ANSWER)])


class NameForm(BaseForm):
    """The name by which its owner knows a passkey."""

    name = StringField(
        _("Name of the passkey"),
        [InputRequired(), Length(max=LONGEST_NAME), no_control_characters],
        filters=[clean_line],
        description=_("For example the device it is on."),
    )


class AddForm(NameForm, AnswerForm):
    """A new passkey."""


class RemoveForm(ConfirmForm):
    """Giving a passkey up."""
