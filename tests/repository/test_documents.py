"""The repository tests itself: its documents are true. Links lead somewhere, and the code in them runs."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadreworks.bands import expected_coverage
from cadreworks.problems import ProblemList
from cadreworks.published import published_figures
from cadreworks.review.reconcile import Verdict, read_figures, reconcile
from cadreworks.review.results import read_result_tables

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])
WITH_CODE = sorted([*(ROOT / "docs" / "tutorials").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")])
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(bash|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def links_of(path: Path) -> Iterator[str]:
    return (match[1] for match in _LINK.finditer(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(path):
    for link in links_of(path):
        if not link.startswith(("http", "#")):
            assert (path.parent / link.partition("#")[0]).exists(), link


def test_every_document_can_be_found_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        for link in links_of(path):
            target = (path.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md":
                waiting.append(target)
            elif target.is_dir():
                waiting.extend(target.glob("*.md"))
    assert {path for path in DOCUMENTS if "benchmarks" not in path.parts} - reached <= {ROOT / "CHANGELOG.md"}


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=name_of)
def test_a_decision_takes_less_than_a_page_and_has_its_three_parts(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
        assert part in text


TAKES_MINUTES = (
    "audit-a-run.md",
    "check-and-read-returns.md",
    "close-a-gap.md",
    "code-comments-by-theme.md",
    "desirable-workforce.md",
    "find-what-drives-the-answer.md",
    "follow-a-plan.md",
    "one-trust-or-region.md",
    "run-an-exercise.md",
    "simulate-people-one-by-one.md",
    "supply-from-staff-records.md",
    "what-a-hiring-freeze-does.md",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[pytest.mark.full] if path.name in TAKES_MINUTES else []) for path in WITH_CODE],
    ids=name_of,
)
def test_the_code_of_a_document_runs_as_it_stands(path, tmp_path):
    """Block by block, in one new folder, with the command on the path as a reader would have it."""
    bin_folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    assert shutil.which("cadre", path=environment["PATH"])
    blocks = _BLOCK.findall(path.read_text(encoding="utf-8"))
    assert blocks
    for language, code in blocks:
        command = ["bash", "-euo", "pipefail", "-c", code] if language == "bash" else [sys.executable, "-c", code]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, f"{code}\n{ended.stdout}\n{ended.stderr}"


def test_the_two_commands_of_the_readme_are_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (commands,) = [
        code
        for language, code in _BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        if "make demo" in code
    ]
    for line in commands.split("\n"):
        if line:
            assert re.search(rf"^{line.removeprefix('make ')}:", makefile, re.MULTILINE), line


def test_the_picture_of_the_readme_shows_the_figures_of_the_study(reference_results):
    ours = (reference_results / "charts" / "all-supply-and-demand.svg").read_text(encoding="utf-8")
    shown = (ROOT / "docs" / "images" / "supply-and-demand.svg").read_text(encoding="utf-8")
    texts = r">([^<>]+)</t(?:ext|span)>"
    assert re.findall(texts, shown) == re.findall(texts, ours)


@pytest.fixture(scope="module")
def stated(reference_results) -> dict[str, str]:
    """The figures of the reference study that documents state, as they state them."""
    projected = {
        row["scenario"]: row
        for row in csv.DictReader(
            (reference_results / "tables" / "change.csv").read_text(encoding="utf-8").splitlines()
        )
        if (row["area"], row["level"]) == ("all", "all")
    }
    costs = {
        row["method"]: float(row["cost_gbp"])
        for row in csv.DictReader(
            (reference_results / "tables" / "cost_by_method.csv").read_text(encoding="utf-8").splitlines()
        )
        if (row["scenario"], row["year"]) == ("driven", "2030")
    }
    problems = ProblemList()
    figures = read_figures(published_figures().read_bytes(), problems, file="figures.csv")
    verdicts = [
        entry.verdict for entry in reconcile(figures, read_result_tables(reference_results / "tables"), problems)
    ]
    return {
        "figures": f"{len(verdicts)}",
        "differing": f"{verdicts.count(Verdict.DIFFERS)}",
        "supply": f"{float(projected['driven']['supply_wte']):,.0f}",
        "driven": f"{float(projected['driven']['demand_wte']):,.0f}",
        "desert": f"{float(projected['desert']['demand_wte']):,.0f}",
        "shortfall": f"{float(projected['driven']['shortfall_wte']):,.0f}",
        "by_area": f"{costs['by_area'] / 1e9:.1f} billion",
        "by_level": f"{costs['by_level'] / 1e9:.1f} billion",
        "of_eight": f"{expected_coverage(8)}",
        "of_three": f"{expected_coverage(3)}",
    }


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("README.md", "{figures} figures of the report are compared with ours"),
        (
            "README.md",
            "NHS digital workforce, {supply} whole-time equivalents in 2030, against demand of {driven} in a",
        ),
        ("README.md", "Data Driven Future and {desert} in a Data Desert Future"),
        ("CHANGELOG.md", "reconciled with {figures} figures"),
        ("docs/explanation/reference-study.md", "Of {figures} figures {differing} differ."),
        ("docs/tutorials/first-study.md", "The shortfall of {shortfall} whole-time equivalents"),
        ("docs/explanation/method.md", "The report calls its {by_area} a minimum"),
        ("docs/explanation/method.md", "costing by level gives about {by_level}"),
        ("docs/explanation/method.md", "covers the truth in about {of_eight} cases of 100"),
        ("docs/explanation/method.md", "rests on three years in about {of_three}."),
    ],
)
def test_figures_that_documents_state_are_those_of_the_study(document, sentence, stated):
    text = " ".join((ROOT / document).read_text(encoding="utf-8").split())
    assert sentence.format(**stated) in text


@pytest.mark.slow
def test_reference_pages_are_what_the_code_says():
    ended = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "write_reference_pages.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
