"""Generated pairs of versions with everything that happens to a text between them."""

from dataclasses import replace

from hypothesis import strategies as st

from guideline_workshop.text.document import Document, Field, Kind, Provision
from guideline_workshop.text.markup import escape, normalise

WORDS = st.sampled_from(
    [
        "Der",
        "Kreis",
        "fördert",
        "Sprache",
        "und",
        "Arbeit",
        "für",
        "Bürger*innen.",
        "Kinder,",
        "<ins>",
        "a|b",
    ]
)
SHAPES = st.sampled_from(
    [(Kind.PARAGRAPH, 0, None)] * 4
    + [(Kind.HEADING, 1, None), (Kind.HEADING, 3, None), (Kind.ITEM, 1, None), (Kind.ITEM, 2, None)]
    + [(Kind.ROW, 1, None), (Kind.ROW, 0, None), (Kind.ROW, 0, None), (Kind.FIELD, 0, Field.GOAL)]
)


@st.composite
def texts(draw):
    """A provision without its key: some of a kind, with words that often come again."""
    kind, level, field = draw(SHAPES)
    sentence = " ".join(draw(st.lists(WORDS, min_size=1, max_size=9)))
    if kind is Kind.ROW:
        cells = draw(st.lists(WORDS, min_size=1, max_size=3))
        return kind, level, " | ".join(map(escape, cells)), field
    return kind, level, normalise(escape(sentence)), field


@st.composite
def revised(draw):
    """Two versions: some provisions dropped, added, moved, edited, joined or split."""
    old = [Provision(f"p{n}", *draw(texts())) for n in range(draw(st.integers(0, 6)))]
    new, fresh = [], 0
    for provision in old:
        act = draw(
            st.sampled_from(["keep", "keep", "drop", "edit", "split", "move", "add", "shape"])
        )
        if act == "drop":
            continue
        if act in ("edit", "shape"):
            kind, level, text, field = draw(texts())
            words = [*provision.text.split(" "), *text.split(" ")]
            mixed = provision.kind is Kind.ROW or kind is Kind.ROW
            edited = text if mixed else normalise(" ".join(draw(st.permutations(words))))
            shape = (kind, level) if act == "shape" or mixed else (provision.kind, provision.level)
            field = field if shape[0] is kind and (act == "shape" or mixed) else provision.field
            new.append(Provision(provision.key, *shape, edited, field))
        elif act == "split" and " " in provision.text and provision.kind is not Kind.ROW:
            head, _, tail = provision.text.partition(" ")
            new.append(replace(provision, text=head))
            new.append(replace(provision, key=f"n{fresh}", text=tail))
        elif act == "move":
            new.insert(0, provision)
        else:
            new.append(provision)
        if act == "add":
            new.append(Provision(f"n{fresh}", *draw(texts())))
        fresh += 1
    return Document(tuple(old)), Document(tuple(new))
