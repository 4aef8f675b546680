"""Parts of the whole in words: what is said is near what is so."""

from graph.algorithms.verdict import AMOUNTS, amount


def test_no_amount_is_said_that_is_much_more_than_four_points_off() -> None:
    said = {words: share for share, words in AMOUNTS}
    off = [
        (part, amount(part / 1000)) for part in range(30, 1001) if abs(said[amount(part / 1000)] - part / 1000) > 0.042
    ]
    assert off == []
    assert (amount(0.588), amount(0.76), amount(0.46)) == ("three fifths", "three quarters", "just under half")
