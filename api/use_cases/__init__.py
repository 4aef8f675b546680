"""What Inroads answers, the same for the command line and for HTTP; plain data as INTERFACE says."""

from api.use_cases.asking import answer_ask, asks, draft_ask, record_ask
from api.use_cases.basis import Basis, Json, Question, Readable, Snapshots, read_snapshot
from api.use_cases.copying import compare, copy
from api.use_cases.doors import doors
from api.use_cases.erasing import erase, erasure
from api.use_cases.held import status
from api.use_cases.identity import decide
from api.use_cases.leadership import load_list, preview_list
from api.use_cases.listing import Listing
from api.use_cases.naming import find_company, find_person
from api.use_cases.news import news
from api.use_cases.next_decision import next_decision
from api.use_cases.one_person import person
from api.use_cases.opportunities import opportunities, opportunity
from api.use_cases.pairs import tie
from api.use_cases.power_map import show_map
from api.use_cases.reached import who
from api.use_cases.searching import companies, company, people
from api.use_cases.subject import subject
from api.use_cases.ways import introductions

__all__ = [
    "Basis",
    "Json",
    "Listing",
    "Question",
    "Readable",
    "Snapshots",
    "answer_ask",
    "asks",
    "companies",
    "company",
    "compare",
    "copy",
    "decide",
    "doors",
    "draft_ask",
    "erase",
    "erasure",
    "find_company",
    "find_person",
    "introductions",
    "load_list",
    "news",
    "next_decision",
    "opportunities",
    "opportunity",
    "people",
    "person",
    "preview_list",
    "read_snapshot",
    "record_ask",
    "show_map",
    "status",
    "subject",
    "tie",
    "who",
]
