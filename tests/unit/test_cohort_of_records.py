"""The cohort of staff records: what it reads, what it refuses, and whether it finds what is true of made-up staff."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from cadreworks.bands import with_totals
from cadreworks.problems import InputProblems
from cadreworks.progress import no_progress
from cadreworks.randomness import stream
from cadreworks.records.engine import duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.records.synthetic import Request, write_extract
from cadreworks.supply.cohort import COUNT, RATIO, Cohort, Tallies, estimate_cohort, project_cohort, read_cohort
from cadreworks.supply.cohort.pooled_ratio import estimate_ratio
from cadreworks.supply.cohort.population import read_tallies
from cadreworks.supply.cohort.recruitment import estimate_recruitment
from small_cohort import drawn_tallies

pytestmark = pytest.mark.slow

BASE = date(2020, 3, 31)


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cohort")
    write_extract(folder, Request(4000, 7, 11, every="year", calibrated=True), no_progress)
    return folder / "extract.parquet"


def read(path: Path, base_day: date = BASE, years: int = 4) -> Cohort:
    with duck_engine() as engine:
        return read_cohort(engine, open_records(engine, Extract(str(path))), base_day, years)


def tally(path: Path, base_day: date, years: int) -> Tallies:
    with duck_engine() as engine:
        return read_tallies(engine, open_records(engine, Extract(str(path))), base_day, years)


def problems_of(path: Path, base_day: date = BASE, years: int = 4) -> str:
    with pytest.raises(InputProblems) as raised:
        read(path, base_day, years)
    return str(raised.value)


def changed(path: Path, out: Path, select: str) -> Path:
    duckdb.sql(f"COPY (SELECT {select} FROM '{path}') TO '{out}' (FORMAT parquet)")
    return out


def test_everybody_in_post_is_counted_once_with_their_wte(extract):
    opening = read(extract).opening
    people, wte = duckdb.sql(f"SELECT count(*), sum(wte) FROM '{extract}' WHERE as_at = DATE '2020-03-31'").fetchall()[
        0
    ]
    assert opening.headcount.sum() == people == 4000
    assert opening.wte.sum() == pytest.approx(float(wte))


def test_the_order_of_rows_leaves_no_trace(extract, tmp_path):
    shuffled = changed(extract, tmp_path / "shuffled.parquet", "* REPLACE (wte AS wte)")
    duckdb.sql(f"COPY (SELECT * FROM '{extract}' ORDER BY hash(person_id, as_at)) TO '{shuffled}' (FORMAT parquet)")
    first, second = (project_cohort(read(path), 2, draws=20, seed=1) for path in (extract, shuffled))
    assert first.headcount.central.tobytes() == second.headcount.central.tobytes()
    assert first.wte_draws.tobytes() == second.wte_draws.tobytes()


def test_a_base_day_within_the_record_does_not_look_ahead(extract, tmp_path):
    until = tmp_path / "until.parquet"
    duckdb.sql(f"COPY (SELECT * FROM '{extract}' WHERE as_at <= DATE '2018-03-31') TO '{until}' (FORMAT parquet)")
    whole, cut = (read(path, date(2018, 3, 31), 3) for path in (extract, until))
    for of_cohort in (lambda c: c.opening.headcount, lambda c: c.intensities.ratio.ratio, lambda c: c.joining_ages):
        np.testing.assert_array_equal(of_cohort(whole), of_cohort(cut))


def test_all_that_a_record_lacks_is_said_at_once(extract):
    said = problems_of(extract, date(2020, 4, 1), 1)
    assert "they have no day 2020-04-01" in said
    assert "rates are to rest on 1 year, and it takes 2" in said
    assert "they hold 7 years before 2020-03-31 without a gap, and rates are to rest on 9" in problems_of(
        extract, years=9
    )


def test_nobody_with_a_known_age_cannot_be_projected_by_age(extract, tmp_path):
    ageless = changed(extract, tmp_path / "ageless.parquet", "* EXCLUDE (birth_year)")
    assert "nobody has a known age in the 4 years before 2020-03-31" in problems_of(ageless)


def test_a_level_that_nobody_held_is_not_filled_in(extract, tmp_path):
    flat = tmp_path / "flat.parquet"
    duckdb.sql(f"COPY (SELECT * FROM '{extract}' WHERE level <> 'senior_leader') TO '{flat}' (FORMAT parquet)")
    projection = project_cohort(read(flat), 3, draws=5, seed=1)
    assert not projection.headcount_draws[:, :, projection.levels.index("senior_leader")].any()
    late = tmp_path / "late.parquet"
    as_at = "as_at = DATE '2020-03-31'"
    duckdb.sql(
        f"COPY (SELECT * FROM '{extract}' WHERE level <> 'senior_leader' OR {as_at}) TO '{late}' (FORMAT parquet)"
    )
    assert "nobody was at the level senior_leader in the 4 years before 2020-03-31" in problems_of(late)


def test_unknown_ages_and_service_are_kept_as_such_and_said(extract, tmp_path):
    odd = "CAST(right(CAST(person_id AS VARCHAR), 1) AS INTEGER) < 2"
    holes = changed(
        extract,
        tmp_path / "holes.parquet",
        f"* REPLACE (CASE WHEN {odd} THEN NULL ELSE birth_year END AS birth_year, "
        f"CASE WHEN {odd} THEN NULL ELSE nhs_start_date END AS nhs_start_date)",
    )
    cohort = read(holes)
    unknown = cohort.opening.headcount[:, -1].sum()
    assert 600 < unknown < 1000
    assert cohort.opening.headcount[..., -1].sum() == unknown
    assert any(note.startswith(f"The age of {unknown} people is not known") for note in cohort.notes)
    assert any(note.startswith(f"The length of service of {unknown} people is not known") for note in cohort.notes)


def test_a_short_history_of_returners_is_said(extract):
    assert any("those who return after more than 3 years away count as joiners" in note for note in read(extract).notes)


def test_without_reasons_for_leaving_retirements_are_not_made_up(extract, tmp_path):
    silent = changed(extract, tmp_path / "silent.parquet", "* EXCLUDE (leaving_reason)")
    cohort = read(silent)
    assert any("gives no reasons for leaving" in note for note in cohort.notes)
    assert np.isnan(project_cohort(cohort, 1, draws=5, seed=1).flows["retirements"].central).all()
    retired = project_cohort(read(extract), 1, draws=5, seed=1).flows["retirements"].central
    assert 0 < retired.sum() < project_cohort(cohort, 1, draws=5, seed=1).flows["leavers"].central.sum()


def test_nobody_goes_where_nobody_ever_was(extract):
    cohort = read(extract)
    empty = cohort.opening.headcount.sum(axis=(1, 2)) == 0
    never = empty & (cohort.destinations.weights.sum(axis=(0, 1)) == 0)
    assert never.any()
    projection = project_cohort(cohort, 5, draws=20, seed=1)
    assert (projection.headcount_draws.reshape(20, -1, 6)[:, never] == 0).all()


def test_drawn_rates_of_the_nation_are_as_sure_as_its_events():
    """Cells that lean on each other are wrong together: their sum is no surer than the events of all."""
    rng = stream(5, "cells")
    area = np.repeat(np.arange(6), 20)
    expected = np.full(120, 30.0)
    ratio = estimate_ratio(rng.poisson(expected), expected, area, possible=np.ones(120, dtype=bool))
    total = (ratio.drawn(rng, 4000) * expected).sum(axis=1)
    assert total.std() / total.mean() == pytest.approx(expected.sum() ** -0.5, rel=0.25)


def test_years_that_differ_more_than_chance_widen_recruitment():
    even = np.full((5, 1, 4), 250)
    uneven = even + np.array([-125, 125, -60, 60, 0])[:, None, None]
    opening = np.full((5, 4), 1000)
    spreads = []
    for joined in (even, uneven):
        recruitment = estimate_recruitment(joined, opening, 2, basis=COUNT)
        rng = stream(1, "years")
        drawn = recruitment.drawn(rng, 4000)
        years = drawn.base.sum(axis=1) * recruitment.year(rng, drawn)
        assert years.sum(axis=1).mean() == pytest.approx(1000, rel=0.02)
        spreads.append(years.sum(axis=1).std() / 1000)
    assert spreads[0] < 0.12
    assert 0.2 < spreads[1] < 0.6


def test_where_nobody_joined_nobody_will():
    cohort = estimate_cohort(
        drawn_tallies(stock="level | age | service | people\nsupport | 30 | 2 | 50\nprofessional | 40 | 2 | 9")
    )
    for basis in (COUNT, RATIO):
        projection = project_cohort(cohort, 3, draws=5, seed=1, recruitment=basis)
        np.testing.assert_array_equal(projection.headcount_draws[:, 0].sum(axis=1), np.full((5, 4), 59))


@pytest.mark.slow
@pytest.mark.parametrize("every", ["year", "month"])
def test_true_growth_is_continued_and_true_rates_are_found(tmp_path, every):
    """20,000 people over ten years. Recruitment of the made-up staff grows with them, so the ratio is what continues
    it; a count a year, being the mean of years when they were fewer, falls behind, as it must.
    """
    write_extract(tmp_path, Request(20_000, 10, 7, every=every, calibrated=True), no_progress)
    cohort = read(tmp_path / "extract.parquet", years=5)
    truth = {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in duckdb.sql(f"SELECT rate, area, level, age_band, value FROM '{tmp_path}/truth.csv'").fetchall()
    }
    growth = np.array([truth["net_growth", area, "all", "all"] for area in cohort.areas])
    by_area = cohort.opening.people.reshape(9, 4).sum(axis=1)
    true = (by_area * (1 + growth) ** 3).sum()
    ratio = project_cohort(cohort, 3, draws=200, seed=1, recruitment=RATIO)
    nation = with_totals(ratio.headcount_draws)[:, -1, -1, 3]
    assert abs(ratio.headcount.central[..., 3].sum() - true) < 2.5 * nation.std()
    assert ratio.headcount.central[..., 3].sum() == pytest.approx(true, rel=0.02)
    assert project_cohort(cohort, 3, draws=1, seed=1).headcount.central[..., 3].sum() < true
    age = cohort.intensities.factors[1]
    assert age[9] / age[8] == pytest.approx(2.2 / 0.85, rel=0.2)
    assert age[2] / age[4] == pytest.approx(1.25 / 0.85, rel=0.2)


@pytest.mark.full
def test_bands_of_held_out_years_cover_what_came(tmp_path):
    """Thirty-two made-up nations of 10,000, the last three years held out.

    The made-up staff recruit towards a path of growth: who is too many or too few by chance is made up for by
    recruitment within a year, which the projection does not know and must not assume of a real record. Stock then
    varies less than independent years would have it, and bands of areas and the nation cover more than their 90 per
    cent; cells, which return to their path in four years, come close to it.
    """
    inside: dict[str, list[float]] = {"nation": [], "area": [], "cell": []}
    for seed in range(32):
        folder = tmp_path / str(seed)
        write_extract(folder, Request(10_000, 13, seed, every="year", calibrated=True), no_progress)
        cohort = read(folder / "extract.parquet", date(2017, 3, 31), 5)
        later = tally(folder / "extract.parquet", BASE, 3).people[-3:].sum(axis=(2, 3))
        came = with_totals(np.moveaxis(later, 0, -1).reshape(9, 4, 3).astype(np.float64))
        drawn = with_totals(project_cohort(cohort, 3, draws=200, seed=seed, recruitment=RATIO).headcount_draws)[..., 1:]
        low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
        covers = (came >= low) & (came <= high)
        staffed = came[:-1, :-1].min(axis=-1) > 0
        inside["nation"].append(float(covers[-1, -1].mean()))
        inside["area"].append(float(covers[:-1, -1].mean()))
        inside["cell"].append(float(covers[:-1, :-1][staffed].mean()))
    coverage = {name: float(np.mean(found)) for name, found in inside.items()}
    assert 0.86 <= coverage["cell"] <= 0.97, coverage
    assert 0.86 <= coverage["area"] <= 1, coverage
    assert 0.9 <= coverage["nation"] <= 1, coverage


@pytest.mark.parametrize("years_away", [1, 2, 3])
def test_a_record_that_shows_no_growth_leads_to_none_however_short_it_is(years_away, tmp_path):
    """Of each age, one in five leaves every year and comes back after some years; stock and returners stay as they are."""
    first, days, born = 2016, range(2016, 2021), 1980
    cycle = 5 + years_away
    rows = [
        f"{person},{year}-03-31,A,ict,support,1,{born},2005-04-01"
        for person in range(400 * cycle)
        for year in days
        if (person + year - first) % cycle >= years_away
    ]
    heading = "person_id,as_at,organisation,area_of_work,level,wte,birth_year,nhs_start_date"
    (tmp_path / "flat.csv").write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    cohort = read(tmp_path / "flat.csv", date(2020, 3, 31), 2)
    projection = project_cohort(cohort, 6, draws=20, seed=1)
    stock = projection.headcount.central.sum(axis=(0, 1))
    assert stock == pytest.approx(np.full(7, 2000.0), rel=0.01)
    returners = projection.flows["returners"].central.sum(axis=(0, 1))
    known_to_be_away = cohort.opening.gone.sum()
    assert returners[0] <= known_to_be_away
    drawn = projection.headcount_draws.sum(axis=(1, 2))[:, -1]
    assert np.quantile(drawn, 0.05) < 2000 < np.quantile(drawn, 0.95)
