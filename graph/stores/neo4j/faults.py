"""What a failure of the server or the driver means to a person; the driver's exceptions are translated only here."""

import ssl

from neo4j import exceptions as driver

from graph.errors import (
    NoSuchDatabase,
    OutcomeUnknown,
    StoreBusy,
    StoreFailed,
    StoreNotTrusted,
    StoreOffline,
    StoreReadOnly,
    StoreRefusedLogin,
    StoreUnavailable,
    StoreUnreachable,
)

FAULTS = (driver.Neo4jError, driver.DriverError)

_READ_ONLY = (
    "WriteOnReadOnlyAccessDatabase",
    "ForbiddenOnReadOnlyDatabase",
    "Security.Forbidden",
    "Statement.AccessMode",
)


def translated(error: Exception, uri: str, user: str, database: str) -> StoreUnavailable:
    """Return our word for a failure; it names the server and never the password or what was written."""
    code = (error.code if isinstance(error, driver.Neo4jError) else "") or ""
    if "CredentialsExpired" in code:
        return StoreRefusedLogin(uri, user, expired=True)
    if isinstance(error, driver.AuthError) or "AuthenticationRateLimit" in code:
        return StoreRefusedLogin(uri, user)
    if "DatabaseNotFound" in code or (database.casefold() == "system" and "SemanticError" in code):
        return NoSuchDatabase(uri, database)
    if any(word in code for word in _READ_ONLY) or isinstance(error, driver.Forbidden):
        return StoreReadOnly(uri, user)
    if isinstance(error, driver.ConnectionPoolError):
        return StoreBusy(uri, "every connection of this process is in use")
    if isinstance(error, driver.IncompleteCommit):
        return OutcomeUnknown(uri)
    if _is_caused_by(error, ssl.SSLCertVerificationError):
        return StoreNotTrusted(uri)
    if isinstance(error, driver.DatabaseUnavailable):
        return StoreOffline(uri)
    if isinstance(error, (driver.ServiceUnavailable, driver.SessionExpired, OSError)):
        return StoreUnreachable(uri)
    if isinstance(error, driver.ConfigurationError):
        return StoreUnreachable(uri)
    if isinstance(error, driver.TransientError):
        return StoreBusy(uri, f"it kept answering {code}")
    return StoreFailed(uri, code or type(error).__name__)


def _is_caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    """Look through the causes, in a group too (one for each server of a cluster); they may go round in a circle."""
    waiting: list[BaseException | None] = [error]
    seen = set[int]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, kind):
            return True
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__]
            waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
    return False
