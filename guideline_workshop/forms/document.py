"""New documents."""

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_line, no_control_characters
from guideline_workshop.i18n import _
from guideline_workshop.rules.states import DocumentType

TYPES = {
    DocumentType.GUIDELINES: _("Guidelines"),
    DocumentType.RECOMMENDATIONS: _("Recommendations for action"),
}


class DocumentForm(BaseForm):
    """What a document is, before it has a text."""

    type = RadioField(
        _("Type"),
        [InputRequired()],
        choices={type_.value: label for type_, label in TYPES.items()},
        default=DocumentType.GUIDELINES.value,
        description=_(
            "Recommendations have fields such as goal, measure and time frame; "
            "guidelines are prose."
        ),
    )
    title = StringField(
        _("Title"),
        [InputRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
    )
