"""What stands beside every figure: its source, what its bands mean, and the names of areas and levels."""

from __future__ import annotations

from cadreworks.bands import Uncertain, expected_coverage
from cadreworks.demand.pooling import COOKE, LINEAR, MEAN_SD, QUANTILE, RANDOM_EFFECTS
from cadreworks.reports import wording
from cadreworks.study import Projection, Study
from cadreworks.supply import BASE_YEARS, COHORT
from cadreworks.supply.establishment import REPLICATES
from cadreworks.supply.track_record import COHORT_RATIO
from cadreworks.vocabulary import LEVELS, area_of_work

TOTAL_AREA = "Total workforce"
TOTAL_LEVEL = "All levels"
NOT_FOR_PUBLICATION = "Not for publication"
_BANDS_OF_POOLS = {
    LINEAR: "In each draw one of the experts is right, with the doubt they stated, so that bands of demand hold "
    "disagreement between those who answered.",
    COOKE: "In each draw one of the experts is right, by the weights that seed questions gave them and with the doubt "
    "they stated, so that bands of demand hold disagreement between those who answered.",
    QUANTILE: "Bands of demand are the doubt of the average expert; disagreement does not widen them.",
    RANDOM_EFFECTS: "Bands of demand are about the mean of experts, allowing for disagreement and stated doubt; they "
    "take the size of disagreement as known, so few returns cover too little.",
}


def source_of(projection: Projection) -> str:
    """What the tables rest on, as their source line says it."""
    settings = projection.study.settings
    return f"{settings.title}, {settings.edition}. Calculated with Cadreworks from the inputs of the study."


def supply_basis(projection: Projection) -> str:
    """What supply takes for granted, as it stands in a sentence."""
    if projection.plan is not None:
        return f"with the plan, and else {_as_before(projection)}"
    return _as_before(projection)


def _as_before(projection: Projection) -> str:
    if projection.study.settings.from_records:
        return "if people go on joining, moving and leaving as they did"
    return "if growth goes on as it was"


def band_notes(projection: Projection) -> tuple[str, ...]:
    """What the bands mean and what they leave out; it stands beside every band."""
    study = projection.study
    several = len(study.settings.scenarios) > 1
    if study.settings.from_records:
        drawn = "rates of leaving, moving and joining, chance for each person, returns and pay"
        of_supply = f"That rates may change is left out{_where_tried(study)}."
    else:
        drawn, years = "growth years, returns and pay", int(study.register[BASE_YEARS.id].in_use)
        of_supply = _coverage(years, "year of growth", "years of growth")
    if projection.plan is not None:
        drawn = f"{drawn}, and the effects of the plan's levers"
    return (
        f"Bands run from the 5th to the 95th percentile of {projection.draws:,} draws of {drawn}. "
        f"{_of_returns(study)} {of_supply} They leave out "
        f"{_left_out(study)}{', and how far one scenario lies from another' * several}.",
    )


def _of_returns(study: Study) -> str:
    """What the band of the pool means. Coverage was simulated for resampled means only (docs/adr/0004)."""
    if study.settings.demand_method == MEAN_SD:
        return _coverage(len(study.returns.organisations), "return")
    return _BANDS_OF_POOLS[study.settings.demand_method]


def _left_out(study: Study) -> str:
    """What the band of demand does not hold, as it stands in a sentence."""
    if study.settings.demand_method in (LINEAR, COOKE):
        return "what experts who did not answer would have said"
    return "how far other experts would have disagreed"


def _where_tried(study: Study) -> str:
    if any(score.method.name in (COHORT, COHORT_RATIO) and score.wape is not None for score in study.track_record):
        return "; how the method did when tried on the past stands under Track record"
    return ", and the record is too short to try the method on the past"


def short_band_note(projection: Projection) -> str:
    """The same in one line, for beneath a figure."""
    study = projection.study
    rests_on: list[tuple[int, tuple[str, ...]]] = []
    if study.settings.demand_method == MEAN_SD:
        rests_on.append((len(study.returns.organisations), ("return",)))
    if not study.settings.from_records:
        years = int(study.register[BASE_YEARS.id].in_use)
        rests_on.append((years, ("year of growth", "years of growth")))
    covers = [
        f"{expected_coverage(number)} per cent with {wording.count(number, *names)}"
        for number, names in rests_on
        if expected_coverage(number) is not None
    ]
    covered = f", which cover about {wording.listed(covers)}" if covers else ""
    spreadless = [
        f" {wording.sentence_case(wording.count(number, names[0]))} shows no spread, so bands leave it out."
        for number, names in rests_on
        if expected_coverage(number) is None
    ]
    rates = " that rates may change," if study.settings.from_records else ""
    return (
        f"Bands: 5th to 95th percentile of draws{covered}, and leave out{rates} {_left_out_in_short(study)}."
        f"{''.join(spreadless)}"
    )


def _left_out_in_short(study: Study) -> str:
    several = len(study.settings.scenarios) > 1
    if study.settings.demand_method in (LINEAR, COOKE):
        return f"experts who did not answer{', and disagreement between scenarios' * several}"
    return f"disagreement between other experts{' and between scenarios' * several}"


def _coverage(number: int, singular: str, plural: str | None = None) -> str:
    covered = expected_coverage(number)
    said = wording.count(number, singular, plural)
    if covered is None:
        return f"From {said} no spread can be learnt, so bands leave it out."
    return f"Bands of nominally 90 per cent that rest on {said} cover about {covered} per cent."


def band_of(values: Uncertain, at: tuple[int, ...]) -> tuple[float, float] | None:
    """The 5th and 95th percentile of one figure, or None where its draws do not differ, which is no band."""
    low, high = float(values.p05[at]), float(values.p95[at])
    return (low, high) if high - low > 1e-9 * max(abs(low), abs(high), 1.0) else None


def rounding_note() -> str:
    """How figures are rounded for reading, and why sums of them need not close; it stands beneath the headline."""
    return (
        "Figures in headlines and sentences are rounded as the 2030 report rounds its own: to the nearest 25 from "
        "1,000 up, to the nearest 10 from 200 and to the nearest 5 from 20. Sums of rounded figures may therefore "
        "differ a little from rounded sums. The workbook and the result tables hold the unrounded figures."
    )


def override_note(projection: Projection) -> str:
    """Which assumptions are overridden, as a sentence; empty where none is."""
    entries = [entry for entry in projection.study.register.entries if entry.override is not None]
    if not entries:
        return ""
    number = wording.sentence_case(wording.count(len(entries), "assumption is", "assumptions are"))
    named = "; ".join(f"{entry.title} (by {entry.override.who})" for entry in entries if entry.override is not None)
    return f"{number} overridden: {named}."


def area_names(projection: Projection) -> list[str]:
    """The names of the study's areas, and of their total, in the order of arrays."""
    return [area_of_work(area).name for area in projection.study.settings.areas] + [TOTAL_AREA]


def level_names() -> list[str]:
    """The names of the levels, and of their total, in the order of arrays."""
    return [level.name for level in LEVELS] + [TOTAL_LEVEL]


def not_for_publication(projection: Projection) -> str | None:
    """Why the results of this study are not for publication; None where nothing in its stock speaks against it."""
    return why_not_published(projection.study)


def why_not_published(study: Study) -> str | None:
    """The same of a study that need not have been projected."""
    small = study.small_cells
    if not small:
        return None
    return (
        f"The stock holds {wording.count(small, 'cell')} above zero and below five people or whole-time equivalents, "
        "which may point to people. Share these results only with those who may see the staff records they came from."
    )


def no_change_note() -> str:
    """The limitation that scaling by area brings, which stands beside each forecast by level."""
    return (
        "The typical organisation's mix of levels is not that of the whole workforce, so even returns that change "
        "nothing would move the levels. What they would have given stands beside each forecast by job level: in the "
        "data of each figure of changes in staffing, and in the workbook's tables by job level."
    )


def replicates_of(study: Study) -> int:
    """How many runs the central run is the mean of; 0 where it is one of its own."""
    return 0 if study.establishment is None else REPLICATES
