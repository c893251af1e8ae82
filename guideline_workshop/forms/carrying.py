"""Deciding what becomes of an amendment where the next version says something else."""

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from guideline_workshop.forms.base import BaseForm, clean_text, no_control_characters
from guideline_workshop.i18n import _

LONGEST = 20_000


class CarryingForm(BaseForm):
    """What was seen, and why it is decided so; `choices` reads the decisions themselves."""

    edition = IntegerField(validators=[InputRequired(), NumberRange(min=1)])
    target = IntegerField(validators=[InputRequired(), NumberRange(min=1)])
    reason = TextAreaField(
        _("Reason"),
        [Length(max=4000), no_control_characters],
        filters=[clean_text],
        render_kw={"rows": 2},
        description=_("Everybody who takes part can read it in the journal."),
    )

    def choices(self) -> dict[str, tuple[str, str]]:
        """Return choice and own words for each doubt, by its id; what is too long is cut."""
        post = self.request.POST
        return {
            name.removeprefix("choice-"): (
                value,
                (clean_text(post.get(name.replace("choice-", "words-", 1), "")) or "")[:LONGEST],
            )
            for name, value in post.items()
            if name.startswith("choice-")
        }
