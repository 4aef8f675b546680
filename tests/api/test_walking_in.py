"""Does the screen before walking in tell what the sources hold, and is what comes back written down whole?"""

from pathlib import Path
from typing import Any

import pytest

from api.use_cases import person, show_map
from api.use_cases.basis import Question
from api.use_cases.stance_history import stance_history
from api.use_cases.walking_in import Heard, before_walking_in, record_visit
from api.viewer import Viewer
from graph.errors import BadArgument
from graph.parameters import read_parameters
from tests.decisions import AS_OF, grid_decision
from tests.places import empty_store
from tests.worlds import NOW, loaded

pytestmark = pytest.mark.usefixtures("each_store")

US, NUMBERS, HELENE = Viewer("Kari Lunde"), read_parameters(), "Helene Rustad"
HISTORY = {
    "projects.csv": "id,company,name,start,end,outcome\npilot,nordlys,Outage pilot,2021-02,2021-10,good\n",
    "project_people.csv": "project,person,role\npilot,helene,\npilot,kari,\n",
    "requests.csv": "id,company,from_person,received,about,decision,told_by,told_how,told_on\n"
    "r1,nordlys,helene,2022-09-05,Field crew bid,no,kari,phone,2022-11-02\n"
    "r2,nordlys,helene,2026-11-20,Another bid,,,,\n",
    "notes.csv": "company,person,kind,text,by,heard_from,date\n"
    "nordlys,helene,measured_on,Outage minutes,kari,helene,2026-10-02\n"
    "nordlys,helene,concern,Crew shortage,kari,helene,2026-10-02\n",
    "person_assessments.csv": "person,model,item,value,by,date\nhelene,social_style,style,driver,kari,2026-10-02\n"
    "helene,trust,credibility,9,kari,2026-10-02\n",
}  # fmt: skip


def told_of(folder: Path, files: dict[str, str], name: str = HELENE) -> Any:
    store = empty_store(folder)
    loaded(store, folder / "world", {**grid_decision(), **files})
    return before_walking_in(US, store, name, Question(AS_OF), NUMBERS)


def test_history_lines_and_the_three_things_come_from_the_sources(tmp_path: Path) -> None:
    told = told_of(tmp_path, HISTORY)
    assert told["history"] == [
        "Field crew bid 2022 we declined, told by phone by Kari Lunde",
        "Outage pilot 2021 went well",
    ]
    assert [one["name"] for one in told["reports_to"] + told["sways"]] == ["Øyvind Bråten", "Øyvind Bråten"]
    assert told["style"] == "driver"
    assert told["ask"]["text"] == "What would help most with this: Crew shortage?"
    assert told["offer"]["text"] == "Half an hour with our people from Outage pilot 2021, for crew shortage"
    assert told["avoid"]["text"] == "Field crew bid 2022 we declined, unless they do"


def test_what_the_team_noted_goes_before_what_the_facts_suggest(tmp_path: Path) -> None:
    notes = HISTORY["notes.csv"] + "nordlys,helene,ask,Which crews first?,kari,,2026-11-01\n"
    notes += "nordlys,helene,avoid,The tender of spring,kari,,2026-11-01\n"
    notes += "nordlys,helene,offer,Two planners,kari,,2027-01-01\n"
    told = told_of(tmp_path, {**HISTORY, "notes.csv": notes})
    assert (told["ask"]["text"], told["avoid"]["text"]) == ("Which crews first?", "The tender of spring")
    assert told["offer"]["text"].startswith("Half an hour")  # what is noted later is not known yet


def test_of_somebody_unknown_nothing_is_made_up(tmp_path: Path) -> None:
    told = told_of(tmp_path, {}, "Mette Kjær Lund")
    assert (told["history"], told["offer"], told["avoid"], told["style"]) == ([], None, None, "")
    assert told["ask"]["why"] == "what they think of us is not known"


def test_three_taps_are_a_note_a_stance_and_an_action(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    loaded(store, tmp_path / "world", grid_decision())

    def visited(heard: Heard) -> Any:
        return record_visit(US, store, store, HELENE, heard, NUMBERS, at=NOW)

    for nothing in (Heard(), Heard(heard=" ", stance="", next_step=" ")):
        with pytest.raises(BadArgument, match="Nothing was said"):
            visited(nothing)
    before = store.revision().number
    with pytest.raises(BadArgument, match="no stance"):
        visited(Heard("Crews are back", "4", "Send the paper"))
    assert store.revision().number == before
    visited(Heard("Crews are back", "2", "Send the paper", NOW.date(), "told_me"))
    told: Any = person(US, store, store, HELENE, Question(AS_OF), NUMBERS)
    assert [(note["kind"], note["text"], note["by"]) for note in told["notes"]] == [
        ("heard", "Crews are back", "Kari Lunde")
    ]
    judged: Any = stance_history(US, store, HELENE, Question(AS_OF), NUMBERS)["judgements"]
    assert (judged[0]["value"], judged[0]["note"], judged[0]["basis"]) == (2, "Crews are back", "told_me")
    rows = [held.claim for batch in store.snapshot_rows(store.revision().number) for held in batch]
    (action,) = [claim for claim in rows if claim.table == "actions"]
    assert (action.value("text"), action.value("due")) == ("Send the paper", NOW.date().isoformat())


def test_it_says_what_part_of_which_open_decision_somebody_holds(tmp_path: Path) -> None:
    files = grid_decision()
    head, grid = files["opportunities.csv"].split("\n")[:2]
    told = told_of(tmp_path, {
        "opportunities.csv": f"{head},outcome\n{grid},\nold,nordlys,Old one,tender,won,1,NOK,petra,2024-01-01,,won\n",
        "seats.csv": files["seats.csv"] + "old,hakon,decider,,\n",
    }, "Håkon Myhre")  # fmt: skip
    (one,) = told["decides"]
    assert (one["name"], one["roles"]) == ("Grid data platform", ["decider"])
    store = empty_store(tmp_path / "again")
    loaded(store, tmp_path / "again" / "world", files)
    unit: Any = show_map(US, store, "Grid data platform", Question(AS_OF), NUMBERS)
    assert one["share"] == next(person["share"] for person in unit["people"] if person["name"] == "Håkon Myhre") > 0.1
