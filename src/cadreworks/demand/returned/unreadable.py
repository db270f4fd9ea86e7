"""What is said of a file that cannot be read at all? One problem, with its remedy."""

from __future__ import annotations

_DAMAGED = "Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more."
_TOO_MUCH = "Copy the answers into a fresh toolkit, and send that."


class Unreadable(Exception):
    """A file that cannot be read: what is wrong, what to do, and the kind of problem."""

    def __init__(self, what: str, remedy: str, kind: str = "file") -> None:
        self.what, self.remedy, self.kind = what, remedy, kind
        super().__init__(what)


def damaged(detail: str) -> Unreadable:
    """The file is broken, in the place that `detail` names."""
    return Unreadable(f"the file is damaged ({detail})", _DAMAGED, "damaged file")


def too_much(what: str) -> Unreadable:
    """The file exceeds a bound."""
    return Unreadable(what, _TOO_MUCH, "too large")


def locked() -> Unreadable:
    """The file is protected by a password."""
    return Unreadable(
        "the file is protected by a password, so it cannot be read",
        "Open it, take the password off (File, Info, Protect Workbook, Encrypt with Password: leave it empty), and "
        "save it again.",
        "password",
    )
