"""How claims become typed facts, with people and companies resolved."""

from collections.abc import Iterable, Mapping

from graph.folding import Job, Source, span
from graph.provenance import Held, RecordId, record_id
from graph.snapshot.model import Ask, Fact, Leader, Stance
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from graph.vocabulary.tables import TABLES


class Reader:
    """Reads typed facts from claims, with people and companies resolved."""

    def __init__(self, entity: Mapping[str, str], seen: Mapping[tuple[str, str], str | None]) -> None:
        self._entity = entity
        self._seen = seen

    def jobs(self, claims: Iterable[Held]) -> Iterable[Job]:
        for held in claims:
            person, company, title, unit, _, start, end, observed, after, before = padded(held)
            when = span(start, end, after=after, before=before)
            confirmed = self._seen.get((held.source, "employments")) or held.as_of.isoformat()
            days = [observed] if observed else ([confirmed] if when is None or when.open else [])
            yield Job(
                self._of(person), self._of(company), title or "", unit or "", when,
                tuple(PartialDate.parse(day).earliest() for day in days if day), (self._source(held),),
            )  # fmt: skip

    def facts(self, tables: Mapping[str, list[Held]]) -> Iterable[Fact]:
        for held in tables.get("contacts", ()):
            _, kind, day, _, people = padded(held)
            yield Fact("contact", kind or "", "", "", span(day, day), self._all(people), (self._source(held),))
        for held in tables.get("acquaintances", ()):
            one, other, kind, day, _, strength = padded(held)
            pair = tuple(sorted((self._of(one), self._of(other))))
            yield Fact(
                "acquaintance",
                kind or "",
                "",
                "",
                span(day, None),
                pair,
                (self._source(held),),
                strength=float(strength) if strength else None,
            )
        for table, kind in (("studies", "study"), ("board_seats", "board")):
            for held in tables.get(table, ()):
                person, place, role, start, end = padded(held)
                home = folded(place or "") if kind == "study" else self._of(place)
                yield Fact(
                    kind,
                    role or "",
                    home,
                    place or "",
                    span(start, end),
                    (self._of(person),),
                    (self._source(held),),
                )
        yield from self._projects(tables)

    def _projects(self, tables: Mapping[str, list[Held]]) -> Iterable[Fact]:
        projects = {record_id(h.source, "projects", h.claim.key): h for h in tables.get("projects", ())}
        for held in tables.get("project_people", ()):
            project, person, role, start, end = padded(held)
            work = projects.get(RecordId(project or ""))
            if work is None:
                continue
            _, company, _, name, _, first, last, outcome = padded(work)
            when = span(start or first, end or last)
            yield Fact(
                "project",
                role or "",
                project or "",
                name or "",
                when,
                (self._of(person),),
                (self._source(held),),
                f"{outcome or ''}|{self._of(company)}",
            )

    def stances(self, claims: Iterable[Held], ours: frozenset[str]) -> tuple[Stance, ...]:
        found = []
        for held in claims:
            person, _, day, toward, value, _, _, _, agreed = padded(held)[:9]
            if day and value and (toward is None or self._of(toward) in ours):
                found.append(
                    Stance(self._of(person), PartialDate.parse(day).latest(), int(float(value)), agreed == "yes")
                )
        return tuple(found)

    def asks(self, claims: Iterable[Held]) -> tuple[Ask, ...]:
        rows = (padded(held) for held in claims)
        return tuple(
            Ask(
                self._of(row[1]), PartialDate.parse(row[4]).earliest(), row[0] or "", self._of(row[2]),
                self._of(row[3]), row[5] or "", row[7] or "",
            )
            for row in rows
            if row[1] and row[4]
        )  # fmt: skip

    def leaders(self, claims: Iterable[Held]) -> tuple[Leader, ...]:
        rows = map(padded, claims)
        return tuple(Leader(self._of(r[0]), r[1] or "", r[2] or "", r[3] or "", r[4] or "") for r in rows)

    def _of(self, record: str | None) -> str:
        return self._entity.get(record or "", record or "")

    def _all(self, records: str | None) -> tuple[str, ...]:
        return tuple(sorted({self._of(one) for one in (records or "").split(";")}))

    def _source(self, held: Held) -> Source:
        seen = self._seen.get((held.source, held.claim.table)) or held.as_of.isoformat()
        return Source(held.source, f"{held.claim.file}:{held.claim.line}", seen)


def padded(held: Held) -> tuple[str | None, ...]:
    missing = len(TABLES[held.claim.table].fields) - len(held.claim.content)
    return held.claim.content + (None,) * missing
