"""Every value that a page may show has a word for it."""

import pytest

from guideline_workshop.rules.acts import Act
from guideline_workshop.rules.ballots import BallotState, Choice
from guideline_workshop.rules.invitations import InvitationState
from guideline_workshop.rules.notifications import Frequency, MailKind, MailState
from guideline_workshop.rules.permissions import Permission, Reason
from guideline_workshop.rules.relations import RelationKind
from guideline_workshop.rules.roles import GlobalRole, MembershipRole, Role
from guideline_workshop.rules.rounds import RoundKind, RoundState
from guideline_workshop.rules.site_pages import SitePageName
from guideline_workshop.rules.states import AmendmentState
from guideline_workshop.services.registry import Change
from guideline_workshop.text.document import Field, Kind
from guideline_workshop.text.merge import ConflictKind
from guideline_workshop.views.words import FAMILIES

VOCABULARIES = [
    ("mail", MailKind),
    ("mail_state", MailState),
    ("state", AmendmentState),
    ("state", RoundState),
    ("state", BallotState),
    ("reason", Reason),
    ("field", Field),
    ("kind", Kind),
    ("choice", Choice),
    ("act", Act),
    ("conflict", ConflictKind),
    ("invitation", InvitationState),
    ("membership_role", MembershipRole),
    ("relation", RelationKind),
    ("permission", Permission),
    ("role", GlobalRole),
    ("towards", Role),
    ("open_round", RoundKind),
    ("row_change", Change),
    ("frequency", Frequency),
    ("site_page", SitePageName),
]


@pytest.mark.parametrize(("family", "members"), VOCABULARIES)
def test_every_value_has_its_word(family, members):
    missing = {member.value for member in members} - FAMILIES[family].keys()
    assert not missing
