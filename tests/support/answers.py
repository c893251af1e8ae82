"""Who gets what at every address: a line for each view, a column for each role."""

ANSWERS = {
    "ok": 200,
    "do": 303,  # done, and on to a page that shows it
    "set": 200,  # done, and said at once, to a machine too
    "in": 303,  # to the sign-in page
    "no": 403,
    "--": 404,
    "what": 400,
    "late": 409,  # the state of things, or another person, does not allow it
    "over": 410,  # a mailed link that was used, or never was
    "bad": 422,  # nobody can guess what belongs there: a code, a password
}
HIDDEN_IN_PRIVATE = frozenset(
    {"visitor", "outsider", "stranger_drafter", "stranger_delegate", "foreign_moderator"}
)
"""Who may not know of a private consultation: everything in it is as if it did not exist."""

#                      visitor           strangers    others       own          mod.  board
#                            outsider    draft. del.  draft. del.  draft. del.     foreign  admin.
READ = "                ok    ok          ok    ok     ok    ok     ok    ok     ok ok ok    ok"
MODERATOR_PAGE = "      in    no          no    no     no    no     no    no     ok no no    no"
MODERATOR_ACT = "       no    no          no    no     no    no     no    no     do no no    no"
MODERATOR_ONLY_PAGE = " --    --          --    --     --    --     --    --     ok -- --    --"
MODERATOR_ONLY_ACT = "  --    --          --    --     --    --     --    --     do -- --    --"
BOARD_PAGE = "          in    no          no    no     no    no     no    no     no no ok    no"
BOARD_ACT = "           no    no          no    no     no    no     no    no     no no do    no"
ADMINISTRATOR_PAGE = "  in    no          no    no     no    no     no    no     no no no    ok"
ADMINISTRATOR_ACT = "   no    no          no    no     no    no     no    no     no no no    do"
TAKING_PART = "         no    no          no    no     do    do     do    do     no no no    no"
OWN_PAGE = "            --    --          --    --     --    --     ok    ok     -- -- --    --"
OWN_ACT = "             --    --          --    --     --    --     do    do     -- -- --    --"
OWN_DELEGATES_DRAFT = " --    --          --    --     --    --     no    do     -- -- --    --"
OWN_MEMBERS = "         no    no          --    --     --    --     no    do     no no no    no"
OWN_DELEGATE = "        no    no          no    no     no    no     no    do     no no no    no"
TOO_LATE_PAGE = "       in    no          no    no     no    no     no    no     no no no    no"
TOO_LATE_ACT = "        no    no          no    no     no    no     no    no     no no no    no"
OVER = "                over  over        over over  over over  over over    over over over over"
OWN_ACCOUNT_PAGE = "    in    ok          ok    ok     ok    ok     ok    ok     ok ok ok    ok"
OWN_ACCOUNT_ACT = "     no    do          do    do     do    do     do    do     do do do    do"
OWN_ACCOUNT_OPTIONS = " no    ok          ok    ok     ok    ok     ok    ok     ok ok ok    ok"
NOT_CONFIGURED = "      --    --          --    --     --    --     --    --     -- -- --    --"
OWN_ACCOUNT_SECRET = "  no    bad         bad   bad    bad   bad    bad   bad    bad bad bad bad"

VIEWS = {
    ("mail.folder", "GET", ""): "--  --   -- --   -- --   -- --   -- -- -- --",
    ("mail.list", "GET", ""): ADMINISTRATOR_PAGE,
    ("mail.try_again", "POST", ""): "--  --   -- --   -- --   -- --   -- -- -- do",
    ("administration.show", "GET", ""): ADMINISTRATOR_PAGE,
    ("permission.list", "GET", ""): ADMINISTRATOR_PAGE,
    ("journal.administration", "GET", ""): ADMINISTRATOR_PAGE,
    ("journal.administration_export", "GET", ""): ADMINISTRATOR_PAGE,
    ("user.list", "GET", ""): ADMINISTRATOR_PAGE,
    ("user.new", "GET", ""): ADMINISTRATOR_PAGE,
    ("user.new", "POST", ""): ADMINISTRATOR_ACT,
    ("user.show", "GET", ""): ADMINISTRATOR_PAGE,
    ("user.roles", "POST", ""): ADMINISTRATOR_ACT,
    ("user.lock", "POST", ""): ADMINISTRATOR_ACT,
    ("user.withdraw_factor", "POST", ""): ADMINISTRATOR_ACT,
    ("registry.list", "GET", ""): ADMINISTRATOR_PAGE,
    ("registry.export", "GET", ""): ADMINISTRATOR_PAGE,
    ("registry.new", "GET", ""): ADMINISTRATOR_PAGE,
    ("registry.new", "POST", ""): ADMINISTRATOR_ACT,
    ("registry.edit", "GET", ""): ADMINISTRATOR_PAGE,
    ("registry.edit", "POST", ""): ADMINISTRATOR_ACT,
    ("registry.import", "GET", ""): ADMINISTRATOR_PAGE,
    ("registry.import", "POST", ""): "no  no   no no   no no   no no   no no no ok",
    ("registry.take_over", "POST", ""): ADMINISTRATOR_ACT,
    ("unsubscribe", "GET", ""): READ,
    ("unsubscribe", "POST", ""): "set set  set set  set set  set set  set set set set",
    ("feed.calendar", "GET", ""): READ,
    ("feed.acts", "GET", ""): READ,
    ("home", "GET", ""): READ,
    ("health", "GET", ""): READ,
    ("security_txt", "GET", ""): READ,
    ("site_page.show", "GET", ""): READ,
    ("site_page.edit", "GET", ""): ADMINISTRATOR_PAGE,
    ("site_page.edit", "POST", ""): ADMINISTRATOR_ACT,
    ("feedback", "GET", ""): READ,
    ("feedback", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("login", "GET", ""): "ok  do   do do   do do   do do   do do do do",
    ("login", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("logout", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("password.forgotten", "GET", ""): READ,
    ("password.forgotten", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("password.link", "GET", ""): OVER,
    ("password.choose", "GET", ""): OVER,
    ("password.choose", "POST", ""): OVER,
    ("profile.show", "GET", ""): OWN_ACCOUNT_PAGE,
    ("profile.details", "POST", ""): OWN_ACCOUNT_ACT,
    ("profile.password", "POST", ""): OWN_ACCOUNT_SECRET,
    ("profile.notifications", "POST", ""): OWN_ACCOUNT_ACT,
    ("profile.logins", "POST", ""): OWN_ACCOUNT_ACT,
    ("profile.data", "GET", ""): OWN_ACCOUNT_PAGE,
    ("profile.remove", "GET", ""): OWN_ACCOUNT_PAGE,
    ("profile.remove", "POST", ""): OWN_ACCOUNT_SECRET,
    ("passkey.sign_in_options", "POST", ""): READ,
    ("passkey.sign_in", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("passkey.list", "GET", ""): OWN_ACCOUNT_PAGE,
    ("passkey.list", "POST", ""): OWN_ACCOUNT_SECRET,
    ("passkey.options", "POST", ""): OWN_ACCOUNT_OPTIONS,
    ("passkey.rename", "POST", ""): OWN_ACCOUNT_SECRET,
    ("passkey.remove", "POST", ""): OWN_ACCOUNT_SECRET,
    ("provider.sign_in", "POST", ""): NOT_CONFIGURED,
    ("provider.callback", "GET", ""): NOT_CONFIGURED,
    ("provider.callback", "POST", ""): NOT_CONFIGURED,
    ("provider.show", "GET", ""): "in  --   -- --   -- --   -- --   -- -- -- --",
    ("provider.link", "POST", ""): "no  --   -- --   -- --   -- --   -- -- -- --",
    ("provider.unlink", "POST", ""): "no  --   -- --   -- --   -- --   -- -- -- --",
    ("second_factor.ask", "GET", ""): "do  do   do do   do do   do do   do do do do",
    ("second_factor.ask", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("second_factor.show", "GET", ""): OWN_ACCOUNT_PAGE,
    ("second_factor.show", "POST", ""): OWN_ACCOUNT_SECRET,
    ("second_factor.codes", "GET", ""): OWN_ACCOUNT_PAGE,
    ("second_factor.codes", "POST", ""): OWN_ACCOUNT_SECRET,
    ("second_factor.remove", "POST", ""): OWN_ACCOUNT_SECRET,
    ("language", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("acting", "POST", "own"): "no  what what what  what what   do do  what what what what",
    ("consultation.new", "GET", ""): "in  no   no no   no no   no no   ok ok no no",
    ("consultation.new", "POST", ""): "no  no   no no   no no   no no   do do no no",
    ("consultation.show", "GET", ""): READ,
    ("consultation.associations", "GET", ""): MODERATOR_PAGE,
    ("consultation.associations", "POST", ""): MODERATOR_ACT,
    ("association.new", "GET", ""): MODERATOR_PAGE,
    ("association.new", "POST", ""): MODERATOR_ACT,
    ("association.export", "GET", ""): MODERATOR_PAGE,
    ("association.delegate", "GET", ""): MODERATOR_PAGE,
    ("association.delegate", "POST", ""): MODERATOR_ACT,
    ("association.send_again", "POST", ""): MODERATOR_ONLY_ACT,
    ("association.revoke", "POST", ""): MODERATOR_ONLY_ACT,
    ("inbox.show", "GET", ""): MODERATOR_PAGE,
    ("inbox.preview", "GET", ""): MODERATOR_PAGE,
    ("inbox.carry_out", "POST", ""): MODERATOR_ACT,
    ("inbox.save_filter", "POST", ""): MODERATOR_ACT,
    ("inbox.remove_filter", "POST", ""): MODERATOR_ONLY_ACT,
    ("moderation.list", "GET", ""): "in  no   no no   no no   no no   ok no no ok",
    ("moderation.list", "POST", ""): "no  no   no no   no no   no no   do no no do",
    ("moderation.remove", "GET", ""): "--  --   -- --   -- --   -- --   ok -- -- ok",
    ("moderation.remove", "POST", ""): "--  --   -- --   -- --   -- --   do -- -- do",
    ("own_association.show", "GET", ""): "in  no   ok ok   ok ok   ok ok   no no no no",
    ("membership.list", "GET", ""): "in  no   ok ok   ok ok   ok ok   no no no no",
    ("membership.list", "POST", ""): "no  no   no do   no do   no do   no no no no",
    ("membership.leave", "GET", ""): "in  no   ok ok   ok ok   ok ok   no no no no",
    ("membership.leave", "POST", ""): "no  no   do late do late do do   no no no no",
    ("membership.role", "POST", "own"): OWN_MEMBERS,
    ("membership.remove", "GET", "own"): "in  no   -- --   -- --   no ok   no no no no",
    ("membership.remove", "POST", "own"): OWN_MEMBERS,
    ("membership.send_again", "POST", "own"): OWN_MEMBERS,
    ("membership.revoke", "POST", "own"): OWN_MEMBERS,
    ("invitation.show", "GET", ""): READ,
    ("invitation.show", "POST", ""): "do  late late late late late late late late late late late",
    ("invitation.renew", "POST", ""): "do  do   do do   do do   do do   do do do do",
    ("journal.show", "GET", ""): "in  no   no no   ok ok   ok ok   ok no ok ok",
    ("journal.export", "GET", ""): "in  no   no no   ok ok   ok ok   ok no ok ok",
    ("document.new", "GET", ""): MODERATOR_PAGE,
    ("document.new", "POST", ""): MODERATOR_ACT,
    ("document.show", "GET", ""): READ,
    ("draft_import.new", "GET", ""): MODERATOR_PAGE,
    ("draft_import.new", "POST", ""): MODERATOR_ACT,
    ("draft_import.show", "GET", ""): MODERATOR_ONLY_PAGE,
    ("draft_import.correct", "POST", ""): MODERATOR_ONLY_ACT,
    ("draft_import.discard", "POST", ""): MODERATOR_ONLY_ACT,
    ("draft_import.publish", "POST", ""): MODERATOR_ONLY_ACT,
    ("version.show", "GET", ""): READ,
    ("version.compare", "GET", ""): READ,
    ("version.provenance", "GET", ""): READ,
    ("version.passage", "GET", ""): READ,
    ("version.export", "GET", ""): "in  ok   ok ok   ok ok   ok ok   ok ok ok ok",
    ("version.adopt", "GET", ""): BOARD_PAGE,
    ("version.adopt", "POST", ""): BOARD_ACT,
    ("consolidation.show", "GET", ""): MODERATOR_PAGE,
    ("consolidation.show", "POST", ""): MODERATOR_ACT,
    ("consolidation.resolve", "POST", ""): MODERATOR_ACT,
    ("consolidation.publish", "POST", ""): MODERATOR_ACT,
    ("round.new", "GET", ""): MODERATOR_PAGE,
    ("round.new", "POST", ""): MODERATOR_ACT,
    ("round.show", "GET", ""): READ,
    ("round.reschedule", "GET", ""): MODERATOR_PAGE,
    ("round.reschedule", "POST", ""): MODERATOR_ACT,
    ("amendment.list", "GET", ""): READ,
    ("amendment.export", "GET", ""): "in  ok   ok ok   ok ok   ok ok   ok ok ok ok",
    ("amendment.new", "POST", ""): TAKING_PART,
    ("amendment.show", "GET", "draft"): OWN_PAGE,
    ("amendment.show", "GET", "submitted"): READ,
    ("amendment.edit", "GET", "draft"): OWN_PAGE,
    ("amendment.edit", "GET", "submitted"): TOO_LATE_PAGE,
    ("amendment.edit", "POST", "draft"): OWN_ACT,
    ("amendment.edit", "POST", "submitted"): TOO_LATE_ACT,
    ("amendment.discard", "POST", "draft"): OWN_ACT,
    ("amendment.discard", "POST", "submitted"): TOO_LATE_ACT,
    ("amendment.submit", "POST", "draft"): OWN_DELEGATES_DRAFT,
    ("amendment.submit", "POST", "submitted"): TOO_LATE_ACT,
    ("amendment.decide", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("amendment.decide", "POST", "submitted"): MODERATOR_ACT,
    ("amendment.withdraw", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("amendment.withdraw", "POST", "submitted"): OWN_DELEGATE,
    ("amendment.revise", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("amendment.revise", "POST", "submitted"): "no  no  no no  no no  do do  no no no no",
    ("amendment.edition", "GET", "submitted"): READ,
    ("amendment.check", "GET", "overtaken"): READ,
    ("amendment.check", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("amendment.check", "POST", "overtaken"): "no  no  no no  no no  no do  do no no no",
    ("handling.show", "GET", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("handling.show", "GET", "submitted"): MODERATOR_PAGE,
    ("handling.show", "POST", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("handling.show", "POST", "submitted"): MODERATOR_ACT,
    ("handling.note", "POST", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("handling.note", "POST", "submitted"): MODERATOR_ACT,
    ("place_correction.propose", "GET", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("place_correction.propose", "GET", "misplaced"): MODERATOR_PAGE,
    ("place_correction.propose", "POST", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("place_correction.propose", "POST", "misplaced"): MODERATOR_ACT,
    ("place_correction.answer", "POST", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("place_correction.answer", "POST", "misplaced"): OWN_DELEGATE,
    ("relation.list", "GET", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("relation.list", "GET", "submitted"): MODERATOR_PAGE,
    ("relation.list", "POST", "draft"): "--  --  -- --  -- --  -- --  -- -- -- --",
    ("relation.list", "POST", "submitted"): MODERATOR_ACT,
    ("relation.remove", "POST", "submitted"): MODERATOR_ACT,
    ("proposed_decision.write", "GET", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("proposed_decision.write", "GET", "modified"): MODERATOR_PAGE,
    ("proposed_decision.write", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("proposed_decision.write", "POST", "modified"): MODERATOR_ACT,
    ("proposed_decision.answer", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("proposed_decision.answer", "POST", "modified"): OWN_DELEGATE,
    ("proposed_decision.list", "GET", ""): MODERATOR_PAGE,
    ("proposed_decision.list", "POST", ""): MODERATOR_ACT,
    ("co_submission.ask", "POST", "draft"): OWN_DELEGATES_DRAFT,
    ("co_submission.ask", "POST", "submitted"): OWN_DELEGATE,
    ("co_submission.answer", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("co_submission.answer", "POST", "submitted"): TOO_LATE_ACT,
    ("co_submission.answer", "POST", "asked"): "no  no  no no  no do  no no  no no no no",
    ("amendment.support", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("amendment.support", "POST", "submitted"): "no  no  no no  no do  no no  no no no no",
    ("amendment.take_over", "POST", "draft"): "--  --  -- --  -- --  no no  -- -- -- --",
    ("amendment.take_over", "POST", "submitted"): TOO_LATE_ACT,
    ("amendment.take_over", "POST", "withdrawn"): "no  no  no no  no do  no no  no no no no",
    ("comment.list", "GET", ""): READ,
    ("comment.new", "POST", ""): TAKING_PART,
    ("comment.reply", "POST", ""): "no  no   no no   do do   do do   do no no no",
    ("ballot.new", "POST", ""): MODERATOR_ACT,
    ("ballot.show", "GET", ""): READ,
    ("ballot.vote", "POST", ""): "no  no   no no   no do   no do   no no no no",
    ("ballot.close", "POST", ""): MODERATOR_ACT,
}

EVERYBODYS = {"home", "health", "login", "logout", "language", "acting", "consultation.new"}
EVERYBODYS |= {f"profile.{page}" for page in ("show", "details", "password", "notifications")}
EVERYBODYS |= {f"profile.{page}" for page in ("logins", "data", "remove")}
EVERYBODYS |= {
    "security_txt",
    "site_page.show",
    "site_page.edit",
    "feedback",
    "own_association.show",
}
EVERYBODYS |= {f"password.{name}" for name in ("forgotten", "link", "choose")}
EVERYBODYS |= {f"passkey.{name}" for name in ("sign_in", "sign_in_options", "list", "options")}
EVERYBODYS |= {"passkey.rename", "passkey.remove"}
EVERYBODYS |= {f"provider.{name}" for name in ("sign_in", "callback", "show", "link", "unlink")}
EVERYBODYS |= {f"second_factor.{name}" for name in ("ask", "show", "codes", "remove")}
EVERYBODYS |= {f"membership.{name}" for name in ("list", "leave", "role", "remove")}
EVERYBODYS |= {"membership.send_again", "membership.revoke", "invitation.show", "invitation.renew"}
EVERYBODYS |= {"administration.show", "permission.list"}
EVERYBODYS |= {"journal.administration", "journal.administration_export"}
EVERYBODYS |= {f"user.{page}" for page in ("list", "new", "show", "roles", "lock")}
EVERYBODYS |= {"user.withdraw_factor"}
EVERYBODYS |= {f"registry.{page}" for page in ("list", "export", "new", "edit")}
EVERYBODYS |= {"registry.import", "registry.take_over"}
EVERYBODYS |= {"mail.folder", "mail.list", "mail.try_again", "unsubscribe"}
"""Routes without an object of a consultation."""
FORMS_FOR_VISITORS = {"login", "feedback", "invitation.show"}
"""Pages that need a session for their form; all others set no cookie on visitors."""
OPEN_ACTS = {"login", "logout", "language", "second_factor.ask", "passkey.sign_in"}
"""Acts on one's own browser only; they need no permission."""
OWN_BROWSER = OPEN_ACTS | {"profile.logins", "acting"}
