"""Amendments: writing one, deciding on it, withdrawing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from translationstring import TranslationString
from wtforms import (
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from guideline_workshop.forms.base import (
    CONTROL,
    BaseForm,
    clean_line,
    clean_text,
    no_control_characters,
)
from guideline_workshop.i18n import _
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services.drafting import Edit, Place, Way
from guideline_workshop.services.errors import Invalid
from guideline_workshop.services.readiness import MOST_CHANGES
from guideline_workshop.text.document import Field as TextField
from guideline_workshop.text.document import Kind

LONGEST_TEXT = 20_000
INSERTABLE = (Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING, Kind.ROW)

KINDS = {
    Kind.PARAGRAPH: _("Paragraph"),
    Kind.ITEM: _("List item"),
    Kind.HEADING: _("Heading"),
    Kind.ROW: _("Table row"),
}


class NeededLater:
    """Marks a field as needed although the form alone cannot say that it is missing."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Let everything pass: the service knows when it must not be empty."""


@dataclass
class Box:
    """One box of the editor as it was sent, with what is wrong with it."""

    edit: Edit
    errors: list[TranslationString] = field(default_factory=list)
    errors_of_reason: list[TranslationString] = field(default_factory=list)

    @property
    def all_errors(self) -> list[TranslationString]:
        """What is wrong with any part of it."""
        return self.errors + self.errors_of_reason


WAYS = {
    Way.REPLACE.value: _("Change or strike it"),
    Way.BEFORE.value: _("Insert something before it"),
    Way.AFTER.value: _("Insert something after it"),
    Way.JOIN.value: _("Join it with the next one"),
    Way.MOVE.value: _("Move it to another place"),
    Way.GUIDELINE.value: _("Propose a new guideline after this section"),
    Way.RECOMMENDATION.value: _("Propose a new recommendation after this section"),
}


class PlaceForm(BaseForm):
    """Where an amendment begins; `draft` names a draft that is to change this place as well."""

    place = RadioField(_("What would you like to do?"), [InputRequired()], choices=WAYS)
    key = HiddenField(_("Passage"), [InputRequired(), Length(max=40), no_control_characters])
    draft = HiddenField(_("Draft"), [Length(max=10)])


class AmendmentForm(BaseForm):
    """What is proposed besides the text itself; the boxes are read by `boxes`."""

    title = StringField(
        _("Title"),
        [Length(max=200), no_control_characters],
        filters=[clean_line],
        description=_("A few words by which others find it, such as “Language courses for all”."),
    )
    rationale = TextAreaField(
        _("Rationale"),
        [NeededLater(), Length(max=LONGEST_TEXT), no_control_characters],
        filters=[clean_text],
        description=_("Why the text should be changed. You need it when you submit."),
    )
    revision = IntegerField(
        _("Revision"), [InputRequired(), NumberRange(min=0)], widget=HiddenInput()
    )

    def renew(self, revision: int) -> None:
        """Let the next save name this revision instead of the one that was sent."""
        self.revision.raw_data = None
        self.revision.data = revision


class PassageForm(BaseForm):
    """Another passage for the same amendment."""

    add_key = SelectField(_("Passage"))
    add_place = RadioField(
        _("What would you like to do?"),
        [InputRequired()],
        choices=WAYS,
        default=Way.REPLACE.value,
    )


def boxes(request: Any) -> list[Box]:
    """Read the boxes of the editor; raises Invalid when they are not what our page sends."""
    columns = [request.POST.getall(name) for name in ("place", "key", "kind", "text")]
    columns += [request.POST.getall(name) or [""] * len(columns[0]) for name in ("after", "reason")]
    if len(columns[0]) > MOST_CHANGES:
        raise Invalid(_("This is too much for one amendment. Please write several."))
    try:
        return [
            Box(_edit(place, key, shape, text, after, reason))
            for place, key, shape, text, after, reason in zip(*columns, strict=True)
        ]
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid(_("The form was incomplete. Please open the page again.")) from error


def _edit(*sent: str) -> Edit:
    place, key, shape, text, after, reason = sent
    kind, _dot, field_ = shape.partition(".")
    return Edit(
        Place(place),
        str(key),
        clean_text(text) or "",
        Kind(kind),
        TextField(field_) if field_ else None,
        str(after),
        clean_text(reason) or "",
    )


def check(read: Sequence[Box]) -> bool:
    """Note what is wrong with each box; say whether all can be taken."""
    for box in read:
        for words, errors in (
            (box.edit.text, box.errors),
            (box.edit.rationale, box.errors_of_reason),
        ):
            if len(words) > LONGEST_TEXT:
                errors.append(_("Please write at most 20,000 characters in one box."))
            if CONTROL.search(words):
                errors.append(_("This contains characters that cannot be stored."))
        is_field = box.edit.kind is Kind.FIELD and box.edit.field is not None
        if box.edit.place is Place.AFTER and box.edit.kind not in INSERTABLE and not is_field:
            box.errors.append(_("This cannot be inserted."))
    return not any(box.all_errors for box in read)


class DecisionForm(BaseForm):
    """What the moderation decides about a submitted amendment."""

    state = RadioField(
        _("Decision"),
        [InputRequired()],
        choices={
            AmendmentState.ADMITTED.value: _("Admit: it goes to the vote"),
            AmendmentState.RETURNED.value: _("Return it to the association"),
            AmendmentState.NOT_ADMITTED.value: _("Do not admit it"),
        },
    )
    reason = TextAreaField(
        _("Reason"),
        [NeededLater(), Length(max=5_000), no_control_characters],
        filters=[clean_text],
        description=_("Needed unless it is admitted. Everybody can read it."),
    )


class WithdrawalForm(BaseForm):
    """Why an association withdraws its amendment."""

    reason = TextAreaField(
        _("Reason for withdrawing"),
        [Length(max=5_000), no_control_characters],
        filters=[clean_text],
        description=_("Everybody can read it."),
        id="withdrawal-reason",
    )


class RevisionForm(BaseForm):
    """The revision of a draft that was read before it is submitted."""

    revision = IntegerField(
        _("Revision"), [InputRequired(), NumberRange(min=0)], widget=HiddenInput()
    )
