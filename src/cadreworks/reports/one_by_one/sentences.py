"""What people one by one tell, in sentences, each worked out from the figures that it states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cadreworks.bands import Array, Uncertain
from cadreworks.reports import wording
from cadreworks.reports.published_table import Shown, show
from cadreworks.study import Projection
from cadreworks.supply import ByAge, Careers, Promotions
from cadreworks.vocabulary import LEVELS

CAREERS_NOTE = (
    "Of people who come to a level in the projection, whether they join, rise or step down to it, in any area of the "
    "records; those who are at it in the base year are not followed, since when they came is not known. Figures are "
    "means of draws, and none rests on fewer than five people a draw."
)


_FEWEST_BANDS = 5
"""Of five years each, for the largest of them to say something."""


def opening(projection: Projection) -> str:
    """How people are carried forward, and what is told of them."""
    return (
        f"Everybody in the staff records is carried forward one by one, month by month, in each of "
        f"{projection.draws:,} draws: they leave, retire, come back, rise, move and change hours, and others join. "
        "What follows is told of all draws together and never of anybody. Sex is not projected."
    )


def findings_of_people(projection: Projection, careers: Careers) -> list[str]:
    """The findings that can be told."""
    found = [_aged_55(projection, careers), _wave(projection, careers)]
    found += [_promotion(careers.promotions, at) for at in range(len(LEVELS))]
    return [sentence for sentence in (*found, _events(projection, careers)) if sentence]


def largest_bands(projection: Projection, ages: ByAge) -> str:
    """Of which five years of age most are, at the base year and at the horizon, as it ends a title; empty where bands
    are merged so far that it would say more of them than of people.
    """
    whole = [at for at, band in enumerate(ages.bands) if band.first is not None and band.last == band.first + 4]
    if len(whole) < _FEWEST_BANDS:
        return ""
    before, after = (ages.bands[whole[int(np.argmax(ages.counts.central[whole, at]))]].name for at in (0, -1))
    if before == after:
        return f": the largest group is {before} in both"
    last = projection.study.settings.horizon.last
    return f": the largest group is {before}, and {after} in {last}"


def wave_in_short(retirements: Uncertain) -> str:
    """From how many to how many, as it ends a title."""
    first, last = (wording.bare_wte(float(retirements.central[at])) for at in (0, -1))
    turn = wording.turning_point(retirements.central.tolist())
    if turn:
        return f"{first} to {last} a year, with a {turn[0]} of {wording.bare_wte(float(retirements.central[turn[1]]))}"
    return f"about {first} a year throughout" if first == last else f"from about {first} to {last} a year"


def promotion_in_short(promotions: Promotions, levels: Sequence[int], last: int) -> str:
    """The share that has risen of the first level drawn, as it ends a title."""
    share = show(float(promotions.risen[levels[0], last]), Shown.WHOLE_PER_CENT)
    years = wording.count(last, "year")
    return f"{share} of those who come to be {LEVELS[levels[0]].in_a_sentence} have risen after {years}"


def _aged_55(projection: Projection, careers: Careers) -> str:
    horizon = projection.study.settings.horizon
    if careers.aged_55 is None or careers.aged_55_share is None:
        return ""
    people = [wording.bare_wte(float(careers.aged_55.central[at])) for at in (0, -1)]
    share = [wording.per_cent(float(careers.aged_55_share.central[at])) for at in (0, -1)]
    then = "about the same share" if share[0] == share[1] else share[1]
    return (
        f"In {horizon.base} {share[0]} of people in post are 55 or over ({people[0]}); in {horizon.last} it would be "
        f"{then} ({people[1]})."
    )


def _wave(projection: Projection, careers: Careers) -> str:
    years = projection.study.settings.horizon.years[1:]
    if careers.retirements is None or np.isnan(careers.retirements.central).any():
        return ""
    by_year = careers.retirements.central
    most = int(np.argmax(by_year))
    told = [wording.bare_wte(float(by_year[at])) for at in (0, -1)]
    band = [wording.bare_wte(float(part[-1])) for part in (careers.retirements.p05, careers.retirements.p95)]
    highest = wording.bare_wte(float(by_year[most]))
    peak = f" The most, {highest}, would do so in the year to March {years[most]}." if highest not in told else ""
    return (
        f"About {told[0]} people would retire in the year to March {years[0]}, and {told[1]} in the year to March "
        f"{years[-1]} (90 per cent band {band[0]} to {band[1]}): {wording.bare_wte(float(by_year.sum()))} in "
        f"{wording.count(len(years), 'year')}.{peak}"
    )


def _promotion(promotions: Promotions, level: int) -> str:
    """How many rise from a level by when, and how many leave."""
    told = np.flatnonzero(~np.isnan(promotions.risen[level]))
    if told.size < 2 or promotions.risen[level, told[-1]] <= 0:
        return ""
    last = int(told[-1])
    risen, gone = (float(part[level, last]) for part in (promotions.risen, promotions.gone))
    until = years_until(promotions.risen[level, : last + 1], 0.5)
    half = (
        f"half have risen after {until:.1f} years"
        if until is not None
        else f"of those who rise in that time, half have done so after "
        f"{years_until(promotions.risen[level, : last + 1], risen / 2):.1f} years"
    )
    return (
        f"Of those who come to be {LEVELS[level].in_a_sentence}, {wording.per_cent(risen)} have risen "
        f"{wording.count(last, 'year')} later, and {wording.per_cent(gone)} have left or stepped down; {half}."
    )


def years_until(shares: Array, share: float) -> float | None:
    """After how many years, with straight lines between whole ones, rising shares by year come to `share`, which is
    above the first of them; None where they do not.
    """
    passed = np.flatnonzero(shares >= share)
    if not passed.size or passed[0] == 0:
        return None
    at = int(passed[0])
    return float(at - 1 + (share - shares[at - 1]) / (shares[at] - shares[at - 1]))


def _events(projection: Projection, careers: Careers) -> str:
    """What yearly records do not show of the first projected year."""
    year = projection.study.settings.horizon.years[1]
    left, unseen, hours = (
        float(careers.events[name].central[0])
        for name in ("left_at_any_time", "came_and_left_within_a_year", "changed_hours")
    )
    if np.isnan(left):
        return ""
    also = (
        ""
        if np.isnan(unseen)
        else (
            f"; {wording.bare_wte(unseen)} of them would have come within the same year, which no yearly record shows"
        )
    )
    rest = "" if np.isnan(hours) else f" {wording.bare_wte(hours)} would change their hours in the same post."
    return f"In the year to March {year} {wording.bare_wte(left)} people would leave{also}.{rest}"
