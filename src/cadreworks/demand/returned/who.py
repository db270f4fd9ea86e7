"""Whose return is it, and did somebody sign it off? The sheets and the name of the file -> an organisation, a role.

The sign-off sheet, the first sheet and the hidden keys each name the organisation; where they name different ones, it
cannot be told whose answers these are. The name of the file serves where nothing within says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.returned.labels import Labelled, Said
from cadreworks.demand.returned.notes import Notes
from cadreworks.demand.returned.words import is_word, plain
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.file_names import file_names
from cadreworks.problems import quoted
from cadreworks.tables import BadCell, check_text
from cadreworks.tables.values import nearest

_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Keys:
    """What the hidden sheet says; empty where it says nothing."""

    format: str = ""
    exercise: str = ""
    organisation: str = ""
    round: str = ""


def read_keys(labels: Sequence[Labelled]) -> tuple[Keys, Said | None]:
    """The keys of the hidden sheet, known by its keys, and where it names the organisation."""
    for labelled in labels:
        found = {key: said for key in layout.KEYS if (said := labelled.beside(key))}
        if len(found) >= 3:
            return Keys(**{key: said.text for key, said in found.items()}), found.get("organisation")
    return Keys(), None


def read_organisation(labels: Sequence[Labelled], exercise: Exercise, notes: Notes) -> str:
    """The organisation's name as the exercise has it, or as it stands in the file; empty where it cannot be told."""
    said = [
        entry
        for labelled in labels
        if _names_its_author(labelled) and (entry := labelled.beside(layout.ORGANISATION_LABEL))
    ]
    key = read_keys(labels)[1]
    said += [key] if key else []
    by_file = _by_file(notes.file, exercise)
    names = {plain(entry.text): entry for entry in said}
    if len(names) > 1:
        first, second = list(names.values())[:2]
        notes.problem(
            f"it names two organisations: {quoted(first.text)} and, on {second.sheet.name}, {quoted(second.text)}",
            "Write the one whose answers these are in both places, or copy the answers into its own toolkit.",
            kind="two organisations",
            at=(first.sheet, first.place),
        )
        return ""
    if said:
        return _known(said[0], by_file, exercise, notes)
    if by_file:
        notes.notice(
            f"nothing in it names an organisation; the name of the file means {by_file}",
            "Rename the file if that is not so.",
            kind="organisation by file",
        )
        return by_file
    notes.problem(
        "whose return this is cannot be told",
        f"Fill in {layout.ORGANISATION_LABEL} on the sheet {layout.SIGN_OFF_SHEET}, or name the file after it.",
        kind="no organisation",
    )
    return ""


def _known(said: Said, by_file: str, exercise: Exercise, notes: Notes) -> str:
    """The name as the exercise spells it; a problem where it was not asked or the file is named after another."""
    asked = {plain(invited.organisation): invited.organisation for invited in exercise.invited}
    name = asked.get(plain(said.text))
    if name is None and asked:
        near = nearest(said.text, tuple(_slug(invited) for invited in asked.values()))
        meant = next((invited for invited in asked.values() if _slug(invited) == near), "")
        hint = f"Did you mean {meant}? " if meant else ""
        notes.problem(
            f"{quoted(said.text)} was not invited",
            f"{hint}Write the name as the exercise has it, or add the organisation to those invited.",
            kind="not invited",
            at=(said.sheet, said.place),
        )
        return ""
    if name is not None and by_file and by_file != name:
        notes.problem(
            f"it names {name}, and the file is named after {by_file}",
            "Rename the file, or mend the name within it: whose answers these are cannot be told.",
            kind="two organisations",
            at=(said.sheet, said.place),
        )
        return ""
    try:
        return name or check_text(said.text)
    except BadCell as bad:
        notes.problem(bad.what, bad.remedy, kind=bad.kind, at=(said.sheet, said.place))
        return ""


def read_sign_off(labels: Sequence[Labelled], notes: Notes) -> str:
    """The role that signed the return off; empty where nobody did, and why is told."""
    signed = [entry for labelled in labels if (entry := labelled.beside(layout.SIGNED_LABEL))]
    roles = [entry for labelled in labels if (entry := labelled.beside(layout.SIGNED_BY_LABEL))]
    if len({plain(entry.text) for entry in signed}) > 1 or len({plain(entry.text) for entry in roles}) > 1:
        _unsigned(notes, "it is signed off in two ways", signed[0] if signed else roles[0])
        return ""
    if not signed:
        _unsigned(notes, "it is not signed off", None)
    elif plain(signed[0].text) != layout.YES:
        said = "" if plain(signed[0].text) == "no" else f": {quoted(signed[0].text)} is neither yes nor no"
        _unsigned(notes, f"it is not signed off{said}", signed[0])
    elif not roles:
        _unsigned(notes, "it is signed off, but by no role", signed[0])
    else:
        return _role(roles[0], notes)
    return ""


def _role(said: Said, notes: Notes) -> str:
    try:
        return check_text(said.text)
    except BadCell as bad:
        notes.problem(bad.what, bad.remedy, kind=bad.kind, at=(said.sheet, said.place))
        return ""


def _unsigned(notes: Notes, what: str, said: Said | None) -> None:
    notes.notice(
        what,
        f"Ask for the sheet {layout.SIGN_OFF_SHEET}; it is read and counted as unsigned.",
        kind="unsigned",
        at=None if said is None else (said.sheet, said.place),
    )


def _names_its_author(labelled: Labelled) -> bool:
    """The first sheet and the sign-off sheet. Elsewhere `Organisation` may mean anything."""
    signs = labelled.has(layout.SIGNED_LABEL) or labelled.has(layout.SIGNED_BY_LABEL)
    return signs or is_word(labelled.sheet.name, layout.START_SHEET)


def _slug(name: str) -> str:
    """The name as files are named: letters and digits, with _ between."""
    return _NOT_LETTERS.sub("_", plain(name)).strip("_")


def _by_file(file: str, exercise: Exercise) -> str:
    """The organisation that a file is named after: the longest name that stands whole in it, if it is the only one."""
    words = f"_{_slug(PurePath(file).stem)}_"
    names = [invited.organisation for invited in exercise.invited]
    toolkits = {name: PurePath(toolkit).stem for name, toolkit in file_names(names).items()}
    named = [name for name in names if any(f"_{own}_" in words for own in (_slug(name), toolkits[name]) if own)]
    longest = max(named, key=len, default="")
    whole = f"_{_slug(longest)}_"
    return longest if all(f"_{_slug(name)}_" in whole for name in named) else ""
