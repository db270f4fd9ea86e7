"""What did experts say in their comments? Comments coded by theme -> counts, and viewpoints for the report."""

from cadreworks.demand.themes.agreement import (
    AGREEMENT_COLUMNS,
    agreement_rows,
    estimate_agreement,
)
from cadreworks.demand.themes.changes import CHANGES_TABLE, Change, Coded, change_rows, change_themes, read_changes
from cadreworks.demand.themes.codebook import CODEBOOK_TABLE, Codebook, Theme, codebook_rows, read_codebook
from cadreworks.demand.themes.codings import CODING_COLUMNS, CODINGS_TABLE, Coding, read_codings
from cadreworks.demand.themes.comments import WORKSHEET_COLUMNS, Comment, read_comments, worksheet_rows
from cadreworks.demand.themes.counts import COUNT_COLUMNS, Tally, count_rows, count_themes
from cadreworks.demand.themes.settled import DIFFERENCE_COLUMNS, difference_rows, list_differences
from cadreworks.demand.themes.viewpoints import (
    VIEWPOINTS_TABLE,
    WITHHELD,
    Viewpoint,
    Viewpoints,
    gather_viewpoints,
    read_viewpoints,
    viewpoint_rows,
)

__all__ = [
    "AGREEMENT_COLUMNS",
    "CHANGES_TABLE",
    "CODEBOOK_TABLE",
    "CODINGS_TABLE",
    "CODING_COLUMNS",
    "COUNT_COLUMNS",
    "DIFFERENCE_COLUMNS",
    "VIEWPOINTS_TABLE",
    "WITHHELD",
    "WORKSHEET_COLUMNS",
    "Change",
    "Codebook",
    "Coded",
    "Coding",
    "Comment",
    "Tally",
    "Theme",
    "Viewpoint",
    "Viewpoints",
    "agreement_rows",
    "change_rows",
    "change_themes",
    "codebook_rows",
    "count_rows",
    "count_themes",
    "difference_rows",
    "estimate_agreement",
    "gather_viewpoints",
    "list_differences",
    "read_changes",
    "read_codebook",
    "read_codings",
    "read_comments",
    "read_viewpoints",
    "viewpoint_rows",
    "worksheet_rows",
]
