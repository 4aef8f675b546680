"""Which requests are let in: by host, origin, size, token and rate; and what of them is counted and logged."""

import hashlib
import logging
import re
import secrets
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import nullcontext
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.bodies import Bounded, Places, TooLarge, TooSlow
from api.logs import REQUEST
from api.refusals import RETRY_SECONDS, refusal, wants_page
from api.service import Service
from api.settings import Settings
from api.tokens import Scope as TokenScope
from api.tokens import Token, any_token, check_token
from graph.errors import StoreUnavailable

LOG = logging.getLogger(__name__)
COOKIE = "inroads_token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/health", "/ready", "/login", "/static/", "/favicon.ico")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
_MOST_RIGHT = 10_000
_FAILURES = (0.2, 10)  # wrong tokens: one in five seconds, ten at once


class Watch:
    """Gives every request an id, counts and times it, and turns what nobody caught into a 500 without details."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        names = ["method", "route", "status"]
        self._requests = Counter("inroads_requests", "Requests answered", names, registry=registry)
        self._seconds = Histogram("inroads_request_seconds", "Time to answer", ["route"], registry=registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = secrets.token_hex(8)
        marked = REQUEST.set(identity)
        try:
            await self._answered(identity, scope, receive, send)
        finally:
            REQUEST.reset(marked)

    async def _answered(self, identity: str, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.perf_counter(), 0
        asked = scope["method"] if scope["method"] in _KNOWN else "other"
        scope.setdefault("state", {})["request_id"] = identity
        if asked == "HEAD":  # the server below sends the same answer without its body
            scope = {**scope, "method": "GET"}

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = identity
            await send(message)

        try:
            await self._app(scope, receive, marked)
        except Exception as error:  # noqa: BLE001 -- whatever it was, it is answered and written down
            # What an error says may hold a name, so only its kind and where it happened are written down.
            where = "".join(traceback.format_tb(error.__traceback__))
            LOG.error("request %s failed: %s\n%s", identity, type(error).__name__, where.rstrip())
            if status == 0:
                await refusal(scope, 500)(scope, receive, marked)
        route = getattr(scope.get("route"), "path", "none")
        spent = time.perf_counter() - began
        self._requests.labels(asked, route, status).inc()
        self._seconds.labels(route).observe(spent)
        LOG.info("%s %s %s %.1f ms", asked, route, status, spent * 1000)


_KNOWN = _SAFE | {"POST", "PUT", "DELETE", "PATCH"}


class Guard:
    """Refuses what may not come in before any route sees it."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service
        settings = service.settings
        self._rate = Rates(settings.rate, settings.burst)
        self._failures = Rates(*_FAILURES)
        self._uploads = Places(settings.uploads_at_once, settings.uploads_of_one)
        self._right: dict[bytes, Token] = {}
        self._needed = service.settings.tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        settings, headers = self._service.settings, Headers(scope=scope)
        try:
            status, retry = await self._refused(scope, headers, settings)
        except StoreUnavailable:
            status, retry = 503, RETRY_SECONDS
        if status == 401 and wants_page(scope):
            await RedirectResponse("/login", 303)(scope, receive, send)
            return
        if status:
            answer = refusal(scope, status)
            if status == 401:
                answer.headers["www-authenticate"] = 'Bearer realm="inroads"'
            if status in {429, 503}:
                answer.headers["retry-after"] = str(max(1, round(retry)))
            await answer(scope, receive, send)
            return
        large = scope["path"] in {"/v1/loads", "/loads"} and scope["method"] == "POST"
        limit = settings.upload_limit if large else settings.body_limit
        bounded = Bounded(receive, limit, settings.upload_seconds if large else settings.body_seconds)
        if int(headers.get("content-length") or 0) > limit:
            await refusal(scope, 413)(scope, receive, send)
            return
        with self._uploads.place(scope["state"]["asker"]) if large else nullcontext(enter_result=True) as free:
            if not free:
                answer = refusal(scope, 429, "Other uploads are coming in.")
                answer.headers["retry-after"] = str(RETRY_SECONDS)
                await answer(scope, receive, send)
                return
            try:
                await self._app(scope, bounded, send)
            except (TooLarge, TooSlow) as error:
                await refusal(scope, error.status_code)(scope, receive, send)

    async def _refused(self, scope: Scope, headers: Headers, settings: Settings) -> tuple[int, float]:
        host = headers.get("host", "")
        if _hostname(host) not in settings.hosts:
            return 421, 0
        if not (headers.get("content-length") or "0").isdigit():
            return 422, 0
        if scope["method"] not in _SAFE and not _same_origin(headers, host):
            return 403, 0
        client = (scope.get("client") or ("",))[0]
        token: Token | None = None
        if not self._is_open(scope["path"]) and await self._asks_for_token():
            given = shown_token(headers)
            token = await run_in_threadpool(self._checked, given) if given else None
            if token is None:
                # A right token is never kept waiting by wrong ones from the same address, which may be a proxy's.
                wait = self._failures.take(client) if given else 0
                return (429, wait) if wait else (401, 0)
            if token.scope is TokenScope.READ and scope["method"] not in _SAFE and scope["path"] != "/logout":
                return 403, 0
        asker = token.id if token else client
        wait = self._rate.take(asker)
        scope.setdefault("state", {})["asker"] = asker
        scope["state"]["viewer"] = token.person if token else settings.user
        scope["state"]["failures"] = self._failures
        scope["state"]["may_write"] = token is None or token.scope is TokenScope.WRITE
        return (429, wait) if wait else (0, 0)

    def _is_open(self, path: str) -> bool:
        """Say whether a path needs no token; what is watched answers while nobody can check one, and names nobody."""
        return path.startswith(_OPEN) or (path == "/metrics" and not self._service.snapshots.read)

    async def _asks_for_token(self) -> bool:
        """Say whether everybody must show a token; a server that began without its store asks it when it is there."""
        if self._needed is None:
            _ = self._service.snapshots.state  # raises at once where nothing could be read yet
            self._needed = await run_in_threadpool(self._any_token)
        return self._needed

    def _any_token(self) -> bool:
        with self._service.opened() as store:
            return any_token(store)

    def _checked(self, given: str) -> Token | None:
        """Check a token; while the store cannot be reached, what was right when it was last checked stays right."""
        mark = hashlib.sha256(given.encode()).digest()
        if self._service.snapshots.stale and mark in self._right:
            return self._right[mark]
        try:
            with self._service.opened() as store:
                token = check_token(store, given)
        except StoreUnavailable as error:
            self._service.snapshots.miss(error)
            if mark not in self._right:
                raise
            return self._right[mark]
        if token is None:
            self._right.pop(mark, None)
        elif mark in self._right or len(self._right) < _MOST_RIGHT:
            self._right[mark] = token
        return token


def shown_token(headers: Mapping[str, str]) -> str:
    """Return the token of a request, from Authorization or from the cookie of the pages."""
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.casefold() == "bearer":
        return value.strip()
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


class Rates:
    """Token buckets: a rate a second and a burst for each who asks."""

    def __init__(self, rate: float, burst: int, *, most: int = 10_000) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> float:
        """Count one request; return 0, or how many seconds to wait."""
        with self._lock:
            left = self._now(who)
            self._left[who] = (max(0.0, left - 1), time.monotonic())
            self._left.move_to_end(who)
            while len(self._left) > self._most:
                self._left.popitem(last=False)
            return 0.0 if left >= 1 else (1 - left) / self._rate

    def _now(self, who: str) -> float:
        left, at = self._left.get(who, (float(self._burst), time.monotonic()))
        return min(float(self._burst), left + (time.monotonic() - at) * self._rate)


def _hostname(host: str) -> str:
    """Return the name in a Host header, "" for what is none: nothing but a name and a port is what a browser sends."""
    found = _HOST.fullmatch(host)
    return found[1].lower() if found else ""


def _same_origin(headers: Headers, host: str) -> bool:
    """Say whether a request that changes something comes from our own pages, or from a program."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == host
    return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
