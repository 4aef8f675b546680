"""What a store knows already of who we are: our company's name, and which of our people bear a name."""

from collections.abc import Collection, Iterator
from functools import cached_property

from graph.batches import Batch
from graph.identity import person_keys
from graph.provenance import WORKSPACE, record_id
from graph.stores.base import Store
from graph.vocabulary.names import company_key, folded
from graph.vocabulary.tables import TABLES
from loaders.base import ASSUMED_FIRM

_ARCHIVE = "linkedin:"
_CALENDAR = "calendar:"


class KnownBy:
    """Looks into a store, and only when it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def nobody(self) -> bool:
        """Say whether no source names a company of ours, so that nobody can be one of us."""
        return not self._ours

    def our_firm(self, source: str) -> str:
        """Return our company's name as other sources say it; "" where none does, or several that differ.

        Lists of our own people come before what archives let us take for ours.
        """
        told = [(other, name) for other, name in self._ours if other != source and not name.startswith(ASSUMED_FIRM)]
        for firms in ([one for one in told if not one[0].startswith(_ARCHIVE)], told):
            names: dict[str, str] = {}
            for _, name in sorted(firms):
                names.setdefault(company_key(name), name)
            if names:
                return next(iter(names.values())) if len(names) == 1 else ""
        return ""

    def namesakes(self, name: str, source: str) -> list[str]:
        """Return the records of people of a name, from sources that name our company and are no archive."""
        lists = {other for other, _ in self._ours if not other.startswith((_ARCHIVE, _CALENDAR))} - {source, WORKSPACE}
        column = TABLES["people"].index("name")
        return sorted(
            record_id(batch.source, "people", key)
            for batch in self._batches("people")
            if batch.source in lists
            for key, other in zip(batch.keys, batch.columns[column], strict=True)
            if folded(other) == folded(name) and record_id(batch.source, "people", key) not in self._decided
        )

    def name_and_address(self, source: str, key: str) -> tuple[str, str]:
        """Return what a source calls one of its people so far, and their profile address; "" for what is not known."""
        name, address = (TABLES["people"].index(field) for field in ("name", "linkedin_url"))
        for batch in self._batches("people"):
            if batch.source == source and key in batch.keys:
                place = list(batch.keys).index(key)
                return batch.columns[name][place], batch.columns[address][place]
        return "", ""

    def names_of(self, records: Collection[str], keys: Collection[str]) -> dict[str, frozenset[str]]:
        """Return the names that sources give to each of these records, and to whoever has each of these exact keys."""
        table, found = TABLES["people"], dict[str, set[str]]()
        columns = [
            table.index(name) for name in ("name", "given_name", "family_name", "email", "linkedin_url", "crm_id")
        ]
        for batch in self._batches("people"):
            told = zip(*(batch.columns[column] for column in columns), strict=True)
            for key, (name, given, family, *exact) in zip(batch.keys, told, strict=True):
                own = record_id(batch.source, "people", key)
                for one in {own, *person_keys(*exact)} & {*records, *keys}:
                    found.setdefault(one, set()).add(name or f"{given} {family}".strip())
        return {one: frozenset(names) for one, names in found.items()}

    @cached_property
    def _decided(self) -> set[str]:
        """Return the records of which people have said already who they are."""
        return {text for batch in self._batches("identities") for column in batch.columns[:2] for text in column}

    @cached_property
    def _ours(self) -> list[tuple[str, str]]:
        table = TABLES["companies"]
        relation, name = table.index("relation"), table.index("name")
        return [
            (batch.source, batch.columns[name][place])
            for batch in self._batches("companies")
            for place, told in enumerate(batch.columns[relation])
            if told == "ours" and batch.columns[name][place]
        ]

    def _batches(self, table: str) -> Iterator[Batch]:
        return self._store.snapshot_batches(self._store.revision().number, {table})
