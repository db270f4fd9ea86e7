"""What would the results be without an override? Each one alone is taken away, and then all of them.

Nothing is balanced in silence: whoever replaces a number is named, and the result without it stands beside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cadreworks.review.headline import headline
from cadreworks.study import Study

ALL_OVERRIDES = "all overrides"


@dataclass(frozen=True)
class OverrideEffect:
    """One headline figure with an override and without it."""

    assumption: str
    value: float | None
    value_without: float | None
    who: str
    when: str
    why: str
    scenario: str
    figure: str
    unit: str
    with_override: float
    without_override: float


def effects_of_overrides(study: Study) -> list[OverrideEffect]:
    """The headline figures without each override in turn, then without any; empty where there is none."""
    if not study.overrides:
        return []
    now = headline(study)
    effects = []
    for override in study.overrides:
        others = tuple(other for other in study.overrides if other is not override)
        registered = study.register[override.assumption].value
        for figure, without in zip(now, headline(replace(study, overrides=others)), strict=True):
            effects.append(
                OverrideEffect(
                    assumption=override.assumption,
                    value=override.value,
                    value_without=registered,
                    who=override.who,
                    when=override.when,
                    why=override.why,
                    scenario=figure.scenario,
                    figure=figure.figure,
                    unit=figure.unit,
                    with_override=figure.value,
                    without_override=without.value,
                )
            )
    for figure, without in zip(now, headline(replace(study, overrides=())), strict=True):
        effects.append(
            OverrideEffect(
                ALL_OVERRIDES,
                None,
                None,
                "",
                "",
                "",
                figure.scenario,
                figure.figure,
                figure.unit,
                figure.value,
                without.value,
            )
        )
    return effects
