"""How a page of the server becomes HTML with a policy that lets no other script run."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from graph.vocabulary.amounts import counted, figured, number
from graph.vocabulary.stances import anchor
from viz.assets import address
from viz.palette import stance_colour
from viz.upload_words import fields_of, said_of_form
from viz.vector import TEMPLATES
from viz.wording import (
    brief,
    capital,
    day,
    first_name,
    in_a_row,
    initials,
    listed,
    near,
    readable,
    side,
    signed,
    source_name,
    stance_word,
    strength_word,
    typeset,
    unbroken,
)

_TOOLS = {
    "address": address, "anchor": anchor, "brief": brief, "capital": capital, "counted": counted, "day": day,
    "fields_of": fields_of, "figured": figured, "first_name": first_name,
    "in_a_row": in_a_row, "initials": initials, "listed": listed, "near": near, "number": number,
    "readable": readable, "said_of_form": said_of_form, "side": side, "signed": signed, "source_name": source_name,
    "stance_colour": stance_colour, "stance_word": stance_word, "strength_word": strength_word, "to": str,
    "typeset": typeset, "unbroken": unbroken,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    html: str
    headers: Mapping[str, str]


def render(template: str, context: Mapping[str, object], *, nonce: str = "") -> Page:
    """Fill a template of ``templates/pages``; ``nonce`` is drawn here unless given."""
    nonce = nonce or secrets.token_urlsafe(16)
    html = TEMPLATES.get_template(f"pages/{template}").render({**_TOOLS, "nonce": nonce, **context})
    return Page(html, policy(nonce))


def policy(nonce: str) -> dict[str, str]:
    """Return the headers of a page: scripts with our nonce, styles, fonts and pictures of ours, nothing else."""
    return {
        "content-security-policy": (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:;"
            " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin", "cache-control": "private, no-cache",
    }  # fmt: skip
