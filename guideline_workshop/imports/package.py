"""Office files are ZIPs; this is the one place that reads uploaded ones."""

import zipfile
import zlib
from io import BytesIO

from guideline_workshop.imports import limits
from guideline_workshop.imports.result import Reason, Unreadable


class Package:
    """An office file: a ZIP whose entries are read within the limits, and only through here."""

    def __init__(self, data: bytes) -> None:
        by_ratio = max(limits.MAX_RATIO * len(data), limits.ALWAYS_UNPACKED_BYTES)
        self._allowed = min(limits.MAX_UNPACKED_BYTES, by_ratio)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
            raise Unreadable(Reason.BROKEN) from None
        self._check_entries(self._zip.infolist())
        self._read: dict[str, bytes] = {}
        self._unpacked = 0

    def _check_entries(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > limits.MAX_ENTRIES:
            raise Unreadable(Reason.TOO_MANY_ENTRIES, limit=limits.MAX_ENTRIES)
        names = {entry.filename for entry in entries}
        if len(names) < len(entries) or not all(map(_is_safe_name, entries)):
            raise Unreadable(Reason.UNSAFE_NAMES)
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Unreadable(Reason.ENCRYPTED)
        if sum(entry.file_size for entry in entries) > self._allowed:
            raise Unreadable(Reason.UNPACKED_TOO_LARGE, limit=limits.MAX_UNPACKED_BYTES)

    @property
    def names(self) -> list[str]:
        """The names of all entries."""
        return self._zip.namelist()

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of an entry; what it declares as its size is not believed."""
        if name not in self._read:
            self._read[name] = self._unpack(name)
        return self._read[name]

    def _unpack(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as entry:
                data = entry.read(self._allowed - self._unpacked + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise Unreadable(Reason.BROKEN) from None
        except RuntimeError:  # zipfile's way to ask for a password
            raise Unreadable(Reason.ENCRYPTED) from None
        self._unpacked += len(data)
        if self._unpacked > self._allowed:
            raise Unreadable(Reason.UNPACKED_TOO_LARGE, limit=limits.MAX_UNPACKED_BYTES)
        return data


def _is_safe_name(entry: zipfile.ZipInfo) -> bool:
    # zipfile cuts names at NUL and turns the system's separator into "/": look at the original
    name = entry.orig_filename
    return not (
        name.startswith("/")
        or "\\" in name
        or "\0" in name
        or ":" in name
        or ".." in name.split("/")
        or len(name) > 255
    )
