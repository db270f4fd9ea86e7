"""`python -m microsimulation.mesa_people FOLDER REPLICATES`: the model in mesa-frames, a set of agents in Polars."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from microsimulation.given import MONTHS, Given, Stocks, measure, read_given


class Staff(AgentSetPolars):
    """People in post; each step is a month."""

    def __init__(self, model: Workforce) -> None:
        super().__init__(model)
        given = model.given
        self.add(
            pl.DataFrame(
                {
                    "unique_id": np.arange(len(given.cell)),
                    "cell": given.cell,
                    "age": given.age,
                    "service": given.service,
                    "wte": given.wte,
                    "came": np.zeros(len(given.cell), dtype=bool),
                }
            )
        )
        services = given.class_of.shape[1]
        self.in_class = pl.lit(pl.Series(given.class_of.ravel())).gather(pl.col("age") * services + pl.col("service"))
        self.spot = pl.col("cell") * given.any_event.shape[1] + pl.col("of_class")
        flat = {name: pl.Series(getattr(given, name).ravel()) for name in ("any_event", "leaves", "hours")}
        self.of_spot = {name: pl.lit(values).gather(pl.col("spot")) for name, values in flat.items()}

    def step(self) -> None:
        """What happens in a month, and who comes at its end."""
        given, rng, people = self.model.given, self.model.random, len(self.agents)
        agents = self.agents.with_columns(of_class=self.in_class).with_columns(spot=self.spot)
        hit = agents.select(pl.Series("luck", rng.random(people)) < self.of_spot["any_event"]).to_series()
        at = hit.arg_true()
        struck = agents[at].with_columns(luck=rng.random(len(at)))
        leaves = struck.select(pl.col("luck") < self.of_spot["leaves"]).to_series().to_numpy()
        hours = struck.select(pl.col("luck") < self.of_spot["hours"]).to_series().to_numpy() & ~leaves
        cell, wte = struck["cell"].to_numpy().copy(), struck["wte"].to_numpy().copy()
        more = rng.random(len(at))
        values = (more[hours] * given.relative.shape[1]).astype(np.int64)
        wte[hours] = given.level[cell[hours], self.model.year] * given.relative[cell[hours], values]
        moves = ~leaves & ~hours
        wte[moves] *= given.movers_change
        cell[moves] = (more[moves][:, None] >= given.to[cell[moves]]).sum(axis=1)
        self.agents = agents.with_columns(
            cell=agents["cell"].scatter(at, cell), wte=agents["wte"].scatter(at, wte)
        ).drop("of_class", "spot")
        self.remove(struck["unique_id"].filter(pl.Series(leaves)))
        self.add(self.model.joiners())

    def close(self) -> None:
        """The close of a year."""
        given, year = self.model.given, self.model.year
        oldest, longest = given.class_of.shape[0] - 2, given.class_of.shape[1] - 2
        follows = pl.lit(pl.Series(given.follows)).gather(pl.col("cell"))
        held = pl.lit(pl.Series(given.held[:, year])).gather(pl.col("cell"))
        here = ~pl.col("came")
        self.agents = self.agents.with_columns(
            age=pl.col("age") + (here & (pl.col("age") < oldest)),
            service=pl.col("service") + (here & (pl.col("service") < longest)),
            wte=pl.col("wte") * pl.when(here).then(follows).otherwise(1.0) * held,
            came=pl.lit(False),
        )


class Workforce(ModelDF):
    """The people, and the months."""

    def __init__(self, given: Given, seed: int) -> None:
        super().__init__(seed)
        self.given, self.year, self.named = given, 0, len(given.cell)
        self.stocks = Stocks.of(given)
        self.staff = Staff(self)
        self.agents += self.staff
        self._count()

    def run(self) -> Stocks:
        """All years."""
        while self.year < self.given.years:
            for _ in range(MONTHS):
                self.agents.do("step")
            self.agents.do("close")
            self.year += 1
            self._count()
        return self.stocks

    def joiners(self) -> pl.DataFrame:
        """Who comes at the end of a month."""
        given, rng = self.given, self.random
        cell = np.repeat(np.arange(given.cells), rng.poisson(given.joiners / MONTHS))
        many = len(cell)
        self.named += many
        values = rng.integers(0, given.relative.shape[1], many)
        return pl.DataFrame(
            {
                "unique_id": np.arange(self.named - many, self.named),
                "cell": cell,
                "age": (rng.random(many)[:, None] >= given.ages[cell]).sum(axis=1),
                "service": np.searchsorted(given.services, rng.random(many), side="right"),
                "wte": given.joiners_wte[cell] * given.relative[cell, values],
                "came": np.ones(many, dtype=bool),
            }
        )

    def _count(self) -> None:
        staff = next(iter(self.agents._agentsets)).agents
        self.stocks.count(self.year, staff["cell"].to_numpy(), staff["age"].to_numpy(), staff["wte"].to_numpy())


def main() -> None:
    """Simulate the people of a folder."""
    folder, replicates = Path(sys.argv[1]), int(sys.argv[2])
    given = read_given(folder / "given.npz")
    libraries = ("mesa-frames", "numpy", "polars")
    measure(
        lambda seed: Workforce(given, seed + 1).run(),
        replicates=replicates,
        out=folder / "mesa_frames.npz",
        libraries=libraries,
    )


if __name__ == "__main__":
    main()
