"""How is an amount said, and one of a kind: "one way", "four ways", "an advocate"?"""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(amount: int) -> str:
    """Say an amount up to twelve as a word.

    >>> number(3), number(20)
    ('three', '20')
    """
    return NUMBERS[amount] if 0 <= amount < len(NUMBERS) else str(amount)


def counted(amount: int, one: str, more: str) -> str:
    """Say an amount of something in a sentence.

    >>> counted(1, "way", "ways"), counted(4, "way", "ways")
    ('one way', 'four ways')
    """
    return f"{number(amount)} {one if amount == 1 else more}"


def figured(amount: int, one: str, more: str) -> str:
    """Say an amount of something where figures are compared: in figures, with commas for thousands.

    >>> figured(1, "row", "rows"), figured(2500, "row", "rows")
    ('1 row', '2,500 rows')
    """
    return f"{amount:,} {one if amount == 1 else more}"


def one_of(word: str) -> str:
    """Say a word with its article.

    >>> one_of("advocate"), one_of("critic"), one_of("user")
    ('an advocate', 'a critic', 'a user')
    """
    silent = word[:1].lower() in "aeio" or (word[:1].lower() == "u" and not word.lower().startswith("us"))
    return f"{'an' if silent else 'a'} {word}"


def length(expected: int, least: int, most: int, *, known: bool = True) -> str:
    """Say how long a time was, in months; as a range where it may have been none, or its years are not ``known``.

    >>> length(61, 60, 62), length(0, 0, 12), length(77, 3, 167, known=False)
    ('61 months', 'at most 12 months', '3 to 167 months')
    """
    if least == most or (least and known):
        return "under a month" if expected < 1 else f"{expected} month{'s' if expected > 1 else ''}"
    if not least:
        return f"at most {'a month' if most == 1 else f'{most} months'}"
    return f"{least} to {most} months"
