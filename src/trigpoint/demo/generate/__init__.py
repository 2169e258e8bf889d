"""Makes the files that the partners of the sample partnership would have sent: the same for a seed and a last month."""

from trigpoint.demo.generate.clock import Clock, last_month_but_one
from trigpoint.demo.generate.deliveries import Supply, supplies

__all__ = ["Clock", "Supply", "last_month_but_one", "supplies"]
