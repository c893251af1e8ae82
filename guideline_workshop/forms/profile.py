"""One's own account."""

from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, no_control_characters
from guideline_workshop.i18n import LANGUAGES, _
from guideline_workshop.rules.passwords import SHORTEST

NEW = {"autocomplete": "new-password"}


class DetailsForm(BaseForm):
    """What one is called, and the language of pages and mails."""

    name = StringField(
        _("Your name"),
        [InputRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(_("Language of pages and mails"), choices=LANGUAGES)


class PasswordForm(BaseForm):
    """A new password; the old one shows that nobody else sits there."""

    password = PasswordField(
        _("Your present password"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        _("New password"),
        [InputRequired(), Length(max=200)],
        description=_("At least ${shortest} characters.", mapping={"shortest": SHORTEST}),
        render_kw=NEW,
    )
    again = PasswordField(
        _("The same again"),
        [InputRequired(), EqualTo("new", _("The two passwords are not the same."))],
        render_kw=NEW,
    )
