"""How a snapshot is kept in one file and mapped into memory, so that several processes share what one has built.

The file is a mark, the length of the head, a checksum of all that follows, the head as JSON, and the arrays one after
another, each at a multiple of 64 bytes. The head says which code built it and what it is about, holds the claims of
the small tables, and where every array stands.
"""

import hashlib
import json
import mmap
import struct
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotOurSnapshot
from graph.identity import Doubt
from graph.provenance import Claim, Held
from graph.snapshot.arrays import Arrays
from graph.snapshot.people import decisions_of, read_companies
from graph.snapshot.snapshot import Snapshot

_MARK = b"inroads-snapshot-2\n"
_SIZES = struct.Struct("<Q16s")
_ALIGNED = 64
_BLOCK = 1 << 20
_BUILDS = ("snapshot/*.py", "vocabulary/*.py", "batches.py", "folding.py", "identity.py", "provenance.py")


def write_snapshot(snapshot: Snapshot, file: BinaryIO, *, about: str = "") -> None:
    """Write a snapshot to an open file; ``about`` says what it was built from, and comes back when it is mapped."""
    arrays = {field.name: np.ascontiguousarray(getattr(snapshot.arrays, field.name)) for field in fields(Arrays)}
    places, offset = {}, 0
    for name, values in arrays.items():
        places[name] = [values.dtype.str, len(values), offset]
        offset += -(-values.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({
        "about": about, "made_by": made_by(), "revision": snapshot.revision, "arrays": places,
        "sources": snapshot.sources, "counts": dict(snapshot.counts), "place": dict(snapshot.place),
        "doubts": [[list(doubt.records), doubt.why] for doubt in snapshot.doubts],
        "small": {table: [_written(held) for held in claims] for table, claims in snapshot.small.items()},
    }).encode()  # fmt: skip
    digest = hashlib.blake2b(digest_size=16)
    for part in _parts(head, arrays):
        digest.update(part)
    file.write(_MARK + _SIZES.pack(len(head), digest.digest()))
    for part in _parts(head, arrays):
        file.write(part)


def map_snapshot(path: Path, *, about: str = "", check: bool = True) -> Snapshot:
    """Map a file into memory as a snapshot; pages are read when they are used.

    Parameters
    ----------
    about : what it must have been built from
    check : whether to read everything once and compare the checksum

    Raises
    ------
    NotOurSnapshot
        When it is no such file, is cut short or changed, was built from something else or by other code.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_MARK)) != _MARK:
                raise NotOurSnapshot(path.name)
            length, checksum = _SIZES.unpack(file.read(_SIZES.size))
            if check and _digest_of_rest(file) != checksum:
                raise NotOurSnapshot(path.name)
            file.seek(len(_MARK) + _SIZES.size)
            head: dict[str, Any] = json.loads(file.read(length))
            if head["about"] != about or head["made_by"] != made_by():
                raise NotOurSnapshot(path.name)
            # Plain arrays over the map: those of np.memmap run Python code each time that they are indexed.
            mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        whole = np.frombuffer(mapping, np.uint8, offset=_aligned(length))
        arrays = Arrays(**{name: _array(whole, *place) for name, place in head["arrays"].items()})
        return _snapshot(head, arrays, mapping)
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise NotOurSnapshot(path.name) from error


@cache
def made_by() -> str:
    """Return a name of the code that resolves and folds: what other code has built may say something else."""
    home, digest = Path(__file__).parents[1], hashlib.blake2b(digest_size=16)
    for source in sorted(path for pattern in _BUILDS for path in home.glob(pattern)):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def _parts(head: bytes, arrays: dict[str, NDArray[Any]]) -> Iterator[bytes | memoryview]:
    """Yield what follows the checksum, piece by piece."""
    yield head
    yield bytes(_aligned(len(head)) - len(_MARK) - _SIZES.size - len(head))
    for values in arrays.values():
        yield values.data
        yield bytes(-values.nbytes % _ALIGNED)


def _aligned(head: int) -> int:
    """Return where the arrays begin, behind a head of so many bytes."""
    return -(-(len(_MARK) + _SIZES.size + head) // _ALIGNED) * _ALIGNED


def _digest_of_rest(file: BinaryIO) -> bytes:
    """Read on to the end: through the file and not the map, so that a check leaves nothing resident."""
    digest = hashlib.blake2b(digest_size=16)
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.digest()


def _snapshot(head: dict[str, Any], arrays: Arrays, mapping: mmap.mmap) -> Snapshot:
    small = {table: [_held(row) for row in rows] for table, rows in head["small"].items()}
    companies, where = read_companies(small, decisions_of(small.get("identities", ())))
    return Snapshot(
        revision=head["revision"], arrays=arrays, companies=companies, sources=tuple(head["sources"]),
        company_records=where.entity, place=head["place"], small=small,
        doubts=tuple(Doubt(tuple(records), why) for records, why in head["doubts"]), counts=head["counts"],
        mapping=mapping,
    )  # fmt: skip


def _array(mapped: NDArray[np.uint8], kind: str, many: int, offset: int) -> NDArray[Any]:
    dtype = np.dtype(kind)
    found = mapped[offset : offset + many * dtype.itemsize].view(dtype)
    if len(found) != many:
        raise ValueError(kind)
    return found


def _written(held: Held) -> list[object]:
    claim = held.claim
    return [
        held.number, held.source, held.load, held.as_of.isoformat(), claim.table, claim.key, list(claim.content),
        claim.file, claim.line,
    ]  # fmt: skip


def _held(row: list[Any]) -> Held:
    number, source, load, as_of, table, key, content, file, line = row
    return Held(number, source, Claim(table, key, tuple(content), file, line), load, date.fromisoformat(as_of))
