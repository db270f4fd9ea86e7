"""How work tells how far it is. Whoever starts a run decides where it is shown; the engine only reports."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its parts are done, and how many there are; 0 and 0 where it has no parts."""


def no_progress(stage: str, done: int, of: int) -> None:
    """Tells nobody."""
