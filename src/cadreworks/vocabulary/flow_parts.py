"""The parts into which stock and flows of a cell fall, under the names and in the order of the flows file.

    opening + joiners + returners + moves in + transfers in
      - leavers - moves out - transfers out + participation change = closing

Source: design of the method, Supply 2.
"""

JOINER_PARTS = ("joiners_newly_qualified", "joiners_international", "joiners_wider_labour_market", "joiners_unknown")
LEAVER_AGE_PARTS = ("leavers_under_55", "leavers_55_plus", "leavers_age_unknown")
LEAVER_REASON_PARTS = (
    "leavers_retirement",
    "leavers_end_of_contract",
    "leavers_other_reason",
    "leavers_reason_unknown",
)
KINDS_OF_MOVE = {
    "area": ("moves_in_area", "moves_out_area"),
    "level": ("moves_in_level", "moves_out_level"),
    "other": ("moves_in_other", "moves_out_other"),
    "transfers": ("transfers_in", "transfers_out"),
}
MOVES_IN = tuple(into for into, _ in KINDS_OF_MOVE.values())
MOVES_OUT = tuple(out for _, out in KINDS_OF_MOVE.values())
WAYS_IN = ("joiners", "returners", *MOVES_IN)
WAYS_OUT = ("leavers", *MOVES_OUT)

FLOW_PARTS = (
    *("opening", "joiners", *JOINER_PARTS, "returners", *MOVES_IN),
    *("leavers", *LEAVER_AGE_PARTS, *MOVES_OUT),
    *("participation_change", "closing"),
)
"""What every flows file has, and what may be published of it."""

RATE_PARTS = ("promotions_out", "stayers", "stayers_change")
"""What rates need besides: promotions are a part of moves_out_level; stayers are there at both dates in the same cell
(in wte, with their opening wte), and stayers_change is how much their wte changed."""

REMARK_PARTS = (
    "demotions_out",
    *LEAVER_REASON_PARTS,
    "opening_elsewhere",
    "closing_elsewhere",
    "joiners_earlier_start",
)
"""What tells more of the others: leavers by reason; wte held outside the cell of the largest post; joiners whose first
day in the NHS lies before the interval though no record shows them."""

MAY_BE_NEGATIVE = frozenset({"participation_change", "stayers_change"})
