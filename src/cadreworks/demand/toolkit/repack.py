"""Finishes an office file that a library wrote, so that its bytes are the same each time.

What the library writes -> the same parts with some sentences added, in their order, at a fixed date. In a toolkit its
language is told, and its sheets are kept together.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

IN_TOOLKIT = {
    "docProps/core.xml": (b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>"),
    "xl/workbook.xml": (b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'),
}
"""Part, what stands there, what stands there afterwards: the language of the document, and that sheets are neither
removed nor added by a slip."""
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def repacked(written: bytes, added: Mapping[str, tuple[bytes, bytes]] = IN_TOOLKIT) -> bytes:
    """The finished file. added: part, what stands there, what stands there afterwards"""
    finished = BytesIO()
    with zipfile.ZipFile(BytesIO(written)) as before, zipfile.ZipFile(finished, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name in added:
                old, new = added[name]
                content = content.replace(old, new, 1)
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            after.writestr(info, content)
    return finished.getvalue()
