"""Which files of an archive are read, and how each one's header is found."""

import html
from collections.abc import Iterator
from typing import NamedTuple

from graph.errors import ImportRefused
from graph.vocabulary.text import plain_text
from loaders.limits import Limits
from loaders.rows import parse_csv

CONNECTIONS = "Connections.csv"
PROFILE = "Profile.csv"
POSITIONS = "Positions.csv"
EDUCATION = "Education.csv"
EMAILS = "Email Addresses.csv"
MESSAGES = "messages.csv"
INVITATIONS = "Invitations.csv"
GIVEN = "Recommendations_Given.csv"
RECEIVED = "Recommendations_Received.csv"

MARKS = {
    CONNECTIONS: ("first name", "last name", "connected on"),
    PROFILE: ("first name", "last name", "headline"),
    POSITIONS: ("company name", "title", "started on"),
    EDUCATION: ("school name", "start date"),
    EMAILS: ("email address", "confirmed"),
    MESSAGES: ("conversation id", "from", "date", "folder"),
    INVITATIONS: ("from", "to", "sent at", "direction"),
    GIVEN: ("first name", "last name", "creation date"),
    RECEIVED: ("first name", "last name", "creation date"),
}
_ALIASES = {
    "vorname": "first name", "nachname": "last name", "e-mail-adresse": "email address", "unternehmen": "company",
    "verbunden am": "connected on",
    "prénom": "first name", "nom": "last name", "adresse e-mail": "email address", "entreprise": "company",
    "poste": "position", "date de connexion": "connected on",
}  # fmt: skip
_HEADER_WITHIN = 40
_DELIMITERS = ",;\t|"


class Row(NamedTuple):
    """A row with the cells by their English header, lower case; a missing column is an empty cell."""

    file: str
    line: int
    cells: dict[str, str]

    def __call__(self, column: str) -> str:
        """Return a cell."""
        return self.cells.get(column, "")


def read_rows(name: str, raw: bytes, limits: Limits) -> Iterator[Row]:
    """Yield the rows below the header, which is known by its words; raises ImportRefused when there is none.

    Only cells of columns with a name are kept; HTML entities become what they stand for.
    """
    header: list[str] | None = None
    mark = delimiter_of(name, raw, limits) or ","
    for number, (line, cells) in enumerate(parse_csv(name, raw, limits, delimiter=mark)):
        if header is None:
            header = header_of(name, cells)
            if header is None and number >= _HEADER_WITHIN:
                break
        else:
            yield Row(name, line, {key: _text(cell) for key, cell in zip(header, cells, strict=False) if key})
    if header is None:
        raise ImportRefused(
            name,
            f"has no header with {', '.join(MARKS[name])} within its first {_HEADER_WITHIN} rows",
            remedy="Give the columns LinkedIn's own names back, or take the file as LinkedIn wrote it.",
        )


def delimiter_of(name: str, raw: bytes, limits: Limits) -> str:
    """Return the mark between the cells of the header, "" where there is none: a spreadsheet may have changed it."""
    for mark in _DELIMITERS:
        rows = parse_csv(name, raw, limits, delimiter=mark)
        try:
            if any(header_of(name, cells) for (_, cells), _ in zip(rows, range(_HEADER_WITHIN + 1), strict=False)):
                return mark
        except ImportRefused:
            continue
    return ""


def header_of(name: str, cells: list[str]) -> list[str] | None:
    """Return the names of the columns in English, None when this row is not the header of that file."""
    words = [cell.strip().casefold() for cell in cells]
    names = [_ALIASES.get(word, word) for word in words] if name == CONNECTIONS else words
    return names if set(MARKS[name]) <= set(names) else None


def _text(cell: str) -> str:
    return plain_text(html.unescape(cell)).strip() if "&" in cell else cell.strip()
