"""How much slower than the barest way of doing the same: ratios of one run on one machine, never seconds to compare."""
