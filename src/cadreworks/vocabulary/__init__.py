"""The closed lists of the field, each entry with its source: what may be said, and what it is called."""

from cadreworks.vocabulary.areas import ALL, AREA_IDS, AREAS, ROLE_FAMILIES, area_of_work, role_family
from cadreworks.vocabulary.levels import (
    FEDIP_LEVELS,
    LEVEL_IDS,
    LEVELS,
    PAY_BAND_IDS,
    PAY_BANDS,
    fedip_level,
    job_level,
)
from cadreworks.vocabulary.organisations import ORGANISATION_TYPE_IDS, ORGANISATION_TYPES
from cadreworks.vocabulary.provenance import STATUS_IDS, STATUSES, status
from cadreworks.vocabulary.roles import JOB_ROLES, SKILLS, job_roles_of

__all__ = [
    "ALL",
    "AREAS",
    "AREA_IDS",
    "FEDIP_LEVELS",
    "JOB_ROLES",
    "LEVELS",
    "LEVEL_IDS",
    "ORGANISATION_TYPES",
    "ORGANISATION_TYPE_IDS",
    "PAY_BANDS",
    "PAY_BAND_IDS",
    "ROLE_FAMILIES",
    "SKILLS",
    "STATUSES",
    "STATUS_IDS",
    "area_of_work",
    "fedip_level",
    "job_level",
    "job_roles_of",
    "role_family",
    "status",
]
