"""Does the map in a terminal say the same people, seats, stances and doings as the JSON, in eighty columns?"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from api.terminal_map import print_map
from api.terminal_rounds import print_closed
from api.use_cases.basis import Basis, Question
from api.use_cases.power_map import asked_of, map_answer
from graph.algorithms.introductions import Introducer
from graph.algorithms.power import power_map
from graph.algorithms.ways import Introduction
from graph.vocabulary.stances import WORDS
from tests.decisions import AS_OF, changed, grid_decision
from tests.worlds import introducer

SUBJECTS = ("Grid data platform", "Nordlys Energi AS")


def answer_of(ask: Introducer, name: str) -> Any:
    basis = Basis(ask, Question(AS_OF))
    return map_answer(basis, power_map(basis.ask, asked_of(basis, name)))


def lines_of(answer: Any, width: int = 80) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    print_map(console, answer)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined] -- the file is a StringIO


def rows(lines: list[str], names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each person of the table with all that is said of them, its broken lines put together by column."""
    starts = [at for at, line in enumerate(lines) if any(line.startswith(f"{name} ") for name in names)]
    for at in starts:
        until = next(
            (to for to in range(at + 1, len(lines)) if not lines[to].startswith(" ") or not lines[to].strip()),
            len(lines),
        )
        name = next(name for name in names if lines[at].startswith(f"{name} "))
        cells: dict[int, list[str]] = {}
        for line in lines[at:until]:
            for found in re.finditer(r"\S+(?: \S+)*", line):
                cells.setdefault(found.start(), []).append(found.group())
        yield name, " | ".join(" ".join(parts) for _, parts in sorted(cells.items()))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_terminal_says_whom_the_first_view_has_with_their_stances_in_its_order(
    tmp_path: Path, subject: str
) -> None:
    told = answer_of(introducer(tmp_path, grid_decision(), AS_OF), subject)
    people = {one["id"]: one for one in told["people"]}
    view = [people[one] for one in told["first_view"]]
    said = dict(rows(lines_of(told), [one["name"] for one in view]))
    deciding = [one["name"] for one in view if one["id"] in told["deciding"]]
    assert sorted(said) == sorted(one["name"] for one in view)
    assert list(said)[: len(deciding)] == deciding
    for one in view:
        stance = "not known" if one["stance"] is None else f"{one['stance']:+d}".replace("+0", "0")
        word = "" if one["stance"] is None else WORDS[one["stance"]]
        for expected in (stance, word, *one["seats"], f"differ by {one['spread']}" if one["spread"] else ""):
            assert expected in said[one["name"]], (one["name"], expected)
        assert ("(stale)" in said[one["name"]]) == one["stale"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_of_the_table_is_cut_in_eighty_columns(tmp_path: Path, subject: str) -> None:
    files = grid_decision(unmet=("jurgen",))
    files["acquaintances.csv"] = "from,to,kind,date,declared_by\nmikkel,jurgen,friend,2003-05,mikkel\n"
    told = answer_of(introducer(tmp_path, files, AS_OF), subject)
    people = {one["id"]: one for one in told["people"]}
    view = [people[one] for one in told["first_view"]]
    said = dict(rows(lines_of(told), [one["name"] for one in view]))
    last = {one["name"]: said[one["name"]].split(" | ")[-1] for one in view}
    assert last["Håkon Myhre"] == "3 Nov"
    assert last["Mette Kjær Lund"] == "never"
    assert {name for name, day in last.items() if day == "never"} == {one["name"] for one in view if not one["met"]}
    undated = {one["name"] for one in view if one["met"] and not one["last_contact"]}
    assert {name for name, day in last.items() if day == "no date"} == undated == {"Jürgen Weiß"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_title_result_sentences_moves_and_warnings_are_those_of_the_json(tmp_path: Path, subject: str) -> None:
    files = changed(grid_decision(), "influences.csv", "nobody,hakon,2,2025")
    told = answer_of(introducer(tmp_path, files, AS_OF), subject)
    said = "\n".join(lines_of(told, 100))
    assert f"{told['unit']['title']}." in said
    assert f"as it stands: {told['unit']['standing']} ({told['unit']['advocacy']:+.2f}" in said
    listed = sorted((one["text"] for one in told["sentences"][:3]), key=said.index)
    question = next(one["text"] for one in told["sentences"] if one["kind"] == "question")
    assert (listed[0], said.count(" first ")) == (question, 1)
    for move in told["next_moves"][:6]:
        assert move["text"] in said
    for warning in told["warnings"]:
        assert warning in said


def test_headings_follow_the_seats_and_whoever_is_left_out_is_counted(tmp_path: Path) -> None:
    ask = introducer(tmp_path, grid_decision(), AS_OF)
    of_one = ["Decide", "Sway them, or keep the door"]
    of_all = ["Decide in one of its decisions", "Sway them", "Keep a door"]
    for subject, headings in zip(SUBJECTS, (of_one, of_all), strict=True):
        told = answer_of(ask, subject)
        lines = lines_of(told)
        assert [line for line in lines if line in headings] == headings
        assert f"and {len(told['people']) - len(told['first_view'])} more (--csv and --json have all)" in lines


def test_a_company_where_nobody_is_known_says_so(tmp_path: Path) -> None:
    lines = lines_of(answer_of(introducer(tmp_path, grid_decision(), AS_OF), "Corvane"))
    assert "Nobody is known to work there, nobody's stance is known." in lines


def test_one_of_something_is_said_as_one() -> None:
    console = Console(file=io.StringIO(), width=100)
    about = {"opportunity": {"name": "Grid"}, "company": {"name": "Nordlys"}, "toward": None}
    print_closed(console, {"round": about, "agreed": 1, "find_out": []})
    print_closed(console, {"round": about, "agreed": 3, "find_out": [{"name": "Ingrid Solberg"}]})
    said = console.file.getvalue()  # type: ignore[attr-defined] -- the file is a StringIO
    assert said.splitlines() == [
        "Grid: closed with one agreed number.", "Grid: closed with three agreed numbers.",
        "Why is Ingrid Solberg against us? Until that is known, finding out is the next move.",
    ]  # fmt: skip


def test_a_line_of_nobody_is_warned_about_with_its_article(tmp_path: Path) -> None:
    files = changed(grid_decision(), "influences.csv", "hakon,hakon,2,2025")
    files = changed(files, "conflicts.csv", "hakon,hakon,2,2025")
    warnings = answer_of(introducer(tmp_path, files, AS_OF), SUBJECTS[0])["warnings"]
    assert any("an influence line from a person to the same person" in one for one in warnings)
    assert any("a conflict line from a person to the same person" in one for one in warnings)


class Counting(Introducer):
    """Counts for whom many introductions are looked for, as a way past a door needs."""

    looked: list[str]

    def together(self, target: str, *, top: int = 3) -> tuple[Introduction, ...]:
        if top == 10:
            self.looked.append(target)
        return super().together(target, top=top)


def test_ways_past_a_single_door_are_worked_out_once_for_gap_and_sentence(tmp_path: Path) -> None:
    plain = introducer(tmp_path, grid_decision(), AS_OF)
    ask = Counting(plain.world)
    ask.looked = []
    told = answer_of(ask, SUBJECTS[0])
    ingrid = next(one["id"] for one in told["people"] if one["name"] == "Ingrid Solberg")
    door = next(one for one in told["gaps"]["single_doors"] if one["to"][0]["id"] == ingrid)
    detail = next(one["detail"] for one in told["sentences"] if one["kind"] == "door")
    assert ("Ways through others" in detail) == door["ways_past"]
    assert ask.looked.count(ingrid) == 1


def test_a_very_long_name_leaves_room_for_the_other_columns(tmp_path: Path) -> None:
    files = grid_decision()
    files["people.csv"] = files["people.csv"].replace("Håkon Myhre", "Håkon " + "Myhre" * 60)
    lines = lines_of(answer_of(introducer(tmp_path, files, AS_OF), "Grid data platform"))
    row = next(line for line in lines if line.startswith("Håkon Myhre"))
    assert "…" in row[:31]
    assert "sceptic" in " ".join(lines)
    assert "decider" in row
