"""What differs between two runs? Their manifests and studies -> a list of changes, none left out.

Numbers and inputs that the method reads come as steps, which say how they are made to the first study, so that every
mix of both studies can be run. Words, settings and files move no central figure, and are listed beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial

from cadreworks.assumptions import Assumption, Override
from cadreworks.cost import COST_ASSUMPTIONS
from cadreworks.demand import Scenario
from cadreworks.manifest import RunRecord
from cadreworks.periods import Horizon
from cadreworks.review.change import FILE, NONE, Change, Group, Step, Strand, digests_of
from cadreworks.review.changed_demand import POOLING_SETTINGS, changed_demand
from cadreworks.review.changed_supply import changed_supply, supply_settings_told
from cadreworks.review.same import same
from cadreworks.study import Study
from cadreworks.supply import BASE_YEARS

_INPUTS = {
    "establishment": ("establishment", Group.DATA, ("establishment",)),
    "desirable": ("demand baseline", Group.DATA, ("demand_baseline",)),
    "typical_organisation": ("typical organisation", Group.DATA, ("typical_organisation",)),
    "pay": ("pay points, bands and awards", Group.PAY, ("pay_points", "pay_bands", "pay_awards")),
    "plan": ("levers and plan", Group.PLAN, ("levers", "plan")),
}
"""Parts of a study that neither rates nor pooling read: what they are called, their group, the files behind them."""
_OF_POSTS = ("establishment", "plan")
_NUMBERS = ("value", "low", "high")
_SCALE_PREFIX = "typical_organisations."
_WORDS = tuple(
    field.name for field in fields(Assumption) if field.name not in (*_NUMBERS, "id", "title", "origin", "override")
)


def changes_of_runs(first: RunRecord, second: RunRecord) -> list[Change]:
    """Version, seed and draws belong to the run, not to the study; they move bands, or everything."""
    names = ("version", "seed", "draws")
    pairs = [(name, getattr(first, name), getattr(second, name)) for name in names]
    pairs.append(("staff records", first.records or NONE, second.records or NONE))
    return [Change("run", name, str(one), str(two)) for name, one, two in pairs if one != two]


def changes_that_move(first: Study, second: Study) -> Iterator[Step]:
    """Numbers of assumptions, overrides and inputs that differ, each with how it is made to the first study."""
    yield from _changed_assumptions(first, second)
    yield from _changed_overrides(first, second)
    yield from changed_supply(first, second)
    yield from _changed_inputs(first, second)
    yield from changed_demand(first, second)


def other_changes(first: Study, second: Study) -> Iterator[Change]:
    """All else that differs: what stands beside the numbers, the settings, and every file of another digest."""
    yield from _changed_words_of_assumptions(first, second)
    yield from _changed_settings(first, second)
    yield from _changed_scenarios(first, second)
    yield from _changed_sources(first, second)
    yield from _changed_files(first, second)


def _pairs(first: Study, second: Study) -> Iterator[tuple[Assumption, Assumption]]:
    theirs = {entry.id: entry for entry in second.declared}
    yield from ((entry, theirs[entry.id]) for entry in first.declared)


def _group_of(assumption: str, *studies: Study) -> Group:
    """What an assumption is about. All that is of neither pay, scale nor levers is of supply."""
    if assumption in {spec.id for spec in COST_ASSUMPTIONS}:
        return Group.PAY
    if assumption.startswith(_SCALE_PREFIX):
        return Group.DATA
    plans = (study.plan for study in studies if study.plan)
    of_levers = {entry.id for plan in plans for entry in plan.levers.register.entries}
    return Group.PLAN if assumption in of_levers else Group.RATES


def _strands_of(assumption: str) -> frozenset[Strand]:
    return frozenset({Strand.SUPPLY} if assumption == BASE_YEARS.id else ())


def _changed_assumptions(first: Study, second: Study) -> Iterator[Step]:
    for entry, other in _pairs(first, second):
        one, two = ((item.value, item.low, item.high) for item in (entry, other))
        if one != two:
            group = _group_of(entry.id, first, second)
            change = Change("assumption", entry.id, _triple(*one), _triple(*two), group.id)
            yield Step((change,), group, partial(_declaring, other), _strands_of(entry.id))


def _declaring(other: Assumption, study: Study) -> Study:
    """The study with the numbers of this assumption; words that stand beside them move nothing."""
    numbers = {name: getattr(other, name) for name in _NUMBERS}
    declared = tuple(replace(item, **numbers) if item.id == other.id else item for item in study.declared)
    return replace(study, declared=declared)


def _changed_words_of_assumptions(first: Study, second: Study) -> Iterator[Change]:
    for entry, other in _pairs(first, second):
        for word in _WORDS:
            yield from _difference("assumption", f"{entry.id}, {word}", getattr(entry, word), getattr(other, word))


def _changed_overrides(first: Study, second: Study) -> Iterator[Step]:
    ours = {override.assumption: override for override in first.overrides}
    theirs = {override.assumption: override for override in second.overrides}
    for name in sorted(ours.keys() | theirs.keys()):
        one, two = ours.get(name), theirs.get(name)
        if one == two:
            continue
        before, after = (
            NONE if entry is None else f"{_triple(entry.value, entry.low, entry.high)}, {entry}" for entry in (one, two)
        )
        group = _group_of(name, first, second)
        change = Change("override", name, before, after, group.id)
        yield Step((change,), group, partial(_overriding, name, two), _strands_of(name))


def _overriding(assumption: str, override: Override | None, study: Study) -> Study:
    others = tuple(other for other in study.overrides if other.assumption != assumption)
    return replace(study, overrides=others if override is None else (*others, override))


def _changed_inputs(first: Study, second: Study) -> Iterator[Step]:
    for field, (name, group, roles) in _INPUTS.items():
        before, after = (digests_of(study, *roles) for study in (first, second))
        # the same files, read for other areas or scenarios, are listed as settings
        if before != after and not same(getattr(first, field), getattr(second, field)):
            change = Change("input", name, before, after, group.id)
            strands = frozenset({Strand.POSTS} if field in _OF_POSTS else ())
            yield Step((change,), group, partial(_with, field, second), strands)


def _with(field: str, other: Study, study: Study) -> Study:
    return replace(study, **{field: getattr(other, field)})


def _changed_settings(first: Study, second: Study) -> Iterator[Change]:
    told_elsewhere = {"inputs", "records", "scenarios", *POOLING_SETTINGS, *supply_settings_told(first, second)}
    for field in fields(first.settings):
        one, two = getattr(first.settings, field.name), getattr(second.settings, field.name)
        if field.name == "limitations":
            one, two = _only_in_one(one, two)
        if field.name not in told_elsewhere:
            yield from _difference("setting", field.name, one, two)


def _changed_scenarios(first: Study, second: Study) -> Iterator[Change]:
    ours, theirs = ({item.id: item for item in study.settings.scenarios} for study in (first, second))
    yield from _difference("setting", "scenarios", tuple(ours), tuple(theirs))
    for name in (name for name in ours if name in theirs):
        for field in fields(Scenario):
            pair = (getattr(scenarios[name], field.name) for scenarios in (ours, theirs))
            yield from _difference("setting", f"scenario {name}, {field.name}", *pair)


def _changed_sources(first: Study, second: Study) -> Iterator[Change]:
    """What study.toml says of the inputs: their file, status and source."""
    ours, theirs = ({item.role: item for item in study.settings.sources} for study in (first, second))
    for role in dict.fromkeys((*ours, *theirs)):
        for word in ("file", "status", "source"):
            pair = (getattr(inputs[role], word) if role in inputs else "" for inputs in (ours, theirs))
            yield from _difference("setting", f"input {role}, {word}", *pair)


def _changed_files(first: Study, second: Study) -> Iterator[Change]:
    ours, theirs = ({file.name: file.sha256[:8] for file in study.files} for study in (first, second))
    for name in sorted(ours.keys() | theirs.keys()):
        yield from _difference(FILE, name, ours.get(name, ""), theirs.get(name, ""))


def _difference(kind: str, name: str, one: object, two: object) -> Iterator[Change]:
    if one != two:
        yield Change(kind, name, _shown(one), _shown(two))


def _only_in_one(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of two lists of sentences those that the other lacks; both whole where only their order differs."""
    lacking = tuple(item for item in one if item not in two), tuple(item for item in two if item not in one)
    return lacking if any(lacking) else (one, two)


def _triple(value: float, low: float, high: float) -> str:
    return f"{value:g} ({low:g} to {high:g})"


def _shown(value: object) -> str:
    if isinstance(value, Horizon):
        return f"{value.base} to {value.last}"
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return shown or NONE
