"""Who may do what, when: one table, whose answer says why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from guideline_workshop.rules.ballots import BallotState
from guideline_workshop.rules.roles import Role
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.rules.states import OPEN, REVISABLE, AmendmentState

VISITOR, SIGNED_IN = Role.VISITOR, Role.SIGNED_IN
DRAFTER, DELEGATE, MODERATOR = Role.DRAFTER, Role.DELEGATE, Role.MODERATOR
BOARD, ADMINISTRATOR, FOUNDER = Role.BOARD, Role.ADMINISTRATOR, Role.FOUNDER


class Permission(StrEnum):
    """What can be permitted."""

    VISIT = "visit"
    """Pages that need no object: the start page, the form to sign in."""
    SIGN_IN = "session.write"
    """Signing in and out, and choosing the language."""
    ACT_FOR_ASSOCIATION = "identity.act_for"
    READ_PROFILE = "profile.read"
    CHANGE_PROFILE = "profile.write"
    READ_MEMBERS = "membership.read"
    READ_OWN_ASSOCIATION = "association.read_own"
    MANAGE_MEMBERS = "membership.write"
    LEAVE_ASSOCIATION = "membership.leave"
    REDEEM_INVITATION = "invitation.redeem"
    """The link of the mail is what opens this door; see services/redemptions.py."""
    APPOINT_MODERATOR = "moderation.write"
    ADMINISTER = "administration.read"
    """Looking at people, associations, mails and the table of permissions."""
    MANAGE_PEOPLE = "administration.write"
    EDIT_SITE_PAGE = "site_page.write"
    GIVE_FEEDBACK = "feedback.write"
    UNSUBSCRIBE = "mail.unsubscribe"
    """Ending mails by the signed link in one of them."""
    CREATE_CONSULTATION = "consultation.create"
    READ_CONSULTATION = "consultation.read"
    READ_JOURNAL = "journal.read"
    INVITE_ASSOCIATION = "association.invite"
    """Letting known and new associations take part, and inviting their first delegates. Moderators
    change no association: that is MANAGE_PEOPLE, and its own delegates manage its members."""
    CREATE_DOCUMENT = "document.create"
    IMPORT_DRAFT = "draft_import.write"
    PUBLISH_VERSION = "version.publish"
    EXPORT_VERSION = "version.export"
    ADOPT_VERSION = "version.adopt"
    PLAN_ROUND = "round.plan"
    START_AMENDMENT = "amendment.start"
    READ_AMENDMENT = "amendment.read"
    EXPORT_AMENDMENTS = "amendment.export"
    EDIT_AMENDMENT = "amendment.edit"
    SUBMIT_AMENDMENT = "amendment.submit"
    REVISE_AMENDMENT = "amendment.revise"
    WITHDRAW_AMENDMENT = "amendment.withdraw"
    ASK_CO_SUBMITTER = "amendment.ask_co_submitter"
    ANSWER_CO_SUBMISSION = "amendment.answer_co_submission"
    """For the associations that were asked."""
    SUPPORT_AMENDMENT = "amendment.support"
    """For the other associations of the round."""
    CARRY_AMENDMENT_OVER = "amendment.carry_over"
    """Deciding what becomes of it where the next version of the text says something else."""
    TAKE_OVER_AMENDMENT = "amendment.take_over"
    """For those that have submitted it too."""
    ADMIT_AMENDMENT = "amendment.admit"
    HANDLE_AMENDMENTS = "handling.write"
    """The inbox of the moderation: assigning, tagging, noting, and seeing all that."""
    PROPOSE_CORRECTION = "place_correction.propose"
    """Proposing another place for an amendment."""
    ANSWER_CORRECTION = "place_correction.answer"
    RELATE_AMENDMENTS = "relation.write"
    """Saying how two amendments stand to each other."""
    PROPOSE_DECISION = "proposed_decision.write"
    """Writing what the moderation proposes, reading what is not published yet, publishing it."""
    ANSWER_PROPOSAL = "proposed_decision.answer"
    WRITE_COMMENT = "comment.write"
    REPLY_TO_COMMENT = "comment.reply"
    OPEN_BALLOT = "ballot.open"
    READ_BALLOT = "ballot.read"
    VOTE = "ballot.vote"
    CLOSE_BALLOT = "ballot.close"
    READ_RESULT = "ballot.result"
    CONSOLIDATE = "consolidation.write"


class Reason(StrEnum):
    """Why something is not permitted."""

    NOT_SIGNED_IN = "not_signed_in"
    WRONG_ROLE = "wrong_role"
    WRONG_ROUND = "wrong_round"
    ROUND_PLANNED = "round_planned"
    ROUND_CLOSED = "round_closed"
    WRONG_STATE = "wrong_state"


@dataclass(frozen=True)
class Decision:
    """Whether something is permitted, and if not, why."""

    reason: Reason | None = None

    def __bool__(self) -> bool:
        return self.reason is None


@dataclass(frozen=True)
class Rule:
    """The row of a permission. None means that it does not matter."""

    roles: frozenset[Role]
    writes: bool = False
    during: RoundKind | None = None
    """The kind of round that must be open."""
    states: frozenset[str] | None = None


def _reads(*roles: Role, states: frozenset[str] | None = None) -> Rule:
    return Rule(frozenset(roles), states=states)


def _writes(
    *roles: Role,
    during: RoundKind | None = None,
    states: frozenset[str] | None = None,
) -> Rule:
    return Rule(frozenset(roles), writes=True, during=during, states=states)


DRAFT = frozenset({AmendmentState.DRAFT.value})
SUBMITTED = frozenset({AmendmentState.SUBMITTED.value})
ADMITTED = frozenset({AmendmentState.ADMITTED.value})

TABLE: Mapping[Permission, Rule] = {
    Permission.VISIT: _reads(VISITOR),
    Permission.SIGN_IN: _writes(VISITOR),
    Permission.ACT_FOR_ASSOCIATION: _writes(SIGNED_IN),
    Permission.READ_PROFILE: _reads(SIGNED_IN),
    Permission.CHANGE_PROFILE: _writes(SIGNED_IN),
    Permission.READ_MEMBERS: _reads(DRAFTER, DELEGATE),
    Permission.READ_OWN_ASSOCIATION: _reads(DRAFTER, DELEGATE),
    Permission.MANAGE_MEMBERS: _writes(DELEGATE),
    Permission.LEAVE_ASSOCIATION: _writes(DRAFTER, DELEGATE),
    Permission.REDEEM_INVITATION: _writes(VISITOR),
    Permission.APPOINT_MODERATOR: _writes(MODERATOR, ADMINISTRATOR),
    Permission.ADMINISTER: _reads(ADMINISTRATOR),
    Permission.MANAGE_PEOPLE: _writes(ADMINISTRATOR),
    Permission.EDIT_SITE_PAGE: _writes(ADMINISTRATOR),
    Permission.GIVE_FEEDBACK: _writes(VISITOR),
    Permission.UNSUBSCRIBE: _writes(VISITOR),
    Permission.CREATE_CONSULTATION: _writes(FOUNDER),
    Permission.READ_CONSULTATION: _reads(VISITOR),
    Permission.READ_JOURNAL: _reads(DRAFTER, DELEGATE, MODERATOR, BOARD, ADMINISTRATOR),
    Permission.INVITE_ASSOCIATION: _writes(MODERATOR),
    Permission.CREATE_DOCUMENT: _writes(MODERATOR),
    Permission.IMPORT_DRAFT: _writes(MODERATOR),
    Permission.PUBLISH_VERSION: _writes(MODERATOR),
    Permission.EXPORT_VERSION: _reads(SIGNED_IN),
    Permission.ADOPT_VERSION: _writes(BOARD),
    Permission.PLAN_ROUND: _writes(MODERATOR),
    Permission.START_AMENDMENT: _writes(DRAFTER, DELEGATE, during=RoundKind.AMENDMENT),
    Permission.READ_AMENDMENT: _reads(VISITOR),
    Permission.EXPORT_AMENDMENTS: _reads(SIGNED_IN),
    Permission.EDIT_AMENDMENT: _writes(DRAFTER, DELEGATE, during=RoundKind.AMENDMENT, states=DRAFT),
    Permission.SUBMIT_AMENDMENT: _writes(DELEGATE, during=RoundKind.AMENDMENT, states=DRAFT),
    Permission.REVISE_AMENDMENT: _writes(
        DRAFTER,
        DELEGATE,
        during=RoundKind.AMENDMENT,
        states=frozenset(state.value for state in REVISABLE),
    ),
    Permission.WITHDRAW_AMENDMENT: _writes(DELEGATE, states=SUBMITTED | ADMITTED),
    Permission.ASK_CO_SUBMITTER: _writes(
        DELEGATE, during=RoundKind.AMENDMENT, states=DRAFT | SUBMITTED | ADMITTED
    ),
    Permission.ANSWER_CO_SUBMISSION: _writes(
        DELEGATE, during=RoundKind.AMENDMENT, states=DRAFT | SUBMITTED | ADMITTED
    ),
    Permission.SUPPORT_AMENDMENT: _writes(
        DELEGATE, during=RoundKind.AMENDMENT, states=SUBMITTED | ADMITTED
    ),
    Permission.TAKE_OVER_AMENDMENT: _writes(
        DELEGATE, states=frozenset({AmendmentState.WITHDRAWN.value})
    ),
    Permission.CARRY_AMENDMENT_OVER: _writes(
        DELEGATE, MODERATOR, states=frozenset(state.value for state in OPEN)
    ),
    Permission.ADMIT_AMENDMENT: _writes(MODERATOR, states=SUBMITTED),
    Permission.HANDLE_AMENDMENTS: _writes(MODERATOR),
    Permission.PROPOSE_CORRECTION: _writes(MODERATOR, states=SUBMITTED | ADMITTED),
    Permission.ANSWER_CORRECTION: _writes(DELEGATE, states=SUBMITTED | ADMITTED),
    Permission.RELATE_AMENDMENTS: _writes(MODERATOR),
    Permission.PROPOSE_DECISION: _writes(MODERATOR),
    Permission.ANSWER_PROPOSAL: _writes(DELEGATE, states=SUBMITTED | ADMITTED),
    Permission.WRITE_COMMENT: _writes(DRAFTER, DELEGATE, during=RoundKind.COMMENT),
    Permission.REPLY_TO_COMMENT: _writes(DRAFTER, DELEGATE, MODERATOR, during=RoundKind.COMMENT),
    Permission.OPEN_BALLOT: _writes(MODERATOR, during=RoundKind.BALLOT),
    Permission.READ_BALLOT: _reads(VISITOR),
    Permission.VOTE: _writes(DELEGATE, states=frozenset({BallotState.OPEN.value})),
    Permission.CLOSE_BALLOT: _writes(
        MODERATOR, states=frozenset({BallotState.OPEN.value, BallotState.ENDED.value})
    ),
    Permission.READ_RESULT: _reads(
        VISITOR, states=frozenset({BallotState.ENDED.value, BallotState.CLOSED.value})
    ),
    Permission.CONSOLIDATE: _writes(MODERATOR),
}


def decide(
    permission: Permission,
    roles: frozenset[Role],
    *,
    round_kind: RoundKind | None = None,
    round_state: RoundState | None = None,
    state: str | None = None,
) -> Decision:
    """Decide from the table, and give the reason of the first obstacle.

    `roles` are those the identity has towards the object; `round_kind` and `round_state` are those
    of the object's round at the moment of the act; `state` is the object's own.
    """
    rule = TABLE[permission]
    if not roles & rule.roles:
        return Decision(Reason.WRONG_ROLE if SIGNED_IN in roles else Reason.NOT_SIGNED_IN)
    if rule.during is not None and round_kind is not rule.during:
        return Decision(Reason.WRONG_ROUND)
    if rule.during is not None and round_state is not RoundState.OPEN:
        planned = round_state is RoundState.PLANNED
        return Decision(Reason.ROUND_PLANNED if planned else Reason.ROUND_CLOSED)
    if rule.states is not None and state not in rule.states:
        return Decision(Reason.WRONG_STATE)
    return Decision()
