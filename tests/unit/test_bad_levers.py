"""Every way in which levers.toml was seen to be broken, as one table: what is changed in a good one, and the exact words
that answer. All problems of a file are told at once, by lever and field.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from cadreworks.plan.levers_file import read_levers
from cadreworks.problems import InputProblems
from small_levers import AREAS, HORIZON, LEVERS_TOML, SCENARIOS

Change = Callable[[str], str | bytes]
GOAL_MISSING = (
    "levers.toml, [goal] closes: the setting is missing. Add the scenarios in which a plan must close the gap.",
    "levers.toml, [goal] confidence: the setting is missing. Add the share of draws in which each area must have enough staff at the horizon.",
    "levers.toml, [goal] level_share: the setting is missing. Add the share of its demand at the horizon that each job level of each area must have.",
    "levers.toml, [goal] first_year: the setting is missing. Add the first year in which a lever may start.",
    "levers.toml, [goal] decide_in: the setting is missing. Add the year from which decisions may differ between scenarios; earlier ones are the same in all.",
    "levers.toml, [goal] growth_per_year: the setting is missing. Add the share by which an area may grow in a year, at the most.",
    "levers.toml, [goal] growth_wte: the setting is missing. Add whole-time equivalents by which any area may grow in a year, however small it is.",
    "levers.toml, [goal] moving_share: the setting is missing. Add the share of the staff of an area and job level who may be moved by levers in a year, at the most.",
)


@dataclass(frozen=True)
class Case:
    name: str
    change: Change
    said: tuple[str, ...]


def edited(old: str, new: str) -> Change:
    """Replace the first `old` of the file."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def of(lever: str, *edits: tuple[str, str]) -> Change:
    """Replace the first of each `old` in the section of a lever, sizes that it proposes included."""

    def change(text: str) -> str:
        sections = re.split(r"(?=^\[\[levers\]\])", text, flags=re.MULTILINE)
        at = next(place for place, section in enumerate(sections) if f'[[levers]]\nid = "{lever}"\n' in section)
        for old, new in edits:
            assert old in sections[at], old
            sections[at] = sections[at].replace(old, new, 1)
        return "".join(sections)

    return change


def whole(content: str | bytes) -> Change:
    return lambda _: content


def first(line: str) -> Change:
    return lambda text: line + text


def cut_from(mark: str, instead: str = "") -> Change:
    return lambda text: text[: text.index(mark)] + instead


def without_goal(text: str) -> str:
    return text[: text.index("[goal]")] + text[text.index("[[limits]]") :]


def both(one: Change, other: Change) -> Change:
    return lambda text: other(one(text))


def planned(area: str, level: str, year: int, amount: float) -> str:
    return f'\n[[levers.plan]]\nto_area = "{area}"\nto_level = "{level}"\nyear = {year}\namount_wte = {amount}\n'


def reskilling(lever: str, origin: str, target: str, per_start: int) -> str:
    return f"""
[[levers]]
id = "{lever}"
name = "{lever}"
kind = "reskilling"
owner = "x"
funder = "levy"
evidence = "E"
source = "x"
from_areas = ["{origin}"]
to_areas = ["{target}"]
to_levels = ["manager", "support"]
lead_years = 1
completion = 0.5
per_start_gbp = {per_start}
capacity = {{ 2021 = 5 }}
"""


def there_and_back(text: str) -> str:
    """Each start moves half a wte, so that a round of one wte takes two of each."""
    return (
        text + reskilling("there", "ict", "clinical_coding", -2000) + reskilling("back", "clinical_coding", "ict", 1500)
    )


CASES = [
    Case(
        "not TOML",
        edited('title = "Levers for Anyshire"', "title = Levers"),
        ("levers.toml: this is not TOML: Invalid value (at line 1, column 9). Mend the line that is named.",),
    ),
    Case(
        "curly quotation marks",
        edited('title = "Levers for Anyshire"', "title = “Levers”"),
        (
            'levers.toml: this is not TOML: Invalid value (at line 1, column 9). Write straight quotation marks, ", in place of the curly ones in that line.',
        ),
    ),
    Case(
        "empty file",
        whole(""),
        ("levers.toml: the file is empty. Put its contents back.",),
    ),
    Case(
        "blank file",
        whole(" \n"),
        ("levers.toml: the file is empty. Put its contents back.",),
    ),
    Case(
        "a workbook",
        whole(b"PK\x03\x04abc"),
        ("levers.toml: this is a workbook, not a text file. Open it. Save it again as UTF-8.",),
    ),
    Case(
        "another encoding",
        whole(b'title = "\xc9tude"'),
        ("levers.toml, line 1: the byte 0xC9 is not UTF-8, so letters would be lost. Save it again as UTF-8.",),
    ),
    Case(
        "NUL bytes",
        whole(b'title = "a\x00"'),
        ("levers.toml: it holds NUL bytes, so it is not a text file. Save it again as UTF-8.",),
    ),
    Case(
        "nothing but a title",
        whole('title = "Levers"\n'),
        (
            "levers.toml, owner: the setting is missing. Add the body that answers for the file.",
            "levers.toml, price_year: the setting is missing. Add the year to 31 March in whose pounds prices are given, unless a lever says its own.",
            "levers.toml, price_growth_per_year: the setting is missing. Add the share by which all prices of the file grow each year.",
            "levers.toml, shortfall_gbp_per_wte_year: the setting is missing. Add what a missing whole-time equivalent costs the service in a year.",
            *GOAL_MISSING,
            "levers.toml, levers: no lever is named. Add a section [[levers]] with id, name, kind and the rest for each.",
            "levers.toml, [leaving_per_year] all: the setting is missing, and there is no line for clinical_coding, ict. Add the share of people brought by a lever who leave the NHS in a year, in areas without a line of their own.",
        ),
    ),
    Case(
        "settings unknown at the top",
        edited("price_year = 2020\n", "price_year = 2020\nprice_index = 3\n"),
        (
            "levers.toml, price_index: no such setting is known here. Did you mean price_year? Use one of: title, owner, price_year, price_growth_per_year, shortfall_gbp_per_wte_year, leaving_per_year, goal, limits, levers.",
        ),
    ),
    Case(
        "section unknown",
        edited("[goal]\n", "[gaol]\n"),
        (
            "levers.toml, gaol: no such setting is known here. Did you mean goal? Use one of: title, owner, price_year, price_growth_per_year, shortfall_gbp_per_wte_year, leaving_per_year, goal, limits, levers.",
            *GOAL_MISSING,
        ),
    ),
    Case(
        "setting of a lever unknown",
        of("graduate_scheme", ("lead_years", "lead_time")),
        (
            "levers.toml, [[levers]] graduate_scheme: lead_time: no such setting is known here. Did you mean lead_years? Use one of the 26 that the reference pages list.",
            "levers.toml, [[levers]] graduate_scheme: lead_years: the setting is missing. Add the years from the start until it works.",
        ),
    ),
    Case(
        "kind unknown",
        of("graduate_scheme", ('kind = "graduate_scheme"', 'kind = "graduates"')),
        (
            'levers.toml, [[levers]] graduate_scheme: kind: "graduates" is not known. Did you mean graduate_scheme? Use one of the 16 that the reference pages list.',
        ),
    ),
    Case(
        "funder unknown",
        of("graduate_scheme", ('"central"', '"treasury"')),
        (
            'levers.toml, [[levers]] graduate_scheme: funder: "treasury" is not known. Use one of: levy, central, local.',
        ),
    ),
    Case(
        "evidence unknown",
        of("graduate_scheme", ('evidence = "C"', 'evidence = "good"')),
        ('levers.toml, [[levers]] graduate_scheme: evidence: "good" is not known. Use one of: A, B, C, D, E.',),
    ),
    Case(
        "area unknown",
        of("graduate_scheme", ('"clinical_coding"]', '"coding"]')),
        (
            'levers.toml, [[levers]] graduate_scheme: to_areas: "coding" is not known. Use one of: clinical_coding, health_records, information_management, ict, clinical_informatics, knowledge_management, it_programmes_projects, it_strategy_development, it_education_training.',
        ),
    ),
    Case(
        "level unknown",
        of("graduate_scheme", ('to_levels = ["professional"]', 'to_levels = ["expert"]')),
        (
            'levers.toml, [[levers]] graduate_scheme: to_levels: "expert" is not known. Use one of: support, professional, manager, senior_leader.',
        ),
    ),
    Case(
        "no levers",
        cut_from("[[limits]]"),
        (
            "levers.toml, levers: no lever is named. Add a section [[levers]] with id, name, kind and the rest for each.",
        ),
    ),
    Case(
        "levers that are one section",
        cut_from("[[limits]]", '[levers]\nid = "x"\n'),
        (
            "levers.toml, levers: no lever is named. Add a section [[levers]] with id, name, kind and the rest for each.",
        ),
    ),
    Case(
        "a lever that is a number",
        both(cut_from("[[limits]]"), first("levers = [3]\n")),
        ("levers.toml, [[levers]] 1: this is not a section. Write [[levers]].",),
    ),
    Case(
        "same id twice",
        of("hiring", ('id = "hiring"', 'id = "graduate_scheme"')),
        (
            'levers.toml, [[levers]] 2: id: "graduate_scheme" names two levers, which no table could tell apart. Give each its own id.',
            'levers.toml, [[limits]] graduate_market: levers: "hiring" is no lever of this file. Use one of: graduate_scheme, reskilling, upskilling, working_life, contractors, automation.',
        ),
    ),
    Case(
        "same name twice",
        of("hiring", ("External recruitment", "GRADUATE scheme")),
        (
            'levers.toml, [[levers]] 2: name: "GRADUATE scheme" names two levers, which no table could tell apart. Give each its own name.',
        ),
    ),
    Case(
        "id that is no plain word",
        of("hiring", ('id = "hiring"', 'id = "Hiring 2"')),
        (
            'levers.toml, [[levers]] 2: id: "Hiring 2" cannot name a lever. Use small letters, digits and _, beginning with a letter, and none of: all, outside, none.',
            'levers.toml, [[limits]] graduate_market: levers: "hiring" is no lever of this file. Did you mean Hiring 2? Use one of: graduate_scheme, Hiring 2, reskilling, upskilling, working_life, contractors, automation.',
        ),
    ),
    Case(
        "id that means something else",
        of("hiring", ('id = "hiring"', 'id = "outside"')),
        (
            'levers.toml, [[levers]] outside: id: "outside" cannot name a lever. Use small letters, digits and _, beginning with a letter, and none of: all, outside, none.',
            'levers.toml, [[limits]] graduate_market: levers: "hiring" is no lever of this file. Use one of: graduate_scheme, outside, reskilling, upskilling, working_life, contractors, automation.',
        ),
    ),
    Case(
        "id that is a number",
        of("contractors", ('id = "contractors"', "id = 5")),
        ("levers.toml, [[levers]] 6: id: 5 is not a text. Enter a short name of small letters, digits and _.",),
    ),
    Case(
        "id missing",
        of("contractors", ('id = "contractors"\n', "")),
        ("levers.toml, [[levers]] 6: id: the setting is missing. Add a short name of small letters, digits and _.",),
    ),
    Case(
        "settings missing",
        of(
            "contractors",
            ('owner = "Anyshire trusts"\n', ""),
            ("lead_years = 0\n", ""),
            ("completion = 1\n", ""),
            ("capacity = { 2021 = 15 }\n", ""),
        ),
        (
            "levers.toml, [[levers]] contractors: owner: the setting is missing. Add the body that would run it.",
            "levers.toml, [[levers]] contractors: lead_years: the setting is missing. Add the years from the start until it works.",
            "levers.toml, [[levers]] contractors: completion: the setting is missing. Add the share of those who start who finish.",
            "levers.toml, [[levers]] contractors: capacity: the setting is missing. Add the most whole-time equivalents that may start in a year on all its routes together, as { 2022 = 150, 2025 = 800 }.",
        ),
    ),
    Case(
        "owner empty",
        of("contractors", ('owner = "Anyshire trusts"', 'owner = " "')),
        ("levers.toml, [[levers]] contractors: owner: the text is empty. Enter the body that would run it.",),
    ),
    Case(
        "formula",
        of("contractors", ('source = "assumed"', 'source = "=1+1"')),
        (
            'levers.toml, [[levers]] contractors: source: "=1+1" begins as a spreadsheet formula does, and would run when the results are opened. Begin it with a word.',
        ),
    ),
    Case(
        "negative lead time",
        of("graduate_scheme", ("lead_years = 1", "lead_years = -1")),
        ("levers.toml, [[levers]] graduate_scheme: lead_years: -1 is out of range. Enter 0 to 20.",),
    ),
    Case(
        "lead time in halves",
        of("graduate_scheme", ("lead_years = 1", "lead_years = 0.5")),
        (
            "levers.toml, [[levers]] graduate_scheme: lead_years: 0.5 is not a whole number. Enter the years from the start until it works.",
        ),
    ),
    Case(
        "lead beyond the horizon",
        of("graduate_scheme", ("lead_years = 1", "lead_years = 3")),
        (
            "levers.toml, [[levers]] graduate_scheme: lead_years: what starts in 2021, as early as it may, would come about in 2024, after the horizon 2022. Shorten it, let it start earlier, or leave the lever out.",
        ),
    ),
    Case(
        "lead beyond the horizon once it may start",
        of("hiring", ("lead_years = 0", "lead_years = 1"), ("{ 2021 = 10 }", "{ 2022 = 10 }")),
        (
            "levers.toml, [[levers]] hiring: lead_years: what starts in 2022, as early as it may, would come about in 2023, after the horizon 2022. Shorten it, let it start earlier, or leave the lever out.",
        ),
    ),
    Case(
        "completion above one",
        of("graduate_scheme", ("completion = { value = 0.85, low = 0.7, high = 0.95 }", "completion = 1.2")),
        (
            "levers.toml, [[levers]] graduate_scheme: completion: 1.2 is more than the whole, which makes people out of nothing. Enter 0 to 1.",
        ),
    ),
    Case(
        "completion in per cent",
        of(
            "graduate_scheme",
            (
                "completion = { value = 0.85, low = 0.7, high = 0.95 }",
                "completion = { value = 85, low = 70, high = 95 }",
            ),
        ),
        (
            "levers.toml, [[levers]] graduate_scheme: completion.value: 85 is more than the whole, which makes people out of nothing. Enter 0 to 1.",
            "levers.toml, [[levers]] graduate_scheme: completion.low: 70 is more than the whole, which makes people out of nothing. Enter 0 to 1.",
            "levers.toml, [[levers]] graduate_scheme: completion.high: 95 is more than the whole, which makes people out of nothing. Enter 0 to 1.",
        ),
    ),
    Case(
        "highest completion above one",
        of("graduate_scheme", ("high = 0.95", "high = 1.05")),
        (
            "levers.toml, [[levers]] graduate_scheme: completion.high: 1.05 is more than the whole, which makes people out of nothing. Enter 0 to 1.",
        ),
    ),
    Case(
        "effect above one",
        of("working_life", ("effect = { value = 0.1, low = 0.0, high = 0.2 }", "effect = 10")),
        (
            "levers.toml, [[levers]] working_life: effect: 10 is more than the whole, which makes people out of nothing. Enter 0 to 1.",
        ),
    ),
    Case(
        "shares below nothing or above one",
        of(
            "graduate_scheme",
            ("drop_out = 0.1", "drop_out = -0.1"),
            ("deadweight = { value = 0.1, low = 0.0, high = 0.3", "deadweight = { value = 0.1, low = 0.0, high = 3"),
        ),
        (
            "levers.toml, [[levers]] graduate_scheme: drop_out: -0.1 is out of range. Enter 0 to 1.",
            "levers.toml, [[levers]] graduate_scheme: deadweight.high: 3 is out of range. Enter 0 to 1.",
        ),
    ),
    Case(
        "value outside its range",
        of("graduate_scheme", ("value = 0.85", "value = 0.65")),
        (
            "levers.toml, [[levers]] graduate_scheme: completion: the value 0.65 does not lie between its low 0.7 and its high 0.95. Mend whichever of the three is wrong.",
        ),
    ),
    Case(
        "pounds outside their range",
        of("graduate_scheme", ("value = 50000", "value = 1234567.5")),
        (
            "levers.toml, [[levers]] graduate_scheme: set_up_gbp: the value 1234567.5 does not lie between its low 30000 and its high 80000. Mend whichever of the three is wrong.",
        ),
    ),
    Case(
        "half a range",
        of("graduate_scheme", ("value = 0.85, low = 0.7,", "value = 0.85,")),
        (
            "levers.toml, [[levers]] graduate_scheme: completion.low: the setting is missing, but the other end of the range is given. Enter both, or neither.",
        ),
    ),
    Case(
        "range without a value",
        of("graduate_scheme", ("value = 0.85, ", "")),
        (
            "levers.toml, [[levers]] graduate_scheme: completion.value: the setting is missing. Add the likeliest value.",
        ),
    ),
    Case(
        "estimate with a misspelt part",
        of("graduate_scheme", ("value = 0.85, low", "value = 0.85, lower")),
        (
            "levers.toml, [[levers]] graduate_scheme: completion.lower: no such setting is known here. Did you mean low? Use one of: value, low, high, source, note.",
            "levers.toml, [[levers]] graduate_scheme: completion.low: the setting is missing, but the other end of the range is given. Enter both, or neither.",
        ),
    ),
    Case(
        "estimate as a list",
        of("graduate_scheme", ("drop_out = 0.1", "drop_out = [0.1, 0.2]")),
        (
            "levers.toml, [[levers]] graduate_scheme: drop_out: a list is not a number. Enter the share of those who finish who never take up the post or leave it within a year.",
        ),
    ),
    Case(
        "estimate as text",
        of("graduate_scheme", ("drop_out = 0.1", 'drop_out = "10%"')),
        (
            'levers.toml, [[levers]] graduate_scheme: drop_out: "10%" is not a number. Enter the share of those who finish who never take up the post or leave it within a year.',
        ),
    ),
    Case(
        "numbers that are none",
        of(
            "graduate_scheme",
            ("drop_out = 0.1", "drop_out = nan"),
            ("per_start_gbp = 12000", "per_start_gbp = inf"),
            ("minimum_per_year = 5", "minimum_per_year = -inf"),
        ),
        (
            "levers.toml, [[levers]] graduate_scheme: drop_out: nan cannot be counted with. Enter the share of those who finish who never take up the post or leave it within a year.",
            "levers.toml, [[levers]] graduate_scheme: per_start_gbp: inf cannot be counted with. Enter pounds for each whole-time equivalent that starts, in the year it starts; less than 0 where a grant pays more than it costs.",
            "levers.toml, [[levers]] graduate_scheme: minimum_per_year: -inf cannot be counted with. Enter the fewest whole-time equivalents with which it starts in a year, if it starts at all.",
        ),
    ),
    Case(
        "number beyond what can be held",
        of(
            "graduate_scheme",
            ("per_start_gbp = 12000", "per_start_gbp = 1e400"),
            ("minimum_per_year = 5", "minimum_per_year = 1000000000000000000000000000000"),
        ),
        (
            "levers.toml, [[levers]] graduate_scheme: per_start_gbp: inf cannot be counted with. Enter pounds for each whole-time equivalent that starts, in the year it starts; less than 0 where a grant pays more than it costs.",
            "levers.toml, [[levers]] graduate_scheme: minimum_per_year: a very large number is out of range. Enter 0 to 1,000,000.",
        ),
    ),
    Case(
        "number of five thousand digits",
        of("graduate_scheme", ("per_start_gbp = 12000", f"per_start_gbp = {'7' * 5000}")),
        ("levers.toml: a number in it has too many digits, or lists in it are nested too deeply. Shorten them.",),
    ),
    Case(
        "booleans and dates as numbers",
        of(
            "graduate_scheme",
            ("drop_out = 0.1", "drop_out = true"),
            ("per_start_gbp = 12000", "per_start_gbp = 2021-03-31"),
            ("lead_years = 1", "lead_years = false"),
            ("2022 = 30", "2022 = true"),
        ),
        (
            "levers.toml, [[levers]] graduate_scheme: lead_years: False is not a whole number. Enter the years from the start until it works.",
            "levers.toml, [[levers]] graduate_scheme: drop_out: True is not a number. Enter the share of those who finish who never take up the post or leave it within a year.",
            "levers.toml, [[levers]] graduate_scheme: per_start_gbp: 2021-03-31 is not a number. Enter pounds for each whole-time equivalent that starts, in the year it starts; less than 0 where a grant pays more than it costs.",
            "levers.toml, [[levers]] graduate_scheme: capacity.2022: True is not a number. Enter the most whole-time equivalents that may start in a year on all its routes together, as { 2022 = 150, 2025 = 800 }.",
        ),
    ),
    Case(
        "far too costly",
        of("graduate_scheme", ("per_start_gbp = 12000", "per_start_gbp = 2000000"), ("value = 50000", "value = -1")),
        (
            "levers.toml, [[levers]] graduate_scheme: set_up_gbp.value: -1 is out of range. Enter 0 to 10,000,000,000.",
            "levers.toml, [[levers]] graduate_scheme: per_start_gbp: 2000000 is out of range. Enter -100,000 to 1,000,000.",
        ),
    ),
    Case(
        "grant beyond all bounds",
        of("graduate_scheme", ("per_start_gbp = 12000", "per_start_gbp = -100001")),
        (
            "levers.toml, [[levers]] graduate_scheme: per_start_gbp: -100001 is out of range. Enter -100,000 to 1,000,000.",
        ),
    ),
    Case(
        "grant that pays more than the start costs",
        of("graduate_scheme", ("per_start_gbp = 12000", "per_start_gbp = -40000")),
        (
            "levers.toml, [[levers]] graduate_scheme: per_start_gbp: each start earns £2,000 in all, with per_year_gbp over 1 year. Enter no more than a grant pays of what the start costs; a plan would otherwise start for the money.",
        ),
    ),
    Case(
        "grant that pays more than a short lever costs",
        of("hiring", ("per_start_gbp = 6000", "per_start_gbp = -1")),
        (
            "levers.toml, [[levers]] hiring: per_start_gbp: each start earns £1 in all, with per_year_gbp over 1 year. Enter no more than a grant pays of what the start costs; a plan would otherwise start for the money.",
        ),
    ),
    Case(
        "reskilling from nowhere",
        of("reskilling", ('from_areas = ["clinical_coding", "health_records"]\n', "")),
        (
            "levers.toml, [[levers]] reskilling: from_areas: the setting is missing, so there is nowhere to take staff from. Add the areas of work from which it takes staff.",
        ),
    ),
    Case(
        "reskilling from an empty list",
        of("reskilling", ('from_areas = ["clinical_coding", "health_records"]\n', "from_areas = []\n")),
        (
            "levers.toml, [[levers]] reskilling: from_areas: the list is empty. Enter the areas of work from which reskilling takes staff; other kinds do not have it.",
        ),
    ),
    Case(
        "reskilling from where it gives",
        of("reskilling", ('from_areas = ["clinical_coding", "health_records"]', 'from_areas = ["ict"]')),
        (
            "levers.toml, [[levers]] reskilling: from_areas: it takes from where it gives to, ict, so nothing comes about. Name other areas of work.",
        ),
    ),
    Case(
        "reskilling to another level",
        of("reskilling", ("to_levels", 'from_levels = ["support"]\nto_levels')),
        (
            "levers.toml, [[levers]] reskilling: from_levels: reskilling stays at the same level, and to_levels names others. Leave it out.",
        ),
    ),
    Case(
        "reskilling from areas not covered",
        of("reskilling", ('["clinical_coding", "health_records"]', '["health_records"]')),
        (
            "levers.toml, [[levers]] reskilling: to_areas: the study does not cover two of the areas of work between which it moves staff. Leave the lever out, or name some of: clinical_coding, ict.",
            "levers.toml, [[levers]] reskilling: [[levers.plan]] 1: no route of the lever leads from clinical_coding to ict, support. Name areas and levels between which it gives.",
        ),
    ),
    Case(
        "upskilling from another area",
        of("upskilling", ("to_areas", 'from_areas = ["clinical_coding"]\nto_areas')),
        (
            "levers.toml, [[levers]] upskilling: from_areas: upskilling stays within an area of work. Leave it out, or choose the kind reskilling.",
        ),
    ),
    Case(
        "upskilling to where nobody can rise",
        of("upskilling", ('to_levels = ["professional", "manager"]', 'to_levels = ["support", "manager"]')),
        (
            "levers.toml, [[levers]] upskilling: to_levels: no level stands below support, so nobody can rise to it. Name a higher one.",
        ),
    ),
    Case(
        "upskilling from a level to itself",
        of(
            "upskilling",
            ('to_levels = ["professional", "manager"]', 'from_levels = ["manager"]\nto_levels = ["manager"]'),
        ),
        (
            "levers.toml, [[levers]] upskilling: to_levels: no level of from_levels stands below manager, so nobody can rise to it. Name a higher one.",
            "levers.toml, [[levers]] upskilling: from_levels: no level of to_levels stands above manager, so nobody can rise from it. Name a lower one.",
        ),
    ),
    Case(
        "joining from an area",
        of("hiring", ("to_areas", 'from_areas = ["clinical_coding"]\nfrom_levels = ["manager"]\nto_areas')),
        (
            "levers.toml, [[levers]] hiring: from_areas: people from outside are not taken from an area of work. Leave it out, or choose the kind reskilling.",
            "levers.toml, [[levers]] hiring: from_levels: people from outside are not taken from an area of work. Leave it out, or choose the kind reskilling.",
        ),
    ),
    Case(
        "retention from an area",
        of("working_life", ("to_areas", 'from_areas = ["ict"]\nto_areas')),
        (
            "levers.toml, [[levers]] working_life: from_areas: retention_working_life takes staff from nowhere. Leave it out, or choose the kind reskilling.",
        ),
    ),
    Case(
        "areas that the study does not cover",
        of("hiring", ('to_areas = ["ict"]', 'to_areas = ["health_records", "knowledge_management"]')),
        (
            "levers.toml, [[levers]] hiring: to_areas: the study covers none of these areas of work. Leave the lever out, or name some of: clinical_coding, ict.",
        ),
    ),
    Case(
        "retention without effect",
        of("working_life", ("effect = { value = 0.1, low = 0.0, high = 0.2 }\n", "")),
        (
            "levers.toml, [[levers]] working_life: effect: the setting is missing, which retention_working_life needs. Add the share by which leaving falls.",
        ),
    ),
    Case(
        "automation without effect",
        of("automation", ("effect = { value = 0.6, low = 0.2, high = 1.0 }\n", "")),
        (
            "levers.toml, [[levers]] automation: effect: the setting is missing, which automation needs. Add the share of a whole-time equivalent of demand that falls away.",
        ),
    ),
    Case(
        "stand-in without end",
        of("contractors", ("lasts_years = 1\n", "")),
        (
            "levers.toml, [[levers]] contractors: lasts_years: the setting is missing, which contractors needs. Add for how many years they stand in.",
        ),
    ),
    Case(
        "stand-in of no length",
        of("contractors", ("lasts_years = 1", "lasts_years = 0")),
        ("levers.toml, [[levers]] contractors: lasts_years: 0 is out of range. Enter 1 to 20.",),
    ),
    Case(
        "end of those who join",
        of("hiring", ("lead_years", "lasts_years = 2\nlead_years")),
        (
            "levers.toml, [[levers]] hiring: lasts_years: external_recruitment has no end of its own: people stay until they leave as others do. Leave it out.",
        ),
    ),
    Case(
        "end of those who are kept",
        of("working_life", ("lead_years", "lasts_years = 2\nlead_years")),
        (
            "levers.toml, [[levers]] working_life: lasts_years: retention_working_life covers one year for each start. Leave it out.",
        ),
    ),
    Case(
        "no price year",
        edited("price_year = 2020\n", ""),
        (
            "levers.toml, price_year: the setting is missing. Add the year to 31 March in whose pounds prices are given, unless a lever says its own.",
            "levers.toml, [[levers]] hiring: price_year: its costs have no price year, neither here nor at the top of the file. Add the year to 31 March in whose pounds they are.",
            "levers.toml, [[levers]] reskilling: price_year: its costs have no price year, neither here nor at the top of the file. Add the year to 31 March in whose pounds they are.",
            "levers.toml, [[levers]] upskilling: price_year: its costs have no price year, neither here nor at the top of the file. Add the year to 31 March in whose pounds they are.",
            "levers.toml, [[levers]] working_life: price_year: its costs have no price year, neither here nor at the top of the file. Add the year to 31 March in whose pounds they are.",
            "levers.toml, [[levers]] contractors: price_year: its costs have no price year, neither here nor at the top of the file. Add the year to 31 March in whose pounds they are.",
            "levers.toml, [[levers]] automation: price_year: its costs have no price year, neither here nor at the top of the file. Add the year to 31 March in whose pounds they are.",
        ),
    ),
    Case(
        "price year after the horizon",
        edited("price_year = 2020\n", "price_year = 2023\n"),
        ("levers.toml, price_year: 2023 lies after the horizon 2022. Enter the year whose prices the costs are.",),
    ),
    Case(
        "price year of a lever after the horizon",
        of("graduate_scheme", ("price_year = 2019", "price_year = 2023")),
        (
            "levers.toml, [[levers]] graduate_scheme: price_year: 2023 lies after the horizon 2022. Enter the year whose prices the costs are.",
        ),
    ),
    Case(
        "capacity below the minimum",
        of("graduate_scheme", ("2021 = 20", "2021 = 4")),
        (
            "levers.toml, [[levers]] graduate_scheme: capacity: 4 in 2021 is below minimum_per_year, 5, so nobody could start. Enter 0, or as much as the minimum.",
        ),
    ),
    Case(
        "capacity below nothing",
        of("graduate_scheme", ("2021 = 20", "2021 = -4")),
        ("levers.toml, [[levers]] graduate_scheme: capacity.2021: -4 is out of range. Enter 0 to 1,000,000.",),
    ),
    Case(
        "capacity outside the years",
        of("graduate_scheme", ("2021 = 20, 2022 = 30", "2020 = 20, 2035 = 30")),
        (
            "levers.toml, [[levers]] graduate_scheme: capacity.2020: nothing can start in this year. Name years from 2021 to 2022.",
            "levers.toml, [[levers]] graduate_scheme: capacity.2035: nothing can start in this year. Name years from 2021 to 2022.",
        ),
    ),
    Case(
        "capacity as a number",
        of("hiring", ("{ 2021 = 10 }", "10")),
        (
            "levers.toml, [[levers]] hiring: capacity: 10 is not a table of years. Enter the most whole-time equivalents that may start in a year on all its routes together, as { 2022 = 150, 2025 = 800 }.",
        ),
    ),
    Case(
        "capacity of no year",
        of("hiring", ("{ 2021 = 10 }", "{}")),
        (
            "levers.toml, [[levers]] hiring: capacity: no year is stated. Enter the most whole-time equivalents that may start in a year on all its routes together, as { 2022 = 150, 2025 = 800 }.",
        ),
    ),
    Case(
        "capacity by words",
        of("hiring", ("{ 2021 = 10 }", '{ first = 10, "2021-22" = 3 }')),
        (
            'levers.toml, [[levers]] hiring: capacity: "first" is not a year. Enter the most whole-time equivalents that may start in a year on all its routes together, as { 2022 = 150, 2025 = 800 }.',
            'levers.toml, [[levers]] hiring: capacity: "2021-22" is not a year. Enter the most whole-time equivalents that may start in a year on all its routes together, as { 2022 = 150, 2025 = 800 }.',
        ),
    ),
    Case(
        "limit with an unknown lever",
        edited('levers = ["graduate_scheme", "hiring"]', 'levers = ["graduate_scheme", "hirings"]'),
        (
            'levers.toml, [[limits]] graduate_market: levers: "hirings" is no lever of this file. Did you mean hiring? Use one of: graduate_scheme, hiring, reskilling, upskilling, working_life, contractors, automation.',
        ),
    ),
    Case(
        "limit outside the years",
        edited("most = { 2021 = 40 }", "most = { 2019 = 40 }"),
        (
            "levers.toml, [[limits]] graduate_market: most.2019: nothing can start in this year. Name years from 2021 to 2022.",
        ),
    ),
    Case(
        "limit without anything",
        edited(
            'name = "Graduates whom Anyshire can win in a year"\nlevers = ["graduate_scheme", "hiring"]\nareas = ["ict"]\nmost = { 2021 = 40 }\nsource = "Anyshire workforce team"\n',
            "",
        ),
        (
            "levers.toml, [[limits]] graduate_market: name: the setting is missing. Add the name to print.",
            "levers.toml, [[limits]] graduate_market: levers: the setting is missing. Add the ids of the levers that share it.",
            "levers.toml, [[limits]] graduate_market: most: the setting is missing. Add the most whole-time equivalents that may start in a year on these levers together, as { 2022 = 600, 2025 = 1200 }.",
            "levers.toml, [[limits]] graduate_market: source: the setting is missing. Add what it rests on.",
        ),
    ),
    Case(
        "limits of one id",
        edited(
            "[[levers]]\n",
            '[[limits]]\nid = "graduate_market"\nname = "again"\nlevers = ["hiring"]\nmost = { 2021 = 4 }\nsource = "x"\n\n[[levers]]\n',
        ),
        (
            'levers.toml, [[limits]] 2: id: "graduate_market" names two limits, which no table could tell apart. Give each its own id.',
        ),
    ),
    Case(
        "goal with an unknown scenario",
        edited('closes = ["future"]', 'closes = ["past"]'),
        ('levers.toml, [goal] closes: "past" is not known. Use one of: future.',),
    ),
    Case(
        "weights of unknown scenarios",
        edited("weights = { future = 2 }", "weights = { future = 1, past = 1 }"),
        ("levers.toml, [goal] weights.past: no such setting is known here. Use one of: future.",),
    ),
    Case(
        "weights that sum to nothing",
        edited("weights = { future = 2 }", "weights = { future = 0 }"),
        ("levers.toml, [goal] weights: they sum to 0, so no scenario counts. Give one a weight above 0.",),
    ),
    Case(
        "weights below nothing",
        edited("weights = { future = 2 }", "weights = { future = -1 }"),
        ("levers.toml, [goal] weights.future: -1 is out of range. Enter 0 to 1,000,000.",),
    ),
    Case(
        "weights as a list",
        edited("weights = { future = 2 }", "weights = [1]"),
        ("levers.toml, [goal] weights: this is not a section. Write the weight of each scenario, as { future = 1 }.",),
    ),
    Case(
        "confidence too high",
        edited("confidence = 0.8", "confidence = 1"),
        ("levers.toml, [goal] confidence: 1 is out of range. Enter 0.5 to 0.99.",),
    ),
    Case(
        "confidence in per cent",
        edited("confidence = 0.8", "confidence = 80"),
        ("levers.toml, [goal] confidence: 80 is out of range. Enter 0.5 to 0.99.",),
    ),
    Case(
        "first year not after the base year",
        edited("first_year = 2021", "first_year = 2020"),
        ("levers.toml, [goal] first_year: 2020 does not lie after the base year 2020. Enter 2021 to 2022.",),
    ),
    Case(
        "first year after the horizon",
        edited("first_year = 2021", "first_year = 2023"),
        ("levers.toml, [goal] first_year: 2023 lies after the horizon 2022. Enter 2021 to 2022.",),
    ),
    Case(
        "decided outside the plan",
        edited("decide_in = 2022", "decide_in = 2023"),
        ("levers.toml, [goal] decide_in: 2023 is no year in which a lever may start. Enter 2021 to 2022.",),
    ),
    Case(
        "milestone outside the years",
        edited("year = 2022\ncloses = 0.6", "year = 2023\ncloses = 0.6"),
        ("levers.toml, [[goal.milestones]] 2: year: 2023 is no year in which a lever may start. Enter 2021 to 2022.",),
    ),
    Case(
        "milestones that fall",
        edited("year = 2022\ncloses = 0.6", "year = 2022\ncloses = 0.1"),
        (
            "levers.toml, [[goal.milestones]] 2: closes: 0.1 by 2022 is less than 0.2 by 2021. Ask for as much or more as time goes on.",
        ),
    ),
    Case(
        "milestones out of order",
        edited("year = 2022\ncloses = 0.6", "year = 2021\ncloses = 0.6"),
        (
            "levers.toml, [[goal.milestones]] 2: year: 2021 does not lie after 2021, the year before it in the file. List each year once, the earliest first.",
        ),
    ),
    Case(
        "milestone beyond the whole",
        edited("closes = 0.6", "closes = 60"),
        ("levers.toml, [[goal.milestones]] 2: closes: 60 is out of range. Enter 0 to 1.",),
    ),
    Case(
        "goal missing",
        without_goal,
        (*GOAL_MISSING,),
    ),
    Case(
        "goal that is a number",
        both(without_goal, first("goal = 5\n")),
        (
            "levers.toml, goal: this is a single value. Make it a section, [goal].",
            *GOAL_MISSING,
        ),
    ),
    Case(
        "leaving missing",
        edited('all = { value = 0.1, low = 0.08, high = 0.12, source = "Anyshire staff records" }\n', ""),
        (
            "levers.toml, [leaving_per_year] all: the setting is missing, and there is no line for clinical_coding. Add the share of people brought by a lever who leave the NHS in a year, in areas without a line of their own.",
        ),
    ),
    Case(
        "leaving of an unknown area",
        edited("ict = { value = 0.14", "icd = { value = 0.14"),
        (
            "levers.toml, [leaving_per_year] icd: no such setting is known here. Did you mean ict? Use one of: all, clinical_coding, health_records, information_management, ict, clinical_informatics, knowledge_management, it_programmes_projects, it_strategy_development, it_education_training.",
        ),
    ),
    Case(
        "leaving without a source",
        edited('ict = { value = 0.14, low = 0.1, high = 0.2, source = "Anyshire staff records" }', "ict = 0.14"),
        (
            'levers.toml, [leaving_per_year] ict.source: the setting is missing. Write what it rests on, as { value = 0.02, source = "..." }.',
        ),
    ),
    Case(
        "growth of prices in per cent without a source",
        edited(
            'price_growth_per_year = { value = 0.02, low = 0.01, high = 0.03, source = "Anyshire finance", note = "assumed" }',
            "price_growth_per_year = 2",
        ),
        ("levers.toml, price_growth_per_year: 2 is out of range. Enter -0.1 to 0.25.",),
    ),
    Case(
        "shortfall without a source",
        edited('high = 120000, source = "Anyshire finance"', "high = 120000"),
        (
            'levers.toml, shortfall_gbp_per_wte_year.source: the setting is missing. Write what it rests on, as { value = 0.02, source = "..." }.',
        ),
    ),
    Case(
        "a round that costs nothing",
        of(
            "reskilling",
            (
                'from_areas = ["clinical_coding", "health_records"]\nto_areas = ["ict"]',
                'from_areas = ["clinical_coding", "ict"]\nto_areas = ["clinical_coding", "ict"]',
            ),
            ("drop_out = 0.1\n", ""),
            ("per_start_gbp = 5000\n", "per_start_gbp = 0\n"),
            (
                '\n[[levers.plan]]\nfrom_area = "clinical_coding"\nto_area = "ict"\nto_level = "support"\nyear = 2022\namount_wte = 2\n',
                "",
            ),
        ),
        (
            "levers.toml, [[levers]] reskilling: drop_out, per_start_gbp, per_year_gbp: staff could go round, from clinical_coding to ict to clinical_coding at level professional, with nobody lost, and at no cost. Say how many drop out, or what a move costs.",
        ),
    ),
    Case(
        "a round through two levers that earns",
        there_and_back,
        (
            "levers.toml, [[levers]] there and back: drop_out, per_start_gbp, per_year_gbp: staff could go round, from clinical_coding to ict to clinical_coding at level manager, with nobody lost, and earn £1,000 a round. Say how many drop out, or what a move costs.",
        ),
    ),
    Case(
        "planned on an unknown route",
        edited('to_area = "ict"\nto_level = "professional"\nyear', 'to_area = "ict"\nto_level = "manager"\nyear'),
        (
            "levers.toml, [[levers]] graduate_scheme: [[levers.plan]] 1: no route of the lever leads to ict, manager. Name areas and levels between which it gives.",
        ),
    ),
    Case(
        "planned from an unknown place",
        edited(
            'to_area = "ict"\nto_level = "professional"\nyear',
            'from_area = "clinical_coding"\nfrom_level = "professional"\nto_area = "ict"\nto_level = "professional"\nyear',
        ),
        (
            "levers.toml, [[levers]] graduate_scheme: [[levers.plan]] 1: no route of the lever leads from clinical_coding, professional to ict, professional. Name areas and levels between which it gives.",
        ),
    ),
    Case(
        "planned where several routes lead",
        of(
            "upskilling",
            ("to_levels", 'from_levels = ["support", "professional"]\nto_levels'),
            ("capacity = { 2021 = 8 }\n", "capacity = { 2021 = 8 }\n" + planned("ict", "manager", 2021, 1)),
        ),
        (
            "levers.toml, [[levers]] upskilling: [[levers.plan]] 1: several routes lead to ict, manager. Say which, by from_area and from_level.",
        ),
    ),
    Case(
        "planned where several routes lead, one of them beyond the study",
        of("reskilling", ('from_area = "clinical_coding"\nto_area = "ict"\nto_level', 'to_area = "ict"\nto_level')),
        (
            "levers.toml, [[levers]] reskilling: [[levers.plan]] 1: several routes lead to ict, support. Say which, by from_area and from_level.",
        ),
    ),
    Case(
        "planned before the first year",
        edited("year = 2021\namount_wte = 12", "year = 2020\namount_wte = 12"),
        (
            "levers.toml, [[levers]] graduate_scheme: [[levers.plan]] 1: year: 2020 is no year in which a lever may start. Enter 2021 to 2022.",
        ),
    ),
    Case(
        "planned after the horizon",
        edited("year = 2021\namount_wte = 12", "year = 2023\namount_wte = 12"),
        (
            "levers.toml, [[levers]] graduate_scheme: [[levers.plan]] 1: year: 2023 is no year in which a lever may start. Enter 2021 to 2022.",
        ),
    ),
    Case(
        "planned above capacity",
        edited(
            "amount_wte = 12",
            'amount_wte = 12\n\n[[levers.plan]]\nto_area = "clinical_coding"\nto_level = "professional"\nyear = 2021\namount_wte = 10',
        ),
        (
            "levers.toml, [[levers.plan]], graduate_scheme in 2021: 22 wte would start, more than its capacity of 20. Start fewer, or raise its capacity.",
        ),
    ),
    Case(
        "planned above a limit",
        edited("most = { 2021 = 40 }", "most = { 2021 = 11.5 }"),
        (
            "levers.toml, [[levers.plan]], graduate_scheme in 2021: 12 wte would start, more than the limit graduate_market of 11.5. Start fewer, or raise the limit.",
        ),
    ),
    Case(
        "planned below the minimum",
        edited("amount_wte = 12", "amount_wte = 2.25"),
        (
            "levers.toml, [[levers.plan]], graduate_scheme in 2021: 2.25 wte would start, fewer than its minimum of 5. Start as many as that, or none.",
        ),
    ),
    Case(
        "planned below nothing",
        edited("amount_wte = 12", "amount_wte = -12"),
        (
            "levers.toml, [[levers]] graduate_scheme: [[levers.plan]] 1: amount_wte: -12 is out of range. Enter 0 to 1,000,000.",
        ),
    ),
    Case(
        "planned twice",
        edited(
            "amount_wte = 12",
            'amount_wte = 12\n\n[[levers.plan]]\nto_area = "ict"\nto_level = "professional"\nyear = 2021\namount_wte = 3',
        ),
        (
            "levers.toml, [[levers]] graduate_scheme: [[levers.plan]] 2: year: a section before it says how many start on this route in 2021. Keep one of the two.",
        ),
    ),
    Case(
        "plan that is no list of sections",
        edited(
            'recommendations = ["001-10", "002-08"]\n\n[[levers.plan]]\n',
            'recommendations = ["001-10", "002-08"]\n\n[levers.plan]\n',
        ),
        ("levers.toml, [[levers]] graduate_scheme: plan: this is not a section. Write [[levers.plan]].",),
    ),
]


def test_there_are_more_than_a_hundred_ways():
    assert len({case.name for case in CASES}) == len(CASES) > 100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_broken_levers_are_answered_in_these_words(case, tmp_path):
    content = case.change(LEVERS_TOML)
    path = tmp_path / "levers.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputProblems) as found:
        read_levers(path, areas=AREAS, scenarios=SCENARIOS, horizon=HORIZON)
    assert [str(problem) for problem in found.value.problems] == list(case.said)
    assert all(problem.kind for problem in found.value.problems)


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "other.toml"
    with pytest.raises(InputProblems, match=re.escape(f"{path}: there is no such file. Name a file of levers.")):
        read_levers(path, areas=AREAS, scenarios=SCENARIOS, horizon=HORIZON)


def test_problems_of_several_sections_are_told_at_once(tmp_path):
    text = edited("confidence = 0.8", "confidence = 8")(LEVERS_TOML)
    text = of("graduate_scheme", ("lead_years = 1", "lead_years = -1"), ('"ict", ', '"ict", "catering", '))(text)
    text = of("reskilling", ("lead_years = 1", "lead_years = 99"), ("amount_wte = 2", "amount_wte = -2"))(text)
    text = of("contractors", ("lasts_years = 1\n", ""))(text)
    path = tmp_path / "levers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems) as found:
        read_levers(path, areas=AREAS, scenarios=SCENARIOS, horizon=HORIZON)
    assert [problem.where for problem in found.value.problems] == [
        "levers.toml, [goal] confidence",
        "levers.toml, [[levers]] graduate_scheme: to_areas",
        "levers.toml, [[levers]] graduate_scheme: lead_years",
        "levers.toml, [[levers]] reskilling: lead_years",
        "levers.toml, [[levers]] reskilling: [[levers.plan]] 1: amount_wte",
        "levers.toml, [[levers]] contractors: lasts_years",
    ]
