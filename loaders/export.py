"""How a store becomes Tables again: a folder per source, which loaded into an empty store gives the same answers."""

import csv
import json
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, zip_longest
from pathlib import Path

from graph.errors import BadArgument
from graph.provenance import WORKSPACE, Claim, Held, record_id
from graph.stores.base import Store
from graph.vocabulary.tables import OWN_KEY, REFERENCES, TABLES, Field, Kind, canonical
from graph.vocabulary.text import guarded

_MARK = ".inroads-export"
_REFERRED = frozenset(REFERENCES.values())


@dataclass(slots=True)
class _Contents:
    """What a first reading finds: own ids of records, the days of each source's exports, and what they confirmed."""

    own_ids: dict[str, tuple[str, date]] = field(default_factory=dict)
    days: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    observed: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, str] = field(default_factory=dict)

    def day_of(self, held: Held) -> date:
        """Return the day under which a claim is written: people's own claims carry their dates themselves."""
        return max(self.days[held.source]) if held.source == WORKSPACE else held.as_of

    def home(self, source: str, day: date) -> Path:
        """Return the folder of a source's export of a day: one of its own only where there are several."""
        single = source == WORKSPACE or len(self.days[source]) == 1
        return Path(self.homes[source]) if single else Path(self.homes[source], day.isoformat())


def export_tables(store: Store, folder: Path, *, revision: int, replace: bool = False) -> dict[str, Counter[str]]:
    """Write what is visible at a revision as Tables, whole or not at all; return the rows per folder and table.

    Each claim keeps its source, its key and the day of its export, so record ids and freshness survive. Its file and
    line become those of the export.

    Raises
    ------
    BadArgument
        When the folder is not empty (with ``replace``: when it is not an earlier export), or cannot be written.
    """
    target = folder.absolute()
    _check_target(target, replace=replace)
    contents = _contents(store, revision)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise BadArgument(f"{folder} cannot be written: {error.strerror}", remedy="Name another folder.") from error
    try:
        counts = _write(store, revision, contents, made)
        (made / _MARK).write_text(f"revision {revision}\n", encoding="utf-8")
        made.chmod(0o755)
        _put(made, target)
    except OSError as error:
        raise BadArgument(f"{folder} cannot be written: {error.strerror}", remedy="Name another folder.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return counts


def _check_target(folder: Path, *, replace: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BadArgument(f"{folder} is a file.", remedy="Name a folder.")
    if any(folder.iterdir()):
        if not replace:
            raise BadArgument(f"{folder} is not empty.", remedy="Name another folder, or --force to replace an export.")
        if not (folder / _MARK).is_file():
            raise BadArgument(f"{folder} holds something else than an export.", remedy="Name another folder.")


def _put(made: Path, target: Path) -> None:
    """Move the finished folder to its place; what was there goes last."""
    old = made.with_name(f"{made.name}.old")
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        with suppress(OSError):
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _contents(store: Store, revision: int) -> _Contents:
    found = _Contents()
    for held in _held(store, revision):
        claim = held.claim
        if claim.table == "observed":
            found.observed[held.source].append(claim)
            continue
        found.days[held.source].add(held.as_of)
        if claim.table in _REFERRED:
            found.own_ids[record_id(held.source, claim.table, claim.key)] = (claim.key, held.as_of)
    taken: set[str] = set()
    for source in sorted(found.days):
        name = "".join(c if c.isalnum() or c in "-_" else "_" for c in source) or "_"
        number = 1
        while (home := name if number == 1 else f"{name}-{number}").casefold() in taken:
            number += 1
        taken.add(home.casefold())
        found.homes[source] = home
    return found


def _held(store: Store, revision: int) -> Iterator[Held]:
    return (held for batch in store.snapshot_rows(revision) for held in batch)


def _write(store: Store, revision: int, contents: _Contents, root: Path) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for source, days in sorted(contents.days.items()):
        for day in {max(days)} if source == WORKSPACE else sorted(days):
            home = contents.home(source, day)
            (root / home).mkdir(parents=True)
            newest = contents.observed[source] if day == max(days) else []
            (root / home / "source.toml").write_text(_manifest(source, day, newest), encoding="utf-8")
            counts[home.as_posix()] = Counter()
    for batch in store.snapshot_rows(revision):
        rows = [held for held in batch if held.claim.table != "observed"]
        rows.sort(key=lambda held: (held.source, contents.day_of(held), held.claim.table))
        groups = groupby(rows, key=lambda held: (contents.home(held.source, contents.day_of(held)), held.claim.table))
        for (home, table), group in groups:
            written = [_row(held, contents) for held in group]
            _append(root / home / f"{table}.csv", table, written)
            counts[home.as_posix()][table] += len(written)
    return counts


def _manifest(source: str, day: date, observed: Sequence[Claim]) -> str:
    """Return source.toml; a JSON string, and a list of them, is one in TOML too."""
    windows = sorted(
        [*(one.value(name) for name in ("table", "start", "end", "on"))] for one in observed if one.value("start")
    )
    tables = [one for one in observed if not one.value("start")]
    whole = sorted(str(one.value("table")) for one in tables if one.value("whole"))
    return "\n".join([
        f"name = {json.dumps(source, ensure_ascii=False)}", f"as_of = {day.isoformat()}",
        f"observed_whole = {json.dumps(whole)}",
        f"observed_windows = {json.dumps(windows)}",
        *sorted(f"observed{_kind(one)}.{one.value('table')} = {one.value('on')}" for one in tables), "",
    ])  # fmt: skip


def _kind(observed: Claim) -> str:
    """Return what comes after "observed" in source.toml: a table was read, a part of it, or some of its rows."""
    part = observed.key.partition("|")[2]
    return {"": "", "part": "_parts", "rows": "_rows"}[part]


def _append(path: Path, table: str, rows: Sequence[Sequence[str]]) -> None:
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        if fresh:
            writer.writerow([*(one.name for one in TABLES[table].fields), OWN_KEY])
        writer.writerows([guarded(cell) for cell in row] for row in rows)


def _row(held: Held, contents: _Contents) -> list[str]:
    """Return the cells of a claim, and its key where the cells do not say it."""
    claim = held.claim
    table = TABLES[claim.table]
    pairs = zip_longest(table.fields, claim.content)
    cells = [_cell(value, one, held, contents) if one and value else "" for one, value in pairs]
    natural = "|".join(_canonical(table.fields[at], cells[at]) for at in map(table.index, table.key))
    return [*cells, "" if claim.key == natural else claim.key]


def _cell(value: str, spec: Field, held: Held, contents: _Contents) -> str:
    """Return a value, with own ids for records that stand in the same folder, where they come back as the same."""
    target = REFERENCES.get(spec.kind)
    if target is None:
        return value
    ids = []
    for one in value.split(";"):
        own, day = contents.own_ids.get(one, ("", held.as_of))
        plain = own and own == " ".join(own.split()) and ";" not in own and not _looks_like_an_id(own, target)
        here = held.source == WORKSPACE or day == held.as_of
        ids.append(own if plain and here and record_id(held.source, target, own) == one else one)
    return ";".join(ids) if spec.kind is Kind.PEOPLE else ids[0]


def _looks_like_an_id(own: str, table: str) -> bool:
    """Say whether the reader of Tables would take an own id for a record id."""
    return own.startswith(f"{TABLES[table].prefix}-")


def _canonical(spec: Field, cell: str) -> str:
    """Return the cell as the reader of Tables will keep it."""
    try:
        return canonical(spec, cell) or ""
    except ValueError:
        return cell
