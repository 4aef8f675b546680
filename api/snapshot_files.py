"""Which snapshots are kept in files: that of each store's newest revision, for all processes of one user.

Why so, and why in the cache folder: docs/decisions/0003-snapshot-files.md.
"""

import contextlib
import hashlib
import logging
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.errors import InroadsError, NotOurSnapshot
from graph.provenance import Revision
from graph.registry import identity_of
from graph.snapshot import Snapshot, map_snapshot, snapshot_of, write_snapshot
from graph.stores.base import Store

LOG = logging.getLogger(__name__)
_SUFFIX = ".snapshot"


class SnapshotFiles:
    """Gives the snapshot of a revision, mapped from its file where there is one; without a folder it keeps none.

    A file is never the truth: what is damaged, foreign, of other code or of another state of the store is built again.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def snapshot(self, store: Store, at: Revision, build: Callable[[Store, int], Snapshot] | None = None) -> Snapshot:
        """Return the snapshot of a revision; ``build`` makes it where no file has it."""
        make = build or built
        home = self._home(store)
        if home is None or at.number == 0 or store.revision() != at:
            return make(store, at.number)
        about = _about(home.name, store, at)
        path = home / (hashlib.blake2b(about.encode(), digest_size=16).hexdigest() + _SUFFIX)
        with contextlib.suppress(OSError, NotOurSnapshot):
            if _is_ours(path):
                found = map_snapshot(path, about=about)
                _remove_all_but(home, path)
                return found
        snapshot = make(store, at.number)
        if not self._kept(snapshot, path, about, lambda: store.revision() == at):
            return snapshot
        with contextlib.suppress(NotOurSnapshot):
            return map_snapshot(path, about=about, check=False)
        return snapshot

    def forget(self, store: Store) -> None:
        """Remove every file of a store, as an erasure must: before it, and after it what others wrote meanwhile."""
        home = self._home(store)
        if home is not None:
            _remove_all_but(home, None)

    def _home(self, store: Store) -> Path | None:
        """Return the folder of a store, which only its owner may enter; None where there can be none."""
        if self._folder is None:
            return None
        try:
            identity = identity_of(store)
            if not identity:
                return None
            # A hash is fit for the name of a folder, whatever stands in the store.
            home = self._folder / hashlib.blake2b(identity.encode(), digest_size=16).hexdigest()
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            return home if _is_ours(home) else None
        except (OSError, InroadsError) as error:
            LOG.warning("snapshots are not kept: %s", type(error).__name__)
            return None

    @staticmethod
    def _kept(snapshot: Snapshot, path: Path, about: str, still_newest: Callable[[], bool]) -> bool:
        """Write a snapshot so that it appears whole; say whether it did. What has been overtaken is not kept."""
        partial = None
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")  # readable by its owner alone
            partial = Path(name)
            with os.fdopen(handle, "wb") as file:
                write_snapshot(snapshot, file, about=about)
            if still_newest():
                partial.replace(path)
            if not still_newest():  # an erasure may have come between, and has looked for files already
                path.unlink(missing_ok=True)
                return False
            _remove_all_but(path.parent, path)
        except (OSError, InroadsError) as error:
            LOG.warning("a snapshot was not kept: %s", type(error).__name__)
            return False
        finally:
            if partial is not None:
                with contextlib.suppress(OSError):
                    partial.unlink(missing_ok=True)
        return True


def built(store: Store, revision: int) -> Snapshot:
    """Build the snapshot of a revision from the store."""
    return snapshot_of(revision, store.snapshot_batches(revision))


def _about(identity: str, store: Store, at: Revision) -> str:
    """Return what tells one content of a store from every other.

    The number of a revision does not: a store that was put back from a copy counts the same numbers again. The log of
    loads with their times does. An erasure is no load, but it makes a revision, whose time stands here too.
    """
    log = [
        (entry.number, entry.source, entry.as_of.isoformat(), entry.at.isoformat(), entry.revision, entry.undone)
        for entry in store.loads()
        if entry.revision is not None and entry.revision <= at.number
    ]
    told = hashlib.blake2b(repr(log).encode(), digest_size=16).hexdigest()
    return f"{identity} {at.number} {at.at.isoformat() if at.at else ''} {told}"


def _is_ours(path: Path) -> bool:
    """Say whether something is there that belongs to whoever runs this, and that nobody else may write to."""
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _remove_all_but(home: Path, kept: Path | None) -> None:
    """Remove the files of other revisions, and those that somebody began and did not finish."""
    for path in _files(home):
        if path != kept:
            with contextlib.suppress(OSError):
                path.unlink()


def _files(home: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from [path for path in home.iterdir() if path.suffix in {_SUFFIX, ".part"}]
