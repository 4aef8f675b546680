"""How the people, companies and jobs of a list become claims, and who is who in a list."""

import re
from collections import defaultdict
from collections.abc import Mapping, Set

from graph.provenance import Claim, record_id
from graph.vocabulary.names import company_key, folded
from graph.vocabulary.tables import TABLES

# Column of ours -> the headers that mean it, in English, Norwegian and German.
PERSON_COLUMNS = {
    "person_id": "id|employee id|employee number|employee no|employee nr|personnel number|personnel no|staff id"
    "|ansattnummer|ansattnr|ansatt id|ansatt-nr|personalnummer|personalnr|mitarbeiternummer|mitarbeiternr"
    "|mitarbeiter id",
    "name": "full name|employee|employee name|person|person name|consultant|navn|fullt navn|ansatt|konsulent"
    "|vollständiger name|mitarbeiter|mitarbeitername|berater",
    "given_name": "first name|given names|fornavn|vorname",
    "family_name": "last name|surname|etternavn|nachname|familienname",
    "email": "e-mail|mail|e-mail address|email address|work e-mail|epost|e-post|e-postadresse|e-mail-adresse",
    "linkedin": "linkedin url|linkedin profile|linkedin-profil|linkedin address|profile url",
}
_CREDENTIALS = frozenset(
    ["phd", "ph.d.", "ph.d", "mba", "msc", "bsc", "dr", "dr.", "cpa", "pmp", "cfa", "jr", "jr.", "sr"]
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def full_name(row: Mapping[str, str]) -> str:
    """Return a person's name, given name first; empty when the row has none.

    >>> full_name({"name": "Lunde, Kari"}), full_name({"given_name": "Kari", "family_name": "Lunde"})
    ('Kari Lunde', 'Kari Lunde')
    """
    parts = " ".join(f"{row.get('given_name', '')} {row.get('family_name', '')}".split())
    name = " ".join(row.get("name", "").split()) or parts
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or "," in given:
        return name
    return family if not given or folded(given) in _CREDENTIALS else f"{given} {family}".strip()


def addresses(text: str) -> str:
    """Return the e-mail addresses of a cell as a list of ours; raises ValueError for what is none."""
    found = [part.removeprefix("mailto:") for part in re.split(r"[;,\s]+", text.strip()) if part]
    for part in found:
        if not _ADDRESS.fullmatch(part):
            raise ValueError(f"{part!r} is not an e-mail address")
    return ";".join(found)


def person_key(row: Mapping[str, str]) -> str:
    """Return the personnel number of a row, else its first e-mail address, else nothing; raises ValueError."""
    number, mail = row.get("person_id", ""), addresses(row.get("email", "")).casefold()
    return f"nr:{number}" if number else f"mail:{mail.partition(';')[0]}" if mail else ""


def yes_or_no(text: str) -> str | None:
    """Return "yes" for a mark in a column of yes and no, None for an empty cell or a no; raises ValueError."""
    word = folded(text)
    if word in {"", "no", "nei", "nein", "n", "0", "false"}:
        return None
    if word in {"yes", "ja", "y", "j", "x", "1", "true", "✓", "✔"}:
        return "yes"
    raise ValueError(f"{text!r} is neither yes nor no")


class NamedTwice:
    """Knows which names stand in several rows of a list, so that a row without a key is never taken for a person."""

    def __init__(self) -> None:
        self._keys: dict[str, list[str]] = defaultdict(list)

    def add(self, name: str, key: str) -> None:
        """Note one row; ``key`` is a personnel number or an address, empty when it has neither."""
        self._keys[folded(name)].append(key)

    def rows(self, name: str) -> int:
        """Return how many rows bear the name."""
        return len(self._keys[folded(name)])

    def keys(self, name: str) -> int:
        """Return how many different keys the name has."""
        return len({key for key in self._keys[folded(name)] if key})


class ListClaims:
    """Makes the claims of one source's list; each person and company once. ``ours``: keys of our own companies."""

    def __init__(self, source: str, ours: Set[str]) -> None:
        self._source = source
        self._ours = ours
        self._made: dict[tuple[str, str], Claim] = {}

    def record(self, table: str, own: str) -> str:
        """Return the record id of a row's own id."""
        return record_id(self._source, table, own)

    def company(self, name: str, file: str, line: int) -> list[Claim]:
        """Return a company's claim the first time it is named, nothing after that."""
        relation = "ours" if company_key(name) in self._ours else None
        values = {"name": " ".join(name.split()), "relation": relation}
        return self._once("companies", company_key(name), values, file, line)

    def person(
        self,
        own: str,
        name: str,
        cells: Mapping[str, str],
        file: str,
        line: int,
        *,
        numbered_by: str = "",
        **more: str | None,
    ) -> list[Claim]:
        """Return a person's claim the first time, nothing after that; raises ValueError for a bad address.

        ``numbered_by`` is the key of the company whose personnel number the row has, empty where it has none.
        """
        number = cells.get("person_id", "")
        values = {
            "name": name, "given_name": cells.get("given_name"), "family_name": cells.get("family_name"),
            "email": addresses(f"{cells.get('email', '')} {cells.get('private_email', '')}"),
            "linkedin_url": cells.get("linkedin"),
            "crm_id": f"{numbered_by} {number}" if numbered_by and number else None,
        }  # fmt: skip
        return self._once("people", own, {**values, **more}, file, line)

    def job(self, own: str, company: str, key: str, values: Mapping[str, str | None], file: str, line: int) -> Claim:
        """Return a job at a company that was named before."""
        who = {"person": self.record("people", own), "company": self.record("companies", company_key(company))}
        return Claim(
            "employments", f"{own}|{company_key(company)}|{key}", row_of("employments", {**who, **values}), file, line
        )

    def _once(self, table: str, own: str, values: Mapping[str, str | None], file: str, line: int) -> list[Claim]:
        if (table, own) in self._made:
            return []
        claim = Claim(table, own, row_of(table, {"id": own, **values}), file, line)
        self._made[table, own] = claim
        return [claim]


def row_of(table: str, values: Mapping[str, str | None]) -> tuple[str | None, ...]:
    """Return a claim's content in the order of its table; what is not given or empty is None."""
    return tuple(values.get(field.name) or None for field in TABLES[table].fields)
