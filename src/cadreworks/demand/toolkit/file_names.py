"""What is the workbook of an organisation called? Names -> file names that every system takes, no two the same.

`Bolton NHS Foundation Trust` -> `bolton_nhs_foundation_trust.xlsx`. Names that leave the same letters and digits, or
none, get a few letters of their digest behind, so that the order of names makes no difference.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

_MOST_LETTERS = 80
_TAKEN_BY_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")
_NAMELESS = "organisation"


def file_names(organisations: Sequence[str], ending: str = "") -> Mapping[str, str]:
    """The file name for each organisation; ending: stands before `.xlsx`."""
    slugs = {name: _slug(name) for name in organisations}
    shared = Counter(slugs.values())
    alike = {slug for slug, number in shared.items() if number > 1} | {_NAMELESS}
    whole = {name: f"{slug}_{_digest(name)}" if slug in alike else slug for name, slug in slugs.items()}
    return {name: f"{stem}{ending}.xlsx" for name, stem in whole.items()}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "_", plain)[:_MOST_LETTERS].strip("_") or _NAMELESS
    return f"{slug}_" if _TAKEN_BY_WINDOWS.match(slug) else slug


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]
