"""Which situations Inroads refuses, and what a person can do about each.

InroadsError
|-- AskedWrongly          the question names something that is not there, or is not unique
|   |-- UnknownName
|   |-- AmbiguousName
|   |-- BadArgument
|   |   |-- RoundClosed
|   |   `-- NobodyDecides
|   |-- NothingToUndo
|   |-- NotTheNewest
|   |-- EnteredByAnother
|   `-- StoreNotEmpty
|-- ImportRefused         a file is not what it says, or breaks a limit
|   |-- SweepRefused
|   `-- SourceOfAnother
`-- StoreUnavailable      the store cannot be opened or used now
    |-- NotOurStore
    |-- NotOurSnapshot
    |-- NewerStore
    |-- StoreClosed
    |-- StoreUnreachable
    |   |-- StoreNotTrusted
    |   |-- StoreOffline
    |   `-- OutcomeUnknown
    |-- StoreRefusedLogin
    |-- NoSuchDatabase
    |-- StoreReadOnly
    |-- NoStoreYet
    |-- StoreFileFailed
    |-- StoreBusy
    |-- StoreFailed
    |-- LeaseLost
    |-- LoadConflict
    |-- ChangedMeanwhile
    `-- CopyDiffers
"""

from collections.abc import Sequence
from itertools import zip_longest


class InroadsError(Exception):
    """The root: every refusal has a title, a detail and, where it helps, a remedy; ``on_page`` is that of a form."""

    title = "Inroads could not do that"

    def __init__(self, detail: str, *, remedy: str = "", title: str = "", on_page: str = "") -> None:
        super().__init__(detail)
        self.title = title or self.title
        self.detail, self.remedy, self.on_page = detail, remedy, on_page


class AskedWrongly(InroadsError):
    title = "The question cannot be answered as asked"


class UnknownName(AskedWrongly):
    title = "Nobody and nothing of that name"

    def __init__(self, kind: str, name: str, suggestions: Sequence[str] = ()) -> None:
        remedy = f"Did you mean {', '.join(suggestions)}?" if suggestions else "Search for a part of the name."
        super().__init__(f"No {kind} is called {name!r}.", remedy=remedy)
        self.suggestions = tuple(suggestions)


class AmbiguousName(AskedWrongly):
    title = "More than one has that name"

    def __init__(self, kind: str, name: str, ids: Sequence[str], about: Sequence[str] = ()) -> None:
        told = [f"{one} ({more})" if more else one for one, more in zip_longest(ids, about, fillvalue="")]
        super().__init__(f"{len(ids)} {kind} records answer to {name!r}.", remedy=f"Ask by id: {', '.join(told)}.")
        self.ids = tuple(ids)


class BadArgument(AskedWrongly):
    title = "An argument is not usable"


class RoundClosed(BadArgument):
    title = "The round has closed"


class NobodyDecides(BadArgument):
    title = "The seats give nobody a weight"

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__(f"The seats' weights sum to zero ({'; '.join(rows)}).", remedy="Give who decides one.")


class NothingToUndo(AskedWrongly):
    title = "There is no load to take back"

    def __init__(self, source: str) -> None:
        super().__init__(f"The source {source!r} has no load left.", remedy="See `inroads loads`.")


class EnteredByAnother(AskedWrongly):
    title = "Somebody else entered that"

    def __init__(self, what: str, by: str) -> None:
        told, page = f"{by or 'Nobody by name'} entered: {what}.", "Ask them; write a line with its end to end it."
        super().__init__(told, remedy="Ask them; end a line with --until.", on_page=page)


class NotTheNewest(AskedWrongly):
    title = "Another load of the same source came later"

    def __init__(self, source: str, newest: int) -> None:
        super().__init__(f"Load {newest} of {source!r} came later and stands.", remedy="Take that back first.")


class StoreNotEmpty(AskedWrongly):
    title = "A store is copied into an empty one only"

    def __init__(self, where: str, loads: int, revision: int, entries: int) -> None:
        held = f"something (loads: {loads}, revisions: {revision}, registry entries: {entries})"
        remedy = "Name a new SQLite file or an empty Neo4j database."
        super().__init__(f"{where} holds {held}; it was not touched.", remedy=remedy)


class ImportRefused(InroadsError):
    """Nothing of the load was written."""

    title = "The input was refused"

    def __init__(self, file: str, reason: str, *, line: int | None = None, remedy: str = "") -> None:
        where = file if line is None else f"{file}:{line}"
        super().__init__(f"{where}: {reason}", remedy=remedy)
        self.file = file
        self.line = line
        self.reason = reason


class SweepRefused(ImportRefused):
    title = "The load would withdraw too much"

    def __init__(self, table: str, missing: int, total: int) -> None:
        reason = f"{missing} of {total} earlier claims are missing from this file"
        super().__init__(table, reason, remedy="If they are really gone, load again with --allow-sweep.")


class SourceOfAnother(ImportRefused):
    title = "Somebody else loaded that source"

    def __init__(self, file: str, source: str, by: str) -> None:
        remedy = "If it is to take its place, load it again and say so (take_over); else name another source."
        super().__init__(file, f"is of the source {source!r}, which {by} loaded last", remedy=remedy)


class StoreUnavailable(InroadsError):
    title = "The store is not available"


class NotOurStore(StoreUnavailable):
    title = "That is not an Inroads store"

    def __init__(self, path: str, *, remedy: str = "Name another file with --store sqlite:PATH.") -> None:
        super().__init__(f"{path} is not an Inroads store.", remedy=remedy)


class NotOurSnapshot(StoreUnavailable):
    title = "That file is not a whole snapshot"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not a snapshot, or is damaged.", remedy="Delete it; it is built again.")


class NewerStore(StoreUnavailable):
    title = "The store was written by a newer Inroads"

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(f"{path} has schema {found}; this Inroads knows {known}.", remedy="Install the newer Inroads.")


class StoreClosed(StoreUnavailable):
    title = "The store is closed"

    def __init__(self) -> None:
        super().__init__("The store was used after it was closed.", remedy="Open it again.")


class StoreUnreachable(StoreUnavailable):
    title = "The store's server does not answer"

    def __init__(self, uri: str) -> None:
        remedy = "Is the server started; are host, port and scheme right (neo4j+s, bolt+s for TLS)? Then try again."
        super().__init__(f"Nothing usable answers at {uri}.", remedy=remedy)


class StoreNotTrusted(StoreUnreachable):
    title = "The store's server could not prove who it is"

    def __init__(self, uri: str) -> None:
        detail = f"The certificate that {uri} shows is not trusted here, or is for another name."
        remedy = "Name the file of its authority in SSL_CERT_FILE, or use +ssc instead of +s to trust any."
        InroadsError.__init__(self, detail, remedy=remedy)


class OutcomeUnknown(StoreUnreachable):
    title = "It is not known whether this was saved"

    def __init__(self, uri: str) -> None:
        remedy = "When it answers again, see `inroads loads`; loading the same file again is safe."
        InroadsError.__init__(self, f"{uri} went away while it was saving.", remedy=remedy)


class StoreOffline(StoreUnreachable):
    title = "The store's database is not available"

    def __init__(self, uri: str) -> None:
        remedy = "It is starting, stopped or failed: SHOW DATABASES says which, the server's log says why."
        InroadsError.__init__(self, f"{uri} answers, and its database does not.", remedy=remedy)


class StoreRefusedLogin(StoreUnavailable):
    title = "The store's server refused the login"

    def __init__(self, uri: str, user: str, *, expired: bool = False) -> None:
        detail = f"{uri} does not accept user {user!r} with that password."
        remedy = "Set INROADS_NEO4J_USER and INROADS_NEO4J_PASSWORD; after several wrong ones, wait a few seconds."
        if expired:
            detail = f"{uri} lets {user!r} in only to change the password."
            remedy = "ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new', on the database system; then set it here."
        super().__init__(detail, remedy=remedy)


class NoSuchDatabase(StoreUnavailable):
    title = "The server has no such database"

    def __init__(self, uri: str, database: str) -> None:
        remedy = "Set INROADS_NEO4J_DATABASE; Neo4j Community has one, called neo4j."
        super().__init__(f"{uri} has no database {database!r} for data.", remedy=remedy)


class StoreReadOnly(StoreUnavailable):
    title = "The store cannot be written to"

    def __init__(self, uri: str, user: str) -> None:
        remedy = "Questions work; to load, use an account that may write, or make the database writable."
        super().__init__(f"{uri} lets {user!r} read and not write, or the database is read-only.", remedy=remedy)


class NoStoreYet(StoreUnavailable):
    title = "There is no store yet"

    def __init__(self, path: str) -> None:
        remedy = "Load something with `inroads load`, see a made-up world with `inroads demo`, or name a --store."
        super().__init__(f"{path} does not exist.", remedy=remedy)


class StoreFileFailed(StoreUnavailable):
    title = "The store's file could not be read or written"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}.", remedy="Mend that and try again; a load is there whole or not at all.")


class StoreBusy(StoreUnavailable):
    title = "The store is busy"

    def __init__(self, uri: str, why: str) -> None:
        super().__init__(f"{uri} could not take the request in time: {why}.", remedy="Try again in a minute.")


class StoreFailed(StoreUnavailable):
    title = "The store's server failed"

    def __init__(self, uri: str, code: str) -> None:
        super().__init__(f"{uri} answered {code}.", remedy="The server's own log says more; nothing half was written.")


class LeaseLost(StoreUnavailable):
    title = "Another process took over"

    def __init__(self, uri: str) -> None:
        super().__init__(f"This process was silent too long; another publishes to {uri} now.", remedy="Try again.")


class LoadConflict(StoreUnavailable):
    title = "Another load of the same source came first"

    def __init__(self, source: str) -> None:
        detail = f"While this load was read, another of {source!r} was published, or somebody was erased."
        super().__init__(detail, remedy="Load again.")


class ChangedMeanwhile(StoreUnavailable):
    title = "The store was written to while it was copied"

    def __init__(self) -> None:
        detail = "A load, a judgement or a token came in while the store was read; the copy holds nothing."
        super().__init__(detail, remedy="Stop the server and the nightly load, then copy again.")


class CopyDiffers(StoreUnavailable):
    title = "The copy is not the same as the store"

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(f"The store holds {wanted}; the copy holds {found}.", remedy="Do not use the copy; delete it.")
