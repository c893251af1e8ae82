"""Setting up consultations."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, clean_text, no_control_characters
from guideline_workshop.i18n import _


class ConsultationForm(BaseForm):
    """A new consultation."""

    title = StringField(
        _("Title"),
        [InputRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
    )
    summary = TextAreaField(
        _("What it is about"),
        [Length(max=4000), no_control_characters],
        filters=[clean_text],
        description=_("Two or three sentences for everybody who is invited."),
        render_kw={"rows": 4},
    )
    is_public = BooleanField(
        _("Everybody may read it"),
        description=_("Otherwise only those who take part."),
    )
