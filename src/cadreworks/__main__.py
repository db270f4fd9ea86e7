"""`python -m cadreworks` is `cadre`."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the command and run it. Until it is loaded Ctrl-C ends it at once, without a traceback."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from cadreworks.cli import main as run_command

    run_command()


if __name__ == "__main__":  # drawing processes import this module again, and must not run it
    main()
