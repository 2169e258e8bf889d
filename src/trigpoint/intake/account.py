"""The account of a supply: what became of every row of it. It adds up, or it is not given."""

from __future__ import annotations

from dataclasses import dataclass


class DoesNotAddUp(Exception):
    """An account that leaves a row out or counts one twice: a fault of this program, never of the supplier."""


@dataclass(frozen=True)
class Account:
    """Rows of the supplied files beneath their headers, blank ones left out.

    A row that gives several figures is corrected if any of them is, else loaded if any is new, else unchanged.
    `superseded`: rows older than what is already held, or than another row of the same supply.
    """

    supplied: int
    loaded: int
    unchanged: int
    corrected: int
    rejected: int
    superseded: int = 0

    def __post_init__(self) -> None:
        parts = (self.loaded, self.unchanged, self.corrected, self.rejected, self.superseded)
        if min(self.supplied, *parts) < 0 or self.supplied != sum(parts):
            raise DoesNotAddUp(f"{self.supplied} rows were supplied, but {sum(parts)} are accounted for: {self}.")

    @property
    def taken(self) -> int:
        """Rows that change what is held."""
        return self.loaded + self.corrected

    def in_words(self) -> str:
        """12,765 rows supplied = 12,700 loaded + 0 unchanged + 1 corrected + 64 rejected; superseded only where any."""
        parts = [
            f"{self.loaded:,} loaded",
            f"{self.unchanged:,} unchanged",
            f"{self.corrected:,} corrected",
            f"{self.rejected:,} rejected",
        ]
        if self.superseded:
            parts.append(f"{self.superseded:,} superseded")
        return f"{self.supplied:,} {'row' if self.supplied == 1 else 'rows'} supplied = " + " + ".join(parts)
