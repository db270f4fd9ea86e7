"""How long does a part of the work take, and how much memory up to its end? One line of JSON from each process."""

from __future__ import annotations

import json
import os
import resource
import time
from dataclasses import dataclass, field
from importlib import metadata

KIB_IN_MIB = 1024.0


@dataclass
class Clocks:
    """Seconds of each part by name: (wall, processor), the processor's of all threads. One part at a time is timed.

    peak_mib: of the process until the end of each part
    """

    seconds: dict[str, tuple[float, float]] = field(default_factory=dict)
    peak_mib: dict[str, float] = field(default_factory=dict)
    _now: tuple[str, float, float] | None = None

    def change(self, part: str) -> None:
        """Ends the part that was timed and begins another."""
        self.stop()
        self._now = (part, time.perf_counter(), time.process_time())

    def stop(self) -> None:
        """Ends the part that was timed."""
        if self._now is not None:
            part, wall, processor = self._now
            self.seconds[part] = (time.perf_counter() - wall, time.process_time() - processor)
            self.peak_mib[part] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB
            self._now = None


def tell(clocks: Clocks, libraries: tuple[str, ...], **told: float) -> None:
    """Stop the clock and print what a process found, with how busy the machine is."""
    clocks.stop()
    versions = {name: metadata.version(name) for name in libraries}
    found = {"seconds": clocks.seconds, "peak_mib": clocks.peak_mib, "versions": versions, "busy": os.getloadavg()[0]}
    print(json.dumps({**found, **told}))
