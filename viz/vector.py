"""The same layout as an SVG of our own: for documents, for print, and where no script runs."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from viz.layout import LABEL_SIZE, NAME_SIZE, ROLE_SIZE, TEXT_AT, Line, Picture
from viz.palette import COLOURS, line_width, stance_colour
from viz.wording import initials, side, signed

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


def introductions_svg(picture: Picture, title: str, *, standalone: bool = True) -> str:
    """Return the picture in light colours; ``standalone`` makes it a file, otherwise it is a part of a page."""
    return TEMPLATES.get_template("introductions.svg.jinja").render(
        picture=picture,
        title=title,
        standalone=standalone,
        colour={name: colour.light for name, colour in COLOURS.items()},
        path=svg_path,
        arrow=_arrow,
        initials=initials,
        signed=signed,
        side=side,
        stance_colour=stance_colour,
        sizes={"name": NAME_SIZE, "role": ROLE_SIZE, "label": LABEL_SIZE, "text_at": TEXT_AT},
    )


def svg_path(line: Line) -> str:
    """Return the path of a line up to the foot of its arrow head."""
    (x, y), (to_x, to_y) = line.start, line.end
    foot = to_x - arrow_length(line.width)
    if y == to_y:
        return f"M{x:g} {y:g}H{foot:g}"
    half = (foot - line.bend) / 2
    return f"M{x:g} {y:g}H{line.bend:g}C{line.bend + half:g} {y:g} {foot - half:g} {to_y:g} {foot:g} {to_y:g}"


def arrow_length(width: float) -> float:
    return round(7 + width * 0.7, 2)


def _arrow(line: Line) -> str:
    x, y = line.end
    length, half = arrow_length(line.width), round(3.5 + line.width * 0.62, 2)
    return f"{x - length:g},{y - half:g} {x:g},{y:g} {x - length:g},{y + half:g}"


def legend_widths() -> list[tuple[str, float]]:
    """Return the words for ties with the width of a typical line of each."""
    return [("strong", line_width(0.7)), ("fair", line_width(0.35)), ("thin", line_width(0.1))]


def markup_svg(picture: Picture, title: str) -> Markup:
    """Return the SVG to stand in a page; every value in it was escaped by its template."""
    return Markup(introductions_svg(picture, title, standalone=False))  # noqa: S704 -- escaped above, or a file of ours
