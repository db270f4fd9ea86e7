"""How are settings and tables shown on a reference page? Their descriptions in the code -> lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from cadreworks.settings_file import Setting
from cadreworks.tables import TableSpec


def markdown_table(headings: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def settings_table(settings: tuple[Setting, ...]) -> Iterator[str]:
    yield from markdown_table(["setting", "kind", "meaning"], [setting_row(setting) for setting in settings])


def setting_row(setting: Setting) -> list[str]:
    means = setting.means
    if setting.one_of and len(setting.one_of) < 12:
        means += f" ({', '.join(f'`{value}`' for value in setting.one_of)})"
    if setting.least is not None and setting.most is not None:
        means += f" ({shown(setting.least)} to {shown(setting.most)})"
    if not setting.required:
        means += "; may be left out"
    return [f"`{setting.name}`", setting.kind.value, means]


def table_description(spec: TableSpec) -> Iterator[str]:
    """A table that is read: what it must hold."""
    yield spec.means
    yield ""
    rows = []
    for column in spec.columns:
        means = column.means
        if column.one_of and len(column.one_of) <= 6:
            means += f" ({', '.join(f'`{value}`' for value in column.one_of)})"
        if column.low is not None and column.high is not None:
            means += f" ({shown(column.low)} to {shown(column.high)})"
        rows.append([f"`{column.name}`", column.kind.value, "yes" if column.required else "no", means])
    yield from markdown_table(["column", "kind", "needed", "meaning"], rows)
    if spec.key:
        yield ""
        yield f"One row for each {', '.join(spec.key)}."


def shown(number: float) -> str:
    """A number in full: 2,000,000, but the year 2200."""
    if abs(number) < 10_000:
        return f"{number:g}"
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def columns_written(spec: TableSpec) -> Iterator[str]:
    """A table that is written: what each column says."""
    rows = [[f"`{column.name}`", column.kind.value, column.means] for column in spec.columns]
    yield from markdown_table(["column", "kind", "meaning"], rows)
