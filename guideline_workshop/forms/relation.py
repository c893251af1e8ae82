"""Relations between amendments: setting one, taking it away."""

from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from guideline_workshop.forms.base import BaseForm, clean_text, no_control_characters
from guideline_workshop.i18n import _
from guideline_workshop.rules.relations import RelationKind

KINDS = {
    RelationKind.COMPETING.value: _("competes with the other one"),
    RelationKind.FURTHER.value: _("goes further than the other one"),
    RelationKind.DEPENDS.value: _("presupposes the other one"),
    RelationKind.OBSOLETE_IF.value: _("is settled if the other one is adopted"),
}


class RelationForm(BaseForm):
    """How this amendment stands to another one."""

    kind = RadioField(_("This amendment"), [InputRequired()], choices=KINDS)
    other = IntegerField(
        _("Number of the other amendment"), [InputRequired(), NumberRange(min=1, max=999_999)]
    )


class RemovalForm(BaseForm):
    """Why a relation does not hold any more."""

    reason = TextAreaField(
        _("Why it is removed"),
        [InputRequired(), Length(max=2_000), no_control_characters],
        filters=[clean_text],
        description=_("All who take part can read it in the journal."),
        render_kw={"rows": 2},
    )
