"""A small decision for tests: the grid data platform of Nordlys, as docs/power-map.md tells it."""

from collections.abc import Mapping
from datetime import date

AS_OF = date(2026, 11, 24)
PEOPLE = {
    "ingrid": ("Ingrid Solberg", "Chief Executive", "Management", ""),
    "hakon": ("Håkon Myhre", "CFO", "Finance", "ingrid"),
    "katarzyna": ("Katarzyna Wójcik", "CIO", "IT", "ingrid"),
    "oyvind": ("Øyvind Bråten", "COO", "Operations", "ingrid"),
    "mette": ("Mette Kjær Lund", "Chief People Officer", "People", "ingrid"),
    "jurgen": ("Jürgen Weiß", "VP Procurement", "Finance", "hakon"),
    "sunniva": ("Sunniva Aas", "Group Controller", "Finance", "hakon"),
    "toreerik": ("Tor Erik Nygård", "Treasury Manager", "Finance", "hakon"),
    "agnieszka": ("Agnieszka Zając", "Category Manager IT", "Finance", "jurgen"),
    "larspetter": ("Lars Petter Haugen", "Contract Lawyer", "Finance", "jurgen"),
    "bjorn": ("Björn Lindqvist", "VP Enterprise Architecture", "IT", "katarzyna"),
    "siri": ("Siri Halvorsen", "Lead Architect", "IT", "bjorn"),
    "piotr": ("Piotr Nowak", "Integration Architect", "IT", "bjorn"),
    "marit": ("Marit Eikeland", "VP Data & Analytics", "IT", "katarzyna"),
    "eva": ("Eva Novotná", "Data Product Owner", "IT", "marit"),
    "jonasf": ("Jonas Fjeld", "Analytics Lead", "IT", "marit"),
    "dmytro": ("Dmytro Shevchenko", "CISO", "IT", "katarzyna"),
    "anja": ("Anja Brekke", "Security Architect", "IT", "dmytro"),
    "tomas": ("Tomáš Dvořák", "Risk & Compliance", "IT", "dmytro"),
    "renate": ("Renate Voll", "Head of IT Operations", "IT", "katarzyna"),
    "guri": ("Guri Tveit", "Platform Manager", "IT", "renate"),
    "helene": ("Helene Rustad", "Director Grid Operations", "Operations", "oyvind"),
    "stein": ("Stein Arild Moe", "Asset Manager North", "Operations", "helene"),
    "ragnhild": ("Ragnhild Øverås", "Field Planning Lead", "Operations", "helene"),
    "wolfgang": ("Wolfgang Groß", "Director Generation", "Operations", "oyvind"),
    "milica": ("Milica Petrović", "Hydro Plant Manager", "Operations", "wolfgang"),
    "even": ("Even Strand", "Wind Operations Lead", "Operations", "wolfgang"),
    "bjorg": ("Bjørg Ødegård", "HR Business Partner", "People", "mette"),
}
OURS = {
    "kari": ("Kari Lunde", "Partner"), "sara": ("Sara Holm", "Manager"), "aino": ("Aino Virtanen", "Senior Manager"),
    "mikkel": ("Mikkel Friis", "Director"), "petra": ("Petra Aune", "Client Lead"), "jonas": ("Jonas Lie", "Architect"),
    "anna": ("Anna Vik", "Partner"),
}  # fmt: skip
SEATS = """opportunity,person,role,weight,title
grid,hakon,decider,26,
grid,mette,decider,40,
grid,tomas,decider,24,
grid,oyvind,decider,26,
grid,katarzyna,decider,28,
grid,katarzyna,champion,,
grid,ingrid,approver,2,
grid,jurgen,gatekeeper,,
grid,bjorn,influencer,,
grid,helene,user,,
grid,,buyer,0,Category buyer
"""
STANCES = """person,by,date,toward,value,basis,cause,agreed,note
hakon,kari,2026-06-02,,-2,told_me,old_delivery,,
hakon,kari,2026-11-03,,-1,told_me,old_delivery,yes,Still talks of the 2021 invoices
hakon,sara,2026-10-20,,0,saw_it,,,
tomas,anna,2026-08-19,,-3,saw_it,not_known,yes,Blocked the pilot in the risk board
oyvind,petra,2026-05-04,,1,told_me,,,
oyvind,petra,2026-09-14,,2,told_me,,yes,
katarzyna,petra,2026-11-12,,3,saw_it,,yes,Presented our plan to the board unasked
jurgen,mikkel,2026-10-30,,-2,saw_it,prefers_competitor,yes,
ingrid,petra,2026-10-01,,0,guess,,yes,
helene,kari,2026-11-12,,1,told_me,,yes,
bjorn,jonas,2026-10-07,,1,told_me,,yes,
marit,sara,2026-10-13,,1,told_me,,,
eva,jonas,2026-10-13,,3,saw_it,,,
dmytro,jonas,2026-06-13,,-1,heard_it,,,
siri,jonas,2026-09-20,,1,saw_it,,,
agnieszka,mikkel,2026-09-01,,-1,guess,not_known,,
hakon,kari,2026-10-01,corvane,0,guess,,,
tomas,anna,2026-08-19,corvane,2,saw_it,,yes,
oyvind,petra,2026-09-14,corvane,0,guess,,,
katarzyna,petra,2026-11-12,corvane,-1,told_me,prefers_competitor,,
jurgen,mikkel,2026-10-30,corvane,1,saw_it,,,
ingrid,petra,2026-10-01,corvane,0,guess,,,
helene,kari,2026-11-12,corvane,2,told_me,,,
"""
LINES = {
    "influences.csv": "from,to,strength,start\nhakon,ingrid,3,2024\nhelene,oyvind,2,2024\nbjorn,katarzyna,2,2023\n"
    "jurgen,hakon,2,2025\ndmytro,katarzyna,1,2025\nmarit,katarzyna,1,2024\nsiri,bjorn,1,2024\nragnhild,helene,1,2024\n",
    "agreements.csv": "a,b,strength,start\nkatarzyna,tomas,2,2025\n",
    "conflicts.csv": "a,b,strength,start\nhakon,katarzyna,2,2025\nhelene,wolfgang,1,2024\n",
    "guards.csv": "gatekeeper,person,unit,company,start\njurgen,ingrid,,nordlys,2024\n",
}
MET = (
    ("kari", "hakon", "2026-11-03"), ("sara", "hakon", "2026-10-20"), ("anna", "tomas", "2026-08-19"),
    ("petra", "oyvind", "2026-09-14"), ("kari", "oyvind", "2026-05-02"), ("petra", "katarzyna", "2026-11-12"),
    ("anna", "katarzyna", "2026-10-12"), ("kari", "helene", "2026-11-12"), ("jonas", "helene", "2026-09-12"),
    ("jonas", "bjorn", "2026-10-07"), ("sara", "marit", "2026-10-13"), ("jonas", "eva", "2026-10-13"),
    ("jonas", "siri", "2026-09-20"), ("mikkel", "jurgen", "2026-10-30"),
)  # fmt: skip


def grid_decision(*, unmet: tuple[str, ...] = ()) -> dict[str, str]:
    """Tables of the decision; nobody of us has met those in ``unmet``, nor ever Ingrid and Mette."""
    people = ["id,name", *(f"{one},{name}" for one, (name, *_) in {**PEOPLE, **OURS}.items())]
    jobs = ["person,company,title,unit,start"]
    jobs += [f"{one},nordlys,{title},{unit},2021" for one, (_, title, unit, _) in PEOPLE.items()]
    jobs += [f"{one},varde,{title},Energy,2018" for one, (_, title) in OURS.items()]
    jobs = [f"{jobs[0]},end", *(f"{job}," for job in jobs[1:])]
    jobs += ["aino,hafslund,HR Lead,People,2014-01,2018-06", "bjorg,hafslund,HR Partner,People,2013-06,2020-12"]
    contacts = ["id,kind,date,participants"]
    contacts += [f"m{n},meeting,{day},{ours};{one}" for n, (ours, one, day) in enumerate(MET) if one not in unmet]
    reporting = ["person,manager,start", *(f"{one},{boss},2021" for one, (*_, boss) in PEOPLE.items() if boss)]
    return {
        "source.toml": 'name = "world"\nas_of = 2026-11-24\n',
        "companies.csv": "id,name,relation\nvarde,Varde AS,ours\nnordlys,Nordlys Energi AS,client\n"
        "corvane,Corvane,competitor\nhafslund,Hafslund,other\n",
        "people.csv": "\n".join(people) + "\n", "employments.csv": "\n".join(jobs) + "\n",
        "contacts.csv": "\n".join(contacts) + "\n", "reporting.csv": "\n".join(reporting) + "\n",
        "opportunities.csv": "id,company,name,origin,stage,value,currency,owner,decision_date,competitors\n"
        "grid,nordlys,Grid data platform,they_came,offer,24000000,NOK,petra,2027-01-15,corvane\n",
        "accounts.csv": "company,class,lead,cadence_days\nnordlys,foundation,petra,60\n",
        "leaders.csv": "company,name,title,listed_on\n" + "".join(
            f"nordlys,{PEOPLE[one][0]},{PEOPLE[one][1]},2026-09-01\n"
            for one in ("ingrid", "hakon", "katarzyna", "oyvind", "mette")
        ),
        "seats.csv": SEATS, "stances.csv": STANCES, **LINES,
    }  # fmt: skip


def changed(files: Mapping[str, str], name: str, *rows: str) -> dict[str, str]:
    """Return the tables with rows added to one of them."""
    return {**files, name: files[name] + "".join(f"{row}\n" for row in rows)}
