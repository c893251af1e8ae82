"""Amendments: proposed changes to one version, and how exactly they are applied.

Every place is a place of the version the amendment was written against. `Insert` and `Move` put
something after where a provision stands there, even if that provision moves or goes; what one
amendment puts into one place keeps the order of its changes.

A change may say why it is proposed, besides the rationale of the amendment. That is not part of
what it does to the text: two changes that differ in nothing else are equal.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_fields
from typing import Any

from guideline_workshop.text.document import Document, Kind, Provision
from guideline_workshop.text.markup import normalise


@dataclass(frozen=True, slots=True)
class Replace:
    """Replace a provision by none (strike it), one (edit it) or more (split it).

    `base` is the digest of the provision this was written against. The provision among
    `provisions` that goes on being the edited one keeps its key; the others have new keys.
    """

    key: str
    base: str
    provisions: tuple[Provision, ...]
    rationale: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert new provisions after the one with key `after`, at the very start if that is ""."""

    after: str
    provisions: tuple[Provision, ...]
    rationale: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Move:
    """Move a provision, written against digest `base`, after the one with key `after`."""

    key: str
    base: str
    after: str
    rationale: str = field(default="", compare=False)


Change = Replace | Insert | Move


@dataclass(frozen=True)
class Amendment:
    """Changes to the version with digest `base`."""

    id: str
    base: str
    changes: tuple[Change, ...]


class StaleBaseError(Exception):
    """The amendment was written against another text; `keys` are the provisions that differ."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(f"written against another text: {', '.join(self.keys)}")


class InvalidAmendmentError(Exception):
    """The changes contradict each other or make no sense; `keys` are the provisions concerned."""

    def __init__(self, reason: str, keys: Iterable[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(f"{reason}: {', '.join(self.keys)}")


StaleBase = StaleBaseError
InvalidAmendment = InvalidAmendmentError


def apply(document: Document, amendment: Amendment) -> Document:
    """Return `document` as amended.

    Raises StaleBase where a provision is not the one the amendment was written against, and
    InvalidAmendment for changes that contradict each other. Nothing is ever patched fuzzily.
    """
    check(document, amendment.changes)
    replaced = {c.key: c.provisions for c in amendment.changes if isinstance(c, Replace)}
    moved = {c.key for c in amendment.changes if isinstance(c, Move)}
    arriving: dict[str, list[Provision]] = {}
    for change in amendment.changes:
        if isinstance(change, Insert):
            arriving.setdefault(change.after, []).extend(map(_canonical, change.provisions))
        elif isinstance(change, Move):
            here = replaced.get(change.key, (document[change.key],))
            arriving.setdefault(change.after, []).extend(map(_canonical, here))
    result = arriving.get("", [])[:]
    for provision in document.provisions:
        if provision.key in replaced and provision.key not in moved:
            result += map(_canonical, replaced[provision.key])
        elif provision.key not in moved:
            result.append(provision)
        result += arriving.get(provision.key, ())
    return Document(tuple(result))


def check(document: Document, changes: Sequence[Change]) -> None:
    """Raise StaleBase or InvalidAmendment unless `changes` can be applied to `document`."""
    wrong = [c.key for c in changes if not isinstance(c, Insert) and not _is_fresh(document, c)]
    wrong += [c.after for c in changes if not isinstance(c, Replace) and _is_unknown(document, c)]
    if wrong:
        raise StaleBaseError(dict.fromkeys(wrong))
    for kind in (Replace, Move):
        _refuse_repeated([c.key for c in changes if isinstance(c, kind)])
    struck = {c.key for c in changes if isinstance(c, Replace) and not c.provisions}
    if astray := [c.key for c in changes if isinstance(c, Move) and c.key in struck | {c.after}]:
        raise InvalidAmendmentError("moved nowhere", astray)
    _refuse_unsound(document, changes)


def _is_fresh(document: Document, change: Replace | Move) -> bool:
    return change.key in document and document[change.key].digest == change.base


def _is_unknown(document: Document, change: Insert | Move) -> bool:
    return bool(change.after) and change.after not in document


def _is_sound(provision: Provision) -> bool:
    """Return whether kind, level and field of a provision go together."""
    has_level = provision.kind in {Kind.HEADING, Kind.ITEM}
    is_named = (provision.field is not None) == (provision.kind is Kind.FIELD)
    return is_named and (not has_level or 1 <= provision.level <= 6)


def _refuse_repeated(keys: Sequence[str]) -> None:
    if repeated := [key for key, count in Counter(keys).items() if count > 1]:
        raise InvalidAmendmentError("more than one change of one provision", repeated)


def _refuse_unsound(document: Document, changes: Sequence[Change]) -> None:
    """Refuse provisions that make no sense, and keys that two would have."""
    seen: set[str] = set()
    for change in changes:
        for new in () if isinstance(change, Move) else change.provisions:
            is_own = isinstance(change, Replace) and new.key == change.key
            if not new.key or new.key in seen or (new.key in document and not is_own):
                raise InvalidAmendmentError("key in use", [new.key])
            if not _is_sound(new):
                raise InvalidAmendmentError("no such kind of provision", [new.key])
            seen.add(new.key)


def _canonical(provision: Provision) -> Provision:
    text = normalise(provision.text)
    return provision if text == provision.text else with_fields(provision, text=text)


def touched(changes: Iterable[Change]) -> frozenset[str]:
    """Return the keys of the provisions `changes` touch; an insertion touches the one before it."""
    keys: set[str] = set()
    for change in changes:
        keys.update([change.after] if isinstance(change, Insert) else [change.key])
    return frozenset(keys - {""})


def changes_as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Plain data for JSON; `changes_from_json` reads it back."""
    return [_as_json(change) for change in changes]


def _as_json(change: Change) -> dict[str, Any]:
    data = _deed_as_json(change)
    if change.rationale:
        data["rationale"] = change.rationale
    return data


def _deed_as_json(change: Change) -> dict[str, Any]:
    if isinstance(change, Move):
        return {"change": "move", "key": change.key, "base": change.base, "after": change.after}
    provisions = [provision.as_json() for provision in change.provisions]
    if isinstance(change, Insert):
        return {"change": "insert", "after": change.after, "provisions": provisions}
    return {
        "change": "replace",
        "key": change.key,
        "base": change.base,
        "provisions": provisions,
    }


def changes_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Read what `changes_as_json` wrote; raises KeyError, TypeError or ValueError otherwise."""
    return tuple(_from_json(item) for item in data)


def _from_json(data: Mapping[str, Any]) -> Change:
    rationale = str(data.get("rationale", ""))
    if data["change"] == "move":
        return Move(str(data["key"]), str(data["base"]), str(data["after"]), rationale)
    provisions = tuple(Provision.from_json(item) for item in data["provisions"])
    if data["change"] == "insert":
        return Insert(str(data["after"]), provisions, rationale)
    if data["change"] == "replace":
        return Replace(str(data["key"]), str(data["base"]), provisions, rationale)
    raise ValueError(f"unknown change: {data['change']}")


def with_rationales(changes: Iterable[Change], before: Iterable[Change]) -> tuple[Change, ...]:
    """Return `changes` with the rationales that `before`, the same ones on another text, had."""
    said = {place: old.rationale for old in before for place in _places(old) if old.rationale}
    return tuple(
        with_fields(change, rationale=next(filter(None, map(said.get, _places(change))), ""))
        for change in changes
    )


def _places(change: Change) -> list[tuple[str, str]]:
    """Say by what a change is known again on another text."""
    if isinstance(change, Insert):
        return [("insert", provision.key) for provision in change.provisions]
    return [(type(change).__name__, change.key)]
