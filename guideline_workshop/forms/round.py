"""Rounds and their dates."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from guideline_workshop.forms.base import BaseForm, clean_line, clean_text, no_control_characters
from guideline_workshop.i18n import _
from guideline_workshop.rules.local_time import AmbiguousTime, NonexistentTime, to_utc
from guideline_workshop.rules.rounds import RoundKind

OCCURRENCES = {
    "first": _("the first time (summer time)"),
    "second": _("the second time"),
}
KINDS = {
    RoundKind.COMMENT: _("Comment round"),
    RoundKind.AMENDMENT: _("Amendment round"),
    RoundKind.BALLOT: _("Ballot round"),
}
INPUT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def _occurrence() -> RadioField:
    return RadioField(
        _("This time comes twice that night. Which one is meant?"),
        [Optional()],
        choices=OCCURRENCES,
    )


def _moment(label: str) -> DateTimeLocalField:
    return DateTimeLocalField(label, [InputRequired()], format=INPUT_FORMATS)


class DatesForm(BaseForm):
    """Begin and end, in local time."""

    opens_at = _moment(_("Begin"))
    opens_occurrence = _occurrence()
    closes_at = _moment(_("End"))
    closes_occurrence = _occurrence()

    def __init__(self, request: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.asked: set[str] = set()

    def validate_opens_at(self, field: DateTimeLocalField) -> None:
        """Refuse a time that does not exist; ask when it comes twice."""
        self._check(field, self.opens_occurrence)

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
        """Refuse a time that does not exist; ask when it comes twice."""
        self._check(field, self.closes_occurrence)

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """Begin and end in UTC, of a valid form."""
        return (
            self._utc(self.opens_at, self.opens_occurrence),
            self._utc(self.closes_at, self.closes_occurrence),
        )

    def asks_for(self, occurrence: RadioField) -> bool:
        """Say whether it must be asked which of two times is meant."""
        return occurrence.name in self.asked or bool(occurrence.data)

    def show(self, opens_at: dt.datetime, closes_at: dt.datetime) -> None:
        """Fill in dates that are given in UTC."""
        self.opens_at.data = opens_at.astimezone(self._zone).replace(tzinfo=None)
        self.closes_at.data = closes_at.astimezone(self._zone).replace(tzinfo=None)

    def _check(self, field: DateTimeLocalField, occurrence: RadioField) -> None:
        try:
            self._utc(field, occurrence)
        except NonexistentTime as error:
            raise ValidationError(
                _("This time does not exist: the clocks go forward that night.")
            ) from error
        except AmbiguousTime as error:
            self.asked.add(occurrence.name)
            raise ValidationError(
                _("This time comes twice that night. Please say which one is meant.")
            ) from error

    def _utc(self, field: DateTimeLocalField, occurrence: RadioField) -> dt.datetime:
        second = {"first": False, "second": True}.get(occurrence.data or "")
        if field.data is None:
            raise ValidationError(_("Please give date and time."))
        return to_utc(field.data, self._zone, second=second)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.request.registry.gw.time_zone)


class RoundForm(DatesForm):
    """A new round."""

    kind = SelectField(
        _("Kind of round"),
        choices={kind.value: label for kind, label in KINDS.items()},
    )
    version = SelectField(
        _("Text"), [InputRequired()], coerce=int, description=_("What the round is about.")
    )
    title = StringField(
        _("Title"),
        [InputRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
    )
    associations = SelectMultipleField(
        _("Invited associations"),
        [InputRequired(_("Choose at least one association."))],
        coerce=int,
    )
    supporters_needed = IntegerField(
        _("Supporters needed"),
        [Optional(), NumberRange(min=0, max=100)],
        default=0,
        description=_(
            "For amendment rounds: so many other associations must stand behind an amendment "
            "before it can be admitted. Usually none."
        ),
    )


class RescheduleForm(DatesForm):
    """New dates of a round, with a public reason."""

    reason = TextAreaField(
        _("Reason"),
        [InputRequired(), Length(max=2000), no_control_characters],
        filters=[clean_text],
        description=_("Everybody who takes part can read it."),
        render_kw={"rows": 3},
    )
