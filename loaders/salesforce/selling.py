"""How opportunities, their contact roles, events and tasks become opportunities, seats and contacts.

Subjects, descriptions and comments are not among the columns that are read.
"""

from collections import defaultdict
from collections.abc import Iterator

from graph.provenance import Claim
from loaders.salesforce.export import Export, PointsNowhere, claim
from loaders.salesforce.ids import id18
from loaders.salesforce.roles import seat_of
from loaders.salesforce.sheets import Row
from loaders.salesforce.values import day, reference, yes

_DECLINED = frozenset({"declined", "uninvited"})
_KINDS = {"call": "call", "email": "mail", "mail": "mail", "meeting": "meeting", "linkedin": "message"}


class Selling:
    """Reads what we sell at the clients, and whom we met."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._index = export.index
        self._opportunities: set[str] = set()
        self._invited: dict[str, set[str]] = defaultdict(set)
        self._doubtful: set[str] = set()
        self._declined: dict[str, set[str]] = defaultdict(set)

    def claims(self) -> Iterator[Claim]:
        """Yield opportunities before their seats, then the contacts."""
        yield from self._export.claims_of("Opportunity", self._opportunity)
        yield from self._export.claims_of("OpportunityContactRole", self._seat)
        for relation in ("EventRelation", "TaskRelation"):
            yield from self._export.claims_of(relation, self._invitation)
        yield from self._export.claims_of("Event", self._event)
        yield from self._export.claims_of("Task", self._task)

    def _opportunity(self, row: Row) -> Iterator[Claim]:
        own, account = id18(row["id"]), self._index.living(row["accountid"])
        if account in self._index.person_accounts:
            raise PointsNowhere("belongs to a person account, and an opportunity here needs a company")
        if account not in self._index.companies:
            raise PointsNowhere(f"AccountId {account or '(empty)'} is no account here")
        owner = self._index.living(row["ownerid"])
        closed = yes(row["isclosed"])
        made = claim(
            "opportunities", own, row, id=own, company=self._export.record("companies", account), name=row["name"],
            stage=row["stagename"], probability=_share(row["probability"]), value=row["amount"],
            currency=row["currencyisocode"],
            owner=self._export.record("people", owner) if owner in self._index.users else None,
            decision_date=day(row["closedate"]),
            outcome=("won" if yes(row["iswon"]) else "lost") if closed else None,
        )  # fmt: skip
        self._opportunities.add(own)
        yield made

    def _seat(self, row: Row) -> Iterator[Claim]:
        opportunity, contact = reference(row["opportunityid"]), self._index.living(row["contactid"])
        if opportunity not in self._opportunities:
            raise PointsNowhere(f"OpportunityId {opportunity or '(empty)'} is no opportunity here")
        if contact not in self._index.contacts:
            raise PointsNowhere(f"ContactId {contact or '(empty)'} is no contact here")
        role, title = seat_of(row["role"])
        yield claim(
            "seats", f"{opportunity}|{contact}|{role}|{title or ''}", row,
            opportunity=self._export.record("opportunities", opportunity),
            person=self._export.record("people", contact), role=role, title=title,
        )  # fmt: skip

    def _invitation(self, row: Row) -> Iterator[Claim]:
        """Remember who was invited; this claims nothing by itself."""
        what = reference(row["eventid"] or row["taskid"])
        try:
            who = self._index.living(row["relationid"])
        except ValueError:
            self._doubtful.add(what)
            raise
        if who in self._index.unread:
            self._doubtful.add(what)
        elif row["status"].casefold() in _DECLINED:
            self._export.ledger.leave_out(row.file, "declined")
            self._declined[what].add(who)
        elif who in self._index.contacts or who in self._index.users:
            self._invited[what].add(who)
        yield from ()

    def _event(self, row: Row) -> Iterator[Claim]:
        own = id18(row["id"])
        when = day(row["startdatetime"] or row["activitydatetime"] or row["activitydate"])
        if yes(row["isprivate"]):
            self._export.ledger.leave_out(row.file, "private")
        elif yes(row["isrecurrence"]):
            self._export.ledger.leave_out(row.file, "the pattern of a series, whose meetings have their own rows")
        elif yes(row["ischild"]) and "EventRelation" in self._export.sheets:
            self._export.ledger.leave_out(row.file, "an invitee's copy of a meeting")
        elif when is None:
            raise ValueError("has no date")
        else:
            kind = _KINDS.get(_word(row["type"]), "meeting")
            minutes = None if yes(row["isalldayevent"]) else row["durationinminutes"]
            yield from self._contact(own, kind, when, minutes, row)

    def _task(self, row: Row) -> Iterator[Claim]:
        own = id18(row["id"])
        kind = _KINDS.get(_word(row["tasksubtype"])) or _KINDS.get(_word(row["type"]))
        days = [one for one in (day(row["activitydate"]), day(row["completeddatetime"])) if one]
        when = min(days) if days else day(row["createddate"])
        if yes(row["isrecurrence"]):
            self._export.ledger.leave_out(row.file, "the pattern of a series")
        elif not yes(row["isclosed"]) and row["status"].casefold() != "completed":
            self._export.ledger.leave_out(row.file, "not completed")
        elif kind is None or _word(row["tasksubtype"]) == "listemail":
            self._export.ledger.leave_out(row.file, "a to-do or a mailing, not a call, mail or meeting")
        elif when is None:
            raise ValueError("has no date")
        else:
            seconds = row["calldurationinseconds"]
            minutes = str((int(seconds) + 30) // 60) if seconds.isascii() and seconds.isdigit() else None
            yield from self._contact(own, kind, when, minutes, row)

    def _contact(self, own: str, kind: str, when: str, minutes: str | None, row: Row) -> Iterator[Claim]:
        if when > self._export.as_of:
            self._export.ledger.leave_out(row.file, "still to come")
            return
        people = {self._index.living(row["whoid"]), self._index.living(row["ownerid"]), *self._invited.get(own, ())}
        people -= self._declined.get(own, set())
        if own in self._doubtful or people & self._index.unread:
            raise ValueError("somebody who took part stands in a row that could not be read")
        theirs, ours = people & self._index.contacts.keys(), people & self._index.users
        if not theirs or len(theirs) + len(ours) < 2:
            self._export.ledger.leave_out(row.file, "nobody of theirs, or nobody else, is known to have taken part")
            return
        everybody = sorted(self._export.record("people", one) for one in theirs | ours)
        yield claim("contacts", own, row, id=own, kind=kind, date=when, minutes=minutes,
                    participants=";".join(everybody))  # fmt: skip


def _word(text: str) -> str:
    return text.casefold().replace("-", "").replace(" ", "")


def _share(percent: str) -> str | None:
    """Turn Salesforce's 40 (per cent) into 0.4; raises ValueError."""
    if not percent:
        return None
    value = float(percent.rstrip("%")) / 100
    if not 0 <= value <= 1:
        raise ValueError(f"Probability is {percent}, outside 0..100")
    return f"{value:g}"
