"""How the command speaks: problems and progress on stderr, results on stdout, and the exit code of each ending."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

from cadreworks.problems import CadreError, InputProblems, Problem, UsageFault, counted, problem_lines

QUIET_SECONDS = 2.0
EVERY_SECONDS = 5.0
INTERRUPTED = 130
"""The code that shells give a command ended by Ctrl-C; here also one that was told to stop or lost its terminal."""


def guarded(act: Callable[[], Any], *, debug: bool, as_json: bool, checks: bool = False) -> int:
    """Run `act` and turn every way in which it can end into a message and an exit code; no traceback gets out.

    as_json: problems of the input are a result for machines, so they are printed as JSON on stdout
    checks: it never writes, so that nobody needs to be told that it did not
    """
    _allow_any_locale()
    try:
        with _requests_to_end_as_interrupts():
            code = act()
    except InputProblems as error:
        if as_json:
            _say_problems_as_json(error.problems)
        else:
            _say_problems(error.problems, checks=checks)
        return error.exit_code
    except CadreError as error:
        click.echo(f"cadre: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return UsageFault.exit_code
    except (click.Abort, KeyboardInterrupt):
        with suppress(OSError):  # the terminal may be gone
            click.echo("cadre: interrupted; nothing was changed", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has left; there is nobody to tell
        return 0
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _unexpected(error)
    return code if isinstance(code, int) else 0


@contextmanager
def _requests_to_end_as_interrupts() -> Iterator[None]:
    """A request to stop and a terminal that closes end `act` as Ctrl-C does, so that it can tidy up.

    Whoever had such a request ignored (`nohup`) is left to it.
    """
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heard = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        heard = []  # only there can Python answer signals
    for number in heard:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _allow_any_locale() -> None:
    """A narrow locale must not end a run over a pound sign."""
    for output in (sys.stdout, sys.stderr):
        if hasattr(output, "reconfigure"):
            output.reconfigure(errors="replace")


def _unexpected(error: Exception) -> int:
    if isinstance(error, OSError | MemoryError):
        click.echo(f"cadre: the machine refused: {error}. Check free space, memory and permissions.", err=True)
    else:
        click.echo(
            f"cadre: a fault of the program ({type(error).__name__}: {error}). "
            "Nothing was published. Please report it; `cadre --debug ...` shows where it happened.",
            err=True,
        )
    return 3


def _say_problems(problems: Iterable[Problem], *, checks: bool) -> None:
    every = list(problems)
    for line in problem_lines(every):
        click.echo(line, err=True)
    written = "" if checks else "; nothing was written"
    click.echo(f"{counted(len(every), 'problem')} found{written}.", err=True)


def _say_problems_as_json(problems: Iterable[Problem]) -> None:
    say_json({"problems": [{"where": entry.where, "what": entry.what, "remedy": entry.remedy} for entry in problems]})


def say_json(value: Any) -> None:
    """Print a result for machines."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


class StderrProgress:
    """Tells progress on stderr once a command has taken over two seconds: in one line that changes where a person
    watches, in a line now and then where a file does.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last_told = 0.0
        self._last_stage = ""

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._began < QUIET_SECONDS:
            return
        text = f"{stage}, {done} of {of}" if of else stage
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)
        elif stage != self._last_stage or now - self._last_told > EVERY_SECONDS:
            click.echo(text, err=True)
            self._last_told, self._last_stage = now, stage

    def end(self) -> None:
        """Clear the line, so that what follows does not stand behind it."""
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)
