"""What this process does beside answering: calling the workers, and being one where it is asked."""

from typing import Any

from pyramid.config import Configurator
from sqlalchemy import event
from sqlalchemy.orm import Session

from guideline_workshop.jobs.queue import Jobs
from guideline_workshop.models import Mail


def includeme(config: Configurator) -> None:
    """Open the queue, and work it off in threads of this process unless workers run elsewhere."""
    settings = config.registry.gw
    if not settings.mail_url:
        config.registry.gw_jobs = None
        return
    jobs = config.registry.gw_jobs = Jobs(settings, config.registry.gw_engine)
    if settings.worker:
        jobs.consumer(beside_the_web=True).start()


def call_after_commit(session: Session, jobs: Jobs | None) -> None:
    """Let mails that this session orders leave as soon as they are committed, and not before."""
    if jobs is None:
        return
    ordered: list[Mail] = []

    @event.listens_for(session, "after_flush")
    def look(session: Session, context: Any) -> None:
        del context
        ordered.extend(one for one in session.new if isinstance(one, Mail))

    @event.listens_for(session, "after_rollback")
    def forget(session: Session) -> None:
        del session
        ordered.clear()

    @event.listens_for(session, "after_commit")
    def call(session: Session) -> None:
        del session
        if ordered:
            ordered.clear()
            jobs.deliver_soon()
