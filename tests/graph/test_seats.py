"""Are claims of one seat folded into one, and does who fills it take the place of the empty one?"""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.folding import Source
from graph.provenance import WORKSPACE
from graph.snapshot.seats import Seat, fold_seats


def seat(
    person: str, weight: float | None = None, *, title: str = "", by: str = "a", seen: str = "2026-11-01", row: int = 2
) -> Seat:
    return Seat("grid", person, "buyer", weight, title, Source(by, f"seats.csv:{row}", seen))


def folded(*told: Seat) -> list[tuple[str, float | None]]:
    return [(one.person, one.weight) for one in fold_seats(told)]


def test_two_archives_that_tell_the_same_seat_tell_of_one_weight() -> None:
    assert folded(seat("p", 20), seat("p", 20, by="b")) == [("p", 20)]
    assert folded(seat("p", 20), seat("p", 30, by=WORKSPACE, seen="2026-01-01")) == [("p", 30)]
    assert folded(seat("p", 20), seat("p", 30, by="b", seen="2026-11-02")) == [("p", 30)]


def test_who_fills_a_seat_takes_its_place_and_its_weight() -> None:
    assert folded(seat("", 5), seat("p", by=WORKSPACE)) == [("p", 5)]
    assert folded(seat("", 5, by=WORKSPACE), seat("p", 7, by=WORKSPACE)) == [("p", 7)]
    assert folded(seat("", by=WORKSPACE), seat("p", seen="2026-11-02")) == [("p", None)]


def test_a_seat_that_a_file_has_empty_beside_others_is_one_more() -> None:
    assert folded(seat(""), seat("p", row=3)) == [("", None), ("p", None)]
    assert folded(seat(""), seat("p", row=3), seat("p", 9, by=WORKSPACE)) == [("", None), ("p", 9)]
    assert folded(seat(""), seat("p", row=3), seat("q", by=WORKSPACE)) == [("p", None), ("q", None)]


def test_a_seat_known_to_be_empty_since_a_file_was_written_is_empty() -> None:
    assert folded(seat("", by=WORKSPACE, seen="2026-11-20"), seat("p")) == [("", None), ("p", None)]


def test_seats_of_other_titles_are_others() -> None:
    assert len(folded(seat("", title="Board"), seat("p", title="Category"), seat("q", by="b"))) == 3


SEATS = st.builds(
    seat,
    st.sampled_from(["", "p", "q"]),
    st.sampled_from([None, 1.0, 2.0]),
    title=st.sampled_from(["", "Board", "board"]),
    by=st.sampled_from(["a", "b", WORKSPACE]),
    seen=st.sampled_from(["2026-01-01", "2026-11-01"]),
    row=st.integers(1, 9),
)


@settings(deadline=None)
@given(st.lists(SEATS, max_size=4, unique_by=lambda one: one.source))
def test_the_order_of_sources_does_not_matter(told: list[Seat]) -> None:
    assert len({fold_seats(order) for order in permutations(told)}) == 1
