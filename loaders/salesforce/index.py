"""What an export holds, before anything is claimed: which records are alive, which were merged, whose it is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from graph.vocabulary.names import company_key
from loaders.limits import Limits
from loaders.salesforce.objects import OBJECTS
from loaders.salesforce.sheets import Row, Sheet
from loaders.salesforce.values import day, domain, email, full_name, reference, yes

Sheets = Mapping[str, Sequence[Sheet]]
_NOTED = frozenset({"Organization", "User", "Account", "Contact"})


@dataclass(slots=True)
class Index:
    """Ids of the living records of which a claim will be made, so that nothing refers to a row that is rejected.

    ``merged`` leads from a merged record to the one that stayed; ``unread`` are those whose row cannot be read.
    """

    organisation: str = ""
    our_name: str = ""
    our_country: str = ""
    our_domain: str = ""
    our_account: str = ""
    companies: set[str] = field(default_factory=set)
    person_accounts: dict[str, str] = field(default_factory=dict)
    contacts: dict[str, str] = field(default_factory=dict)
    users: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)
    domains: dict[str, str] = field(default_factory=dict)
    newest: str = ""
    unread: set[str] = field(default_factory=set)

    def living(self, text: str) -> str:
        """Return the id that a cell refers to, by way of mergers; empty for none. Raises ValueError."""
        one = reference(text)
        visited = set()
        while one in self.merged and one not in visited:
            visited.add(one)
            one = self.merged[one]
        return one


def is_ours(user: Row) -> bool:
    """Say whether a user is one of us, and no guest of a portal and no machine."""
    return user["usertype"].casefold() in {"", "standard"} and not user["contactid"].strip("0A")


def build_index(sheets: Sheets, limits: Limits, *, all_days: bool) -> Index:
    """Read the ids of an export. With ``all_days`` every file is read, to find the newest day in it.

    Rows that cannot be read are passed over here: whoever makes claims of them rejects them.
    """
    builder = _Builder()
    for name, note in builder.notes.items():
        if all_days or name in _NOTED:
            for sheet in sheets.get(name, ()):
                for row in sheet.rows(OBJECTS[name].columns, limits):
                    with suppress(ValueError):
                        builder.index.newest = max(builder.index.newest, day(_changed(row)) or "")
                    builder.take(row, name, note)
    return builder.finished(with_contacts="Contact" in sheets)


class _Builder:
    def __init__(self) -> None:
        self.index = Index()
        self.notes: dict[str, Callable[[Row], None]] = dict.fromkeys(OBJECTS, self._nothing)
        self.notes.update(
            Organization=self._organisation,
            User=self._user,
            Account=self._account,
            Contact=self._contact,
        )
        self._domains: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._names: dict[str, list[str]] = defaultdict(list)
        self._named: set[str] = set()
        self._mails: Counter[str] = Counter()
        self._employers: Counter[str] = Counter()

    def finished(self, *, with_contacts: bool) -> Index:
        """Return the index, with whose domain each domain is and with our own name."""
        index = self.index
        if not with_contacts:
            index.contacts.update(dict.fromkeys(self._named, ""))
        index.domains = {owner: host for host, owners in self._domains.items() if (owner := _owner(owners))}
        index.our_domain = _most(self._mails)
        index.our_name = index.our_name or _most(self._employers) or index.our_domain
        ours = self._names.get(company_key(index.our_name), []) if index.our_name else []
        index.our_account = ours[0] if len(ours) == 1 else ""
        return index

    def take(self, row: Row, name: str, note: Callable[[Row], None]) -> None:
        """Note a living row; of one that cannot be read the id alone."""
        try:
            if _lives(row, name, self.index):
                note(row)
        except ValueError:
            with suppress(ValueError):
                self.index.unread.add(reference(row["id"]))

    def _nothing(self, row: Row) -> None:
        """Take no note of an object to which nothing refers."""

    def _organisation(self, row: Row) -> None:
        self.index.organisation = reference(row["id"])
        self.index.our_name, self.index.our_country = row["name"], row["country"]

    def _user(self, row: Row) -> None:
        person_name(row)
        last_day(row)
        self.index.users.add(reference(row["id"]))
        if yes(row["isactive"] or "1"):
            self._mails[(email(row["email"]) or "").rpartition("@")[2].casefold()] += 1
            self._employers[row["companyname"]] += 1

    def _account(self, row: Row) -> None:
        own, parent = reference(row["id"]), reference(row["parentid"])
        if yes(row["ispersonaccount"]):
            person = self.index.person_accounts[own] = reference(row["personcontactid"]) or own
            person_name(row)
            self._named.add(person)
            return
        if not row["name"]:
            return
        self.index.companies.add(own)
        self._names[company_key(row["name"])].append(own)
        if host := domain(row["website"]):
            self._domains[host].append((own, parent))

    def _contact(self, row: Row) -> None:
        person_name(row)
        reference(row["accountid"])
        reference(row["reportstoid"])
        self.index.contacts[reference(row["id"])] = row["accountid"]


def _changed(row: Row) -> str:
    return row["lastmodifieddate"] or row["createddate"]


def _lives(row: Row, name: str, index: Index) -> bool:
    if master := reference(row["masterrecordid"]):
        index.merged[reference(row["id"])] = master
        return False
    return not yes(row["isdeleted"]) and (name != "User" or is_ours(row))


def _owner(accounts: Sequence[tuple[str, str]]) -> str:
    """Return whose a domain is: the only account with it, or the one above the others; empty when unclear."""
    sharing = {own for own, _ in accounts}
    above = sorted({own for own, parent in accounts if parent not in sharing})
    return above[0] if len(above) == 1 else ""


def _most(told: Counter[str]) -> str:
    """Return what more than half of them say; empty when there is no such thing."""
    (most, times), *_ = told.most_common(1) or [("", 0)]
    return most if 2 * times > sum(told.values()) else ""


def last_day(user: Row) -> str | None:
    """Return by when a user who is not active had left, None for one who is. Raises ValueError."""
    return None if yes(user["isactive"] or "1") else day(user["lastlogindate"] or user["lastmodifieddate"])


def person_name(row: Row) -> str:
    """Return a person's name from its parts, else the whole; raises ValueError when there is none."""
    name = full_name(row["firstname"], row["middlename"], row["lastname"]) or row["name"]
    if not name:
        raise ValueError("has no name")
    return name
