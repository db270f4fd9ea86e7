"""What futures is demand asked about? A scenario is a named story of what drives the work; experts answer it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """A possible future. `narrative` is one or more paragraphs in the study's own words."""

    id: str
    name: str
    drivers: tuple[str, ...] = ()
    narrative: str = ""
