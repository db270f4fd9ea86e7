"""When did each person hold each post, in which state? Translated groups -> spells, each state once from day to day.

A spell is a run of snapshots without a gap in which nothing about the post changes; with dated records it is what
the record says. People and posts get whole numbers for ids here, in the order of the ids, so that shuffled or split
extracts give the same spells. What changes with time of itself (age, length of service) is no state: it follows from
the year of birth and the first day in the NHS, of which a person has one each, the earliest that is recorded.
"""

from __future__ import annotations

from cadreworks.problems import Problem, counted
from cadreworks.records import places
from cadreworks.records.engine import DuckEngine, quoted
from cadreworks.records.read import BITS, OPEN_END, Reading, words_for
from cadreworks.records.schema import AGE, OLDEST, STATE_COLUMNS, YOUNGEST, level_of_band
from cadreworks.vocabulary import PAY_BAND_IDS

KEPT_STATES = tuple(column.name for column in STATE_COLUMNS if column.name != "leaving_reason")
"""What a spell holds unchanged; a reason for leaving stands on its last record only."""

_STATES = ", ".join(column.name for column in STATE_COLUMNS)
_UNCHANGED = ", ".join(("person", "assignment", *KEPT_STATES))
_OF_PERSON = "min(birth_year) AS birth_year, min(nhs_start_date) AS nhs_start_date"
_REASON = "arg_max_null(leaving_reason, last) AS leaving_reason"
_POST = "person, organisation, assignment"
_OF_BANDS = [f"WHEN {quoted(band)} THEN {quoted(level_of_band(band))}" for band in PAY_BAND_IDS]
_LEVEL = f"coalesce(level, CASE pay_band {' '.join(_OF_BANDS)} END)"
_DAY_NUMBER = "CAST(date_diff('day', DATE '1970-01-01', {}) AS INTEGER)"


def age_sql(day: str, birth_year: str) -> str:
    """Age in completed years on a day, as if everybody were born in the middle of the year."""
    return f"(year({day}) - {birth_year} - CASE WHEN month({day}) <= 6 THEN 1 ELSE 0 END)"


def make_runs(engine: DuckEngine, reading: Reading) -> None:
    """Fill the table `runs`: person, assignment, states, birth_year, nhs_start_date, first and last.

    first, last: days since 1970 for dated records, places in the order of snapshots otherwise. Problems of rows
    against each other are left in the list.
    """
    if reading.dated:
        _take_dated(engine, reading)
    else:
        _take_snapshots(engine, reading)
    _judge_levels(engine, reading)
    _derive_birth_year(engine)
    _number_people(engine, reading)


def _take_dated(engine: DuckEngine, reading: Reading) -> None:
    """The view `placed` from records that are spells already."""
    _judge_repeated(engine, reading, "person_id, n - 1 AS extra FROM groups")
    backwards = engine.number("SELECT sum(n) FROM groups WHERE to_date < from_date")
    reading.judge(
        "ends_before_it_begins",
        backwards,
        where=_where(engine, reading, "ends_before_it_begins", "groups WHERE to_date < from_date"),
        what=f"a spell ends before it begins ({counted(backwards, 'spell')})",
        remedy="Mend one of the two days. Accepted, such rows are left out.",
    )
    engine.view(
        "placed",
        f"""
        SELECT
            * EXCLUDE (from_date, to_date, n) REPLACE ({_LEVEL} AS level),
            {_DAY_NUMBER.format("from_date")} AS first,
            {_DAY_NUMBER.format(f"coalesce(to_date, DATE '{OPEN_END}')")} AS last
        FROM groups WHERE to_date IS NULL OR to_date >= from_date
        """,
    )
    engine.table("place_date", "SELECT DISTINCT first AS place, DATE '1970-01-01' + first AS date_of_place FROM placed")


def _take_snapshots(engine: DuckEngine, reading: Reading) -> None:
    """The view `placed` from groups of snapshots: a group is one run unless its bits show gaps."""
    words = range(words_for(len(reading.snapshots)))
    columns = ", ".join(reading.bit_columns)
    counts, kind = ("n, n_apart", "apart") if reading.odd_dates else ("n", "word")
    bits = " + ".join(f"CAST(bit_count(word{k}) AS INTEGER)" for k in words)
    apart = " + ".join(f"CAST(bit_count({kind}{k}) AS INTEGER)" for k in words)
    _judge_repeated(engine, reading, f"person_id, {counts.rpartition(' ')[2]} - ({apart}) AS extra FROM groups")
    word = " ".join(f"WHEN {k} THEN word{k}" for k in words)
    engine.table(
        "island",
        f"""
        SELECT number, CAST(min(place) AS INTEGER) AS first, CAST(max(place) AS INTEGER) AS last
        FROM (
            SELECT number, place, place - row_number() OVER (PARTITION BY number ORDER BY place) AS island
            FROM (
                SELECT rowid AS number, unnest(range(first, last + 1)) AS place, {columns}
                FROM groups WHERE {bits} <> last - first + 1
            )
            WHERE ((CASE place // {BITS} {word} END) >> CAST(place % {BITS} AS INTEGER)) & 1 = 1
        )
        GROUP BY number, island
        """,
    )
    engine.view(
        "placed",
        f"""
        SELECT * EXCLUDE ({counts}, {columns}) REPLACE ({_LEVEL} AS level)
        FROM groups WHERE {bits} = last - first + 1
        UNION ALL BY NAME
        SELECT groups.* EXCLUDE ({counts}, first, last, {columns}) REPLACE ({_LEVEL} AS level),
            island.first, island.last
        FROM groups JOIN island ON groups.rowid = number
        """,
    )
    engine.load("place_date", "place INTEGER, date_of_place DATE", enumerate(reading.snapshots))


def _judge_repeated(engine: DuckEngine, reading: Reading, extra: str) -> None:
    """Rows that say again what another row says; extra: SQL of person_id and how many of its rows are too many."""
    count = engine.number(f"SELECT sum(extra) FROM (SELECT {extra})")
    reading.judge(
        "repeated_row",
        count,
        where=_where(engine, reading, "repeated_row", f"(SELECT {extra}) WHERE extra > 0"),
        what=f"a row repeats another row in every column ({counted(count, 'row')})",
        remedy="Leave it out, or give assignment_id where the two are two posts. Accepted, each is counted once.",
    )


def _where(engine: DuckEngine, reading: Reading, kind: str, of: str) -> str:
    """Rows of one person with the problem; of: SQL of those who have it, from which person_id is taken."""
    return places.of_person(engine, reading, kind, f"SELECT min(person_id) FROM {of}")


def _judge_levels(engine: DuckEngine, reading: Reading) -> None:
    """A record without a level has that of its pay band; some have neither, or a band whose level is not theirs."""
    of_one = "1" if reading.dated else "last - first + 1"
    count = engine.number(f"SELECT sum({of_one}) FROM placed WHERE level IS NULL")
    reading.judge(
        "no_level",
        count,
        where=_where(engine, reading, "no_level", "placed WHERE level IS NULL"),
        what=f"there is neither a level nor a pay band that can be read ({counted(count, 'row')})",
        remedy="Fill in one of them. Accepted, such rows are left out.",
    )
    for (level,) in engine.rows("SELECT DISTINCT level FROM placed WHERE level IS NOT NULL ORDER BY level"):
        if level not in reading.record_map.lists.levels:
            reading.problems.add(
                f"{reading.files[0].name}, column pay_band",
                f'the bands give the level "{level}", which is not in the list of the map',
                "Give a level on each row, since the list is your own.",
            )


def _derive_birth_year(engine: DuckEngine) -> None:
    """The view `loose`: where records give an age, the day on which they do gives the year of birth."""
    born = "year(date_of_place) - age - CASE WHEN month(date_of_place) <= 6 THEN 1 ELSE 0 END"
    aged = engine.number(f"SELECT count(*) FROM (DESCRIBE placed) WHERE column_name = '{AGE.name}'")
    with_age = f"SELECT placed.* EXCLUDE (age) REPLACE (coalesce(birth_year, {born}) AS birth_year)"
    engine.view("loose", f"{with_age} FROM placed JOIN place_date ON first = place" if aged else "SELECT * FROM placed")


def _number_people(engine: DuckEngine, reading: Reading) -> None:
    """Dense numbers for people and their posts; the extract's own ids stay in `people` until `join_spells` is done."""
    engine.table(
        "people",
        """
        SELECT person_id, CAST(row_number() OVER (ORDER BY person_id) AS INTEGER) AS person,
            min(birth_year) AS birth_year, min(nhs_start_date) AS nhs_start_date, min(first) AS first_seen
        FROM loose WHERE level IS NOT NULL GROUP BY person_id
        """,
    )
    _judge_ages(engine, reading)
    engine.table(
        "posts",
        """
        SELECT person_id, assignment_id,
            CAST(row_number() OVER (PARTITION BY person_id ORDER BY assignment_id) AS INTEGER) AS assignment
        FROM (SELECT DISTINCT person_id, assignment_id FROM loose WHERE assignment_id IS NOT NULL)
        """,
    )
    engine.table(
        "runs",
        f"""
        SELECT person, coalesce(assignment, 0) AS assignment, {_STATES}, people.birth_year, people.nhs_start_date,
            loose.first, loose.last
        FROM loose JOIN people USING (person_id) LEFT JOIN posts USING (person_id, assignment_id)
        WHERE level IS NOT NULL
        """,
    )
    engine.drop("groups", "posts")


def _judge_ages(engine: DuckEngine, reading: Reading) -> None:
    """A year of birth is believed where its owner was of working age when first seen."""
    odd = f"{age_sql('date_of_place', 'birth_year')} NOT BETWEEN {YOUNGEST} AND {OLDEST}"
    seen = "FROM people JOIN place_date ON first_seen = place"
    count = engine.number(f"SELECT count(*) {seen} WHERE {odd}")
    reading.judge(
        "implausible_age",
        count,
        where=_where(engine, reading, "implausible_age", f"(SELECT person_id {seen} WHERE {odd})"),
        what=f"somebody was younger than {YOUNGEST} or older than {OLDEST} when first seen ({count:,} of the people)",
        remedy="Mend the year of birth. Accepted, their age counts as unknown.",
    )
    engine.table(
        "people", f"SELECT people.* REPLACE (CASE WHEN {odd} THEN NULL ELSE birth_year END AS birth_year) {seen}"
    )


def join_spells(engine: DuckEngine, reading: Reading) -> None:
    """Fill the table `spells` from `runs`: runs of one state that touch are one, and a post is in one state at a time.

    Call it after the organisation history: runs that its recoding makes alike are then joined too.
    """
    # of one or two runs, lengths that add up to the whole leave no gap and no overlap; more need a closer look
    engine.table(
        "joined",
        f"""
        SELECT {_UNCHANGED}, {_OF_PERSON}, min(first) AS first, max(last) AS last, {_REASON},
            count(*) > 2 OR sum(last - first + 1) <> max(last) - min(first) + 1 AS uneven
        FROM runs GROUP BY {_UNCHANGED}
        """,
    )
    engine.table("uneven_post", "SELECT DISTINCT person, assignment FROM joined WHERE uneven")
    _part_uneven(engine, reading)
    engine.table(
        "spells",
        """
        SELECT * EXCLUDE (uneven) FROM joined ANTI JOIN uneven_post USING (person, assignment)
        UNION ALL BY NAME SELECT * FROM parted
        """,
    )
    engine.drop("joined", "parted", "marked", "runs")
    _settle_conflicts(engine, reading)
    engine.drop("people")


def _part_uneven(engine: DuckEngine, reading: Reading) -> None:
    """The table `parted`: the spells of posts whose runs leave gaps or overlap; with snapshots, overlaps are judged."""
    engine.table(
        "marked",
        f"""
        SELECT *, max(last) OVER (
            PARTITION BY {_UNCHANGED} ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
        FROM runs SEMI JOIN uneven_post USING (person, assignment)
        """,
    )
    if not reading.dated:
        overlap = "person_id, least(before, last) - first + 1 AS extra FROM marked JOIN people USING (person)"
        _judge_repeated(engine, reading, f"{overlap} WHERE before >= first")
    engine.table(
        "parted",
        f"""
        SELECT {_UNCHANGED}, {_OF_PERSON}, min(first) AS first, max(last) AS last, {_REASON}
        FROM (
            SELECT *, count(*) FILTER (before IS NULL OR first > before + 1) OVER (
                PARTITION BY {_UNCHANGED} ORDER BY first, last ROWS UNBOUNDED PRECEDING
            ) AS spell
            FROM marked
        )
        GROUP BY {_UNCHANGED}, spell
        """,
    )


def _settle_conflicts(engine: DuckEngine, reading: Reading) -> None:
    """One post, one employer, two states at once: a mistake of the record; accepted, the larger wte is kept."""
    engine.table(
        "conflicted",
        f"""
        SELECT DISTINCT {_POST}
        FROM (
            SELECT {_POST}, first, max(last) OVER (
                PARTITION BY {_POST} ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS before
            FROM spells SEMI JOIN (
                SELECT {_POST} FROM spells WHERE assignment > 0 GROUP BY {_POST}
                HAVING count(*) > 2 OR sum(last - first + 1) > max(last) - min(first) + 1
            ) USING ({_POST})
        )
        WHERE before >= first
        """,
    )
    count = engine.number("SELECT count(*) FROM conflicted")
    reading.judge(
        "conflicting_rows",
        count,
        where=_where(engine, reading, "conflicting_rows", "conflicted JOIN people USING (person)"),
        what="one post (the same person, organisation and assignment_id) is in two states at one date "
        f"({counted(count, 'post')})",
        remedy="Keep one row of it. Accepted, the row with the largest wte is kept at each date.",
    )
    if count:
        _keep_largest(engine)


def _keep_largest(engine: DuckEngine) -> None:
    order = ", ".join(f"{name} NULLS LAST" for name in ("wte DESC", *KEPT_STATES, "leaving_reason"))
    engine.table("conflict", f"SELECT spells.* FROM spells JOIN conflicted USING ({_POST})")
    engine.table(
        "spells",
        f"""
        SELECT spells.* FROM spells LEFT JOIN conflicted USING ({_POST}) WHERE conflicted.person IS NULL
        UNION ALL BY NAME
        SELECT * EXCLUDE (cut, until, rank_in_cut) REPLACE (cut AS first, until AS last)
        FROM (
            SELECT conflict.*, cut, until,
                row_number() OVER (PARTITION BY {_POST}, cut ORDER BY {order}, first, last) AS rank_in_cut
            FROM ({cuts_sql("conflict", _POST)}) AS pieces JOIN conflict USING ({_POST})
            WHERE first <= cut AND last >= until
        )
        WHERE rank_in_cut = 1
        """,
    )


def cuts_sql(table: str, unit: str) -> str:
    """SQL of the pieces of time of each unit within which nothing begins and nothing ends: unit, cut, until."""
    return f"""
        SELECT {unit}, cut, until
        FROM (
            SELECT {unit}, cut, lead(cut) OVER (PARTITION BY {unit} ORDER BY cut) - 1 AS until
            FROM (SELECT {unit}, first AS cut FROM {table} UNION SELECT {unit}, last + 1 AS cut FROM {table})
        )
        WHERE until IS NOT NULL
    """


def problem_of_no_rows(reading: Reading) -> Problem:
    """What is said where nothing is left to count."""
    return Problem(reading.files[0].name, "no row of it can be used", "Mend the extract, or name other files.")
