"""The disk under the database."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

NEARLY_FULL = 0.9
LEAST_BYTES = 16 * 1024 * 1024
"""Below that, an act with its file may not find room any more."""


@dataclass(frozen=True)
class Room:
    """How much room a disk has."""

    used: float
    """The share that is taken, from 0 to 1."""
    is_full: bool
    is_nearly_full: bool


def room(db: Session) -> Room | None:
    """Look at the disk of an SQLite database; none for one that runs somewhere else."""
    url = db.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    usage = shutil.disk_usage(Path(url.database).parent)
    used = 1 - usage.free / usage.total
    return Room(used, is_full=usage.free < LEAST_BYTES, is_nearly_full=used >= NEARLY_FULL)
