"""Whose archive it is: their name, profile and addresses, as far as the archive or the user says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import ImportRefused
from graph.vocabulary.names import folded, name_in_profile
from loaders.base import Known
from loaders.linkedin.files import CONNECTIONS, EMAILS, INVITATIONS, MESSAGES, PROFILE, Row
from loaders.linkedin.words import slug

_EMAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+")
_ADDRESS = re.compile(r"\S*linkedin\.com/\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owner:
    """One of us. ``name`` or ``slug`` may be empty, but one of the three is there."""

    name: str
    slug: str
    emails: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return what names the source."""
        return self.slug or folded(self.name).replace(" ", "-") or self.emails[0]

    @property
    def called(self) -> str:
        """Return the name, else what the profile address or the e-mail lets one call the owner."""
        return self.name or name_in_profile(self.address) or self.emails[0]

    @property
    def address(self) -> str:
        """Return the profile address, "" where it is not known."""
        return f"https://www.linkedin.com/in/{self.slug}" if self.slug else ""


def find_owner(rows: Mapping[str, Sequence[Row]], told: str) -> Owner:
    """Read the owner off the archive and off what the user told: a name, an e-mail, a profile address, or several.

    Raises ImportRefused when neither says who it is.
    """
    profile = next(iter(rows.get(PROFILE, ())), Row(PROFILE, 0, {}))
    mails = [*_EMAIL.findall(told), *(row("email address") for row in rows.get(EMAILS, ()) if _confirmed(row))]
    said = re.sub(r"[<>,;\s]+", " ", _ADDRESS.sub(" ", _EMAIL.sub(" ", told))).strip()
    name = f"{profile('first name')} {profile('last name')}".strip() or said
    address = slug(told) or slug(profile("profile url")) or _always_there(rows) or _inviter(rows)
    emails = tuple(dict.fromkeys(mail.casefold() for mail in mails if mail))
    if not (name or address or emails):
        raise ImportRefused(
            CONNECTIONS,
            "does not say whose connections these are",
            remedy='Give --owner "NAME <profile address or e-mail>".',
        )
    return Owner(name, address, emails)


def as_known(owner: Owner, source: str, key: str, known: Known | None) -> Owner:
    """Fill in the name or the profile that earlier loads of this source told, and this one does not."""
    if known is None or (owner.name and owner.slug):
        return owner
    name, address = known.name_and_address(source, key)
    same = slug(address) == owner.key
    return replace(owner, name=owner.name or name, slug=owner.slug or (owner.key if same else ""))


def slugs(text: str) -> set[str]:
    """Return every profile name in a list of addresses."""
    return {one for part in re.split(r"[,;\s]+", text) if (one := slug(part))}


def _confirmed(row: Row) -> bool:
    return row("confirmed").casefold() == "yes"


def _always_there(rows: Mapping[str, Sequence[Row]]) -> str:
    """Return the one profile that takes part in every conversation, when there are at least two."""
    threads: dict[str, set[str]] = {}
    for row in rows.get(MESSAGES, ()):
        everybody = f"{row('sender profile url')} {row('recipient profile urls')}"
        threads.setdefault(row("conversation id"), set()).update(slugs(everybody))
    shared = set.intersection(*threads.values()) if len(threads) > 1 else set()
    return shared.pop() if len(shared) == 1 else ""


def _inviter(rows: Mapping[str, Sequence[Row]]) -> str:
    """Return the one profile on the owner's side of every invitation."""
    sides = {"outgoing": "inviterprofileurl", "incoming": "inviteeprofileurl"}
    own = {slug(row(sides.get(row("direction").casefold(), ""))) for row in rows.get(INVITATIONS, ())} - {""}
    return own.pop() if len(own) == 1 else ""
