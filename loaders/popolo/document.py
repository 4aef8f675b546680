"""How the text of a Popolo file becomes rows: its lists object by object, each with its line, within limits."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ImportRefused
from loaders.limits import Limits

LISTS = ("persons", "organizations", "posts", "events", "memberships")
REMEDY = "Is this Popolo JSON? docs/popolo.md shows its form."
_SPACE = re.compile(r"[ \t\r\n]*")
_LONGEST = 1000
Item = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """One object of one of the lists, with the line on which it begins."""

    line: int
    item: Item


def read_document(path: Path, limits: Limits) -> tuple[dict[str, list[Row]], dict[str, object]]:
    """Return the rows of each list that is there, and what else the file says.

    Raises ImportRefused for what is no JSON of this form, nests too deeply or is beyond the limits.
    """
    text = _text_of(path, limits)
    rows: dict[str, list[Row]] = {}
    told: dict[str, object] = {}
    try:
        for name, line, value in _top(text):
            if name in LISTS:
                rows.setdefault(name, []).extend([] if value is None else [Row(line, as_object(value))])
            else:
                told[name] = value
    except (ValueError, RecursionError) as error:
        reason = "is not JSON of the form that is read"
        if isinstance(error, RecursionError):
            reason = "nests its values too deeply"
        where = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise ImportRefused(path.name, reason, line=where, remedy=REMEDY) from error
    return rows, told


def values(item: Item, name: str, kind: str, value: str) -> list[tuple[str, str]]:
    """Return (kind, value) of each object in a list inside a row; raises ValueError for another shape."""
    told = item.get(name) or []
    if not isinstance(told, list):
        raise ValueError(f"{name} is not a list")
    found = [(text_of(as_object(one), kind).casefold(), text_of(as_object(one), value)) for one in told]
    return [(what, text) for what, text in found if text]


def own_id(item: Item) -> str:
    """Return the id of a row where it has a usable one, else nothing."""
    value = item.get("id")
    return cleaned(str(value)) if isinstance(value, (str, int)) and len(str(value)) <= _LONGEST else ""


def needed(item: Item, name: str) -> str:
    """Return a value as one line of text; raises ValueError where there is none."""
    if text := text_of(item, name):
        return text
    raise ValueError(f"{name} is missing")


def text_of(item: Item, name: str) -> str:
    """Return a value as one line of text, empty where there is none; raises ValueError for another shape."""
    value = item.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(f"{name} is not text")
    return cleaned(str(value), name)


def cleaned(text: str, name: str = "a name") -> str:
    """Return text as one line without marks that cannot be seen; raises ValueError for very long text."""
    if len(text) > _LONGEST:
        raise ValueError(f"{name} is longer than {_LONGEST} letters")
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def as_object(value: object) -> Item:
    """Return a value that is an object; raises ValueError for any other."""
    if not isinstance(value, dict):
        raise ValueError("a row is not an object")
    return value


def _text_of(path: Path, limits: Limits) -> str:
    try:
        if path.stat().st_size > limits.json_size:
            size = limits.json_size // 1024 // 1024
            raise ImportRefused(path.name, f"is larger than {size} MB", remedy="Split the file, one source each.")
        raw = path.read_bytes()
        if sum(raw.count(mark) for mark in (b",", b"[", b"{")) > limits.json_items:
            raise ImportRefused(path.name, "holds too many values", remedy="Split the file, one source each.")
        return raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except OSError as error:
        raise ImportRefused(path.name, "cannot be read", remedy="Check the path and its permissions.") from error
    except UnicodeError as error:
        raise ImportRefused(path.name, "is not UTF-8 text", remedy=REMEDY) from error


def _top(text: str) -> Iterator[tuple[str, int, object]]:
    """Yield (name, line, value) of the object, a list value by value (None for an empty one); raises ValueError."""
    decoder = json.JSONDecoder()
    place, counted, line = _opened(text, 0, "{"), 0, 1
    while text[place : place + 1] != "}":
        name, place = decoder.raw_decode(text, place)
        if not isinstance(name, str):
            raise ValueError("a name is not text")
        place = _opened(text, place, ":")
        if text[place : place + 1] != "[" or name not in LISTS:
            value, place = decoder.raw_decode(text, place)
            if name in LISTS:
                raise ValueError(f"{name} is not a list")
            yield name, line, value
        else:
            place = _opened(text, place, "[")
            yield name, line, None
            while text[place : place + 1] != "]":
                line, counted = line + text.count("\n", counted, place), place
                value, place = decoder.raw_decode(text, place)
                yield name, line, value
                place = _after(text, place, "]")
            place += 1
        place = _after(text, place, "}")
    if _SPACE.sub("", text[place + 1 :]):
        raise ValueError("something follows the object")


def _opened(text: str, place: int, mark: str) -> int:
    found = _SPACE.match(text, place)
    place = found.end() if found else place
    if text[place : place + 1] != mark:
        raise ValueError(f"{mark} is missing")
    found = _SPACE.match(text, place + 1)
    return found.end() if found else place + 1


def _after(text: str, place: int, closing: str) -> int:
    """Return where the next value begins, or the closing mark stands."""
    found = _SPACE.match(text, place)
    place = found.end() if found else place
    if text[place : place + 1] == closing:
        return place
    place = _opened(text, place, ",")
    if text[place : place + 1] == closing:
        raise ValueError("a comma without a value")
    return place
