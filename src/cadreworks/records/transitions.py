"""What happened to each unit between two days? States on the days of stock -> events, one part for each unit.

The first that applies: transfer, area, level, other. Everything is an event at the edge of a state, so that what does
not change costs nothing. Numbers are whole: people, and millionths of a wte. Source: design of the method, Supply 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cadreworks.records.bands_of_time import load_bands
from cadreworks.records.dates import shift_years
from cadreworks.records.engine import Engine
from cadreworks.records.spells import age_sql
from cadreworks.records.states import AGE_BAND, SERVICE_BAND, Cells

RETIREMENT_BOUNDARY = 55
LOOK_BACK_YEARS = 5
"""How long ago a returner may last have been seen."""

_STEPS_OF_ONE = 1 << 20
"""More steps than one person has."""


def make_events(engine: Engine, cells: Cells, days: Sequence[date], places: Sequence[int]) -> None:
    """Fill the tables `step` (states on the days of stock, in their cells) and `event`.

    places: of each day, in the order of the record's own days; event: day (the number of the closing day), cell, part,
    people, wte (millionths)
    """
    _put_on_days(engine, places)
    load_bands(engine, cells, days)
    _make_steps(engine, cells)
    if cells.within_organisation:
        _make_presence(engine)
    else:
        # a person who is there the day before, or after, is there in a step that leads here, or from here
        engine.load("presence", "person INTEGER, day_in INTEGER, day_out INTEGER", [])
    _link_steps(engine, cells)
    _find_entries(engine, days, places)
    _find_exits(engine, days)
    _compare_links(engine, cells)
    _gather(engine, cells)


def _put_on_days(engine: Engine, places: Sequence[int]) -> None:
    """The table `state_on`: states that stand on some day of stock, with the numbers of the first and last such day."""
    engine.load("stock_day", "day INTEGER, place INTEGER", enumerate(places))
    engine.table(
        "edge_day",
        """
        SELECT edge, CAST(count(*) FILTER (WHERE place < edge) AS INTEGER) AS next_day,
            CAST(count(*) FILTER (WHERE place <= edge) - 1 AS INTEGER) AS last_day
        FROM (SELECT first AS edge FROM state UNION SELECT last AS edge FROM state) AS edges CROSS JOIN stock_day
        GROUP BY edge
        """,
    )
    engine.table(
        "state_on",
        """
        SELECT state.*, begun.next_day AS day_in, ended.last_day AS day_out
        FROM state
        JOIN edge_day AS begun ON state.first = begun.edge
        JOIN edge_day AS ended ON state.last = ended.edge
        WHERE begun.next_day <= ended.last_day
        """,
    )


def _make_steps(engine: Engine, cells: Cells) -> None:
    """The tables `final_cell` and `step`: states cut where a band ends, each in its final cell."""
    banded = {AGE_BAND: ("age_of", "birth_year"), SERVICE_BAND: ("service_of", "nhs_start_date")}
    bands = [banded[name] for name in cells.by if name in banded]
    joins = " ".join(f"JOIN {table} ON state_on.{key} IS NOT DISTINCT FROM {table}.{key}" for table, key in bands)
    day_in = ", ".join(["state_on.day_in", "0", *(f"{table}.band_in" for table, _ in bands)])
    day_out = ", ".join(["state_on.day_out", "state_on.day_out", *(f"{table}.band_out" for table, _ in bands)])
    values = "".join(
        f", {banded[name][0]}.band AS by_{name}" if name in banded else f", by_{name}" for name in cells.by
    )
    asked = ", ".join(f"by_{name}" for name in cells.by) or "nation"
    engine.table(
        "banded",
        f"""
        SELECT
            state_on.* EXCLUDE (cell, day_in, day_out), 1 AS nation, area_rank, level_rank{values},
            greatest({day_in}) AS day_in, least({day_out}) AS day_out
        FROM state_on JOIN cell USING (cell) {joins}
        """,
    )
    engine.table(
        "final_cell",
        f"SELECT CAST(row_number() OVER (ORDER BY {asked}) AS INTEGER) AS cell, {asked} "
        f"FROM (SELECT DISTINCT {asked} FROM banded)",
    )
    # numbered within each person, so that no machine has to sort the steps of all
    engine.table(
        "step",
        f"""
        SELECT
            CAST(person AS BIGINT) * {_STEPS_OF_ONE}
                + row_number() OVER (PARTITION BY person ORDER BY organisation, day_in) AS step,
            person, organisation, cell, area_rank, level_rank, wte, elsewhere, day_in, day_out,
            joiner_source, leaving_reason, birth_year, nhs_start_date
        FROM banded JOIN final_cell USING ({asked})
        WHERE day_in <= day_out
        """,
    )
    engine.drop("state_on", "banded")


def _make_presence(engine: Engine) -> None:
    """The table `presence`: on which days of stock each person is there at all, as runs of days."""
    engine.table(
        "presence",
        """
        SELECT person, min(day_in) AS day_in, max(day_out) AS day_out
        FROM (
            SELECT *, sum(CASE WHEN before IS NULL OR day_in > before + 1 THEN 1 ELSE 0 END) OVER (
                PARTITION BY person ORDER BY day_in, day_out ROWS UNBOUNDED PRECEDING
            ) AS run
            FROM (
                SELECT person, day_in, day_out, max(day_out) OVER (
                    PARTITION BY person ORDER BY day_in, day_out ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS before
                FROM step
            )
        )
        GROUP BY person, run
        """,
    )


def _link_steps(engine: Engine, cells: Cells) -> None:
    """The table `link`: each step and the one that follows a day of stock later; `paired` if the employer changed."""
    engine.table(
        "same_unit",
        """
        SELECT step, next_step
        FROM (
            SELECT step, day_out, lead(step) OVER unit AS next_step, lead(day_in) OVER unit AS next_in
            FROM step WINDOW unit AS (PARTITION BY person, organisation ORDER BY day_in)
        )
        WHERE next_in = day_out + 1
        """,
    )
    if not cells.within_organisation:
        engine.table("link", "SELECT step, next_step, FALSE AS paired FROM same_unit")
        return
    # who gives up posts with some employers and takes posts with others goes from the largest to the largest
    order = "wte DESC, level_rank DESC, area_rank, organisation"
    engine.table(
        "ended",
        f"""
        SELECT step, person, day_out + 1 AS day,
            row_number() OVER (PARTITION BY person, day_out ORDER BY {order}) AS pair
        FROM step AS this WHERE NOT EXISTS (SELECT 1 FROM same_unit WHERE same_unit.step = this.step)
        """,
    )
    engine.table(
        "begun",
        f"""
        SELECT step AS next_step, person, day_in AS day,
            row_number() OVER (PARTITION BY person, day_in ORDER BY {order}) AS pair
        FROM step AS this WHERE NOT EXISTS (SELECT 1 FROM same_unit WHERE same_unit.next_step = this.step)
        """,
    )
    engine.table(
        "link",
        """
        SELECT step, next_step, FALSE AS paired FROM same_unit
        UNION ALL
        SELECT step, next_step, TRUE AS paired FROM ended JOIN begun USING (person, day, pair)
        """,
    )


def _find_entries(engine: Engine, days: Sequence[date], places: Sequence[int]) -> None:
    """The table `entry`: steps that nothing leads to; whether their person was there at opening, and when last seen."""
    openings = enumerate(zip(days[:-1], places[:-1], strict=True), start=1)
    engine.load(
        "opening",
        "day INTEGER, opening_place INTEGER, opening_date DATE, since DATE",
        [(number, place, day, shift_years(day, -LOOK_BACK_YEARS)) for number, (day, place) in openings],
    )
    engine.table(
        "unled",
        """
        SELECT this.*, opening_place, opening_date, since, presence.person IS NOT NULL AS present
        FROM step AS this
        JOIN opening ON this.day_in = opening.day
        LEFT JOIN presence ON this.person = presence.person
            AND presence.day_in <= this.day_in - 1 AND presence.day_out >= this.day_in - 1
        WHERE NOT EXISTS (SELECT 1 FROM link WHERE link.next_step = this.step)
        """,
    )
    engine.table(
        "seen",
        """
        SELECT unled.step, max(state.last) AS last_seen
        FROM unled JOIN state ON unled.person = state.person AND state.last < opening_place
        WHERE NOT present GROUP BY unled.step
        """,
    )
    engine.table(
        "entry",
        """
        SELECT unled.*, date_of_place AS last_seen_date, coalesce(date_of_place >= since, FALSE) AS returns
        FROM unled LEFT JOIN seen USING (step) LEFT JOIN place_date ON last_seen = place_date.place
        """,
    )


def _find_exits(engine: Engine, days: Sequence[date]) -> None:
    """The table `exit`: steps that lead nowhere though a day of stock follows; whether their person is there then."""
    engine.load("day_date", "day_out INTEGER, date_out DATE", enumerate(days[:-1]))
    engine.table(
        "exit",
        f"""
        SELECT
            this.*, presence.person IS NOT NULL AS present,
            CASE WHEN birth_year IS NULL THEN 'leavers_age_unknown'
                WHEN {age_sql("date_out", "birth_year")} < {RETIREMENT_BOUNDARY} THEN 'leavers_under_55'
                ELSE 'leavers_55_plus' END AS age_part,
            'leavers_' || coalesce(leaving_reason, 'reason_unknown') AS reason_part
        FROM step AS this
        JOIN day_date ON this.day_out = day_date.day_out
        LEFT JOIN presence ON this.person = presence.person
            AND presence.day_in <= this.day_out + 1 AND presence.day_out >= this.day_out + 1
        WHERE NOT EXISTS (SELECT 1 FROM link WHERE link.step = this.step)
        """,
    )


def _compare_links(engine: Engine, cells: Cells) -> None:
    """The table `moved`: what each link means, the first that applies."""
    asked = {name: "TRUE" if name in cells.by else "FALSE" for name in ("organisation", "area", "level")}
    engine.table(
        "moved",
        f"""
        SELECT
            b.day_in AS day, a.cell AS old, b.cell AS new, a.wte AS wte, b.wte - a.wte AS change,
            CASE WHEN paired AND {asked["organisation"]} THEN 'transfer'
                WHEN a.cell = b.cell THEN 'stay'
                WHEN {asked["area"]} AND a.area_rank <> b.area_rank THEN 'area'
                WHEN {asked["level"]} AND a.level_rank <> b.level_rank THEN 'level'
                ELSE 'other' END AS kind,
            CASE WHEN a.level_rank < b.level_rank THEN 'promotions_out' ELSE 'demotions_out' END AS direction
        FROM link JOIN step AS a ON link.step = a.step JOIN step AS b ON link.next_step = b.step
        """,
    )


def _gather(engine: Engine, cells: Cells) -> None:
    """The table `event`: all that happened. Who was there but not in this unit came from, or went to, another."""
    by_organisation = "organisation" in cells.by
    arrived = "transfers_in" if by_organisation else "moves_in_other"
    departed = "transfers_out" if by_organisation else "moves_out_other"
    engine.table(
        "event",
        f"""
        SELECT day, cell, part, sum(people) AS people, sum(wte) AS wte
        FROM (
            SELECT day, new AS cell, CASE kind WHEN 'transfer' THEN 'transfers_in' ELSE 'moves_in_' || kind END AS part,
                1 AS people, wte FROM moved WHERE kind <> 'stay'
            UNION ALL
            SELECT day, old, CASE kind WHEN 'transfer' THEN 'transfers_out' ELSE 'moves_out_' || kind END, 1, wte
                FROM moved WHERE kind <> 'stay'
            UNION ALL SELECT day, old, direction, 1, wte FROM moved WHERE kind = 'level'
            UNION ALL SELECT day, new, 'participation_change', 0, change FROM moved
            UNION ALL SELECT day, new, 'stayers_change', 0, change FROM moved WHERE kind = 'stay'
            UNION ALL
            SELECT day_in, cell, CASE WHEN present THEN '{arrived}' WHEN returns THEN 'returners'
                ELSE 'joiners_' || coalesce(joiner_source, 'unknown') END, 1, wte FROM entry
            UNION ALL
            SELECT day_in, cell, 'joiners_earlier_start', 1, wte FROM entry
                WHERE NOT present AND NOT returns AND nhs_start_date < opening_date
            UNION ALL SELECT day_out + 1, cell, CASE WHEN present THEN '{departed}' ELSE age_part END, 1, wte FROM exit
            UNION ALL SELECT day_out + 1, cell, reason_part, 1, wte FROM exit WHERE NOT present
        )
        GROUP BY day, cell, part
        """,
    )
