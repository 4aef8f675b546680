"""Everything that a store holds, in another store, and whether it arrived."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from api.use_cases.basis import SCHEMA_VERSION, Json
from api.viewer import Viewer
from graph.errors import CopyDiffers
from graph.garbage import seldom_collected
from graph.registry import identify
from graph.stores.base import Belief, Contents, Store
from graph.vocabulary.amounts import figured

_EVERY = 1_000
_SIZE = 16


@dataclass(slots=True)
class Tally:
    """What was counted, and a checksum of its content: a sum, so that it does not depend on the order."""

    revisions: int = 0
    loads: int = 0
    entries: int = 0
    claims: int = 0
    checksum: int = 0

    def add(self, *said: object) -> None:
        digest = hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
        self.checksum = (self.checksum + int.from_bytes(digest, "big")) % (1 << 8 * _SIZE)

    def __str__(self) -> str:
        return (
            f"{figured(self.claims, 'claim', 'claims')}, {figured(self.loads, 'load', 'loads')},"
            f" {figured(self.revisions, 'revision', 'revisions')},"
            f" {figured(self.entries, 'registry entry', 'registry entries')} (checksum {self.checksum:0{2 * _SIZE}x})"
        )


def copy(viewer: Viewer, source: Store, target: Store, *, watch: Callable[[int], None]) -> Tally:
    """Fill an empty store with everything that another holds; return what that was.

    Raises StoreNotEmpty, and ChangedMeanwhile for a source that is written to; then the target stays empty.
    """
    tally = Tally()
    with seldom_collected():
        target.restore(_tallied(source.contents(), tally, watch))
    identify(target)
    return tally


def compare(viewer: Viewer, target: Store, wanted: Tally, *, watch: Callable[[int], None]) -> Json:
    """Read a copy back; raises CopyDiffers when it is not what was copied."""
    found = Tally()
    for _ in _tallied(target.contents(), found, watch).beliefs:
        pass
    if found != wanted:
        raise CopyDiffers(str(wanted), str(found))
    return {
        "schema_version": SCHEMA_VERSION, "claims": found.claims, "loads": found.loads,
        "revisions": found.revisions, "registry_entries": found.entries,
        "checksum": f"{found.checksum:0{2 * _SIZE}x}",
    }  # fmt: skip


def _tallied(contents: Contents, tally: Tally, watch: Callable[[int], None]) -> Contents:
    """Count the contents, the claims as they go by; numbers of claims are each store's own and do not count."""
    tally.revisions, tally.loads, tally.entries = map(len, (contents.revisions, contents.loads, contents.entries))
    for item in (*contents.revisions, *contents.loads, *contents.entries):
        tally.add(item)

    def beliefs() -> Iterator[Belief]:
        for belief in contents.beliefs:
            held, claim = belief.held, belief.held.claim
            told = (held.source, claim.table, claim.key, claim.content, claim.file, claim.line, held.load)
            tally.add(*told, held.as_of.isoformat(), belief.asserted, belief.withdrawn)
            tally.claims += 1
            if tally.claims % _EVERY == 0:
                watch(tally.claims)
            yield belief

    return replace(contents, beliefs=beliefs())
