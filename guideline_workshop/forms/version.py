"""What the board enters when it adopts a version."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from guideline_workshop.forms.base import BaseForm, clean_line, clean_text, no_control_characters
from guideline_workshop.i18n import _


class AdoptionForm(BaseForm):
    """The board's decision."""

    resolution_number = StringField(
        _("Number of the resolution"),
        [Length(max=80), no_control_characters],
        filters=[clean_line],
        description=_("As it stands in the minutes, such as KA 2026/114."),
    )
    note = TextAreaField(
        _("Note"),
        [Length(max=5000), no_control_characters],
        filters=[clean_text],
        description=_("Conditions, votes, whatever should stand beside the text."),
    )
