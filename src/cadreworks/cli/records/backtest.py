"""`cadre records backtest RECORDS --out B.csv`: how near would the methods have come in the past?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.records import options
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.problems import ProblemList
from cadreworks.randomness import LARGEST_SEED, MOST_DRAWS
from cadreworks.records.dates import YEAR, choose_days
from cadreworks.records.engine import DuckEngine
from cadreworks.records.extract import open_records
from cadreworks.records.flows import MEASURES
from cadreworks.records.store import Store
from cadreworks.supply.backtest import (
    HORIZONS,
    INTERVALS,
    CohortHistory,
    Forecaster,
    Judged,
    Method,
    Score,
    StockHistory,
    compare_methods,
    compare_with_record,
    count_stock,
    summary_of,
    write_backtest,
)
from cadreworks.supply.backtest.cohorts import COHORT_METHODS
from cadreworks.supply.cohort.population import FEWEST_YEARS, read_tallies
from cadreworks.supply.track_record import CELLS, score_row

FEWEST_DRAWS = 2


@click.command("backtest")
@options.records
@options.record_map
@options.history
@options.accept
@options.out_file
@click.option("--at", default="03-31", show_default=True, help="Day of the year on which stock is counted.")
@click.option("--measure", type=click.Choice(sorted(MEASURES, reverse=True)), default="wte", show_default=True)
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), default=1, show_default=True, help="Seed of the draws.")
@click.option(
    "--draws",
    type=click.IntRange(FEWEST_DRAWS, MOST_DRAWS),
    default=1000,
    show_default=True,
    help="Draws behind each interval.",
)
@click.option("--cohort", is_flag=True, help="Try cohorts too, which takes minutes where records are large.")
@shared.as_json
def command(
    records: str,
    record_map: Path | None,
    history: Path | None,
    accept: tuple[str, ...],
    out: Path,
    at: str,
    measure: str,
    seed: int,
    draws: int,
    cohort: bool,
    as_json: bool,
) -> None:
    """Try the methods of supply on the past: from each year of RECORDS on, 1, 3 and 5 years ahead.

    B.csv has a row for each forecast, B.summary.csv beside it the scores by method and horizon. Both are exact and not
    for publication. What the record cannot support is not_estimated.

    \b
    Example:  cadre records backtest spells.parquet --out backtest.csv
    """
    extract = options.extract_of(records, record_map, history, accept)
    asked = options.asked_of(YEAR, at)
    with options.working() as engine:
        store = open_records(engine, extract)
        problems = ProblemList()
        days = choose_days(store, asked, problems, accept=extract.accept)
        problems.stop_if_any()
        stock = count_stock(engine, store, days.days, measure=measure)
        further = _cohorts(engine, store, stock, seed, draws) if cohort else {}
    rows, scores = _judge(stock, further, seed, draws)
    choices = {"at": at, "measure": measure, "seed": seed, "draws": draws, "bridged": days.bridged}
    write_backtest(rows, scores, out, store=store, choices=choices)
    if as_json:
        say_json(
            {
                "backtest": str(out),
                "summary": str(summary_of(out)),
                "forecasts": len(rows),
                "scores": [score_row(score) for score in scores],
                "intervals": dict(INTERVALS),
                **options.facts_of(store),
            }
        )
        return
    bridged = [f"Accepted: missing_snapshot, {days.bridged:,} intervals."] if days.bridged else []
    for line in [options.facts_line(store), *options.accepted_lines(store), *bridged, *_table(scores, measure)]:
        click.echo(line)
    click.echo(f"{len(rows):,} forecasts. Not for publication. Back-test: {out}\nScores: {summary_of(out)}")


def _cohorts(engine: DuckEngine, store: Store, stock: StockHistory, seed: int, draws: int) -> dict[Method, Forecaster]:
    """Cohorts, from as many years before the last day of stock as the record has without a gap."""
    tallies = read_tallies(engine, store, stock.days[-1], FEWEST_YEARS, whole=True)
    history = CohortHistory(tallies, stock.measure)
    return history.forecasters(stock, COHORT_METHODS, seed=seed, draws=draws)


def _judge(
    stock: StockHistory, further: Mapping[Method, Forecaster], seed: int, draws: int
) -> tuple[tuple[Judged, ...], tuple[Score, ...]]:
    progress = StderrProgress()
    try:
        rows = tuple(compare_with_record(stock, seed=seed, draws=draws, further=further, progress=progress))
        return rows, compare_methods(rows)
    finally:
        progress.end()


def _table(scores: Iterable[Score], measure: str) -> Iterator[str]:
    """The scores over cells, a table for each horizon; those over areas, levels and the workforce are in the file."""
    over_cells = [score for score in scores if score.over == CELLS]
    headings = ("method", "base years", "cells", "MAPE", "WAPE", "last value", "CRPS", "in 80%", "in 95%")
    for horizon in HORIZONS:
        yield f"{horizon} year{'s' if horizon > 1 else ''} ahead, by area and level"
        yield _line(headings)
        for score in over_cells:
            if score.horizon == horizon:
                yield _line(_shown(score))
    unit = "wte" if measure == "wte" else "people"
    yield f"Last value: the WAPE of last_value on the same cells. CRPS in {unit}."
    yield "A dash: not estimated, or no interval; the files say why."
    yield from (f"The interval of {names}: {covers}." for names, covers in _intervals())


def _intervals() -> Iterator[tuple[str, str]]:
    for covers in dict.fromkeys(INTERVALS.values()):
        yield ", ".join(name for name, said in INTERVALS.items() if said == covers), covers


def _line(shown: Iterable[str]) -> str:
    method, *numbers = shown
    return f"  {method:<22}" + "".join(f"{number:>11}" for number in numbers)


def _shown(score: Score) -> tuple[str, ...]:
    shares = [score.mape, score.wape, score.wape_of_last_value]
    covered = [score.coverage_80, score.coverage_95]
    return (
        *(score.method.name, str(score.method.base_years), f"{score.cells:,}"),
        *(_per_cent(share) for share in shares),
        "-" if score.crps is None else f"{score.crps:,.2f}",
        *(_per_cent(share) for share in covered),
    )


def _per_cent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
