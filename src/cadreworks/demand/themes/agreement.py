"""How far do coders agree? Their codings, before anybody resolved or assigned one -> measures by theme and over all.

    kappa = (p - e) / (1 - e)       p: share of comments on which two coders agree; e: what their own habits would give
    alpha = 1 - D_o / D_e           D_o: observed disagreement over pairs of values; D_e: over all values, mixed

Kappa is of two coders, over the comments that both coded: for each theme whether it is there or not, and over all the
set of themes that a coder gave. Alpha is of any number of coders, with comments that some did not code; over all it
takes the set of themes as one nominal value, which for codings of one theme each is the textbook's. Where nobody
varies there is nothing to agree about: both are empty. Sources: Cohen (1960), Educational and Psychological Measurement
20: 37-46; Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, part C (nominal data, missing values).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cadreworks.demand.themes.changes import Coded, InUse
from cadreworks.demand.themes.codebook import NO_THEME
from cadreworks.demand.themes.table_specs import AGREEMENT_TABLE
from cadreworks.tables import Cell
from cadreworks.vocabulary import ALL

AGREEMENT_COLUMNS = AGREEMENT_TABLE.names

Found = Mapping[str, Mapping[str, frozenset[str]]]
"""By comment and coder, the themes found; empty where the coder found none."""


@dataclass(frozen=True)
class Agreement:
    """How two coders agree on one theme, or over all themes (`all`, where only `comments`, the share and the measures
    are filled). alpha is over all coders of the exercise.
    """

    theme: str
    coders: tuple[str, str]
    comments: int
    cells: tuple[int, int, int, int] | None
    agreement_share: float | None
    kappa: float | None
    alpha: float | None


def estimate_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two coders' nominal values; None where neither ever varies, or there is nothing."""
    if not pairs:
        return None
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    number = len(pairs)
    same = sum(one == other for one, other in pairs)
    by_chance = sum(first[value] * second[value] for value in first)  # times number squared
    if by_chance == number * number:
        return None
    return (same * number - by_chance) / (number * number - by_chance)


def estimate_alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal data. units: the values that each unit was given, by those who gave one.

    Units with fewer than two values pair nothing and drop out. None where all paired values are the same.
    """
    paired = [Counter(values) for values in units if len(values) > 1]
    totals: Counter[Hashable] = Counter()
    observed = 0.0
    for values in paired:
        size = values.total()
        totals.update(values)
        observed += (size * size - sum(count * count for count in values.values())) / (size - 1)
    number = totals.total()
    expected = number * number - sum(count * count for count in totals.values())
    if not expected:
        return None
    return 1 - (number - 1) * observed / expected


def read_found(codings: Sequence[InUse], *, resolving: bool = False) -> Found:
    """What each coder found; of those who resolve, or of the others. What changes gave is no coder's finding."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in codings:
        if one.coding.resolves == resolving and not one.gained:
            found[one.coding.comment][one.coding.coder].update({one.theme} - {NO_THEME})
    return {
        comment: {coder: frozenset(themes) for coder, themes in sorted(by_coder.items())}
        for comment, by_coder in sorted(found.items())
    }


def estimate_agreement(coded: Coded) -> tuple[Agreement, ...]:
    """By theme in use, then over all, for each pair of coders who share a comment."""
    found = read_found(coded.unassigned)
    coders = sorted({coder for by_coder in found.values() for coder in by_coder})
    themes = [theme.name for theme in coded.codebook.in_use]
    alphas: dict[str, float | None] = {
        theme: estimate_alpha([[theme in given for given in by_coder.values()] for by_coder in found.values()])
        for theme in themes
    }
    over_all = estimate_alpha([list(by_coder.values()) for by_coder in found.values()])
    result = []
    for pair in combinations(coders, 2):
        shared = [by_coder for by_coder in found.values() if pair[0] in by_coder and pair[1] in by_coder]
        if shared:
            result += [_of_theme(theme, pair, shared, alphas[theme]) for theme in themes]
            sets = [(given[pair[0]], given[pair[1]]) for given in shared]
            same = sum(one == other for one, other in sets) / len(sets)
            result.append(Agreement(ALL, pair, len(sets), None, same, estimate_kappa(sets), over_all))
    return tuple(result)


def _of_theme(
    theme: str, pair: tuple[str, str], shared: Sequence[Mapping[str, frozenset[str]]], alpha: float | None
) -> Agreement:
    values = [(theme in given[pair[0]], theme in given[pair[1]]) for given in shared]
    number = Counter(values)
    cells = (number[True, True], number[True, False], number[False, True], number[False, False])
    same = (cells[0] + cells[3]) / len(values)
    return Agreement(theme, pair, len(values), cells, same, estimate_kappa(values), alpha)


def agreement_rows(agreements: Sequence[Agreement]) -> Iterator[dict[str, Cell]]:
    """The rows of the file of agreement."""
    for one in agreements:
        cells: Sequence[int | None] = one.cells or (None,) * 4
        yield {
            "theme": one.theme,
            "coder_1": one.coders[0],
            "coder_2": one.coders[1],
            "comments": one.comments,
            **dict(zip(("both", "only_1", "only_2", "neither"), cells, strict=True)),
            "agreement_share": one.agreement_share,
            "kappa": one.kappa,
            "alpha": one.alpha,
        }
