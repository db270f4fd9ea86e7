"""How much is a returned file allowed to be? Bounds on size, so that no file can hold up or exhaust the machine.

A toolkit is some 100 kB, unpacks to about 1 MB, and holds some 1,000 cells on ten sheets. The bounds leave
room for what Excel and LibreOffice add, and keep the reading of one file to a few seconds and 200 MB. They are held
before anything is unpacked where the file says its sizes, and again while it is read, since it may lie.
"""

from __future__ import annotations

MIB = 1 << 20

MOST_FILE_BYTES = 20 * MIB
"""Pictures pasted into a workbook make a few megabytes."""

MOST_OLD_FILE_BYTES = 5 * MIB
"""A workbook of Excel before 2007, which packs a cell into three bytes: a toolkit is some 200 kB."""

MOST_TEXT_BYTES = MIB
"""A file of text saved from one sheet: some 20 kB. (A returns.csv of many organisations is larger, and is read by the
reader of tables.)"""

MOST_MEMBERS = 2_000
"""Parts within a workbook: a toolkit has some 30, one with many pictures a few hundred."""

MOST_UNPACKED_BYTES = 100 * MIB
"""All parts together. Nothing but cells, words and formats is unpacked at all."""

MOST_PART_BYTES = 16 * MIB
"""One part that is read. An XML reader in Python takes about a second for as much."""

MOST_READ_BYTES = 32 * MIB
"""All parts of one file that are read."""

MOST_TIMES_PACKED = 400
"""A part of more than a megabyte that unpacks to more than this many times itself is made to hurt. Sheets of a
hundred thousand empty rows unpack to some 100 times themselves."""

MOST_SHEETS = 100
MOST_CELLS = 50_000
"""Cells that hold something, over all sheets: a toolkit of two scenarios has a thousand, of 26 some ten thousand."""

MOST_MERGED = 5_000
"""Merged cells on one sheet: a toolkit has some 30."""

MOST_CELL_LETTERS = 32_767
"""What Excel itself allows in a cell."""

MOST_DEEP = 100
"""Elements within elements; sheets have some ten."""
