"""Which companies are there, and who works for the clients that no story is told about?"""

import random

from loaders.demo_world.model import Company, Stay, World, lines
from loaders.demo_world.names import Names

US = "varde"
NORDLYS = "nordlys"
_COMPANIES = """
varde|Varde Rådgivning|AS|NO|ours|Consulting
nordlys|Nordlys Energi|AS|NO|client|Energy
kvalsund|Kvalsund Helse|HF|NO|client|Health
fjordbanken|Fjordbanken|ASA|NO|client|Banking
tammer|Tammer Paper|Oy|FI|client|Paper
alster|Alster Netz|GmbH|DE|client|Energy
svea|Svea Pension|AB|SE|client|Pensions
oresund|Øresund Vand|A/S|DK|client|Water
havtun|Havtun Shipping|ASA|NO|client|Shipping
baltika|Baltika Rail|Sp. z o.o.|PL|client|Rail
vesterhavs|Vesterhavs Vind|A/S|DK|client|Energy
malarnat|Mälarnät|AB|SE|client|Energy
gota|Göta Livs|AB|SE|client|Food
wisla|Wisła Gaz|S.A.|PL|client|Energy
pomorze|Pomorze Terminal|Sp. z o.o.|PL|client|Ports
moravske|Moravské strojírny|a.s.|CZ|client|Machinery
vltava|Vltava Vodárny|a.s.|CZ|client|Water
elbe|Elbe Medizintechnik|GmbH|DE|client|Medical devices
isar|Isar Versicherung|AG|DE|client|Insurance
tronder|Trønder Sparebank||NO|client|Banking
lofoten|Lofoten Sjømat|AS|NO|client|Seafood
namdal|Namdal Sparebank||NO|other|Banking
hafslund|Hafslund|AS|NO|other|Energy
kvithavn|Kvit Havn|AS|NO|other|Ports
tinnfoss|Tinnfoss Data|AS|NO|other|Software
brevik|Advokatfirmaet Brevik|AS|NO|other|Law
tatra|Tatra Systems|a.s.|CZ|other|Software
corvane|Corvane|AS|NO|competitor|Consulting
fjordgrid|Fjordgrid Consulting|AS|NO|competitor|Consulting
rambek|Rambek Partners|A/S|DK|competitor|Consulting
"""
# Where people of ours came from and went to, when it was no client: nobody of Nordlys Energi was ever at these.
# Titles elsewhere, for people of a few and of many years of work.
TITLES_ELSEWHERE = (
    ("Product owner", "Project manager", "Data engineer", "Senior adviser", "Business developer", "Solution architect"),
    ("Director", "CIO", "Head of strategy", "Department director", "Head of programme", "Managing director", "CFO"),
)
OTHER_EMPLOYERS = [
    "Sognefjord Kraft",
    "Birkeland Software",
    "Askvoll Gruppen",
    "Hanseatic Logistik",
    "Norrsken Analys",
    "Brygge Interaktiv",
    "Ostsee Werft",
    "Tromsdal Forsikring",
    "Lunden & Co, Arkitekter",
    "Praha Datacentrum",
    "Baltyk Soft",
    "Helsinki Mobility Lab",
    "Sund Media",
    "Kystverftet",
    "Nordisk Betaling",
    "Elvebakken Skole",
    "Fyn Robotics",
    "Grenland Kjemi",
    "Smøla Havbruk",
    "Uppland Fastigheter",
]
_POSTS = """
Chief executive|Management||1
CFO|Finance|Chief executive|2
CIO|IT|Chief executive|2
COO|Operations|Chief executive|2
Chief people officer|People|Chief executive|2
Head of procurement|Procurement|CFO|3
Group controller|Finance|CFO|3
Head of finance systems|Finance|Group controller|4
Enterprise architect|IT|CIO|3
Head of IT operations|IT|CIO|3
Head of data|Data|CIO|3
Data product owner|Data|Head of data|4
Analytics lead|Data|Head of data|4
Security officer|IT|CIO|3
Director operations|Operations|COO|3
Asset manager|Operations|Director operations|4
Planning lead|Operations|Director operations|4
Project director|Projects|COO|3
Risk manager|Risk|CFO|3
Category manager IT|Procurement|Head of procurement|4
HR business partner|People|Chief people officer|3
Customer director|Customers|Chief executive|2
"""


def add_companies(world: World) -> None:
    """Put every company that has a part in the world into it."""
    for key, name, legal, country, relation, industry in lines(_COMPANIES):
        world.companies[key] = Company(key, name, legal, country, relation, industry)


def clients(world: World) -> list[Company]:
    """Return the twenty clients, the one of the stories first."""
    return [company for company in world.companies.values() if company.relation == "client"]


def add_client_people(world: World, chance: random.Random, names: Names) -> None:
    """Fill the posts of every client but the one of the stories; the last years' changes of post included."""
    for company in clients(world):
        if company.key == NORDLYS:
            continue
        holders: dict[str, str] = {}
        for title, unit, above, _ in lines(_POSTS):
            country = company.country if chance.random() < 0.8 else chance.choice(["NO", "SE", "DK", "DE", "PL", "CZ"])
            person = world.person(" ".join(names.fresh(country)), country)
            start = f"{chance.randint(2009, 2025)}-{chance.randint(1, 12):02d}"
            stay = Stay(person.key, company.key, title, unit, start, manager=holders.get(above, ""))
            holders[title] = person.key
            world.stays.append(stay)
    _add_moves(world, chance)


def _add_moves(world: World, chance: random.Random) -> None:
    """Let some have been at another client before, as relations of a CRM remember it."""
    others = [c.key for c in clients(world) if c.key != NORDLYS]
    movers = [stay for stay in world.stays if stay.company in others and stay.start >= "2015"]
    for stay in chance.sample(movers, 60):
        before = chance.choice([key for key in others if key != stay.company])
        first = f"{int(stay.start[:4]) - chance.randint(2, 6)}-{chance.randint(1, 12):02d}"
        last = f"{int(stay.start[:4]) - 1}-12"
        world.stays.append(Stay(stay.person, before, stay.title, stay.unit, first, last))
