"""By which themes are comments coded? The codebook: a theme, the theme it belongs under, and what it means.

CSV (theme, parent, means, merged_into) -> `Codebook`. A codebook is never edited to merge or split themes: that is a
change of its own (`changes.py`), and `merged_into` only shows what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Cell, Column, Kind, Table, TableSpec, suggestion

NO_THEME = "none"
NOT_CODED, UNRESOLVED = "not_coded", "unresolved"
RESERVED = ("all", NO_THEME, NOT_CODED, UNRESOLVED)
"""What stands in the place of a theme in counts; `none` also says that a coder found no theme in a comment."""

CODEBOOK_TABLE = TableSpec(
    name="codebook",
    means="The themes by which comments are coded, one row for each.",
    columns=(
        Column("theme", Kind.TEXT, "the theme, by a short name", "Name the theme."),
        Column("parent", Kind.TEXT, "the theme under which it stands", required=False),
        Column("means", Kind.TEXT, "what is coded by it, and what is not", required=False),
        Column(
            "merged_into",
            Kind.TEXT,
            "the theme that it was merged into, as the changes say; written by the program",
            required=False,
        ),
    ),
    key=("theme",),
)


@dataclass(frozen=True)
class Theme:
    """One theme. parent, merged_into: names of other themes, or empty."""

    name: str
    parent: str = ""
    means: str = ""
    merged_into: str = ""


@dataclass(frozen=True)
class Codebook:
    """The themes in the order of the codebook; names are unique and parents are known."""

    themes: tuple[Theme, ...]

    @property
    def by_name(self) -> Mapping[str, Theme]:
        return {theme.name: theme for theme in self.themes}

    @property
    def in_use(self) -> tuple[Theme, ...]:
        """The themes that were not merged into another."""
        return tuple(theme for theme in self.themes if not theme.merged_into)

    def without_merged(self) -> Codebook:
        """The themes in use alone; what stood below one that was merged stands below the next above it."""
        return Codebook(
            tuple(replace(theme, parent=next(iter(self.with_those_above(theme.parent)), "")) for theme in self.in_use)
        )

    def with_those_above(self, name: str) -> tuple[str, ...]:
        """The theme and all that it stands under, nearest first; merged ones are passed over."""
        found, known, at = [], self.by_name, name
        while at:
            theme = known[at]
            if not theme.merged_into:
                found.append(at)
            at = theme.parent
        return tuple(found)


def read_codebook(table: Table, problems: ProblemList) -> Codebook:
    """The codebook. Problems: a reserved name, an unknown parent, parents that lead in a circle."""
    themes = tuple(
        Theme(row.text("theme"), row.text("parent"), row.text("means"), row.text("merged_into")) for row in table.rows
    )
    spoilt = {row.text("theme") for row in table.spoilt}
    names = tuple(theme.name for theme in themes)
    before = len(problems)
    for row, theme in zip(table.rows, themes, strict=True):
        if theme.name in RESERVED:
            what = f"{quoted(theme.name)} has a meaning of its own in counts"
            problems.add(table.where(row, "theme"), what, "Give the theme another name.", kind="reserved name")
        for column, other in (("parent", theme.parent), ("merged_into", theme.merged_into)):
            if other and other not in names and other not in spoilt:
                what = f"{quoted(other)} is not a theme of this codebook"
                problems.add(table.where(row, column), what, suggestion(other, names), kind="unknown theme")
    if len(problems) == before and not spoilt:
        for row, theme in zip(table.rows, themes, strict=True):
            if _leads_in_a_circle(theme, {one.name: one.parent for one in themes}):
                what = f"the parents of {quoted(theme.name)} lead back to it"
                problems.add(table.where(row, "parent"), what, "Let one of them stand at the top.", kind="circle")
    return Codebook(themes if len(problems) == before else ())


def _leads_in_a_circle(theme: Theme, parents: Mapping[str, str]) -> bool:
    seen, at = set(), theme.name
    while at and at not in seen:
        seen.add(at)
        at = parents.get(at, "")
    return at == theme.name


def codebook_rows(themes: Iterable[Theme]) -> Iterator[dict[str, Cell]]:
    """The rows of a codebook file."""
    for theme in themes:
        yield {
            "theme": theme.name,
            "parent": theme.parent or None,
            "means": theme.means or None,
            "merged_into": theme.merged_into or None,
        }
