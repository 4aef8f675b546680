"""What does the account team believe: seats, lines, stances, plans? Typed as the tables in which it is kept."""

# The first line of each is the header of its file; people, companies and opportunities go by their keys.
TABLES: dict[str, str] = {
    "company_succession": """predecessor|successor|kind|date
namdal|tronder|rename|2021-01-01""",
    "opportunities": """id|company|name|origin|stage|probability|value|currency|budget|owner|decision_date|outcome|competitors
grid|nordlys|Grid data platform|they_came|Tender|0.4|18000000|NOK|approved|anna-berg|2027-01-15||Corvane
crew|nordlys|Field crew app|tender|Invited|0.3|6000000|NOK|planned|kari-lunde|2027-03-31||Corvane;Fjordgrid Consulting
payments|fjordbanken|Payments second opinion|they_came|Proposal|0.5|2500000|NOK|approved|helle-skov|2026-12-18||Rambek Partners""",
    "seats": """opportunity|person|role|weight|title
grid|hakon-myhre|decider|24|CFO
grid|mette-kjaer-lund|decider|28|Chief people officer
grid|tomas-dvorak|decider|23|VP Risk and compliance
grid|oyvind-braten|decider|12|COO
grid|katarzyna-wojcik|decider|12|CIO
grid|katarzyna-wojcik|champion||CIO
grid|ingrid-solberg|approver|1|Chief executive
grid|jurgen-weiss|gatekeeper||VP Procurement
grid|bjorn-lindqvist|influencer||VP Enterprise architecture
grid|helene-rustad|user||Director Grid operations
grid||sponsor||
crew|helene-rustad|decider|3|Director Grid operations
crew|oyvind-braten|approver|2|COO
crew|ragnhild-overas|user||Field planning lead
crew|agnieszka-zajac|buyer||Category manager IT
payments|signe-holt|decider|3|Director payments
payments|gudrun-hovland|approver|2|Chair of the IT committee
payments|tone-engebretsen|gatekeeper||Head of vendor management
payments||approver|2|Chief executive
payments|nobody-there|user||Payments lead""",
    "influences": """from|to|strength|start|end
hakon-myhre|ingrid-solberg|3|2021-06|
jurgen-weiss|hakon-myhre|1|2022-01|
bjorn-lindqvist|katarzyna-wojcik|2|2022-03|
helene-rustad|oyvind-braten|2|2018-01|
dmytro-shevchenko|bjorn-lindqvist|1|2021-01|
siri-halvorsen|bjorn-lindqvist|1|2020-06|
stein-arild-moe|helene-rustad|1|2016-01|
agnieszka-zajac|jurgen-weiss|1|2021-01|
tomas-dvorak|dmytro-shevchenko|-1|2024-02|
eva-novotna|marit-eikeland|2|2022-01|
signe-holt|tone-engebretsen|1|2023-03|""",
    "conflicts": """a|b|strength|start|end
hakon-myhre|katarzyna-wojcik|2|2024-10|
oyvind-braten|tomas-dvorak|2|2022-06|
jurgen-weiss|helene-rustad|1|2025-03|""",
    "agreements": """a|b|strength|start|end
katarzyna-wojcik|tomas-dvorak|3|2022-09|
oyvind-braten|helene-rustad|2|2018-01|
hakon-myhre|jurgen-weiss|2|2021-03|""",
    "guards": """gatekeeper|person|unit|company|start|end
jurgen-weiss|ingrid-solberg||nordlys|2021-01|
bjorg-odegard|mette-kjaer-lund||nordlys|2024-09|
tone-engebretsen|gudrun-hovland||fjordbanken|2022-06|""",
    "stances": """person|by|date|toward|value|opportunity|basis|cause|agreed|note
katarzyna-wojcik|helle-skov|2026-06-16||2||told_me||no|
katarzyna-wojcik|helle-skov|2026-10-27||3|grid|told_me||no|Wants us in before summer
katarzyna-wojcik|per-aune|2026-10-30||2|grid|saw_it||no|
katarzyna-wojcik||2026-11-03||3||||yes|
katarzyna-wojcik|helle-skov|2026-11-03|corvane|-1|grid|told_me||yes|
hakon-myhre|kari-lunde|2026-05-14||0||told_me||no|
hakon-myhre|sara-holm|2026-11-03||-1|grid|heard_it|in_house|no|A second platform nobody retires
hakon-myhre|kari-lunde|2026-11-02||-1|grid|heard_it|in_house|no|
hakon-myhre||2026-11-03||-1|||in_house|yes|
hakon-myhre|sara-holm|2026-11-03|corvane|0|grid|guess||yes|
oyvind-braten|per-aune|2026-05-19||1||told_me||no|
oyvind-braten|per-aune|2026-09-14||2|grid|told_me||no|
oyvind-braten||2026-10-25||2||||yes|
oyvind-braten|per-aune|2026-10-25|corvane|0|grid|guess||yes|
tomas-dvorak|aino-virtanen|2026-08-19||-3|grid|told_me|old_delivery|no|The outage model review
tomas-dvorak|helle-skov|2026-10-27||-2|grid|heard_it|prefers_competitor|no|
tomas-dvorak||2026-11-03||-3|||old_delivery|yes|
tomas-dvorak|aino-virtanen|2026-08-19|corvane|3|grid|told_me||yes|Ran their pilot himself
jurgen-weiss|mikkel-friis|2026-10-13||-2|grid|heard_it|unanswered_request|yes|The declined bid of 2022
jurgen-weiss|mikkel-friis|2026-10-13|corvane|1|grid|heard_it||yes|
ingrid-solberg|anna-berg|2026-10-13||0|grid|guess||yes|
ingrid-solberg|anna-berg|2026-10-13|corvane|0|grid|guess||yes|
helene-rustad|kari-lunde|2026-10-02||1|grid|told_me||no|
helene-rustad|jonas-lie|2026-03-17||0|grid|guess||no|
helene-rustad||2026-11-03||1||||yes|
helene-rustad|kari-lunde|2026-10-02|corvane|2|grid|told_me||yes|
bjorn-lindqvist|jonas-lie|2026-10-07||1|grid|told_me||yes|
bjorn-lindqvist|jonas-lie|2026-10-07|corvane|0|grid|guess||yes|
marit-eikeland|per-aune|2026-09-30||0||guess||no|
marit-eikeland|sara-holm|2026-10-12||1||saw_it||no|
marit-eikeland|kari-lunde|2026-10-12||1||heard_it||no|
marit-eikeland||2026-10-13||1||||yes|
dmytro-shevchenko|aino-virtanen|2026-10-27||-1||told_me||yes|
dmytro-shevchenko|aino-virtanen|2026-11-12||0||saw_it||yes|Saw the pilot logs
siri-halvorsen|jonas-lie|2026-10-07||0||guess||yes|
siri-halvorsen|jonas-lie|2026-11-13||1||told_me||yes|Liked the open interfaces
bjorg-odegard|aino-virtanen|2026-10-20||0||guess||yes|
eva-novotna|jonas-lie|2026-11-16||3||told_me||yes|
jonas-fjeld|sara-holm|2026-09-22||1||told_me||yes|
ragnhild-overas|kari-lunde|2026-06-12||3||told_me||yes|
stein-arild-moe|kari-lunde|2026-06-12||1||told_me||yes|
agnieszka-zajac|mikkel-friis|2026-06-11||-1||told_me||yes|
piotr-nowak|jonas-lie|2026-11-17||4||told_me||yes|
signe-holt|helle-skov|2026-11-19||2|payments|told_me||yes|""",
    "acquaintances": """from|to|kind|date|declared_by|strength
mikkel-friis|jurgen-weiss|friend|2003-05|mikkel-friis|
petra-schafer|hakon-myhre|worked_with|2023-02-08|jonas-lie|0.15""",
    "board_seats": """person|company|role|start|end
hakon-myhre|kvithavn|member|2021-03|
erik-dahl|kvithavn|chair|2021-03|
lise-monsen|kvithavn|secretary|2014-02|""",
    "accounts": """company|class|intended_class|state|closeness|lead|cadence_days|description
nordlys|foundation|diamond|open|partner|anna-berg|30|Grid company and generator in the north
kvalsund|foundation|diamond|open|supplier|per-aune|30|Hospital trust
fjordbanken|diamond|diamond|open|partner|helle-skov|30|Bank
tammer|portfolio|foundation|open|supplier|aino-virtanen|30|Paper mills
alster|portfolio|portfolio|open|occasional|mikkel-friis|60|Grid company
svea|foundation|diamond|open|partner|kari-lunde|30|Pension fund
oresund|portfolio|foundation|open|supplier|sara-holm|30|Water company
havtun|opportunistic|portfolio|target|occasional|jonas-lie|60|Shipping company
baltika|diamond|diamond|open|core|per-aune|14|Railway""",
    "account_team": """company|person|role|share_of_time|measured_on
nordlys|anna-berg|lead|0.5|pipeline
nordlys|kari-lunde|partner|0.2|margin
nordlys|sara-holm|delivery lead|0.4|client satisfaction
nordlys|jonas-lie|solution lead|0.3|hit rate
nordlys|helle-skov|senior adviser|0.1|
nordlys|per-aune|executive sponsor|0.1|
kvalsund|per-aune|lead|0.2|pipeline
fjordbanken|helle-skov|lead|0.3|pipeline""",
    "notes": """company|person|kind|text|by|heard_from|date
nordlys|helene-rustad|measured_on|Outage minutes|kari-lunde|helene-rustad|2026-10-02
nordlys|helene-rustad|concern|Crew shortage|kari-lunde|helene-rustad|2026-10-02
nordlys|hakon-myhre|measured_on|Cost per connected customer|kari-lunde|hakon-myhre|2026-05-14
nordlys|hakon-myhre|concern|A second platform nobody retires|sara-holm|hakon-myhre|2026-11-03
nordlys|marit-eikeland|measured_on|Reports the regulator accepts the first time|sara-holm|marit-eikeland|2026-09-22
nordlys|marit-eikeland|concern|Losing two engineers to the grid work|jonas-lie|marit-eikeland|2026-11-12
nordlys|mette-kjaer-lund|heard|Came from a bank; asks for numbers on crews|aino-virtanen|bjorg-odegard|2026-10-20
nordlys||view_of_us|Good in the field, dear in the office|per-aune|oyvind-braten|2026-09-14
nordlys||supplier|Corvane runs the pilot for risk|aino-virtanen|tomas-dvorak|2026-08-19""",
    "asks": """id|go_between|target|asked_by|date|answer|answered_on|outcome|outcome_on|path|score|parameters
a1|kari-lunde|hakon-myhre|anna-berg|2026-10-08|yes|2026-10-09|met|2026-11-03|||
a2|kari-lunde|oyvind-braten|anna-berg|2026-10-29|later|2026-10-30|||||
a3|ragnhild-overas|stein-arild-moe|kari-lunde|2026-10-15|yes|2026-10-16|met|2026-11-05|||
a4|helle-skov|katarzyna-wojcik|anna-berg|2026-06-02|yes|2026-06-02|met|2026-06-16|||
a5|mikkel-friis|jurgen-weiss|anna-berg|2026-08-20|no|2026-08-24|||||""",
    "actions": """id|company|text|owner|due|done_on|person|opportunity
t1|nordlys|Crew note to Helene|sara-holm|2026-11-18||helene-rustad|crew
t2|nordlys|Call Øyvind|per-aune|2026-11-12||oyvind-braten|grid
t3|nordlys|Reference visit for Eva|jonas-lie|2026-11-21||eva-novotna|grid
t4|nordlys|Send the staffing sketch|jonas-lie|2026-11-27||marit-eikeland|grid
t5|nordlys|Regulator's data request|sara-holm|2026-10-30|2026-10-28|marit-eikeland|""",
    "ideas": """id|company|text|owner|date|stage|opportunity
i1|nordlys|Two planners from the pilot, for a week|kari-lunde|2026-10-05|offered|crew
i2|nordlys|Metering review|sara-holm|2026-11-14|new|""",
    "assessments": """company|model|item|value|by|date
nordlys|selection|will to change|4|anna-berg|2026-09-30
nordlys|selection|means to change|3|anna-berg|2026-09-30
nordlys|kaism|quadrant|strategic|anna-berg|2026-09-30""",
    "person_assessments": """person|model|item|value|by|date
helene-rustad|social_style|style|driver|kari-lunde|2026-10-02
hakon-myhre|social_style|style|analytical|kari-lunde|2026-05-14""",
    "requests": """id|company|from_person|received|about|answer_due|decision|told_by|told_how|told_on
r1|nordlys|helene-rustad|2026-11-12|bid for the field crew app|2026-11-26||||
r2|fjordbanken|signe-holt|2026-11-19|a second opinion on its payments move|2026-11-30||||
r3|nordlys|helene-rustad|2022-09-05|bid for the field crew tool|2022-11-01|no|per-aune|phone|2022-11-02""",
    "reviews": """opportunity|date|outcome|reason|competitor|with_client|lesson
crew|2022-11-10|declined|No crew of our own that autumn|Corvane|yes|Answer within a week""",
}
