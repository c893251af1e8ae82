"""Comments: writing one, and replying."""

from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from guideline_workshop.forms.base import BaseForm, clean_text, no_control_characters
from guideline_workshop.i18n import _
from guideline_workshop.services.comments import LONGEST


class ReplyForm(BaseForm):
    """A reply."""

    body = TextAreaField(
        _("Reply"),
        [InputRequired(), Length(max=LONGEST), no_control_characters],
        filters=[clean_text],
    )


class CommentForm(BaseForm):
    """A comment on a passage, or on the text as a whole."""

    provision = SelectField(_("What is it about?"), default="")
    body = TextAreaField(
        _("Comment"),
        [InputRequired(), Length(max=LONGEST), no_control_characters],
        filters=[clean_text],
    )

    def offer(self, passages: dict[str, str]) -> None:
        """Set the passages one can choose from."""
        self.provision.choices = passages
