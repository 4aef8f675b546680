"""Which numbers the scores use: read from one TOML file, checked against the one that ships."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadArgument

_SHIPPED = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers by section and name; every name of the shipped file is there."""

    values: Mapping[str, Mapping[str, float]]

    def of(self, section: str) -> Mapping[str, float]:
        """Return one section."""
        return self.values[section]


def read_parameters(path: Path | None = None) -> Parameters:
    """Read the shipped parameters, overridden by a user's file.

    Raises BadArgument for an unknown name or a value that is not a number.
    """
    values: dict[str, dict[str, float]] = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    if path is not None:
        try:
            mine = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadArgument(f"{path}: {error}", remedy="Copy graph/parameters.toml and change it.") from error
        for section, numbers in mine.items():
            for name, value in numbers.items() if isinstance(numbers, dict) else ():
                if name not in values.get(section, {}) or isinstance(value, bool) or not isinstance(value, int | float):
                    raise BadArgument(f"{path}: [{section}] {name} is not a parameter with a number")
                values[section][name] = value
    return Parameters(values)
