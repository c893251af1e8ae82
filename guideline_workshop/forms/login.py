"""Signing in."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, no_control_characters
from guideline_workshop.i18n import _


class LoginForm(BaseForm):
    """Address and password."""

    email = StringField(
        _("E-mail address"),
        [InputRequired(), Length(max=254), no_control_characters],
        filters=[clean_line],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    password = PasswordField(
        _("Password"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
