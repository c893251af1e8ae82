"""Addresses of the inbox: what they ask for is read and written alike."""

import pytest

from guideline_workshop.forms.inbox import query_of, tags_in, wanted_of
from guideline_workshop.services.inbox import NOBODY, Order, Wanted

EVERYTHING = {
    "state": "submitted",
    "assignee": "7",
    "tag": "Bau & Boden",
    "overdue": "yes",
    "round": "2",
    "sort": "due",
}


def test_everything_can_be_asked_for_at_once():
    wanted = wanted_of({**EVERYTHING, "page": "3"})
    assert wanted == Wanted("submitted", 7, "Bau & Boden", True, 2, Order.DUE, 3)
    assert query_of(wanted) == EVERYTHING
    assert wanted.is_narrowed


@pytest.mark.parametrize(
    "query", [{}, {"state": "open"}, {"assignee": "nobody"}, {"sort": "place"}]
)
def test_what_is_written_is_read_again(query):
    assert query_of(wanted_of(query)) == query


def test_nobody_is_not_everybody():
    assert wanted_of({"assignee": "nobody"}).assignee_id == NOBODY
    assert wanted_of({"assignee": ""}).assignee_id is None


@pytest.mark.parametrize(
    "query",
    [
        {"state": "draft"},
        {"state": "x"},
        {"assignee": "-1"},
        {"assignee": "9" * 30},
        {"assignee": "²"},
        {"assignee": "0"},
        {"tag": "\x00"},
        {"tag": "x" * 41},
        {"overdue": "no"},
        {"round": "x"},
        {"sort": "users.password_hash"},
        {"page": "-3"},
    ],
)
def test_what_nobody_knows_is_no_filter(query):
    assert wanted_of(query) == Wanted()
    assert not wanted_of(query).is_narrowed


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        (None, ()),
        (" , ,", ()),
        ("Bau", ("Bau",)),
        (" Bau ,  Ab  fall,Bau", ("Bau", "Ab fall")),
    ],
)
def test_words_stand_between_commas(text, tags):
    assert tags_in(text) == tags
