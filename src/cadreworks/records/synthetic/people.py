"""Who are the made-up staff, and where do they work? A seed -> organisations, births, attributes and ids.

All shares are made up. What a person is (sex, ethnicity, nationality) has no bearing on what happens to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.randomness import stream

REGIONS = (
    "East of England",
    "London",
    "Midlands",
    "North East and Yorkshire",
    "North West",
    "South East",
    "South West",
)
ORGANISATION_TYPES = ("acute", "mental_health", "community", "ambulance", "commissioning", "national")
_TYPE_SHARES = (0.52, 0.18, 0.12, 0.04, 0.12, 0.02)
_STAFF_PER_ORGANISATION, _MOST_ORGANISATIONS, _FEWEST_ORGANISATIONS = 400, 220, 3

SEXES = ("female", "male")
_SEX_SHARES = (0.58, 0.42)
ETHNICITIES = ("white", "asian", "black", "mixed", "other", "not_stated")
_ETHNICITY_SHARES = (0.74, 0.11, 0.06, 0.02, 0.02, 0.05)
NATIONALITIES = ("United Kingdom", "Ireland", "India", "Nigeria", "Philippines", "Poland", "Portugal")
_NATIONALITY_SHARES = (0.90, 0.015, 0.03, 0.02, 0.01, 0.015, 0.01)
_NATIONALITY_SHARES_ABROAD = (0.0, 0.12, 0.36, 0.20, 0.14, 0.08, 0.10)
CONTRACTS = ("permanent", "fixed_term", "bank", "honorary")
FIXED_TERM_SHARE = 0.07

_OPENING_AGES = ((20, 25, 0.06), (25, 35, 0.21), (35, 45, 0.25), (45, 55, 0.27), (55, 65, 0.19), (65, 70, 0.02))
_JOINING_AGES = ((21, 28), (24, 46), (18, 61), (18, 61))
"""From and below, by source of recruitment."""

MOST_IDS = 10_000_000


@dataclass(frozen=True)
class Organisations:
    """The employers: type and region (places in the lists above), and their shares of the staff."""

    types: NDArray[np.int64]
    regions: NDArray[np.int64]
    cumulated: Array

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.int16]:
        """So many employers, large ones more often."""
        return np.searchsorted(self.cumulated, rng.random(count), side="right").astype(np.int16)

    def draw_others(self, rng: np.random.Generator, present: NDArray[np.int16]) -> NDArray[np.int16]:
        """Another employer than the present one; any other, where the draw falls on the same."""
        drawn = self.draw(rng, len(present))
        others = rng.integers(1, len(self.types), len(present))
        elsewhere = ((present + others) % len(self.types)).astype(np.int16)
        return np.where(drawn == present, elsewhere, drawn)


def draw_organisations(people: int, seed: int) -> Organisations:
    """Employers enough for so many people; the first seven stand in the seven regions."""
    rng = stream(seed, "synthetic/organisations")
    count = min(max(people // _STAFF_PER_ORGANISATION, _FEWEST_ORGANISATIONS), _MOST_ORGANISATIONS)
    weights = rng.lognormal(0.0, 0.7, count)
    cumulated = np.cumsum(weights / weights.sum())
    cumulated[-1] = 1.0
    types = pick(rng, _TYPE_SHARES, count)
    return Organisations(types.astype(np.int64), np.arange(count) % len(REGIONS), cumulated)


def pick(rng: np.random.Generator, shares: Array | tuple[float, ...], count: int) -> NDArray[np.int8]:
    """So many places in a list, each with its share."""
    cumulated = np.cumsum(shares)
    cumulated[-1] = 1.0
    return np.searchsorted(cumulated, rng.random(count), side="right").astype(np.int8)


def draw_opening_ages(rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Ages of those in post at the first snapshot."""
    span = pick(rng, tuple(share for _, _, share in _OPENING_AGES), count)
    low, high = (np.array([ages[place] for ages in _OPENING_AGES])[span] for place in (0, 1))
    return rng.integers(low, high)


def draw_joining_ages(rng: np.random.Generator, sources: NDArray[np.int8]) -> NDArray[np.int64]:
    """Ages of recruits, by where they come from."""
    low, high = (np.array([ages[place] for ages in _JOINING_AGES])[sources] for place in (0, 1))
    return rng.integers(low, high)


def draw_attributes(count: int, abroad: NDArray[np.bool_], seed: int) -> dict[str, NDArray[np.int8]]:
    """Sex, ethnicity and nationality of each person, as places in the lists above."""
    rng = stream(seed, "synthetic/attributes")
    nationality = pick(rng, _NATIONALITY_SHARES, count)
    nationality[abroad] = pick(rng, _NATIONALITY_SHARES_ABROAD, int(abroad.sum()))
    return {
        "sex": pick(rng, _SEX_SHARES, count),
        "ethnicity": pick(rng, _ETHNICITY_SHARES, count),
        "nationality": nationality,
    }


def draw_ids(seed: int) -> NDArray[np.int32]:
    """All seven-digit numbers in an order that means nothing; a person takes the number at their place."""
    return stream(seed, "synthetic/ids").permutation(np.arange(MOST_IDS, dtype=np.int32))
