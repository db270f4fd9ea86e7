"""How figures are said in sentences, in the report's own rounding style.

Whole-time equivalents are rounded to 25 from 1,000 up, to 10 from 200, to 5 from 20 and to 1 below. Shares are
said in whole per cent, numbers below ten in words. Money is said in millions, from a billion up in billions.
Rounding is for reading only: tables hold the figures themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def rounded_wte(wte: float) -> float:
    """`wte` as the report would round it; below 20 to whole numbers."""
    size = abs(wte)
    step = 25 if size >= 1000 else 10 if size >= 200 else 5 if size >= 20 else 1
    return math.copysign(step * math.floor(size / step + 0.5), wte)


def wte(value: float) -> str:
    """`3,100 WTEs`, without a sign."""
    rounded = abs(rounded_wte(value))
    return "1 WTE" if rounded == 1 else f"{rounded:,.0f} WTEs"


def bare_wte(value: float) -> str:
    """`3,100`, without unit or sign."""
    return f"{abs(rounded_wte(value)):,.0f}"


def per_cent(share: float) -> str:
    """`13 per cent`, `nine per cent`, `0.5 per cent`, without a sign."""
    size = abs(share) * 100
    if 0 < size < 0.95:
        return f"{size:.1f} per cent"
    whole = math.floor(size + 0.5)
    return f"{_WORDS[whole] if whole < 10 else f'{whole:,}'} per cent"


def chance(share: float) -> str:
    """`35 per cent`; of what no draw showed, `below one per cent`, and of what all did, `above 99 per cent`."""
    if share < 0.01:
        return "below one per cent"
    return "above 99 per cent" if share > 0.99 else per_cent(share)


def pounds(gbp: float) -> str:
    """`£116 million`, `£1.47 billion`, `£2.4 million`, `£350,000`."""
    size = abs(gbp)
    if size >= 0.9995e9:
        return f"£{size / 1e9:.2f}".rstrip("0").rstrip(".") + " billion"
    if size >= 9.95e6:
        return f"£{size / 1e6:,.0f} million"
    if size >= 1e6:
        return f"£{size / 1e6:.1f} million"
    return f"£{round(size, -3):,.0f}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`eight returns`, `one return`, `12 returns`."""
    said = _WORDS[number] if number < len(_WORDS) else f"{number:,}"
    return f"{said} {singular if number == 1 else plural or singular + 's'}"


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def in_running_text(name: str) -> str:
    """A name as it stands inside a sentence: `clinical coding`, but `ICT` and `IT strategy`."""
    first = name.split()[0]
    return name if first.isupper() else name[:1].lower() + name[1:]


def turning_point(values: Sequence[float]) -> tuple[str, int] | None:
    """Where a series goes clearly (by 2 per cent) beyond both its ends on the way: `peak` or `low`, and its place."""
    peak, low = max(range(len(values)), key=values.__getitem__), min(range(len(values)), key=values.__getitem__)
    if 0 < peak < len(values) - 1 and values[peak] > 1.02 * max(values[0], values[-1]):
        return "peak", peak
    if 0 < low < len(values) - 1 and values[low] < 0.98 * min(values[0], values[-1]):
        return "low", low
    return None
