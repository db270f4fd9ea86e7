"""What can study.toml say? The settings of a study, each of which describes itself.

The reference page of study.toml is written from these descriptions.
"""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.demand import Scenario
from cadreworks.demand.pooling import METHODS, NO_WEIGHTS, WEIGHTINGS, Choices
from cadreworks.periods import Horizon
from cadreworks.randomness import LARGEST_SEED, MOST_DRAWS
from cadreworks.settings_file import INPUT_SETTINGS, Input, Of, Role, Setting
from cadreworks.supply.establishment import PULL, PUSH
from cadreworks.supply.method import COHORT, COUNT, MICROSIMULATION, NET_GROWTH, OF_RECORDS, RATIO
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

STUDY_FILE = "study.toml"
MOST_NUMBERS = 60_000_000
"""How many numbers the draws of one quantity may hold: draws x years x cells. A run needs about 45 bytes for each."""
_QUANTITIES_OF_A_COHORT = 10
"""A cohort holds draws of people, wte and every flow at once; so many more than other methods do."""
PUBLISHED_FIGURES = "published"
EXERCISE = "exercise"
"""The role of the exercise, which is settings with files of their own rather than a table."""

ESTABLISHMENT = "establishment"
"""The role of limits on posts, which only a method that knows people can hold."""

LEVERS, PLAN = "levers", "plan"
"""The roles of levers, which are settings, and of a plan, whose rows only they can tell."""

ROLES = (
    Role("stock", "staff in post at the base year, by area of work and job level"),
    Role("growth", "net growth of each area in the years before the base year"),
    Role(
        "backtest",
        "scores of this method on the past, as `cadre records backtest` writes them, for the report",
        required=False,
    ),
    Role(
        ESTABLISHMENT,
        "funded posts, with the method `microsimulation`: how many staff may be in post, by area, level and year",
        required=False,
    ),
    Role("typical_organisation", "the organisation that the returns are about"),
    Role("returns", "what organisations forecast for the typical one, by scenario"),
    Role(
        "demand_baseline",
        "the workforce that would be desirable at the base year, where demand is not to begin from the stock",
        required=False,
    ),
    Role(
        "seeds",
        "answers to questions with known answers, for the method `cooke`; workbooks hold their own",
        required=False,
    ),
    Role("viewpoints", "what experts said in their comments, by theme, for the report", required=False),
    Role(EXERCISE, "the exercise that the returns answer: who was asked what", required=False),
    Role("pay_points", "the top pay point of each band"),
    Role("pay_bands", "the band at which each area and level is costed"),
    Role("pay_awards", "pay awards that are known, by financial year", required=False),
    Role("assumptions", "the assumption register"),
    Role("overrides", "values put in the place of an assumption's own, by whom, when and why", required=False),
    Role(
        LEVERS, "levers that can close a gap; the plan that they propose is acted on, or the one below", required=False
    ),
    Role(PLAN, "the plan that is acted on: how much of each lever, and when", required=False),
    Role("priorities", "what each area should put first, for the report", required=False),
    Role("recommendations", "recommendations with owner and status, for the report", required=False),
)

FROM_RECORDS = {"stock": "the stock", "growth": "growth", "backtest": "the back-test"}
"""What staff records tell where supply rests on them, by the role of the file that would contradict them."""

STUDY_SETTINGS = (
    Setting("title", Of.TEXT, "the study's title"),
    Setting("coverage", Of.TEXT, "the nation, region or organisation whose workforce it is"),
    Setting("owner", Of.TEXT, "the body that answers for the study"),
    Setting("edition", Of.TEXT, "the date or number of this edition, as it is to be printed"),
    Setting("base_year", Of.WHOLE, "the year of the stock, as at 31 March", least=1948, most=2200),
    Setting("horizon", Of.WHOLE, "the last year of the projection, as at 31 March", least=1949, most=2250),
    Setting("seed", Of.WHOLE, "the seed of the draws", least=0, most=LARGEST_SEED),
    Setting("draws", Of.WHOLE, "how many draws the bands rest on", least=1, most=MOST_DRAWS),
    Setting("areas", Of.TEXTS, "the areas of work covered; all nine if left out", required=False, one_of=AREA_IDS),
    Setting("limitations", Of.TEXTS, "limitations of this study's inputs, for the report", required=False),
    Setting(
        "reconcile_to",
        Of.TEXT,
        "`published` where the results should reproduce the figures of the 2030 report",
        required=False,
        one_of=(PUBLISHED_FIGURES,),
    ),
)
SUPPLY_SETTINGS = (
    Setting(
        "method",
        Of.TEXT,
        "how supply is projected: `net_growth` from tables of the study; from staff records given with --records, "
        "`cohort` carries expected people forward, `microsimulation` people one by one, month by month",
        one_of=(NET_GROWTH, COHORT, MICROSIMULATION),
    ),
    Setting(
        "recruitment",
        Of.TEXT,
        "with methods that rest on staff records: carry forward a `count` of joiners a year, or their `ratio` to those "
        "in post; `count` if left out",
        required=False,
        one_of=(COUNT, RATIO),
    ),
    Setting(
        "promotion",
        Of.TEXT,
        "with `microsimulation`: people rise by the rates of the records as far as there is room (`push`), or only "
        "into what is vacant of an establishment (`pull`); `push` if left out",
        required=False,
        one_of=(PUSH, PULL),
    ),
)
DEMAND_SETTINGS = (
    Setting("method", Of.TEXT, "how returns are pooled", one_of=tuple(METHODS)),
    Setting("points", Of.WHOLES, "the years that experts were asked about; the last is the horizon"),
    Setting(
        "weights",
        Of.TEXT,
        "`size` where returns are to weigh by the size of their organisation; not with `mean_sd` or `cooke`",
        required=False,
        one_of=WEIGHTINGS,
        default=NO_WEIGHTS,
    ),
    Setting(
        "post_stratify",
        Of.FLAG,
        "whether types of organisation are to count as they do among the invited; not with `mean_sd` or `cooke`",
        required=False,
        default=False,
    ),
    Setting(
        "partial_returns",
        Of.FLAG,
        "whether a return that lacks areas is pooled in those that it answered, or is a problem",
        required=False,
        default=False,
    ),
)
RECORDS_SETTINGS = INPUT_SETTINGS[1:]
RECORDS_ROLE = "staff_records"
GIVEN_WITH_RECORDS = "given with --records"
"""Stands where an input names its file: staff records lie in no study folder."""


@dataclass(frozen=True)
class StudySettings:
    """study.toml, checked. `horizon` runs from the base year to the last year."""

    title: str
    coverage: str
    owner: str
    edition: str
    horizon: Horizon
    seed: int
    draws: int
    areas: tuple[str, ...]
    limitations: tuple[str, ...]
    reconcile_to: str
    supply_method: str
    recruitment: str
    promotion: str
    demand_method: str
    points: tuple[int, ...]
    weights: str
    post_stratify: bool
    partial_returns: bool
    scenarios: tuple[Scenario, ...]
    inputs: tuple[Input, ...]
    records: Input | None

    @property
    def sources(self) -> tuple[Input, ...]:
        """Everything that results rest on: the inputs, and staff records."""
        return self.inputs if self.records is None else (self.records, *self.inputs)

    @property
    def pooling(self) -> Choices:
        """How returns are pooled and weighed."""
        return Choices(self.demand_method, self.weights, self.post_stratify)

    @property
    def from_records(self) -> bool:
        """Whether supply rests on staff records, which the folder does not hold."""
        return self.supply_method in OF_RECORDS

    @property
    def most_draws(self) -> int:
        """How many draws of this study's years and cells, totals included, are within MOST_NUMBERS."""
        cells = (len(self.areas) + 1) * (len(LEVEL_IDS) + 1)
        most = MOST_NUMBERS // _QUANTITIES_OF_A_COHORT if self.from_records else MOST_NUMBERS
        return min(MOST_DRAWS, most // (len(self.horizon.years) * cells))
