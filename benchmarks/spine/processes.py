"""How long does a whole process take, and how much memory? One command run to its end and accounted for.

The benchmark itself imports neither numpy nor the engine: the system counts the starter's memory towards a new
process until that has loaded its own program, so a large starter would hide a small command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

KIB_IN_MIB = 1024.0
BETWEEN_SAMPLES = 0.02
OUTPUT_FILE, ERRORS_FILE = "stdout.txt", "stderr.txt"


@dataclass(frozen=True)
class Ended:
    """A command that ended well. peak_mib: of its largest single process, by the system's own account."""

    wall: float
    peak_mib: float
    output: str


@dataclass(frozen=True)
class Place:
    """Where commands run: the folder that they work in, and their environment."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *command: str | Path) -> Ended:
        """Run the command to its end. Ends the benchmark with its message where it fails."""
        began = time.perf_counter()
        process = self._start(command)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        return Ended(wall, usage.ru_maxrss / KIB_IN_MIB, self._output_of(process))

    def peak_of_all(self, *command: str | Path) -> float:
        """MiB of the command and all its processes together at their fullest, memory that they share counted once.

        Looked at fifty times a second: what is shorter is missed, and looking costs time, so the run is not timed.
        """
        process = self._start(command)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(_own_share, _family(process.pid))))
            time.sleep(BETWEEN_SAMPLES)
        self._output_of(process)
        return peak

    def _start(self, command: tuple[str | Path, ...]) -> subprocess.Popen[bytes]:
        with (self.folder / OUTPUT_FILE).open("wb") as output, (self.folder / ERRORS_FILE).open("wb") as errors:
            return subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=output, stderr=errors)

    def _output_of(self, process: subprocess.Popen[bytes]) -> str:
        if process.returncode:
            sys.exit((self.folder / ERRORS_FILE).read_text(encoding="utf-8", errors="replace"))
        return (self.folder / OUTPUT_FILE).read_text(encoding="utf-8")


def _family(process: int) -> Iterator[int]:
    """The process and all that descend from it."""
    yield process
    for threads in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = threads.read_text().split()
        except OSError:  # it has ended since
            continue
        for child in children:
            yield from _family(int(child))


def _own_share(process: int) -> float:
    """MiB of a process, each page shared with others divided among them; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / KIB_IN_MIB
