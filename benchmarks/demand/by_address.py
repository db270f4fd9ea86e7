"""`python -m demand.by_address FOLDER OUT.csv`: the peer. The same workbooks by pandas with openpyxl, cell by cell.

It knows where each table stands, trusts what it finds there, and checks nothing: the least that a script must do.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pandas as pd

AREAS = (
    *("clinical_coding", "health_records", "information_management", "ict", "clinical_informatics"),
    *("knowledge_management", "it_programmes_projects", "it_strategy_development", "it_education_training"),
)
LEVELS = ("senior_leader", "manager", "professional", "support")
SHEETS = {"Scenario A": "driven", "Scenario B": "desert"}
YEARS = {2: 2025, 3: 2030}
FIRST_LEVEL, ROWS_OF_A_TABLE = 8, 12
"""The row, from 0, of the first level of the first table, and how many rows further the next one stands."""


def main() -> None:
    """Write organisation, scenario, year, area, level and wte of every answer."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        for path in sorted(folder.glob("*.xlsx")):
            sheets = pd.read_excel(path, sheet_name=[*SHEETS, "Sign-off"], header=None, engine="openpyxl")
            name = sheets["Sign-off"].iat[3, 1]
            for tab, scenario in SHEETS.items():
                for at, area in enumerate(AREAS):
                    for column, year in YEARS.items():
                        for index, level in enumerate(LEVELS):
                            row = FIRST_LEVEL + ROWS_OF_A_TABLE * at + index
                            writer.writerow((name, scenario, year, area, level, float(sheets[tab].iat[row, column])))


if __name__ == "__main__":
    main()
