"""How long does pooling many returns take, by every method, and do Cooke's weights agree with an oracle?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from demand.cooke_agreement import compare_cooke, present_agreement
from records.processes import Ended, run_to_end
from spine.spreads import Spread, table

METHODS = ("mean_sd", "linear", "quantile", "random_effects", "cooke")
NOTES = """\
Each is a whole command, `cadre returns pool`, from start to end: returns read and checked, pooled with 1,000 draws, and
the pool, the influence of each return on each cell, congruence and weights written. anduryl's seconds and ours are of
the arithmetic alone, from seed answers in memory to weights and the mixture's own scores; both in one process."""


def measure_pool(engine: Path, peers: Path, environment: Mapping[str, str], *, returns: int, rounds: int) -> str:
    """The whole report. Nothing is timed before the weights agree."""
    agreement = compare_cooke(engine, peers, environment, rounds)
    found: dict[str, list[Ended]] = {method: [] for method in METHODS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_to_end(environment, engine, "-m", "demand.made_up_returns", folder, str(returns))
        for _ in range(rounds):
            for method, runs in found.items():
                runs.append(_pool(engine, environment, folder, method))
    rows = [
        (
            method,
            str(Spread(tuple(ended.wall for ended in runs))),
            str(Spread(tuple(ended.processor for ended in runs))),
            f"{max(ended.peak_mib for ended in runs):,.0f}",
        )
        for method, runs in found.items()
    ]
    pools = table((f"{returns:,} returns pooled", "wall, s", "processor, s", "peak, MiB"), rows)
    return f"## Pools\n\n{pools}\n\n## Cooke's weights\n\n{present_agreement(agreement)}\n\n{NOTES}"


def _pool(engine: Path, environment: Mapping[str, str], folder: Path, method: str) -> Ended:
    out = ("--method", method, "--out", folder / f"{method}.csv")
    seeds = ("--seeds", folder / "seeds.csv") if method == "cooke" else ()
    return run_to_end(environment, engine, "-m", "cadreworks", "returns", "pool", folder / "returns.csv", *out, *seeds)
