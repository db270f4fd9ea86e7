"""The job roles that the 2030 report calls in demand, emerging or new (Tables 6A.1 to 6I.1), and the 22
skills it maps them to (Table 5.7).
"""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.vocabulary.shipped import rows_of


@dataclass(frozen=True)
class JobRole:
    """A role in one area of work; `fedip_levels` is empty where the report gives none."""

    id: str
    area: str
    name: str
    fedip_levels: tuple[str, ...]
    core_skills: str
    skill_emphasis: str
    emerging: bool
    description: str
    note: str
    source: str
    edition: str


@dataclass(frozen=True)
class Skill:
    """One of the 22 skills; the category is core, technical_or_domain_division or specialist."""

    id: str
    category: str
    number: int
    name: str
    source: str
    edition: str


JOB_ROLES = tuple(
    JobRole(
        id=row["id"],
        area=row["area"],
        name=row["name"],
        fedip_levels=tuple(level for level in row["fedip_levels"].split(";") if level),
        core_skills=row["core_skills"],
        skill_emphasis=row["skill_emphasis"],
        emerging=row["emerging"] == "yes",
        description=row["description"],
        note=row["note"],
        source=row["source"],
        edition=row["edition"],
    )
    for row in rows_of("job_roles")
)
SKILLS = tuple(
    Skill(row["id"], row["category"], int(row["number"]), row["name"], row["source"], row["edition"])
    for row in rows_of("skills")
)


def job_roles_of(area_id: str) -> tuple[JobRole, ...]:
    """The roles of one area of work, in the report's order."""
    return tuple(role for role in JOB_ROLES if role.area == area_id)
