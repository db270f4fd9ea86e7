"""Writes requirements.txt and requirements-dev.txt: every version pinned, with hashes, naming no index host.

    python tools/lock.py [--upgrade]

Versions that are pinned already are kept unless --upgrade is given. The index is whichever uv is configured
for; the files work with any.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {"requirements.txt": ["setup"], "requirements-dev.txt": ["setup", "dev", "spark"]}


def main() -> None:
    for name, extras in LOCKS.items():
        command = [
            *(str(Path(sys.executable).with_name("uv")), "pip", "compile", "pyproject.toml"),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-annotate"),
            *("--custom-compile-command", "make lock", "--quiet", "--output-file", name),
            *(option for extra in extras for option in ("--extra", extra)),
            *sys.argv[1:],
        ]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
