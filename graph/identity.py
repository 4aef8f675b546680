"""Which records are the same person or company: exact keys, and what people decided."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.provenance import Held
from graph.vocabulary.names import company_key, folded, is_role_mailbox, profile_slug


@dataclass(frozen=True, slots=True)
class Record:
    """What identity needs of a record: its exact keys (strongest kinds only) and its names."""

    id: str
    source: str
    name: str
    keys: tuple[str, ...]
    country: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    a: str
    b: str
    same: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """Records that share a key which could not link them, with the reason."""

    records: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """``entity`` maps every record to the smallest id of its cluster."""

    entity: Mapping[str, str]
    doubts: tuple[Doubt, ...]


def person_keys(email: str, linkedin_url: str, crm_id: str) -> tuple[str, ...]:
    """Return the exact keys of a person; role mailboxes are none."""
    keys = [
        f"email:{part.strip().casefold()}"
        for part in email.split(";")
        if "@" in part and not is_role_mailbox(part.strip())
    ]
    if linkedin_url:
        plain = linkedin_url.rstrip("/").rpartition("/")[2].casefold()
        keys.append(f"linkedin:{profile_slug(linkedin_url) or plain}")
    if crm_id:
        keys.append(f"crm:{crm_id}")
    return tuple(keys)


def aliases_of(claims: Iterable[Held]) -> dict[str, tuple[str, ...]]:
    """Return the further names of company records, from claims of company_aliases."""
    found: dict[str, tuple[str, ...]] = {}
    for held in claims:
        company, alias = held.claim.content[:2]
        found[company or ""] = (*found.get(company or "", ()), alias or "")
    return found


def resolve_people(records: Sequence[Record], decisions: Iterable[Decision]) -> Resolution:
    """Link records by shared exact keys unless their names contradict each other; a ``different`` always wins."""
    return _resolve(records, _by_key(records), decisions, lambda a, b: names_agree(a.name, b.name))


def resolve_companies(records: Sequence[Record], decisions: Iterable[Decision]) -> Resolution:
    """Link by exact keys, then by the name without its legal form within one country, where that is unique.

    A record of unknown country joins when all others of its name are of one country. Two records of one source
    with the same name are two companies as far as that source knows, so the name links neither. An alias is
    a name too.
    """
    groups = dict(_by_key(records))
    by_name: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for name in sorted({company_key(record.name), *map(company_key, record.aliases)}):
            by_name[name].append(record)
    for name, group in by_name.items():
        countries = {record.country for record in group if record.country}
        for country in sorted(countries) or [""]:
            inside = [r for r in group if r.country == country or (not r.country and len(countries) <= 1)]
            if len({r.source for r in inside}) == len(inside):
                groups[f"name:{name}:{country}"] = inside
    return _resolve(records, groups, decisions, lambda _a, _b: True)


def _by_key(records: Iterable[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for key in record.keys:
            groups[key].append(record)
    return groups


def names_agree(a: str, b: str) -> bool:
    """Say whether two names have a word in common, as a married name has, or one is not known."""
    first, second = set(folded(a).split()), set(folded(b).split())
    return not first or not second or bool(first & second)


class _Clusters:
    def __init__(self, ids: Iterable[str], apart: Iterable[tuple[str, str]]) -> None:
        self.members = {one: [one] for one in ids}
        self.root = {one: one for one in self.members}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for a, b in apart:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def join(self, a: str, b: str) -> bool:
        """Join two clusters; False where a person said that two of their records are different."""
        first, second = sorted((self.root[a], self.root[b]))
        if first == second:
            return True
        theirs = set(self.members[second])
        if any(self.apart[one] & theirs for one in self.members[first]):
            return False
        for one in self.members[second]:
            self.root[one] = first
        self.members[first] += self.members.pop(second)
        return True


def _resolve(
    records: Sequence[Record],
    groups: Mapping[str, Sequence[Record]],
    decisions: Iterable[Decision],
    agree: Callable[[Record, Record], bool],
) -> Resolution:
    known = {record.id for record in records}
    told = sorted({d for d in decisions if d.a in known and d.b in known}, key=lambda d: (d.a, d.b, d.same))
    clusters = _Clusters(sorted(known), ((d.a, d.b) for d in told if not d.same))
    for decision in told:
        if decision.same:
            clusters.join(decision.a, decision.b)
    doubts: list[Doubt] = []
    for key in sorted(groups):
        group = sorted(groups[key], key=lambda record: record.id)
        if len(group) < 2:
            continue
        if not all(agree(group[0], other) for other in group[1:]):
            doubts.append(
                Doubt(
                    tuple(record.id for record in group),
                    f"they share {key.partition(':')[0]} but not the name",
                )
            )
            continue
        for other in group[1:]:
            clusters.join(group[0].id, other.id)
    return Resolution(dict(clusters.root), tuple(doubts))
