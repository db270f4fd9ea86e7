"""The reference page of what `cadre sensitivity` writes: its files, its tables and the summary."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from cadreworks.review.sensitivity.grid import CHANCES, DEFAULT_SAMPLES, FEWEST_SAMPLES, RATES_SHARE
from cadreworks.sensitivity.table_specs import ALL_TABLES
from cadreworks.sensitivity.tables import summary_of
from reference_markdown import columns_written, markdown_table

FILES = (
    ("sensitivity.html", "the findings, one page that needs nothing else"),
    ("sensitivity.xlsx", "its tables, and the long ones that the page leaves out"),
    ("effects.csv", "how much of the spread comes from each group of assumptions"),
    ("fans.csv", "bands by year, layer upon layer"),
    ("coverage.csv", "how often intervals of the method of supply held what came"),
    ("tornado.csv", "what each assumption does at its low and its high value"),
    ("thresholds.csv", "what would have to be true for there to be no gap, or half of it"),
    ("worth.csv", "what it would be worth to know one thing"),
    ("summary.json", "what it comes to, below"),
    ("charts/*.svg`, `charts/*.png", "every figure, with title and source"),
    ("manifest.json", "version, digest of the study, seed, samples, and digests of what is written"),
    ("run.log", "times, paths and versions: the only file that may differ between two runs"),
)
SUMMARY = {
    "title": "of the study",
    "horizon": "the year that it is about",
    "supply_methods": "methods of supply that were tried, the one in use first",
    "pooling_methods": "methods of pooling that were tried, the one in use first",
    "gap": "gap of the whole workforce at the horizon by scenario: the central run, and the 90% band of each layer",
    "shares": "shares of its spread by group, with the methods in use and with any, by scenario and over all",
    "find_out_first": "by scenario, the group and the single assumption that would narrow the band most, or null",
    "version": "version of Cadreworks",
    "sensitivity_of": "digest of the study's files",
    "seed": "that of the run",
    "samples": "draws of each group",
}
_ADDED = {"version", "sensitivity_of", "seed", "samples"}


def sensitivity_folder() -> Iterator[str]:
    yield "# The sensitivity folder"
    yield ""
    yield "What `cadre sensitivity OUT --out S` writes of the run in `OUT`. Same results and options give the same bytes in"
    yield "every file but `run.log`. CSV is UTF-8 with commas; numbers are not rounded. What the figures mean stands in"
    yield "[the method](../explanation/method.md#what-drives-the-gap)."
    yield ""
    yield f"`--samples` is how many draws each group has, {FEWEST_SAMPLES} or more, {DEFAULT_SAMPLES:,} if left out. A"
    yield f"method that knows chance for people has one draw of rates for {RATES_SHARE} of them, each of which meets {CHANCES} of chance."
    yield ""
    yield from markdown_table(["file", "what it holds"], [[f"`{name}`", means] for name, means in FILES])
    for spec in ALL_TABLES:
        yield ""
        yield f"## {spec.name}.csv"
        yield ""
        yield spec.means
        yield ""
        yield from columns_written(spec)
    yield ""
    yield "## summary.json"
    yield ""
    if set(SUMMARY) - _ADDED != _keys_of_summary():
        raise SystemExit("summary.json of a sensitivity analysis is not what its page says")
    yield from markdown_table(["key", "meaning"], [[f"`{key}`", means] for key, means in SUMMARY.items()])


def _keys_of_summary() -> set[str]:
    """The keys that the code writes."""
    (returned,) = (
        node.value for node in ast.walk(ast.parse(inspect.getsource(summary_of))) if isinstance(node, ast.Return)
    )
    if not isinstance(returned, ast.Dict):
        raise TypeError("summary_of returns no dict that can be read")
    return {str(key.value) for key in returned.keys if isinstance(key, ast.Constant)}
