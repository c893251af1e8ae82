"""The text of a version: a sequence of provisions with stable keys, and what is derived from it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any


class Kind(StrEnum):
    """What a provision is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    FIELD = "field"


class Field(StrEnum):
    """The fields of a recommendation, in the order in which they are usually written."""

    FIELD_OF_ACTION = "field_of_action"
    GOAL = "goal"
    MEASURE = "measure"
    TARGET_GROUP = "target_group"
    RESPONSIBLE = "responsible"
    PARTNERS = "partners"
    RESOURCES = "resources"
    TIME_FRAME = "time_frame"
    INDICATOR = "indicator"
    PRIORITY = "priority"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Provision:
    """The unit of a text.

    `key` is stable across versions and never reused. `level` is 1 to 6 for headings and for items
    (depth), 1 for a table's header row and 0 for its other rows, 0 for paragraphs and fields.
    `text` is normalised inline markup (see `markup`); the cells of a row are separated by " | ".
    `field` names the field of a recommendation and is set exactly when `kind` is FIELD.
    """

    key: str
    kind: Kind
    level: int
    text: str
    field: Field | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of what the provision says; its key is not part of that."""
        return _digest(self.kind, self.level, self.field, self.text)

    def as_json(self) -> dict[str, Any]:
        """Plain data for JSON; `from_json` reads it back."""
        data: dict[str, Any] = {
            "key": self.key,
            "kind": self.kind.value,
            "level": self.level,
            "text": self.text,
        }
        if self.field is not None:
            data["field"] = self.field.value
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Provision":
        """Read what `as_json` wrote.

        Raises KeyError, TypeError or ValueError for anything else.
        """
        field = data.get("field")
        return cls(
            key=str(data["key"]),
            kind=Kind(data["kind"]),
            level=int(data["level"]),
            text=str(data["text"]),
            field=Field(field) if field else None,
        )


@lru_cache(maxsize=4096)
def _digest(*said: str | int | None) -> str:
    return hashlib.sha256(canonical_json(said)).hexdigest()


@dataclass(frozen=True)
class Document:
    """The text of one version. Raises ValueError when two provisions have the same key."""

    provisions: tuple[Provision, ...]

    def __post_init__(self) -> None:
        if len(self.positions) != len(self.provisions):
            raise ValueError("two provisions have the same key")

    @cached_property
    def positions(self) -> dict[str, int]:
        """Index of each provision by its key."""
        return {provision.key: index for index, provision in enumerate(self.provisions)}

    def __getitem__(self, key: str) -> Provision:
        """Return the provision with `key`; raises KeyError where there is none."""
        return self.provisions[self.positions[key]]

    def __contains__(self, key: object) -> bool:
        return key in self.positions

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, keys included: the identity of a version."""
        return hashlib.sha256(canonical_json(self.as_json())).hexdigest()

    def as_json(self) -> list[dict[str, Any]]:
        """Plain data for JSON; `from_json` reads it back."""
        return [provision.as_json() for provision in self.provisions]

    @classmethod
    def from_json(cls, data: list[dict[str, Any]]) -> "Document":
        """Read what `as_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
        return cls(tuple(Provision.from_json(item) for item in data))


def canonical_json(data: object) -> bytes:
    """Serialise `data` the same way on every machine: sorted keys, no blanks, UTF-8."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
