"""What is a change between two runs? One thing that differs, and where its effect can be worked out, how."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.settings_file import digest_of
from cadreworks.study import Study

FILE = "file"
NONE = "none"


@dataclass(frozen=True)
class Change:
    """One thing that differs. kind: run, assumption, override, input, setting or file; before and after as shown"""

    kind: str
    name: str
    before: str
    after: str


Step = tuple[Change, Study]
"""A change, and the first study with this change alone."""


def digests_of(study: Study, *roles: str) -> str:
    """The files behind an input, by name and the beginning of their digest; a folder of workbooks by one for all."""
    named = dict.fromkeys(item.file for item in study.settings.inputs if item.role in roles)
    shown = [f"{file.name} {file.sha256[:8]}" for file in study.files if file.name in named]
    for folder in named:
        inside = tuple(file for file in study.files if file.name.startswith(f"{folder}/"))
        if inside:
            many = f"{len(inside):,} workbook{'s' * (len(inside) != 1)}"
            shown.append(f"{folder} (a folder of {many}) {digest_of(inside)[:8]}")
    return ", ".join(shown) or NONE
