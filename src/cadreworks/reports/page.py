"""The publication as one page: a projection, its checks and its drawings in, self-contained HTML out.

The page asks no other host for anything and runs no script. Figures are inline drawings, each with its data as
a table and the same in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cadreworks.demand import Scenario
from cadreworks.demand.pooling.methods import METHODS
from cadreworks.manifest import Manifest
from cadreworks.plan.result import PlanResult
from cadreworks.reports import findings, wording
from cadreworks.reports.charts import Drawing
from cadreworks.reports.expert_judgement import (
    Judged,
    agreement_sentences,
    agreement_table,
    answers_figure,
    exercise_sentences,
    judge_returns,
    response_table,
    viewpoints_table,
)
from cadreworks.reports.figures import Figure, Subject, figures_of, subjects
from cadreworks.reports.gap_chance import gap_chance_figure, gap_chance_table
from cadreworks.reports.main_tables import cost_by_area, cost_by_method, required_change, supply_and_demand
from cadreworks.reports.notes import (
    NOT_FOR_PUBLICATION,
    band_notes,
    no_change_note,
    not_for_publication,
    override_note,
    replicates_of,
    rounding_note,
)
from cadreworks.reports.one_by_one.chapter import FIGURES as PEOPLE_FIGURES
from cadreworks.reports.one_by_one.chapter import people_chapter
from cadreworks.reports.people_tables import people_tables
from cadreworks.reports.plan.chapter import FIGURES as PLAN_FIGURES
from cadreworks.reports.plan.chapter import plan_chapter
from cadreworks.reports.published_table import Heading, PublishedTable
from cadreworks.reports.reconciliation_table import reconciliation_table
from cadreworks.reports.record_tables import (
    assumptions_table,
    inputs_table,
    overrides_table,
)
from cadreworks.reports.templating import environment
from cadreworks.reports.track_record import (
    FIGURES,
    has_track_record,
    longest_test,
    track_record_figure,
    track_record_table,
    verdicts,
    why_no_track_record,
)
from cadreworks.reports.vacancy_table import vacancy_tables
from cadreworks.review.overrides import OverrideEffect
from cadreworks.review.reconcile import Reconciled
from cadreworks.study import Projection
from cadreworks.supply import BASE_YEARS
from cadreworks.vocabulary import (
    ALL,
    SKILLS,
    area_of_work,
    fedip_level,
    job_roles_of,
    role_family,
    status,
)

_EMPHASIS = {
    "it_and_coding": "technical IT and coding",
    "domain_knowledge_and_emotional_intelligence": "domain knowledge and emotional intelligence",
    "both": "technical IT and coding; domain knowledge and emotional intelligence",
    "not_stated": "not stated",
}
_CATEGORIES = {
    "core": "Core skills",
    "technical_or_domain_division": "Skills that divide technical from domain roles",
    "specialist": "Specialist skills",
}


@dataclass(frozen=True)
class Chapter:
    """One area of work: what it is, what the figures say, and what the study sets beside them."""

    subject: Subject
    description: str
    family: str
    section: str
    findings: Sequence[tuple[Scenario, Sequence[str]]]
    supply: str
    figures: Sequence[Figure]
    agreement: Sequence[str]
    agreement_table: PublishedTable
    viewpoints: PublishedTable | None
    priorities: Sequence[str]
    roles: PublishedTable | None


@dataclass(frozen=True)
class Checks:
    """What was found out about the results: the effects of overrides, and the comparison with print."""

    effects: Sequence[OverrideEffect]
    reconciled: Sequence[Reconciled]


def all_figures(projection: Projection, plan: PlanResult | None = None) -> dict[str, list[Figure]]:
    """The figures of each area of work, of the whole workforce (`all`), the track record, people and the plan."""
    figures = {
        subject.id: [*figures_of(projection, subject), answers_figure(projection, subject)]
        for subject in subjects(projection)
    }
    figures[ALL] += [gap_chance_figure(projection, scenario) for scenario in projection.study.settings.scenarios]
    people = people_chapter(projection)
    of_people = {PEOPLE_FIGURES: list(people.figures)} if people is not None else {}
    of_plan = {PLAN_FIGURES: list(plan_chapter(plan).figures)} if plan is not None else {}
    return (
        figures
        | {FIGURES: [track_record_figure(projection)] if has_track_record(projection) else []}
        | of_people
        | of_plan
    )


def page(
    projection: Projection,
    checks: Checks,
    figures: Mapping[str, Sequence[Figure]],
    drawings: Mapping[str, Drawing],
    manifest: Manifest,
    *,
    plan: PlanResult | None = None,
) -> str:
    """The whole page as HTML. plan: the study's own, if any"""
    study, judged = projection.study, judge_returns(projection)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            settings=study.settings,
            manifest=manifest,
            plan=plan_chapter(plan) if plan is not None else None,
            draws=projection.draws,
            seed=projection.seed,
            headline=findings.headline_numbers(projection),
            rounding_note=rounding_note(),
            override_note=override_note(projection),
            scenarios=_scenarios(projection),
            national=figures[ALL],
            cost_by_method=cost_by_method(projection),
            track_record=figures[FIGURES],
            why_no_track_record=why_no_track_record(projection),
            track_record_table=track_record_table(projection),
            verdicts_of_the_past=[*verdicts(projection), longest_test(projection)],
            people=[*people_tables(projection), *vacancy_tables(projection)],
            one_by_one=people_chapter(projection),
            records=study.records,
            supply={"years": int(study.register[BASE_YEARS.id].in_use), "replicates": replicates_of(study)},
            chapters=[
                _chapter(projection, judged, subject, figures[subject.id]) for subject in subjects(projection)[:-1]
            ],
            agreement=agreement_sentences(projection, judged, subjects(projection)[-1]),
            response=response_table(projection),
            exercise=exercise_sentences(projection),
            weighing=study.weighed.published,
            pooled_by=METHODS[study.settings.demand_method],
            drawing=lambda figure: Markup(drawings[figure.id].bare_svg),  # noqa: S704 - our drawing library escaped every name in it
            recommendations=study.recommendations,
            source_of={item.role: item.source for item in study.settings.inputs},
            skills=_skills(),
            band_notes=band_notes(projection),
            no_change_note=no_change_note(),
            assumptions=assumptions_table(projection),
            overrides=overrides_table(projection, checks.effects) if checks.effects else None,
            inputs=inputs_table(projection),
            by_status=_by_status(projection),
            returns=study.returns,
            mark=NOT_FOR_PUBLICATION,
            not_for_publication=not_for_publication(projection),
            verdicts=Counter(result.verdict.value for result in checks.reconciled),
            differing=reconciliation_table(projection, checks.reconciled, only_differing=True),
            unexplained=[result for result in checks.reconciled if not result.explained],
        )
    )


def _scenarios(projection: Projection) -> list[dict[str, object]]:
    """Each scenario with its findings and its main tables."""
    return [
        {
            "scenario": scenario,
            "findings": findings.main_findings(projection, scenario),
            "tables": [
                required_change(projection, scenario),
                supply_and_demand(projection, scenario),
                gap_chance_table(projection, scenario),
                cost_by_area(projection, scenario),
            ],
        }
        for scenario in projection.study.settings.scenarios
    ]


def _chapter(projection: Projection, judged: Judged, subject: Subject, figures: Sequence[Figure]) -> Chapter:
    area = area_of_work(subject.id)
    return Chapter(
        subject=subject,
        description=area.description,
        family=role_family(subject.id).name,
        section=area.chapter,
        findings=[
            (scenario, findings.area_findings(projection, scenario, subject))
            for scenario in projection.study.settings.scenarios
        ],
        supply=findings.supply_sentence(projection, subject),
        figures=figures,
        agreement=agreement_sentences(projection, judged, subject),
        agreement_table=agreement_table(projection, judged, subject),
        viewpoints=viewpoints_table(projection, subject),
        priorities=projection.study.priorities.get(subject.id, ()),
        roles=_roles_table(subject),
    )


def _roles_table(subject: Subject) -> PublishedTable | None:
    roles = job_roles_of(subject.id)
    if not roles:
        return None
    rows = tuple(
        (
            role.name,
            role.description,
            ", ".join(fedip_level(level).name for level in role.fedip_levels) or "not stated",
            _EMPHASIS[role.skill_emphasis],
            "yes" if role.emerging else "",
        )
        for role in roles
    )
    return PublishedTable(
        id=f"{subject.id}-roles",
        title=f"Job roles in demand, emerging or new in the NHS, {wording.in_running_text(subject.name)}",
        headings=(
            Heading("Job role"),
            Heading("What it does"),
            Heading("FEDIP level"),
            Heading("Skills it leans on"),
            Heading("Emerging"),
        ),
        rows=rows,
        source=f"{roles[0].source} ({roles[0].edition}), paraphrased; the same in every study",
    )


def _skills() -> list[tuple[str, list[str]]]:
    return [
        (heading, [skill.name for skill in SKILLS if skill.category == category])
        for category, heading in _CATEGORIES.items()
    ]


def _by_status(projection: Projection) -> list[tuple[str, str, list[str]]]:
    """For each status that occurs: its name, what it means, and the inputs that have it."""
    found: dict[str, list[str]] = {}
    for item in projection.study.settings.sources:
        for name in item.status:
            found.setdefault(name, []).append(item.role.replace("_", " "))
    return [(status(name).name, status(name).means, roles) for name, roles in found.items()]
