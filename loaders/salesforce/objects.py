"""Which objects of Salesforce are read, which of their columns, and how one is told by its header."""

from collections.abc import Collection
from dataclasses import dataclass

_ALWAYS = frozenset({"id", "isdeleted", "createddate", "lastmodifieddate"})


@dataclass(frozen=True, slots=True)
class Object:
    """One object: the columns that its header must have, those that are read, and what it refers to.

    ``marks`` tell a file with any name by its header; without marks only the file's name tells.
    ``needs`` must lie beside it, since without them its rows would point at nobody.
    """

    name: str
    required: frozenset[str]
    columns: frozenset[str]
    marks: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()


def _object(name: str, *columns: str, required: str, marks: str = "", needs: str = "") -> Object:
    must = frozenset(required.split())
    read = must | _ALWAYS | {column for line in columns for column in line.split()}
    return Object(name, must, read, frozenset(marks.split()), tuple(needs.split()))


# In the order in which marks are tried: a contact and an opportunity both have an AccountId.
OBJECTS: dict[str, Object] = {
    item.name: item
    for item in (
        _object("Organization", "country", required="id name"),
        _object(
            "User",
            "name firstname lastname email companyname title department isactive usertype contactid lastlogindate",
            required="id",
            marks="id username",
        ),
        _object(
            "Account",
            "masterrecordid name type parentid website industry billingcountry billingcountrycode",
            "ispersonaccount personcontactid firstname middlename lastname personemail",
            required="id",
            marks="id name parentid",
        ),
        _object(
            "AccountContactRelation",
            "isactive startdate enddate",
            required="accountid contactid",
            marks="accountid contactid isdirect",
            needs="Account Contact",
        ),
        _object(
            "OpportunityContactRole",
            "role",
            required="opportunityid contactid",
            marks="opportunityid contactid",
            needs="Opportunity Contact",
        ),
        _object(
            "Opportunity",
            "stagename probability amount currencyisocode closedate isclosed iswon ownerid",
            required="id accountid name",
            marks="id accountid stagename",
            needs="Account",
        ),
        _object(
            "EventRelation",
            "status",
            required="eventid relationid",
            marks="eventid relationid",
            needs="Event",
        ),
        _object("TaskRelation", required="taskid relationid", marks="taskid relationid", needs="Task"),
        _object(
            "Event",
            "whoid ownerid startdatetime activitydatetime activitydate durationinminutes",
            "isalldayevent isprivate ischild isrecurrence type",
            required="id",
            marks="id whoid startdatetime",
            needs="Contact User",
        ),
        _object(
            "Task",
            "whoid ownerid activitydate completeddatetime status isclosed tasksubtype type",
            "calldurationinseconds isrecurrence",
            required="id",
            marks="id whoid activitydate",
            needs="Contact User",
        ),
        _object(
            "Contact",
            "masterrecordid accountid account.name firstname middlename lastname name email title department",
            "reportstoid ispersonaccount",
            required="id",
            marks="id lastname",
        ),
    )
}

_BY_FILE = {name.casefold(): item for name, item in OBJECTS.items()}


def object_named(stem: str) -> Object | None:
    """Return the object whose export bears this file name, without its ending."""
    return _BY_FILE.get(stem.casefold())


def object_with(header: Collection[str]) -> Object | None:
    """Return the object that a header of lower-case API names belongs to."""
    return next((item for item in OBJECTS.values() if item.marks and item.marks <= set(header)), None)
