"""Does a quotation give away who said it? Words that are to be published -> what in them looks like a name.

Refused are e-mail and web addresses, telephone and NHS numbers, a title or an initial before a capitalised word, given
names that are common in Britain (our own list; the ambiguous ones only before another capitalised word), and the
organisations that were invited or answered, whole or by the part of their name that tells them from others. This
finds slips; it does not replace the person who chooses each quotation, who is the one to know what gives a colleague
away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cadreworks.demand.themes.free_text import squeezed

_ADDRESS = re.compile(
    r"[\w.+-]+\s?@\s?[\w-]+|\bhttps?://|\bwww\.|\b[\w-]+\.(?:nhs\.uk|nhs\.net|co\.uk|org\.uk)\b", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\d.,])(?:\+\d|\(?0)(?:[\s().-]{0,2}\d){8,}")
_NHS_NUMBER = re.compile(r"(?<![\d.,])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_CAPITAL = r"[A-Z\u00c0-\u00de][\w\u00c0-\u024f'\u2019-]+"
_TITLES = "Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Cllr"
_TITLED = re.compile(rf"\b(?:{_TITLES})\b\.?\s+(?:[A-Z]\.?\s+)*{_CAPITAL}")
_INITIAL = re.compile(rf"(?<![\w.])(?:[A-Z]\.\s*){{1,3}}{_CAPITAL}")
_WORD = re.compile(r"[\w\u00c0-\u024f]+")

_GIVEN_NAMES = (
    "Aaron Abdul Adam Adrian Ahmed Aisha Alan Alastair Alex Alexander Alexandra Ali Alice Alison Amanda Amelia "
    "Amy Andrea Andrew Angela Anita Ann Anna Anne Annette Anthony Antony Ashley Audrey Barbara Barry Ben Benjamin "
    "Bernard Beth Beverley Brenda Brian Bridget Callum Cameron Carl Carol Caroline Catherine Charles Charlotte "
    "Cheryl Chris Christian Christine Christopher Claire Clare Clive Colin Connor Craig Daniel Danielle Darren "
    "David Dawn Deborah Debbie Denise Dennis Derek Diana Diane Dominic Donald Donna Dorothy Douglas Duncan Edward "
    "Eileen Elaine Eleanor Elizabeth Ellen Emily Emma Eric Fatima Fiona Frances Gareth Gary Gavin Gemma Geoff "
    "Geoffrey George Georgina Gerald Gillian Glen Gordon Graham Gregory Hannah Harry Hassan Hayley Heather Helen "
    "Henry Howard Hugh Iain Ian Ibrahim Imran Isabel Jacqueline Jake James Jamie Jane Janet Janice Jason Jean "
    "Jennifer Jeremy Jessica Jill Joan Joanna Joanne John Jonathan Joseph Josh Joshua Joyce Judith Julia Julian "
    "Julie June Karen Kate Katherine Kathleen Kathryn Katie Keith Kelly Kenneth Kerry Kevin Kim Kirsty Laura "
    "Lauren Lawrence Leah Leanne Lee Leonard Lesley Lewis Liam Linda Lindsay Lisa Liz Lorraine Louise Lucy Luke "
    "Lynn Lynne Malcolm Mandy Marcus Margaret Maria Marie Marilyn Martin Martyn Mary Matthew Maureen Megan "
    "Melanie Melissa Michael Michelle Mike Mohammed Mohamed Muhammad Nadia Nancy Natalie Natasha Nathan Neil "
    "Nicholas Nicola Nicole Nigel Norman Olivia Oliver Pamela Patricia Patrick Paul Paula Pauline Peter Philip "
    "Phillip Priya Rachael Rachel Raj Rajesh Ralph Raymond Rebecca Richard Robert Robin Roger Ronald Rosemary "
    "Ross Roy Russell Ruth Ryan Sally Sam Samantha Samuel Sandra Sanjay Sara Sarah Scott Sean Shannon Sharon "
    "Shaun Sheila Shirley Sian Simon Sophie Stacey Stanley Stephanie Stephen Steve Steven Stewart Stuart Susan "
    "Suzanne Sylvia Teresa Terence Terry Theresa Thomas Timothy Tina Toby Tom Tony Tracey Tracy Trevor Valerie "
    "Vanessa Vera Veronica Victoria Vincent Walter Wayne Wendy William Yasmin Yvonne Zoe"
)
_AMBIGUOUS_NAMES = (
    "Art April Bill Charity Dale Dean Dot Drew Faith Frank Glen Grace Grant Guy Hope Ivy Jack Jean Joy June Lee "
    "Mark Max May Miles Olive Pat Pearl Penny Ray Rich Rob Robin Rose Ross Roy Ruby Sam Sky Stanley Sue Summer "
    "Victor Victoria Wade Ward Will"
)
_GENERIC_WORDS = (
    "nhs trust trusts foundation hospital hospitals university teaching healthcare health care service services "
    "and of the for in partnership community mental ambulance integrated board boards icb icbs ics system systems "
    "group commissioning clinical ccg ccgs social royal general infirmary district children childrens women "
    "womens national local authority council england acute region regional centre center north south east west "
    "northern southern eastern western central mid city county st saint organisation digital data"
)
"""Words of many organisations' names, which tell no one of them from others."""

_GIVEN, _AMBIGUOUS, _GENERIC = (frozenset(words.split()) for words in (_GIVEN_NAMES, _AMBIGUOUS_NAMES, _GENERIC_WORDS))
_SHORT = 3


def find_names(text: str, organisations: Iterable[str]) -> tuple[str, ...]:
    """What in the text looks like a name, by kind and without repeating it: `an e-mail or web address`."""
    line = squeezed(text)
    found = []
    if _ADDRESS.search(line):
        found.append("an e-mail or web address")
    if _PHONE.search(line) or _NHS_NUMBER.search(line):
        found.append("a telephone or NHS number")
    if _TITLED.search(line) or _INITIAL.search(line) or _holds_given_name(line):
        found.append("the name of a person")
    if any(_names(line, organisation) for organisation in organisations):
        found.append("the name of an organisation that was asked")
    return tuple(found)


def _holds_given_name(line: str) -> bool:
    words = [(match[0], match.end()) for match in _WORD.finditer(line)]
    for at, (word, end) in enumerate(words):
        follower = words[at + 1][0] if at + 1 < len(words) and line[end : words[at + 1][1]].startswith(" ") else ""
        is_sure = word in _GIVEN and word not in _AMBIGUOUS
        if is_sure or (word in _AMBIGUOUS and follower[:1].isupper() and not follower.isupper()):
            return True
    return False


def _names(line: str, organisation: str) -> bool:
    """Whether the line holds the organisation's name, or what of it tells it from others. A code of up to three
    letters counts only as it is written.
    """
    if len(organisation.strip()) <= _SHORT:
        return organisation.strip() in _WORD.findall(line)
    words = _letters(line)
    name = _letters(organisation)
    telling = [word for word in name if word not in _GENERIC]
    tells = any(len(word) > _SHORT and word.isalpha() for word in telling)
    whole = len(name) > 1 or tells
    return (whole and _holds(words, name)) or (tells and _holds(words, telling))


def _letters(text: str) -> list[str]:
    return _WORD.findall(re.sub(r"['\u2019]", "", squeezed(text).casefold().replace("_", " ")))


def _holds(words: list[str], part: list[str]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))
