"""# Rates: how often do people leave, join, rise, move, and change their hours?

A rate is events over exposure. Small cells lean on their area, and areas on the nation, as far as their own events
leave it open; every rate has an interval and says what carries it.
"""

from __future__ import annotations

from cadreworks.rates import Flows, estimate_rates
from flows_tables import drawn_flows
from text_tables import same_as


def read_rates(flows: Flows, columns: str, **where: object) -> list[dict[str, object]]:
    """The rates as rows, cut down to some columns and some rows."""
    rows = [
        dict(zip(flows.by, rate.cell, strict=True))
        | {"rate": rate.rate.value, "status": rate.status.value}
        | {name: getattr(rate, name) for name in ("events", "exposure", "estimate", "low", "high", "reason")}
        | {name: getattr(rate, name) for name in ("own_estimate", "weight_of_own", "pooled_towards", "pooled_rate")}
        for rate in estimate_rates(flows)
    ]
    return [
        {name: "" if row[name] is None else row[name] for name in columns.split()}
        for row in rows
        if all(row[name] == wanted for name, wanted in where.items())
    ]


def test_events_over_exposure():
    """A hundred open the year and 120 close it: 110 person-years. Joining counts per opening stock-year."""
    flows = drawn_flows("""
        opening | closing | joiners | returners | leavers | moves_out_area | promotions_out
        100     | 120     | 33      | 11        | 22      | 1              | 1
    """)
    assert read_rates(flows, "rate events exposure own_estimate")[:4] == same_as("""
        rate      | events | exposure | own_estimate
        leaving   | 22     | 110      | 0.2
        joining   | 44     | 100      | 0.44
        promotion | 1      | 110      | 0.0090909091
        area_move | 1      | 110      | 0.0090909091
    """)


def test_exposure_adds_up_over_intervals():
    """Three years with 100, 150 and 200 people."""
    flows = drawn_flows("""
        from | opening | closing | leavers
        2016 | 100     | 100     | 10
        2018 | 150     | 150     | 12
        2020 | 200     | 200     | 14
    """)
    assert read_rates(flows, "events exposure own_estimate", rate="leaving") == same_as("""
        events | exposure | own_estimate
        36     | 450      | 0.08
    """)


def test_a_month_is_a_twelfth_of_a_year():
    """A year between the same day of two years is exactly 1, leap year or not; 31 January to 28 February a month."""
    flows = drawn_flows("""
        from_date  | to_date    | opening | leavers
        2019-12-31 | 2020-12-31 | 120     | 0
        2020-12-31 | 2021-01-31 | 120     | 0
        2021-01-31 | 2021-02-28 | 120     | 7
    """)
    assert read_rates(flows, "events exposure own_estimate", rate="leaving") == same_as("""
        events | exposure | own_estimate
        7      | 140      | 0.05
    """)


def test_one_cell_has_the_poisson_interval():
    """Nothing to pool towards: ten events in a hundred years, and half an event for what was not seen.

    The exact Poisson interval of ten events is 4.80 to 18.39.
    """
    flows = drawn_flows("""
        opening | leavers
        100     | 10
    """)
    assert read_rates(flows, "estimate low high status weight_of_own pooled_rate", rate="leaving") == same_as("""
        estimate | low       | high      | status    | weight_of_own | pooled_rate
        0.105    | 0.0514149 | 0.1773944 | estimated | 1             |
    """)


def test_a_small_cell_leans_on_its_siblings():
    """The large areas carry themselves; the small one's single leaver says little against them."""
    flows = drawn_flows(
        """
        area                 | opening | leavers
        clinical_coding      | 5000    | 500
        ict                  | 5000    | 600
        clinical_informatics | 4       | 1
        """,
        "area",
    )
    rates = read_rates(flows, "area status pooled_towards own_estimate", rate="leaving")
    assert rates == same_as("""
        area                 | status    | pooled_towards | own_estimate
        clinical_coding      | estimated | nation         | 0.1
        ict                  | estimated | nation         | 0.12
        clinical_informatics | pooled    | nation         | 0.25
    """)
    (small,) = read_rates(flows, "estimate weight_of_own pooled_rate", rate="leaving", area="clinical_informatics")
    weight, pooled = small["weight_of_own"], small["pooled_rate"]
    assert weight < 0.2
    assert abs(small["estimate"] - (weight * 0.25 + (1 - weight) * pooled)) < 1e-12
    assert 0.1 < pooled < 0.15


def test_cells_lean_on_their_area_before_the_nation():
    """Coders leave four times as often as IT staff do; a small cell of each is drawn to its own area."""
    flows = drawn_flows(
        """
        area            | level        | opening | leavers
        clinical_coding | support      | 2000    | 400
        clinical_coding | professional | 2000    | 400
        clinical_coding | manager      | 5       | 0
        ict             | support      | 2000    | 100
        ict             | professional | 2000    | 100
        ict             | manager      | 5       | 0
        """,
        "area",
        "level",
    )
    coding, ict = read_rates(flows, "pooled_towards pooled_rate status", rate="leaving", level="manager")
    assert coding["pooled_towards"] == ict["pooled_towards"] == "area"
    assert coding["status"] == ict["status"] == "pooled"
    assert coding["pooled_rate"] > 2.5 * ict["pooled_rate"]


def test_too_little_exposure_gives_no_estimate():
    """Half a person-year is less than one: the cell stays empty, and says why."""
    flows = drawn_flows(
        """
        area            | opening | closing | joiners | moves_out_other
        clinical_coding | 0       | 1       | 1       | 0
        ict             | 100     | 100     | 0       | 0
        """,
        "area",
    )
    assert read_rates(flows, "events exposure estimate low high status reason", rate="leaving")[:1] == same_as("""
        events | exposure | estimate | low | high | status        | reason
        0      | 0.5      |          |     |      | not_estimated | exposure below 1 year
    """)
    assert read_rates(flows, "events exposure own_estimate status", rate="joining")[:1] == same_as("""
        events | exposure | own_estimate | status
        1      | 0        |              | not_estimated
    """)


def test_nobody_is_promoted_from_the_highest_level():
    """Senior leaders are left out, and their years do not lower the rate that others are pooled towards."""
    drawn = """
        level         | opening | promotions_out
        support       | 300     | 30
        professional  | 300     | 30
    """
    flows = drawn_flows(drawn + "    senior_leader | 9000    | 0\n", "level")
    (leader,) = read_rates(flows, "estimate status reason", rate="promotion", level="senior_leader")
    assert leader == {
        "estimate": "",
        "status": "not_estimated",
        "reason": "the highest level is promoted no further",
    }
    with_leaders = read_rates(flows, "estimate low high", rate="promotion")[:2]
    assert with_leaders == read_rates(drawn_flows(drawn, "level"), "estimate low high", rate="promotion")


def test_of_a_users_own_levels_those_without_promotions_are_the_highest():
    flows = drawn_flows(
        """
        level     | opening | promotions_out
        captain   | 100     | 0
        constable | 900     | 30
        sergeant  | 300     | 12
        """,
        "level",
    )
    assert read_rates(flows, "level status", rate="promotion") == same_as("""
        level     | status
        captain   | not_estimated
        constable | estimated
        sergeant  | estimated
    """)


def test_what_the_flows_cannot_show_is_not_taken_for_zero():
    """Flows that are not by level hold no promotions; that says nothing of how often people rise."""
    flows = drawn_flows("""
        opening | leavers
        1000    | 50
    """)
    assert read_rates(flows, "rate status reason")[2:4] == same_as("""
        rate      | status        | reason
        promotion | not_estimated | the flows are not by level, so they do not show it
        area_move | not_estimated | the flows are not by area, so they do not show it
    """)


def test_participation_is_closing_over_opening_wte_of_those_who_stay():
    """Ratios 1.01, 0.99 and 1.03 of equal years: their mean, and Student's interval of two degrees of freedom."""
    flows = drawn_flows("""
        from | measure   | opening | stayers | stayers_change | closing
        2016 | headcount | 120     | 110     | 0              | 120
        2017 | headcount | 120     | 110     | 0              | 120
        2018 | headcount | 120     | 110     | 0              | 120
        2016 | wte       | 105     | 100     | 1              | 105
        2017 | wte       | 105     | 100     | -1             | 105
        2018 | wte       | 105     | 100     | 3              | 105
    """)
    assert read_rates(flows, "events exposure estimate low high status", rate="participation") == same_as("""
        events | exposure | estimate | low        | high       | status
        330    | 330      | 1.01     | 0.96031724 | 1.05968276 | estimated
    """)


def test_participation_needs_three_intervals():
    """With two there is a ratio and no honest interval."""
    flows = drawn_flows("""
        from | measure   | opening | stayers | stayers_change
        2016 | headcount | 120     | 110     | 0
        2017 | headcount | 120     | 110     | 0
        2016 | wte       | 105     | 100     | 1
        2017 | wte       | 105     | 100     | -1
    """)
    assert read_rates(flows, "own_estimate estimate low high status reason", rate="participation") == same_as("""
        own_estimate | estimate | low | high | status        | reason
        1            |          |     |      | not_estimated | fewer than 3 intervals with stayers
    """)
