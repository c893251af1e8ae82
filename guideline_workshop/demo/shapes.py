"""What the demonstration consultation consists of, as plain data.

Everything names everything else by the keys of the data files. A provision is addressed by how
its plain text begins (see `addressing`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState, DocumentType
from guideline_workshop.text.document import Kind

ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, order=True)
class Moment:
    """A local time on a day counted from the day of loading, which is 0."""

    day: int
    clock: dt.time

    def on(self, today: dt.date) -> dt.datetime:
        """Return the moment in UTC when the consultation is loaded on `today`."""
        local = dt.datetime.combine(today + dt.timedelta(days=self.day), self.clock, ZONE)
        return local.astimezone(dt.UTC)


@dataclass(frozen=True)
class Act:
    """Who did something, and when."""

    user: str
    at: Moment


@dataclass(frozen=True)
class Association:
    """An invented association."""

    key: str
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True)
class User:
    """An invented person with a login; `function` is what they are in their organisation."""

    key: str
    name: str
    function: str
    email: str
    password: str
    roles: frozenset[GlobalRole]
    memberships: Mapping[str, MembershipRole]
    """Role by association."""


@dataclass(frozen=True)
class Draft:
    """A document and the Markdown of its first version."""

    key: str
    slug: str
    type: DocumentType
    markdown: str
    published: Act


@dataclass(frozen=True)
class Round:
    """A round on version number `version` of a document; every association is invited."""

    key: str
    document: str
    version: int
    kind: RoundKind
    title: str
    planned: Act
    opens: Moment
    closes: Moment


@dataclass(frozen=True)
class NewProvision:
    """A provision that does not yet have a key."""

    kind: Kind
    level: int
    text: str


@dataclass(frozen=True)
class Replacement:
    """A phrase that occurs exactly once in its provision, and what stands there instead."""

    old: str
    new: str


@dataclass(frozen=True)
class Edit:
    """Phrases inside the provision `at` replaced."""

    at: str
    replacements: tuple[Replacement, ...]


@dataclass(frozen=True)
class Strike:
    """The provision `at` removed."""

    at: str


@dataclass(frozen=True)
class Insert:
    """New provisions after the provision `after`."""

    after: str
    provisions: tuple[NewProvision, ...]


@dataclass(frozen=True)
class Split:
    """The provision `at` cut in two; the second one begins with the phrase `before`."""

    at: str
    before: str


@dataclass(frozen=True)
class Move:
    """The provision `at` moved behind the provision `after`."""

    at: str
    after: str


Change = Edit | Strike | Insert | Split | Move


@dataclass(frozen=True)
class Decision:
    """What the moderation decided about a submitted amendment: admitted, or not and why."""

    made: Act
    state: AmendmentState
    reason: str


@dataclass(frozen=True)
class Amendment:
    """An amendment; one that is not submitted is a draft. Votes are by association."""

    key: str
    round: str
    association: str
    title: str
    rationale: str
    written: Act
    is_submitted: bool
    changes: tuple[Change, ...]
    decision: Decision | None
    votes: Mapping[str, Choice]


@dataclass(frozen=True)
class Resolution:
    """How the conflict between `amendments` at a provision was decided.

    Either `take` names the amendments taken, in order, or `wording` is the moderation's own.
    """

    at: str
    amendments: frozenset[str]
    take: tuple[str, ...]
    wording: tuple[NewProvision, ...]
    reason: str


@dataclass(frozen=True)
class Consolidation:
    """The merging of the adopted amendments to a version into the next."""

    document: str
    version: int
    begun: Act
    published: Act
    resolutions: tuple[Resolution, ...]


@dataclass(frozen=True)
class Reply:
    """An answer to a comment; without an association it is the moderation's."""

    association: str | None
    written: Act
    text: str


@dataclass(frozen=True)
class Comment:
    """A comment on the provision `at`, or on the whole document where that is None."""

    round: str
    at: str | None
    association: str
    written: Act
    text: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class Demo:
    """The whole demonstration consultation; rounds and amendments stand in order of time."""

    slug: str
    title: str
    district: str
    board: str
    office: str
    summary: str
    description: str
    moderators: tuple[str, ...]
    founded: Act
    invited: Act
    documents: tuple[Draft, ...]
    rounds: tuple[Round, ...]
    associations: tuple[Association, ...]
    users: tuple[User, ...]
    amendments: tuple[Amendment, ...]
    comments: tuple[Comment, ...]
    consolidation: Consolidation | None

    def delegates_of(self, association: str) -> tuple[User, ...]:
        """Return those who may submit and vote for the association."""
        delegate = MembershipRole.DELEGATE
        return tuple(u for u in self.users if u.memberships.get(association) is delegate)
