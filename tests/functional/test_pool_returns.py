"""`cadre returns pool`: what it prints, what it writes, and how it answers what cannot be pooled."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pytest
from command import NO_EXERCISE, cadre

from cadreworks import published
from cadreworks.demand.exercise import reference_exercise
from cadreworks.demand.pooling import METHODS
from cadreworks.vocabulary import LEVEL_IDS

SEED_ANSWERS = {
    # how far each of eight experts is off, and how wide they answer, as factors on the truth
    "Example organisation 1": (1.0, 1.5),
    "Example organisation 2": (1.1, 1.2),
    "Example organisation 3": (0.7, 1.1),
    "Example organisation 4": (0.9, 2.0),
    "Example organisation 5": (1.3, 1.4),
    "Example organisation 6": (2.0, 1.1),
    "Example organisation 7": (0.95, 1.3),
}


FACTORS = (0.8, 0.9, 1.0, 1.0, 1.1, 1.2, 1.3, 1.5)
"""By how much each of eight experts multiplies the whole typical organisation in 2025; by 2030 it is that twice."""
DESERT = 0.5


@pytest.fixture
def exercise() -> Path:
    """The exercise of the reference study, as the package ships it."""
    return Path(published.__file__).parent / published.REFERENCE_STUDY / "exercise.toml"


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """Eight returns to it, with a range of each area's total."""
    asked = reference_exercise()
    columns = "organisation,scenario,year,area,level,wte,low,high,confidence,comment,signed_off_by"
    lines = [columns]
    for number, factor in enumerate(FACTORS, start=1):
        for scenario, year in itertools.product(asked.scenario_ids, asked.points):
            scale = factor ** (asked.points.index(year) + 1) * (DESERT if scenario == "desert" else 1)
            for area, typical in zip(asked.areas, asked.typical, strict=True):
                place = f"Example organisation {number},{scenario},{year},{area}"
                answers = [round(wte * scale, 2) for wte in typical]
                total = sum(answers)
                lines += [f"{place},{lv},{wte},,,,,director" for lv, wte in zip(LEVEL_IDS, answers, strict=True)]
                lines.append(f"{place},all,{total:.2f},{total * 0.8:.3f},{total * 1.3:.3f},0.8,,director")
    path = tmp_path / "made" / "returns.csv"
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def seeds(exercise: Path, tmp_path: Path) -> Path:
    """Seven of the eight answer every seed question of the exercise."""
    with (exercise.parent / "seed_questions.csv").open(encoding="utf-8") as file:
        truths = {row["question"]: float(row["answer"]) for row in csv.DictReader(file)}
    lines = ["organisation,question,low,best,high,answer"]
    for name, (off, wide) in SEED_ANSWERS.items():
        for number, (question, truth) in enumerate(truths.items()):
            best = truth * off * (1.05 if number % 2 else 0.95)
            lines.append(f"{name},{question},{best / wide},{best},{best * wide},{truth}")
    path = tmp_path / "seeds.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_reports_own_pool_in_words_and_files(returns, exercise, tmp_path, capsys):
    out = tmp_path / "change.csv"
    ended = cadre(
        capsys,
        "returns",
        "pool",
        returns,
        "--method",
        "mean_sd",
        "--exercise",
        exercise,
        "--out",
        out,
        "--draws",
        "200",
    )
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == (
        "8 returns pooled by mean_sd: the report's own: the mean return, plus or minus one standard deviation over "
        "returns."
    )
    assert ended.out.splitlines()[1].startswith(f"driven, 2025: {227 * sum(FACTORS) / 8:.1f} (")
    files = ("change", "change_influence", "change_congruence", "change_experts", "change_response")
    assert ended.out.splitlines()[5:] == [f"Written: {tmp_path / name}.csv" for name in files]
    change = rows_of(out)
    assert list(change[0]) == ["scenario", "year", "area", "level", "mean", "sd", "p05", "p50", "p95", "n"]
    assert len(change) == 2 * 2 * 10 * 5
    influence = rows_of(tmp_path / "change_influence.csv")
    assert len(influence) == 8 * len(change)
    for cell in change[:50]:
        own = [
            row for row in influence if all(row[name] == cell[name] for name in ("scenario", "year", "area", "level"))
        ]
        assert sum(float(row["influence"]) for row in own) == pytest.approx(0, abs=1e-9)
    response = rows_of(tmp_path / "change_response.csv")
    assert [row["invited"] for row in response if row["by"] == "all"] == ["53"]


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_adds_up_and_gives_the_same_bytes_again(method, returns, seeds, tmp_path, capsys):
    files = []
    for name in ("one", "two"):
        out = tmp_path / f"{name}.csv"
        extra = ("--seeds", seeds) if method == "cooke" else ()
        ended = cadre(capsys, "returns", "pool", returns, "--method", method, "--out", out, "--draws", 100, *extra)
        assert (ended.code, ended.err) == (0, f"{NO_EXERCISE}\n")
        files.append([path.read_bytes() for path in sorted(tmp_path.glob(f"{name}*.csv"))])
    assert files[0] == files[1]
    assert len(files[0]) == 4
    rows = {(row["scenario"], row["year"], row["area"], row["level"]): row for row in rows_of(tmp_path / "one.csv")}
    for (scenario, year, area, level), row in rows.items():
        if level == "all":
            levels = ("support", "professional", "manager", "senior_leader")
            parts = [float(rows[scenario, year, area, part]["mean"]) for part in levels]
            assert float(row["mean"]) == pytest.approx(sum(parts))
        assert float(row["p05"]) <= float(row["p50"]) <= float(row["p95"])


def test_cooke_says_who_weighs_nothing(returns, seeds, tmp_path, capsys):
    out = tmp_path / "change.csv"
    ended = cadre(
        capsys, "returns", "pool", returns, "--method", "cooke", "--seeds", seeds, "--out", out, "--json", "--cut-off"
    )
    said = json.loads(ended.out)
    assert said["method"] == "cooke"
    assert said["returns"] == 8
    assert said["notices"][0] == (
        "Without seed answers enough to be scored, and so without weight: Example organisation 8."
    )
    assert [(row["scenario"], row["year"]) for row in said["totals"]] == [
        *(("driven", 2025), ("driven", 2030), ("desert", 2025), ("desert", 2030))
    ]
    experts = {row["organisation"]: row for row in rows_of(tmp_path / "change_experts.csv")}
    assert sum(float(row["weight_share"]) for row in experts.values()) == pytest.approx(1)
    assert experts["Example organisation 8"]["calibration"] == ""
    assert float(experts["Example organisation 8"]["weight_share"]) == 0
    assert float(experts["Example organisation 6"]["calibration"]) < float(
        experts["Example organisation 1"]["calibration"]
    )


def test_types_count_as_among_the_invited(returns, exercise, tmp_path, capsys):
    asked = ("--method", "linear", "--exercise", exercise, "--out", tmp_path / "change.csv", "--post-stratify")
    ended = cadre(capsys, "returns", "pool", returns, *asked)
    assert "Nobody answered of the types commissioning, community; their share went to the other types" in ended.out
    weights: dict[str, float] = {}
    tables = {(row["tables_answered"], row["tables_asked"]) for row in rows_of(tmp_path / "change_experts.csv")}
    assert tables == {("18", "18")}  # nine areas in each of two scenarios
    for row in rows_of(tmp_path / "change_experts.csv"):
        weights[row["type"]] = weights.get(row["type"], 0.0) + float(row["weight_share"])
    assert weights == pytest.approx({"acute": 25 / 36, "mental_health": 9 / 36, "other": 2 / 36})


def test_partial_returns_are_pooled_as_far_as_they_go(returns, tmp_path, capsys):
    """The first organisation left ICT out of a year of a scenario, but for a comment."""
    lines = returns.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("Example organisation 1,driven,2025,ict,")]
    kept.append("Example organisation 1,driven,2025,ict,all,,,,,too early to say,director")
    partial = tmp_path / "returns.csv"
    partial.write_text("\n".join(kept) + "\n", encoding="utf-8")
    ended = cadre(capsys, "returns", "pool", partial, "--method", "linear", "--out", tmp_path / "change.csv")
    assert ended.code == 0
    n = {row["area"]: row["n"] for row in rows_of(tmp_path / "change.csv") if row["scenario"] == "driven"}
    assert (n["ict"], n["health_records"], n["all"]) == ("7", "8", "7")


BROKEN = {
    # what is done to returns.csv: (text, in its place), and what the command says
    "a level without an answer": (
        "clinical_coding,support,8.0,",
        "clinical_coding,support,,",
        "returns.csv, line 2, column wte: the cell is empty. Enter whole-time equivalents, 0 or more. Leave the row out "
        "where nobody answered.",
    ),
    "another scenario": (
        "Example organisation 1,driven,2025,clinical_coding,support,8.0,",
        "Example organisation 1,drivem,2025,clinical_coding,support,8.0,",
        'returns.csv, line 2, column scenario: "drivem" is not a known scenario. Did you mean driven? Use one of: driven, '
        "desert.",
    ),
    "another year": (
        "Example organisation 1,driven,2025,clinical_coding,support,8.0,",
        "Example organisation 1,driven,2026,clinical_coding,support,8.0,",
        "returns.csv, line 2, column year: 2026 is not a year of this study. Demand is asked for 2025 and 2030; mend the "
        "year, or `points` in the exercise.",
    ),
    "a range that does not hold the answer": (
        "clinical_coding,all,13.60,10.880,17.680,",
        "clinical_coding,all,,30,40,",
        "returns.csv, line 6, column low: 13.6, the sum of its levels, does not lie between its low 30 and its high 40. "
        "Mend whichever of the three is wrong.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_returns_are_answered_in_these_words(name, returns, tmp_path, capsys):
    old, new, said = BROKEN[name]
    text = returns.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "returns.csv"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    ended = cadre(capsys, "returns", "pool", broken, "--method", "linear", "--out", tmp_path / "change.csv")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [NO_EXERCISE, said, "1 problem found; nothing was written."]
    assert not (tmp_path / "change.csv").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Example organisation 7,",
            "Nobody,",
            'seeds.csv, line 50, column organisation: "Nobody" has seed answers but no returns. Write its name as in the '
            "returns, or leave the row out.",
        ),
        (
            ",24.0\nExample organisation 1,ambulance_share",
            ",24.0\nExample organisation 1,acute_share,1,2,3,25\nExample organisation 1,ambulance_share",
            "seeds.csv, line 3: this row repeats line 2 (organisation Example organisation 1, question acute_share). Keep "
            "one of the two.",
        ),
    ],
)
def test_broken_seed_answers_are_answered_in_these_words(old, new, said, returns, seeds, tmp_path, capsys):
    text = seeds.read_text(encoding="utf-8")
    assert old in text
    seeds.write_text(text.replace(old, new, 1), encoding="utf-8")
    ended = cadre(
        capsys, "returns", "pool", returns, "--method", "cooke", "--seeds", seeds, "--out", tmp_path / "change.csv"
    )
    assert ended.code == 1
    assert ended.err.splitlines()[:2] == [NO_EXERCISE, said]


def test_seed_points_must_rise_and_truths_agree(returns, tmp_path, capsys):
    seeds = tmp_path / "seeds.csv"
    seeds.write_text(
        "organisation,question,low,best,high,answer\n"
        "Example organisation 1,q,2,2,3,5\n"
        "Example organisation 2,q,1,2,3,6\n",
        encoding="utf-8",
    )
    ended = cadre(
        capsys, "returns", "pool", returns, "--method", "cooke", "--seeds", seeds, "--out", tmp_path / "change.csv"
    )
    assert ended.err.splitlines() == [
        NO_EXERCISE,
        "seeds.csv, line 2, column best: the three points 2, 2 and 3 do not rise. Give three different numbers: low, "
        "best, high.",
        "seeds.csv, line 3, column answer: the answer to q is 6 here and 5 further up. Give one answer to a question.",
        "2 problems found; nothing was written.",
    ]


def test_the_returns_themselves_are_never_overwritten(returns, tmp_path, capsys):
    copy = tmp_path / "returns.csv"
    copy.write_bytes(returns.read_bytes())
    ended = cadre(capsys, "returns", "pool", copy, "--method", "linear", "--out", copy)
    assert (ended.code, ended.err) == (2, f"cadre: {copy}: what is read stands there. Name another file.\n")
    assert copy.read_bytes() == returns.read_bytes()


def test_cooke_without_seeds_is_a_wrong_wish(returns, tmp_path, capsys):
    ended = cadre(capsys, "returns", "pool", returns, "--method", "cooke", "--out", tmp_path / "change.csv")
    assert (ended.code, ended.err) == (2, "cadre: cooke needs seed answers. Name them with --seeds.\n")
