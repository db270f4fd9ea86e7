"""What stands beside every figure: its source, what its bands mean, and the names of areas and levels."""

from __future__ import annotations

from cadreworks.bands import expected_coverage
from cadreworks.reports import wording
from cadreworks.study import Projection
from cadreworks.supply import BASE_YEARS
from cadreworks.vocabulary import LEVELS, area_of_work

TOTAL_AREA = "Total workforce"
TOTAL_LEVEL = "All levels"


def source_of(projection: Projection) -> str:
    """What the tables rest on, as their source line says it."""
    settings = projection.study.settings
    return f"{settings.title}, {settings.edition}. Calculated with Cadreworks from the inputs of the study."


def band_notes(projection: Projection) -> tuple[str, ...]:
    """What the bands mean and what they leave out; it stands beside every band."""
    study = projection.study
    returns = len(study.returns.organisations)
    years = int(study.register[BASE_YEARS.id].in_use)
    return (
        f"Bands run from the 5th to the 95th percentile of {projection.draws:,} draws of growth years, returns and "
        f"pay. {_coverage(returns, 'return')} {_coverage(years, 'year of growth', 'years of growth')} They leave out "
        "how far other experts would have disagreed, and how far one scenario lies from another.",
    )


def short_band_note(projection: Projection) -> str:
    """The same in one line, for beneath a figure."""
    study = projection.study
    returns, years = len(study.returns.organisations), int(study.register[BASE_YEARS.id].in_use)
    covers = [
        f"{expected_coverage(number)} per cent with {wording.count(number, *names)}"
        for number, names in ((returns, ("return",)), (years, ("year of growth", "years of growth")))
        if expected_coverage(number) is not None
    ]
    covered = f", which cover about {wording.listed(covers)}" if covers else ""
    return (
        f"Bands: 5th to 95th percentile of draws{covered}, and leave out disagreement between other experts and "
        "between scenarios."
    )


def _coverage(number: int, singular: str, plural: str | None = None) -> str:
    covered = expected_coverage(number)
    said = wording.count(number, singular, plural)
    if covered is None:
        return f"From {said} no spread can be learnt, so none is shown."
    return f"Bands of nominally 90 per cent that rest on {said} cover about {covered} per cent."


def area_names(projection: Projection) -> list[str]:
    """The names of the study's areas, and of their total, in the order of arrays."""
    return [area_of_work(area).name for area in projection.study.settings.areas] + [TOTAL_AREA]


def level_names() -> list[str]:
    """The names of the levels, and of their total, in the order of arrays."""
    return [level.name for level in LEVELS] + [TOTAL_LEVEL]


def no_change_note() -> str:
    """The limitation that scaling by area brings, which stands beside each forecast by level."""
    return (
        "The typical organisation's mix of levels is not that of the whole workforce, so even returns that change "
        "nothing would move the levels. What they would have given stands in the tables by job level."
    )
