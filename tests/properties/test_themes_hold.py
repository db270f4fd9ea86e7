"""What holds of coded comments whatever they are: nothing is lost, order is irrelevant, a merge can be undone."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadreworks.demand.themes import (
    Coded,
    Coding,
    Comment,
    change_themes,
    count_themes,
    estimate_agreement,
    gather_viewpoints,
    list_differences,
)
from cadreworks.demand.themes.agreement import estimate_alpha, estimate_kappa
from cadreworks.demand.themes.changes import MERGE, SPLIT, Change
from cadreworks.problems import ProblemList
from small_coding import codebook_of, codings_of, comments_of, csv_of, returns_of

pytestmark = pytest.mark.slow

THEMES = ("Workforce", "Pay", "Hiring", "Automation")
BOOK = codebook_of("theme,parent\nWorkforce,\nPay,Workforce\nHiring,Workforce\nAutomation,\n")[0]
AREAS = ("ict", "clinical_coding")


@st.composite
def coded_comments(draw: st.DrawFn) -> tuple[tuple[Comment, ...], tuple[Coding, ...]]:
    said = [
        (f"Org {who}", scenario, area, draw(st.sampled_from(["No change", "Pay is low", f"We of {who}"])))
        for who in range(draw(st.integers(1, 4)))
        for scenario in ("driven", "desert")
        for area in AREAS
        if draw(st.booleans())
    ] or [("Org 0", "driven", "ict", "x")]
    comments = comments_of(returns_of(*said))[0]
    codings = []
    for comment in comments:
        for coder in draw(st.sets(st.sampled_from(["A", "B", "C"]))):
            themes = draw(st.sets(st.sampled_from(THEMES), max_size=3)) or {"none"}
            codings += [Coding(comment.id, coder, theme, comment.text) for theme in sorted(themes)]
        if draw(st.integers(0, 4)) == 0:
            codings.append(Coding(comment.id, "Z", draw(st.sampled_from(THEMES)), comment.text, resolves=True))
    return comments, tuple(codings)


def coded(codings: tuple[Coding, ...], *changes: Change) -> Coded:
    problems = ProblemList()
    result = change_themes(BOOK, codings, changes, problems)
    assert list(problems) == []
    return result


def change(action: str, theme: str, into: str) -> Change:
    from datetime import date

    return Change(date(2021, 3, 31), "Chair", action, theme, into, (), "", "why", "here")


@given(coded_comments())
def test_counts_never_lose_a_comment(made):
    comments, codings = made
    tallies = count_themes(coded(codings), comments)
    for area in AREAS:
        here = [one for one in comments if one.area == area]
        if not here:
            assert not any(at == area for at, _ in tallies)
            continue
        rows = {name: one for (at, name), one in tallies.items() if at == area}
        assert rows["all"].comments == len(here)
        assert rows["all"].organisations == len({one.organisation for one in here})
        assert sum(one.comments for name, one in rows.items() if name != "all") >= len(here)
        assert all(1 <= one.organisations <= one.comments <= len(here) for one in rows.values())
        known = {one.comment for one in codings}
        not_coded = rows["not_coded"].comments if "not_coded" in rows else 0
        assert not_coded == sum(one.id not in known for one in here)
        for child in ("Pay", "Hiring"):
            if child in rows:
                assert rows["Workforce"].comments >= rows[child].comments


@given(coded_comments(), st.permutations(THEMES))
def test_merged_and_split_back_is_as_before(made, order):
    _, codings = made
    first, second, third, _ = order
    there = (change(MERGE, first, second), change(MERGE, second, third))
    back = (change(SPLIT, third, second), change(SPLIT, second, first))
    before, after = coded(codings), coded(codings, *there, *back)
    assert Counter((one.coding, one.theme) for one in before.codings) == Counter(
        (one.coding, one.theme) for one in after.codings
    )
    assert before.codebook == after.codebook
    assert estimate_agreement(before) == estimate_agreement(after)


@given(coded_comments(), st.permutations(THEMES))
def test_a_merge_counts_each_comment_of_either_theme_once(made, order):
    comments, codings = made
    resolving = {one.comment for one in codings if one.resolves}
    alone = tuple(one for one in codings if one.coder in ("A", "Z") and (one.resolves or one.comment not in resolving))
    first, second = order[0], order[1]
    merged = count_themes(coded(alone, change(MERGE, first, second)), comments)
    for area in AREAS:
        here = {one.id for one in comments if one.area == area}
        either = {one.comment for one in alone if one.theme in (first, second)} & here
        below = {one.comment for one in alone if one.theme in ("Pay", "Hiring") and second == "Workforce"} & here
        found = merged.get((area, second))
        assert (found.comments if found else 0) == len(either | below)


@given(coded_comments(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(made, chance: random.Random):
    comments, codings = made
    rows = [(one.comment, one.coder, one.theme, "", "", "yes" if one.resolves else "") for one in codings]
    said = [(one.organisation, one.scenario, one.area, one.text) for one in comments]
    results = []
    for _ in range(2):
        read = comments_of(returns_of(*said))[0]
        text = csv_of([("comment", "coder", "theme", "stretch", "publish", "resolves"), *rows])
        found = coded(codings_of(text, read)[0]) if rows else coded(())
        results.append(
            (
                *(read, count_themes(found, read), estimate_agreement(found), list_differences(found)),
                *gather_viewpoints(found, read, ProblemList()),
            )
        )
        chance.shuffle(rows)
        chance.shuffle(said)
    assert results[0] == results[1]


VALUES = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30)


@given(VALUES)
def test_agreement_does_not_depend_on_who_is_first_and_is_at_most_one(pairs):
    turned = [(second, first) for first, second in pairs]
    assert estimate_kappa(pairs) == estimate_kappa(turned)
    assert estimate_alpha(pairs) == estimate_alpha(turned)
    for value in (estimate_kappa(pairs), estimate_alpha(pairs)):
        assert value is None or value <= 1
        if value == 1:
            assert all(first == second for first, second in pairs)
