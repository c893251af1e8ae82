"""Ballots, who may vote in them, and the votes."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from guideline_workshop.models.amendment import Amendment
from guideline_workshop.models.association import Association
from guideline_workshop.models.meta import Base, stored_enum
from guideline_workshop.models.round import Round
from guideline_workshop.rules.ballots import BallotState, Choice, ballot_state
from guideline_workshop.rules.majorities import Majority


class Ballot(Base):
    """One question put to the vote. Wording, rule and roll are frozen when it opens."""

    __tablename__ = "ballots"
    __table_args__ = (
        CheckConstraint("opened_at < closes_at", name="dates_in_order"),
        CheckConstraint("(closed_at IS NULL) = (adopted IS NULL)", name="result_when_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), unique=True)
    wording_digest: Mapped[str] = mapped_column(String(64))
    """The digest of the amendment as it was submitted: what exactly is voted on."""
    majority: Mapped[Majority] = mapped_column(stored_enum(Majority))
    opened_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    """Voting ends here, whether or not anybody has determined the result."""
    closed_at: Mapped[dt.datetime | None]
    """When the moderation determined the result."""
    adopted: Mapped[bool | None]

    round: Mapped[Round] = relationship()
    amendment: Mapped[Amendment] = relationship()
    roll: Mapped[list["RollEntry"]] = relationship()

    def state(self, now: dt.datetime) -> BallotState:
        """Say whether votes are taken, awaited to be counted, or counted."""
        return ballot_state(self.closes_at, self.closed_at, now)


class RollEntry(Base):
    """An association entitled to vote in a ballot."""

    __tablename__ = "roll_entries"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballots.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(
        ForeignKey("associations.id"), primary_key=True, index=True
    )

    association: Mapped[Association] = relationship()


class Vote(Base):
    """The vote of one association. Its key makes a second one impossible."""

    __tablename__ = "votes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ballot_id", "association_id"],
            ["roll_entries.ballot_id", "roll_entries.association_id"],
        ),
    )

    ballot_id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(primary_key=True)
    choice: Mapped[Choice] = mapped_column(stored_enum(Choice))
    cast_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    cast_at: Mapped[dt.datetime]
