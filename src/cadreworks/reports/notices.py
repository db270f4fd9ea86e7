"""What is no problem, but what a study's owner may not have meant? A checked study -> sentences.

A problem ends a run; a notice stands beside its results.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cadreworks.assumptions import Origin
from cadreworks.periods import FinancialYear, as_at
from cadreworks.reports import wording
from cadreworks.study import Study, unused_files
from cadreworks.supply import GROWTH_PREFIX, GrowthHistory, growth_rates

USUAL_LAG_YEARS = 1
"""Statistics of a year come out after it, so a history of growth that ends a year early is nothing unusual."""
USUAL_GROWTH = 0.3
"""Growth beyond this, either way, is more often a percentage that was not made a share of one."""
TIMES_WORKED_OUT = 10.0
"""An override this many times as large or small as what data give is more often a slip of units."""
LEAST_DRAWS = 20
"""With fewer no draw lies below the 5th percentile or above the 95th."""
_YEAR_OF_PAY = re.compile(r"\b(\d{4})[/-](\d{2})\b", re.ASCII)


def notices_of(folder: Path, study: Study, *, draws: int) -> list[str]:
    """The notices of the study in `folder`, run with `draws` draws, each a sentence."""
    return [
        *(f"{name} is not named in study.toml, so it is not used." for name in unused_files(folder, study.files)),
        *_of_ends_of_files(study),
        *_of_returns(study),
        *(str(told) for told in study.told),
        *_of_small_cells(study),
        *(_of_growth(study, study.growth) if study.growth else _of_records(study)),
        *_of_pay(study),
        *_of_overrides(study),
        *_of_draws(draws),
    ]


def _of_ends_of_files(study: Study) -> Iterator[str]:
    for file in study.files:
        if file.name.endswith(".csv") and not file.raw.endswith((b"\n", b"\r")):
            yield f"{file.name} does not end with the end of a line; check that its last row is whole."


def _of_returns(study: Study) -> Iterator[str]:
    if study.returns.unsigned:
        unsigned = wording.count(len(study.returns.unsigned), "return is", "returns are")
        yield f"{wording.sentence_case(unsigned)} not signed off."


def _of_small_cells(study: Study) -> Iterator[str]:
    small = study.small_cells
    if small:
        yield (
            f"The stock holds {wording.count(small, 'cell')} above zero and below five; "
            "the results will be marked as not for publication."
        )


def _of_records(study: Study) -> tuple[str, ...]:
    if study.records is None:
        return ("Supply rests on staff records, which this says nothing of; give them with --records.",)
    accepted = ", ".join(f"{kind} ({count:,})" for kind, count in study.records.accepted.items())
    return (
        *study.records.notes,
        *([f"Problems of the staff records that were accepted: {accepted}."] if accepted else []),
    )


def _of_growth(study: Study, history: GrowthHistory) -> Iterator[str]:
    base, last = study.settings.horizon.base, history.years[-1]
    lag = base - last.closes.year
    if lag > USUAL_LAG_YEARS:
        yield (
            f"The last year of growth, {last}, closes {wording.count(lag, 'year')} before the base year, "
            f"31 March {base}; supply rests on it all the same."
        )
    for rate in growth_rates(history):
        of_years = history.net_growth[(slice(None), *rate.cells)].reshape(len(history.years), -1)[:, 0]
        for year, growth in zip(history.years, of_years, strict=True):
            if abs(growth) > USUAL_GROWTH:
                yield _unusual_growth(f"Growth of {rate.name} in {year}", float(growth))


def _unusual_growth(what: str, growth: float) -> str:
    return f"{what} is {growth * 100:g} per cent a year; if {growth:g} per cent is meant, write {growth / 100:g}."


def _of_pay(study: Study) -> Iterator[str]:
    """A source that names other years than that of the pay points. Pay of a base year begins in it."""
    base = FinancialYear(study.settings.horizon.base)
    source = next(item.source for item in study.settings.inputs if item.role == "pay_points")
    named = [int(year) for year, following in _YEAR_OF_PAY.findall(source) if (int(year) + 1) % 100 == int(following)]
    if named and base.start not in named:
        yield (
            f"Pay points are taken for those of {base}, which begins in the base year, but their source names "
            f"{wording.listed([str(FinancialYear(year)) for year in named])}."
        )


def _of_overrides(study: Study) -> Iterator[str]:
    last = as_at(study.settings.horizon.last)
    for override in study.overrides:
        entry = study.register[override.assumption]
        if override.when > last.isoformat():
            yield f"The override of {entry.id} is dated {override.when}, after the last year of the projection."
        if entry.id.startswith(GROWTH_PREFIX):
            yield from (
                _unusual_growth(f"The override of {entry.id}", number)
                for number in sorted({override.value, override.low, override.high})
                if abs(number) > USUAL_GROWTH
            )
        elif entry.origin is Origin.WORKED_OUT and not (
            entry.value / TIMES_WORKED_OUT <= override.value <= entry.value * TIMES_WORKED_OUT
        ):
            yield f"The override of {entry.id} puts {override.value:,.10g} in the place of {entry.value:,.6g}."


def _of_draws(draws: int) -> Iterator[str]:
    if draws < LEAST_DRAWS:
        said = wording.sentence_case(wording.count(draws, "draw"))
        yield f"{said} can give no band from the 5th to the 95th percentile; ask for 1,000 or more."
