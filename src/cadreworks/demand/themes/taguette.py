"""How do codebook and codings travel to Taguette and back, and to other tools for qualitative analysis?

Two formats, as Taguette writes them (read from its source, taguette/export.py, releases 1.x), in both directions:

- codebook.csv: tag, description, number of highlights. Taguette before 1.0 wrote the first two only, and some builds
  add `parent` or `number of documents`; by their headings all are read, and the numbers are passed over. A tag below
  another is named by its path: `skills.recruitment` lies below `skills`.
- codebook.qdc: the REFI-QDA Codebook 1.0 (namespace urn:QDA-XML:codebook:1.0, 2019). Taguette writes a flat list of
  paths without descriptions; NVivo, ATLAS.ti, MAXQDA and QualCoder nest codes and describe them. Both are read; codes
  are written nested and described, as the standard has it.

Highlights (id, document, tag, content) are read as the codings of one coder; a document is named by its comment's id,
which is how `cadre returns themes start --taguette` writes documents. XML is read without entities, document types and
references to anything outside the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cadreworks.demand.themes.codebook import NO_THEME, RESERVED, Codebook, Theme
from cadreworks.demand.themes.free_text import read_free_table, written
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import BadCell, Cell, Column, Kind, Row, Table, TableSpec, check_text

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "cadreworks"
TAGUETTE_NAMESPACE = bytes.fromhex("51B2B2B727EB4ECB9D56E75B0A0496C2")
"""From which Taguette makes the identifier of a tag (RFC 4122, version 5), so that ours are the same as its own."""

TAGUETTE_COLUMNS = ("tag", "description")

_IGNORED = ("number of highlights", "number of documents", "color", "colour")
TAGS_TABLE = TableSpec(
    name="Taguette codebook",
    means="The tags of a Taguette project, as its codebook export writes them.",
    columns=(
        Column("tag", Kind.TEXT, "the tag's path", "Name the tag."),
        Column("parent", Kind.TEXT, "the path of the tag above it", required=False),
        Column("description", Kind.TEXT, "what it means", required=False),
        *(Column(name, Kind.TEXT, "not read", required=False) for name in _IGNORED),
    ),
    key=("tag",),
)
HIGHLIGHTS_TABLE = TableSpec(
    name="Taguette highlights",
    means="The highlights of a Taguette project, as its highlights export writes them.",
    columns=(
        Column("id", Kind.TEXT, "the highlight's number, not read", required=False),
        Column("document", Kind.TEXT, "the document, named by its comment's id", "Name the document."),
        Column("tag", Kind.TEXT, "the tag's path; empty where none was given", required=False),
        Column("content", Kind.TEXT, "the words highlighted", "Copy the words."),
    ),
)
_SAVED_AS = re.compile(r"\.(txt|html?|docx?|odt|rtf|pdf|md)$", re.IGNORECASE)


def paths_of(codebook: Codebook) -> dict[str, str]:
    """The path of each theme as Taguette would name it, by theme."""
    known, paths = codebook.by_name, dict[str, str]()

    def path(name: str) -> str:
        if name not in paths:
            parent = known[name].parent
            above = f"{path(parent)}." if parent else ""
            paths[name] = name if name.startswith(above) else f"{above}{name}"
        return paths[name]

    for theme in codebook.themes:
        path(theme.name)
    return paths


def themes_of(tags: Mapping[str, str]) -> tuple[Theme, ...]:
    """Themes from paths and what they mean. A theme has the last part of its path for a name, where no other has."""
    above = {path: _above(path, tags) for path in tags}
    last = {path: path[len(above[path]) + 1 :] if above[path] else path for path in tags}
    times = list(last.values())
    names = {path: name if times.count(name) == 1 and name not in RESERVED else path for path, name in last.items()}
    return tuple(Theme(names[path], names[above[path]] if above[path] else "", means) for path, means in tags.items())


def _above(path: str, tags: Mapping[str, str]) -> str:
    """The nearest tag of which this path is a part below; empty where there is none."""
    at = path.rfind(".")
    while at > 0:
        if path[:at] in tags:
            return path[:at]
        at = path.rfind(".", 0, at)
    return ""


def check_paths(codebook: Codebook, problems: ProblemList, *, file: str) -> None:
    """Whether the codebook comes back from Taguette as it went: a dot in a name can be taken for a level."""
    back = {theme.name: theme.parent for theme in themes_of(dict.fromkeys(paths_of(codebook).values(), ""))}
    for theme in codebook.themes:
        if back.get(theme.name) != theme.parent:
            problems.add(
                file,
                f"{quoted(theme.name)} would come back from Taguette as another theme, which takes a dot for a level",
                "Take the dot out of its name, or of the name that it shares.",
                kind="dot in name",
            )


def tag_rows(codebook: Codebook) -> Iterator[dict[str, Cell]]:
    """The rows of codebook.csv as Taguette takes it in. How many highlights there are is left to it."""
    for name, path in paths_of(codebook).items():
        yield {"tag": path, "description": written(codebook.by_name[name].means) or None}


def read_tags(raw: bytes, problems: ProblemList, *, file: str) -> tuple[Theme, ...]:
    """Themes from a codebook.csv of Taguette."""
    table = read_free_table(raw, TAGS_TABLE, problems, file=file, free=("description",))
    tags = {_path(row): row.text("description") for row in table.rows}
    for row in table.rows:
        _check_means(table, row, problems)
    return themes_of(tags)


def _path(row: Row) -> str:
    tag, parent = row.text("tag"), row.text("parent")
    return tag if not parent or tag.startswith(f"{parent}.") else f"{parent}.{tag}"


def _check_means(table: Table, row: Row, problems: ProblemList) -> None:
    try:
        check_text(row.text("description"))
    except BadCell as bad:
        problems.add(table.where(row, "description"), bad.what, bad.remedy, kind=bad.kind)


def write_qdc(codebook: Codebook) -> bytes:
    """The codebook as REFI-QDA Codebook 1.0: codes nested as themes are, with what they mean."""
    root = Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    codes = SubElement(root, "Codes")
    paths, made = paths_of(codebook), dict[str, Element]()
    waiting = list(codebook.themes)
    while waiting:  # a theme may stand before the one it belongs under
        theme = next(one for one in waiting if not one.parent or one.parent in made)
        waiting.remove(theme)
        guid = _guid_of(paths[theme.name])
        code = SubElement(
            made.get(theme.parent, codes), "Code", {"guid": guid, "name": theme.name, "isCodable": "true"}
        )
        made[theme.name] = code
        if theme.means:
            code.insert(0, Element("Description"))
            code[0].text = theme.means
    SubElement(root, "Sets")
    indent(root)
    body = bytes(tostring(root, encoding="utf-8"))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def _guid_of(path: str) -> str:
    """The identifier of a path: a name-based UUID of version 5, in capitals."""
    digits = bytearray(hashlib.sha1(TAGUETTE_NAMESPACE + path.encode(), usedforsecurity=False).digest()[:16])
    digits[6], digits[8] = digits[6] & 0x0F | 0x50, digits[8] & 0x3F | 0x80
    text = digits.hex().upper()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def read_qdc(raw: bytes, problems: ProblemList, *, file: str) -> tuple[Theme, ...]:
    """Themes from a REFI-QDA codebook, nested or as Taguette's paths. Sets of codes are passed over."""
    before = len(problems)
    codes = _codes_of(raw, problems, file=file)
    tags: dict[str, str] = {}
    waiting = [("", code) for code in reversed(codes)]
    while waiting:
        above, code = waiting.pop()
        name, means = code.get("name", "").strip(), _description(code)
        path = f"{above}.{name}" if above else name
        if not name or path in tags:
            what = f"the code {quoted(path)} stands there twice" if name else "a code has no name"
            problems.add(file, what, "Give each code a name of its own in the tool that wrote it.", kind="code names")
        for text in (name, means):
            _check_said(text, path, problems, file=file)
        tags[path] = means
        waiting += [(path, inner) for inner in reversed(list(code)) if _plain_tag(inner) == "Code"]
    if not tags and len(problems) == before:
        problems.add(file, "the codebook holds no codes", "Export it again with its codes.", kind="empty file")
    return themes_of(tags) if len(problems) == before else ()


def _codes_of(raw: bytes, problems: ProblemList, *, file: str) -> list[Element]:
    again = "Export the codebook again as REFI-QDA Codebook (.qdc)."
    try:
        root = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException:
        what = "it declares entities or a document type, which a codebook has no need of"
        problems.add(file, what, again, kind="unsafe XML")
        return []
    except (ParseError, ValueError, LookupError):
        problems.add(file, "it is not XML that can be read", again, kind="not XML")
        return []
    if _plain_tag(root) != "CodeBook":
        problems.add(
            file, f"its outermost element is {quoted(_plain_tag(root))}, not CodeBook", again, kind="not a codebook"
        )
        return []
    return [code for part in root if _plain_tag(part) == "Codes" for code in part if _plain_tag(code) == "Code"]


def _plain_tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _description(code: Element) -> str:
    return " ".join(part.text or "" for part in code if _plain_tag(part) == "Description").strip()


def _check_said(text: str, path: str, problems: ProblemList, *, file: str) -> None:
    try:
        check_text(text)
    except BadCell as bad:
        problems.add(f"{file}, code {quoted(path)}", bad.what, bad.remedy, kind=bad.kind)


def read_highlights(
    raw: bytes, codebook: Codebook, coder: str, problems: ProblemList, *, file: str
) -> tuple[dict[str, Cell], ...]:
    """Rows of a codings file from Taguette's highlights; highlights without a tag are passed over.

    What the theme of a tag is, the codebook says; a tag that is none of its paths is a problem.
    """
    table = read_free_table(raw, HIGHLIGHTS_TABLE, problems, file=file, free=("content",))
    theme_at = {path: name for name, path in paths_of(codebook).items()} | {NO_THEME: NO_THEME}
    rows: list[dict[str, Cell]] = []
    for row in table.rows:
        tag = row.text("tag")
        if not tag:
            continue
        if tag not in theme_at:
            what = f"the tag {quoted(tag)} is not in the codebook"
            problems.add(table.where(row, "tag"), what, "Import the codebook of the same project first.", kind="tag")
            continue
        rows.append(
            {
                "comment": _SAVED_AS.sub("", row.text("document")),
                "coder": coder,
                "theme": theme_at[tag],
                "stretch": written(row.text("content")),
            }
        )
    return tuple(rows)
