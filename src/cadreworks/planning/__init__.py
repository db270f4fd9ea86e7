"""Plans for a study that has been run: judged, chosen, followed up. Results and levers in, a folder of results out."""

from cadreworks.planning.act import PlanOptions, evaluate_plan, optimise_plan
from cadreworks.planning.follow import Followed, follow_plan, write_progress

__all__ = ["Followed", "PlanOptions", "evaluate_plan", "follow_plan", "optimise_plan", "write_progress"]
