"""Bulk acts in the inbox: which amendments, and what is to become of them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from guideline_workshop.forms.base import BaseForm, clean_line, no_control_characters
from guideline_workshop.forms.inbox import assignees, number_of, tags_in
from guideline_workshop.i18n import _
from guideline_workshop.models import User
from guideline_workshop.services.bulk_acts import BulkAct, Wish

ACTS = {
    BulkAct.ASSIGN: _("Assign them"),
    BulkAct.TAG: _("Add tags"),
    BulkAct.DUE: _("Set the date"),
    BulkAct.ADMIT: _("Admit them: they go to the vote"),
}


class BulkForm(BaseForm):
    """What is to be done; it is asked for in the address, and sent when it is to be done."""

    act = RadioField(_("What shall be done?"), [InputRequired(_("Choose what shall be done."))])
    to = SelectField(_("Assigned to"), [Optional()], id="bulk-to")
    add = StringField(
        _("Tags to be added"),
        [Length(max=600), no_control_characters],
        filters=[clean_line],
        description=_("Free words, with commas between them."),
        id="bulk-add",
    )
    until = DateField(
        _("To be done by"),
        [Optional()],
        description=_("Left empty, the date is taken away."),
        id="bulk-until",
    )

    def __init__(self, request: Any, people: list[User], *, may_admit: bool) -> None:
        super().__init__(request)
        acts = [one for one in ACTS if may_admit or one is not BulkAct.ADMIT]
        self.act.choices = [(one.value, self._translated(ACTS[one])) for one in acts]
        self.to.choices = assignees(self, people)

    def read(self, query: Any) -> None:
        """Take what an address asks for; Pyramid's `GET`."""
        self.process(query)

    @property
    def wish(self) -> Wish:
        """What is to be done, of a valid form."""
        act = BulkAct(self.act.data)
        until: dt.date | None = self.until.data
        return Wish(
            act,
            int(self.to.data) if act is BulkAct.ASSIGN and self.to.data else None,
            until if act is BulkAct.DUE else None,
            tags_in(self.add.data) if act is BulkAct.TAG else (),
        )

    @property
    def field_of_act(self) -> str:
        """The field beside which a service's message about the act belongs."""
        return {BulkAct.ASSIGN: "to", BulkAct.TAG: "add"}.get(self.act.data, "act")


class CarryOutForm(BulkForm):
    """The same once more, for the amendments of the preview and as it was seen there."""

    numbers = HiddenField(_("Amendments"), [InputRequired(), Length(max=12_000)])
    seen = HiddenField(_("Preview"), [InputRequired(), Length(max=64)])
    query = HiddenField(_("Choice"), [Length(max=500)])

    @property
    def chosen(self) -> set[int]:
        """The numbers of the amendments."""
        return numbers_of((self.numbers.data or "").split(","))


def numbers_of(texts: Iterable[str]) -> set[int]:
    """Read numbers of amendments; what is none is left out."""
    found = (number_of(text) for text in texts)
    return {number for number in found if number is not None}
