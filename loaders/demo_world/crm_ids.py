"""Under which ids does the CRM know companies, people and users?"""

from loaders.demo_world.model import World

ORGANISATION = "00D5J000000VardUAC"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def salesforce_id(prefix: str, number: int) -> str:
    """Return an id of 18 characters: three for the object, twelve for the record, three that tell the capitals."""
    digits = ""
    for _ in range(5):
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    short = f"{prefix}5J00000{digits}"
    fives = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(_ALPHABET[sum(1 << n for n, c in enumerate(five) if "A" <= c <= "Z")] for five in fives)


class CrmIds:
    """The same world gives the same ids: accounts, contacts and users are numbered in the order of their keys."""

    def __init__(self, world: World) -> None:
        clients = sorted(key for key, company in world.companies.items() if company.relation == "client")
        known = {stay.person for stay in world.stays if stay.company in clients}
        ours = world.ours()
        us = {stay.person for stay in ours}
        seniors = [stay for stay in ours if stay.level in {"Partner", "Manager"}]
        self.accounts = {key: salesforce_id("001", n) for n, key in enumerate(clients, 3001)}
        self.contacts = {key: salesforce_id("003", n) for n, key in enumerate(sorted(known - us), 40017)}
        self.users = {stay.person: salesforce_id("005", n) for n, stay in enumerate(seniors, 11)}
