"""How much room is there in each view of a map: margins, gutters, and how wide and high it may become; in pixels."""

from dataclasses import dataclass

MARGIN, LEFT = 12.0, 26.0
INDENT = 9.0
SPLIT = 7  # people below a head, or in a unit, before they stand in one more column
MOST = 300  # people drawn
NARROWER = 4.0  # how much narrower cards are tried, until the picture fits beside the list


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of one view: the gutters between columns, the room below heads and below others, and the whole.

    ``aside`` is the room above the empty seats; ``fits`` how wide the picture may be with its lines and doors.
    """

    gutter: float
    below_top: float
    below_head: float
    below: float
    between_bands: float
    widest: float
    high: float
    aside: float
    fits: float

    def columns(self, width: float) -> int:
        """Return how many columns of cards so wide fit beside each other, at least one."""
        return max(1, int((self.widest + self.gutter - LEFT - MARGIN) // (width + self.gutter)))

    def starts(self, width: float, columns: int) -> list[float]:
        """Return where columns of cards so wide begin."""
        return [LEFT + number * (width + self.gutter) for number in range(columns)]


FEW = Measures(28.0, 72.0, 54.0, 34.0, 62.0, 806.0, 560.0, 74.0, 804.0)
ALL = Measures(28.0, 58.0, 24.0, 13.0, 46.0, 1350.0, 0.0, 56.0, 1400.0)
