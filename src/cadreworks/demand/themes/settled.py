"""What is agreed of each comment, and where do coders still differ? Codings in use -> settled themes, and differences.

A comment has a theme where every coder who coded it found it, where somebody resolved that it has, or where a change
gave it. Differences are listed until somebody resolves or assigns them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cadreworks.demand.themes.agreement import read_found
from cadreworks.demand.themes.changes import Coded
from cadreworks.demand.themes.table_specs import DIFFERENCES_TABLE
from cadreworks.tables import Cell

DIFFERENCE_COLUMNS = DIFFERENCES_TABLE.names


@dataclass(frozen=True)
class Difference:
    """A theme that some coders found in a comment and others did not."""

    comment: str
    theme: str
    found_by: tuple[str, ...]
    not_found_by: tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """By comment: the themes that are agreed or resolved, and those on which coders differ still."""

    agreed: Mapping[str, frozenset[str]]
    open: Mapping[str, frozenset[str]]


def settle_themes(coded: Coded) -> Settled:
    """What is agreed of each comment that was coded."""
    agreed: dict[str, frozenset[str]] = {}
    differing: dict[str, frozenset[str]] = {}
    for comment, by_coder in read_found(coded.codings).items():
        agreed[comment] = frozenset.intersection(*by_coder.values())
        differing[comment] = frozenset.union(*by_coder.values()) - agreed[comment]
    for comment, by_coder in read_found(coded.codings, resolving=True).items():
        agreed[comment], differing[comment] = frozenset.union(*by_coder.values()), frozenset()
    for one in coded.codings:
        if one.gained:
            comment = one.coding.comment
            given = frozenset({one.theme} & set(coded.codebook.by_name))
            agreed[comment] = agreed[comment] | given
            differing[comment] = differing[comment] - given
    return Settled(agreed, differing)


def list_differences(coded: Coded) -> tuple[Difference, ...]:
    """Where coders differ and nobody has settled it yet, in order of comment and theme."""
    still_open = settle_themes(coded).open
    return tuple(
        Difference(
            comment,
            theme.name,
            tuple(coder for coder, themes in by_coder.items() if theme.name in themes),
            tuple(coder for coder, themes in by_coder.items() if theme.name not in themes),
        )
        for comment, by_coder in read_found(coded.codings).items()
        for theme in coded.codebook.in_use
        if theme.name in still_open[comment]
    )


def difference_rows(differences: Sequence[Difference]) -> Iterator[dict[str, Cell]]:
    """The rows of the list of what is to be resolved."""
    for one in differences:
        yield {
            "comment": one.comment,
            "theme": one.theme,
            "found_by": "; ".join(one.found_by),
            "not_found_by": "; ".join(one.not_found_by),
        }
