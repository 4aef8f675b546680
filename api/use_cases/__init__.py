"""What Inroads answers, the same for the command line and for HTTP; plain data as INTERFACE says."""

from api.use_cases.basis import Basis, Json, Question, Snapshots, read_snapshot
from api.use_cases.held import status
from api.use_cases.identity import decide
from api.use_cases.naming import find_company, find_person
from api.use_cases.reached import who
from api.use_cases.ways import introductions

__all__ = [
    "Basis",
    "Json",
    "Question",
    "Snapshots",
    "decide",
    "find_company",
    "find_person",
    "introductions",
    "read_snapshot",
    "status",
    "who",
]
