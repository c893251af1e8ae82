"""A consultation with its people, and a second one beside it that no query may mix in."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import factories
import pytest
from sqlalchemy.orm import Session
from support.postgresql import Cluster

from guideline_workshop import models
from guideline_workshop.models.engine import create_engine, session_factory
from guideline_workshop.rules.ballots import Choice
from guideline_workshop.rules.roles import GlobalRole, MembershipRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services import ballots, comments
from guideline_workshop.services.drafting import Edit, Place
from guideline_workshop.services.identities import Identity


@dataclass(frozen=True)
class World:
    """Three associations take part, a fourth does not."""

    moderator: Identity
    board: Identity
    administrator: Identity
    associations: tuple[models.Association, ...]
    delegates: tuple[Identity, ...]
    """One of each association."""
    drafter: Identity
    """Of the first association."""
    outsider: Identity
    """Delegate of an association that does not take part."""
    consultation: models.Consultation
    document: models.Document
    version: models.Version

    def on(self, db: Session) -> "World":
        """Return the same world as objects of another session."""
        return replace(
            self,
            associations=tuple(db.get_one(models.Association, one.id) for one in self.associations),
            consultation=db.get_one(models.Consultation, self.consultation.id),
            document=db.get_one(models.Document, self.document.id),
            version=db.get_one(models.Version, self.version.id),
        )

    def round(
        self, db: Session, kind: RoundKind = RoundKind.AMENDMENT, **dates: object
    ) -> models.Round:
        """Plan a round with all three associations; open unless `dates` say otherwise."""
        return factories.round_(db, self.version, self.moderator, kind, **dates)

    def amendment(
        self,
        db: Session,
        in_: models.Round,
        key: str,
        text: str,
        *,
        by: int = 0,
        place: Place = Place.REPLACE,
        state: AmendmentState = AmendmentState.ADMITTED,
    ) -> models.Amendment:
        """Make an amendment of the delegate `by` to one provision."""
        edits = (Edit(place, key, text),)
        delegate = self.delegates[by]
        return factories.in_state(db, state, in_, delegate, self.moderator, edits)

    def adopted(
        self,
        db: Session,
        rounds: tuple[models.Round, models.Round],
        key: str,
        text: str,
        *,
        place: Place = Place.REPLACE,
    ) -> models.Amendment:
        """Make an amendment in the first round that the second round adopts."""
        made = self.amendment(db, rounds[0], key, text, place=place)
        factories.decided(db, rounds[1], made, self.moderator, {self.delegates[0]: Choice.YES})
        return made


def make_world(db: Session, *, is_public: bool = True) -> World:
    """Make the consultation, with noise around it."""
    noise(db)
    associations = tuple(factories.association(db) for _ in range(3))
    moderator = factories.moderator(db)
    consultation = factories.consultation(db, moderator, associations, is_public=is_public)
    moderator = factories.anew(db, moderator)
    drafter = factories.member(db, associations[0], MembershipRole.DRAFTER)
    outsider = factories.member(db, factories.association(db))
    document, version = factories.document_with_version(db, consultation, moderator)
    made = World(
        moderator=moderator,
        board=factories.identity(db, factories.user(db, roles=[GlobalRole.BOARD])),
        administrator=factories.identity(db, factories.user(db, roles=[GlobalRole.ADMINISTRATOR])),
        associations=associations,
        delegates=tuple(factories.identity(db, factories.member(db, one)) for one in associations),
        drafter=factories.identity(db, drafter),
        outsider=factories.identity(db, outsider),
        consultation=consultation,
        document=document,
        version=version,
    )
    noise(db)
    return made


def noise(db: Session) -> models.Consultation:
    """Make a whole private consultation of other people, with something of everything in it."""
    association = factories.association(db)
    delegate = factories.identity(db, factories.member(db, association))
    moderator = factories.moderator(db)
    of = factories.consultation(db, moderator, [association], is_public=False)
    _, version = factories.document_with_version(db, of, moderator)
    rounds = {kind: factories.round_(db, version, moderator, kind) for kind in RoundKind}
    proposed = rounds[RoundKind.AMENDMENT]
    for state in (AmendmentState.DRAFT, AmendmentState.SUBMITTED, AmendmentState.RETURNED):
        factories.in_state(db, state, proposed, delegate, moderator)
    for choice in (Choice.YES, Choice.NO):
        admitted = factories.in_state(db, AmendmentState.ADMITTED, proposed, delegate, moderator)
        ballot = factories.ballot(db, rounds[RoundKind.BALLOT], admitted, moderator)
        ballots.vote(db, ballot, choice, by=delegate, now=factories.NOW)
    said = {"provision_key": "p2", "body": "Anderswo gesagt.", "by": delegate}
    comments.write(db, rounds[RoundKind.COMMENT], now=factories.NOW, **said)
    return of


@pytest.fixture(scope="session")
def sqlite_world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, World]:
    """A database file with a world in it, which no test opens."""
    path = tmp_path_factory.mktemp("world") / "world.sqlite"
    shutil.copyfile(sqlite_template, path)
    return path, committed_world(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgresql_world(postgresql: Cluster, postgresql_template: str) -> tuple[str, World]:
    """The name of a database with a world in it, which no test connects to."""
    name = "gw_world"
    postgresql.execute(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    return name, committed_world(postgresql.url(name))


@pytest.fixture(scope="session")
def sqlite_world_template(sqlite_world: tuple[Path, World]) -> Path:
    """What tests with a world copy."""
    return sqlite_world[0]


@pytest.fixture(scope="session")
def postgresql_world_template(postgresql_world: tuple[str, World]) -> str:
    """What tests with a world copy."""
    return postgresql_world[0]


def committed_world(url: str) -> World:
    """Make a world in a database, once for all tests."""
    engine = create_engine(url)
    with session_factory(engine).begin() as db:
        made = make_world(db)
    engine.dispose()
    return made


@pytest.fixture
def world(request: pytest.FixtureRequest, db: Session) -> World:
    """The consultation that stands in the test's own database."""
    made: World = request.getfixturevalue(f"{db.get_bind().dialect.name}_world")[1]
    return made.on(db)
