"""Which rank does a title say? For who should go to whom, and for how deep a relation can be."""

import re

from graph.vocabulary.names import folded

# [J] Ranks of titles in the languages of our exports; the first pattern that fits a part of a title decides. British
# grades go by what they are called: SCS 1 are deputy directors, SCS 2 directors, SCS 3 directors general.
_RANKS = (
    (2.0, re.compile(r"\bvice president\b|\bs?vp\b")),
    (3.0, re.compile(r"\bchief\b|\bc[eftioh]o\b|\bpresident\b|\bchair|\bmanaging director\b|\bpartner\b|\bowner\b"
                     r"|\bminister\b|\bsecretary of state\b|\bpermanent secretary\b|\bperm sec\b|\bdirectors? general\b"
                     r"|\bscs ?(?:band )?[34]|\bkonsernsjef\b|\badministrerende\b|\bgeschaftsfuhrer")),
    (2.0, re.compile(r"\bdirector\b|\bhead\b|\bprincipal\b|(?:\b|\bvise)direktor|\bleiter"
                     r"|\bgeneral counsel\b|\btreasurer\b|\bscs ?(?:band )?2")),
    (1.5, re.compile(r"\bscs ?(?:band )?1")),
    (1.0, re.compile(r"\bmanager\b|\blead\b|\bleader\b|\bsenior\b|\bcontroller\b|\bsjef\b")),
)  # fmt: skip
_STEP = 0.5  # [J] how far a deputy stands below the one whose deputy it is: never on a level with them
_DEPUTY = re.compile(
    r"\bdeputy\b|\bassistant\b|\bassociate\b|\bvice\b(?! president\b)|\bunder\b|\bsecond\b|\bassisterende\b"
    r"|\bstellvertretend|\bstv\b|\bvise"
)
_OF_UNKNOWN = 1.5  # [J] of a deputy of whom the title does not say whose: who has one mostly heads something
_SOMEBODYS = re.compile(r"\bassistant\b(?:$| (?:to|of)\b)")  # who works for somebody has none of that one's rank
_WHOSE = re.compile(r" (?:to|of the|for the|til|zu[mr]?) .*")  # a rank named there is somebody else's
_PARTS = re.compile(r"[,;/&()|+]| - | and | og | und ")


def rank(title: str) -> float:
    """Return the rank of a title, 0 to 3 in steps of a half; 0 also where the title says nothing.

    Of several offices the highest counts, after a deputy's only that one: it is the grade, and the others are what they
    do. A deputy, vice or assistant stands half a step below; a vice president, of whom many firms have dozens, a whole.

    >>> rank("CFO"), rank("Vice President Data"), rank("Solution lead"), rank("")
    (3.0, 2.0, 1.0, 0.0)
    >>> rank("Director General"), rank("Deputy Director General"), rank("Director"), rank("Deputy Director")
    (3.0, 2.5, 2.0, 1.5)
    >>> rank("Deputy Director, Chief Analyst"), rank("Private Secretary to the Prime Minister"), rank("Assistant")
    (1.5, 0.0, 0.0)
    """
    parts = [part.strip() for part in _PARTS.split(folded(title))]
    if any(_SOMEBODYS.search(part) for part in parts):
        return 0.0
    found = [told for part in parts if (told := _rank(_WHOSE.sub("", part)))[0]]
    if found and found[0][1]:
        return found[0][0]
    return max((number for number, _ in found), default=0.0)


def _rank(part: str) -> tuple[float, bool]:
    """Return the rank that a part of a title says, and whether it is that of a deputy."""
    found = next(((number, match) for number, pattern in _RANKS if (match := pattern.search(part))), None)
    deputy = _DEPUTY.search(part)
    if found is None:
        return (_OF_UNKNOWN, True) if deputy and deputy[0] == "deputy" else (0.0, False)
    number, match = found
    return (number - _STEP, True) if deputy and deputy.start() <= match.start() else (number, False)
