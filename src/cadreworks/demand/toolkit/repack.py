"""Finishes the file of a toolkit: its language is told, its sheets are kept together, its bytes are the same each time.

What the library writes -> the same parts with two sentences added, in their order, at a fixed date.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

_ADDED = {
    "docProps/core.xml": (b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>"),
    "xl/workbook.xml": (b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'),
}
"""Part, what stands there, what stands there afterwards: the language of the document, and that sheets are neither
removed nor added by a slip."""
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def repacked(written: bytes) -> bytes:
    """The finished file."""
    finished = BytesIO()
    with zipfile.ZipFile(BytesIO(written)) as before, zipfile.ZipFile(finished, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name in _ADDED:
                old, new = _ADDED[name]
                content = content.replace(old, new, 1)
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            after.writestr(info, content)
    return finished.getvalue()
