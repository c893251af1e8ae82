"""What permissions and roles are called, for the page that says who may do what."""

from collections.abc import Mapping

from translationstring import TranslationString

from guideline_workshop.i18n import _
from guideline_workshop.rules.permissions import Permission
from guideline_workshop.rules.roles import GlobalRole, Role
from guideline_workshop.rules.rounds import RoundKind

PERMISSIONS: Mapping[str, TranslationString] = {
    Permission.VISIT: _("Read pages that belong to no consultation"),
    Permission.SIGN_IN: _("Log in and out, choose the language"),
    Permission.ACT_FOR_ASSOCIATION: _("Choose for which of one's associations one acts"),
    Permission.READ_PROFILE: _("See one's own account"),
    Permission.CHANGE_PROFILE: _("Change one's own account"),
    Permission.READ_MEMBERS: _("See the members of one's association"),
    Permission.READ_OWN_ASSOCIATION: _("See what one's association has proposed"),
    Permission.MANAGE_MEMBERS: _("Invite, change and remove members of one's association"),
    Permission.LEAVE_ASSOCIATION: _("Leave one's association"),
    Permission.REDEEM_INVITATION: _("Accept an invitation by its link"),
    Permission.APPOINT_MODERATOR: _("Add and remove moderators of a consultation"),
    Permission.ADMINISTER: _("See people, associations, mails and this table"),
    Permission.MANAGE_PEOPLE: _("Manage accounts, roles everywhere and the register"),
    Permission.EDIT_SITE_PAGE: _("Write imprint, privacy and the other pages of this service"),
    Permission.GIVE_FEEDBACK: _("Report a barrier"),
    Permission.UNSUBSCRIBE: _("End mails by the link in one of them"),
    Permission.CREATE_CONSULTATION: _("Set up a consultation"),
    Permission.READ_CONSULTATION: _("Read a public consultation, or one in which one takes part"),
    Permission.READ_JOURNAL: _("Read the journal of a consultation"),
    Permission.INVITE_ASSOCIATION: _("Let associations take part and invite their first delegates"),
    Permission.CREATE_DOCUMENT: _("Add a document"),
    Permission.IMPORT_DRAFT: _("Import and correct a draft"),
    Permission.PUBLISH_VERSION: _("Publish a draft"),
    Permission.EXPORT_VERSION: _("Download a text"),
    Permission.ADOPT_VERSION: _("Adopt a text"),
    Permission.PLAN_ROUND: _("Plan and extend rounds"),
    Permission.START_AMENDMENT: _("Begin an amendment"),
    Permission.READ_AMENDMENT: _("Read submitted amendments"),
    Permission.EXPORT_AMENDMENTS: _("Download a list of amendments"),
    Permission.EDIT_AMENDMENT: _("Write on a draft of one's association"),
    Permission.SUBMIT_AMENDMENT: _("Submit an amendment of one's association"),
    Permission.REVISE_AMENDMENT: _("Begin a new wording of an amendment of one's association"),
    Permission.WITHDRAW_AMENDMENT: _("Withdraw an amendment of one's association"),
    Permission.ASK_CO_SUBMITTER: _("Ask others to submit an amendment jointly"),
    Permission.ANSWER_CO_SUBMISSION: _("Agree to a joint submission one was asked for, or decline"),
    Permission.SUPPORT_AMENDMENT: _("Support an amendment of others"),
    Permission.CARRY_AMENDMENT_OVER: _(
        "Decide what becomes of an amendment when a newer draft says something else at its place"
    ),
    Permission.TAKE_OVER_AMENDMENT: _("Take over a withdrawn amendment that was submitted jointly"),
    Permission.ADMIT_AMENDMENT: _("Admit an amendment, return it, or not admit it"),
    Permission.HANDLE_AMENDMENTS: _("Use the inbox: assign, tag, note"),
    Permission.PROPOSE_CORRECTION: _("Propose another place for an amendment"),
    Permission.ANSWER_CORRECTION: _("Confirm or refuse another place that is proposed"),
    Permission.RELATE_AMENDMENTS: _("Say how two amendments stand to each other"),
    Permission.PROPOSE_DECISION: _("Propose a decision on an amendment and publish it"),
    Permission.ANSWER_PROPOSAL: _("Agree or object to a modified wording that is proposed"),
    Permission.WRITE_COMMENT: _("Write a comment"),
    Permission.REPLY_TO_COMMENT: _("Reply to a comment"),
    Permission.OPEN_BALLOT: _("Open a ballot"),
    Permission.READ_BALLOT: _("See that there is a ballot"),
    Permission.VOTE: _("Vote for one's association, if it is on the roll"),
    Permission.CLOSE_BALLOT: _("Close a ballot and establish its result"),
    Permission.READ_RESULT: _("See the result of a ballot"),
    Permission.CONSOLIDATE: _("Merge adopted amendments"),
}
ROLES: Mapping[str, TranslationString] = {
    GlobalRole.ADMINISTRATOR: _("Administration"),
    GlobalRole.MODERATOR: _("Moderation"),
    GlobalRole.BOARD: _("District board"),
}
TOWARDS: Mapping[str, TranslationString] = {
    Role.VISITOR: _("everybody"),
    Role.SIGNED_IN: _("everybody who is logged in"),
    Role.DRAFTER: _("drafters"),
    Role.DELEGATE: _("delegates"),
    Role.MODERATOR: _("moderators of the consultation"),
    Role.FOUNDER: _("all moderators"),
    Role.BOARD: _("members of the district board"),
    Role.ADMINISTRATOR: _("administrators"),
}
OPEN_ROUNDS: Mapping[str, TranslationString] = {
    RoundKind.COMMENT: _("in an open comment round"),
    RoundKind.AMENDMENT: _("in an open amendment round"),
    RoundKind.BALLOT: _("in an open ballot round"),
}
