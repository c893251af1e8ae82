"""The inbox: narrowing it, arranging who sees to an amendment, noting something on it."""

from collections.abc import Mapping
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from guideline_workshop.forms.base import (
    CONTROL,
    BaseForm,
    clean_line,
    clean_text,
    no_control_characters,
)
from guideline_workshop.i18n import _
from guideline_workshop.models import User
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services.handling import LONGEST_TAG
from guideline_workshop.services.inbox import NOBODY, OPEN, Order, Wanted

STATES = (OPEN, *(one.value for one in AmendmentState if one is not AmendmentState.DRAFT))
NOBODYS = "nobody"


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """Read what an address asks for; what nobody knows is no filter."""
    tag = clean_line(query.get("tag", "")) or ""
    assignee = query.get("assignee", "")
    state, order = query.get("state", ""), query.get("sort", "")
    return Wanted(
        state=state if state in STATES else "",
        assignee_id=NOBODY if assignee == NOBODYS else number_of(assignee),
        tag="" if CONTROL.search(tag) or len(tag) > LONGEST_TAG else tag,
        is_overdue=query.get("overdue") == "yes",
        round_number=number_of(query.get("round", "")),
        order=Order(order) if order in set(Order) else Order.NUMBER,
        page=number_of(query.get("page", "")) or 1,
    )


def query_of(wanted: Wanted) -> dict[str, str]:
    """Write what is wanted as it stands in an address, without the page."""
    is_nobodys = wanted.assignee_id == NOBODY
    values = {
        "state": wanted.state,
        "assignee": NOBODYS if is_nobodys else str(wanted.assignee_id or ""),
        "tag": wanted.tag,
        "overdue": "yes" if wanted.is_overdue else "",
        "round": str(wanted.round_number or ""),
        "sort": "" if wanted.order is Order.NUMBER else wanted.order.value,
    }
    return {name: value for name, value in values.items() if value}


def number_of(text: str) -> int | None:
    """Read a number of ours, None for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return (int(text) or None) if is_number else None


class HandlingForm(BaseForm):
    """Who sees to an amendment, until when, and its tags."""

    assignee = SelectField(_("Assigned to"), [Optional()])
    due_on = DateField(_("To be done by"), [Optional()])
    tags = StringField(
        _("Tags"),
        [Length(max=600), no_control_characters],
        filters=[clean_line],
        description=_("Free words, with commas between them."),
    )
    revision = IntegerField(
        _("Revision"), [InputRequired(), NumberRange(min=0)], widget=HiddenInput()
    )

    def offer(self, people: list[User]) -> None:
        """Offer those who can see to it."""
        self.assignee.choices = assignees(self, people)

    def renew(self, revision: int) -> None:
        """Let the next save name this revision instead of the one that was sent."""
        self.revision.raw_data = None
        self.revision.data = revision

    @property
    def assignee_id(self) -> int | None:
        """The one who was chosen."""
        return int(self.assignee.data) if self.assignee.data else None

    @property
    def tag_names(self) -> tuple[str, ...]:
        """The words of the field."""
        return tags_in(self.tags.data)


class NoteForm(BaseForm):
    """A note for the moderation."""

    body = TextAreaField(
        _("New note"),
        [InputRequired(), Length(max=5_000), no_control_characters],
        filters=[clean_text],
        description=_("Only the moderators read it. It cannot be changed later."),
        render_kw={"rows": 3},
    )


class SavedFilterForm(BaseForm):
    """A name for what the inbox shows."""

    name = StringField(
        _("Name"),
        [InputRequired(), Length(max=80), no_control_characters],
        filters=[clean_line],
        id="filter-name",
    )
    query = HiddenField(_("Choice"), [Length(max=500)])


def assignees(form: BaseForm, people: list[User]) -> list[tuple[str, str]]:
    """Return the choices of a field for a moderator; the first one is nobody."""
    nobody = form.request.localizer.translate(_("nobody"))
    return [("", nobody), *((str(one.id), one.name) for one in people)]


def tags_in(text: Any) -> tuple[str, ...]:
    """Take the words between the commas, each once."""
    words = (" ".join(word.split()) for word in (text or "").split(","))
    return tuple(dict.fromkeys(word for word in words if word))
