"""The second factor: entering a code, setting up, confirming by password."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, no_control_characters
from guideline_workshop.i18n import _

CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(BaseForm):
    """The second step of signing in."""

    code = StringField(
        _("Code"),
        [InputRequired(), Length(max=40), no_control_characters],
        filters=[clean_line],
        description=_("The six digits that your app shows now, or one of your recovery codes."),
        render_kw=CODE,
    )


class SetUpForm(BaseForm):
    """The first code of an app, which proves that it has the secret."""

    proposal = HiddenField(validators=[InputRequired(), Length(max=400)])
    code = StringField(
        _("Code"),
        [InputRequired(), Length(max=40), no_control_characters],
        filters=[clean_line],
        description=_("The six digits that the app shows now."),
        render_kw={**CODE, "inputmode": "numeric"},
    )


class ConfirmForm(BaseForm):
    """One's own password once more, before something is taken away."""

    password = PasswordField(
        _("Your password"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
