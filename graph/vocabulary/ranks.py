"""Which rank does a title say? For who should go to whom, and for how deep a relation can be."""

import re
from functools import lru_cache

from graph.vocabulary.names import folded

# [J] Ranks of titles in the languages of our exports; the first pattern that fits decides.
_RANKS = (
    (2, re.compile(r"\bvice president\b|\bvp\b|\bsvp\b|\bdeputy\b|\bassistant\b")),
    (3, re.compile(r"\bchief\b|\bc[eftioh]o\b|\bcoo\b|\bpresident\b|\bchair|\bmanaging director\b|\bpartner\b|\bowner\b"
                   r"|\bminister\b|\bsecretary of state\b|\bpermanent secretary\b|\bdirector general\b"
                   r"|\bkonsernsjef\b|\badministrerende\b|\bgeschaftsfuhrer")),
    (2, re.compile(r"\bdirector\b|\bhead\b|\bprincipal\b|\bdirektor|\bleiter|\bgeneral counsel\b|\btreasurer\b")),
    (1, re.compile(r"\bmanager\b|\blead\b|\bleader\b|\bsenior\b|\bcontroller\b|\bsjef\b")),
)  # fmt: skip


@lru_cache(maxsize=4096)
def rank(title: str) -> int:
    """Return the rank of a title, 0 to 3; 0 also where the title says nothing.

    >>> rank("CFO"), rank("Vice President Data"), rank("Solution lead"), rank("")
    (3, 2, 1, 0)
    >>> rank("Director General"), rank("Permanent Secretary"), rank("Deputy Director")
    (3, 3, 2)
    """
    text = folded(title)
    return next((number for number, pattern in _RANKS if pattern.search(text)), 0)
