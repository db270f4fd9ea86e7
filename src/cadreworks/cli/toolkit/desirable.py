"""`cadre toolkit desirable MATURITY.csv STAFF.csv --all-staff N --out stock.csv`: the desirable current workforce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.demand.desirable import (
    BAND_COLUMNS,
    FEWEST,
    MATURITY_TABLE,
    ORGANISATION_STAFF_TABLE,
    STOCK_COLUMNS,
    TOP,
    Desirable,
    Ranked,
    Scored,
    band_rows,
    choose_highest,
    estimate_desirable,
    read_organisations,
    stock_rows,
)
from cadreworks.demand.desirable.comparison import (
    COMPARISON_COLUMNS,
    MIX_OF_AREAS,
    PER_1000,
    Comparison,
    compare_with_others,
    comparison_rows,
)
from cadreworks.problems import ProblemList, UsageFault, counted
from cadreworks.randomness import LARGEST_SEED, MOST_DRAWS
from cadreworks.tables import Cell, read_table, write_table
from cadreworks.vocabulary import ALL
from cadreworks.whole_file import write_whole

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_MOST_STAFF = 1e7


@click.command("desirable")
@click.argument("maturity", type=_FILE)
@click.argument("staff", type=_FILE)
@click.option(
    "--all-staff",
    required=True,
    type=click.FloatRange(0, _MOST_STAFF, min_open=True),
    help="All staff of all organisations in wte, of whatever occupation.",
)
@click.option(
    "--top", type=click.IntRange(min=FEWEST), default=TOP, show_default=True, help="How many organisations are highest."
)
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), default=1, show_default=True, help="Seed of the draws.")
@click.option(
    "--draws",
    type=click.IntRange(100, MOST_DRAWS),
    default=2000,
    show_default=True,
    help="Resamples behind each interval, and permutations behind each test.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@shared.as_json
def command(
    maturity: Path, staff: Path, all_staff: float, top: int, seed: int, draws: int, out: Path, as_json: bool
) -> None:
    """Work out how large the workforce would be today if all organisations were staffed as the most mature are.

    MATURITY.csv: organisation, score. STAFF.csv: organisation, organisation_type, all_staff_wte, area, level, wte, with
    0 where there is nobody. An area without a row of any organisation is left out. What is written has the form of a
    study's stock, so that it can be its demand baseline; beside it lie stock.bands.csv and stock.comparison.csv, which
    compares the highest with the others. An organisation that ties with the last of the highest is one of them.

    \b
    Example:  cadre toolkit desirable maturity.csv staff.csv --all-staff 1200000 --out stock.csv
    """
    if out.is_dir():
        raise UsageFault(f"{out.name}: this is a folder. Name a file.")
    check_apart((out, beside(out, "bands"), beside(out, "comparison")), (maturity, staff))
    scored, ranked = _read(maturity, staff, top)
    progress = StderrProgress()
    try:
        progress("Resampling organisations", 0, 0)
        desirable = estimate_desirable(
            ranked.highest, areas=scored.areas, all_staff_wte=all_staff, seed=seed, draws=draws
        )
        comparisons = compare_with_others(ranked, areas=scored.areas, seed=seed, draws=draws)
    finally:
        progress.end()
    source = f"{len(ranked.highest)} organisations of highest maturity, scaled to {all_staff:,.10g} staff"
    _write(out, STOCK_COLUMNS, stock_rows(desirable, source))
    _write(beside(out, "bands"), BAND_COLUMNS, band_rows(desirable))
    _write(beside(out, "comparison"), COMPARISON_COLUMNS, comparison_rows(comparisons))
    if as_json:
        result = _result(out, ranked, desirable, comparisons)
        say_json({**result, "areas_left_out": list(scored.left_out)})
        return
    for line in _lines(ranked, desirable, comparisons, all_staff):
        click.echo(line)
    if scored.left_out:
        them = "it" if len(scored.left_out) == 1 else "them"
        click.echo(f"Left out, since no organisation has a row for {them}: {', '.join(scored.left_out)}.")
    click.echo(f"Stock: {out}\nBands: {beside(out, 'bands')}\nComparison: {beside(out, 'comparison')}")


def beside(out: Path, what: str) -> Path:
    """Where a companion of the stock lies: stock.bands.csv beside stock.csv."""
    return out.with_name(f"{out.stem}.{what}.csv")


def _read(maturity: Path, staff: Path, top: int) -> tuple[Scored, Ranked]:
    problems = ProblemList()
    scores = read_table(maturity.read_bytes(), MATURITY_TABLE, problems, file=maturity.name)
    table = read_table(staff.read_bytes(), ORGANISATION_STAFF_TABLE, problems, file=staff.name)
    scored = read_organisations(scores, table, problems)
    problems.stop_if_any()
    ranked = choose_highest(scored.organisations, problems, top=top, unscored=scored.unscored, file=maturity.name)
    problems.stop_if_any()
    return scored, ranked


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> None:
    write_whole(path, lambda target: write_table(target, columns, rows))


def _result(out: Path, ranked: Ranked, desirable: Desirable, comparisons: Sequence[Comparison]) -> dict[str, object]:
    return {
        "stock": str(out),
        "bands": str(beside(out, "bands")),
        "comparison": str(beside(out, "comparison")),
        "highest": len(ranked.highest),
        "tied_in": ranked.tied_in,
        "others": len(ranked.others),
        "unscored": ranked.unscored,
        "wte": float(desirable.wte.sum()),
        "comparisons": list(comparison_rows(comparisons)),
    }


def _lines(ranked: Ranked, desirable: Desirable, comparisons: Sequence[Comparison], all_staff: float) -> list[str]:
    bands = desirable.bands
    lines = [
        f"{counted(len(ranked.highest), 'organisation')} of highest maturity, {len(ranked.others):,} others. "
        f"Desirable workforce of {all_staff:,.0f} staff: {bands.central[-1, -1]:,.0f} WTE "
        f"({bands.p05[-1, -1]:,.0f} to {bands.p95[-1, -1]:,.0f})."
    ]
    if ranked.tied_in:
        lines.append(f"{ranked.tied_in:,} more than the {ranked.asked:,} asked for, which tie with the last of them.")
    if ranked.unscored:
        lines.append(f"{counted(ranked.unscored, 'organisation')} without a score left out.")
    if not comparisons:
        return [*lines, "There are fewer than two others, so nothing can be compared."]
    by_key = {(one.measure, one.area): one for one in comparisons}
    size, mix = by_key[PER_1000, ALL], by_key[MIX_OF_AREAS, ALL]
    p = size.p_mann_whitney if size.p_brunner_munzel is None else size.p_brunner_munzel
    return [
        *lines,
        f"Per 1,000 staff: median {size.highest:.1f} against {size.others:.1f}; chance that one of the highest exceeds "
        f"one of the others {size.effect:.2f} ({size.low:.2f} to {size.high:.2f}), {_p(p)}.",
        f"Mix of areas: the groups explain {mix.effect:.1%} of the variation, {_p(mix.p_permutation)}.",
    ]


def _p(value: float | None) -> str:
    if value is None:
        return "p cannot be said"
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"
