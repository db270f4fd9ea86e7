"""`python -m demand pool --peers PYTHON` or `workbooks`: what a demand exercise takes, measured beside peers.

Run it with `make -C benchmarks/demand`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from demand.pool import measure_pool
from demand.workbooks import measure_workbooks

BENCHMARKS = Path(__file__).parents[1]
RESULTS = BENCHMARKS / "results"


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("pool", "workbooks"))
    parser.add_argument("--peers", type=Path, help="the Python of the peers' environment, which pool needs")
    parser.add_argument("--returns", type=int, default=1000, help="how many returns there are")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed")
    asked = parser.parse_args()
    path = os.pathsep.join(filter(None, [str(BENCHMARKS), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": path}
    engine = Path(sys.executable)
    if asked.what == "workbooks":
        found = measure_workbooks(engine, environment, returns=asked.returns, rounds=asked.rounds)
    elif asked.peers is None:
        parser.error("pool is held against a peer: name its Python with --peers")
    else:
        found = measure_pool(engine, asked.peers.absolute(), environment, returns=asked.returns, rounds=asked.rounds)
    text = f"# The demand exercise, measured: {asked.what}\n\n{_machine()}.\n\n{found}\n"
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"demand-{asked.what}.md").write_text(text, encoding="utf-8")


def _machine() -> str:
    """What kind of machine and when; not which."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = f", {os.getloadavg()[0]:.0f} processes waiting or running at the end"
    day = datetime.now(UTC).date().isoformat()
    return f"{cores} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}, {day}{busy}"


if __name__ == "__main__":
    main()
