"""A large round made from the demonstration: many amendments to the guidelines, most of them close.

Which ones are made is fixed, so that every installation and every measurement has the same.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from guideline_workshop.demo import content, shapes
from guideline_workshop.imports.reader import read_pasted
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.text.document import Kind, Provision
from guideline_workshop.text.markup import plain

CLOSE = 0.97
"""The share of amendments to the passages that many want to change."""
DISPUTED = 14
"""How many passages these are."""
ALIKE = 12
"""Every so many amendments one says the same as the one before."""
TWO_PLACES = 0.15
"""The share of amendments that change two passages."""
WAITING = 14
"""Of twenty amendments these and the later ones wait for the moderation."""
LATEST_DAY = -3
"""The day of the last submission, counted from the day of loading."""
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ*])")


def load(count: int = 100) -> shapes.Demo:
    """Build the demonstration of a large round with `count` amendments of ten associations."""
    small, data = content.load(), content.toml("large.toml")
    guidelines = next(one for one in small.documents if one.key == "guidelines")
    associations = (
        *small.associations,
        *(shapes.Association(**one) for one in data["associations"]),
    )
    users = (*small.users, *(content.user(one, small.users[0].password) for one in data["users"]))
    frame = replace(
        small,
        title=data["title"],
        summary=content.prose(data["summary"]),
        description=content.prose(data["description"]),
        documents=(guidelines,),
        rounds=(_round(data),),
        associations=associations,
        users=users,
        amendments=(),
        comments=(),
        consolidation=None,
    )
    return replace(frame, amendments=tuple(_Writer(frame, data).amendments(count)))


def _round(data: content.Table) -> shapes.Round:
    return shapes.Round(
        key="large",
        document="guidelines",
        version=1,
        kind=RoundKind.AMENDMENT,
        title=data["round"],
        planned=content.act(data["planned"]),
        opens=content.moment(data["opens"]),
        closes=content.moment(data["closes"]),
    )


class _Writer:
    """Writes amendments, one after the other."""

    def __init__(self, frame: shapes.Demo, data: content.Table) -> None:
        self._random = Random(7)  # noqa: S311 -- it makes texts, no secrets
        self._frame, self._data = frame, data
        provisions = read_pasted(frame.documents[0].markdown).provisions
        self._section: dict[str, str] = {}
        heading = data["beginning"]
        for one in provisions:
            if one.kind is Kind.HEADING:
                heading = plain(one.text)
            self._section[one.key] = heading
        self._places = [
            one
            for one in provisions
            if one.kind is Kind.PARAGRAPH and len(SENTENCE.split(one.text)) > 1
        ]
        self._disputed = self._random.sample(self._places, DISPUTED)

    def amendments(self, count: int) -> Iterator[shapes.Amendment]:
        """Yield `count` amendments in the order of their submission."""
        dates = self._frame.rounds[0]
        days = LATEST_DAY - dates.opens.day
        changes: tuple[shapes.Change, ...] = ()
        place = ""
        for number in range(count):
            association = self._frame.associations[number % len(self._frame.associations)].key
            if number % ALIKE or not changes:
                place, changes = self._changes(association)
            concern = self._data["concerns"][association]
            day, minutes = divmod(number * days * 600 // count, 600)
            clock = dt.time(9 + minutes // 60, minutes % 60, number % 60)
            writer = self._frame.delegates_of(association)[0].key
            yield shapes.Amendment(
                key=f"large-{number + 1}",
                round=dates.key,
                association=association,
                title=f"{concern['topic']}: {place}"[:200],
                rationale=concern["why"],
                written=shapes.Act(writer, shapes.Moment(dates.opens.day + 1 + day, clock)),
                is_submitted=True,
                changes=changes,
                decision=self._decision(number),
                votes={},
            )

    def _changes(self, association: str) -> tuple[str, tuple[shapes.Change, ...]]:
        """Return the section that is changed, and how: once, or in two places."""
        places = self._disputed if self._random.random() < CLOSE else self._places
        chosen = self._random.sample(places, 2 if self._random.random() < TWO_PLACES else 1)
        changes = tuple(self._change(one, association) for one in chosen)
        return self._section[chosen[0].key], changes

    def _change(self, at: Provision, association: str) -> shapes.Change:
        """Change a passage as the concern of an association asks for."""
        concern = self._data["concerns"][association]
        beginning, sentences = plain(at.text), SENTENCE.split(at.text)
        bindings = [
            shapes.Replacement(one["old"], one["new"])
            for one in self._data["bindings"]
            if at.text.count(one["old"]) == 1
        ]
        last = sentences[-1]
        clause = self._random.choice(concern["clauses"])
        sentence = self._random.choice(concern["sentences"])
        new = shapes.NewProvision(Kind.PARAGRAPH, 0, concern["paragraph"])

        def edit(old: str, words: str) -> shapes.Change:
            return shapes.Edit(beginning, (shapes.Replacement(old, words),))

        ways: list[tuple[int, Callable[[], shapes.Change]]] = [
            (6, lambda: edit(last, f"{last[:-1]}, {clause}{last[-1]}")),
            (4, lambda: edit(last, f"{last} {sentence}")),
            (2, lambda: edit(f" {last}", "")),
            (3, lambda: shapes.Insert(beginning, (new,))),
            (1, lambda: shapes.Strike(beginning)),
            (1, lambda: shapes.Split(beginning, sentences[1])),
        ]
        if bindings:
            ways.append(
                (8, lambda: shapes.Edit(beginning, (self._random.choice(bindings),))),
            )
        (act,) = self._random.choices([act for _, act in ways], [weight for weight, _ in ways])
        return act()

    def _decision(self, number: int) -> shapes.Decision | None:
        """Admit three in five, and refuse a few; the latest still wait."""
        made = content.act(self._data["decided"])
        match number % 20:
            case 7:
                return shapes.Decision(made, AmendmentState.RETURNED, self._data["returned"])
            case 13:
                reason = self._data["not_admitted"]
                return shapes.Decision(made, AmendmentState.NOT_ADMITTED, reason)
            case rest if rest < WAITING:
                return shapes.Decision(made, AmendmentState.ADMITTED, "")
        return None
