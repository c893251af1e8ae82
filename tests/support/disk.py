"""A disk that loses power: what was written survives for certain only once it was synced."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


class PowerCut(Exception):
    """The machine is off."""


@dataclass
class Content:
    """A file as programs see it, as it is on the platter, and what lies between."""

    now: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes since then: where, and what; without what, the file was cut off there."""

    def write(self, offset: int, data: bytes | None) -> None:
        _apply(self.now, offset, data)
        self.pending.append((offset, data))

    def sync(self) -> None:
        self.synced = bytes(self.now)
        self.pending.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        """Return what is found later: of what was not synced any sector may be there, or not."""
        found = bytearray(self.synced)
        for offset, data in self.pending:
            if data is None:
                if chance.random() < 0.5:
                    _apply(found, offset, None)
                continue
            for begin in range(0, len(data), SECTOR):
                if chance.random() < 0.5:
                    _apply(found, offset + begin, data[begin : begin + SECTOR])
        return bytes(found)


class Disk(apsw.VFS):
    """SQLite's view of it. After `operations` writes and syncs the power goes."""

    def __init__(self, name: str, operations: int) -> None:
        self.files: dict[str, Content] = {}
        self.left = operations
        self.off = False
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "File":  # noqa: N802 -- SQLite's names
        path = name if isinstance(name, str) else name.filename()
        flags[1] = flags[0]
        return File(self, self.files.setdefault(path, Content()))

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802
        del flags
        return pathname in self.files

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        del syncdir
        if self.tick():
            self.files.pop(filename, None)

    def xFullPathname(self, filename: str) -> str:  # noqa: N802
        return filename

    def tick(self) -> bool:
        """Count an operation; say whether it is still done."""
        self.left -= 1
        if self.left == 0:
            self.off = True
            raise PowerCut
        return not self.off

    def leave(self, folder: Path, chance: random.Random) -> Path:
        """Write down what is on the platter after the cut; returns the database's path."""
        for name, content in self.files.items():
            (folder / name).write_bytes(content.after_cut(chance))
        return folder / min(self.files, key=len)


class File:
    """A file on this disk."""

    def __init__(self, disk: Disk, content: Content) -> None:
        self._disk, self._content = disk, content

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._content.now[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        if self._disk.tick():
            self._content.write(offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        if self._disk.tick():
            self._content.write(newsize, None)

    def xSync(self, flags: int) -> None:  # noqa: N802
        del flags
        if self._disk.tick():
            self._content.sync()

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._content.now)

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0  # it promises nothing

    def xFileControl(self, operation: int, pointer: int) -> bool:  # noqa: N802
        del operation, pointer
        return False

    def xLock(self, level: int) -> None:  # noqa: N802
        del level  # nobody else is there

    def xUnlock(self, level: int) -> None:  # noqa: N802
        del level

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xClose(self) -> None:  # noqa: N802
        pass


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data
