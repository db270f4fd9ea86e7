"""Do Cooke's weights agree with anduryl's? Both weigh the same seed answers; the largest difference, and the times.

    python -m demand.cooke_agreement PEERS_PYTHON FILE

writes the smaller sets with anduryl's answers, which the tests hold ours against.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.processes import run_to_end
from spine.spreads import Spread, table

AGREE_WITHIN = 1e-6
COMPARED = ("calibration", "information", "weights", "mixture")
FIXTURE = ("8 experts", "8 experts, best cut-off", "12 experts, a fifth of answers missing")


@dataclass(frozen=True)
class Agreement:
    """By set of seed answers: the largest difference in each thing compared, and the seconds of both."""

    differences: Mapping[str, Mapping[str, float]]
    ours: Mapping[str, Spread]
    theirs: Mapping[str, Spread]

    @property
    def largest(self) -> float:
        """The largest difference of all."""
        return max(value for found in self.differences.values() for value in found.values())


def compare_cooke(engine: Path, peers: Path, environment: Mapping[str, str], rounds: int) -> Agreement:
    """Weigh every set by both, so many times; ends the benchmark where they do not agree."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases, answers = folder / "cases.json", {"ours": folder / "ours.json", "theirs": folder / "theirs.json"}
        run_to_end(environment, engine, "-m", "demand.seed_cases", cases)
        found: dict[str, list[Any]] = {"ours": [], "theirs": []}
        for _ in range(rounds):
            run_to_end(environment, peers, "-m", "demand.anduryl_cooke", cases, answers["theirs"])
            run_to_end(environment, engine, "-m", "demand.cadreworks_cooke", cases, answers["ours"])
            for whose, path in answers.items():
                found[whose].append(json.loads(path.read_text(encoding="utf-8")))
    names = list(found["ours"][0])
    agreement = Agreement(
        {name: {what: _apart(found, name, what) for what in COMPARED} for name in names},
        *({n: Spread(tuple(run[n]["seconds"] for run in found[whose])) for n in names} for whose in found),
    )
    if not agreement.largest <= AGREE_WITHIN:
        sys.exit(f"Cooke's weights are {agreement.largest:g} away from anduryl's, more than {AGREE_WITHIN:g}")
    return agreement


def _apart(found: Mapping[str, list[Any]], name: str, what: str) -> float:
    ours, theirs = (found[whose][0][name][what] for whose in ("ours", "theirs"))
    return max(abs(one - other) for one, other in zip(ours, theirs, strict=True))


def present_agreement(agreement: Agreement) -> str:
    """The differences, and how many times as long anduryl took."""
    rows = [
        (
            name,
            *(f"{found[what]:.1e}" for what in COMPARED),
            f"{agreement.ours[name].median:.4f}",
            f"{agreement.theirs[name].median:.4f}",
            str(agreement.theirs[name].over(agreement.ours[name])),
        )
        for name, found in agreement.differences.items()
    ]
    headings = ("largest difference from anduryl", *COMPARED, "ours, s", "anduryl, s", "times as long")
    return f"Largest difference of all: {agreement.largest:.1e}.\n\n{table(headings, rows)}"


def main() -> None:
    """Write the sets for the tests, with anduryl's answers."""
    peers, target = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        cases, answers = Path(name) / "cases.json", Path(name) / "answers.json"
        environment = dict(os.environ)
        run_to_end(environment, sys.executable, "-m", "demand.seed_cases", cases)
        run_to_end(environment, peers, "-m", "demand.anduryl_cooke", cases, answers)
        asked, found = (json.loads(path.read_text(encoding="utf-8")) for path in (cases, answers))
    kept = {case: {**asked[case], **{what: found[case][what] for what in COMPARED}} for case in FIXTURE}
    target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
