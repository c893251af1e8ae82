"""Forms for the pages that every public body must have."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp

from guideline_workshop.forms.base import BaseForm, clean_line, clean_text, no_control_characters
from guideline_workshop.i18n import LANGUAGES, _


class SitePageForm(BaseForm):
    """The text of a page in one language."""

    language = SelectField(_("Language"), choices=LANGUAGES)
    text = TextAreaField(
        _("Text"),
        description=_("Headings begin with #, list items with -, links are [text](https://…)."),
        filters=[clean_text],
        validators=[InputRequired(), Length(max=60_000), no_control_characters],
    )
    revision = HiddenField(validators=[Regexp(r"\d{1,9}\Z")])


class FeedbackForm(BaseForm):
    """What is in somebody's way, and where."""

    message = TextAreaField(
        _("What is in your way?"),
        filters=[clean_text],
        validators=[InputRequired(), Length(max=4_000), no_control_characters],
    )
    page = StringField(
        _("On which page?"),
        filters=[clean_line],
        validators=[Optional(), Length(max=300), no_control_characters],
    )
    email = StringField(
        _("Your e-mail address"),
        description=_("Only if you would like an answer."),
        filters=[clean_line],
        validators=[Optional(), Email(), Length(max=254)],
    )
