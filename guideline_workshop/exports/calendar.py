"""Calendars: moments of a procedure as iCalendar (RFC 5545), to be subscribed to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import icalendar

from guideline_workshop.exports.characters import visible


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens at a point in time."""

    uid: str
    """The same for ever, so that a new date moves the entry instead of adding one."""
    at: dt.datetime
    summary: str
    url: str


def to_calendar(name: str, moments: Iterable[Moment], *, changed_at: dt.datetime) -> bytes:
    """Write a calendar; `changed_at` is when any of it was decided last."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Leitlinien-Werkstatt//DE")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", visible(name))
    for moment in moments:
        event = icalendar.Event()
        event.add("uid", moment.uid)
        event.add("dtstamp", changed_at.astimezone(dt.UTC))
        event.add("dtstart", moment.at.astimezone(dt.UTC))
        event.add("summary", visible(moment.summary))
        event.add("url", moment.url)
        event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
        calendar.add_component(event)
    return bytes(calendar.to_ical())
