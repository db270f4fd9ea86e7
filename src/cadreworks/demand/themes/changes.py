"""How do themes change while comments are coded? Recorded changes, applied in order -> the codebook and codings in use.

CSV (date, who, action, theme, into, comments, means, reason): each change is somebody's, of a day and for a reason, and
stays on record. Neither the codebook nor a coding is edited: each coding keeps the trail of themes it went through.

- merge `theme` into `into`: its codings count as `into` from here on.
- split `theme` into `into`: the codings of the `comments` named go to `into`, which may be new. With no comments it
  undoes a merge: what came from `into` goes back to it, exactly.
- assign: one or more `comments` go from `theme` to `into`; without `theme` they gain `into`, without `into` they lose
  `theme`. What a comment gains is coded by whoever changed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cadreworks.demand.themes.codebook import NO_THEME, RESERVED, Codebook, Theme
from cadreworks.demand.themes.codings import Coding
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Cell, Column, Kind, Table, TableSpec, suggestion

MERGE, SPLIT, ASSIGN = "merge", "split", "assign"

CHANGES_TABLE = TableSpec(
    name="changes of themes",
    means="What was merged, split and assigned, by whom, when and why, in the order in which it was done.",
    columns=(
        Column("date", Kind.DATE, "the day of the change", "Enter the day, as 2021-03-31."),
        Column("who", Kind.TEXT, "who changed it", "Name who changed it."),
        Column("action", Kind.TEXT, "what was done", "Say what was done.", one_of=(MERGE, SPLIT, ASSIGN)),
        Column("theme", Kind.TEXT, "the theme that codings leave", required=False),
        Column("into", Kind.TEXT, "the theme that they go to", required=False),
        Column("comments", Kind.TEXT, "the comments concerned, by id, with blanks between", required=False),
        Column("means", Kind.TEXT, "what a new theme means", required=False),
        Column("reason", Kind.TEXT, "why", "Say why."),
    ),
)


@dataclass(frozen=True)
class Change:
    """One change. comments: ids; where: the place in the file, for problems"""

    day: date
    who: str
    action: str
    theme: str
    into: str
    comments: tuple[str, ...]
    means: str
    reason: str
    where: str


@dataclass(frozen=True)
class InUse:
    """A coding as it counts after the changes.

    trail: the themes it went through, the first as it was coded; gained: a change gave it, not a coder
    """

    coding: Coding
    trail: tuple[str, ...]
    gained: bool = False

    @property
    def theme(self) -> str:
        return self.trail[-1]


@dataclass(frozen=True)
class Coded:
    """The codebook and the codings as they stand after every change.

    unassigned: the codings after merges and splits alone, as coders gave them independently of one another
    """

    codebook: Codebook
    codings: tuple[InUse, ...]
    unassigned: tuple[InUse, ...] = ()


def read_changes(table: Table) -> tuple[Change, ...]:
    """The changes, in the order of the file."""
    changes = []
    for row in table.rows:
        texts = {name: row.text(name) for name in ("who", "action", "theme", "into", "means", "reason")}
        day, comments = date.fromisoformat(row.text("date")), tuple(row.text("comments").split())
        changes.append(Change(day, **texts, comments=comments, where=table.where(row)))
    return tuple(changes)


def change_rows(changes: Iterable[Change]) -> Iterator[dict[str, Cell]]:
    """The rows of a file of changes."""
    for change in changes:
        yield {
            "date": change.day,
            "who": change.who,
            "action": change.action,
            "theme": change.theme or None,
            "into": change.into or None,
            "comments": " ".join(change.comments) or None,
            "means": change.means or None,
            "reason": change.reason,
        }


def made_by(changes: Iterable[Change]) -> tuple[str, ...]:
    """Themes that a split may have made."""
    return tuple(dict.fromkeys(change.into for change in changes if change.action == SPLIT and change.into))


def change_themes(
    codebook: Codebook, codings: Sequence[Coding], changes: Iterable[Change], problems: ProblemList
) -> Coded:
    """Apply the changes in their order. A change that cannot be meant is a problem, and is passed over.

    The merges that the codebook itself shows must be those of the changes.
    """
    begun = Codebook(tuple(replace(theme, merged_into="") for theme in codebook.themes))
    coded = unassigned = Coded(begun, tuple(InUse(coding, (coding.theme,)) for coding in codings))
    act: Mapping[str, Callable[[Coded, Change], Coded]] = {MERGE: _merge, SPLIT: _split, ASSIGN: _assign}
    check = {MERGE: _why_no_merge, SPLIT: _why_no_split, ASSIGN: _why_no_assignment}
    for change in changes:
        why_not = check[change.action](coded, change)
        if why_not:
            problems.add(change.where, *why_not, kind=f"cannot {change.action}")
        else:
            coded = act[change.action](coded, change)
            unassigned = unassigned if change.action == ASSIGN else act[change.action](unassigned, change)
    _check_shown_merges(codebook, coded.codebook, problems)
    return replace(coded, unassigned=unassigned.codings)


_Why = tuple[str, str] | None


def _why_not_in_use(coded: Coded, name: str) -> _Why:
    if not name or name in RESERVED:
        return "it does not name the themes concerned", "Name the theme to leave and the theme to go to."
    theme = coded.codebook.by_name.get(name)
    if theme is None:
        return f"{quoted(name)} is not a theme at this point", suggestion(name, tuple(coded.codebook.by_name))
    if theme.merged_into:
        return (
            f"{quoted(name)} was merged into {quoted(theme.merged_into)} before",
            "Name that theme, or split it back.",
        )
    return None


def _why_no_merge(coded: Coded, change: Change) -> _Why:
    if change.theme == change.into:
        return f"{quoted(change.theme)} is merged into itself", "Name two themes."
    if change.comments:
        return "a merge takes all comments, and names some", "Split or assign those comments instead."
    return _why_not_in_use(coded, change.theme) or _why_not_in_use(coded, change.into)


def _why_no_split(coded: Coded, change: Change) -> _Why:
    if why_not := _why_not_in_use(coded, change.theme):
        return why_not
    if not change.into or change.into in RESERVED or change.into == change.theme:
        return "it does not name the theme to be split off", "Name it, other than the theme that is split."
    known = change.into in coded.codebook.by_name
    if not change.comments and (not known or not _is_within(coded.codebook, change.into, change.theme)):
        what = f"{quoted(change.into)} was not merged into {quoted(change.theme)}, so it cannot be split back"
        return what, "Name the comments that go to the new theme."
    return _why_not_coded(coded, change)


def _why_no_assignment(coded: Coded, change: Change) -> _Why:
    if not change.comments or not (change.theme or change.into) or change.theme == change.into:
        return "it does not say which comments go where", "Name comments, and the theme they leave or go to."
    for name in filter(None, (change.theme, change.into)):
        if why_not := _why_not_in_use(coded, name):
            return why_not
    return _why_not_coded(coded, change)


def _why_not_coded(coded: Coded, change: Change) -> _Why:
    """Whether every comment named is coded by the theme it leaves; by any, where it leaves none."""
    have = {one.coding.comment for one in coded.codings if change.theme in ("", one.theme)}
    for comment in change.comments:
        if comment not in have:
            by = f" by {quoted(change.theme)}" if change.theme else ""
            return f"the comment {quoted(comment)} is not coded{by}", "Copy the ids from the worksheet."
    return None


def _is_within(codebook: Codebook, name: str, other: str) -> bool:
    """Whether `name` was merged into `other`, directly or by way of others."""
    at = codebook.by_name[name].merged_into
    while at and at != other:
        at = codebook.by_name[at].merged_into
    return at == other


def _merge(coded: Coded, change: Change) -> Coded:
    themes = tuple(
        replace(theme, merged_into=change.into) if theme.name == change.theme else theme
        for theme in coded.codebook.themes
    )
    moved = tuple(_to(one, change.into) if one.theme == change.theme else one for one in coded.codings)
    return Coded(Codebook(themes), moved)


def _split(coded: Coded, change: Change) -> Coded:
    themes = tuple(
        replace(theme, merged_into="") if theme.name == change.into else theme for theme in coded.codebook.themes
    )
    if change.into not in coded.codebook.by_name:
        parent = coded.codebook.by_name[change.theme].parent
        themes = (*themes, Theme(change.into, parent, change.means))
    moved = tuple(
        _split_off(one, change) if one.theme == change.theme and _concerns(change, one) else one
        for one in coded.codings
    )
    return Coded(Codebook(themes), moved)


def _concerns(change: Change, one: InUse) -> bool:
    return one.coding.comment in change.comments if change.comments else change.into in one.trail


def _split_off(one: InUse, change: Change) -> InUse:
    if not change.comments:
        return replace(one, trail=one.trail[: one.trail.index(change.into) + 1])
    return _to(one, change.into)


def _to(one: InUse, theme: str) -> InUse:
    return replace(one, trail=(*one.trail, theme))


def _assign(coded: Coded, change: Change) -> Coded:
    chosen = set(change.comments)
    codings = []
    for one in coded.codings:
        if one.coding.comment in chosen and change.theme and one.theme == change.theme:
            one = _to(one, change.into or NO_THEME)
        codings.append(one)
    if not change.theme:
        codings += [_given(coded, comment, change) for comment in dict.fromkeys(change.comments)]
    return replace(coded, codings=tuple(codings))


def _given(coded: Coded, comment: str, change: Change) -> InUse:
    """What a comment gains is one more coding, by whoever gave it; it says nothing of how coders agree."""
    first = next(one.coding for one in coded.codings if one.coding.comment == comment)
    coding = replace(first, coder=change.who, theme=change.into, publish=False, where=change.where)
    return InUse(coding, (change.into,), gained=True)


def _check_shown_merges(shown: Codebook, changed: Codebook, problems: ProblemList) -> None:
    for theme in shown.themes:
        now = changed.by_name[theme.name].merged_into
        if theme.merged_into and theme.merged_into != now:
            problems.add(
                "the codebook",
                f"{quoted(theme.name)} is shown as merged into {quoted(theme.merged_into)}, and no change says so",
                "Empty the cell, and merge with `cadre returns themes merge`, which says by whom and why.",
                kind="silent merge",
            )
