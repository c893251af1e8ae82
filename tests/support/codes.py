"""An authenticator app, and people who use one."""

import datetime as dt

import pyotp
from sqlalchemy.orm import Session
from support.server import SECRET

from guideline_workshop.models import User
from guideline_workshop.services import logins, second_factors
from guideline_workshop.services.clock import database_now


class App:
    """The app on a phone: it knows the secret and the time."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret.replace(" ", ""))

    def code(self, db: Session, steps: int = 0) -> str:
        """Return what it shows now, or some steps of 30 seconds later."""
        moment = database_now(db) + steps * dt.timedelta(seconds=second_factors.STEP)
        return str(self._totp.at(moment))


def with_app(db: Session, user: User) -> tuple[App, list[str]]:
    """Let somebody set up an app some time ago; returns it and the recovery codes."""
    now = database_now(db)
    identity = logins.identify(db, logins.begin(db, user, now=now, second_factor=True), now=now)
    assert identity is not None
    proposal = second_factors.propose(identity, SECRET)
    secret = second_factors.opened(proposal, user.id, SECRET)
    assert secret is not None
    app = App(secret)
    codes = second_factors.set_up(db, identity, proposal, app.code(db), key=SECRET, now=now)
    user.totp_step = 0  # long ago
    logins.end(db, user.id)
    db.flush()
    return app, codes
