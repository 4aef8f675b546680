"""What is served, and who may ask: serve, token."""

import contextlib
import ipaddress
import socket
import sys
import threading
import webbrowser
from typing import Annotated

import typer
from rich.console import Console

from api.commands.options import StoreName, User, now, opened
from api.settings import Settings
from api.terminal import clean
from api.tokens import any_token, create_token, list_tokens, revoke_token
from api.wiring import default_store, open_or_new_store, open_store
from graph.errors import BadArgument, StoreBusy, StoreNotTrusted, StoreUnreachable

PORT = 8765
_FIRST_LOOK_SECONDS = 5  # a server of the store that does not answer by then is waited for while we listen
_SWITCH_SECONDS = 0.0005  # short, so that the thread that answers is not kept waiting by those that compute
token = typer.Typer(help="Make, list and revoke access tokens.", no_args_is_help=True)


def serve(
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="the port to listen on")] = PORT,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="a further name under which the server is called")
    ] = None,
    rate: Annotated[float, typer.Option(min=0.1, help="requests a second of one who asks")] = 50.0,
    https: Annotated[
        bool, typer.Option("--https", help="a proxy in front speaks HTTPS: cookies are sent only there")
    ] = False,
    user: User = "",
    store: StoreName = "",
) -> None:
    """Serve the API and the pages; elsewhere than on this machine only with access tokens."""
    name, more_hosts = store or default_store(), tuple(allow_host or ())
    settings = server_settings(name, host, more_hosts, rate=rate, https=https, user=user, waits=True)
    run_server(settings, host, port)


@token.command("create")
def create(
    person: Annotated[str, typer.Option(help="whose it is")],
    scope: Annotated[str, typer.Option(help="read or write")] = "read",
    store: StoreName = "",
) -> None:
    """Make a token and show it, this once."""
    with open_or_new_store(store or default_store()) as target:
        made = create_token(target, person, scope, at=now())
    Console(soft_wrap=True).print(made)


@token.command("list")
def listed(store: StoreName = "") -> None:
    """List every token: its id, whose it is, what it allows."""
    with opened(store) as target:
        for one in list_tokens(target):
            state = "revoked" if one.revoked else one.scope
            Console().print(f"{one.id}  {clean(one.person)}  {state}  since {one.created[:10]}", soft_wrap=True)


@token.command("revoke")
def revoke(identity: Annotated[str, typer.Argument(metavar="ID")], store: StoreName = "") -> None:
    """Make a token useless from now on."""
    with opened(store) as target:
        revoke_token(target, identity)
    Console().print(f"Revoked {identity}.")


def server_settings(
    store: str,
    host: str,
    more_hosts: tuple[str, ...] = (),
    *,
    rate: float = 50.0,
    https: bool = False,
    user: str = "",
    waits: bool = False,
) -> Settings:
    """Return the settings of a server; raises BadArgument for an address of others without a token.

    A store whose server does not answer raises StoreUnavailable, unless the server ``waits`` for it: then an address
    of others asks everybody for a token, and one of this machine does what the store says when it can be read.
    """
    tokens = _asks_for_tokens(store, waits=waits)
    if tokens is None and not is_loopback(host):
        tokens = True
    if tokens is False and not is_loopback(host):
        raise BadArgument(
            f"{host} can be reached by others, and there is no access token.",
            remedy="Make one first: inroads token create --person NAME --scope read.",
        )
    own = () if host in {"0.0.0.0", "::"} else (host,)  # noqa: S104 -- compared, not listened on
    return Settings(store, hosts=_hosts(own, more_hosts), tokens=tokens, user=user, rate=rate, secure_cookie=https)


def _asks_for_tokens(store: str, *, waits: bool) -> bool | None:
    """Say whether there are access tokens; None where the store is away and the server waits for it."""
    if not waits:
        with open_store(store) as target:
            return any_token(target)
    try:
        with open_store(store, most_patience_seconds=_FIRST_LOOK_SECONDS) as target:
            return any_token(target)
    except StoreNotTrusted:  # waiting does not mend that
        raise
    except (StoreUnreachable, StoreBusy) as error:
        told = f"{error.title}. {error.detail} {error.remedy}"
        Console(stderr=True).print(
            f"{told} Listening, and waiting for it.", soft_wrap=True, markup=False, highlight=False
        )
        return None


def run_server(settings: Settings, host: str, port: int, *, log_requests: bool = True) -> None:
    """Serve until somebody stops it; raises BadArgument where the address cannot be listened on.

    The log on standard error has a line for each request, or without ``log_requests`` warnings and errors alone.
    """
    from api.app import create_app  # with uvicorn a fifth of a second to import, and only this command needs it
    from api.connections import server_of
    from api.logs import log_settings

    sys.setswitchinterval(_SWITCH_SECONDS)
    server = server_of(create_app(settings), settings, host, port, log_config=log_settings(requests=log_requests))
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(3)


def serve_and_open(store: str, path: str, *, user: str) -> None:
    """Serve on this machine alone and open a page in the user's browser; where there is none, its address is shown."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}{path}"
    Console().print(f"The pages are at {address} until you press Ctrl+C.", soft_wrap=True)
    opening = threading.Timer(1.5, webbrowser.open, [address])
    opening.daemon = True
    opening.start()
    run_server(server_settings(store, "127.0.0.1", user=user), "127.0.0.1", port, log_requests=False)


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _free_port() -> int:
    """Return our usual port, or another one where somebody has that."""
    for port in (PORT, 0):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(tried.getsockname()[1])
    return PORT


def _hosts(own: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("127.0.0.1", "localhost", "[::1]", *own, *more)))
