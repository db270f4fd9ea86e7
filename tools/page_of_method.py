"""The page of the method in small tables: the specification in tests/spec, as text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SPEC = Path(__file__).parents[1] / "tests" / "spec"
CHAPTERS = ("supply", "demand", "gap", "cost", "bands", "plan", "plan_supply")
GIVEN = ("study_of", "drawn_tallies")
ACTED_ON = ("grown", "changed")
ANSWER = "same_as"
PLAN = "Given plan, by the way in which people enter (`rarer`: leaving is made so), year 1 being the first"
Texts = dict[str, ast.expr]


def method_in_tables() -> Iterator[str]:
    """Titles, tables and answers of each chapter."""
    yield "# The method in small tables"
    yield ""
    yield "Each example is a test in `tests/spec`: what is given goes in, what stands after `Then` comes out. Every"
    yield "engine must pass all of them. What an example does not draw is plain: no growth, one return that changes"
    yield "nothing, no on-costs, no growth of pay."
    for name in CHAPTERS:
        module = ast.parse((SPEC / f"test_{name}.py").read_text(encoding="utf-8"))
        yield ""
        yield (ast.get_docstring(module) or "").replace("# ", "## ", 1)
        for test in module.body:
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                yield from _example(test, module)


def _example(test: ast.FunctionDef, module: ast.Module) -> Iterator[str]:
    yield ""
    yield f"### {test.name.removeprefix('test_').replace('_', ' ').capitalize()}"
    yield ""
    yield " ".join((ast.get_docstring(test) or "").split())
    calls = [node for node in _in_order(test) if isinstance(node, ast.Call)]
    drawn = (tuple(_drawn(*part)) for call in calls for part in _parts(call, module, _texts(module) | _texts(test)))
    for lines in _without_repeats(drawn):
        yield from lines


def _without_repeats(drawn: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """What several acts of an example are given is drawn once; each answer is."""
    seen: set[tuple[str, ...]] = set()
    for lines in drawn:
        if lines not in seen or lines[1].startswith("Then"):
            yield lines
        seen.add(lines)


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """As they are worked out: what a call is given comes before the call."""
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)
    yield node


def _named(call: ast.Call) -> str:
    return str(getattr(call.func, "id", ""))


def _parts(call: ast.Call, module: ast.Module, texts: Texts) -> Iterator[tuple[str, str]]:
    """Captions and texts of what a call draws."""
    named = _named(call)
    if named in GIVEN:
        yield from _given(call, texts)
    elif named in ACTED_ON and isinstance(call.args[1], ast.Constant):
        yield PLAN, str(call.args[1].value)
    elif named == ANSWER and isinstance(call.args[0], ast.Constant):
        yield "Then", str(call.args[0].value)
    elif helper := _helper(named, module):
        for given in _given_calls(helper):
            yield from _given(given, texts)
        yield from _given(call, texts)


def _given_calls(function: ast.FunctionDef) -> list[ast.Call]:
    return [node for node in _in_order(function) if isinstance(node, ast.Call) and _named(node) in GIVEN]


def _helper(named: str, module: ast.Module) -> ast.FunctionDef | None:
    """The function of this chapter that draws what several examples are given."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == named and _given_calls(node):
            return node
    return None


def _texts(scope: ast.Module | ast.FunctionDef) -> Texts:
    """What stands behind names that are given a value once."""
    assigned = (node for node in scope.body if isinstance(node, ast.Assign))
    return {node.targets[0].id: node.value for node in assigned if isinstance(node.targets[0], ast.Name)}


def _given(call: ast.Call, texts: Texts) -> Iterator[tuple[str, str]]:
    for keyword in call.keywords:
        value = texts.get(keyword.value.id, keyword.value) if isinstance(keyword.value, ast.Name) else keyword.value
        if keyword.arg is None and isinstance(value, ast.Dict):
            for key, part in zip(value.keys, value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(part, ast.Constant):
                    yield f"Given {key.value}", str(part.value)
        elif keyword.arg and isinstance(value, ast.Constant):
            yield f"Given {keyword.arg.replace('_', ' ')}", str(value.value)


def _drawn(caption: str, text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.strip().splitlines()]
    yield ""
    if len(lines) == 1:
        yield f"{caption}: {lines[0]}"
        return
    yield f"{caption}:"
    yield ""
    yield "```text"
    yield from lines
    yield "```"
