"""Draws charts: Vega-Lite specifications in, SVG text and PNG bytes out, offline and without a browser.

Charts can be drawn on several processes; each is drawn from its specification alone, so the bytes are the same
however many there are. The picture files carry the figure's title and source; the page, which prints both
itself, takes the bare drawing.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cadreworks.problems import EnvironmentFault
from cadreworks.reports.charts.vega import FONT, INK, Spec

PIXELS_PER_POINT = 2
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""What the drawing library says of each part to screen readers; the whole is described in words instead."""


@dataclass(frozen=True)
class Order:
    """A chart to draw: the name of its files, its specification, and what stands above and below it."""

    id: str
    title: str
    source: str
    spec: Spec


@dataclass(frozen=True)
class Drawing:
    """A drawn chart: bare for the page; framed with title and source for the files."""

    id: str
    bare_svg: str
    svg: str
    png: bytes


def draw(order: Order) -> Drawing:
    """Draw one chart."""
    import vl_convert  # here, because a process that draws nothing need not load it

    bare = _ROLES.sub("", vl_convert.vegalite_to_svg(order.spec))
    framed = _framed(bare, order)
    return Drawing(order.id, bare, framed, vl_convert.svg_to_png(framed, scale=PIXELS_PER_POINT))


def bare_png(drawing: Drawing) -> bytes:
    """The drawing as a picture without title and source, for a document that prints both itself."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing.bare_svg, scale=PIXELS_PER_POINT))


def draw_all(orders: Sequence[Order], jobs: int, done: Callable[[int], None]) -> dict[str, Drawing]:
    """All drawings by id. done: called with the number drawn so far, after each.

    Raises EnvironmentFault where the machine ends a process that draws.
    """
    drawings: dict[str, Drawing] = {}
    with closing(_drawn_here(orders) if jobs == 1 else _drawn_on_several(orders, jobs)) as drawn:
        for drawing in drawn:
            drawings[drawing.id] = drawing
            done(len(drawings))
    return drawings


def _drawn_here(orders: Sequence[Order]) -> Generator[Drawing]:
    yield from map(draw, orders)


def _drawn_on_several(orders: Sequence[Order], jobs: int) -> Generator[Drawing]:
    # spawn: the drawing library runs threads of its own, which a forked process would inherit half-alive
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_end_with_parent)
    try:
        with _undisturbed():
            drawings = pool.map(draw, orders)
        yield from drawings
    except BrokenProcessPool as error:
        raise EnvironmentFault(
            "charts: the machine ended a process that drew them. Check its free memory, or ask for fewer with --jobs."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes are started whole: a request to end the run is kept until then, so that none is found half made.

    Any thread may receive a signal, so a mask would not do. Started processes never hear Ctrl-C: the run does, and ends
    them.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    asked: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number in before:
        signal.signal(number, lambda number, _: asked.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
    for late in asked:
        signal.raise_signal(late)


def _end_with_parent() -> None:
    """Called in each process that draws: it ends with the run that started it, however that ended."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _framed(svg: str, order: Order) -> str:
    """The drawing with its title above and its source below, as one SVG."""
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    if size is None:
        raise ValueError(f"the drawing of {order.id} has no size")
    width, height = float(size[1]), float(size[2])
    above, below = _wrapped(order.title, width / 9.2), _wrapped(f"Source: {order.source}", width / 5.6)
    top, bottom = 20 * len(above) + 12, 15 * len(below) + 14
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height + top + bottom:g}" '
        f'viewBox="0 0 {width:g} {height + top + bottom:g}" role="img">',
        f"<title>{escape(order.title)}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *(_text(line, 20 * (at + 1), 16, "bold") for at, line in enumerate(above)),
        f'<g transform="translate(0,{top})">{svg[svg.index(">") + 1 : svg.rindex("</svg>")]}</g>',
        *(_text(line, height + top + 15 * (at + 1), 11, "normal") for at, line in enumerate(below)),
        "</svg>",
    ]
    return "".join(parts)


def _text(line: str, y: float, size: int, weight: str) -> str:
    return (
        f'<text x="8" y="{y:g}" font-family="{FONT}" font-size="{size}" font-weight="{weight}" '
        f'fill="{INK}">{escape(line)}</text>'
    )


def _wrapped(text: str, letters: float) -> list[str]:
    """The text in lines of about so many letters; the drawing library does not break lines itself."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
