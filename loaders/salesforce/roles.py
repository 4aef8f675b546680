"""Which seat a contact role of an opportunity is (docs/salesforce.md has the table)."""

from graph.vocabulary.names import folded

# The pick list is every customer's own. These are Salesforce's own words and the common ones of sales methods;
# an economic buyer releases the money and can stop it, which is our approver, while our buyer is who purchases.
SEATS = {
    "decision maker": "decider",
    "decision-maker": "decider",
    "decider": "decider",
    "economic decision maker": "decider",
    "economic buyer": "approver",
    "budget holder": "approver",
    "approver": "approver",
    "executive sponsor": "sponsor",
    "sponsor": "sponsor",
    "champion": "champion",
    "coach": "champion",
    "influencer": "influencer",
    "business user": "user",
    "end user": "user",
    "user": "user",
    "buyer": "buyer",
    "procurement": "buyer",
    "purchasing": "buyer",
    "purchaser": "buyer",
    "gatekeeper": "gatekeeper",
    "initiator": "initiator",
}


def seat_of(role: str) -> tuple[str, str | None]:
    """Return the seat, and the role's own words where they say something else (None where they do not).

    Any role that is not in the table is an influencer, the least that a person on an opportunity can be.

    >>> seat_of("Economic Buyer"), seat_of("Technical Buyer")
    (('approver', None), ('influencer', 'Technical Buyer'))
    """
    seat = SEATS.get(folded(role))
    return (seat, None) if seat else ("influencer", role.strip() or None)
