"""The reference page of the demand exercise: what describes one, what workbooks ask, what is read and written."""

from __future__ import annotations

from collections.abc import Iterator

from cadreworks.demand import RETURNS_TABLE, SCENARIO_SETTINGS
from cadreworks.demand.desirable import DEMAND_BASELINE_TABLE, MATURITY_TABLE, ORGANISATION_STAFF_TABLE
from cadreworks.demand.desirable.table_specs import BANDS_TABLE, COMPARISON_TABLE
from cadreworks.demand.exercise import EXERCISE_ROLES, EXERCISE_SETTINGS, EXERCISE_TABLES, LEVEL_ONLY, RANGE, TERTILES
from cadreworks.demand.exercise.read import MOST_POINTS, MOST_SCENARIOS
from cadreworks.demand.pooling import METHODS, SEEDS_TABLE
from cadreworks.demand.pooling.table_specs import (
    CHANGE_TABLE,
    CONGRUENCE_TABLE,
    EXPERTS_TABLE,
    INFLUENCE_TABLE,
    RESPONSE_TABLE,
)
from cadreworks.demand.returned import limits
from cadreworks.demand.returns import TIMES_TYPICAL
from cadreworks.demand.second_round.movement import MOVEMENT_TABLE
from cadreworks.demand.themes import CHANGES_TABLE, CODEBOOK_TABLE, CODINGS_TABLE, VIEWPOINTS_TABLE
from cadreworks.demand.themes.free_text import MOST_LETTERS
from cadreworks.demand.themes.table_specs import AGREEMENT_TABLE, COUNTS_TABLE, DIFFERENCES_TABLE, WORKSHEET_TABLE
from cadreworks.demand.themes.viewpoints import MOST_LETTERS_QUOTED
from cadreworks.demand.toolkit.fields import MOST_IN_A_COMMENT
from cadreworks.demand.toolkit.layout import SEED_HEADINGS, in_words, range_labels
from cadreworks.settings_file import INPUT_SETTINGS, MOST_BYTES
from cadreworks.tables import TableSpec
from reference_markdown import columns_written, markdown_table, settings_table, table_description

POOL_FILES = (
    ("change.csv", CHANGE_TABLE),
    ("change_influence.csv", INFLUENCE_TABLE),
    ("change_congruence.csv", CONGRUENCE_TABLE),
    ("change_experts.csv", EXPERTS_TABLE),
    ("change_response.csv", RESPONSE_TABLE),
)
CODED_FILES = (
    ("viewpoints.csv", VIEWPOINTS_TABLE),
    ("counts.csv", COUNTS_TABLE),
    ("agreement.csv", AGREEMENT_TABLE),
    ("to_resolve.csv", DIFFERENCES_TABLE),
    ("themes.csv", CODEBOOK_TABLE),
)
ASKED_BY = {
    LEVEL_ONLY: "nothing more",
    RANGE: "the bounds of what the total may be, and how sure the expert is that it lies between",
    TERTILES: "the two points that part what may happen into three equally likely parts; confidence is then 1/3",
}


def demand_exercise() -> Iterator[str]:
    yield "# The demand exercise"
    yield ""
    yield "`exercise.toml`, the files that it names, and what the commands of an exercise read and write. CSV is UTF-8"
    yield "with commas; numbers are not rounded, an empty cell holds none, and `all` stands for a total."
    yield "[Run an exercise](../tutorials/run-an-exercise.md) leads through it; the [commands](commands.md) are"
    yield "`cadre toolkit` and `cadre returns`."
    for section in (description, workbook, answers, pools, themes, desirable, bounds):
        yield ""
        yield from section()


def description() -> Iterator[str]:
    yield "## exercise.toml"
    for heading, settings in (
        ("At the top", EXERCISE_SETTINGS),
        ("[[scenarios]], one section for each", SCENARIO_SETTINGS),
        ("[inputs.NAME], one section for each input", INPUT_SETTINGS),
    ):
        yield ""
        yield f"### {heading}"
        yield ""
        yield from settings_table(settings)
    yield ""
    yield "### Inputs"
    yield ""
    rows = [[f"`{role.name}`", role.means, "yes" if role.required else "no"] for role in EXERCISE_ROLES]
    yield from markdown_table(["NAME", "what the file holds", "needed"], rows)
    for role in EXERCISE_ROLES:
        yield from read_table_section(role.name, EXERCISE_TABLES[role.name])


def workbook() -> Iterator[str]:
    yield "## What a workbook asks"
    yield ""
    yield "For each scenario, area of work and year: a best answer for each job level of the typical organisation, in"
    yield "whole-time equivalents. For each scenario and area: a comment. For the total of each area and year, as"
    yield "`questions` says:"
    yield ""
    rows = [
        [f"`{questions}`", "; ".join(range_labels(questions)) or "-", means] for questions, means in ASKED_BY.items()
    ]
    yield from markdown_table(["questions", "rows below the total", "which is"], rows)
    yield ""
    yield f"Where the exercise has seed questions, three numbers for each: {in_words(SEED_HEADINGS[1:]).lower()}. Their"
    yield "answers stand in no workbook. Last, the role that signs the return off."


def answers() -> Iterator[str]:
    yield "## What came back"
    yield ""
    yield "`cadre returns read` writes both tables, and `cadre returns pool` reads them. In `returns.csv` a row at level"
    yield "`all` carries an area's total, its range and, in the last year, the comment; what nobody answered has no row."
    yield "Returns that come from elsewhere may give low, high and confidence by level: the range of an area is then"
    yield "from the sum of lows to the sum of highs. In a partial return `wte` may be empty at level `all`."
    yield from read_table_section("returns.csv", RETURNS_TABLE)
    yield from read_table_section("seeds.csv", SEEDS_TABLE)


def pools() -> Iterator[str]:
    yield "## What the returns say together"
    yield ""
    yield "`cadre returns pool returns.csv --method METHOD --out change.csv` writes these beside each other; the names of"
    yield f"the others begin as the first does. `{POOL_FILES[-1][0]}` needs `--exercise`."
    yield ""
    rows = [[f"`{method}`", means] for method, means in METHODS.items()]
    yield from markdown_table(["METHOD", "what is pooled"], rows)
    for name, spec in POOL_FILES:
        yield from written_table_section(name, spec)
    yield ""
    yield "`cadre returns movement` compares two rounds:"
    yield from written_table_section("movement.csv", MOVEMENT_TABLE)


def themes() -> Iterator[str]:
    yield "## Comments by theme"
    yield ""
    yield "`cadre returns themes start` writes the worksheet; coders fill in the codebook and the codings, and"
    yield "`merge`, `split` and `assign` add to the changes. [How to](../how-to/code-comments-by-theme.md)."
    yield from written_table_section("worksheet.csv", WORKSHEET_TABLE)
    yield from read_table_section("codebook.csv", CODEBOOK_TABLE)
    yield from read_table_section("codings.csv", CODINGS_TABLE)
    yield from read_table_section("changes.csv", CHANGES_TABLE)
    yield ""
    yield "### What cadre returns themes count writes"
    yield ""
    yield f"Only `{CODED_FILES[0][0]}` may be published; it has a row for each quotation of a theme, or one without."
    for name, spec in CODED_FILES:
        if spec is CODEBOOK_TABLE:
            yield ""
            yield f"### {name}"
            yield ""
            yield "The codebook after all changes, with the columns of `codebook.csv`."
        else:
            yield from written_table_section(name, spec)


def desirable() -> Iterator[str]:
    yield "## A desirable workforce"
    yield ""
    yield "`cadre toolkit desirable MATURITY STAFF --all-staff N --out stock.csv` reads the first two tables and writes the"
    yield "other three. [How to](../how-to/desirable-workforce.md)."
    yield from read_table_section("maturity.csv", MATURITY_TABLE)
    yield from read_table_section("staff.csv", ORGANISATION_STAFF_TABLE)
    yield ""
    yield "### stock.csv"
    yield ""
    yield f"In the form of a study's input [{DEMAND_BASELINE_TABLE.name}](study-folder.md#{DEMAND_BASELINE_TABLE.name})."
    yield from written_table_section("stock.bands.csv", BANDS_TABLE)
    yield from written_table_section("stock.comparison.csv", COMPARISON_TABLE)


def bounds() -> Iterator[str]:
    yield "## Limits"
    yield ""
    rows = [
        ["years that are asked about", f"{MOST_POINTS}"],
        ["scenarios", f"{MOST_SCENARIOS}"],
        ["a returned workbook", mib(limits.MOST_FILE_BYTES)],
        ["one of Excel before 2007 (`.xls`)", mib(limits.MOST_OLD_FILE_BYTES)],
        ["a sheet saved as text (`.csv`, `.tsv`)", mib(limits.MOST_TEXT_BYTES)],
        ["a workbook's parts", f"{limits.MOST_MEMBERS:,}"],
        ["the same unpacked", f"{mib(limits.MOST_UNPACKED_BYTES)}, of which {mib(limits.MOST_READ_BYTES)} are read"],
        [
            "one part that is read",
            f"{mib(limits.MOST_PART_BYTES)}, and above 1 MB {limits.MOST_TIMES_PACKED} times its packed size",
        ],
        ["a workbook's sheets", f"{limits.MOST_SHEETS:,}"],
        ["cells that hold something", f"{limits.MOST_CELLS:,} in a workbook"],
        ["merged cells", f"{limits.MOST_MERGED:,} on a sheet"],
        ["a cell of a workbook", f"{limits.MOST_CELL_LETTERS:,} characters"],
        ["a comment typed into a workbook", f"{MOST_IN_A_COMMENT:,} characters"],
        ["a comment or stretch of words that is coded", f"{MOST_LETTERS:,} characters"],
        ["a quotation", f"{MOST_LETTERS_QUOTED:,} characters"],
        ["an answer", f"{TIMES_TYPICAL} times the whole typical organisation"],
        ["`returns.csv`", f"{mib(MOST_BYTES)} and {RETURNS_TABLE.most_rows:,} rows"],
        ["`seeds.csv`", f"{mib(MOST_BYTES)} and {SEEDS_TABLE.most_rows:,} rows"],
    ]
    yield from markdown_table(["of", "at most"], rows)
    yield ""
    yield "What is refused besides, and what is read all the same:"
    yield "[check and read what came back](../how-to/check-and-read-returns.md)."


def mib(number: int) -> str:
    return f"{number // limits.MIB} MB"


def read_table_section(name: str, spec: TableSpec) -> Iterator[str]:
    yield ""
    yield f"### {name}"
    yield ""
    yield from table_description(spec)


def written_table_section(name: str, spec: TableSpec) -> Iterator[str]:
    yield ""
    yield f"### {name}"
    yield ""
    yield spec.means
    yield ""
    yield from columns_written(spec)
    if spec.key:
        yield ""
        yield f"One row for each {', '.join(spec.key)}."
