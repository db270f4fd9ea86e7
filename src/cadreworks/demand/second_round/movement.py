"""What moved between two rounds? The returns of both -> by scenario, year, area and level, who moved and whither.

Towards: the second answer is nearer than the first to the mean of the first round, over the organisations that answered
the cell in both. The spread is the standard deviation (n - 1) of their answers. Organisations that answered one round
only are counted, and take no part.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cadreworks.demand.answers import AnswerKey, Return
from cadreworks.demand.second_round.feedback import answers_at
from cadreworks.tables import Cell, Column, Kind, TableSpec
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS

MOVEMENT_TABLE = TableSpec(
    name="movement",
    means="Who moved between two rounds, and whither, over organisations that answered the number in both.",
    columns=(
        Column("scenario", Kind.TEXT, "the scenario's id"),
        Column("year", Kind.WHOLE, "the year, as at 31 March"),
        Column("area", Kind.TEXT, "the area of work"),
        Column("level", Kind.TEXT, "the job level, or `all`"),
        Column("n", Kind.WHOLE, "how many organisations answered in both rounds"),
        Column("moved", Kind.WHOLE, "how many of them gave another answer"),
        Column("towards", Kind.WHOLE, "how many came nearer to the mean of the first round"),
        Column("away", Kind.WHOLE, "how many went further from it"),
        Column("as_far", Kind.WHOLE, "how many moved to the other side of it, as far off as before"),
        Column("mean_before", Kind.NUMBER, "mean of the first answers, in wte of the typical organisation"),
        Column("mean_after", Kind.NUMBER, "mean of the second answers"),
        Column("sd_before", Kind.NUMBER, "standard deviation (n - 1) of the first; empty for one", required=False),
        Column("sd_after", Kind.NUMBER, "standard deviation (n - 1) of the second; empty for one", required=False),
    ),
    key=("scenario", "year", "area", "level"),
)
COLUMNS = MOVEMENT_TABLE.names


@dataclass(frozen=True)
class Moved:
    """One cell: n, organisations that answered it in both rounds; as_far: moved to the other side, as far off.

    mean, sd: before and after; sd is None where fewer than two answered
    """

    key: AnswerKey
    n: int
    moved: int
    towards: int
    away: int
    mean: tuple[float, float]
    sd: tuple[float | None, float | None]

    @property
    def as_far(self) -> int:
        return self.moved - self.towards - self.away

    def row(self) -> Mapping[str, Cell]:
        """The cell as a row of movement.csv."""
        scenario, year, area, level = self.key
        return {
            "scenario": scenario,
            "year": year,
            "area": area,
            "level": level,
            "n": self.n,
            "moved": self.moved,
            "towards": self.towards,
            "away": self.away,
            "as_far": self.as_far,
            "mean_before": self.mean[0],
            "mean_after": self.mean[1],
            "sd_before": self.sd[0],
            "sd_after": self.sd[1],
        }


def movement(first: Sequence[Return], second: Sequence[Return]) -> tuple[Moved, ...]:
    """Every cell that somebody answered in both rounds, with the total of each area at level `all`."""
    before = {answers.organisation: answers for answers in first}
    after = {answers.organisation: answers for answers in second}
    both = [name for name in before if name in after]
    cells = []
    for key in _keys(first, second):
        pairs = []
        for name in both:
            then, now = answers_at([before[name]], key), answers_at([after[name]], key)
            if then and now:
                pairs.append((then[0], now[0]))
        if pairs:
            cells.append(_moved(key, pairs, statistics.fmean(answers_at(first, key))))
    return tuple(cells)


def in_one_round_only(first: Sequence[Return], second: Sequence[Return]) -> tuple[str, ...]:
    """Organisations that answered one of the two rounds."""
    before, after = ({answers.organisation for answers in returns} for returns in (first, second))
    return tuple(sorted(before ^ after))


def _moved(key: AnswerKey, pairs: Sequence[tuple[float, float]], pool: float) -> Moved:
    movers = [(abs(then - pool), abs(now - pool)) for then, now in pairs if then != now]
    before, after = ([pair[index] for pair in pairs] for index in (0, 1))
    return Moved(
        key,
        n=len(pairs),
        moved=len(movers),
        towards=sum(now < then for then, now in movers),
        away=sum(now > then for then, now in movers),
        mean=(statistics.fmean(before), statistics.fmean(after)),
        sd=(_spread(before), _spread(after)),
    )


def _spread(values: Sequence[float]) -> float | None:
    return statistics.stdev(values) if len(values) > 1 else None


def _keys(first: Sequence[Return], second: Sequence[Return]) -> Iterator[AnswerKey]:
    """In order: scenarios as they first appear, years, areas, levels, then the area as a whole."""
    keys = [key for answers in (*first, *second) for key in answers.wte]
    scenarios = dict.fromkeys(key[0] for key in keys)
    years = sorted({key[1] for key in keys})
    areas = {key[2] for key in keys}
    for scenario in scenarios:
        for year in years:
            for area in (entry for entry in AREA_IDS if entry in areas):
                for level in (*LEVEL_IDS, ALL):
                    yield scenario, year, area, level
