"""How do pages come out of their templates? One environment for all: everything escaped, nothing undefined passes."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from cadreworks.reports import wording
from cadreworks.reports.published_table import NOTHING_MEANS, has_gaps, stacked_text


def environment() -> Environment:
    """The environment of the publication's templates, with what they all call."""
    made = Environment(
        loader=PackageLoader("cadreworks.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(stacked_text=stacked_text, has_gaps=has_gaps, nothing_means=NOTHING_MEANS, said=wording)
    return made
