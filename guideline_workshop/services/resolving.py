"""Between the choices of a form and the text core's resolutions."""

from collections.abc import Iterator
from itertools import permutations

from guideline_workshop.i18n import _
from guideline_workshop.models import Consolidation
from guideline_workshop.services.drafting import BLANK_LINES
from guideline_workshop.services.errors import Invalid
from guideline_workshop.text.display import TrackedProvision, compare
from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import normalise
from guideline_workshop.text.merge import Alternative, Conflict, ConflictKind, Resolution

KEEP = "keep"
OWN = "own"
SEPARATOR = "+"


def choices(conflict: Conflict) -> Iterator[str]:
    """List what can be chosen: the old wording, each alternative, several in an order, own words.

    A choice names one amendment of each alternative taken, joined by "+".
    """
    yield KEEP
    firsts = [alternative.amendments[0] for alternative in in_order(conflict)]
    yield from firsts
    if len(firsts) <= 3 and _can_all_stand(conflict):
        for size in range(2, len(firsts) + 1):
            for order in permutations(firsts, size):
                yield SEPARATOR.join(order)
    yield OWN


def in_order(conflict: Conflict) -> list[Alternative]:
    """List the alternatives by the numbers of their amendments."""
    return sorted(conflict.alternatives, key=lambda one: int(one.amendments[0]))


def resolution(conflict: Conflict, choice: str, own_words: str) -> Resolution:
    """Turn a choice into a resolution; raises Invalid when it is not one of `choices`."""
    if choice not in set(choices(conflict)):
        raise Invalid(_("Please choose one of the wordings."))
    if choice == OWN:
        return in_own_words(conflict, own_words)
    order = () if choice == KEEP else tuple(choice.split(SEPARATOR))
    return Resolution(conflict.id, order, None)


def in_own_words(conflict: Conflict, own_words: str) -> Resolution:
    """Decide a conflict in own words; a blank line begins a new provision."""
    return Resolution(conflict.id, (), _provisions(conflict, own_words))


def chosen(consolidation: Consolidation) -> dict[str, tuple[str, str, str]]:
    """Return the choice, the own words and the reason of each decision taken, by conflict."""
    return {
        stored["conflict"]: (*_choice(Resolution.from_json(stored)), stored["reason"])
        for stored in consolidation.resolutions
    }


def alternative_lines(conflict: Conflict, alternative: Alternative) -> tuple[TrackedProvision, ...]:
    """Show an alternative as a tracked change of the wording so far."""
    return compare(Document(conflict.base), Document(alternative.provisions)).lines


def _can_all_stand(conflict: Conflict) -> bool:
    """Say whether the alternatives only add something, so that one can follow the other."""
    if conflict.kind not in (ConflictKind.INSERTIONS, ConflictKind.OVERLAP):
        return False
    base = Document(conflict.base)
    return not any(
        compare(base, Document(one.provisions)).stats.words_struck for one in conflict.alternatives
    )


def _choice(resolution: Resolution) -> tuple[str, str]:
    if resolution.provisions is not None:
        return OWN, "\n\n".join(provision.text for provision in resolution.provisions)
    return SEPARATOR.join(resolution.order) or KEEP, ""


def _provisions(conflict: Conflict, own_words: str) -> tuple[Provision, ...]:
    """Cut own words at blank lines; the first part keeps the key and kind of what stood there."""
    model = conflict.base[0] if conflict.base else None
    texts = [text for part in BLANK_LINES.split(own_words) if (text := normalise(part))]
    return tuple(
        Provision(
            key=model.key if model and index == 0 else f"e{conflict.id}.{index}",
            kind=model.kind if model else Kind.PARAGRAPH,
            level=model.level if model else 0,
            text=text,
            field=model.field if model else None,
        )
        for index, text in enumerate(texts)
    )
