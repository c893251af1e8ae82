"""Find the places that the demonstration data name, and the texts that result."""

from collections.abc import Iterable

from guideline_workshop.demo.shapes import Edit, Split
from guideline_workshop.text.document import Provision
from guideline_workshop.text.markup import plain


def find(provisions: Iterable[Provision], beginning: str) -> Provision:
    """Return the one provision whose plain text begins so; raises LookupError otherwise."""
    found = [provision for provision in provisions if plain(provision.text).startswith(beginning)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} provisions begin with {beginning!r}")
    return found[0]


def edited(text: str, edit: Edit) -> str:
    """Return the text after the edit; raises LookupError where a phrase is not unique."""
    for replacement in edit.replacements:
        _require_once(text, replacement.old)
        text = text.replace(replacement.old, replacement.new)
    return text


def halves(text: str, split: Split) -> tuple[str, str]:
    """Return the texts of the two provisions; raises LookupError where the phrase is not unique."""
    _require_once(text, split.before)
    first, rest = text.split(split.before)
    return first.rstrip(), split.before + rest


def _require_once(text: str, phrase: str) -> None:
    if text.count(phrase) != 1:
        raise LookupError(f"{phrase!r} occurs {text.count(phrase)} times")
