"""What does a pasted leadership list say, and how is it kept as the denominator of coverage?"""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime

from api.use_cases.basis import Basis, Json, Question, Snapshots, basis_of
from api.use_cases.leader_doubts import leader_doubts
from api.viewer import Viewer
from graph.errors import BadArgument
from graph.parameters import Parameters
from graph.provenance import Claim, Load, LoadEntry, Mode, Scope
from graph.stores.base import Store
from graph.vocabulary.names import folded

MOST_LINES, LONGEST = 500, 200
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
_HEADER = frozenset({"name", "navn", "namn"})


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A leader as a line says it."""

    line: int
    name: str
    title: str
    reports_to: str


def read_list(text: str) -> tuple[list[ListedLine], list[Json]]:
    """Read lines of "name, title, reports to", split at tabs, else semicolons, else commas; return the bad ones too.

    Raises BadArgument for a list of more than 500 lines.
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise BadArgument(f"The list has more than {MOST_LINES} lines.", remedy="Paste the leaders only.")
    found: list[ListedLine] = []
    rejected: list[Json] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        line = _BULLET.sub("", raw).strip()
        if not line:
            continue
        mark = next((mark for mark in ("\t", ";", ",") if mark in line), ",")
        cells = [" ".join(cell.split())[:LONGEST] for cell in line.split(mark)]
        name, title, reports_to = [*cells, "", ""][:3]
        if folded(name) in _HEADER and not found:
            continue
        before = seen.get(folded(name))
        why = "has no name" if not folded(name) else f"is there twice: line {before} has them already" if before else ""
        if len(cells) > 3:
            why = why or "has more than three parts; use tabs or semicolons where a title holds a comma"
        if why:
            rejected.append({"line": number, "reason": why})
            continue
        seen[folded(name)] = number
        found.append(ListedLine(number, name, title, reports_to))
    return found, rejected


def preview_list(
    viewer: Viewer, source: Store | Snapshots, company: str, text: str, question: Question, parameters: Parameters
) -> Json:
    """Return what a pasted list would say, whom of it we know at the company, and what in it cannot be so.

    ``rejected`` are lines that are not used; what is in ``doubts`` is used as it stands.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_company(company)
    lines, rejected = read_list(text)
    there = _there(basis, found)
    return {
        **basis.stamp(), "company": {"id": found, "name": basis.snapshot.companies[found].name},
        "leaders": [
            {"line": one.line, "name": one.name, "title": one.title, "reports_to": one.reports_to,
             "person": there.get(folded(one.name))}
            for one in lines
        ],
        "rejected": rejected,
        "doubts": [asdict(one) for one in leader_doubts(lines, _names(basis, found), _called(basis, found))],
    }  # fmt: skip


def load_list(
    viewer: Viewer,
    source: Store | Snapshots,
    store: Store,
    company: str,
    text: str,
    question: Question,
    parameters: Parameters,
    *,
    listed_on: date,
    at: datetime,
) -> LoadEntry:
    """Keep a pasted list as the company's leaders, in place of the list before; `undo` brings that one back.

    Raises BadArgument when no line of it can be used.
    """
    basis = basis_of(source, question, parameters)
    found = basis.find_company(company)
    lines, _ = read_list(text)
    if not lines:
        raise BadArgument("No line of the list can be used.", remedy="Write: name, title, reports to.")
    day = listed_on.isoformat()
    claims = [
        Claim("leaders", f"{found}|{one.name}|{day}", (found, one.name, one.title or None, one.reports_to or None, day),
              "pasted list", one.line)
        for one in lines
    ]  # fmt: skip
    scopes = {"leaders": Scope(Mode.COMPLETE)}
    return store.record(
        Load(f"leaders:{found}", "leaders", at.date(), claims, scopes, by=viewer.name, allow_sweep=True), at=at
    )


def _called(basis: Basis, company: str) -> str:
    return basis.snapshot.companies[company].name


def _names(basis: Basis, company: str) -> dict[str, str]:
    """Return the names of the people at a company by their folded form."""
    return {name: basis.snapshot.people[one].name for name, one in _there(basis, company).items()}


def _there(basis: Basis, company: str) -> dict[str, str]:
    return {basis.people_names[one]: one for one in sorted(basis.ask.people_at(company), reverse=True)}
