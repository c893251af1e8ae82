"""Who may do what, when; and the reason when they may not."""

import itertools

import pytest

from guideline_workshop.rules.ballots import BallotState
from guideline_workshop.rules.permissions import TABLE, Decision, Permission, Reason, decide
from guideline_workshop.rules.roles import Role
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.rules.states import AmendmentState

VISITOR = frozenset({Role.VISITOR})
OUTSIDER = VISITOR | {Role.SIGNED_IN}
DRAFTER = OUTSIDER | {Role.DRAFTER}
DELEGATE = OUTSIDER | {Role.DELEGATE}
MODERATOR = OUTSIDER | {Role.FOUNDER, Role.MODERATOR}
FOREIGN_MODERATOR = OUTSIDER | {Role.FOUNDER}
BOARD = OUTSIDER | {Role.BOARD}
ADMINISTRATOR = OUTSIDER | {Role.ADMINISTRATOR}
PEOPLE = {
    "visitor": VISITOR,
    "outsider": OUTSIDER,
    "drafter": DRAFTER,
    "delegate": DELEGATE,
    "moderator": MODERATOR,
    "foreign moderator": FOREIGN_MODERATOR,
    "board": BOARD,
    "administrator": ADMINISTRATOR,
}

EVERYBODY = set(PEOPLE)
SIGNED_IN = EVERYBODY - {"visitor"}
MAY = {
    Permission.VISIT: EVERYBODY,
    Permission.SIGN_IN: EVERYBODY,
    Permission.ACT_FOR_ASSOCIATION: SIGNED_IN,
    Permission.READ_PROFILE: SIGNED_IN,
    Permission.CHANGE_PROFILE: SIGNED_IN,
    Permission.READ_MEMBERS: {"drafter", "delegate"},
    Permission.READ_OWN_ASSOCIATION: {"drafter", "delegate"},
    Permission.MANAGE_MEMBERS: {"delegate"},
    Permission.LEAVE_ASSOCIATION: {"drafter", "delegate"},
    Permission.REDEEM_INVITATION: EVERYBODY,
    Permission.APPOINT_MODERATOR: {"moderator", "administrator"},
    Permission.ADMINISTER: {"administrator"},
    Permission.MANAGE_PEOPLE: {"administrator"},
    Permission.EDIT_SITE_PAGE: {"administrator"},
    Permission.GIVE_FEEDBACK: EVERYBODY,
    Permission.UNSUBSCRIBE: EVERYBODY,
    Permission.CREATE_CONSULTATION: {"moderator", "foreign moderator"},
    Permission.READ_CONSULTATION: EVERYBODY,
    Permission.READ_JOURNAL: {"drafter", "delegate", "moderator", "board", "administrator"},
    Permission.INVITE_ASSOCIATION: {"moderator"},
    Permission.CREATE_DOCUMENT: {"moderator"},
    Permission.IMPORT_DRAFT: {"moderator"},
    Permission.PUBLISH_VERSION: {"moderator"},
    Permission.EXPORT_VERSION: SIGNED_IN,
    Permission.EXPORT_AMENDMENTS: SIGNED_IN,
    Permission.ADOPT_VERSION: {"board"},
    Permission.PLAN_ROUND: {"moderator"},
    Permission.START_AMENDMENT: {"drafter", "delegate"},
    Permission.READ_AMENDMENT: EVERYBODY,
    Permission.EDIT_AMENDMENT: {"drafter", "delegate"},
    Permission.SUBMIT_AMENDMENT: {"delegate"},
    Permission.REVISE_AMENDMENT: {"drafter", "delegate"},
    Permission.WITHDRAW_AMENDMENT: {"delegate"},
    Permission.ASK_CO_SUBMITTER: {"delegate"},
    Permission.ANSWER_CO_SUBMISSION: {"delegate"},
    Permission.SUPPORT_AMENDMENT: {"delegate"},
    Permission.CARRY_AMENDMENT_OVER: {"delegate", "moderator"},
    Permission.TAKE_OVER_AMENDMENT: {"delegate"},
    Permission.ADMIT_AMENDMENT: {"moderator"},
    Permission.HANDLE_AMENDMENTS: {"moderator"},
    Permission.PROPOSE_CORRECTION: {"moderator"},
    Permission.ANSWER_CORRECTION: {"delegate"},
    Permission.RELATE_AMENDMENTS: {"moderator"},
    Permission.PROPOSE_DECISION: {"moderator"},
    Permission.ANSWER_PROPOSAL: {"delegate"},
    Permission.WRITE_COMMENT: {"drafter", "delegate"},
    Permission.REPLY_TO_COMMENT: {"drafter", "delegate", "moderator"},
    Permission.OPEN_BALLOT: {"moderator"},
    Permission.READ_BALLOT: EVERYBODY,
    Permission.VOTE: {"delegate"},
    Permission.CLOSE_BALLOT: {"moderator"},
    Permission.READ_RESULT: EVERYBODY,
    Permission.CONSOLIDATE: {"moderator"},
}
"""Who may do it when round and state are right: the table again, as people would say it."""

READING = {
    Permission.VISIT,
    Permission.READ_PROFILE,
    Permission.READ_MEMBERS,
    Permission.READ_OWN_ASSOCIATION,
    Permission.ADMINISTER,
    Permission.READ_CONSULTATION,
    Permission.READ_JOURNAL,
    Permission.EXPORT_VERSION,
    Permission.EXPORT_AMENDMENTS,
    Permission.READ_AMENDMENT,
    Permission.READ_BALLOT,
    Permission.READ_RESULT,
}

ROUND = {
    Permission.START_AMENDMENT: RoundKind.AMENDMENT,
    Permission.EDIT_AMENDMENT: RoundKind.AMENDMENT,
    Permission.SUBMIT_AMENDMENT: RoundKind.AMENDMENT,
    Permission.REVISE_AMENDMENT: RoundKind.AMENDMENT,
    Permission.ASK_CO_SUBMITTER: RoundKind.AMENDMENT,
    Permission.ANSWER_CO_SUBMISSION: RoundKind.AMENDMENT,
    Permission.SUPPORT_AMENDMENT: RoundKind.AMENDMENT,
    Permission.WRITE_COMMENT: RoundKind.COMMENT,
    Permission.REPLY_TO_COMMENT: RoundKind.COMMENT,
    Permission.OPEN_BALLOT: RoundKind.BALLOT,
}

STATES = {
    Permission.EDIT_AMENDMENT: {AmendmentState.DRAFT},
    Permission.SUBMIT_AMENDMENT: {AmendmentState.DRAFT},
    Permission.REVISE_AMENDMENT: {
        AmendmentState.SUBMITTED,
        AmendmentState.RETURNED,
        AmendmentState.ADMITTED,
    },
    Permission.WITHDRAW_AMENDMENT: {AmendmentState.SUBMITTED, AmendmentState.ADMITTED},
    Permission.ASK_CO_SUBMITTER: {
        AmendmentState.DRAFT,
        AmendmentState.SUBMITTED,
        AmendmentState.ADMITTED,
    },
    Permission.ANSWER_CO_SUBMISSION: {
        AmendmentState.DRAFT,
        AmendmentState.SUBMITTED,
        AmendmentState.ADMITTED,
    },
    Permission.SUPPORT_AMENDMENT: {AmendmentState.SUBMITTED, AmendmentState.ADMITTED},
    Permission.CARRY_AMENDMENT_OVER: {
        AmendmentState.SUBMITTED,
        AmendmentState.RETURNED,
        AmendmentState.ADMITTED,
    },
    Permission.TAKE_OVER_AMENDMENT: {AmendmentState.WITHDRAWN},
    Permission.ADMIT_AMENDMENT: {AmendmentState.SUBMITTED},
    Permission.ANSWER_PROPOSAL: {AmendmentState.SUBMITTED, AmendmentState.ADMITTED},
    Permission.PROPOSE_CORRECTION: {AmendmentState.SUBMITTED, AmendmentState.ADMITTED},
    Permission.ANSWER_CORRECTION: {AmendmentState.SUBMITTED, AmendmentState.ADMITTED},
    Permission.VOTE: {BallotState.OPEN},
    Permission.CLOSE_BALLOT: {BallotState.OPEN, BallotState.ENDED},
    Permission.READ_RESULT: {BallotState.ENDED, BallotState.CLOSED},
}


def at_the_right_moment(permission, roles):
    return decide(
        permission,
        roles,
        round_kind=ROUND.get(permission),
        round_state=RoundState.OPEN,
        state=next(iter(STATES.get(permission, {None}))),
    )


def somebody_who_may(permission):
    return PEOPLE[min(MAY[permission])]


def test_every_permission_has_its_row():
    assert set(TABLE) == set(Permission) == set(MAY)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("who", PEOPLE)
def test_at_the_right_moment_the_role_decides(permission, who):
    decision = at_the_right_moment(permission, PEOPLE[who])
    if who in MAY[permission]:
        assert decision == Decision()
    else:
        reason = Reason.NOT_SIGNED_IN if who == "visitor" else Reason.WRONG_ROLE
        assert decision == Decision(reason)


@pytest.mark.parametrize("permission", Permission)
def test_a_rule_says_whether_it_lets_people_change_something(permission):
    assert TABLE[permission].writes is (permission not in READING)


VISITORS_MAY = {
    Permission.SIGN_IN,
    Permission.REDEEM_INVITATION,
    Permission.GIVE_FEEDBACK,
    Permission.UNSUBSCRIBE,
}


@pytest.mark.parametrize("permission", sorted(set(Permission) - READING - VISITORS_MAY))
def test_visitors_sign_in_and_report_barriers_and_change_nothing_else(permission):
    assert not at_the_right_moment(permission, VISITOR)


@pytest.mark.parametrize(("permission", "kind"), ROUND.items())
def test_a_round_of_another_kind_is_no_reason(permission, kind):
    for other in (*(set(RoundKind) - {kind}), None):
        decision = decide(
            permission,
            somebody_who_may(permission),
            round_kind=other,
            round_state=RoundState.OPEN,
            state=next(iter(STATES.get(permission, {None}))),
        )
        assert decision == Decision(Reason.WRONG_ROUND)


@pytest.mark.parametrize(("permission", "kind"), ROUND.items())
@pytest.mark.parametrize(
    ("round_state", "reason"),
    [
        (RoundState.PLANNED, Reason.ROUND_PLANNED),
        (RoundState.CLOSED, Reason.ROUND_CLOSED),
        (None, Reason.ROUND_CLOSED),
    ],
)
def test_before_and_after_the_round_the_reason_is_the_date(permission, kind, round_state, reason):
    decision = decide(
        permission,
        somebody_who_may(permission),
        round_kind=kind,
        round_state=round_state,
        state=next(iter(STATES.get(permission, {None}))),
    )
    assert decision == Decision(reason)


STATE_CASES = [
    (permission, state)
    for permission, right in STATES.items()
    for state in (BallotState if isinstance(next(iter(right)), BallotState) else AmendmentState)
]


@pytest.mark.parametrize(("permission", "state"), STATE_CASES)
def test_the_state_of_the_object_decides(permission, state):
    decision = decide(
        permission,
        somebody_who_may(permission),
        round_kind=ROUND.get(permission),
        round_state=RoundState.OPEN,
        state=state.value,
    )
    expected = Decision() if state in STATES[permission] else Decision(Reason.WRONG_STATE)
    assert decision == expected


@pytest.mark.parametrize("permission", sorted(set(Permission) - set(ROUND) - set(STATES)))
def test_what_depends_on_no_round_and_no_state_is_the_same_in_all_of_them(permission):
    kinds, round_states = (*RoundKind, None), (*RoundState, None)
    assert all(
        decide(
            permission,
            somebody_who_may(permission),
            round_kind=kind,
            round_state=round_state,
            state=state,
        )
        for kind, round_state, state in itertools.product(kinds, round_states, ("draft", None))
    )


def test_the_role_is_named_before_the_round_and_the_round_before_the_state():
    wrong = {"round_kind": None, "round_state": None, "state": "submitted"}
    assert decide(Permission.EDIT_AMENDMENT, VISITOR, **wrong).reason is Reason.NOT_SIGNED_IN
    assert decide(Permission.EDIT_AMENDMENT, OUTSIDER, **wrong).reason is Reason.WRONG_ROLE
    assert decide(Permission.EDIT_AMENDMENT, DRAFTER, **wrong).reason is Reason.WRONG_ROUND


def test_an_administrator_has_no_say_in_the_procedure():
    writes = {one for one in Permission if TABLE[one].writes}
    may = {one for one in writes if at_the_right_moment(one, ADMINISTRATOR)}
    assert may == {
        Permission.SIGN_IN,
        Permission.ACT_FOR_ASSOCIATION,
        Permission.CHANGE_PROFILE,
        Permission.MANAGE_PEOPLE,
        Permission.REDEEM_INVITATION,
        Permission.APPOINT_MODERATOR,  # so that a consultation is never without anybody
        Permission.EDIT_SITE_PAGE,
        Permission.UNSUBSCRIBE,
        Permission.GIVE_FEEDBACK,
    }


def test_nobody_both_leads_a_consultation_and_votes_in_it_by_one_role():
    assert not TABLE[Permission.VOTE].roles & TABLE[Permission.CLOSE_BALLOT].roles
