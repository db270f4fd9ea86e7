"""What is said beside the labels of a return? Its sheets -> the organisation, the sign-off, the hidden keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cadreworks.demand.returned.cells import CellKind, Place, Sheet
from cadreworks.demand.returned.words import MOST_IN_A_HEADING, plain
from cadreworks.demand.toolkit import layout

_FAR = 10
"""Columns between a label and what is said to it."""

_LABELS = frozenset(
    plain(label) for label in (layout.ORGANISATION_LABEL, layout.SIGNED_LABEL, layout.SIGNED_BY_LABEL, *layout.KEYS)
)


@dataclass(frozen=True)
class Said:
    """A text, and where it stands."""

    text: str
    sheet: Sheet
    place: Place


@dataclass(frozen=True)
class Labelled:
    """What is said on one sheet to the right of each label. One that stands twice is taken where it stands first."""

    sheet: Sheet
    labels: frozenset[str]
    said: Mapping[str, Said]

    def beside(self, label: str) -> Said | None:
        return self.said.get(plain(label))

    def has(self, label: str) -> bool:
        """Whether the label is there, whatever is said to it."""
        return plain(label) in self.labels


def read_labels(sheets: Iterable[Sheet]) -> tuple[Labelled, ...]:
    """The labels of each sheet that has some."""
    found = (_of_sheet(sheet) for sheet in sheets)
    return tuple(labelled for labelled in found if labelled.labels)


def _of_sheet(sheet: Sheet) -> Labelled:
    places: dict[str, Place] = {}
    for place, cell in sheet.cells.items():
        if (
            cell.kind is CellKind.TEXT
            and len(cell.text) <= MOST_IN_A_HEADING
            and (label := plain(cell.text)) in _LABELS
        ):
            places[label] = min(place, places.get(label, place))
    said = {label: entry for label, place in places.items() if (entry := _right_of(sheet, place))}
    return Labelled(sheet, frozenset(places), said)


def _right_of(sheet: Sheet, place: Place) -> Said | None:
    for column in range(place[1] + 1, place[1] + 1 + _FAR):
        cell = sheet.cells.get((place[0], column))
        if cell is not None and cell.text.strip() and cell.kind is not CellKind.UNCALCULATED:
            return Said(" ".join(cell.text.split()), sheet, (place[0], column))
    return None
