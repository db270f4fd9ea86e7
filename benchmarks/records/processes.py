"""How long does a whole process take, how much of the processor, and how much memory? One command run to its end.

The benchmark itself imports neither numpy nor the engine: the system counts the starter's memory towards a new
process until that has loaded its own program, so a large starter would hide a small command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KIB_IN_MIB = 1024.0


@dataclass(frozen=True)
class Ended:
    """A command that ended well: seconds by the clock and of all processors, and its peak of memory."""

    wall: float
    processor: float
    peak_mib: float


def run_to_end(environment: Mapping[str, str], *command: str | Path) -> Ended:
    """Run the command to its end. Ends the benchmark with its message where it fails."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(said.read().decode("utf-8", errors="replace"))
    return Ended(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_IN_MIB)
