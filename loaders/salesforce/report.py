"""How a report of contacts, exported as CSV with labels for columns, becomes claims."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.provenance import Claim, record_id
from graph.vocabulary.names import company_key, folded
from loaders.base import Reading
from loaders.limits import Limits
from loaders.salesforce.countries import country_code
from loaders.salesforce.export import claim
from loaders.salesforce.index import person_name
from loaders.salesforce.sheets import Ledger, Row, Sheet
from loaders.salesforce.values import email, reference

# Labels follow the reader's language and can be renamed. The German and Norwegian ones are what those languages say,
# not what a real report was seen to say.
_LABELS = {
    "first name": "firstname", "vorname": "firstname", "fornavn": "firstname",
    "last name": "lastname", "nachname": "lastname", "etternavn": "lastname",
    "full name": "name", "contact name": "name", "name": "name",
    "title": "title", "titel": "title", "tittel": "title",
    "department": "department", "abteilung": "department", "avdeling": "department",
    "email": "email", "e-mail": "email", "e-post": "email",
    "account name": "account", "kontoname": "account", "kontonavn": "account",
    "reports to": "manager", "reports to: full name": "manager",
    "contact id": "id", "contact id 18": "id", "account id": "accountid",
    "billing country": "country",
}  # fmt: skip
_COLUMNS = frozenset(_LABELS.values())


class _Line(NamedTuple):
    row: Row
    own: str
    name: str
    account: str


def label(cell: str) -> str:
    """Return the column that a label stands for, else the label itself, trimmed and in lower case."""
    plain = unicodedata.normalize("NFC", cell.strip()).casefold()
    return _LABELS.get(plain, plain)


def is_report_header(header: Sequence[str]) -> bool:
    """Say whether a row is the header of a report of contacts."""
    return "account" in header and ("lastname" in header or "name" in header) and len(set(header) & _COLUMNS) > 2


def report_claims(sheet: Sheet, reading: Reading, ledger: Ledger, limits: Limits) -> Iterator[Claim]:
    """Yield the people of a report with their companies, jobs and managers."""
    if told := sheet.unknown(_COLUMNS):
        reading.remarks.append(told)
    report = _Report(reading, ledger)
    lines = []
    for row in _without_footer(sheet.rows(_COLUMNS, limits, ledger)):
        try:
            line = report.line(row)
            made = list(report.claims(line))
        except ValueError as error:
            ledger.reject(row.file, row.line, str(error))
            continue
        yield from made
        lines.append(line)
    yield from report.managers(lines)
    ledger.close()


def _without_footer(rows: Iterator[Row]) -> Iterator[Row]:
    """Hold rows back that fill one cell only: at the end they are the report's name, its maker and the copyright."""
    held: list[Row] = []
    for row in rows:
        if sum(1 for cell in row.cells.values() if cell) < 2:
            held.append(row)
            continue
        yield from held
        held.clear()
        yield row


class _Report:
    def __init__(self, reading: Reading, ledger: Ledger) -> None:
        self._reading, self._ledger = reading, ledger
        self._companies: set[str] = set()

    def line(self, row: Row) -> _Line:
        name = person_name(row)
        account = reference(row["accountid"]) or (f"name:{company_key(row['account'])}" if row["account"] else "")
        own = reference(row["id"]) or (email(row["email"]) or "").casefold() or f"{folded(name)}|{account}"
        return _Line(row, own, name, account)

    def claims(self, line: _Line) -> Iterator[Claim]:
        row, own, name, account = line
        yield claim("people", own, row, id=own, name=name, given_name=row["firstname"], family_name=row["lastname"],
                    email=email(row["email"]), crm_id=reference(row["id"]))  # fmt: skip
        if account and row["account"]:
            if account not in self._companies:
                self._companies.add(account)
                yield claim("companies", account, row, id=account, name=row["account"],
                            country=country_code("", row["country"]))  # fmt: skip
            yield claim(
                "employments", f"{own}|{account}", row, person=self._record(own),
                company=record_id(self._reading.source, "companies", account), title=row["title"],
                unit=row["department"], observed_on=self._reading.as_of.isoformat(),
            )  # fmt: skip

    def managers(self, lines: Sequence[_Line]) -> Iterator[Claim]:
        """Yield who reports to whom, where the name is that of exactly one person at the same account."""
        named = self._by_name(lines)
        for row, own, _, account in lines:
            if not row["manager"]:
                continue
            found = named.get((account, folded(row["manager"])), set()) - {own}
            if len(found) == 1:
                manager = next(iter(found))
                yield claim("reporting", f"{own}|{manager}|", row, person=self._record(own),
                            manager=self._record(manager))  # fmt: skip
            else:
                self._ledger.reject(row.file, row.line, "Reports To is not one person of this account here: "
                                    "no reporting line is kept")  # fmt: skip

    def _by_name(self, lines: Sequence[_Line]) -> Mapping[tuple[str, str], set[str]]:
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        for _, own, name, account in lines:
            named[account, folded(name)].add(own)
        return named

    def _record(self, own: str) -> str:
        return record_id(self._reading.source, "people", own)
