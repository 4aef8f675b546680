"""How a snapshot is kept in one file and mapped into memory, so that several processes share what one has built.

The file is a mark, the length of the head, the head as JSON, and the arrays one after another, each at a multiple of
64 bytes. The head holds the claims of the small tables, where every array stands, and a checksum of all arrays.
"""

import hashlib
import json
import struct
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotOurSnapshot
from graph.identity import Doubt
from graph.provenance import Claim, Held
from graph.snapshot.arrays import Arrays
from graph.snapshot.people import decisions_of, read_companies
from graph.snapshot.snapshot import Snapshot

_MARK = b"inroads-snapshot-1\n"
_LENGTH = struct.Struct("<Q")
_ALIGNED = 64


def write_snapshot(snapshot: Snapshot, path: Path) -> None:
    """Write a snapshot; a file of that name appears whole or not at all."""
    arrays = {field.name: np.ascontiguousarray(getattr(snapshot.arrays, field.name)) for field in fields(Arrays)}
    digest, places, offset = hashlib.blake2b(digest_size=16), {}, 0
    for name, values in arrays.items():
        digest.update(values.data)
        places[name] = [values.dtype.str, len(values), offset]
        offset += -(-values.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({
        "revision": snapshot.revision, "arrays": places, "checksum": digest.hexdigest(), "sources": snapshot.sources,
        "counts": dict(snapshot.counts), "place": dict(snapshot.place),
        "doubts": [[list(doubt.records), doubt.why] for doubt in snapshot.doubts],
        "small": {table: [_written(held) for held in claims] for table, claims in snapshot.small.items()},
    }).encode()  # fmt: skip
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as file:
        file.write(_MARK + _LENGTH.pack(len(head)) + head)
        file.write(bytes(-file.tell() % _ALIGNED))
        for values in arrays.values():
            file.write(values.data)
            file.write(bytes(-values.nbytes % _ALIGNED))
    partial.replace(path)


def map_snapshot(path: Path, *, check: bool = True) -> Snapshot:
    """Map a file into memory as a snapshot; pages are read when they are used.

    Parameters
    ----------
    check : whether to read everything once and compare the checksum

    Raises
    ------
    NotOurSnapshot
        When it is no such file, is cut short, or its checksum is wrong.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_MARK)) != _MARK:
                raise NotOurSnapshot(path.name)
            (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
            head: dict[str, Any] = json.loads(file.read(length))
            begin = -(-file.tell() // _ALIGNED) * _ALIGNED
        mapped = np.memmap(path, np.uint8, mode="r", offset=begin)
        arrays = {name: _array(mapped, *place) for name, place in head["arrays"].items()}
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise NotOurSnapshot(path.name) from error
    if check:
        digest = hashlib.blake2b(digest_size=16)
        for values in arrays.values():
            digest.update(values.data)
        if digest.hexdigest() != head["checksum"]:
            raise NotOurSnapshot(path.name)
    small = {table: [_held(row) for row in rows] for table, rows in head["small"].items()}
    companies, where = read_companies(small, decisions_of(small.get("identities", ())))
    return Snapshot(
        revision=head["revision"], arrays=Arrays(**arrays), companies=companies, sources=tuple(head["sources"]),
        company_records=where.entity, place=head["place"], small=small,
        doubts=tuple(Doubt(tuple(records), why) for records, why in head["doubts"]), counts=head["counts"],
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
