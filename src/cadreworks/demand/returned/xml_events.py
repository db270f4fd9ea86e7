"""What does a part of a workbook say? XML -> calls, element by element, in one pass and bounded memory.

The standard parser (Expat) is used without a tree: a sheet is read once, and stops at the first thing that no
workbook holds. A document type is refused, with it every entity: no workbook has one, and entities are how XML is
made to grow without bound or to reach for other files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from xml.parsers import expat

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.unreadable import Unreadable, damaged

Begin = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Words = Callable[[str], None]

_BETWEEN = "}"


def read_xml(raw: bytes, part: str, *, begin: Begin, end: End | None = None, words: Words | None = None) -> None:
    """Call `begin`, `end` and `words` for each element and text of the document. Names come without namespaces.

    Raises Unreadable where it is no XML, and whatever the calls raise.
    """
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    deep = 0

    def on_begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal deep
        deep += 1
        if deep > limits.MOST_DEEP:
            raise damaged(f"its part {part} nests without end")
        begin(_local(name), {_local(key): value for key, value in attributes.items()} if attributes else attributes)

    def on_end(name: str) -> None:
        nonlocal deep
        deep -= 1
        if end is not None:
            end(_local(name))

    def on_document_type(*_: object) -> None:
        raise Unreadable(
            f"its part {part} defines entities, which no workbook does and which could be made to harm",
            "Copy the answers into a fresh toolkit, and send that.",
            "document type",
        )

    parser.StartElementHandler = on_begin
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = on_document_type
    parser.EntityDeclHandler = on_document_type
    if words is not None:
        parser.CharacterDataHandler = words
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(f"its part {part} is no XML") from error


@lru_cache(maxsize=1024)
def _local(name: str) -> str:
    """Strict and transitional workbooks differ in namespaces only."""
    return name.rpartition(_BETWEEN)[2]
