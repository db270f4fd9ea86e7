"""Every way in which a staff extract was seen to be broken, as one table: what is changed in a good one, and the
exact words that answer. Nothing is written, an earlier file stays as it was, and nobody's id is ever said.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from command import Ended, cadre
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadreworks.cli import main
from cadreworks.records.waivers import WAIVERS
from small_extract import GOOD, HEADING, MARK, ROWS, text_of, write_parquet

Change = Callable[[Path], None]
EARLIER = "an earlier file\n"
SAVE_AS = 'Save it again as "CSV UTF-8 (comma delimited)".'
SAVE_RECORDS_AS = 'Save it again as "CSV UTF-8 (comma delimited)" or as Parquet.'
AREAS = (
    "Use one of: clinical_coding, health_records, information_management, ict, clinical_informatics, "
    "knowledge_management, it_programmes_projects, it_strategy_development, it_education_training. Or translate it in "
    "the map, under [values.area_of_work]. [unknown_area]"
)
LEVELS = (
    "Use one of: support, professional, manager, senior_leader. Or translate it in the map, under [values.level]. "
    "[unknown_level]"
)
BAND = "Write the band, as Band 6, or translate it in the map, under [values.pay_band]. [unknown_pay_band]"
BAD_WTE = (
    "extract.csv, row 3, column wte: the value is not a whole-time equivalent between 0 and 1.5 (1 row, 1 different "
    "value). Enter the share of a full post, as 0.6. [bad_wte]"
)
BAD_DAY = "Write the year, month and day as 2021-03-31, or say how it is written in the map, under [parse]. [bad_date]"
RAGGED = (
    f"the row does not have the cells that the heading names (1 row). Mend it, or leave it out. {SAVE_RECORDS_AS} "
    "[ragged_row]"
)
QUOTE = f"a quotation mark does not end, or does not end its cell (1 row). Mend it. {SAVE_RECORDS_AS}"
FOLLOW_AS = "or name theirs in the map, under [columns]."
NO_ROW = "no row of it can be used. Mend the extract, or name other files."
NO_RECORDS = "there are no records here. Name a .csv or .parquet file, a folder of them, or a glob."
CHANGED_SPELLS = (
    "spells.parquet: its spells are not those that were written. Make it again with cadre records spells.",
)
NO_SUCH_COLUMN = "Use one of the 22 that the reference pages list."


@dataclass(frozen=True)
class Case:
    """change: what is done to a folder that holds a good extract.csv; arguments: what follows `flows EXTRACT`."""

    name: str
    change: Change
    said: tuple[str, ...]
    extract: str = "extract.csv"
    arguments: tuple[str, ...] = field(default=())


def extract_is(content: str | bytes, file: str = "extract.csv") -> Change:
    def change(folder: Path) -> None:
        (folder / "extract.csv").unlink(missing_ok=True)
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def edit(old: str, new: str) -> Change:
    """Replace the first `old` in the extract."""
    assert old in GOOD, old
    return extract_is(GOOD.replace(old, new, 1))


def edit_all(old: str, new: str) -> Change:
    assert old in GOOD, old
    return extract_is(GOOD.replace(old, new))


def parquet(text: str) -> Change:
    def change(folder: Path) -> None:
        (folder / "extract.csv").unlink()
        write_parquet(text, folder / "extract.parquet")

    return change


def beside(file: str, text: str) -> Change:
    """Another file beside the extract."""
    return lambda folder: (folder / file).write_text(text, encoding="utf-8") and None


def both(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


def history(*rows: str) -> Change:
    return beside("organisations.csv", "\n".join(("from_organisation,to_organisation,date,kind", *rows)) + "\n")


def spells(replaced: str = "*", meta: str | None = None) -> Change:
    """A file of spells that was changed after it was written; replaced: what stands for its columns."""

    def change(folder: Path) -> None:
        made, path = folder / "made.parquet", folder / "spells.parquet"
        _write_spells(folder / "extract.csv", made)
        (folder / "extract.csv").unlink()
        with duckdb.connect() as connection:
            ((written,),) = connection.execute(
                f"SELECT decode(value) FROM parquet_kv_metadata('{made}') WHERE decode(key) = 'cadreworks_spells'"
            ).fetchall()
            said = written if meta is None else meta
            connection.execute(
                f"COPY (SELECT {replaced} FROM read_parquet('{made}')) TO '{path}' "
                f"(FORMAT parquet, KV_METADATA {{cadreworks_spells: '{said}'}})"
            )
        made.unlink()

    return change


def _write_spells(extract: Path, out: Path) -> None:
    with pytest.raises(SystemExit):
        main(["records", "spells", str(extract), "--out", str(out)])


def bytes_of_spells(spoil: Callable[[bytearray], object]) -> Change:
    """Spells in which single bytes were changed."""

    def change(folder: Path) -> None:
        _write_spells(folder / "extract.csv", folder / "spells.parquet")
        (folder / "extract.csv").unlink()
        content = bytearray((folder / "spells.parquet").read_bytes())
        spoil(content)
        (folder / "spells.parquet").write_bytes(content)

    return change


def spoil_a_count(content: bytearray) -> None:
    at = content.index(b'"people": 5')
    content[at : at + 11] = b'"people": 9'


AGES = re.sub(r",(19\d\d),2010", ",40,2010", GOOD.replace("birth_year", "age"))
AGES = AGES.replace(",40,", ",15,", 1).replace(",40,", ",95,", 1)
WITHOUT_LEVELS = GOOD.replace(",support,", ",,").replace(",professional,", ",,")
BAD_MAP = """\
[colums]
level = "rank"
[columns]
levle = "x"
level = "rank"
[parse]
as_at = "yyyy"
birth_year = "%Y"
[values.levels]
a = "b"
[values.level]
x = 1
[constants]
wte = true
region = ""
[levels]
ids = ["a", "a"]
[areas]
list = []
"""

CASES = [
    # files that are no tables
    Case("missing file", lambda folder: (folder / "extract.csv").unlink(), (f"FOLDER/extract.csv: {NO_RECORDS}",)),
    Case("empty file", extract_is(""), ("extract.csv: the file is empty. Put its contents back.",)),
    Case("heading only", extract_is(HEADING + "\n"), (f"extract.csv: {NO_ROW}",)),
    Case("heading only in Parquet", parquet(HEADING + "\n"), (f"extract.parquet: {NO_ROW}",), "extract.parquet"),
    Case(
        "heading only of dated spells",
        extract_is(HEADING.replace("as_at", "from_date,to_date") + "\n"),
        (f"extract.csv: {NO_ROW}",),
    ),
    Case(
        "another encoding",
        extract_is(GOOD.replace("RBB", "RÉB", 1).encode("latin-1")),
        (f"extract.csv, line 4: the byte 0xC9 is not UTF-8, so letters would be lost. {SAVE_AS}",),
    ),
    Case(
        "another encoding far down",
        extract_is(
            "\n".join(
                [
                    HEADING,
                    *(ROWS[0].replace("-0001", f"-{n}") for n in range(2000)),
                    ROWS[1].replace("RAA", "RÉA"),
                    *ROWS[4:],
                ]
            ).encode("latin-1")
        ),
        (
            f"extract.csv, line 2002: it holds bytes that are not UTF-8 (1 row). Mend it, or leave it out. "
            f"{SAVE_RECORDS_AS} [ragged_row]",
        ),
    ),
    Case("UTF-16", extract_is(GOOD.encode("utf-16")), (f"extract.csv: the file is in UTF-16. {SAVE_AS}",)),
    Case(
        "workbook",
        extract_is(b"PK\x03\x04 and the rest"),
        (f"extract.csv: this is a workbook, not a text file. Open it. {SAVE_AS}",),
    ),
    Case(
        "text file of another name",
        extract_is(GOOD, "extract.txt"),
        ("extract.txt: records are CSV or Parquet. Save the extract as one of these.",),
        "extract.txt",
    ),
    Case(
        "CSV called Parquet",
        extract_is(GOOD, "extract.parquet"),
        (
            "extract.parquet: it cannot be read as Parquet (Invalid Input Error: No magic bytes found at end of file "
            "'FOLDER/extract.parquet'). Write it again.",
        ),
        "extract.parquet",
    ),
    Case(
        "semicolons",
        edit_all(",", ";"),
        (f"extract.csv, row 1: the columns are separated by semicolons. Separate them by commas. {SAVE_RECORDS_AS}",),
    ),
    Case(
        "CSV and Parquet in one folder",
        both(
            extract_is(GOOD, "both/a.csv"),
            lambda folder: write_parquet(GOOD, folder / "both" / "b.parquet") and None,
        ),
        ("FOLDER/both: CSV and Parquet lie side by side. Name the ones that are the extract, as folder/*.csv.",),
        "both",
    ),
    Case("folder without records", extract_is("", "both/a.txt"), (f"FOLDER/both: {NO_RECORDS}",), "both"),
    Case("glob of nothing", lambda _: None, (f"FOLDER/*.parquet: {NO_RECORDS}",), "*.parquet"),
    # the heading
    Case(
        "duplicate heading",
        edit("birth_year", "level"),
        ('extract.csv, row 1: the heading "level" stands twice or is blank. Name each column once.',),
    ),
    Case(
        "missing column",
        edit("wte,", "full_time,"),
        (f"extract.csv, row 1: the column wte is missing. Add it: whole-time equivalents of the post; {FOLLOW_AS}",),
    ),
    Case(
        "missing column in one of two files",
        both(
            extract_is(GOOD, "both/a.csv"),
            lambda folder: (
                (folder / "both" / "b.csv").write_text(GOOD.replace("organisation,", "employer,"), encoding="utf-8")
                and None
            ),
        ),
        (f"b.csv, row 1: the column organisation is missing. Add it: the employer's ODS code; {FOLLOW_AS}",),
        "both",
    ),
    Case(
        "neither level nor pay band",
        edit("level,pay_band", "rank,band"),
        ("extract.csv: there is neither level nor pay_band. Add one of them.",),
    ),
    Case(
        "snapshots and spells at once",
        both(extract_is(GOOD.replace("nhs_start_date", "from_date"))),
        (
            "extract.csv: it has both as_at and from_date. Keep one: a row is a snapshot or a spell.",
            "extract.csv, row 1: the column to_date is missing. Add it: the last day in post; empty while it lasts; "
            f"{FOLLOW_AS}",
        ),
    ),
    # the cells
    Case(
        "unknown area",
        edit("clinical_coding", "clinical coding"),
        (
            'extract.csv, row 4, column area_of_work: "clinical coding" is not an area of work (1 row). Did you mean '
            f"clinical_coding? {AREAS}",
        ),
    ),
    Case(
        "unknown area all over",
        edit_all("clinical_coding", "catering"),
        (f'extract.csv, rows 4, 8, 11, column area_of_work: "catering" is not an area of work (4 rows). {AREAS}',),
    ),
    Case(
        "unknown level",
        edit("professional", "profesional"),
        (
            'extract.csv, row 3, column level: "profesional" is not a job level (1 row). Did you mean professional? '
            f"{LEVELS}",
        ),
    ),
    Case(
        "unknown level in Parquet",
        parquet(GOOD.replace("professional", "profesional", 1)),
        (
            'extract.parquet, row 2, column level: "profesional" is not a job level (1 row). Did you mean professional? '
            f"{LEVELS}",
        ),
        "extract.parquet",
    ),
    Case(
        "too many unknown levels to name",
        extract_is("\n".join([HEADING, *(ROWS[0].replace("support", f"grade {n}") for n in range(21)), *ROWS]) + "\n"),
        (
            "extract.csv, rows 2, 3, 4, column level: the value is not a job level (21 rows, 21 different values). "
            f"{LEVELS}",
        ),
    ),
    *(
        Case(f"wte {wte.strip() or 'of spaces'}", edit(",0.6,", f",{wte},"), (BAD_WTE,))
        for wte in ("half", "-0.2", "1.6", '"0,6"', "NaN", "inf")
    ),
    Case(
        "wte blank",
        edit(",0.6,", ",,"),
        ("extract.csv, row 3, column wte: the cell is empty (1 row). Fill it in. [no_wte]",),
    ),
    Case(
        "wte a tab",
        edit(",0.6,", ",\t,"),
        ("extract.csv, row 3, column wte: the cell is empty (1 row). Fill it in. [no_wte]",),
    ),
    Case("wte with a comma and no quotation marks", edit(",0.6,", ",0,6,"), (f"extract.csv, line 3: {RAGGED}",)),
    Case(
        "pay band of another scale",
        edit("Band 4", "XR08"),
        (f'extract.csv, row 2, column pay_band: "XR08" is not an Agenda for Change band (1 row). {BAND}',),
    ),
    Case(
        "pay band that is two",
        edit("Band 4", "Band 8"),
        (
            'extract.csv, row 2, column pay_band: "Band 8" is not an Agenda for Change band (1 row). '
            f"{BAND.replace('Band 6', '8a')}",
        ),
    ),
    Case(
        "level and pay band blank",
        edit("support,Band 4", ","),
        (
            "extract.csv, rows 2, 6, 9: there is neither a level nor a pay band that can be read (1 row). Fill in one of "
            "them. Accepted, such rows are left out. [no_level]",
        ),
    ),
    Case(
        "date mangled by Excel",
        edit("2019-03-31", "31/03/2019"),
        (f'extract.csv, row 2, column as_at: "31/03/2019" is not a day (1 row). {BAD_DAY}',),
    ),
    Case(
        "date that Excel counts",
        edit("2019-03-31", "43555"),
        (f'extract.csv, row 2, column as_at: "43555" is not a day (1 row). {BAD_DAY}',),
    ),
    Case(
        "every date mangled",
        extract_is(re.sub(r"(\d{4})-03-31", r"31/03/\1", GOOD)),
        (
            f'extract.csv, rows 2, 3, 4, column as_at: "31/03/2019" is not a day (4 rows). {BAD_DAY}',
            f'extract.csv, rows 6, 7, 8, column as_at: "31/03/2020" is not a day (3 rows). {BAD_DAY}',
            f'extract.csv, rows 9, 10, 11, column as_at: "31/03/2021" is not a day (4 rows). {BAD_DAY}',
        ),
    ),
    Case(
        "date blank",
        edit("2019-03-31", ""),
        ("extract.csv, row 2, column as_at: the cell is empty (1 row). Fill it in. [no_as_at]",),
    ),
    Case(
        "person blank",
        edit(f"{MARK}-0001", " "),
        ("extract.csv, row 2, column person_id: the cell is empty (1 row). Fill it in. [no_person_id]",),
    ),
    Case(
        "ages 15 and 95",
        extract_is(AGES),
        (
            "extract.csv, rows 2, 3, column age: the value is not an age of working people (2 rows, 2 different "
            "values). Enter a whole number from 16 to 90, or nothing. [implausible_age]",
        ),
    ),
    Case(
        "born too late",
        edit_all(",1962,", ",2004,"),
        (
            "extract.csv, rows 3, 7, 10: somebody was younger than 16 or older than 90 when first seen (1 of the "
            "people). Mend the year of birth. Accepted, their age counts as unknown. [implausible_age]",
        ),
    ),
    Case(
        "year of birth that is none, with a space",
        edit(",1980,", ", 1850,"),
        (
            "extract.csv, row 2, column birth_year: the value is not a year of birth (1 row, 1 different value). Enter "
            "a whole number from 1900 to 2100, or nothing. [implausible_birth_year]",
        ),
    ),
    Case(
        "day of entry that is none",
        edit("2010-04-01", "April 2010"),
        (
            "extract.csv, row 2, column nhs_start_date: the value is not a day (1 row, 1 different value). "
            f"{BAD_DAY.replace('bad_date', 'bad_start_date')}",
        ),
    ),
    # rows
    Case(
        "repeated row",
        extract_is(GOOD + ROWS[0] + "\n"),
        (
            "extract.csv, rows 2, 6, 9: a row repeats another row in every column (1 row). Leave it out, or give "
            "assignment_id where the two are two posts. Accepted, each is counted once. [repeated_row]",
        ),
    ),
    Case(
        "conflicting rows",
        extract_is(GOOD + ROWS[0].replace("support", "professional") + "\n"),
        (
            "extract.csv, rows 2, 6, 9: one post (the same person, organisation and assignment_id) is in two states at "
            "one date (1 post). Keep one row of it. Accepted, the row with the largest wte is kept at each date. "
            "[conflicting_rows]",
        ),
    ),
    Case(
        "two dates in a month",
        edit("2021-03-31", "2021-03-30"),
        (
            "extract.csv, row 9, column as_at: a month has several dates (1 month, the first 2021-03; 1 row before its "
            "last date). Keep one date a month. Accepted, all rows of a month count as at its last date. "
            "[several_dates_in_month]",
        ),
    ),
    Case("row too short", edit(",1980,2010-04-01", ""), (f"extract.csv, line 2: {RAGGED}",)),
    Case("row too long", edit(",1980,2010-04-01", ",1980,2010-04-01,x"), (f"extract.csv, line 2: {RAGGED}",)),
    Case("last row cut off", extract_is(GOOD[:-30]), (f"extract.csv, line 12: {RAGGED}",)),
    Case("quotation mark that does not end", edit("ict", '"ict'), (f"extract.csv, line 2: {QUOTE}",)),
    Case("quotation mark inside a cell", edit(",ict,", ',"ict"x,'), (f"extract.csv, line 2: {QUOTE}",)),
    Case(
        "quotation mark that does not end, accepted",  # what it swallows cannot be told, so that it never is
        edit("2021-03-31,RAA,ict", '2021-03-31,RAA,"ict'),
        (f"extract.csv, line 9: {QUOTE}",),
        arguments=("--accept", "ragged_row"),
    ),
    Case(
        "spell that ends before it begins",
        extract_is(
            "person_id,from_date,to_date,organisation,area_of_work,level,wte\n"
            f"{MARK}-1,2019-01-01,2018-01-01,RAA,ict,support,1\n{MARK}-2,2019-01-01,2021-05-05,RAA,ict,support,1\n"
        ),
        (
            "extract.csv, row 2: a spell ends before it begins (1 spell). Mend one of the two days. Accepted, such rows "
            "are left out. [ends_before_it_begins]",
        ),
    ),
    # the map
    Case(
        "map with unknown parts, columns and values",
        beside("map.toml", BAD_MAP),
        (
            "map.toml, [colums]: a map has no such part. Did you mean columns? Use one of: columns, parse, values, "
            "constants, levels, areas.",
            f"map.toml, [columns] levle: this is not a column of staff records. Did you mean level? {NO_SUCH_COLUMN}",
            "map.toml, [parse] birth_year: this column does not hold days. Use one of: as_at, from_date, to_date, "
            "nhs_start_date.",
            'map.toml, [parse] as_at: "yyyy" is not the form of a day. Write it as %d/%m/%Y.',
            f"map.toml, [values.levels]: this is not a column of staff records. Did you mean level? {NO_SUCH_COLUMN}",
            'map.toml, [values.level]: this is not a list of values. Write lines such as "theirs" = "ours".',
            'map.toml, [constants] wte: this is not a text. Write it in quotation marks, as "rank".',
            'map.toml, [constants] region: this is not a text. Write it in quotation marks, as "rank".',
            'map.toml, [areas]: this is not a list of different ids. Write ids = ["first", "second"], lowest level '
            "first.",
            'map.toml, [levels]: this is not a list of different ids. Write ids = ["first", "second"], lowest level '
            "first.",
        ),
        arguments=("--map", "FOLDER/map.toml"),
    ),
    Case(
        "map that is not TOML",
        beside("map.toml", "[columns\n"),
        (
            "map.toml: this is not TOML (Expected ']' at the end of a table declaration (at line 1, column 9)). Mend it "
            "there.",
        ),
        arguments=("--map", "FOLDER/map.toml"),
    ),
    Case(
        "map to a column that is not there",
        beside("map.toml", '[columns]\nlevel = "rank"\n'),
        ('the map, [columns]: level = "rank", and no file has such a column. Name a column of theirs.',),
        arguments=("--map", "FOLDER/map.toml"),
    ),
    Case(
        "map to a value that is not ours",
        beside("map.toml", '[values.level]\nsupport = "helper"\n'),
        (f'extract.csv, rows 2, 4, 5, column level: "helper" is not a job level (7 rows). {LEVELS}',),
        arguments=("--map", "FOLDER/map.toml"),
    ),
    Case(
        "map that takes the ids for levels",
        beside("map.toml", '[columns]\nlevel = "person_id"\nas_at = "assignment_id"\n'),
        (
            f"extract.csv, rows 2, 3, 4, column as_at: the value is not a day (11 rows, 1 different value). {BAD_DAY}",
            "extract.csv, rows 2, 3, 4, column level: the value is not a job level (11 rows, 5 different values). "
            f"{LEVELS}",
        ),
        arguments=("--map", "FOLDER/map.toml"),
    ),
    Case(
        "day written otherwise than the map says",
        both(edit("2019-03-31", "31/03/19"), beside("map.toml", '[parse]\nas_at = "%Y-%m-%d"\n')),
        (
            'extract.csv, row 2, column as_at: "31/03/19" is not a day written as %Y-%m-%d (1 row). Mend the day, or '
            "the form of it in the map, under [parse]. [bad_date]",
        ),
        arguments=("--map", "FOLDER/map.toml"),
    ),
    Case(
        "own levels that bands cannot give",
        both(extract_is(WITHOUT_LEVELS), beside("map.toml", '[levels]\nids = ["low", "high"]\n')),
        tuple(
            f'extract.csv, column pay_band: the bands give the level "{level}", which is not in the list of the map. '
            "Give a level on each row, since the list is your own."
            for level in ("professional", "support")
        ),
        arguments=("--map", "FOLDER/map.toml"),
    ),
    # the organisation history
    Case(
        "history with an unknown kind, a bad day and a self-merger",
        history("RAA,RBB,2020-04-01,takeover", "RAA,RAA,2020-04-01,merger", "RAA,RBB,01/04/2020,merger"),
        (
            'organisations.csv, line 2, column kind: "takeover" is not a known kind. Use one of: merger, recode, '
            "demerger, transfer.",
            'organisations.csv, line 4, column date: "01/04/2020" is not a date of the form 2021-03-31. Write '
            "2020-04-01, if that day is meant; in Excel, give the column the format Text first.",
            "organisations.csv, line 3: an organisation cannot follow itself. Mend one of the two codes.",
        ),
        arguments=("--history", "FOLDER/organisations.csv"),
    ),
    Case(
        "organisation in use after its end",
        history("RAA,RBB,2019-10-01,merger"),
        (
            "organisations.csv, line 2: RAA is in use on or after that day (3 spells). Mend the day or the records. "
            "Accepted, they too count under the new code. [code_in_use_after_its_end]",
        ),
        arguments=("--history", "FOLDER/organisations.csv"),
    ),
    # days of stock
    Case(
        "missing year",
        edit_all("2020-03-31", "2018-03-31"),
        (
            "the records: there is no snapshot between 2019-03-31 and 2021-03-31. Add it. Accepted, the flow between "
            "the two is counted as one interval. [missing_snapshot]",
        ),
    ),
    Case(
        "no such day",
        lambda _: None,
        (
            "the records: they have no day on which stock was to be counted; the last are 2019-03-31, 2020-03-31, "
            "2021-03-31. Name a day that they have, as --at 09-30, or count flows --every month.",
        ),
        arguments=("--at", "06-30"),
    ),
    Case(
        "one day only",
        extract_is("\n".join((HEADING, *ROWS[:4])) + "\n"),
        (
            "the records: they have one day only on which stock was to be counted; the last are 2019-03-31. Name a day "
            "that they have, as --at 09-30, or count flows --every month.",
        ),
    ),
    # stored spells
    Case("spells with another wte", spells("* REPLACE (wte + 1 AS wte)"), CHANGED_SPELLS, "spells.parquet"),
    Case("spells without a column", spells("* EXCLUDE (wte)"), CHANGED_SPELLS, "spells.parquet"),
    Case("spells of which nonsense is said", spells(meta="nonsense"), CHANGED_SPELLS, "spells.parquet"),
    Case("spells of which something else is said", bytes_of_spells(spoil_a_count), CHANGED_SPELLS, "spells.parquet"),
    Case(
        "spells with a spoilt byte",
        bytes_of_spells(lambda content: content.__setitem__(100, content[100] ^ 0x11)),
        CHANGED_SPELLS,
        "spells.parquet",
    ),
    # several at once
    Case(
        "five mistakes in two rows",
        extract_is(
            GOOD.replace("ict,professional,6,0.6", "catering,profesional,XR08,six", 1).replace(
                "2019-03-31,RBB", "31/03/2019,RBB", 1
            )
        ),
        (
            f'extract.csv, row 4, column as_at: "31/03/2019" is not a day (1 row). {BAD_DAY}',
            f'extract.csv, row 3, column area_of_work: "catering" is not an area of work (1 row). {AREAS}',
            'extract.csv, row 3, column level: "profesional" is not a job level (1 row). Did you mean professional? '
            f"{LEVELS}",
            f'extract.csv, row 3, column pay_band: "XR08" is not an Agenda for Change band (1 row). {BAND}',
            BAD_WTE,
        ),
    ),
    Case(
        "four mistakes in one row",
        edit("2019-03-31,RAA,ict,support,Band 4,1", "31/03/2019,RAA,catering,helper,Band 4,"),
        (
            f'extract.csv, row 2, column as_at: "31/03/2019" is not a day (1 row). {BAD_DAY}',
            f'extract.csv, row 2, column area_of_work: "catering" is not an area of work (1 row). {AREAS}',
            f'extract.csv, row 2, column level: "helper" is not a job level (1 row). {LEVELS}',
            "extract.csv, row 2, column wte: the cell is empty (1 row). Fill it in. [no_wte]",
        ),
    ),
    Case(
        "extract, map and history at once",
        both(extract_is(""), beside("map.toml", "[colums]\n"), history("RAA,RAA,2020-04-01,merger")),
        (
            "extract.csv: the file is empty. Put its contents back.",
            "map.toml, [colums]: a map has no such part. Did you mean columns? Use one of: columns, parse, values, "
            "constants, levels, areas.",
            "organisations.csv, line 2: an organisation cannot follow itself. Mend one of the two codes.",
        ),
        arguments=("--map", "FOLDER/map.toml", "--history", "FOLDER/organisations.csv"),
    ),
]
ONLY_OF_FLOWS = {"missing year", "no such day", "one day only"}
"""What is wrong with the days of stock, which only flows ask for."""


@pytest.fixture(autouse=True)
def _no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a slow machine would tell on the way is no part of the answer."""
    monkeypatch.setattr("cadreworks.cli.terminal.QUIET_SECONDS", math.inf)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good extract, and files that were made earlier."""
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "extract.csv").write_text(GOOD, encoding="utf-8")
    for file in ("flows.csv", "flows.csv.manifest.json", "spells.parquet"):
        (tmp_path / "out" / file).write_text(EARLIER, encoding="utf-8")
    return tmp_path / "in"


def records(capsys: pytest.CaptureFixture[str], folder: Path, verb: str, case: Case, *more: object) -> Ended:
    arguments = [argument.replace("FOLDER", str(folder)) for argument in case.arguments]
    return cadre(capsys, "records", verb, folder / case.extract, *arguments, *more)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def said_by(ended: Ended, folder: Path) -> list[str]:
    return ended.err.replace(str(folder), "FOLDER").splitlines()


def test_there_are_more_than_fifty_ways():
    assert len(CASES) > 50
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_extract_that_is_spoilt_is_good(folder, capsys):
    ended = cadre(capsys, "records", "check", folder / "extract.csv")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.replace(str(folder), "FOLDER") == (
        "FOLDER/extract.csv: no problems. 11 rows, 5 people, 5 spells; 3 snapshots from 2019-03-31 to 2021-03-31.\n"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_broken_extract_is_answered_in_these_words(case, folder, capsys):
    case.change(folder)
    before = contents(folder.parent)
    ended = records(capsys, folder, "flows", case, "--out", folder.parent / "out" / "flows.csv")
    *said, closing = said_by(ended, folder)
    assert said == list(case.said)
    assert closing == f"{len(case.said)} problem{'s' * (len(case.said) > 1)} found; nothing was written."
    assert (ended.code, ended.out) == (1, "")
    assert contents(folder.parent) == before
    assert MARK not in ended.err


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.name not in ONLY_OF_FLOWS],
    ids=lambda case: case.name.replace(" ", "-"),
)
def test_check_and_spells_say_the_same_and_json_holds_it(case, folder, capsys):
    case.change(folder)
    before = contents(folder.parent)
    check = records(capsys, folder, "check", case)
    stored = records(capsys, folder, "spells", case, "--out", folder.parent / "out" / "spells.parquet")
    as_json = records(capsys, folder, "check", case, "--json")
    assert said_by(check, folder)[:-1] == said_by(stored, folder)[:-1] == list(case.said)
    assert (check.code, stored.code, as_json.code, as_json.err) == (1, 1, 1, "")
    problems = json.loads(as_json.out.replace(str(folder), "FOLDER"))["problems"]
    assert [f"{entry['where']}: {entry['what']}. {entry['remedy']}" for entry in problems] == list(case.said)
    assert contents(folder.parent) == before


def test_every_kind_named_in_the_table_may_be_accepted_and_most_kinds_are_in_it():
    named = {kind for case in CASES for line in case.said for kind in re.findall(r" \[(\w+)\]$", line)}
    assert named <= set(WAIVERS)
    assert set(WAIVERS) - named <= {
        *("no_from_date", "no_organisation", "no_area_of_work"),  # as no_wte
        *("unknown_contract_type", "unknown_joiner_source"),  # as unknown_pay_band
    }


@dataclass(frozen=True)
class Misuse:
    verb: str
    arguments: str
    said: str


WRONG_USAGE = [
    Misuse(
        "check",
        "extract.csv --accept bad_wtes",
        'cadre: "bad_wtes" is not a problem that can be accepted. Did you mean bad_wte? Use one of the 24 that the '
        "reference pages list.",
    ),
    Misuse(
        "flows",
        "extract.csv --out OUT/flows.csv --by area,levels",
        'cadre: --by "levels" is not known. Did you mean level? Use one of the 14 that the reference pages list.',
    ),
    Misuse(
        "flows",
        "extract.csv --out OUT/flows.csv --by area,level,area",
        "cadre: --by names a column twice. Name each once.",
    ),
    *(
        Misuse(
            "flows",
            f"extract.csv --out OUT/flows.csv --at {at}",
            f'cadre: --at "{at}" is not a day of the year. Write the month and the day, as 03-31.',
        )
        for at in ("13-40", "3-31", "31-03", "00-10", "march")
    ),
    Misuse("flows", "extract.csv --out OUT", "cadre: out: this is a folder. Name a file."),
    Misuse(
        "spells",
        "extract.csv --out OUT/spells.csv",
        "cadre: spells.csv: spells are stored as Parquet. Name a file that ends in .parquet.",
    ),
    Misuse(
        "flows",
        "good.parquet --map map.toml --out OUT/flows.csv",
        "cadre: These are spells already: give the map and the history when they are made.",
    ),
    Misuse(
        "check",
        "good.parquet --history organisations.csv",
        "cadre: These are spells already: give the map and the history when they are made.",
    ),
]


@pytest.mark.parametrize("misuse", WRONG_USAGE, ids=lambda misuse: misuse.arguments.replace(" ", "_"))
def test_wrong_usage_ends_with_2_and_writes_nothing(misuse, folder, capsys, monkeypatch):
    cadre(capsys, "records", "spells", folder / "extract.csv", "--out", folder / "good.parquet")
    (folder / "map.toml").write_text('[columns]\nlevel = "level"\n', encoding="utf-8")
    history("RAA,RBB,2020-04-01,merger")(folder)
    before = contents(folder.parent)
    monkeypatch.chdir(folder)
    arguments = misuse.arguments.replace("OUT", str(folder.parent / "out")).split()
    ended = cadre(capsys, "records", misuse.verb, *arguments)
    assert ended.err == misuse.said + "\n"
    assert (ended.code, ended.out) == (2, "")
    assert contents(folder.parent) == before


@pytest.mark.parametrize("option", ["--map", "--history"])
def test_a_map_or_history_that_is_not_there_is_wrong_usage(option, folder, capsys):
    ended = cadre(capsys, "records", "check", folder / "extract.csv", option, folder / "missing")
    assert ended.code == 2
    assert ended.err.endswith(f"Error: Invalid value for '{option}': File '{folder / 'missing'}' does not exist.\n")


def test_no_more_than_two_hundred_lines_are_printed_and_json_holds_all(folder, capsys):
    bad = "\n".join(f"x{n},y{n},1/1/2020,merge" for n in range(300))
    (folder / "organisations.csv").write_text(f"from_organisation,to_organisation,date,kind\n{bad}\n", encoding="utf-8")
    arguments = ("records", "check", folder / "extract.csv", "--history", folder / "organisations.csv")
    shown, whole = cadre(capsys, *arguments), cadre(capsys, *arguments, "--json")
    assert len(shown.err.splitlines()) < 40
    assert shown.err.splitlines()[-1] == "600 problems found."
    assert len(json.loads(whole.out)["problems"]) == 600


CLOSED = ("as_at", "area_of_work", "level", "pay_band", "wte", "birth_year", "nhs_start_date", "person_id")
TEXTS = st.one_of(
    st.sampled_from(["", " ", "2021-03-31", "1", "manager", "ict", "XR08", '"', "'", ",", "\n", "\\", "%s", "\x1b[2J"]),
    st.sampled_from([f"{MARK}-0001", f" {MARK}-0003", f"{MARK}-post"]),
    st.text(max_size=6),
)


@pytest.mark.slow
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mutations=st.lists(st.tuples(st.integers(0, len(ROWS) - 1), st.sampled_from(CLOSED), TEXTS), max_size=4),
    raw=st.booleans(),
    accepted=st.lists(st.sampled_from(sorted(WAIVERS)), max_size=3),
)
def test_whatever_is_wrong_nobodys_id_is_said_and_no_fault_of_the_program_is_found(
    mutations, raw, accepted, tmp_path_factory, capsys
):
    folder = tmp_path_factory.mktemp("mutated")
    rows = [dict(zip(HEADING.split(","), row.split(","), strict=True)) for row in ROWS]
    for number, column, text in mutations:
        rows[number][column] = text
    with (folder / "extract.csv").open("w", encoding="utf-8", newline="", errors="replace") as stream:
        if raw:  # as a careless program would write them
            stream.write("\n".join([HEADING, *(",".join(row.values()) for row in rows)]) + "\n")
        else:
            writer = csv.DictWriter(stream, HEADING.split(","))
            writer.writeheader()
            writer.writerows(rows)
    accept = [part for kind in accepted for part in ("--accept", kind)]
    for verb, out in (("flows", "flows.csv"), ("spells", "spells.parquet")):
        where = ["--out", folder / out]
        ended = cadre(capsys, "records", verb, folder / "extract.csv", *where, *accept)
        assert ended.code in (0, 1), ended.err
        assert MARK not in ended.out + ended.err
    for path in folder.iterdir():
        assert path.name == "extract.csv" or MARK not in text_of(path), path.name


@pytest.mark.parametrize("kind", sorted({k for case in CASES for k in re.findall(r" \[(\w+)\]$", case.said[0])}))
def test_accepting_a_kind_goes_on_and_says_what_was_accepted(kind, folder, capsys):
    """The first case of each kind alone; what it means for the counts is asked elsewhere."""
    case = next(case for case in CASES if len(case.said) == 1 and case.said[0].endswith(f"[{kind}]"))
    case.change(folder)
    out = folder.parent / "out" / "flows.csv"
    more = ("--accept", kind, "--accept", "missing_snapshot", "--out", out)
    ended = records(capsys, folder, "flows", case, *more)
    assert (ended.code, ended.err) == (0, "")
    assert f"Accepted: {kind}, " in ended.out
    accepted = json.loads(out.with_name("flows.csv.manifest.json").read_text(encoding="utf-8"))
    bridged = {"missing_snapshot": 1} if accepted["choices"]["bridged"] else {}
    assert kind in {*accepted["accepted"], *bridged}
    assert MARK not in ended.out + "".join(text_of(path) for path in out.parent.glob("flows*"))


def test_names_of_people_are_not_quoted_where_a_map_takes_them_for_a_list(tmp_path, capsys):
    """Nobody's name is a level, so no value of the column is good, and few people have each."""
    rows = [
        f"{person},{year}-03-31,RAA,ict,{name},1"
        for person, name in enumerate(("Ada Lovelace", "Grace Hopper", "Ada Lovelace"))
        for year in (2019, 2020, 2021)
    ]
    (tmp_path / "extract.csv").write_text(
        "\n".join(["person_id,as_at,organisation,area_of_work,name,wte", *rows]) + "\n", encoding="utf-8"
    )
    (tmp_path / "map.toml").write_text('[columns]\nlevel = "name"\n', encoding="utf-8")
    ended = cadre(capsys, "records", "check", tmp_path / "extract.csv", "--map", tmp_path / "map.toml")
    assert ended.code == 1
    assert "Lovelace" not in ended.err
    assert "Hopper" not in ended.err
    assert "(9 rows, 2 different values)" in ended.err
