"""Sections of a text, as lists are narrowed to them."""

from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.sections import sections


def text(*levels):
    """Make a text of headings (their level) and paragraphs (0)."""
    kinds = [Kind.HEADING if level else Kind.PARAGRAPH for level in levels]
    return Document(
        tuple(
            Provision(f"p{n}", kind, level, f"**Teil** {n}")
            for n, (kind, level) in enumerate(zip(kinds, levels, strict=True))
        )
    )


def test_a_section_ends_before_the_next_heading_that_is_not_lower():
    found = sections(text(1, 0, 2, 0, 1, 0))
    assert [one.key for one in found] == ["p0", "p2", "p4"]
    assert [sorted(one.keys) for one in found] == [
        ["p0", "p1", "p2", "p3"],
        ["p2", "p3"],
        ["p4", "p5"],
    ]
    assert [(one.start, one.level) for one in found] == [(0, 1), (2, 2), (4, 1)]


def test_a_title_is_plain_text():
    assert sections(text(1))[0].title == "Teil 0"


def test_a_text_without_headings_has_no_sections():
    assert sections(text(0, 0)) == ()


def test_what_stands_before_the_first_heading_belongs_to_none():
    assert all("p0" not in one.keys for one in sections(text(0, 1, 0)))
