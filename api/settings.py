"""How a server is set up."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is and what is allowed; sizes in bytes, times in seconds, rates in requests a second.

    ``hosts`` are the names under which the server may be called: a request that names another one is refused, so
    that no foreign page reaches us through a name that it controls. So many uploads come in ``uploads_at_once``, and of
    one who asks ``uploads_of_one``. ``tokens`` says whether everybody must show one; None: as the store says once it
    can be read.
    """

    store: str
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    tokens: bool | None = False
    user: str = ""
    rate: float = 50.0
    burst: int = 300
    body_limit: int = MEGABYTE
    body_seconds: float = 30.0
    head_seconds: int = 10
    upload_limit: int = 300 * MEGABYTE
    upload_seconds: int = 600
    uploads_at_once: int = 8
    uploads_of_one: int = 4
    upload_memory: int = 2048 * MEGABYTE
    poll_seconds: float = 1.0
    answers_kept: int = 256
    secure_cookie: bool = False
