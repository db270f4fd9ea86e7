"""The action plan as a document for word processors, in which people go on writing.

Headings are headings, tables repeat their first row on each page, pictures are described, the language is told. The
bytes depend on the plan alone: the dates inside the file are fixed ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cadreworks.demand.toolkit.repack import repacked
from cadreworks.reports.charts import Drawing, bare_png
from cadreworks.reports.figures import Figure
from cadreworks.reports.notes import NOT_FOR_PUBLICATION
from cadreworks.reports.plan.document import ActionPlan
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.plan.word_table import is_wide, write_table
from cadreworks.reports.published_table import PublishedTable

if TYPE_CHECKING:
    from docx.document import Document

_FIXED_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - a document's dates have no zone
_LANGUAGE = "en-GB"
_FONT = "Arial"
_BLUE, _INK = "003087", "212B32"
_A4_MM = (210, 297)
_MARGIN_MM = 18
_PICTURE_MM = 88
PORTRAIT_MM, LANDSCAPE_MM = (side - 2 * _MARGIN_MM for side in _A4_MM)
"""Room for a table across the page."""


def plan_document(plan: ActionPlan, drawings: Mapping[str, Drawing]) -> bytes:
    """The document as a file."""
    import docx  # here, because nothing but this document needs it

    document = docx.Document()
    _set_up(document, plan)
    _begin(document, plan)
    numbers = {figure.id: number for number, figure in enumerate(plan.figures, start=1)}
    for section in plan.sections:
        _write_section(document, section, drawings, numbers)
    document.add_heading("How this was made", 1)
    document.add_paragraph(plan.made)
    document.add_paragraph(f"Plan {plan.digest}", style="Note")
    stream = BytesIO()
    document.save(stream)
    return repacked(stream.getvalue(), {})


def _set_up(document: Document, plan: ActionPlan) -> None:
    """Page, language, styles, and what the file says of itself."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    properties = document.core_properties
    properties.title, properties.subject = plan.title, plan.about[0]
    properties.author, properties.comments, properties.language = "Cadreworks", "", _LANGUAGE
    properties.created = properties.modified = properties.last_printed = _FIXED_DATE
    properties.last_modified_by, properties.revision = "Cadreworks", 1
    _lay_out(document.sections[0], wide=False)
    _page_numbers(document)
    sizes = {"Normal": 10.5, "Title": 22, "Heading 1": 16, "Heading 2": 13, "Caption": 9.5, "List Bullet": 10.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = RGBColor.from_string(_BLUE if name in ("Title", "Heading 1", "Heading 2") else _INK)
        _without_theme(style.element)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    caption = document.styles["Caption"].paragraph_format
    caption.keep_with_next, caption.space_before, caption.space_after = True, Pt(10), Pt(3)
    note = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = document.styles["Normal"]
    note.font.size, note.paragraph_format.space_after = Pt(8.5), Pt(3)
    document.styles["List Bullet"].paragraph_format.left_indent = Mm(6)
    _tell_language(document)


def _without_theme(style: Any) -> None:
    """The template's theme would name another letter than the style does."""
    from docx.oxml.ns import qn

    for fonts in style.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if name.lower().endswith("theme")]:
            del fonts.attrib[name]
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), _FONT)


def _tell_language(document: Document) -> None:
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def _lay_out(section: Any, *, wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    short, long = (Mm(side) for side in _A4_MM)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _page_numbers(document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _begin(document: Document, plan: ActionPlan) -> None:
    """Title, what this is, and what the plan achieves."""
    document.add_paragraph(plan.title, style="Title")
    for line in plan.about:
        document.add_paragraph(line)
    if plan.not_for_publication:
        _strong(document, f"{NOT_FOR_PUBLICATION}. {plan.not_for_publication}")
    document.add_heading("In short", 1)
    _strong(document, plan.verdict)
    for sentence in plan.opening:
        document.add_paragraph(sentence, style="List Bullet")


def _strong(document: Document, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


def _write_section(
    document: Document, section: Section, drawings: Mapping[str, Drawing], numbers: Mapping[str, int]
) -> None:
    document.add_heading(section.title, 1)
    for sentence in section.sentences:
        document.add_paragraph(sentence)
    for figure in section.figures:
        _write_figure(document, figure, drawings[figure.id], numbers[figure.id])
    for table in section.tables:
        _place_table(document, table)


def _write_figure(document: Document, figure: Figure, drawing: Drawing, number: int) -> None:
    from docx.shared import Mm

    document.add_paragraph(f"Figure {number}. {figure.title}", style="Caption")
    paragraph = document.add_paragraph()
    picture = paragraph.add_run().add_picture(BytesIO(bare_png(drawing)), width=Mm(_PICTURE_MM))
    about = picture._inline.docPr
    about.set("descr", f"{figure.title}. {figure.in_words}")
    about.set("title", f"Figure {number}")
    for note in (*figure.notes, f"In words: {figure.in_words}"):
        document.add_paragraph(note, style="Note")


def _place_table(document: Document, table: PublishedTable) -> None:
    """The table, on pages of its own laid crosswise where it needs them."""
    wide = is_wide(table, PORTRAIT_MM)
    if wide:
        _lay_out(document.add_section(), wide=True)
    write_table(document, table, LANDSCAPE_MM if wide else PORTRAIT_MM)
    if wide:
        _lay_out(document.add_section(), wide=False)
