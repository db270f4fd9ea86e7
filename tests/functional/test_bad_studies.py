"""Every way in which a study folder was seen to be broken, as one table: what is changed in a good one, and the
exact words that answer. Nothing is written, and earlier good results stay as they were.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import cadre

Change = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    name: str
    change: Change
    said: tuple[str, ...]


def edit(file: str, old: str, new: str) -> Change:
    """Replace the first `old` in the file."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(file: str, content: str | bytes) -> Change:
    def change(folder: Path) -> None:
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def append(file: str, text: str) -> Change:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return change


def delete(file: str) -> Change:
    return lambda folder: (folder / file).unlink()


def encode(file: str, encoding: str, old: str, new: str) -> Change:
    """Replace `old` and save the file in another encoding."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8").replace(old, new, 1)
        (folder / file).write_bytes(text.encode(encoding))

    return change


def drop_lines(file: str, pattern: str) -> Change:
    def change(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not re.search(pattern, line)]
        assert len(kept) < len(lines)
        (folder / file).write_text("".join(kept), encoding="utf-8")

    return change


def million_rows(folder: Path) -> None:
    row = "ict,support,80,collected,records\n"
    with (folder / "stock.csv").open("a", encoding="utf-8") as stream:
        stream.writelines([row * 1000] * 1000)


def link_outside(file: str) -> Change:
    def change(folder: Path) -> None:
        outside = folder.parent / "outside"
        shutil.move(folder / file, outside)
        (folder / file).symlink_to(outside)

    return change


def both(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


SAVE_AS = 'Save it again as "CSV UTF-8 (comma delimited)".'
AREAS = (
    "Use one of: clinical_coding, health_records, information_management, ict, clinical_informatics, knowledge_management, "
    "it_programmes_projects, it_strategy_development, it_education_training."
)
ENTER_WTE = "Enter whole-time equivalents, 0 or more."

CASES = [
    # the folder and study.toml
    Case(
        "study file missing",
        delete("study.toml"),
        ("STUDY: the folder has no study.toml. Name a study folder; `cadre demo` makes one to start from.",),
    ),
    Case("study file empty", write("study.toml", ""), ("study.toml: the file is empty. Put its contents back.",)),
    Case(
        "study file not TOML",
        edit("study.toml", 'title = "A small study"', "title = A small study"),
        ("study.toml: this is not TOML: Invalid value (at line 1, column 9). Mend the line that is named.",),
    ),
    Case(
        "study file with curly quotation marks",
        edit("study.toml", 'title = "A small study"', "title = \u201cA small study\u201d"),
        (
            'study.toml: this is not TOML: Invalid value (at line 1, column 9). Write straight quotation marks, ", in place '
            "of the curly ones in that line.",
        ),
    ),
    Case(
        "status of a row that the study does not list",
        edit("stock.csv", "ict,support,80,collected,records", "ict,support,80,made_up,records"),
        (
            "stock.csv, line 7, column status: study.toml does not list made_up, which 1 row of this file has, among the "
            "status of its stock (collected). Mend the rows, or status and source of [inputs.stock] in study.toml.",
        ),
    ),
    Case(
        "headings with capitals, beneath a blank line",
        edit("stock.csv", "area,level,wte,status,source", "\nArea,Level,WTE,status,source"),
        tuple(
            f'stock.csv, line 2: "{found}" is not a column of this table. Did you mean {meant}? Use one of: area, level, wte.'
            for found, meant in (("Area", "area"), ("Level", "level"), ("WTE", "wte"))
        ),
    ),
    Case(
        "study file in another encoding",
        encode("study.toml", "latin-1", "A small study", "Étude"),
        ("study.toml, line 1: the byte 0xC9 is not UTF-8, so letters would be lost. Save it again as UTF-8.",),
    ),
    Case(
        "setting missing",
        edit("study.toml", "seed = 7\n", ""),
        ("study.toml, seed: the setting is missing. Add the seed of the draws.",),
    ),
    Case(
        "setting misspelt",
        edit("study.toml", "draws = 40", "drawz = 40"),
        (
            "study.toml, drawz: no such setting is known here. Did you mean draws? Use one of the 16 that the reference "
            "pages list.",
            "study.toml, draws: the setting is missing. Add how many draws the bands rest on.",
        ),
    ),
    Case(
        "setting of the wrong kind",
        edit("study.toml", "base_year = 2020", 'base_year = "2020"'),
        ('study.toml, base_year: "2020" is not a whole number. Enter the year of the stock, as at 31 March.',),
    ),
    Case(
        "too many draws",
        edit("study.toml", "draws = 40", "draws = 1000000000"),
        ("study.toml, draws: 1000000000 is out of range. Enter 1 to 100,000.",),
    ),
    Case(
        "horizon before the base year",
        edit("study.toml", "horizon = 2022", "horizon = 2019"),
        ("study.toml, horizon: 2019 does not lie after the base year 2020. Enter the last year of the projection.",),
    ),
    Case(
        "year asked about outside the horizon",
        edit("study.toml", "points = [2021, 2022]", "points = [2021, 2022, 2030]"),
        (
            "study.toml, [demand] points: 2030 lies outside the horizon, 2020 to 2022. Leave it out, or move the horizon.",
            *(
                f"returns.csv: there is no row for organisation {who} trust, year 2030, area {area}, level {level} in "
                "scenario future. Add it; ask who answered, since 0 would be an answer too."
                for who in ("North", "South", "West")
                for area in ("clinical_coding", "ict")
                for level in ("support", "professional", "manager", "senior_leader")
            ),
        ),
    ),
    Case(
        "years asked about missing",
        edit("study.toml", "points = [2021, 2022]\n", ""),
        (
            "study.toml, [demand] points: the setting is missing. Add the years that experts were asked about; the last is the "
            "horizon.",
        ),
    ),
    Case(
        "years asked about out of order",
        edit("study.toml", "points = [2021, 2022]", "points = [2022, 2021]"),
        ("study.toml, [demand] points: the years are not in order. List each year once, the earliest first.",),
    ),
    Case(
        "method unknown",
        edit("study.toml", 'method = "mean_sd"', 'method = "median"'),
        (
            'study.toml, [demand] method: "median" is not known. Did you mean mean_sd? Use one of: mean_sd, linear, quantile, '
            "random_effects, cooke.",
        ),
    ),
    Case(
        "area unknown in study file",
        edit("study.toml", '"clinical_coding", "ict"', '"clinical_coding", "ict", "catering"'),
        (
            'study.toml, areas: "catering" is not known. Use one of: clinical_coding, health_records, information_management, '
            "ict, clinical_informatics, knowledge_management, it_programmes_projects, it_strategy_development, "
            "it_education_training.",
        ),
    ),
    Case(
        "no scenario",
        edit("study.toml", '[[scenarios]]\nid = "future"\nname = "Bright Future"\n', ""),
        ("study.toml, scenarios: no scenario is named. Add a section [[scenarios]] with id and name for each.",),
    ),
    Case(
        "scenario named twice",
        edit("study.toml", "[inputs.stock]", '[[scenarios]]\nid = "future"\nname = "Again"\n\n[inputs.stock]'),
        ("study.toml, [[scenarios]] 2: id: future is named twice. Give each its own id.",),
    ),
    Case(
        "scenario called all",
        both(
            edit("study.toml", 'id = "future"', 'id = "all"'),
            lambda folder: (folder / "returns.csv").write_text(
                (folder / "returns.csv").read_text(encoding="utf-8").replace(",future,", ",all,"), encoding="utf-8"
            ),
        ),
        (
            'study.toml, [[scenarios]] 1: id: "all" cannot name a scenario. Use small letters, digits and _, beginning with a '
            "letter; `all` means a total.",
        ),
    ),
    Case(
        "scenario without returns",
        edit("study.toml", "[inputs.stock]", '[[scenarios]]\nid = "gloom"\nname = "Gloom"\n\n[inputs.stock]'),
        ("returns.csv: scenario gloom has no returns. Add returns for it, or take the scenario out of study.toml.",),
    ),
    Case(
        "input not named",
        edit(
            "study.toml",
            '[inputs.growth]\nfile = "growth.csv"\nstatus = ["collected"]\nsource = "Anyshire staff records"\n',
            "",
        ),
        (
            "study.toml, [inputs.growth]: the input is missing. Name the file that holds net growth of each area in the years "
            "before the base year.",
        ),
    ),
    Case(
        "input unknown",
        edit("study.toml", "[inputs.overrides]", "[inputs.overides]"),
        (
            "study.toml, [inputs.overides]: no such input is known. Did you mean overrides? Use one of the 19 "
            "that the reference pages list.",
        ),
    ),
    Case(
        "input without status",
        edit("study.toml", 'status = ["published"]\n', ""),
        ("study.toml, [inputs.pay_points] status: the setting is missing. Add where its figures come from.",),
    ),
    Case(
        "file missing",
        delete("growth.csv"),
        (
            'study.toml, [inputs.growth] file: the file "growth.csv" is not in the folder. Put it there, or mend the name; '
            "capitals count.",
        ),
    ),
    Case(
        "file with a name beyond all bounds",
        edit("study.toml", 'file = "stock.csv"', f'file = "{"x" * 300}.csv"'),
        (
            f'study.toml, [inputs.stock] file: the file "{"x" * 80}..." cannot be found: its name is too long, or links there '
            "lead in a circle. Put the file itself into the folder, under a short name.",
        ),
    ),
    Case(
        "file that links to itself",
        both(delete("stock.csv"), lambda folder: (folder / "stock.csv").symlink_to("stock.csv")),
        (
            'study.toml, [inputs.stock] file: the file "stock.csv" cannot be found: its name is too long, or links there lead '
            "in a circle. Put the file itself into the folder, under a short name.",
        ),
    ),
    Case(
        "file with a NUL in its name",
        edit("study.toml", 'file = "stock.csv"', 'file = "st\\u0000ock.csv"'),
        ("study.toml, [inputs.stock] file: it holds the control character U+0000. Delete that character.",),
    ),
    Case(
        "file outside the folder",
        edit("study.toml", 'file = "stock.csv"', 'file = "../stock.csv"'),
        (
            'study.toml, [inputs.stock] file: "../stock.csv" leads out of the study folder. Put the file into the folder, and '
            "name it relative to that.",
        ),
    ),
    Case(
        "file linked from outside the folder",
        link_outside("stock.csv"),
        (
            'study.toml, [inputs.stock] file: "stock.csv" leads out of the study folder. Put the file into the folder, and name '
            "it relative to that.",
        ),
    ),
    Case(
        "study file linked from outside the folder",
        link_outside("study.toml"),
        ("STUDY: its study.toml is a link that leads out of it. Put the file itself into the folder.",),
    ),
    Case(
        "formula in the study file",
        edit("study.toml", 'owner = "Anyshire workforce team"', "owner = \"=cmd|' /C calc'!A0\""),
        (
            "study.toml, owner: \"=cmd|' /C calc'!A0\" begins as a spreadsheet formula does, and would run when the "
            "results are opened. Begin it with a word.",
        ),
    ),
    Case(
        "formula in a list of the study file",
        edit("study.toml", "draws = 40", 'draws = 40\nlimitations = ["None known.", "@SUM(1)"]'),
        (
            'study.toml, limitations: "@SUM(1)" begins as a spreadsheet formula does, and would run when the results are '
            "opened. Begin it with a word.",
        ),
    ),
    Case(
        "control character in the study file",
        edit("study.toml", "Bright Future", "Bright \\u0001 Future"),
        ("study.toml, [[scenarios]] 1: name: it holds the control character U+0001. Delete that character.",),
    ),
    Case(
        "two scenarios of one name",
        both(
            edit(
                "study.toml", "[inputs.stock]", '[[scenarios]]\nid = "gloom"\nname = "bright future"\n\n[inputs.stock]'
            ),
            lambda folder: append(
                "returns.csv",
                "".join(
                    line.replace(",future,", ",gloom,")
                    for line in (folder / "returns.csv").read_text(encoding="utf-8").splitlines(keepends=True)[1:]
                ),
            )(folder),
        ),
        (
            'study.toml, [[scenarios]] 2: name: "bright future" names two scenarios, which no table could tell apart. Give '
            "each its own name.",
        ),
    ),
    Case(
        "number of five thousand digits",
        edit("study.toml", "seed = 7", f"seed = {'7' * 5000}"),
        ("study.toml: a number in it has too many digits, or lists in it are nested too deeply. Shorten them.",),
    ),
    Case(
        "number too large to be written down",
        edit("study.toml", "seed = 7", f"seed = 0x{'7' * 5000}"),
        ("study.toml, seed: a very large number is out of range. Enter 0 to 9,223,372,036,854,775,807.",),
    ),
    Case(
        "lists nested five thousand deep",
        edit("study.toml", "seed = 7", f"seed = {'[' * 5000}{']' * 5000}"),
        ("study.toml: a number in it has too many digits, or lists in it are nested too deeply. Shorten them.",),
    ),
    Case(
        "more draws than fit into memory",
        both(
            edit("study.toml", "horizon = 2022", "horizon = 2070"),
            edit("study.toml", "points = [2021, 2022]", "points = [2021, 2070]"),
            edit("study.toml", "draws = 40", "draws = 100000"),
            lambda folder: (folder / "returns.csv").write_text(
                (folder / "returns.csv").read_text(encoding="utf-8").replace(",2022,", ",2070,"), encoding="utf-8"
            ),
        ),
        (
            "study.toml, draws: 100,000 draws of 51 years of this study are too many. Enter at most 78,431, or shorten the "
            "horizon.",
        ),
    ),
    # files that are no tables
    Case("table empty", write("stock.csv", ""), ("stock.csv: the file is empty. Put its contents back.",)),
    Case("table of blanks", write("stock.csv", " \n\n"), ("stock.csv: the file is empty. Put its contents back.",)),
    Case(
        "table of commas",
        write("stock.csv", ",,\n,\n"),
        (
            "stock.csv: it holds no heading, only empty cells. Add the rows. Staff in post at the base year, one row for "
            "each area of work and job level.",
        ),
    ),
    Case(
        "table of far too many columns",
        write("stock.csv", ",".join(f"x{number}" for number in range(20_000)) + "\n"),
        (
            "stock.csv, line 1: it has 20,000 columns, more than 500, which is more than this table can need. Check that the "
            "right file is named. Staff in post at the base year, one row for each area of work and job level.",
        ),
    ),
    Case(
        "control character in a table",
        edit("stock.csv", "ict,support,80,collected,records", "ict,support,80,collected,\x1b[31mrecords"),
        ("stock.csv, line 7: it holds the control character U+001B. Delete that character.",),
    ),
    Case(
        "table without rows",
        write("stock.csv", "area,level,wte,status,source\n"),
        (
            "stock.csv: it has a heading but no rows. Add the rows. Staff in post at the base year, one row for each area of "
            "work and job level.",
        ),
    ),
    Case(
        "table is a workbook",
        write("stock.csv", b"PK\x03\x04 and the rest of a zip file"),
        (f"stock.csv: this is a workbook, not a text file. Open it. {SAVE_AS}",),
    ),
    Case("table in UTF-16", encode("stock.csv", "utf-16", "x", "x"), (f"stock.csv: the file is in UTF-16. {SAVE_AS}",)),
    Case(
        "table in Windows-1252",
        encode("stock.csv", "cp1252", "collected,records", "collected,Anyshire\u2019s records"),
        (f"stock.csv, line 2: the byte 0x92 is not UTF-8, so letters would be lost. {SAVE_AS}",),
    ),
    Case(
        "table with semicolons",
        lambda folder: (folder / "stock.csv").write_text((folder / "stock.csv").read_text().replace(",", ";")),
        (f"stock.csv, line 1: the columns are separated by semicolons. Separate them by commas. {SAVE_AS}",),
    ),
    Case(
        "table with binary zeros",
        write("stock.csv", b"area,level\x00,wte\nict,support,1\n"),
        (f"stock.csv: it holds NUL bytes, so it is not a text file. {SAVE_AS}",),
    ),
    Case(
        "quotation mark left open",
        edit("stock.csv", "ict,support,80,collected,records", 'ict,support,80,collected,"records'),
        (
            "stock.csv, line 7: the quoting of this row does not end as CSV does (unexpected end of data). Close the quotation "
            'mark, and write a mark inside a cell as "".',
            "stock.csv: there is no row for area ict. Add its rows; enter 0 where there is nobody.",
        ),
    ),
    Case(
        "million rows",
        million_rows,
        (
            "stock.csv: 99,981 more problems of this kind. Mend the cause of the first ones; --json lists them all.",
            "stock.csv: it holds more than 100,000 rows, which is more than this table can need. Check that the right file is "
            "named. Staff in post at the base year, one row for each area of work and job level.",
        ),
    ),
    # headings and rows
    Case(
        "column misnamed",
        edit("stock.csv", "area,level,wte,", "area,level,fte,"),
        ('stock.csv, line 1: "fte" is not a column of this table. Did you mean wte? Use one of: wte.',),
    ),
    Case(
        "column twice",
        edit("stock.csv", "area,level,wte,status,source", "area,level,wte,wte,source"),
        ('stock.csv, line 1: the heading "wte" stands more than once. Keep one of them.',),
    ),
    Case(
        "row too short",
        edit("stock.csv", "ict,manager,20,collected,records", "ict,manager,20"),
        (
            "stock.csv, line 9: the row has 3 cells and the heading has 5. Put quotation marks around a cell that holds a comma, "
            "or add the missing cells.",
        ),
    ),
    Case(
        "unquoted comma",
        edit("stock.csv", "ict,manager,20,collected,records", "ict,manager,20,collected,records, second series"),
        (
            "stock.csv, line 9: the row has 6 cells and the heading has 5. Put quotation marks around a cell that holds a comma, "
            "or add the missing cells.",
        ),
    ),
    Case(
        "row twice",
        append("stock.csv", "ict,support,80,collected,records\n"),
        ("stock.csv, line 11: this row repeats line 7 (area ict, level support). Keep one of the two.",),
    ),
    Case(
        "row missing",
        drop_lines("stock.csv", "^ict,manager"),
        ("stock.csv: there is no row for area ict, level manager. Add it; enter 0 where there is nobody.",),
    ),
    Case(
        "area missing",
        drop_lines("typical_organisation.csv", "^ict,"),
        ("typical_organisation.csv: there is no row for area ict. Add its rows; enter 0 where there is nobody.",),
    ),
    Case(
        "rows about other areas only",
        edit("study.toml", '["clinical_coding", "ict"]', '["health_records"]'),
        (
            *(
                f"{file}.csv: no row is about an area of work that this study covers (health_records). Add rows for them, or "
                "mend `areas` in study.toml."
                for file in ("stock", "growth", "typical_organisation", "returns")
            ),
            'overrides.csv, line 2, column assumption: "net_growth_per_year.clinical_coding" is no assumption of this study. Did '
            "you mean net_growth_per_year.health_records? Use one of: supply_base_years, pay_growth_per_year, on_cost_pension, "
            "on_cost_national_insurance, discount_rate_per_year, net_growth_per_year.health_records, "
            "typical_organisations.health_records.",
            "pay_bands.csv: there is no band for area health_records. Add a row for it.",
        ),
    ),
    # cells
    Case(
        "area misspelt",
        edit("stock.csv", "ict,support", "itc,support"),
        (f'stock.csv, line 7, column area: "itc" is not a known area. Did you mean ict? {AREAS}',),
    ),
    Case(
        "area by its name",
        edit("growth.csv", "clinical_coding,all,2016-17", "Clinical coding,all,2016-17"),
        (
            f'growth.csv, line 2, column area: "Clinical coding" is not a known area. Did you mean clinical_coding? {AREAS}',
        ),
    ),
    Case(
        "level unknown",
        edit("stock.csv", "ict,manager", "ict,director"),
        (
            'stock.csv, line 9, column level: "director" is not a known level. Use one of: support, professional, manager, '
            "senior_leader, all.",
        ),
    ),
    Case(
        "text in a number cell",
        edit("returns.csv", "ict,support,8.0,", "ict,support,ten,"),
        (f'returns.csv, line 6, column wte: "ten" is not a number. {ENTER_WTE}',),
    ),
    Case(
        "number with thousands separator",
        edit("stock.csv", "ict,support,80,", 'ict,support,"1,080",'),
        ('stock.csv, line 7, column wte: "1,080" has a separator between thousands. Write 1080.',),
    ),
    Case(
        "percentage",
        edit("growth.csv", ",0.20,", ",20%,"),
        (
            'growth.csv, line 4, column net_growth: "20%" is a percentage. Write it as a share of one, 0.2, if that is meant.',
        ),
    ),
    Case(
        "growth given in per cent",
        edit("growth.csv", ",0.20,", ",20,"),
        (
            "growth.csv, line 4, column net_growth: 20 is above 2. Enter net growth as a share of the opening stock, between "
            "-0.9 and 2.",
        ),
    ),
    Case(
        "not a number",
        edit("stock.csv", "ict,support,80,", "ict,support,NaN,"),
        (f'stock.csv, line 7, column wte: "NaN" is not a number. {ENTER_WTE}',),
    ),
    Case(
        "infinite number",
        edit("stock.csv", "ict,support,80,", "ict,support,1e999,"),
        (f"stock.csv, line 7, column wte: 1e999 is above 2,000,000. {ENTER_WTE}",),
    ),
    Case(
        "negative number",
        edit("stock.csv", "ict,support,80,", "ict,support,-80,"),
        (f"stock.csv, line 7, column wte: -80 is below 0. {ENTER_WTE}",),
    ),
    Case(
        "absurd number",
        edit("returns.csv", "ict,support,8.0,", "ict,support,8000,"),
        (
            "returns.csv, line 6, column wte: 8,000 is more than 10 times the whole typical organisation (30). Enter whole-time "
            "equivalents of the typical organisation, not of the nation.",
        ),
    ),
    Case(
        "empty cell",
        edit("stock.csv", "ict,support,80,", "ict,support,,"),
        (f"stock.csv, line 7, column wte: the cell is empty. {ENTER_WTE}",),
    ),
    Case(
        "formula in a text cell",
        edit("stock.csv", "ict,support,80,collected,records", 'ict,support,80,collected,"=HYPERLINK(""x"")"'),
        (
            'stock.csv, line 7, column source: "=HYPERLINK("x")" begins as a spreadsheet formula does, and would run when the '
            "results are opened. Begin it with a word.",
        ),
    ),
    Case(
        "level that sums wrongly",
        edit("stock.csv", "clinical_coding,all,100,", "clinical_coding,all,110,"),
        (
            "stock.csv, line 2, column wte: the total 110 is not the sum of its levels, 100. Mend the total or the parts, or "
            "leave the total out.",
        ),
    ),
    Case(
        "date mangled by Excel into a day number",
        edit("assumptions.csv", "planners,2021-04-01", "planners,44287"),
        (
            'assumptions.csv, line 2, column date: "44287" looks like a date that Excel turned into a day number. Write '
            "2021-04-01, if that day is meant; in Excel, give the column the format Text first.",
        ),
    ),
    Case(
        "date mangled by Excel into local order",
        edit("assumptions.csv", "planners,2021-04-01", "planners,01/04/2021"),
        (
            'assumptions.csv, line 2, column date: "01/04/2021" is not a date of the form 2021-03-31. Write 2021-04-01, if that '
            "day is meant; in Excel, give the column the format Text first.",
        ),
    ),
    Case(
        "date that does not exist",
        edit("assumptions.csv", "planners,2021-04-01", "planners,2021-02-30"),
        ('assumptions.csv, line 2, column date: "2021-02-30" is not a day of the calendar. Write it as 2021-03-31.',),
    ),
    Case(
        "financial year mangled by Excel into a month",
        edit("growth.csv", "clinical_coding,all,2016-17", "clinical_coding,all,Dec-11"),
        (
            'growth.csv, line 2, column year: "Dec-11" looks like a financial year that Excel turned into a month. Write '
            "2011-12; in Excel, give the column the format Text first.",
        ),
    ),
    Case(
        "financial year with a stroke",
        edit("growth.csv", "clinical_coding,all,2016-17", "clinical_coding,all,2016/17"),
        (
            'growth.csv, line 2, column year: "2016/17" is not a financial year of the form 2016-17. Write 2016-17; in Excel, '
            "give the column the format Text first.",
        ),
    ),
    Case(
        "financial year beyond the calendar",
        edit("growth.csv", "clinical_coding,all,2016-17", "clinical_coding,all,9999-00"),
        (
            'growth.csv, line 2, column year: "9999-00" is not a financial year of the form 2016-17. Write it in the form '
            "2016-17; in Excel, give the column the format Text first.",
        ),
    ),
    Case(
        "financial year of two years",
        edit("growth.csv", "clinical_coding,all,2016-17", "clinical_coding,all,2016-18"),
        (
            'growth.csv, line 2, column year: "2016-18" is not a financial year of the form 2016-17. Write it in the form '
            "2016-17; in Excel, give the column the format Text first.",
        ),
    ),
    Case(
        "infinite year",
        edit("returns.csv", "North trust,future,2021,ict,support", "North trust,future,1e999,ict,support"),
        ("returns.csv, line 6, column year: 1e999 is too large to be counted with. Enter the year.",),
    ),
    Case(
        "formula behind a number",
        edit("stock.csv", "ict,support,80,collected,records", "ict,support,80,collected,-2+3+cmd|' /C calc'!A0"),
        (
            "stock.csv, line 7, column source: \"-2+3+cmd|' /C calc'!A0\" begins as a spreadsheet formula does, and would "
            "run when the results are opened. Begin it with a word.",
        ),
    ),
    Case(
        "cell of a hundred thousand letters",
        edit("stock.csv", "ict,support,80,", f"ict,support,{'x' * 100_000},"),
        (f'stock.csv, line 7, column wte: "{"x" * 80}..." is not a number. {ENTER_WTE}',),
    ),
    Case(
        "text of a hundred thousand letters",
        edit("stock.csv", "ict,support,80,collected,records", f"ict,support,80,collected,{'x' * 100_000}"),
        (f'stock.csv, line 7, column source: "{"x" * 80}..." has 100,000 characters, more than 10,000. Shorten it.',),
    ),
    # what tables say together
    Case(
        "growth after the base year",
        edit("growth.csv", "ict,all,2018-19", "ict,all,2020-21"),
        (
            "growth.csv, line 7, column year: 2020-21 closes after the base year, which is 31 March 2020. Leave the year out, or "
            "move the base year.",
            "growth.csv: the years 2016-17, 2017-18, 2018-19, 2020-21 do not follow each other. Add the years between, or leave "
            "out those before.",
            "growth.csv: there is no growth for area clinical_coding, level all, year 2020-21. Add the row; growth is never "
            "filled in from other areas or years.",
            "growth.csv: there is no growth for area ict, level all, year 2018-19. Add the row; growth is never filled in from "
            "other areas or years.",
        ),
    ),
    Case(
        "growth of one area missing",
        drop_lines("growth.csv", "^ict,all,2017-18"),
        (
            "growth.csv: there is no growth for area ict, level all, year 2017-18. Add the row; growth is never filled in from "
            "other areas or years.",
        ),
    ),
    Case(
        "growth both ways",
        append("growth.csv", "ict,support,2016-17,0.1,collected,records\n"),
        (
            "growth.csv: ict has growth both for the whole area and by level. Keep the rows of level all, or those of the four "
            "levels.",
            *(
                f"growth.csv: there is no growth for area ict, level {level}, year {year}. Add the row; growth is never filled "
                "in from other areas or years."
                for year in ("2016-17", "2017-18", "2018-19")
                for level in ("support", "professional", "manager", "senior_leader")
                if (level, year) != ("support", "2016-17")
            ),
        ),
    ),
    Case(
        "fewer years than are to be averaged",
        edit("assumptions.csv", "supply_base_years,3,years,3,3", "supply_base_years,5,years,5,5"),
        (
            "growth.csv: it holds 3 years of growth, and supply_base_years asks for the last 5. Add years, or lower the "
            "assumption.",
        ),
    ),
    Case(
        "fewer years than the registered value averages, which an override hides",
        both(
            edit("assumptions.csv", "supply_base_years,3,years,3,3", "supply_base_years,5,years,5,5"),
            append("overrides.csv", "supply_base_years,3,,,board,2021-05-01,no more years are there\n"),
        ),
        (
            "growth.csv: it holds 3 years of growth, and supply_base_years asks for the last 5. Add years, or lower the "
            "assumption.",
        ),
    ),
    Case(
        "range of an assumption that no draw varies",
        edit("assumptions.csv", "supply_base_years,3,years,3,3", "supply_base_years,3,years,1,3"),
        (
            "assumptions.csv, line 2: supply_base_years is given the range 1 to 3, but it is the same in every draw. "
            "Enter 3 as value, low and high.",
        ),
    ),
    Case(
        "range of an override that no draw varies",
        append("overrides.csv", "supply_base_years,2,1,3,board,2021-05-01,who knows\n"),
        (
            "overrides.csv, line 3: supply_base_years is given the range 1 to 3, but it is the same in every draw. "
            "Enter 2 as value, low and high.",
        ),
    ),
    Case(
        "awards that move no pay",
        both(
            append(
                "study.toml",
                '\n[inputs.pay_awards]\nfile = "pay_awards.csv"\nstatus = ["published"]\nsource = "awards"\n',
            ),
            write(
                "pay_awards.csv",
                "year,award,status,source\n2020-21,0.25,published,x\n2021-22,0.02,published,x\n2023-24,0.25,published,x\n",
            ),
        ),
        tuple(
            f"pay_awards.csv, line {line}, column year: the award of {year} moves no pay between 2020 and 2022. Leave it "
            "out; awards of 2021-22 to 2022-23 are used, and pay points are those of the base year."
            for line, year in ((2, "2020-21"), (4, "2023-24"))
        ),
    ),
    Case(
        "published figures that the study cannot have",
        edit("study.toml", "draws = 40", 'draws = 40\nreconcile_to = "published"'),
        (
            "study.toml, reconcile_to: the figures of the 2030 report need what this study lacks: scenario driven, scenario "
            "desert, area health_records, area information_management, area clinical_informatics, area knowledge_management, "
            "area it_programmes_projects, area it_strategy_development, area it_education_training, years 2020 to 2030, one "
            "band for the whole workforce. Leave the setting out, or add what is lacking.",
        ),
    ),
    Case(
        "typical organisation without an area",
        both(
            edit("typical_organisation.csv", "clinical_coding,support,6", "clinical_coding,support,0"),
            edit("typical_organisation.csv", "clinical_coding,professional,4", "clinical_coding,professional,0"),
        ),
        (
            "typical_organisation.csv: the typical organisation has nobody in clinical_coding, so returns for it cannot be "
            "scaled up. Enter its staff, or leave the area out of `areas` in study.toml.",
        ),
    ),
    Case(
        "return for a year outside the horizon",
        edit("returns.csv", "North trust,future,2021,ict,manager", "North trust,future,2035,ict,manager"),
        (
            "returns.csv, line 8, column year: 2035 is not a year of this study. Demand is asked for 2021 and 2022; mend the "
            "year, or `points` in study.toml.",
            "returns.csv: there is no row for organisation North trust, year 2021, area ict, level manager in scenario future. "
            "Add it; ask who answered, since 0 would be an answer too.",
        ),
    ),
    Case(
        "organisation in other letters",
        edit("returns.csv", "North trust,future,2021,ict,manager", "north  Trust,future,2021,ict,manager"),
        (
            'returns.csv, line 8, column organisation: "north  Trust" is written "North trust" elsewhere. Did you mean North '
            "trust?",
        ),
    ),
    Case(
        "cell beyond what CSV can hold",
        append("overrides.csv", f'supply_base_years,3,,,board,2021-05-01,"{"x" * 140_000}"\n'),
        (
            "overrides.csv, line 3: a cell of this row has more than 131,072 characters. Shorten it, or close the quotation mark "
            "before it if one was left open.",
        ),
    ),
    Case(
        "answer outside its own range",
        edit("returns.csv", "ict,support,8.0,,,", "ict,support,8.0,9,12,"),
        (
            "returns.csv, line 6, column wte: 8 does not lie between its low 9 and its high 12. Mend whichever of the three is "
            "wrong.",
        ),
    ),
    Case(
        "band without a pay point",
        edit("pay_bands.csv", "area,ict,6,", "area,ict,7,"),
        ("pay_bands.csv, line 3, column band: band 7 has no pay point. Add it to pay_points.csv.",),
    ),
    Case(
        "band as people write it",
        edit("pay_bands.csv", "area,ict,6,", "area,ict,Band 6,"),
        (
            'pay_bands.csv, line 3, column band: "Band 6" is not a known band. Use one of: 2, 3, 4, 5, 6, 7, 8a, 8b, 8c, 8d, 9.',
        ),
    ),
    Case(
        "level without a band",
        drop_lines("pay_bands.csv", "^level,manager"),
        ("pay_bands.csv: there is no band for level manager. Add a row for it.",),
    ),
    Case(
        "band for nobody",
        append("pay_bands.csv", "level,trainee,4,assumed,team\n"),
        (
            'pay_bands.csv, line 8, column id: "trainee" is no level of this study. Use one of: support, professional, manager, '
            "senior_leader.",
        ),
    ),
    Case(
        "assumption missing",
        drop_lines("assumptions.csv", "^pay_growth"),
        (
            "assumptions.csv: the assumption pay_growth_per_year is missing. Add a row for it, in share per year: by how much "
            "pay grows each year, where no award is known.",
        ),
    ),
    Case(
        "assumption unknown",
        append("assumptions.csv", "gravity,9.8,m/s2,9.8,9.8,team,team,2021-04-01,\n"),
        (
            'assumptions.csv, line 7, column id: no method of this study uses an assumption "gravity". Use one of: '
            "supply_base_years, pay_growth_per_year, on_cost_pension, on_cost_national_insurance, discount_rate_per_year.",
        ),
    ),
    Case(
        "assumption in another unit",
        edit("assumptions.csv", "pay_growth_per_year,0.02,share per year", "pay_growth_per_year,0.02,per cent"),
        (
            'assumptions.csv, line 3, column unit: pay_growth_per_year is given in "per cent". Give it in share per year.',
        ),
    ),
    Case(
        "assumption in per cent",
        edit(
            "assumptions.csv",
            "pay_growth_per_year,0.02,share per year,0.01,0.03",
            "pay_growth_per_year,2,share per year,1,3",
        ),
        (
            "assumptions.csv, line 3: 1 is no possible pay_growth_per_year (-0.1 to 0.25 share per year). Check the unit: a "
            "share of one, not a percentage.",
            "assumptions.csv, line 3: 2 is no possible pay_growth_per_year (-0.1 to 0.25 share per year). Check the unit: a "
            "share of one, not a percentage.",
            "assumptions.csv, line 3: 3 is no possible pay_growth_per_year (-0.1 to 0.25 share per year). Check the unit: a "
            "share of one, not a percentage.",
        ),
    ),
    Case(
        "assumption outside its own range",
        edit(
            "assumptions.csv",
            "pay_growth_per_year,0.02,share per year,0.01",
            "pay_growth_per_year,0.02,share per year,0.025",
        ),
        (
            "assumptions.csv, line 3: the value 0.02 of pay_growth_per_year does not lie between its low 0.025 and its high "
            "0.03. Mend whichever of the three is wrong.",
        ),
    ),
    Case(
        "override of nothing",
        edit("overrides.csv", "net_growth_per_year.clinical_coding", "net_growth_per_year.coding"),
        (
            'overrides.csv, line 2, column assumption: "net_growth_per_year.coding" is no assumption of this study. Did you mean '
            "net_growth_per_year.clinical_coding? Use one of: supply_base_years, pay_growth_per_year, on_cost_pension, "
            "on_cost_national_insurance, discount_rate_per_year, net_growth_per_year.clinical_coding, net_growth_per_year.ict, "
            "typical_organisations.clinical_coding, typical_organisations.ict.",
        ),
    ),
    Case(
        "override with half a range",
        edit("overrides.csv", "0.05,,,workforce", "0.05,0.01,,workforce"),
        (
            "overrides.csv, line 2, column high: the cell is empty, but the other end of the range is given. Enter both, or "
            "neither where the value does not vary.",
        ),
    ),
    Case(
        "override without a reason",
        edit("overrides.csv", "a recruitment freeze is planned", ""),
        ("overrides.csv, line 2, column why: the cell is empty. Give the reason.",),
    ),
    # several at once
    Case(
        "faults in four files",
        both(
            edit("study.toml", "seed = 7", "seed = -7"),
            edit("stock.csv", "ict,support,80,", "ict,support,eighty,"),
            edit("growth.csv", ",0.10,", ",,"),
            delete("pay_points.csv"),
        ),
        (
            "study.toml, seed: -7 is out of range. Enter 0 to 9,223,372,036,854,775,807.",
            'study.toml, [inputs.pay_points] file: the file "pay_points.csv" is not in the folder. Put it there, or mend the '
            "name; capitals count.",
            f'stock.csv, line 7, column wte: "eighty" is not a number. {ENTER_WTE}',
            "growth.csv, line 3, column net_growth: the cell is empty. Enter net growth as a share of the opening stock, "
            "between -0.9 and 2.",
        ),
    ),
]


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_there_are_more_than_forty_ways():
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_broken_study_is_answered_in_these_words(case, small_folder, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    before = tree(tmp_path / "out")
    case.change(small_folder)
    ended = cadre(capsys, "run", small_folder, "--out", out)
    lines = ended.err.replace(str(small_folder), "STUDY").splitlines()
    said, closing = lines[:-1], lines[-1]
    if case.name == "million rows":  # the first ten repeats are named before the rest are counted
        assert said[0].startswith("stock.csv, line 11: this row repeats line 7")
        said = said[10:]
    assert said == list(case.said)
    assert ended.code == 1
    assert ended.out == ""
    assert re.fullmatch(r"[\d,]+ problems? found; nothing was written\.", closing)
    assert tree(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) in (["out", "small"], ["out", "outside", "small"])


def test_check_says_the_same_as_run(small_folder, tmp_path, capsys):
    (small_folder / "growth.csv").unlink()
    checked, run = cadre(capsys, "check", small_folder), cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    assert checked.code == run.code
    assert checked.err == run.err.replace("; nothing was written", "")  # whoever only checks knows that
    assert run.err.endswith("; nothing was written.\n")


@pytest.mark.slow
def test_problems_as_json_hold_all_of_them(small_folder, capsys):
    million_rows(small_folder)
    ended = cadre(capsys, "check", small_folder, "--json")
    problems = json.loads(ended.out)["problems"]
    assert ended.code == 1
    assert ended.err == ""
    assert len(problems) == 99_992
    assert problems[0].keys() == {"where", "what", "remedy"}


def test_more_draws_than_fit_are_refused_before_anything_is_projected(small_folder, tmp_path, capsys):
    edit("study.toml", "horizon = 2022", "horizon = 2070")(small_folder)
    edit("study.toml", "points = [2021, 2022]", "points = [2021, 2070]")(small_folder)
    returns = small_folder / "returns.csv"
    returns.write_text(returns.read_text(encoding="utf-8").replace(",2022,", ",2070,"), encoding="utf-8")
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "out", "--draws", 100_000)
    assert ended.code == 3
    assert ended.err == "cadre: draws: 100,000 draws of 51 years of this study are too many. Ask for 78,431 at most.\n"
    assert not (tmp_path / "out").exists()
