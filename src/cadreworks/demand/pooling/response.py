"""Who answered, and who did not? Invited organisations and returns -> response by type and by region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cadreworks.demand.exercise import Invited
from cadreworks.demand.pooling.judgements import Judgements

ALL_INVITED = "all"


@dataclass(frozen=True)
class Response:
    """One group of those invited.

    by: `all`, `type` or `region`; complete: answered every area of every scenario; partial: answered some of it
    whole; silent: nothing that counts; sizes are all staff of the organisations, in wte
    """

    by: str
    group: str
    invited: int
    complete: int
    partial: int
    silent: int
    invited_size_wte: float
    answered_size_wte: float

    @property
    def answered_share(self) -> float:
        """Complete and partial returns, of those invited."""
        return (self.complete + self.partial) / self.invited


def count_response(judgements: Judgements, invited: Sequence[Invited]) -> list[Response]:
    """The response of all, of each type and of each region, in order of name."""
    tables = count_tables(judgements)
    found = [_count("all", ALL_INVITED, invited, tables)]
    for by in ("type", "region"):
        groups = sorted({getattr(entry, by) for entry in invited})
        found += [
            _count(by, group, [entry for entry in invited if getattr(entry, by) == group], tables) for group in groups
        ]
    return found


@dataclass(frozen=True)
class TablesAnswered:
    """A table is an area of one scenario. asked: how many; answered: how many count, by organisation."""

    asked: int
    answered: dict[str, int]


def count_tables(judgements: Judgements) -> TablesAnswered:
    """How many tables (an area of one scenario) were asked about, and how many of them each organisation answered."""
    returns = judgements.returns
    told = [judgements.answered(scenario) for scenario in returns.wte]
    counts = {name: int(sum(mask[index].sum() for mask in told)) for index, name in enumerate(returns.organisations)}
    return TablesAnswered(sum(mask.shape[1] for mask in told), counts)


def _count(by: str, group: str, invited: Sequence[Invited], tables: TablesAnswered) -> Response:
    answered = [tables.answered.get(entry.organisation, 0) for entry in invited]
    complete = sum(count == tables.asked for count in answered)
    silent = sum(count == 0 for count in answered)
    sizes = [entry.size_wte for entry in invited]
    of_answers = sum((size for size, count in zip(sizes, answered, strict=True) if count), 0.0)
    return Response(by, group, len(invited), complete, len(invited) - complete - silent, silent, sum(sizes), of_answers)


def not_invited(judgements: Judgements, invited: Sequence[Invited]) -> Iterator[str]:
    """Organisations with returns that nobody invited."""
    known = {entry.organisation for entry in invited}
    return (name for name in judgements.returns.organisations if name not in known)
