"""Joint submission: whom to ask, and what those asked say."""

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from guideline_workshop.forms.base import BaseForm
from guideline_workshop.i18n import _


class AskForm(BaseForm):
    """Which associations are asked to submit the amendment too; the choices are the others'."""

    associations = SelectMultipleField(
        _("Associations"),
        [InputRequired(_("Choose at least one of the other associations in this round."))],
        coerce=int,
    )


class AnswerForm(BaseForm):
    """Yes or no to a joint submission."""

    answer = RadioField(_("Answer"), [InputRequired()], choices={"yes": _("Yes"), "no": _("No")})


class SupportForm(BaseForm):
    """Supporting an amendment, or no longer."""

    support = RadioField(_("Support"), [InputRequired()], choices={"yes": _("Yes"), "no": _("No")})
