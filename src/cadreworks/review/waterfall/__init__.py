"""What did each change move? The change of every figure shared out, so that parts add up and no order matters."""

from cadreworks.review.waterfall.bound import bind_steps
from cadreworks.review.waterfall.movements import Movement, Shared, share_out_change

__all__ = ["Movement", "Shared", "bind_steps", "share_out_change"]
