"""Load the demonstration consultation, act by act in the order of time, as people would do it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import chain, count

from sqlalchemy import select
from sqlalchemy.orm import Session

from guideline_workshop import models
from guideline_workshop.demo import shapes
from guideline_workshop.demo.addressing import find
from guideline_workshop.demo.translation import to_changes, to_provisions
from guideline_workshop.imports.reader import read_pasted
from guideline_workshop.rules.roles import GlobalRole
from guideline_workshop.rules.rounds import RoundKind
from guideline_workshop.rules.site_pages import SitePageName
from guideline_workshop.services import (
    amendments,
    ballots,
    comments,
    consolidations,
    consultations,
    documents,
    draft_imports,
    logins,
    rounds,
    site_pages,
    versions,
)
from guideline_workshop.services.identities import Acting, Identity
from guideline_workshop.text.amendment import changes_as_json
from guideline_workshop.text.merge import Conflict, Resolution


@dataclass(frozen=True)
class Step:
    """One act of the demonstration, to be done as if at its moment."""

    at: dt.datetime
    do: Callable[[dt.datetime], object]


def load(db: Session, demo: shapes.Demo, *, now: dt.datetime) -> None:
    """Load everything as if the past acts had happened before `now`; later ones are left out."""
    loader = Loader(db, demo, today=now.astimezone(shapes.ZONE).date())
    loader.people()
    for step in sorted(loader.steps(), key=lambda step: step.at):
        if step.at <= now:
            step.do(step.at)
    db.flush()


class Loader:
    """Knows what has been loaded, by the keys of the data."""

    def __init__(self, db: Session, demo: shapes.Demo, *, today: dt.date) -> None:
        self.db, self.demo, self.today = db, demo, today
        self.users: dict[str, models.User] = {}
        self.associations: dict[str, models.Association] = {}
        self.documents: dict[str, models.Document] = {}
        self.rounds: dict[str, models.Round] = {}
        self.amendments: dict[str, models.Amendment] = {}
        self.comments: dict[shapes.Comment, models.Comment] = {}

    def people(self) -> None:
        """Make associations, users and memberships."""
        founded = self.demo.founded.at.on(self.today)
        for one in self.demo.associations:
            self.associations[one.key] = models.Association(
                name=one.name, short_name=one.short_name, kind=one.kind
            )
        hashes = {password: logins.hash_password(password) for password in self._passwords()}
        for person in self.demo.users:
            self.users[person.key] = models.User(
                email=person.email,
                name=person.name,
                password_hash=hashes[person.password],
                language="de",
                created_at=founded,
                roles=[models.UserRole(role=role) for role in person.roles],
            )
        self.db.add_all([*self.associations.values(), *self.users.values()])
        self.db.flush()
        for person in self.demo.users:
            for key, role in person.memberships.items():
                self.db.add(
                    models.Membership(
                        user=self.users[person.key],
                        association=self.associations[key],
                        role=role,
                        since=founded,
                    )
                )
        self.db.flush()

    def steps(self) -> Iterator[Step]:
        """Yield every act of the demonstration, in no order."""
        demo = self.demo
        yield self._step(demo.founded, self._found)
        yield self._step(demo.founded, self._write_pages)
        yield self._step(demo.invited, self._invite)
        for document in demo.documents:
            yield self._step(document.published, self._publish, document)
        for round_ in demo.rounds:
            yield self._step(round_.planned, self._plan, round_)
        for amendment in demo.amendments:
            yield self._step(amendment.written, self._write, amendment)
            if amendment.decision:
                yield self._step(amendment.decision.made, self._decide, amendment)
            if amendment.votes:
                yield from self._ballot(amendment)
        for comment in demo.comments:
            yield self._step(comment.written, self._comment, comment)
            for reply in comment.replies:
                yield self._step(reply.written, self._reply, comment, reply)
        if demo.consolidation is not None:
            yield self._step(demo.consolidation.begun, self._consolidate, demo.consolidation)
            yield self._step(demo.consolidation.published, self._publish_next)

    def _passwords(self) -> set[str]:
        return {person.password for person in self.demo.users}

    def _step(self, act: shapes.Act, do: Callable[..., object], *arguments: object) -> Step:
        return Step(act.at.on(self.today), lambda now: do(*arguments, by=act.user, now=now))

    def _identity(self, user: str, association: str | None = None) -> Identity:
        """Act as a person, for an association where one is named."""
        person = next(one for one in self.demo.users if one.key == user)
        row = self.users[user]
        acting = None
        if association is not None:
            own = self.associations[association]
            acting = Acting(own.id, own.name, own.short_name, person.memberships[association])
        moderated = select(models.Moderation.consultation_id).where(
            models.Moderation.user_id == row.id
        )
        return Identity(
            user_id=row.id,
            login_id=0,
            name=row.name,
            language="de",
            global_roles=person.roles,
            moderates=frozenset(self.db.scalars(moderated)),
            associations=(acting,) if acting else (),
            acting=acting,
        )

    def _found(self, *, by: str, now: dt.datetime) -> None:
        self.consultation = consultations.create(
            self.db,
            title=self.demo.title,
            summary=f"{self.demo.summary}\n\n{self.demo.description}",
            is_public=True,
            by=self._identity(by),
            now=now,
        )
        for key in self.demo.moderators:
            if key != by:
                self.consultation.moderations.append(models.Moderation(user=self.users[key]))
        self.db.flush()

    def _write_pages(self, *, by: str, now: dt.datetime) -> None:
        """Write what only the administration of the district can know."""
        del by
        writer = next(one.key for one in self.demo.users if GlobalRole.ADMINISTRATOR in one.roles)
        pages = resources.files("guideline_workshop.demo") / "data/pages"
        for file in sorted(pages.iterdir(), key=lambda file: file.name):
            name, language, _ = file.name.split(".")
            text = file.read_text(encoding="utf-8")
            site_pages.save(
                self.db,
                SitePageName(name),
                language,
                text,
                revision=0,
                by=self._identity(writer),
                now=now,
            )

    def _invite(self, *, by: str, now: dt.datetime) -> None:
        ids = [association.id for association in self.associations.values()]
        consultations.invite(self.db, self.consultation, ids, by=self._identity(by), now=now)

    def _publish(self, draft: shapes.Draft, *, by: str, now: dt.datetime) -> None:
        moderator = self._identity(by)
        imported = read_pasted(draft.markdown)
        document = documents.create(
            self.db,
            self.consultation,
            type_=draft.type,
            title=imported.title,
            by=moderator,
            now=now,
        )
        self.documents[draft.key] = document
        started = draft_imports.start(
            self.db, document, imported, filename=f"{draft.slug}.md", by=moderator, now=now
        )
        draft_imports.publish(self.db, started, by=moderator, now=now)

    def _plan(self, one: shapes.Round, *, by: str, now: dt.datetime) -> None:
        version = versions.find(self.db, self.documents[one.document], one.version)
        if version is None:
            raise LookupError(f"{one.document} has no version {one.version}")
        self.rounds[one.key] = rounds.plan(
            self.db,
            version,
            kind=one.kind,
            title=one.title,
            opens_at=one.opens.on(self.today),
            closes_at=one.closes.on(self.today),
            association_ids=[association.id for association in self.associations.values()],
            by=self._identity(by),
            now=now,
        )

    def _write(self, one: shapes.Amendment, *, by: str, now: dt.datetime) -> None:
        delegate = self._identity(by, one.association)
        draft = models.Amendment(
            consultation_id=self.consultation.id,
            round=self.rounds[one.round],
            version=self.rounds[one.round].version,
            association_id=self.associations[one.association].id,
            title=one.title,
            rationale=one.rationale,
            changes=[],
            created_by_id=delegate.user_id,
            created_at=now,
            updated_at=now,
        )
        self.db.add(draft)
        self.db.flush()
        base = amendments.base_of(draft)
        draft.changes = changes_as_json(to_changes(base, one.changes, f"a{draft.id}"))
        self.amendments[one.key] = draft
        if one.is_submitted:
            amendments.submit(self.db, draft, by=delegate, now=now)

    def _decide(self, one: shapes.Amendment, *, by: str, now: dt.datetime) -> None:
        if one.decision is None:
            raise LookupError(f"nothing was decided about {one.key}")
        amendments.move_to(
            self.db,
            self.amendments[one.key],
            one.decision.state,
            reason=one.decision.reason,
            by=self._identity(by),
            now=now,
        )

    def _ballot(self, one: shapes.Amendment) -> Iterator[Step]:
        """Open the ballot when the ballot round opens, vote on the days after, close at its end."""
        dates = next(r for r in self.demo.rounds if r.kind is RoundKind.BALLOT)
        opens, closes = dates.opens.on(self.today), dates.closes.on(self.today)
        place = [amendment.key for amendment in self.demo.amendments].index(one.key)
        minutes = dt.timedelta(minutes=place)
        moderator = dates.planned.user
        key = one.key

        def open_(now: dt.datetime) -> None:
            ballots.open_(
                self.db,
                self.rounds[dates.key],
                self.amendments[key],
                by=self._identity(moderator),
                now=now,
            )

        def close(now: dt.datetime) -> None:
            ballots.close(self.db, self._held(key), by=self._identity(moderator), now=now)

        yield Step(opens + minutes, open_)
        for days, association in enumerate(sorted(one.votes), start=1):
            yield Step(opens + minutes + dt.timedelta(days=days), self._vote(one, association))
        yield Step(closes + minutes + dt.timedelta(minutes=30), close)

    def _vote(self, one: shapes.Amendment, association: str) -> Callable[[dt.datetime], None]:
        delegate = self.demo.delegates_of(association)[0].key

        def vote(now: dt.datetime) -> None:
            by = self._identity(delegate, association)
            ballots.vote(self.db, self._held(one.key), one.votes[association], by=by, now=now)

        return vote

    def _held(self, key: str) -> models.Ballot:
        ballot = ballots.of(self.db, self.amendments[key])
        if ballot is None:
            raise LookupError(f"there is no ballot on {key}")
        return ballot

    def _comment(self, one: shapes.Comment, *, by: str, now: dt.datetime) -> None:
        round_ = self.rounds[one.round]
        provisions = versions.text_of(round_.version).provisions
        comment = comments.write(
            self.db,
            round_,
            provision_key=find(provisions, one.at).key if one.at else None,
            body=one.text,
            by=self._identity(by, one.association),
            now=now,
        )
        self.comments[one] = comment

    def _reply(
        self, comment: shapes.Comment, one: shapes.Reply, *, by: str, now: dt.datetime
    ) -> None:
        who = self._identity(by, one.association)
        comments.reply(self.db, self.comments[comment], one.text, by=who, now=now)

    def _consolidate(self, plan: shapes.Consolidation, *, by: str, now: dt.datetime) -> None:
        moderator = self._identity(by)
        base = versions.find(self.db, self.documents[plan.document], plan.version)
        if base is None:
            raise LookupError(f"{plan.document} has no version {plan.version}")
        self.consolidation = consolidations.begin(self.db, base, by=moderator, now=now)
        for one in plan.resolutions:
            bench = consolidations.workbench(self.db, self.consolidation)
            consolidations.resolve(
                self.db,
                self.consolidation,
                self._resolution(one, bench.merged.conflicts),
                reason=one.reason,
                revision=self.consolidation.revision,
                by=moderator,
                now=now,
            )

    def _resolution(self, one: shapes.Resolution, conflicts: tuple[Conflict, ...]) -> Resolution:
        named = {self.amendments[key].reference for key in one.amendments}
        conflict = next(
            conflict
            for conflict in conflicts
            if named == {r for other in conflict.alternatives for r in other.amendments}
        )
        if one.take:
            taken = tuple(self.amendments[key].reference for key in one.take)
            return Resolution(conflict.id, taken, None)
        kept = (provision.key for provision in conflict.base)
        new = (f"e{conflict.id}.{number}" for number in count(1))
        return Resolution(conflict.id, (), to_provisions(one.wording, chain(kept, new)))

    def _publish_next(self, *, by: str, now: dt.datetime) -> None:
        consolidations.publish(
            self.db,
            self.consolidation,
            revision=self.consolidation.revision,
            by=self._identity(by),
            now=now,
        )
