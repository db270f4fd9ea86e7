"""How are the figures of a publication drawn and written? Figures -> drawings by id -> SVG and PNG files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cadreworks.progress import Progress
from cadreworks.reports.charts import Drawing, Order, draw_all
from cadreworks.reports.figures import Figure


def draw_figures(figures: Iterable[Figure], jobs: int, progress: Progress) -> Mapping[str, Drawing]:
    """Every figure drawn, by its id. Raises EnvironmentFault where the machine ends a process that draws."""
    orders = [Order(figure.id, figure.title, figure.table.source, figure.spec) for figure in figures]
    progress("Drawing charts", 0, len(orders))
    return draw_all(orders, jobs, lambda done: progress("Drawing charts", done, len(orders)))


def write_drawings(drawings: Mapping[str, Drawing], folder: Path) -> None:
    """Write each drawing into `folder`, which is new."""
    folder.mkdir()
    for drawing in drawings.values():
        (folder / f"{drawing.id}.svg").write_text(drawing.svg, encoding="utf-8", newline="\n")
        (folder / f"{drawing.id}.png").write_bytes(drawing.png)
