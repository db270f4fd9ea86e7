"""`cadre returns themes`: comments coded by theme, one file a verb. Without a verb it counts."""

from __future__ import annotations

import click

from cadreworks.cli.verbs import Verbs

VERBS = {
    "start": "Write a worksheet of comments, and an empty codebook and codings.",
    "count": "Count themes, measure agreement, and write what may be published.",
    "agreement": "Say how far coders agree, and where they differ.",
    "merge": "Record that a theme is merged into another.",
    "split": "Record that a theme is split, or a merge undone.",
    "assign": "Record that comments go from one theme to another.",
    "bring": "Bring a codebook or highlights from Taguette or another tool.",
    "take": "Take a codebook to Taguette or another tool.",
}
_HELP = ("-h", "--help")


class _CountsWithoutAVerb(Verbs):
    """`cadre returns themes returns.csv ...` is `cadre returns themes count returns.csv ...`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in VERBS and args[0] not in _HELP:
            args = ["count", *args]
        return super().parse_args(ctx, args)


@click.group("themes", cls=_CountsWithoutAVerb, package=__name__, verbs=VERBS)
def command() -> None:
    """Code the comments of returns by theme, and count and quote them without names.

    A worksheet gives each comment an id that does not tell whose it is. People code by it: in codings.csv, or in
    Taguette. Merging, splitting and assigning are recorded with who, when and why in a file of changes; neither the
    codebook nor a coding is edited. Only viewpoints.csv is for publication.

    \b
    Example:  cadre returns themes start returns.csv --out coding
              cadre returns themes returns.csv --codebook coding/codebook.csv \\
                --codings coding/codings.csv --out coded
    """
