"""What kind of file came back, and what stands in it? Its first bytes decide, never its name.

A workbook named .csv is read as the workbook that it is, and a page of the web named .xlsx is refused as what it is.
Raises Unreadable, and nothing else, with one problem and its remedy.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.cells import Opened
from cadreworks.demand.returned.ods import CONTENT, read_ods
from cadreworks.demand.returned.text import read_text_file
from cadreworks.demand.returned.unreadable import Unreadable, damaged, locked, too_much
from cadreworks.demand.returned.xls import read_xls
from cadreworks.demand.returned.xlsx import read_xlsx
from cadreworks.demand.returned.zip_parts import Parts

LOCK_FILE = "~$"
_SEND = "Send the workbook itself, as .xlsx."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "an archive (RAR)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"\x1f\x8b", "an archive (gzip)"),
    (b"From ", "an e-mail"),
    (b"Received:", "an e-mail"),
)


def read_bytes(path: Path, *, file: str) -> bytes:
    """The bytes of a file that may be read and is of bearable size. Raises Unreadable."""
    if path.name.startswith(LOCK_FILE):
        raise Unreadable(
            "this is not a workbook: Excel keeps it while somebody has the workbook open",
            "Close the workbook, and name the file without ~$.",
            "lock file",
        )
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("this is not a file", "Name a workbook.", "not a file")
        if about.st_size > limits.MOST_FILE_BYTES:
            raise too_much(f"the file is larger than {limits.MOST_FILE_BYTES // limits.MIB} MB")
        with path.open("rb") as stream:
            raw = stream.read(limits.MOST_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise Unreadable("there is no such file", f"Check how {file} is written.", "no file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is no name of a file"
        raise Unreadable(f"it cannot be read ({reason})", "Check its permissions, or copy it.", "no access") from error
    if not raw.strip(b"\x00 \t\r\n"):
        raise Unreadable("the file is empty", "Ask for it once more.", "empty file")
    return raw


def open_bytes(raw: bytes, *, known: Callable[[str], bool]) -> Opened:
    """The cells of a file. known: whether a text is one of the words by which a table is found. Raises Unreadable."""
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _open_zip(raw)
    if raw.startswith(_OLE):
        return _open_ole(raw)
    for beginning, kind in _BEGINNINGS:
        if raw.startswith(beginning):
            raise _not_a_workbook(kind)
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body")):
        raise _not_a_workbook("a page of the web (HTML)")
    if head.startswith(b"<?xml"):
        raise _not_a_workbook("a file of XML")
    return read_text_file(raw, known=known)


def _open_zip(raw: bytes) -> Opened:
    parts = Parts(raw)
    names = parts.names
    if "encrypted-package" in names:
        raise locked()
    if "xl/workbook.bin" in names:
        raise Unreadable("this is a binary workbook (.xlsb)", 'Save it again as "Excel Workbook (.xlsx)".', "kind")
    if any(name.startswith("xl/") for name in names):
        return read_xlsx(parts)
    if any(name.startswith("word/") for name in names):
        raise _not_a_workbook("a Word document")
    if any(name.startswith("ppt/") for name in names):
        raise _not_a_workbook("a PowerPoint presentation")
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise Unreadable("this is a Numbers document", "In Numbers, choose File, Export To, Excel; send that.", "kind")
    if any(name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods", ".csv")) for name in names):
        raise Unreadable("this is an archive of files", "Unpack it, and name the workbooks.", "kind")
    if CONTENT in names:
        return _open_document(parts)
    raise damaged("it is a zip that holds no workbook")


def _open_document(parts: Parts) -> Opened:
    kind = parts.read("mimetype") if "mimetype" in parts.names else b"spreadsheet"
    if b"spreadsheet" not in kind:
        raise _not_a_workbook("a text document (OpenDocument)")
    return read_ods(parts)


def _open_ole(raw: bytes) -> Opened:
    """The old container of Office: a workbook before 2007, a document, or a workbook behind a password."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in raw

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise locked()
    if holds("WordDocument"):
        raise _not_a_workbook("a Word document")
    if holds("PowerPoint Document"):
        raise _not_a_workbook("a PowerPoint presentation")
    if holds("__properties_version1.0"):
        raise _not_a_workbook("an e-mail of Outlook")
    if len(raw) > limits.MOST_OLD_FILE_BYTES:
        raise too_much(f"the file is larger than {limits.MOST_OLD_FILE_BYTES // limits.MIB} MB")
    return read_xls(raw)


def _not_a_workbook(kind: str) -> Unreadable:
    return Unreadable(f"this is {kind}, not a workbook", _SEND, "not a workbook")
