"""How is what a loader says, which speaks of the options of a command, said to somebody who fills in a form?"""

import re

# The labels of viz/templates/pages/loads.html.jinja.
_FIELDS = {
    "--source": "“Source”", "--owner": "“Owner”", "--firm": "“Our own company”", "--as-of": "“Day of the export”",
    "--kind": "“What they are”", "--allow-sweep": "“Let it withdraw more than a fifth”",
}  # fmt: skip
_OPTION = re.compile(rf"({'|'.join(_FIELDS)})(?: (?:\"?[A-Z][A-Z-]+\"?))?(?![\w-])")


def fields_of(text: str) -> list[str]:
    """Return the names of the fields of the form that a text asks to fill in.

    >>> fields_of("Give --source NAME, or a source.toml with name = ..."), fields_of("Correct the day.")
    (['source'], [])
    """
    found = (option.removeprefix("--").replace("-", "_") for option in _OPTION.findall(text))
    return [name for name in dict.fromkeys(found) if name != "allow_sweep"]


def said_of_form(text: str) -> str:
    """Name the fields of the form in place of options, with what is to be filled in.

    >>> said_of_form("Give --owner E-MAIL."), said_of_form("Say the day (--as-of), or put it into the name.")
    ('Give “Owner”.', 'Say the day (“Day of the export”), or put it into the name.')
    >>> said_of_form("--firm as it stands"), said_of_form("load again with --allow-sweep.")
    ('“Our own company” as it stands', 'load again with “Let it withdraw more than a fifth”.')
    """
    said = _OPTION.sub(lambda found: _FIELDS[found[1]], text)
    return said.replace("See docs/loading.md", "See loading.md in the docs that came with Inroads")
