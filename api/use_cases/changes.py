"""What has changed about a person, and which source says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.use_cases.basis import Json
from graph.provenance import Claim, Revision
from graph.snapshot import Snapshot
from graph.stores.base import Belief
from viz.wording import STANCES, day, signed, years

MOST = 60
# Trust is between two people and never shown to others (DESIGN: What the numbers mean).
_QUIET = frozenset({"identities", "observed", "leaders", "person_assessments"})


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says a claim about one person in words."""

    snapshot: Snapshot
    person: str

    def name(self, record: str | None) -> str:
        """Return the name behind a record id."""
        one = self.snapshot.entity.get(record or "", record or "")
        known = self.snapshot.people.get(one) or self.snapshot.companies.get(one)
        return known.name if known else "somebody" if (record or "").startswith("p-") else record or "?"

    def others(self, people: str | None) -> str:
        """Name the other people of a list, at most three."""
        entity = self.snapshot.entity
        rest = [one for one in (people or "").split(";") if entity.get(one, one) != self.person]
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


def history(snapshot: Snapshot, person: str, beliefs: Sequence[Belief], revisions: Sequence[Revision]) -> list[Json]:
    """Return what was said and taken back about a person, newest first, at most ``MOST`` lines.

    A claim that replaced another of the same row is one line with both.
    """
    say = Sayer(snapshot, person).say
    when = {one.number: one.at.date() for one in revisions if one.at is not None}
    before = {(b.held.source, b.held.claim.table, b.held.claim.key, b.withdrawn): b for b in beliefs if b.withdrawn}
    lines: list[tuple[date, tuple[int, str, str, str], Json]] = []
    replaced: set[int] = set()
    for belief in beliefs:
        held = belief.held
        if held.claim.table in _QUIET:
            continue
        earlier = before.get((held.source, held.claim.table, held.claim.key, belief.asserted))
        if earlier is not None and earlier.held.number != held.number:
            replaced.add(earlier.held.number)
        was = say(earlier.held.claim) if earlier and say(earlier.held.claim) != say(held.claim) else ""
        on = when.get(belief.asserted, held.as_of)
        lines.append(
            (on, _place(belief, belief.asserted), _line(on, "changed" if was else "said", say(held.claim), was, belief))
        )
    for belief in beliefs:
        if belief.withdrawn and belief.held.number not in replaced and belief.held.claim.table not in _QUIET:
            on = when.get(belief.withdrawn, belief.held.as_of)
            lines.append(
                (on, _place(belief, belief.withdrawn), _line(on, "withdrawn", say(belief.held.claim), "", belief))
            )
    lines.sort(key=lambda line: line[:2], reverse=True)
    return [line for _, _, line in lines[:MOST]]


def _place(belief: Belief, revision: int) -> tuple[int, str, str, str]:
    """Return where a line stands among those of its day; numbers of claims are different in a copied store."""
    return revision, belief.held.source, belief.held.claim.table, belief.held.claim.key


def _line(on: date, kind: str, text: str, was: str, belief: Belief) -> Json:
    claim = belief.held.claim
    record = f"{claim.file}:{claim.line}" if claim.file else ""
    return {
        "on": on.isoformat(), "kind": kind, "text": text, "was": was or None, "source": belief.held.source,
        "record": record, "table": claim.table,
    }  # fmt: skip


def _job(say: Sayer, row: _Row) -> str:
    unit = f", {row['unit']}" if row["unit"] else ""
    when = years(row["start"], row["end"]) or "no dates"
    return f"{row['title'] or 'works'} at {say.name(row['company'])}{unit}, {when}"


def _stance(say: Sayer, row: _Row) -> str:
    value = int(float(row["value"] or 0))
    toward = say.name(row["toward"]) if row["toward"] else "us"
    who = "the team" if row["agreed"] == "yes" else say.name(row["by"]) if row["by"] else "somebody"
    whom = "" if say.snapshot.entity.get(row["person"]) == say.person else f"{say.name(row['person'])}: "
    return f"{whom}{STANCES[value]} ({signed(value)}) toward {toward}, says {who}, {day(row['date'])}"


def _about(say: Sayer, row: _Row) -> str:
    """Name whom or what a line of the account's plan is about."""
    return say.name(row["company"]) if row["company"] else "an account"


_WORDS: Mapping[str, Callable[[Sayer, _Row], str]] = {
    "people": lambda _, row: f"known as {row['name'] or (row['given_name'] + ' ' + row['family_name']).strip()}",
    "employments": _job,
    "studies": lambda _, row: f"studied at {row['school']}, {years(row['start'], row['end']) or 'no dates'}",
    "board_seats": lambda say, row: f"on the board of {say.name(row['company'])}, {years(row['start'], row['end'])}",
    "contacts": lambda say, row: f"{row['kind']} with {say.others(row['participants'])} on {day(row['date'])}",
    "project_people": lambda _, row: f"took part in a project{', ' + row['role'] if row['role'] else ''}",
    "acquaintances": lambda say, row: f"{'connected online' if row['kind'] == 'linkedin' else row['kind']} with "
    f"{say.others(row['from'] + ';' + row['to'])}{', since ' + day(row['date']) if row['date'] else ''}",
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
