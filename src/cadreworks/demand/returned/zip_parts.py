"""Which parts does a workbook hold, and may they be unpacked? A zip, held to bounds before and while it is read.

Sizes that the zip states are checked first; what is then unpacked stops at the stated size, so that a zip that lies
is found by its checksum. Raises Unreadable, and nothing else, whatever is wrong.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from io import BytesIO

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.unreadable import damaged, locked, too_much

_ENCRYPTED = 0x1


class Parts:
    """The parts of a zip, by name."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(raw))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError) as error:
            raise damaged("it is cut off, or is no whole zip") from error
        _check_members(members)
        self._members = {member.filename: member for member in members if not member.is_dir()}
        self._read = 0

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._members)

    def read(self, name: str) -> bytes:
        """One part, whole and with its checksum found right. Raises Unreadable."""
        member = self._members.get(name)
        if member is None:
            raise damaged(f"its part {name} is missing")
        self._read += member.file_size
        if member.file_size > limits.MOST_PART_BYTES or self._read > limits.MOST_READ_BYTES:
            raise too_much(f"its sheets unpack to more than {limits.MOST_READ_BYTES // limits.MIB} MB")
        try:
            with self._zip.open(member) as stream:
                return stream.read(limits.MOST_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error) as error:
            raise damaged(f"its part {name} cannot be unpacked") from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MOST_MEMBERS:
        raise too_much(f"it holds {len(members):,} parts, more than {limits.MOST_MEMBERS:,}")
    if sum(member.file_size for member in members) > limits.MOST_UNPACKED_BYTES:
        raise too_much(f"it unpacks to more than {limits.MOST_UNPACKED_BYTES // limits.MIB} MB")
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise locked()
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(f"its part {member.filename} is packed in a way that no workbook is")
        if member.file_size > limits.MIB and member.file_size > limits.MOST_TIMES_PACKED * member.compress_size:
            times = member.file_size // max(member.compress_size, 1)
            raise too_much(f"its part {member.filename} unpacks to {times:,} times its size")
    twice = [name for name, times in Counter(member.filename for member in members).items() if times > 1]
    if twice:
        raise damaged(f"its part {min(twice)} is there twice")
