"""What the values of the code's vocabularies are called on pages, each family in one place."""

from collections.abc import Mapping

from translationstring import TranslationString

from guideline_workshop.forms.ballot import CHOICES
from guideline_workshop.i18n import _
from guideline_workshop.views.permission_words import OPEN_ROUNDS, PERMISSIONS, ROLES, TOWARDS

Words = Mapping[str, TranslationString]

STATES: Words = {
    "planned": _("planned"),
    "open": _("open"),
    "ended": _("ended"),
    "closed": _("closed"),
    "void": _("void"),
    "draft": _("draft"),
    "submitted": _("submitted"),
    "admitted": _("admitted"),
    "returned": _("returned"),
    "not_admitted": _("not admitted"),
    "withdrawn": _("withdrawn"),
    "adopted": _("adopted"),
    "adopted_modified": _("adopted in modified form"),
    "rejected": _("rejected"),
    "obsolete": _("settled by another decision"),
    "referred": _("referred"),
    "incorporated": _("incorporated"),
    "published": _("published"),
    "conflict": _("conflict"),
}
REASONS: Words = {
    "not_signed_in": _("Please log in to do this."),
    "wrong_role": _("Your role in this consultation does not include this."),
    "wrong_round": _("There is no round for this at the moment."),
    "round_planned": _("The round has not begun yet."),
    "round_closed": _("The round is over."),
    "wrong_state": _("This is not possible in the present state."),
}
SITE_PAGES: Words = {
    "impressum": _("Imprint"),
    "datenschutz": _("Privacy"),
    "barrierefreiheit": _("Accessibility"),
    "einfach-erklaert": _("Explained simply"),
}
INVITATIONS: Words = {
    "queued": _("mail waits to be sent"),
    "undeliverable": _("mail not deliverable"),
    "sent": _("mail sent"),
    "expired": _("link has expired"),
    "accepted": _("accepted"),
    "revoked": _("revoked"),
}
MEMBERSHIP_ROLES: Words = {
    "drafter": _("Drafter"),
    "delegate": _("Delegate"),
}
FREQUENCIES: Words = {
    "immediately": _("at once"),
    "daily": _("once a day"),
    "weekly": _("once a week"),
    "never": _("never"),
}
FIELDS: Words = {
    "field_of_action": _("Field of action"),
    "goal": _("Goal"),
    "measure": _("Measure"),
    "target_group": _("Target group"),
    "responsible": _("Responsible"),
    "partners": _("Partners"),
    "resources": _("Resources and cost"),
    "time_frame": _("Time frame"),
    "indicator": _("Indicator"),
    "priority": _("Priority"),
    "evidence": _("Evidence"),
}
KINDS: Words = {
    "heading": _("Heading"),
    "paragraph": _("Paragraph"),
    "item": _("List item"),
    "row": _("Table row"),
    "field": _("Field"),
}
CHANGES: Words = {
    "inserted": _("new"),
    "deleted": _("struck"),
    "split": _("split"),
    "joined": _("joined"),
    "moved_here": _("moved here"),
    "moved_away": _("moved away"),
}
ACTS: Words = {
    "user_created": _("Account set up"),
    "association_created": _("Association added"),
    "password_reset": _("New password set"),
    "association_changed": _("Association changed"),
    "user_changed": _("Account changed"),
    "roles_changed": _("Roles changed"),
    "user_locked": _("Account locked"),
    "user_unlocked": _("Account unlocked"),
    "user_removed": _("Personal data removed"),
    "member_invited": _("Member invited"),
    "invitation_revoked": _("Invitation revoked"),
    "invitation_accepted": _("Invitation accepted"),
    "membership_changed": _("Membership changed"),
    "membership_ended": _("Membership ended"),
    "moderator_added": _("Moderator added"),
    "moderator_removed": _("Moderator removed"),
    "password_changed": _("Password changed"),
    "second_factor_added": _("Second factor set up"),
    "second_factor_removed": _("Second factor removed"),
    "provider_linked": _("Sign-in of a provider linked"),
    "provider_unlinked": _("Sign-in of a provider unlinked"),
    "site_page_changed": _("Page changed"),
    "consultation_created": _("Consultation set up"),
    "association_invited": _("Association invited"),
    "document_created": _("Document added"),
    "draft_imported": _("Draft imported"),
    "draft_discarded": _("Imported draft discarded"),
    "version_published": _("Draft published"),
    "round_created": _("Round planned"),
    "round_rescheduled": _("New dates for a round"),
    "amendment_submitted": _("Amendment submitted"),
    "amendment_revised": _("Amendment submitted anew"),
    "amendment_admitted": _("Amendment admitted"),
    "amendment_returned": _("Amendment returned"),
    "amendment_not_admitted": _("Amendment not admitted"),
    "amendment_withdrawn": _("Amendment withdrawn"),
    "comment_written": _("Comment written"),
    "ballot_opened": _("Ballot opened"),
    "vote_cast": _("Vote cast"),
    "ballot_closed": _("Result determined"),
    "consolidation_begun": _("Consolidation begun"),
    "conflict_resolved": _("Conflict decided"),
    "conflict_reopened": _("Decision of a conflict taken back"),
    "version_consolidated": _("Consolidated draft published"),
    "version_adopted": _("Draft adopted by the district board"),
}
CONFLICTS: Words = {
    "overlap": _("Several amendments change the same words."),
    "insertions": _("Several amendments insert something at the same place."),
    "deletion": _("One amendment strikes what another one changes."),
    "moves": _("Several amendments move the same passage."),
}
DETAILS: Words = {
    "abstentions": _("Abstentions"),
    "adopted": _("Adopted"),
    "after": _("Now"),
    "amendments": _("Amendments"),
    "association": _("Association"),
    "ballot": _("Ballot"),
    "base": _("From draft"),
    "before": _("Before"),
    "closes_at": _("End"),
    "comment": _("Comment"),
    "conflict": _("Conflict"),
    "digest": _("Checksum of the wording"),
    "edition": _("Edition"),
    "entitled": _("Entitled to vote"),
    "filename": _("File"),
    "invitation": _("Invitation"),
    "is_public": _("Everybody may read it"),
    "kind": _("Kind of round"),
    "mail": _("Mail"),
    "majority": _("Majority"),
    "new": _("New account"),
    "no": _("No"),
    "opens_at": _("Begin"),
    "order": _("Taken, in this order"),
    "provision": _("Passage"),
    "provisions": _("Passages"),
    "resolution_number": _("Number of the resolution"),
    "role": _("Role"),
    "roll": _("Entitled to vote"),
    "rounds": _("Rounds"),
    "title": _("Title"),
    "type": _("Type"),
    "user": _("Account"),
    "version": _("Draft"),
    "wording_digest": _("Checksum of the wording"),
    "yes": _("Yes"),
}
SUBMISSIONS: Words = {
    "submitted": _("submitted"),
    "revised": _("submitted anew"),
    "taken_over": _("taken over by a co-submitter"),
    "corrected": _("corrected with the consent of the association"),
    "carried": _("carried over to a new draft"),
}
MAILS: Words = {
    "invitation": _("Invitation"),
    "password_reset": _("New password"),
    "account": _("About the own account"),
    "digest": _("What happened"),
    "reminder": _("Reminder"),
    "feedback": _("Report of a barrier"),
}
MAIL_STATES: Words = {
    "waiting": _("waiting"),
    "sent": _("sent"),
    "undeliverable": _("undeliverable"),
    "unneeded": _("no longer needed"),
}
ROW_CHANGES: Words = {
    "new": _("new"),
    "changed": _("will be changed"),
    "unchanged": _("stays as it is"),
    "wrong": _("wrong"),
}
FAMILIES: Mapping[str, Words] = {
    "mail": MAILS,
    "mail_state": MAIL_STATES,
    "state": STATES,
    "reason": REASONS,
    "submission": SUBMISSIONS,
    "field": FIELDS,
    "kind": KINDS,
    "change": CHANGES,
    "choice": CHOICES,
    "act": ACTS,
    "conflict": CONFLICTS,
    "detail": DETAILS,
    "invitation": INVITATIONS,
    "membership_role": MEMBERSHIP_ROLES,
    "frequency": FREQUENCIES,
    "site_page": SITE_PAGES,
    "row_change": ROW_CHANGES,
    "permission": PERMISSIONS,
    "role": ROLES,
    "towards": TOWARDS,
    "open_round": OPEN_ROUNDS,
}
