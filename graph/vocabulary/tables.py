"""Which tables of claims there are, with their fields and keys (INTERFACE: Tables).

Fields are only ever appended to a table: stored claims are arrays in this order.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from graph.vocabulary.dates import PartialDate


class Kind(StrEnum):
    TEXT = "text"
    PERSON = "person"
    COMPANY = "company"
    OPPORTUNITY = "opportunity"
    PROJECT = "project"
    PEOPLE = "people"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"


OWN_KEY = "key"  # a column that any file of Tables may have: the row's own key, where its cells do not say it
REFERENCES = {
    Kind.PERSON: "people",
    Kind.PEOPLE: "people",
    Kind.COMPANY: "companies",
    Kind.OPPORTUNITY: "opportunities",
    Kind.PROJECT: "projects",
}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of claim; ``key`` names the fields that identify one within its source."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    prefix: str = "r"
    window: str = ""
    _positions: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_positions", {spec.name: position for position, spec in enumerate(self.fields)})

    def index(self, name: str) -> int:
        """Return the position of a field; raises KeyError for one that is not there."""
        return self._positions[name]


def canonical(field: Field, text: str) -> str | None:
    """Return the one spelling in which a cell is kept, None when empty; raises ValueError with the reason."""
    text = " ".join(text.split()) if field.kind is not Kind.TEXT else text.strip()
    if not text:
        if field.required:
            raise ValueError(f"{field.name} is missing")
        return None
    if field.kind is Kind.DATE:
        return PartialDate.parse(text).text
    if field.kind is Kind.NUMBER:
        return _number(field, text)
    if field.kind is Kind.FLAG:
        return _flag(field, text)
    if field.choices and text not in field.choices:
        raise ValueError(f"{field.name} is {text!r}, not one of {', '.join(field.choices)}")
    return text


def _number(field: Field, text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{field.name} is {text!r}, not a number") from None
    if value != value or value in {float("inf"), float("-inf")}:
        raise ValueError(f"{field.name} is {text!r}, not a finite number")
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        raise ValueError(f"{field.name} is {text}, outside {field.low:g}..{field.high:g}")
    return f"{value:g}" if value != int(value) else str(int(value))


def _flag(field: Field, text: str) -> str:
    match text.casefold():
        case "yes" | "true" | "1" | "y":
            return "yes"
        case "no" | "false" | "0" | "n":
            return "no"
        case _:
            raise ValueError(f"{field.name} is {text!r}, not yes or no")


def _table(name: str, columns: str, key: str, *, prefix: str = "r", window: str = "") -> Table:
    return Table(name, tuple(_field(word) for word in columns.split()), tuple(key.split()), prefix, window)


_CHOICES = {
    "relation": ("ours", "client", "competitor", "other"),
    "succession": ("rename", "merger", "demerger", "transfer"),
    "contact": ("meeting", "call", "mail", "message"),
    "tie": ("linkedin", "friend", "advice", "worked_with", "family"),
    "verdict": ("same", "different"),
}


def _field(word: str) -> Field:
    """Read ``name:kind:extra!``; ``!`` means required, extra is a choice list or ``low..high``."""
    required = word.endswith("!")
    name, _, rest = word.rstrip("!").partition(":")
    kind, _, extra = rest.partition(":")
    low, dots, high = extra.partition("..")
    bounds = (float(low), float(high)) if dots else (None, None)
    return Field(name, Kind(kind or "text"), required, _CHOICES.get(extra, ()), *bounds)


_SEATS = "opportunity:opportunity! person:person role! weight:number:0..1000000 title"
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table("companies", "id! name! relation:text:relation parent:company domain registry_number industry country", "id", prefix="c"),
        _table("company_succession", "predecessor:company! successor:company! kind:text:succession! date:date", "predecessor successor kind"),
        _table("company_aliases", "company:company! alias!", "company alias"),
        _table("people", "id! name given_name family_name other_names email linkedin_url crm_id location do_not_ask:flag asks_per_quarter:number:0..1000", "id", prefix="p"),
        _table("employments", "person:person! company:company! title unit level start:date end:date observed_on:date ended_after:date ended_before:date", "person company start title"),
        _table("studies", "person:person! school! degree start:date end:date", "person school start"),
        _table("board_seats", "person:person! company:company! role start:date end:date", "person company start"),
        _table("contacts", "id! kind:text:contact! date:date! minutes:number:0..100000 participants:people!", "id", window="date"),
        _table("projects", "id! company:company unit name discipline start:date end:date outcome", "id", prefix="j"),
        _table("project_people", "project:project! person:person! role start:date end:date", "project person role"),
        _table("notes", "company:company person:person kind text by:person heard_from:person date:date", "company person kind by heard_from date"),
        _table("acquaintances", "from:person! to:person! kind:text:tie! date:date declared_by:person strength:number:0..1", "from to kind declared_by"),
        _table("reporting", "person:person! manager:person! start:date end:date", "person manager start"),
        _table("influences", "from:person! to:person! strength:number:-3..3! start:date end:date", "from to start"),
        _table("conflicts", "a:person! b:person! strength:number:1..3 start:date end:date", "a b start"),
        _table("agreements", "a:person! b:person! strength:number:1..3 start:date end:date", "a b start"),
        _table("guards", "gatekeeper:person! person:person unit company:company start:date end:date", "gatekeeper person unit start"),
        _table("opportunities", "id! company:company! name origin stage probability:number value:number currency budget owner:person decision_date:date outcome competitors", "id", prefix="o"),
        _table("seats", _SEATS, "opportunity person role title"),
        _table("stances", "person:person! by:person date:date! toward:company value:number:-3..3! opportunity:opportunity basis cause agreed:flag note round at", "person by date toward opportunity agreed"),
        _table("rounds", "id! company:company! opportunity:opportunity toward:company opened_on:date! closed_on:date lead:person", "id"),
        _table("asks", "id! go_between:person target:person asked_by:person date:date answer answered_on:date outcome outcome_on:date path score:number parameters", "id"),
        _table("leaders", "company:company! name! title reports_to listed_on:date", "company name listed_on"),
        _table("accounts", "company:company! class intended_class state closeness lead:person cadence_days:number:1..3650 description", "company"),
        _table("account_team", "company:company! person:person! role share_of_time:number measured_on", "company person role"),
        _table("actions", "id! company:company text owner:person due:date done_on:date person:person opportunity:opportunity", "id"),
        _table("ideas", "id! company:company text owner:person date:date stage opportunity:opportunity", "id"),
        _table("assessments", "company:company! model! item! value by:person date:date", "company model item by date"),
        _table("person_assessments", "person:person! model! item! value by:person date:date", "person model item by date"),
        _table("requests", "id! company:company from_person:person received:date about answer_due:date decision told_by:person told_how told_on:date", "id"),
        _table("reviews", "opportunity:opportunity! date:date outcome reason competitor with_client lesson", "opportunity date"),
        _table("identities", "a! b! verdict:text:verdict! by", "a b"),
        _table("observed", "table! on:date! start:date end:date whole:flag rows:flag", "table"),
    )
}  # fmt: skip
