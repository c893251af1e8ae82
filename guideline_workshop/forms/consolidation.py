"""Deciding conflicts between amendments."""

from wtforms import IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange

from guideline_workshop.forms.base import BaseForm, clean_text, no_control_characters
from guideline_workshop.i18n import _

OWN = "own"
REOPEN = "reopen"


class RevisionForm(BaseForm):
    """Which state of the consolidation the moderator has seen."""

    revision = IntegerField(validators=[InputRequired(), NumberRange(min=0)])


class ResolutionForm(RevisionForm):
    """The way out of one conflict: some of the wordings in an order, the old one, or own words."""

    conflict = StringField(validators=[InputRequired(), Length(max=100)])
    choice = RadioField(
        _("What is to stand here?"), [InputRequired(_("Please choose."))], validate_choice=False
    )
    own_words = TextAreaField(
        _("Own wording"),
        [Length(max=20_000), no_control_characters],
        filters=[clean_text],
        description=_("A blank line begins a new paragraph."),
        render_kw={"rows": 5},
    )

    reason = TextAreaField(
        _("Reason"),
        [Length(max=4000), no_control_characters],
        filters=[clean_text],
        render_kw={"rows": 2},
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask for a reason: an adopted amendment may be passed over."""
        if self.choice.data != REOPEN and not field.data:
            raise ValidationError(_("Please give a reason: those concerned have a right to it."))

    def validate_own_words(self, field: TextAreaField) -> None:
        """Ask for the words when own words were chosen."""
        if self.choice.data == OWN and not field.data:
            raise ValidationError(_("Please write the wording, or choose one of the others."))
