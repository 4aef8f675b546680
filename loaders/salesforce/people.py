"""How accounts, users, contacts and their relations become companies, people, employments and reporting lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.provenance import Claim
from graph.vocabulary.names import company_key
from loaders.base import NOTHING_UNREAD
from loaders.salesforce.countries import country_code
from loaders.salesforce.export import Export, PointsNowhere, claim
from loaders.salesforce.ids import id18
from loaders.salesforce.index import is_ours, last_day, person_name
from loaders.salesforce.objects import OBJECTS
from loaders.salesforce.sheets import Row
from loaders.salesforce.values import day, domain, email, yes

_OURS = "ours"
_RELATIONS = {"customer": "client", "client": "client", "prospect": "client", "competitor": "competitor",
              "partner": "other", "other": "other"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Times:
    start: str | None
    end: str | None


class People:
    """Reads whoever is in an export, and where they work."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._index = export.index
        self._times: dict[tuple[str, str], _Times] = {}
        for pair, times in self._known_times():
            known = self._times.get(pair)
            if known is None or (known.end and not times.end):
                self._times[pair] = times

    def claims(self) -> Iterator[Claim]:
        """Yield companies and people before what refers to them."""
        yield from self._us()
        yield from self._export.claims_of("Account", self._account)
        yield from self._export.claims_of("User", self._user)
        yield from self._export.claims_of("Contact", self._contact)
        yield from self._export.claims_of("AccountContactRelation", self._relation)

    def _us(self) -> Iterator[Claim]:
        index = self._index
        if index.our_name and not index.our_account:
            sheet = next(iter(self._export.sheets.get("Organization") or self._export.sheets["User"]))
            country = country_code("", index.our_country)
            row = Row(sheet.file, sheet.line + 1, {})
            yield claim("companies", _OURS, row, id=_OURS, name=index.our_name, relation="ours",
                        domain=index.our_domain, country=country)  # fmt: skip

    def _account(self, row: Row) -> Iterator[Claim]:
        own = id18(row["id"])
        if yes(row["ispersonaccount"]):
            if "Contact" not in self._export.sheets:
                yield self._person(self._index.person_accounts[own], row, row["personemail"])
            return
        if not row["name"]:
            raise ValueError("has no name")
        parent = self._index.living(row["parentid"])
        if parent and (parent == own or parent not in self._index.companies):
            told = f"ParentId {parent} is no other account here: kept without it"
            self._export.ledger.reject(row.file, row.line, told, NOTHING_UNREAD)
            parent = ""
        words = row["type"].casefold().replace("-", " ").split()
        relation = next((_RELATIONS[word] for word in words if word in _RELATIONS), None)
        ours = own == self._index.our_account
        yield claim(
            "companies", own, row, id=own, name=row["name"], relation="ours" if ours else relation,
            parent=self._export.record("companies", parent) if parent else None,
            domain=host if (host := domain(row["website"])) and self._index.domains.get(own) == host else None,
            industry=row["industry"], country=country_code(row["billingcountrycode"], row["billingcountry"]),
        )  # fmt: skip

    def _user(self, row: Row) -> Iterator[Claim]:
        own = id18(row["id"])
        if not is_ours(row):
            self._export.ledger.leave_out(row.file, "users of portals and of the system")
            return
        yield self._person(own, row, row["email"])
        end = last_day(row)
        if end is None and not yes(row["isactive"] or "1"):
            told = "is no longer active, and no date says since when: no job is kept"
            self._export.ledger.reject(row.file, row.line, told, NOTHING_UNREAD)
        elif self._index.our_name:
            yield self._job(own, self._index.our_account or _OURS, row, _Times(None, end))

    def _contact(self, row: Row) -> Iterator[Claim]:
        own = id18(row["id"])
        yield self._person(own, row, row["email"])
        yield from self._work(own, row)
        manager = self._index.living(row["reportstoid"])
        if manager and (manager == own or manager not in self._index.contacts):
            told = f"ReportsToId {manager} is no other contact here: no reporting line is kept"
            self._export.ledger.reject(row.file, row.line, told, NOTHING_UNREAD)
        elif manager:
            yield claim("reporting", f"{own}|{manager}|", row, person=self._export.record("people", own),
                        manager=self._export.record("people", manager))  # fmt: skip

    def _work(self, own: str, row: Row) -> Iterator[Claim]:
        account = self._index.living(row["accountid"])
        if yes(row["ispersonaccount"]) or account in self._index.person_accounts:
            return
        name = row["account.name"]
        if account in self._index.companies:
            yield self._job(own, account, row, self._times.get((own, account), _Times(None, None)))
        elif name and "Account" not in self._export.sheets:
            where = account or f"name:{company_key(name)}"
            if where not in self._export.given:
                self._export.given.add(where)
                yield claim("companies", where, row, id=where, name=name)
            yield self._job(own, where, row, _Times(None, None))
        elif account:
            missing = f"AccountId {account} is no account here: no job is kept"
            self._export.ledger.reject(row.file, row.line, missing, NOTHING_UNREAD)

    def _relation(self, row: Row) -> Iterator[Claim]:
        account, contact = self._index.living(row["accountid"]), self._index.living(row["contactid"])
        if contact not in self._index.contacts:
            raise PointsNowhere(f"ContactId {contact or '(empty)'} is no contact here")
        if account in self._index.person_accounts:
            return
        if account not in self._index.companies:
            raise PointsNowhere(f"AccountId {account or '(empty)'} is no account here")
        times = _times(row)
        if self._index.living(self._index.contacts[contact]) != account:
            yield self._job(contact, account, row, times, key=f"{contact}|{account}|relation|{times.start or ''}")

    def _job(self, person: str, company: str, row: Row, times: _Times, *, key: str = "") -> Claim:
        return claim(
            "employments", key or f"{person}|{company}", row, person=self._export.record("people", person),
            company=self._export.record("companies", company), title=row["title"], unit=row["department"],
            start=times.start, end=times.end, observed_on=None if times.end else self._export.observed_on,
        )  # fmt: skip

    def _person(self, own: str, row: Row, mail: str) -> Claim:
        return claim("people", own, row, id=own, name=person_name(row), given_name=row["firstname"],
                     family_name=row["lastname"], email=email(mail), crm_id=own)  # fmt: skip

    def _known_times(self) -> Iterator[tuple[tuple[str, str], _Times]]:
        """Yield the dates that relations give to the contacts' own jobs; wrong ones are rejected in their turn."""
        for sheet in self._export.sheets.get("AccountContactRelation", ()):
            for row in sheet.rows(OBJECTS["AccountContactRelation"].columns, self._export.limits):
                try:
                    times = _times(row)
                    pair = self._index.living(row["contactid"]), self._index.living(row["accountid"])
                except ValueError:
                    continue
                if (times.start or times.end) and not yes(row["isdeleted"]):
                    yield pair, times


def _times(row: Row) -> _Times:
    """Return when a relation held. One that is over without an end was over when it was last changed."""
    start, end = day(row["startdate"]), day(row["enddate"])
    if not end and not yes(row["isactive"] or "1"):
        end = day(row["lastmodifieddate"])
        if end is None:
            raise ValueError("is no longer active, and no date says since when")
    if start and end and end < start:
        raise ValueError(f"end {end} is before start {start}")
    return _Times(start, end)
