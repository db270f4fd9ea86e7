"""The repository tests itself: its code keeps to the rules of the house."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "src" / "cadreworks"
MODULES = sorted(ENGINE.rglob("*.py"))
BANNED_NAMES = {"utils", "helpers", "common", "misc", "core", "base", "manager", "data"}
# what the engine must not know: a clock, the environment, the network, random state of its own
UNKNOWN_MODULES = {
    *("time", "sched", "subprocess", "random", "secrets", "uuid", "numpy.random"),
    *(
        "socket",
        "socketserver",
        "ssl",
        "select",
        "selectors",
        "asyncio",
        "http",
        "urllib",
        "ftplib",
        "smtplib",
        "poplib",
    ),
    *("imaplib", "telnetlib", "xmlrpc", "wsgiref", "webbrowser", "requests", "urllib3", "httpx", "aiohttp"),
}
UNKNOWN_NAMES = {"now", "utcnow", "today", "fromtimestamp", "environ", "environb", "getenv", "urandom"}
MAY_KNOW = {
    "run.py": {"time", "now"},
    "cli/terminal.py": {"time"},
    "randomness.py": {"numpy.random"},
    "records/spark_engine.py": {"environ"},  # Java is started as Spark's own settings say, which it takes from there
}


def tracked_files() -> list[Path]:
    """Files of the repository, or of its copy where git is not at hand."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def functions_of(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)]


def name_of(path: Path) -> str:
    return path.relative_to(ENGINE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_is_no_longer_than_400_lines(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short_and_public_ones_say_what_they_do(path):
    for function in functions_of(path):
        assert function.end_lineno - function.lineno < 60, function.name
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not node.decorator_list:
            assert ast.get_docstring(node) or node.name.endswith("_sentence"), node.name


def test_no_module_has_a_name_that_says_nothing():
    assert {path.stem for path in MODULES} & BANNED_NAMES == set()


def outside_world_in(source: str) -> set[str]:
    """What a module imports or calls for that reaches beyond its arguments, under whatever name.

    A variable of its own may be called `now`; `np.random.Generator` is a type and may stand anywhere.
    """
    imported, named = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute):
            named.add(node.attr)
            if ast.unparse(node.value) in ("np.random", "numpy.random") and node.attr != "Generator":
                imported.add("numpy.random")
    modules = {module for module in UNKNOWN_MODULES for name in imported if f"{name}.".startswith(f"{module}.")}
    return modules | (named & UNKNOWN_NAMES)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_engine_knows_no_clock_environment_network_or_global_randomness(path):
    assert outside_world_in(path.read_text(encoding="utf-8")) <= MAY_KNOW.get(name_of(path), set())


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "from http.client import HTTPSConnection as link",
        "import urllib.request",
        "from time import time as t",
        "import datetime as d\nread = d.datetime.now",
        "from datetime import date as day\nday.today()",
        "import numpy as np\nnp.random.default_rng()",
        "from numpy.random import default_rng",
        "from numpy import random",
        "from os import environ",
        "from random import Random",
    ],
)
def test_what_reaches_beyond_its_arguments_is_seen(source):
    assert outside_world_in(source)


def test_every_dependency_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    named = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    for requirement in named:
        assert re.search(rf'^\s*"{re.escape(requirement)}", # \w+', text, re.MULTILINE), requirement


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_versions_are_pinned_with_hashes_and_name_no_index(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|index-url|find-links|@ ", text)
    entries = re.split(r"\n(?=[a-z])", text[text.index("\n\n" if "\n\n" in text else "\n") :].strip())
    for entry in (part for part in entries if not part.startswith("#")):
        assert re.match(r"[a-z0-9._-]+==", entry, re.IGNORECASE), entry
        assert "--hash=sha256:" in entry, entry


def test_no_file_names_a_machine_path_or_an_index_host():
    pattern = re.compile(r"/(home|root|work|Users)/[A-Za-z0-9_.-]+|pypi\.org|files\.pythonhosted|registry\.npmjs")
    for path in tracked_files():
        if path.suffix in (".png", ".xlsx") or path == Path(__file__):
            continue
        assert not pattern.search(path.read_text(encoding="utf-8", errors="replace")), path


def test_the_version_is_one():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_what_is_shipped_holds_no_quotation_from_the_reports():
    """Facts and figures only: the transcription's columns of quoted fragments stay behind."""
    for path in (ENGINE / "published").rglob("*.csv"):
        heading = path.read_text(encoding="utf-8").splitlines()[0]
        assert "quote" not in heading, path
