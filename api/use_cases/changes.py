"""What has changed about a person, and which source says so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.use_cases.basis import Json
from graph.provenance import Claim, Revision
from graph.snapshot import Snapshot
from graph.stores.base import Belief
from graph.vocabulary.dates import PartialDate
from graph.vocabulary.names import folded
from viz.wording import STANCES, signed, years

Span = tuple[str, str]
Key = tuple[str, str, str, str, Span]

MOST = 60
# Trust is between two people and never shown to others (DESIGN: What the numbers mean).
_QUIET = frozenset({"identities", "observed", "leaders", "person_assessments"})


_NAMELESS = {"p-": "somebody", "c-": "a company that no file names"}


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says a claim about one person in words; ``people`` are the records that are told together."""

    snapshot: Snapshot
    people: frozenset[str]

    def name(self, record: str | None) -> str:
        """Return the name behind a record id; a row may speak of what no load has told of yet."""
        one = self.snapshot.entity.get(record or "", record or "")
        known = self.snapshot.people.get(one) or self.snapshot.companies.get(one)
        return known.name if known else _NAMELESS.get((record or "")[:2], record or "?")

    def others(self, people: str | None) -> str:
        """Name the other people of a list, at most three."""
        entity = self.snapshot.entity
        rest = [one for one in (people or "").split(";") if entity.get(one, one) not in self.people]
        more = f" and {len(rest) - 3} more" if len(rest) > 3 else ""
        return ", ".join(self.name(one) for one in rest[:3]) + more

    def say(self, claim: Claim) -> str:
        """Return one claim as a phrase; the table's name where there are no better words."""
        made = _WORDS.get(claim.table)
        return made(self, _Row(claim)) if made else claim.table.replace("_", " ")


class _Row:
    """The fields of a claim by name, empty text for what is not there."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim

    def __getitem__(self, name: str) -> str:
        try:
            return self._claim.value(name) or ""
        except IndexError:  # an older claim, from before the field was there
            return ""


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing said or taken back: the day we learnt it, and from when to when it is so (partial dates, or "")."""

    on: date
    kind: str
    text: str
    was: str
    span: Span
    table: str
    place: tuple[int, str, str, str]
    source: str
    record: str
    job: str
    only_seen: bool

    @property
    def told_alike(self) -> Key:
        """Return what is the same where several sources say the same; of a job that was only seen, not the day."""
        return self.kind, self.table, self.text, self.was, ("", "") if self.only_seen else self.span


def history(
    snapshot: Snapshot,
    people: Iterable[str],
    beliefs: Sequence[Belief],
    revisions: Sequence[Revision],
    as_of: date,
) -> tuple[list[Json], int]:
    """Return what was said and taken back about a person, and how many lines that is; at most ``MOST`` are given.

    ``people`` are the records that are told together, mostly one.

    What is so from the latest day comes first, what has no day last. What several sources say alike is one line with
    all of them; a claim that replaced another of the same row is one line with both. What is so only after ``as_of``
    is left out.
    """
    when = {one.number: one.at.date() for one in revisions if one.at is not None}
    found = list(_changes(Sayer(snapshot, frozenset(people)), beliefs, when))
    alike: dict[Key, list[_Change]] = {}
    dated: dict[str, Key] = {}
    for change in sorted(found, key=lambda one: (one.only_seen, one.on, one.place)):
        if after(change.span, as_of):
            continue
        key = change.told_alike
        if change.kind == "said" and change.only_seen:
            key = dated.get(change.job, key)
        elif change.kind == "said" and change.job and not change.span[1]:
            dated[change.job] = key
        alike.setdefault(key, []).append(change)
    lines = sorted(alike.values(), key=_latest_first, reverse=True)
    return [_line(one) for one in lines[:MOST]], len(lines)


def _changes(say: Sayer, beliefs: Sequence[Belief], when: Mapping[int, date]) -> Iterator[_Change]:
    told = [belief for belief in beliefs if belief.held.claim.table not in _QUIET]
    before = {(b.held.source, b.held.claim.table, b.held.claim.key, b.withdrawn): b for b in told if b.withdrawn}
    replaced: set[int] = set()
    for belief in told:
        held = belief.held
        earlier = before.get((held.source, held.claim.table, held.claim.key, belief.asserted))
        if earlier is not None and earlier.held.number != held.number:
            replaced.add(earlier.held.number)
        was = _was(say, earlier, belief) if earlier else ""
        yield _change(say, belief, "changed" if was else "said", was, belief.asserted, when)
    for belief in told:
        if belief.withdrawn and belief.held.number not in replaced:
            yield _change(say, belief, "withdrawn", "", belief.withdrawn, when)


def _was(say: Sayer, earlier: Belief, now: Belief) -> str:
    """Say what a row said before, with its years where these are what changed; "" where nothing that is told did."""
    text, spans = say.say(earlier.held.claim), [span_of(one.held.claim) for one in (earlier, now)]
    if spans[0] != spans[1]:
        return f"{text}, {years(*spans[0]) or 'no dates'}"
    return text if text != say.say(now.held.claim) else ""


def _change(say: Sayer, belief: Belief, kind: str, was: str, revision: int, when: Mapping[int, date]) -> _Change:
    held, claim = belief.held, belief.held.claim
    row, is_job = _Row(claim), claim.table == "employments"
    return _Change(
        when.get(revision, held.as_of), kind, say.say(claim), was, span_of(claim), claim.table,
        # where a line stands among those of its day; numbers of claims are different in a copied store
        (revision, held.source, claim.table, claim.key),
        held.source, f"{claim.file}:{claim.line}" if claim.file else "",
        f"{say.snapshot.entity.get(row['company'], row['company'])} {folded(row['title'])}" if is_job else "",
        is_job and not (row["start"] or row["end"]),
    )  # fmt: skip


def _latest_first(alike: Sequence[_Change]) -> tuple[bool, date, tuple[int, str, str, str]]:
    """Return what sorts by the day from which it is so; by the day we learnt it where it was changed or taken back."""
    first, (start, end) = alike[0], _so(alike)
    if first.kind != "said":
        return True, first.on, first.place
    day = start or end
    return bool(day), PartialDate.parse(day).earliest() if day else first.on, first.place


def _so(alike: Sequence[_Change]) -> Span:
    """Return when it is so; of a job that was only seen, the last day on which it was."""
    return max(one.span for one in alike) if alike[0].only_seen else alike[0].span


def _line(alike: Sequence[_Change]) -> Json:
    """Tell what one or several sources say alike, on the day when the first of them said it."""
    first, (start, end) = alike[0], _so(alike)
    return {
        "on": min(one.on for one in alike).isoformat(), "kind": first.kind, "text": first.text,
        "was": first.was or None, "start": start, "end": end, "source": first.source, "record": first.record,
        "table": first.table,
        "sources": [{"source": one.source, "record": one.record, "on": one.on.isoformat()} for one in alike],
    }  # fmt: skip


def _job(say: Sayer, row: _Row) -> str:
    unit = f", {row['unit']}" if row["unit"] else ""
    seen = "" if row["start"] or row["end"] else ", since when is not told"
    return f"{row['title'] or 'works'} at {say.name(row['company'])}{unit}{seen}"


def _stance(say: Sayer, row: _Row) -> str:
    value = int(float(row["value"] or 0))
    toward = say.name(row["toward"]) if row["toward"] else "us"
    who = "the team" if row["agreed"] == "yes" else say.name(row["by"]) if row["by"] else "somebody"
    whom = "" if say.snapshot.entity.get(row["person"]) in say.people else f"{say.name(row['person'])}: "
    return f"{whom}{STANCES[value]} ({signed(value)}) toward {toward}, says {who}"


def _about(say: Sayer, row: _Row) -> str:
    """Name whom or what a line of the account's plan is about."""
    return say.name(row["company"]) if row["company"] else "an account"


_WORDS: Mapping[str, Callable[[Sayer, _Row], str]] = {
    "people": lambda _, row: f"known as {row['name'] or (row['given_name'] + ' ' + row['family_name']).strip()}",
    "employments": _job,
    "studies": lambda _, row: f"studied at {row['school']}",
    "board_seats": lambda say, row: f"on the board of {say.name(row['company'])}",
    "contacts": lambda say, row: f"{row['kind']} with {say.others(row['participants'])}",
    "project_people": lambda _, row: f"took part in a project{', ' + row['role'] if row['role'] else ''}",
    "acquaintances": lambda say, row: f"{'connected online' if row['kind'] == 'linkedin' else row['kind']} with "
    f"{say.others(row['from'] + ';' + row['to'])}",
    "reporting": lambda say, row: f"{say.name(row['person'])} reports to {say.name(row['manager'])}",
    "influences": lambda say, row: f"{say.name(row['from'])} sways {say.name(row['to'])}",
    "conflicts": lambda say, row: f"{say.name(row['a'])} and {say.name(row['b'])} are in conflict",
    "agreements": lambda say, row: f"{say.name(row['a'])} and {say.name(row['b'])} are allies",
    "stances": _stance,
    "notes": lambda _, row: f"{(row['kind'] or 'note').replace('_', ' ')}: {row['text']}",
    "asks": lambda say, row: f"{say.name(row['go_between'])} was asked for a word with {say.name(row['target'])}"
    f"{', answer ' + row['answer'] if row['answer'] else ''}",
    "accounts": lambda say, row: f"leads the account {_about(say, row)}",
    "account_team": lambda say, row: f"{row['role'] or 'works'} in the account team of {_about(say, row)}",
    "actions": lambda say, row: f"to do for {_about(say, row)}: {row['text']}",
    "ideas": lambda say, row: f"idea for {_about(say, row)}: {row['text']}",
    "requests": lambda say, row: f"request of {_about(say, row)}: {row['about']}",
    "guards": lambda say, row: f"{say.name(row['gatekeeper'])} keeps the door of "
    f"{say.name(row['person']) if row['person'] else row['unit'] or 'the company'}",
    "opportunities": lambda _, row: f"owns the opportunity {row['name']}",
    "seats": lambda _, row: f"seat: {row['role']}",
}  # fmt: skip


_ON_A_DAY = {
    "contacts": "date", "stances": "date", "notes": "date", "asks": "date", "requests": "received", "ideas": "date",
}  # fmt: skip
_FROM_TO = frozenset({
    "employments", "studies", "board_seats", "project_people", "reporting", "influences", "conflicts", "agreements",
    "guards",
})  # fmt: skip


def span_of(claim: Claim) -> Span:
    """Return from when to when a claim says that something is so, as partial dates; "" for what it does not say.

    A job without start or end is so on the day on which it was seen.
    """
    row = _Row(claim)
    if claim.table == "acquaintances":
        return row["date"], ""
    if claim.table in _ON_A_DAY:
        on = row[_ON_A_DAY[claim.table]]
        return on, on
    if claim.table not in _FROM_TO:
        return "", ""
    start, end = row["start"], row["end"]
    seen = row["observed_on"] if claim.table == "employments" and not (start or end) else ""
    return (seen, seen) if seen else (start, end)


def after(span: Span, as_of: date) -> bool:
    """Say whether something begins only after a day."""
    return bool(span[0]) and PartialDate.parse(span[0]).earliest() > as_of
