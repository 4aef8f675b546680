"""How decisions are made at clients, as claims tell it: opportunities, seats, lines, doors, stances, accounts."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.folding import Source
from graph.provenance import Held, record_id
from graph.snapshot.lines import LINE_KINDS, Line, ToldLine, fold_lines, lines_on
from graph.snapshot.rounds import Round, judged_by_us, read_rounds, unsealed
from graph.snapshot.seats import Seat, fold_seats
from graph.vocabulary.amounts import one_of
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import company_key
from graph.vocabulary.tables import TABLES


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A piece of work being decided. ``competitors`` are company ids, or names where no company is called so."""

    id: str
    company: str
    name: str
    origin: str
    stage: str
    value: float | None
    currency: str
    owner: str
    decision_date: str
    outcome: str
    competitors: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one of us believes of a person's attitude; ``toward`` is "" for us, else a competitor's id.

    ``round`` is where it was judged blindly, "" nowhere; ``at`` the time of recording, "" where it is not known.
    """

    person: str
    by: str
    day: date
    toward: str
    value: int
    opportunity: str
    basis: str
    cause: str
    agreed: bool
    note: str
    source: Source
    round: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    company: str
    lead: str
    cadence_days: int | None


@dataclass(frozen=True, slots=True)
class ListedLeader:
    company: str
    name: str
    title: str
    reports_to: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything of it at one revision. ``warnings`` name the rows that were not used, with the reason."""

    opportunities: Mapping[str, Opportunity]
    seats: tuple[Seat, ...]
    lines: tuple[Line, ...]
    judgements: tuple[Judgement, ...]
    accounts: Mapping[str, Account]
    leaders: tuple[ListedLeader, ...]
    warnings: tuple[str, ...]
    rounds: Mapping[str, Round] = field(default_factory=dict)

    def lines_on(self, day: date) -> tuple[Line, ...]:
        """Return the lines that stand on a day, of several between the same ends the one that began last."""
        return lines_on(self.lines, day)


_LINE_WORDS = {
    "reports": "reporting line", "influence": "influence line", "conflict": "conflict line",
    "agreement": "agreement line", "guards": "kept door",
}  # fmt: skip
_LINE_TABLES = (
    ("reporting", "person", "manager"), ("influences", "from", "to"), ("conflicts", "a", "b"), ("agreements", "a", "b"),
    ("guards", "gatekeeper", "person"),
)  # fmt: skip
NO_DECISION = Decision({}, (), (), (), {}, (), ())


def read_decision(tables: Mapping[str, list[Held]], entity: Mapping[str, str], once_ours: Container[str]) -> Decision:
    """Read the small tables; rows that speak of somebody who is not there are left out with a warning.

    Parameters
    ----------
    tables : claims by table; a table that is missing is empty
    entity : the person or company of each record
    once_ours : who is or was one of us; a judgement by somebody else does not count
    """
    reader = _Reader(tables, entity, once_ours)
    opportunities = {one.id: one for one in reader.opportunities()}
    seats = fold_seats(reader.seats(opportunities))
    lines = fold_lines(reader.lines())
    judgements = tuple(reader.judgements(opportunities))
    accounts = {one.company: one for one in reader.accounts()}
    leaders = tuple(reader.leaders())
    rounds = read_rounds(tables.get("rounds", ()), entity)
    warnings = tuple(dict.fromkeys(reader.warnings))
    return Decision(opportunities, seats, lines, judgements, accounts, leaders, warnings, rounds)


class _Reader:
    def __init__(self, tables: Mapping[str, list[Held]], entity: Mapping[str, str], once_ours: Container[str]) -> None:
        self._tables = tables
        self._entity = entity
        self._once_ours = once_ours
        self.warnings: list[str] = []
        companies = list(tables.get("companies", ()))
        self._ours = {self._company(held) for held in companies if _told(held, "relation") == "ours"}
        relations = {(self._company(held), _told(held, "relation")) for held in companies}
        self._clients = {
            one for one, relation in relations if relation == "client" and (one, "competitor") not in relations
        }
        self._by_name = {company_key(_told(held, "name")): self._company(held) for held in reversed(companies)}

    def opportunities(self) -> Iterator[Opportunity]:
        for held in self._claims("opportunities"):
            if _told(held, "company") not in self._entity:
                self._warn(held, f"the opportunity {_told(held, 'name')!r} is of a company that is not there")
                continue
            value = _told(held, "value")
            named = (part.strip() for part in _told(held, "competitors").split(";"))
            yield Opportunity(
                record_id(held.source, "opportunities", held.claim.key), self._of(_told(held, "company")),
                _told(held, "name") or _told(held, "id"), _told(held, "origin"), _told(held, "stage"),
                float(value) if value else None, _told(held, "currency"), self._of(_told(held, "owner")),
                _told(held, "decision_date"), _told(held, "outcome"),
                tuple(dict.fromkeys(self._competitor(held.source, part) for part in named if part)), _source(held),
            )  # fmt: skip

    def seats(self, opportunities: Mapping[str, Opportunity]) -> Iterator[Seat]:
        for held in self._claims("seats"):
            person, weight = _told(held, "person"), _told(held, "weight")
            if _told(held, "opportunity") not in opportunities:
                self._warn(held, "a seat of an opportunity that is not there")
                continue
            if person and person not in self._entity:
                self._warn(held, f"the seat {_told(held, 'role')!r} is for a person who is not there; shown as empty")
                person = ""
            yield Seat(
                _told(held, "opportunity"), self._of(person), _told(held, "role").casefold(),
                float(weight) if weight else None, _told(held, "title"), _source(held),
            )  # fmt: skip

    def lines(self) -> Iterator[ToldLine]:
        for kind, (table, start, end) in zip(LINE_KINDS, _LINE_TABLES, strict=True):
            for held in self._claims(table):
                line = self._line(held, kind, _told(held, start), _told(held, end))
                if line is not None:
                    yield line

    def _line(self, held: Held, kind: str, start: str, end: str) -> ToldLine | None:
        guards = kind == "guards"
        unit, company = (_told(held, "unit"), self._of(_told(held, "company"))) if guards else ("", "")
        if start not in self._entity or (end not in self._entity and not unit):
            self._warn(held, f"{one_of(_LINE_WORDS[kind])} of a person who is not there")
            return None
        if self._of(start) == self._of(end):
            self._warn(held, f"{one_of(_LINE_WORDS[kind])} from a person to the same person")
            return None
        strength = "" if kind in {"reports", "guards"} else _told(held, "strength")
        if strength and float(strength) == 0:
            self._warn(held, "an influence of strength 0")
            return None
        return ToldLine(
            kind, self._of(start), self._of(end), float(strength) if strength else None, _told(held, "start"),
            _told(held, "end"), _source(held), held.claim.key, unit, company,
        )  # fmt: skip

    def judgements(self, opportunities: Mapping[str, Opportunity]) -> Iterator[Judgement]:
        only_clients = self._clients - {rival for one in opportunities.values() for rival in one.competitors}
        for held in unsealed(self._tables):
            person, toward, value = _told(held, "person"), _told(held, "toward"), _told(held, "value")
            when = PartialDate.parse(_told(held, "date"))
            opportunity = _told(held, "opportunity")
            if person not in self._entity:
                self._warn(held, "a stance of a person who is not there")
            elif not value.lstrip("-").isdigit() or not -3 <= int(value) <= 3:
                self._warn(held, f"the stance {value} is not a whole number from -3 to 3")
            elif when.earliest() > held.as_of:
                self._warn(held, f"the judgement is dated {when.text}, after the {held.as_of} on which it was told")
            elif opportunity and opportunity not in opportunities:
                self._warn(held, "a stance about an opportunity that is not there")
            elif not judged_by_us(held, self._entity, self._once_ours):
                self._warn(held, "the stance is judged by somebody who is not known to be one of us; it does not count")
            else:
                about = self._of(toward) if toward else ""
                if about in only_clients:
                    self._warn(
                        held, "the stance is toward a client that competes for nothing; it counts on no map of ours"
                    )
                day = min(when.latest(), held.as_of)  # of a month or year that was not over it was judged by then
                yield Judgement(
                    self._of(person), self._of(_told(held, "by")), day, "" if about in self._ours else about,
                    int(value), opportunity, _told(held, "basis"), _told(held, "cause") if int(value) < 0 else "",
                    _told(held, "agreed") == "yes", _told(held, "note"), _source(held), _told(held, "round"),
                    _told(held, "at"),
                )  # fmt: skip

    def accounts(self) -> Iterator[Account]:
        for held in self._claims("accounts"):
            days = _told(held, "cadence_days")
            yield Account(
                self._of(_told(held, "company")), self._of(_told(held, "lead")), int(float(days)) if days else None
            )

    def leaders(self) -> Iterator[ListedLeader]:
        for held in self._claims("leaders"):
            yield ListedLeader(
                self._of(_told(held, "company")), _told(held, "name"), _told(held, "title"), _told(held, "reports_to")
            )

    def _claims(self, table: str) -> Iterable[Held]:
        return self._tables.get(table, ())

    def _of(self, record: str) -> str:
        return self._entity.get(record, record)

    def _company(self, held: Held) -> str:
        return self._of(record_id(held.source, "companies", held.claim.key))

    def _competitor(self, source: str, told: str) -> str:
        for known in (record_id(source, "companies", told), told):
            if known in self._entity:
                return self._of(known)
        return self._by_name.get(company_key(told), told)

    def _warn(self, held: Held, reason: str) -> None:
        where = f"{held.claim.file}:{held.claim.line}" if held.claim.file else held.claim.table
        self.warnings.append(f"{held.source}, {where}: {reason}.")


def _told(held: Held, name: str) -> str:
    position = TABLES[held.claim.table].index(name)
    return (held.claim.content[position] if position < len(held.claim.content) else None) or ""


def _source(held: Held) -> Source:
    where = f"{held.claim.file}:{held.claim.line}" if held.claim.file else held.claim.table
    return Source(held.source, where, held.as_of.isoformat())
