"""Every address, and the factory that loads its object for the one who asks."""

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator

from guideline_workshop import (
    administration_contexts,
    contexts,
    inbox_contexts,
    mail_contexts,
    people_contexts,
)

CONSULTATION = r"/consultations/{consultation:[a-z0-9-]+}"
ASSOCIATION = CONSULTATION + r"/associations/{association:\d{1,9}}"
INVITATION = CONSULTATION + r"/invitations/{invitation:\d{1,9}}"
MODERATOR = CONSULTATION + r"/moderation/{user:\d{1,9}}"
MEMBER = r"/members/{user:\d{1,9}}"
MEMBER_INVITATION = r"/members/invitations/{invitation:\d{1,9}}"
LINK = "/invitations/{token:[A-Za-z0-9_-]{20,100}}"
DOCUMENT = CONSULTATION + r"/documents/{document:[a-z0-9-]+}"
DRAFT_IMPORT = DOCUMENT + r"/imports/{draft_import:\d{1,9}}"
VERSION = DOCUMENT + r"/versions/{version:\d{1,9}}"
ROUND = CONSULTATION + r"/rounds/{round:\d{1,9}}"
AMENDMENT = CONSULTATION + r"/amendments/{amendment:d?\d{1,9}}"
COMMENT = CONSULTATION + r"/comments/{comment:\d{1,9}}"
USER = r"/administration/users/{user:\d{1,9}}"
SITE_PAGE = "/pages/{page:[a-z-]+}"
BALLOT = CONSULTATION + r"/ballots/{amendment:\d{1,9}}"


ROUTES: tuple[tuple[Callable[[Any], Any], tuple[tuple[str, str], ...]], ...] = (
    (
        contexts.Context,
        (
            ("home", "/"),
            ("login", "/login"),
            ("second_factor.ask", "/login/code"),
            ("profile.show", "/profile"),
            ("profile.details", "/profile/details"),
            ("profile.password", "/profile/password"),
            ("profile.notifications", "/profile/notifications"),
            ("profile.logins", "/profile/logins"),
            ("profile.data", "/profile/data"),
            ("profile.remove", "/profile/remove"),
            ("second_factor.show", "/profile/second-factor"),
            ("second_factor.codes", "/profile/second-factor/recovery-codes"),
            ("second_factor.remove", "/profile/second-factor/remove"),
            ("provider.sign_in", "/login/provider"),
            ("provider.callback", "/login/provider/callback"),
            ("provider.show", "/profile/provider"),
            ("provider.link", "/profile/provider/link"),
            ("provider.unlink", "/profile/provider/unlink"),
            ("passkey.sign_in", "/login/passkey"),
            ("passkey.sign_in_options", "/login/passkey/options"),
            ("passkey.list", "/profile/passkeys"),
            ("passkey.options", "/profile/passkeys/options"),
            ("passkey.rename", "/profile/passkeys/rename"),
            ("passkey.remove", "/profile/passkeys/remove"),
            ("password.forgotten", "/password"),
            ("password.choose", "/password/new"),
            ("password.link", r"/password/{token:[\w-]{20,100}}"),
            ("logout", "/logout"),
            ("language", "/language"),
            ("acting", "/acting"),
            ("health", "/healthz"),
            ("consultation.new", "/consultations/new"),
            ("security_txt", "/.well-known/security.txt"),
            ("feedback", "/feedback"),
            ("mail.folder", "/mail"),
            ("mail.list", "/administration/mails"),
            ("administration.show", "/administration"),
            ("permission.list", "/administration/permissions"),
            ("journal.administration", "/administration/journal"),
            ("journal.administration_export", "/administration/journal/{format:csv|json}"),
            ("user.list", "/administration/users"),
            ("user.new", "/administration/users/new"),
            ("registry.list", "/administration/associations"),
            ("registry.new", "/administration/associations/new"),
            ("registry.import", "/administration/associations/import"),
            ("registry.take_over", "/administration/associations/take-over"),
            ("registry.export", "/administration/associations.csv"),
        ),
    ),
    (
        contexts.site_page,
        (
            ("site_page.show", SITE_PAGE),
            ("site_page.edit", SITE_PAGE + "/edit"),
        ),
    ),
    (mail_contexts.subscription, (("unsubscribe", r"/unsubscribe/{token:[\w.-]{1,200}}"),)),
    (mail_contexts.mail, (("mail.try_again", r"/administration/mails/{mail:\d{1,9}}"),)),
    (
        administration_contexts.user,
        (
            ("user.show", USER),
            ("user.roles", USER + "/roles"),
            ("user.lock", USER + "/lock"),
            ("user.withdraw_factor", USER + "/withdraw-factor"),
        ),
    ),
    (
        administration_contexts.association,
        (("registry.edit", r"/administration/associations/{association:\d{1,9}}"),),
    ),
    (
        people_contexts.MembersContext,
        (("membership.list", "/members"), ("own_association.show", "/my-association")),
    ),
    (people_contexts.own_membership, (("membership.leave", "/members/leave"),)),
    (
        people_contexts.member,
        (
            ("membership.role", MEMBER + "/role"),
            ("membership.remove", MEMBER + "/remove"),
        ),
    ),
    (
        people_contexts.member_invitation,
        (
            ("membership.send_again", MEMBER_INVITATION + "/send"),
            ("membership.revoke", MEMBER_INVITATION + "/revoke"),
        ),
    ),
    (
        people_contexts.link,
        (
            ("invitation.show", LINK),
            ("invitation.renew", LINK + "/renew"),
        ),
    ),
    (
        contexts.consultation,
        (
            ("consultation.show", CONSULTATION),
            ("consultation.associations", CONSULTATION + "/associations"),
            ("inbox.show", CONSULTATION + "/inbox"),
            ("inbox.preview", CONSULTATION + "/inbox/preview"),
            ("inbox.carry_out", CONSULTATION + "/inbox/carry-out"),
            ("inbox.save_filter", CONSULTATION + "/inbox/filters"),
            ("association.new", CONSULTATION + "/associations/new"),
            ("association.export", CONSULTATION + "/associations/export"),
            ("moderation.list", CONSULTATION + "/moderation"),
            ("journal.show", CONSULTATION + "/journal"),
            ("journal.export", CONSULTATION + "/journal/export/{format:csv|json}"),
            ("document.new", CONSULTATION + "/documents/new"),
            ("round.new", CONSULTATION + "/rounds/new"),
            ("amendment.list", CONSULTATION + "/amendments"),
            ("amendment.export", CONSULTATION + "/amendments/export/{format:csv|xlsx}"),
            ("feed.calendar", CONSULTATION + "/calendar.ics"),
            ("feed.acts", CONSULTATION + "/feed.atom"),
        ),
    ),
    (people_contexts.participation, (("association.delegate", ASSOCIATION + "/delegate"),)),
    (
        people_contexts.consultation_invitation,
        (
            ("association.send_again", INVITATION + "/send"),
            ("association.revoke", INVITATION + "/revoke"),
        ),
    ),
    (people_contexts.moderation, (("moderation.remove", MODERATOR + "/remove"),)),
    (
        contexts.document,
        (
            ("document.show", DOCUMENT),
            ("draft_import.new", DOCUMENT + "/imports/new"),
        ),
    ),
    (
        contexts.draft_import,
        (
            ("draft_import.show", DRAFT_IMPORT),
            ("draft_import.correct", DRAFT_IMPORT + "/correct"),
            ("draft_import.discard", DRAFT_IMPORT + "/discard"),
            ("draft_import.publish", DRAFT_IMPORT + "/publish"),
        ),
    ),
    (
        contexts.version,
        (
            ("version.show", VERSION),
            ("version.compare", VERSION + r"/compare/{other:\d{1,9}}"),
            ("version.export", VERSION + r"/export/{format:[a-z-]+}"),
            ("version.adopt", VERSION + "/adopt"),
            ("version.provenance", VERSION + "/provenance"),
            ("version.passage", VERSION + r"/passages/{key:[^/]{1,60}}"),
            ("consolidation.show", VERSION + "/consolidation"),
            ("consolidation.resolve", VERSION + "/consolidation/resolve"),
            ("consolidation.publish", VERSION + "/consolidation/publish"),
            ("proposed_decision.list", VERSION + "/proposed-decisions"),
            ("comment.list", VERSION + "/comments"),
        ),
    ),
    (
        contexts.round_,
        (
            ("round.show", ROUND),
            ("round.reschedule", ROUND + "/dates"),
            ("amendment.new", ROUND + "/amendments/new"),
            ("comment.new", ROUND + "/comments/new"),
            ("ballot.new", ROUND + "/ballots/new"),
        ),
    ),
    (
        contexts.amendment,
        (
            ("amendment.show", AMENDMENT),
            ("amendment.edit", AMENDMENT + "/edit"),
            ("amendment.discard", AMENDMENT + "/discard"),
            ("amendment.submit", AMENDMENT + "/submit"),
            ("amendment.decide", AMENDMENT + "/decide"),
            ("amendment.withdraw", AMENDMENT + "/withdraw"),
            ("amendment.revise", AMENDMENT + "/revise"),
            ("amendment.check", AMENDMENT + "/check"),
            ("proposed_decision.write", AMENDMENT + "/proposed-decision"),
            ("proposed_decision.answer", AMENDMENT + "/proposed-decision/answer"),
            ("co_submission.ask", AMENDMENT + "/co-submitters"),
            ("amendment.edition", AMENDMENT + r"/editions/{edition:\d{1,4}}"),
        ),
    ),
    (
        inbox_contexts.saved_filter,
        (("inbox.remove_filter", CONSULTATION + r"/inbox/filters/{filter:\d{1,9}}/remove"),),
    ),
    (
        inbox_contexts.submitted_amendment,
        (
            ("handling.show", AMENDMENT + "/handling"),
            ("handling.note", AMENDMENT + "/handling/notes"),
            ("relation.list", AMENDMENT + "/relations"),
            ("place_correction.propose", AMENDMENT + "/place-correction"),
            ("place_correction.answer", AMENDMENT + "/place-correction/answer"),
        ),
    ),
    (
        inbox_contexts.relation,
        (("relation.remove", AMENDMENT + r"/relations/{relation:\d{1,9}}/remove"),),
    ),
    (contexts.asked_amendment, (("co_submission.answer", AMENDMENT + "/co-submission"),)),
    (contexts.supported_amendment, (("amendment.support", AMENDMENT + "/support"),)),
    (contexts.left_amendment, (("amendment.take_over", AMENDMENT + "/take-over"),)),
    (contexts.comment, (("comment.reply", COMMENT + "/replies"),)),
    (
        contexts.ballot,
        (
            ("ballot.show", BALLOT),
            ("ballot.vote", BALLOT + "/vote"),
            ("ballot.close", BALLOT + "/close"),
        ),
    ),
)
"""Names and addresses by the factory of their context; more specific ones stand first."""


def includeme(config: Configurator) -> None:
    """Declare the routes."""
    for factory, routes in ROUTES:
        for name, pattern in routes:
            config.add_route(name, pattern, factory=factory)
