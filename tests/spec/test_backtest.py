"""# Back-test: how near would the methods have come?

Every past year is an origin in turn. A method sees the stock up to it, and its forecast is held against the stock
that the record shows one, three and five years later.
"""

from __future__ import annotations

from cadreworks.supply.backtest import compare_methods
from stock_tables import drawn_history, judged_rows, pick_rows, pick_scores
from text_tables import same_as


def test_the_mean_growth_of_the_last_years_is_carried_forward_from_every_origin():
    """Growth of 10, 20 and 30 per cent, then none: two base years give 15 per cent in 2012 and 25 in 2013."""
    rows = judged_rows(
        drawn_history("""
            area | 2010 | 2011 | 2012 | 2013  | 2014
            ict  | 100  | 110  | 132  | 171.6 | 171.6
        """)
    )
    wanted = {"method": "net_growth", "base_years": 2, "area": "ict", "level": "support"}
    assert pick_rows(rows, "origin horizon observed mean status", **wanted) == same_as("""
        origin | horizon | observed | mean  | status
        2010   | 1       | 110      |       | not_estimated
        2010   | 3       | 171.6    |       | not_estimated
        2011   | 1       | 132      |       | not_estimated
        2011   | 3       | 171.6    |       | not_estimated
        2012   | 1       | 171.6    | 151.8 | estimated
        2013   | 1       | 171.6    | 214.5 | estimated
    """)


def test_naive_methods_stay_as_they_are_or_grow_as_in_the_last_year():
    """From 110 in 2011: nothing changes, or three years more of ten per cent."""
    rows = judged_rows(
        drawn_history("""
            area | 2010 | 2011 | 2012 | 2013 | 2014
            ict  | 100  | 110  | 110  | 120  | 130
        """)
    )
    wanted = {"origin": 2011, "horizon": 3, "area": "all", "level": "all"}
    assert pick_rows(rows, "method base_years mean observed", **wanted)[:3] == same_as("""
        method      | base_years | mean   | observed
        last_value  | 0          | 110    | 130
        last_growth | 1          | 146.41 | 130
        net_growth  | 1          | 146.41 | 130
    """)


def test_levels_keep_their_share_unless_each_has_its_own_growth():
    """The area grew from 100 to 120 by its professionals alone."""
    rows = judged_rows(
        drawn_history("""
            area | level        | 2010 | 2011 | 2012
            ict  | support      | 50   | 50   | 50
            ict  | professional | 50   | 70   | 90
        """)
    )
    wanted = {"origin": 2011, "horizon": 1, "area": "ict", "base_years": 1}
    assert pick_rows(rows, "level mean", method="net_growth", **wanted) == same_as("""
        level        | mean
        support      | 60
        professional | 84
        all          | 144
    """)
    assert pick_rows(rows, "level mean", method="net_growth_by_level", **wanted) == same_as("""
        level        | mean
        support      | 50
        professional | 98
        all          | 148
    """)


def test_the_interval_of_net_growth_is_that_of_resampled_years():
    """Two base years, 10 and 20 per cent: half the draws take both; a quarter each takes one of them twice.

    Widened by the root of 2, they depart from 15 per cent by 7.07 per cent points to either side.
    """
    rows = judged_rows(
        drawn_history("""
            area | 2010 | 2011 | 2012 | 2013
            ict  | 100  | 110  | 132  | 150
        """)
    )
    wanted = {"method": "net_growth", "base_years": 2, "origin": 2012, "area": "ict", "level": "support"}
    assert pick_rows(rows, "p025 p10 mean p90 p975", **wanted) == same_as("""
        p025       | p10        | mean  | p90        | p975
        142.466191 | 142.466191 | 151.8 | 161.133809 | 161.133809
    """)


def test_scores_are_means_over_cells():
    """Last value is off by 10 of 110 and by 60 of 90; nobody is left in the third cell, which MAPE leaves out."""
    scores = compare_methods(
        judged_rows(
            drawn_history("""
                area                 | 2010 | 2011
                ict                  | 100  | 110
                clinical_coding      | 150  | 90
                knowledge_management | 10   | 0
            """)
        )
    )
    wanted = {"method": "last_value", "horizon": 1, "over": "cells"}
    assert pick_scores(scores, "cells mape wape nobody_observed", **wanted) == same_as("""
        cells | mape      | wape | nobody_observed
        3     | 0.3787879 | 0.4  | 1
    """)
