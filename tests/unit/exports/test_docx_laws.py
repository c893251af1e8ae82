"""The two laws for Word files: accepted they say the new text, rejected the old one.

Read back is what the exporter writes between cover and closing line, without the file around it,
which costs ten times as much; `test_docx.py` reads whole files.
"""

from hypothesis import note
from lxml import etree
from support.laws import chance_and_sizes, law
from support.prose import amendment, document, revised
from support.tracked import A, publication, same
from support.word import W, read_body, style_names
from support.written import expected

from guideline_workshop.exports.docx import to_docx
from guideline_workshop.exports.docx.body import Body
from guideline_workshop.text.display import compare
from guideline_workshop.text.merge import merge

STYLES = style_names(to_docx(publication((same(A),))))


def written(lines, document):
    """Return the text of a Word file, as its bytes would say it."""
    body = etree.Element(f"{W}body", nsmap={"w": W.strip("{}")})
    text = Body(publication(lines, document=document), lambda _: "rId1", lambda _: 1)
    body.extend(text.elements())
    return etree.fromstring(etree.tostring(body))


def says_both(lines, old, new):
    body = written(lines, new)
    for side, version in (("old", old), ("new", new)):
        found = [(line.style, line.text) for line in read_body(body, STYLES, side)]
        assert found == expected(version.provisions)


@law
def test_a_tracked_file_says_the_new_text_when_accepted_and_the_old_one_when_rejected(number):
    random, size, edits, is_merge = chance_and_sizes(number, 7, 7, 2)
    old = document(random, size)
    if is_merge:
        merged = merge(old, [amendment(random, old, name, edits) for name in "78"])
        lines, new = merged.lines, merged.document
    else:
        new = revised(random, old, edits)
        comparison = compare(old, new)
        lines = random.choice((comparison.lines, comparison.exact))
    note(old)
    note(new)
    says_both(lines, old, new)
