"""Who works at Nordlys Energi, who of them has been with us, and what was delivered there?"""

from datetime import date

from loaders.demo_world.clients import NORDLYS, US
from loaders.demo_world.model import Connection, Meeting, Person, Project, Stay, World, lines
from loaders.demo_world.names import key_of

# name, country, title, unit, reports to, since, an L where the leadership list of September names them
_PEOPLE = """
Ingrid Solberg|NO|Chief executive|Management||2019-08|L
Håkon Myhre|NO|CFO|Finance|Ingrid Solberg|2021-02|L
Katarzyna Wójcik|PL|CIO|IT|Ingrid Solberg|2022-01|L
Øyvind Bråten|NO|COO|Operations|Ingrid Solberg|2016-05|L
Mette Kjær Lund|DK|Chief people officer|People|Ingrid Solberg|2024-09|L
Jürgen Weiß|DE|VP Procurement|Procurement|Håkon Myhre|2018-03|L
Agnieszka Zając|PL|Category manager IT|Procurement|Jürgen Weiß|2020-01|
Lars Petter Haugen|NO|Contract lawyer|Procurement|Jürgen Weiß|2017-09|
Sunniva Aas|NO|Group controller|Finance|Håkon Myhre|2018-01|L
Björn Lindqvist|SE|VP Enterprise architecture|Architecture|Katarzyna Wójcik|2020-06|L
Siri Halvorsen|NO|Lead architect|Architecture|Björn Lindqvist|2017-01|
Piotr Nowak|PL|Integration architect|Integration|Björn Lindqvist|2022-02|
Marit Eikeland|NO|VP Data|Data|Katarzyna Wójcik|2019-06|L
Eva Novotná|CZ|Data product owner|Data|Marit Eikeland|2021-09|
Jonas Fjeld|NO|Analytics lead|Data|Marit Eikeland|2022-08|
Nils Aamodt|NO|ML engineer|Data|Marit Eikeland|2023-01|
Dmytro Shevchenko|PL|CISO|Security|Katarzyna Wójcik|2018-10|L
Anja Brekke|NO|Security architect|Security|Dmytro Shevchenko|2019-04|
Tomáš Dvořák|CZ|VP Risk and compliance|Risk|Katarzyna Wójcik|2020-03|L
Renate Voll|NO|Head of IT operations|IT operations|Katarzyna Wójcik|2015-08|L
Ole-Martin Sæther|NO|Service delivery manager|IT operations|Renate Voll|2016-11|
Guri Tveit|NO|Platform manager|IT operations|Renate Voll|2019-02|
Helene Rustad|NO|Director Grid operations|Grid operations|Øyvind Bråten|2014-04|L
Stein Arild Moe|NO|Asset manager north|Grid operations|Helene Rustad|2012-01|
Ragnhild Øverås|NO|Field planning lead|Grid operations|Helene Rustad|2014-02|
Torunn Aasen|NO|Outage planner|Grid operations|Helene Rustad|2018-08|
Wolfgang Groß|DE|Director Generation|Generation|Øyvind Bråten|2017-06|L
Milica Petrović|DE|Hydro plant manager|Generation|Wolfgang Groß|2020-10|
Even Strand|NO|Wind operations lead|Generation|Wolfgang Groß|2021-05|
Bjørg Ødegård|NO|HR business partner|People|Mette Kjær Lund|2013-03|
Gunnar Five|NO|Treasury analyst|Finance|Sunniva Aas|2019-09|
Solveig Nesheim|NO|Tariff economist|Finance|Håkon Myhre|2016-02|
Hanna Söderqvist|SE|Network engineer|IT operations|Renate Voll|2022-03|
Oda Riise|NO|Communications adviser|Management|Ingrid Solberg|2021-11|
Anders Tveten|NO|Regulatory adviser|Management|Ingrid Solberg|2018-05|
Katrine Møller|DK|Power trader|Generation|Wolfgang Groß|2020-02|
Pavel Horák|CZ|Maintenance engineer|Generation|Milica Petrović|2021-01|
Thomas Brandt|DE|Market analyst|Generation|Wolfgang Groß|2023-06|
Ivar Lothe|NO|Line supervisor|Grid operations|Stein Arild Moe|2011-06|
Beate Kvam|NO|Payroll lead|People|Mette Kjær Lund|2015-01|
"""
# name, title, unit, office, start, end: what our own alumni list says
_ONCE_OURS = """
Katarzyna Wójcik|Senior consultant|Platform|Oslo|2010-02|2014-06
Marit Eikeland|Manager|Platform|Oslo|2014-09|2019-05
Dmytro Shevchenko|Senior consultant|Platform|Gdańsk|2015-01|2018-08
Siri Halvorsen|Consultant|Data|Oslo|2012-08|2016-11
Ragnhild Øverås|Consultant|Energy|Bergen|2011-08|2013-12
Eva Novotná|Consultant|Data|Praha|2017-02|2021-07
Jonas Fjeld|Senior consultant|Data|Oslo|2018-01|2022-06
Jonas Lie|Manager|Platform|Oslo|2016-02|2019-03
"""
# name, country, company, title, unit, start, end: careers elsewhere that the team has heard of
_ELSEWHERE = """
Håkon Myhre|NO|hafslund|Finance director|Grid|2012-01|2017-06
Kari Lunde|NO|hafslund|Head of grid finance|Grid|2012-03|2017-04
Håkon Myhre|NO|kvithavn|Head of finance|Finance|2017-08|2020-12
Anna Berg|NO|kvithavn|Consultant|Finance|2014-01|2017-06
Erik Dahl|NO|kvithavn|Legal counsel|Finance|2013-01|2019-12
Erik Dahl|NO|brevik|Partner||2020-01|
Lise Monsen|NO|kvithavn|Board secretary|Legal|2014-02|
Petra Schäfer|DE|alster|CFO|Finance|2016-01|
Jonas Lie|NO|tinnfoss|Integration lead|Integration|2019-04|2021-12
Piotr Nowak|PL|tinnfoss|Developer|Integration|2018-06|2022-01
Signe Holt|NO|namdal|Head of payments|Finance|2014-03|2020-12
Signe Holt|NO|fjordbanken|Director payments|Payments|2021-01|
Lars Nilsen|NO|tronder|Analyst|Finance|2019-01|2021-06
Katarzyna Wójcik|PL|tatra|Delivery director|Delivery|2014-08|2021-12
"""
# owner, the others, day, minutes, kind, subject; an asterisk before the day: it stands in the CRM, not in a calendar
_MEETINGS = """
Helle Skov|Katarzyna Wójcik|2025-03-11|45|meeting|Catch-up
Helle Skov|Katarzyna Wójcik|2025-06-03|30|call|Summer plans
Helle Skov|Katarzyna Wójcik|2025-09-16|60|meeting|Lunch
Helle Skov|Katarzyna Wójcik|2025-11-25|45|meeting|Budget year
Helle Skov|Katarzyna Wójcik|2026-02-10|45|meeting|Data platform idea
Helle Skov|Katarzyna Wójcik|2026-04-21|45|meeting|Data platform
Helle Skov|Katarzyna Wójcik|2026-06-16|60|meeting|Lunch
Helle Skov|Katarzyna Wójcik|2026-09-08|45|meeting|Tender timing
Helle Skov|Katarzyna Wójcik|2026-11-12|45|meeting|Who decides
Per Aune|Katarzyna Wójcik|2025-10-07|90|meeting|Client board
Jonas Lie|Marit Eikeland|2026-08-27|40|meeting|Regulator's data request
Jonas Lie|Marit Eikeland|2026-11-12|40|meeting|Staffing sketch
Kari Lunde|Håkon Myhre|2026-05-14|75|meeting|Lunch
Kari Lunde|Øyvind Bråten|2024-02-06|45|meeting|Grid programme
Kari Lunde|Øyvind Bråten|2024-10-15|45|meeting|Grid programme
Kari Lunde|Helene Rustad|2025-12-04|60|meeting|Crews
Kari Lunde|Helene Rustad|2026-04-09|60|meeting|Crews
Kari Lunde|Helene Rustad|2026-10-02|60|meeting|Crews
Kari Lunde|Helene Rustad|2026-11-12|45|meeting|Field crew app
Per Aune|Øyvind Bråten|2025-11-03|60|meeting|Account talk
Per Aune|Øyvind Bråten|2026-02-24|60|meeting|Account talk
Per Aune|Øyvind Bråten|2026-05-19|60|meeting|Account talk
Per Aune|Øyvind Bråten|2026-09-14|60|meeting|Account talk
Jonas Lie|Helene Rustad|2026-03-17|30|meeting|Reference visit
Jonas Lie|Björn Lindqvist|2026-10-07|60|meeting|Interfaces
Jonas Lie|Siri Halvorsen|2026-11-13|45|meeting|Interfaces
Jonas Lie|Eva Novotná|2026-11-16|30|meeting|Reference
Jonas Lie|Piotr Nowak|2026-11-17|30|meeting|Interfaces
Sara Holm|Marit Eikeland;Håkon Myhre|2023-03-21|60|meeting|Steering group
Sara Holm|Marit Eikeland;Håkon Myhre|2023-06-13|60|meeting|Steering group
Sara Holm|Marit Eikeland;Håkon Myhre|2023-09-19|60|meeting|Steering group
Sara Holm|Marit Eikeland;Håkon Myhre|2023-12-12|60|meeting|Steering group
Sara Holm|Håkon Myhre|2026-11-03|60|meeting|Platform costs
Sara Holm|Guri Tveit|2026-11-20|30|meeting|Operations
Sara Holm|Piotr Nowak|2025-05-22|120|meeting|Workshop
Aino Virtanen|Tomáš Dvořák|*2026-08-19|45|meeting|Outage model
Aino Virtanen|Dmytro Shevchenko|*2026-11-11|60|meeting|Pilot logs
Aino Virtanen|Bjørg Ødegård|*2026-03-05|60|meeting|Lunch
Aino Virtanen|Bjørg Ødegård|*2026-10-20|60|meeting|Lunch
Mikkel Friis|Agnieszka Zając|*2026-06-11|30|call|Framework agreement
"""
_CONNECTIONS = """
Per Aune|Håkon Myhre|2019-03-12
Kari Lunde|Håkon Myhre|2013-05-02
Kari Lunde|Gunnar Five|2020-02-11
Kari Lunde|Solveig Nesheim|2015-10-30
Sara Holm|Hanna Söderqvist|2022-09-14
Sara Holm|Oda Riise|2021-12-01
Sara Holm|Marit Eikeland|2019-08-20
Anna Berg|Anders Tveten|2018-11-06
Anna Berg|Nils Aamodt|2023-04-18
Per Aune|Even Strand|2021-06-22
Per Aune|Pavel Horák|2022-01-19
Helle Skov|Katarzyna Wójcik|2011-03-02
Helle Skov|Katrine Møller|2017-05-24
Helle Skov|Thomas Brandt|2024-02-08
Jonas Lie|Piotr Nowak|2019-06-05
Jonas Lie|Marit Eikeland|2016-04-11
"""
# code, name, client, unit, discipline, from, to, outcome | ours (name: role) | theirs
_PROJECTS = """
V18-021|Metering programme|alster|Finance|Delivery|2018-02|2018-11|good|Jonas Lie: project lead|Petra Schäfer: sponsor
V21-014|Outage pilot|nordlys|Grid operations|Delivery|2021-01|2021-10|good|Kari Lunde: project lead; Per Aune: steering group|Helene Rustad: project owner; Øyvind Bråten: steering group; Stein Arild Moe: user; Torunn Aasen: user
V22-031|Outage model review|nordlys|Risk|Risk|2022-02|2022-06|mixed|Aino Virtanen: reviewer|Tomáš Dvořák: owner; Anja Brekke: reviewer
V22-044|Field crew bid|nordlys|Grid operations|Delivery|2022-09|2022-11|declined|Per Aune: bid lead|Helene Rustad: buyer; Øyvind Bråten: decider
V23-009|Metering data quality|nordlys|IT operations|Data|2023-03|2024-02|good|Jonas Lie: lead architect; Sara Holm: project lead|Björn Lindqvist: owner; Ole-Martin Sæther: delivery; Guri Tveit: delivery; Milica Petrović: user
"""
_LEFT = ("Tor Erik Nygård", "NO", "Treasury manager", "Finance", "2016-01", "2026-11-13")


def nordlys_names() -> set[str]:
    """Return everybody whom the stories name, so that nobody else gets the name."""
    return {row[0] for text in (_PEOPLE, _ELSEWHERE) for row in lines(text)} | {_LEFT[0]}


def listed_leaders() -> list[tuple[str, str, str]]:
    """Return name, title and manager's name of the fourteen that the leadership list holds."""
    return [(row[0], row[2], row[4]) for row in lines(_PEOPLE) if row[6]]


def careers_elsewhere(world: World) -> list[Stay]:
    """Return the jobs that no export carries and the team has written down."""
    told = {(key_of(row[0]), row[2]) for row in lines(_ELSEWHERE)}
    return [stay for stay in world.stays if (stay.person, stay.company) in told]


def add_nordlys(world: World) -> None:
    """Put the client of the stories into the world: its people, their careers, meetings and projects."""
    for name, country, title, unit, manager, start, _ in lines(_PEOPLE):
        person = world.person(name, country)
        world.stays.append(Stay(person.key, NORDLYS, title, unit, start, manager=key_of(manager)))
    gone = world.person(*_LEFT[:2])
    world.stays.append(Stay(gone.key, NORDLYS, *_LEFT[2:], manager=key_of("Sunniva Aas")))
    world.stays.append(Stay(gone.key, "havtun", "Head of treasury", "Finance", "2026-11-16"))
    for name, title, unit, office, start, end in lines(_ONCE_OURS):
        level = "Senior" if title.startswith("Senior") else title
        world.stays.append(Stay(key_of(name), US, title, unit, start, end, office, level))
    world.people["lars-nilsen-2"] = Person("lars-nilsen-2", "Lars Nilsen", "NO")  # the one name that two people share
    world.stays.append(Stay("lars-nilsen-2", "lofoten", "Quality manager", "Operations", "2017-04"))
    for name, country, company, title, unit, start, end in lines(_ELSEWHERE):
        world.stays.append(Stay(world.person(name, country).key, company, title, unit, start, end))
    for code, name, client, unit, discipline, start, end, outcome, ours, theirs in lines(_PROJECTS):
        world.projects.append(
            Project(code, name, client, unit, discipline, start, end, outcome, _members(ours), _members(theirs))
        )
    _add_contacts(world)


def _add_contacts(world: World) -> None:
    later = world.as_of - date(2026, 11, 24)
    for owner, others, day, minutes, kind, subject in lines(_MEETINGS):
        when = date.fromisoformat(day.lstrip("*")) + later
        keys = tuple(key_of(name) for name in others.split(";"))
        meeting = Meeting(key_of(owner), keys, when, int(minutes), kind, subject)
        (world.events if day.startswith("*") else world.meetings).append(meeting)
    for owner, person, day in lines(_CONNECTIONS):
        world.connections.append(Connection(key_of(owner), key_of(person), date.fromisoformat(day)))


def _members(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.strip().partition(": ") for part in text.split(";"))
    return tuple((key_of(name), role) for name, _, role in pairs)
