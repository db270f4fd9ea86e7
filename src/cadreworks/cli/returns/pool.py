"""`cadre returns pool returns.csv --method M --out change.csv`: the pool of returns, and its diagnostics beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.outputs import check_apart, files_of_exercise
from cadreworks.cli.returns.returned import say_which_exercise
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.demand.exercise import Exercise, read_exercise, reference_exercise
from cadreworks.demand.pooling import tables
from cadreworks.demand.pooling.methods import METHODS, Pooled, pool_scenario
from cadreworks.demand.pooling.response import count_response
from cadreworks.demand.pooling.seeds import SEEDS_TABLE, Seeds, read_seeds
from cadreworks.demand.pooling.weigh import Choices, Weighed, weigh_returns
from cadreworks.demand.pooling.weights import NO_WEIGHTS, WEIGHTINGS
from cadreworks.demand.returns import PARTIAL_RETURNS_TABLE, Returns, read_returns
from cadreworks.problems import ProblemList, counted
from cadreworks.randomness import LARGEST_SEED, MOST_DRAWS
from cadreworks.settings_file import load_file
from cadreworks.tables import Table, TableSpec, read_table, write_table
from cadreworks.vocabulary import ALL
from cadreworks.whole_file import write_whole

_WRITTEN = ("change", "influence", "congruence", "experts", "response")
SEED, DRAWS = 2030, 1000
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@dataclass(frozen=True)
class _Asked:
    """What the command was asked for, read and checked."""

    exercise: Exercise
    given: bool
    weighed: Weighed
    seed: int
    draws: int


@click.command("pool")
@click.argument("returns_file", metavar="returns.csv", type=_FILE)
@click.option("--method", required=True, type=click.Choice(list(METHODS)), help="How returns are pooled.")
@click.option(
    "--exercise",
    "exercise_file",
    type=click.Path(path_type=Path, exists=True),
    help="EXERCISE.toml that the returns answer; the reference study's if left out.",
)
@click.option("--seeds", "seeds_file", type=_FILE, help="SEEDS.csv: answers to questions with known answers.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write; others go beside it.")
@click.option(
    "--weights",
    type=click.Choice(WEIGHTINGS),
    default=NO_WEIGHTS,
    show_default=True,
    help="Let returns weigh by the size of their organisations.",
)
@click.option(
    "--post-stratify/--no-post-stratify", help="Let types of organisation count as among the invited. Off if left out."
)
@click.option("--cut-off", is_flag=True, help="With cooke: let only those weigh whose mixture scores best.")
@click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=SEED, show_default=True, help="Seed of the draws."
)
@click.option("--draws", type=click.IntRange(1, MOST_DRAWS), default=DRAWS, show_default=True, help="Number of draws.")
@options.as_json
def command(
    returns_file: Path,
    method: str,
    exercise_file: Path | None,
    seeds_file: Path | None,
    out: Path,
    weights: str,
    post_stratify: bool,
    cut_off: bool,
    seed: int,
    draws: int,
    as_json: bool,
) -> None:
    """Pool the returns in returns.csv, in wte of the typical organisation.

    Beside change.csv stand change_influence.csv, what each return changes; change_congruence.csv, where experts agree;
    change_experts.csv, what each weighs and why; and, of an exercise, change_response.csv, who answered.

    \b
    mean_sd         the report's own: the mean return, plus or minus one standard deviation
    linear          any one of the experts may be right
    quantile        the average expert
    random_effects  the mean of experts, allowing for disagreement and doubt
    cooke           any one may be right, weighed by answers to questions with known answers

    \b
    Example:  cadre returns pool returns.csv --method linear --exercise exercise.toml --out change.csv
    """
    progress = StderrProgress()
    try:
        progress("Reading the returns", 0, 0)
        exercise = read_exercise(exercise_file) if exercise_file else reference_exercise()
        inputs = (returns_file, seeds_file, *files_of_exercise(exercise_file, exercise))
        check_apart((_place(out, name) for name in _WRITTEN), inputs)
        choices = Choices(method, weights, post_stratify, cut_off)
        choices.check(seeds=seeds_file is not None)
        say_which_exercise(exercise_file)
        weighed = _read(returns_file, seeds_file, exercise, choices)
        asked = _Asked(exercise, exercise_file is not None, weighed, seed, draws)
        progress("Pooling", 0, 0)
        pooled = {
            scenario: pool_scenario(method, weighed.judgements, scenario, seed=seed, draws=draws)
            for scenario in exercise.scenario_ids
        }
        files = _write(out, asked, pooled, progress)
    finally:
        progress.end()
    _say(asked, pooled, files, as_json=as_json)


def _read(returns_file: Path, seeds_file: Path | None, exercise: Exercise, choices: Choices) -> Weighed:
    problems = ProblemList()
    asked = {"scenario": exercise.scenario_ids, "area": exercise.areas}
    table = _load(returns_file, PARTIAL_RETURNS_TABLE.allowing(asked), problems)
    returns = Returns((), exercise.points, {})
    if table is not None and (table.rows or table.spoilt):
        returns = read_returns(
            table,
            problems,
            scenarios=exercise.scenario_ids,
            points=exercise.points,
            areas=exercise.areas,
            typical_wte=float(exercise.typical.sum()),
            partial=True,
            asked_in="the exercise",
        )
    seeds = _read_seeds(seeds_file, problems, returns) if seeds_file else None
    problems.stop_if_any()
    return weigh_returns(
        returns, exercise.typical, choices, areas=exercise.areas, invited=exercise.invited, seeds=seeds
    )


def _read_seeds(path: Path, problems: ProblemList, returns: Returns) -> Seeds | None:
    table = _load(path, SEEDS_TABLE, problems)
    return read_seeds(table, problems, organisations=returns.organisations) if table else None


def _load(path: Path, spec: TableSpec, problems: ProblemList) -> Table | None:
    loaded = load_file(path, path.name, problems)
    return read_table(loaded.raw, spec, problems, file=path.name) if loaded else None


def _write(
    out: Path, asked: _Asked, pooled: Mapping[str, Pooled], progress: Callable[[str, int, int], None]
) -> dict[str, Path]:
    """Write the files, and say where each kind stands."""
    points, areas, weighed = asked.exercise.points, asked.exercise.areas, asked.weighed
    every: list[tuple[str, Sequence[str], Iterable[tables.Row]]] = [
        ("change", tables.CHANGE_COLUMNS, tables.change_rows(pooled, points, areas)),
        ("influence", tables.INFLUENCE_COLUMNS, tables.influence_rows(weighed, pooled, points, areas)),
        ("congruence", tables.CONGRUENCE_COLUMNS, tables.congruence_rows(weighed, points, areas)),
        ("experts", tables.EXPERT_COLUMNS, tables.expert_rows(weighed, asked.exercise.invited)),
    ]
    if asked.given:
        response = count_response(weighed.judgements, asked.exercise.invited)
        every.append(("response", tables.RESPONSE_COLUMNS, tables.response_rows(response)))
    files = {}
    for name, columns, rows in every:
        progress(f"Writing the {name}", 0, 0)
        files[name] = _place(out, name)
        write_whole(files[name], lambda target, c=columns, r=rows: write_table(target, c, r))  # type: ignore[misc]
    return files


def _place(out: Path, name: str) -> Path:
    """Where each kind of file stands: change_influence.csv beside change.csv."""
    return out if name == _WRITTEN[0] else out.with_name(f"{out.stem}_{name}{out.suffix}")


def _say(asked: _Asked, pooled: Mapping[str, Pooled], files: Mapping[str, Path], *, as_json: bool) -> None:
    totals = [row for row in tables.change_rows(pooled, asked.exercise.points, asked.exercise.areas) if _whole(row)]
    weighed = asked.weighed
    number = len(weighed.judgements.returns.organisations)
    if as_json:
        written = {name: str(path) for name, path in files.items()}
        said = {"method": weighed.choices.method, "returns": number, "seed": asked.seed, "draws": asked.draws}
        say_json({**said, "totals": totals, "notices": list(weighed.notices), "files": written})
        return
    click.echo(f"{counted(number, 'return')} pooled by {weighed.choices.method}: {METHODS[weighed.choices.method]}.")
    for row in totals:
        click.echo(f"{row['scenario']}, {row['year']}: {_band(row)} wte of the typical organisation.")
    for notice in weighed.notices:
        click.echo(notice)
    for path in files.values():
        click.echo(f"Written: {path}")


def _whole(row: tables.Row) -> bool:
    return row["area"] == row["level"] == ALL


def _band(row: tables.Row) -> str:
    mean, low, high = (row[name] for name in ("mean", "p05", "p95"))
    if not (isinstance(mean, float) and isinstance(low, float) and isinstance(high, float)):
        return "not known in full,"
    return f"{mean:,.1f} ({low:,.1f} to {high:,.1f})"
