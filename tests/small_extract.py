"""A small staff extract that is good, to be spoilt by tests; every id in it can be recognised wherever it turns up."""

from __future__ import annotations

from pathlib import Path

import duckdb

MARK = "zq7"
"""Stands in every id of a person or post, and nowhere else."""

HEADING = "person_id,as_at,organisation,area_of_work,level,pay_band,wte,assignment_id,birth_year,nhs_start_date"
PEOPLE = (
    # number, years, organisation, area_of_work, level, pay_band, wte, birth_year
    (1, (2019, 2020, 2021), "RAA", "ict", "support", "Band 4", "1", 1980),
    (2, (2019, 2020, 2021), "RAA", "ict", "professional", "6", "0.6", 1962),
    (3, (2019, 2020, 2021), "RBB", "clinical_coding", "support", "4", "1", 1990),
    (4, (2019,), "RAA", "ict", "support", "4", "1", 1975),
    (5, (2021,), "RAA", "clinical_coding", "professional", "5", "1", 1992),
)
ROWS = tuple(
    f"{MARK}-{number:04},{year}-03-31,{organisation},{area},{level},{band},{wte},{MARK}-post,{born},2010-04-01"
    for year in (2019, 2020, 2021)
    for number, years, organisation, area, level, band, wte, born in PEOPLE
    if year in years
)
GOOD = "\n".join((HEADING, *ROWS)) + "\n"


def write_parquet(csv_text: str, path: Path) -> Path:
    """The same table as Parquet, all columns text."""
    beside = path.with_name(f"{path.name}.csv")
    beside.write_text(csv_text, encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{beside}', all_varchar = true)) TO '{path}' (FORMAT parquet)"
        )
    beside.unlink()
    return path


def text_of(path: Path) -> str:
    """All that a file says, compressed or not."""
    if path.suffix != ".parquet":
        return path.read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()
        meta = connection.execute(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}')").fetchall()
    return f"{rows}{meta}"
