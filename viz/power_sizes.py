"""How much room is there in each view of a map: margins, gutters, and how wide and high it may become; in pixels."""

from dataclasses import dataclass, replace

MARGIN, LEFT = 12.0, 26.0
INDENT = 9.0
SPLIT = 7  # people below a head, or in a unit, before they stand in one more column
MOST = 300  # people drawn
PAGE = 1360.0  # how wide a page is on a screen of 1,440
LARGEST = 1.12  # as which part of its size a picture is drawn at most on such a page
COLUMNS = (6, 7, 5)  # so many are tried where everybody is drawn; another than the first must be worth it
LONGEST = (2 * SPLIT, 5 * SPLIT)  # people of one branch in a column: so many are tried
WORTH_IT = 0.9  # as part of the height
WIDEST_OF_ALL = 214.0  # a card where everybody is drawn
ROOM_FOR_WORDS = 84.0  # a gutter in which the words of a line have room
LARGEST_OF_ALL = 18.0  # the radius of a mark there, of whoever holds a fifth and more
NARROWER = 4.0  # how much narrower cards are tried, until the picture fits beside the list


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of one view: the gutters between columns, the room below heads and below others, and the whole.

    ``aside`` is the room above the empty seats; ``fits`` how wide the picture may be with its lines and doors; ``bus``
    at which part of the room below a head the line runs to its further columns; ``arches`` whether lines with words go
    from head to head over their tops. With ``tucked`` empty seats stand below the shortest columns, without in a band
    of their own. With ``snug`` each row is as high as its fullest card, and empty seats stand level with the lowest.
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
    bus: float
    top_bus: float
    arches: bool
    tucked: bool = False
    snug: bool = False

    def of(self, columns: int, width: float) -> "Measures":
        """Return the same with room for so many columns of cards so wide, and for no more."""
        return replace(self, widest=LEFT + MARGIN + columns * (width + self.gutter) - self.gutter)

    def columns(self, width: float) -> int:
        """Return how many columns of cards so wide fit beside each other, at least one."""
        return max(1, int((self.widest + self.gutter - LEFT - MARGIN + 0.5) // (width + self.gutter)))

    def starts(self, width: float, columns: int) -> list[float]:
        """Return where columns of cards so wide begin."""
        return [LEFT + number * (width + self.gutter) for number in range(columns)]

    def width(self, columns: int) -> float:
        """Return how wide cards are at most of which so many stand beside each other."""
        return (self.widest + self.gutter - LEFT - MARGIN) / columns - self.gutter


FEW = Measures(28.0, 68.0, 44.0, 30.0, 62.0, 806.0, 430.0, 74.0, 760.0, 0.4, 0.3, arches=True, snug=True)
ALL = Measures(32.0, 74.0, 36.0, 13.0, 52.0, 1346.0, 0.0, 56.0, 1400.0, 0.17, 0.3, arches=True)
# Two beside each other: on a screen of 1280 each has 608 pixels, in which words of 12 are 11 high.
BESIDE = Measures(28.0, 54.0, 40.0, 30.0, 56.0, 661.0, 0.0, 40.0, 661.0, 0.4, 0.28, arches=True, tucked=True)
