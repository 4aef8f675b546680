"""Where people show their access token to the pages."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import AService
from api.guard import COOKIE, Rates
from api.routes.showing import see
from api.tokens import check_token
from viz.pages import render

router = APIRouter()


@router.get("/login")
def login(request: Request) -> Response:
    """Ask for a token."""
    return _form(wrong=False)


@router.post("/login")
def come_in(request: Request, shared: AService, token: Annotated[str, Form(max_length=200)]) -> Response:
    """Keep a token that is right in a cookie that no script can read and no other site can send."""
    with shared.opened() as store:
        known = check_token(store, token.strip())
    if known is None:
        failures: Rates = request.state.failures
        wait = failures.take(request.client.host if request.client else "")
        if wait:
            raise HTTPException(429, headers={"retry-after": str(max(1, round(wait)))})
        return _form(wrong=True)
    answer = see("/")
    answer.set_cookie(COOKIE, token.strip(), httponly=True, samesite="strict", secure=shared.settings.secure_cookie)
    return answer


@router.post("/logout")
def leave() -> Response:
    """Forget the token."""
    answer = see("/login")
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def _form(*, wrong: bool) -> Response:
    made = render("login.html.jinja", {"wrong": wrong, "no_search": True, "viewer": "", "as_of": ""})
    return HTMLResponse(made.html, 401 if wrong else 200, dict(made.headers))
