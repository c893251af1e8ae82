"""The table of formats, and the names of files (threat 22)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tracked import A, publication, same

from guideline_workshop.exports import FORMATS, filename
from guideline_workshop.exports.publication import Publication

STARTS = {"docx": b"PK", "pdf": b"%PDF-", "html": b"<!DOCTYPE html>", "markdown": b"# "}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_writes_its_kind_of_file(name):
    assert FORMATS[name].write(publication((same(A),))).startswith(STARTS[name])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("docx", "leitlinien-fuer-groesse-entwurf-2-aenderungen.docx"),
        ("markdown", "leitlinien-fuer-groesse-entwurf-2.md"),
    ],
)
def test_files_are_named_after_title_and_version(name, wanted):
    assert filename(publication((same(A),), title="Leitlinien für Größe"), name) == wanted


@given(st.text(), st.text(), st.sampled_from(sorted(FORMATS)))
def test_no_title_leaves_the_folder(title, version, name):
    found = filename(publication((same(A),), title=title, version=version), name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,180}\.(docx|pdf|html|md)", found)


def test_a_path_is_no_path():
    assert filename(publication((same(A),), title="../../../etc/passwd"), "pdf").startswith(
        "etc-passwd-"
    )


def test_a_date_without_a_zone_is_refused():
    whole = publication((same(A),))
    with pytest.raises(ValueError, match="time zone"):
        Publication(
            whole.title, "", whole.version, whole.date.replace(tzinfo=None), "", whole.document
        )
