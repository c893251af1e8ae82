"""Who leads a consultation."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from guideline_workshop.forms.base import BaseForm
from guideline_workshop.i18n import _


class ModeratorForm(BaseForm):
    """One more moderator."""

    user = SelectField(_("Moderator"), [InputRequired()], coerce=int)
