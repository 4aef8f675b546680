"""Draw docs/images/neo4j-model.svg: the nodes and relationships of the graph that people read, from the code itself.

python -m scripts.neo4j_model
"""

from collections import defaultdict
from html import escape
from pathlib import Path

from graph.stores.neo4j.shape import EDGES, NODES

PAGE = Path(__file__).parents[1] / "docs" / "images" / "neo4j-model.svg"
_SIZE = (1180, 720)
_AT = {
    "Person": (360, 340), "Company": (880, 340), "Contact": (140, 90), "Project": (480, 90), "Key": (1080, 110),
    "School": (140, 630), "Seat": (360, 630), "Judgement": (620, 460), "Opportunity": (620, 630), "Round": (880, 630),
}  # fmt: skip
_LINE, _RADIUS = 14, 46
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1f2933}.node{fill:#e8eef4;stroke:#3a5a78;stroke-width:1.5}"
    ".label{font-weight:600;text-anchor:middle}.kind{text-anchor:middle;font-size:11px}"
    "path{fill:none;stroke:#7b8794;stroke-width:1.2}.back{fill:#fff;opacity:.92}"
)


def drawn() -> str:
    """Return the picture; it changes only with the code."""
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in EDGES:
        kinds = between[edge.from_label, edge.to_label]
        if edge.kind not in kinds:
            kinds.append(edge.kind)
    width, height = _SIZE
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="Nodes and'
        f' relationships of the graph"><style>{_STYLE}</style><rect width="{width}" height="{height}" fill="#fff"/>'
        '<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#7b8794;stroke:none"/></marker></defs>'
    )
    parts = [head]
    drawn_between = [
        _relationship(start, end, kinds, back=start != end and (end, start) in between)
        for (start, end), kinds in sorted(between.items())
    ]
    parts += [line for line, _ in drawn_between]
    parts += [words for _, words in drawn_between]  # after all lines, so that none goes through a word
    parts += [_node(label, x, y) for label, (x, y) in _AT.items()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _node(label: str, x: int, y: int) -> str:
    fields = next((node.fields for node in NODES if node.label == label), ())
    title = f"<title>{escape(', '.join(fields))}</title>" if fields else ""
    return (
        f'<g>{title}<circle class="node" cx="{x}" cy="{y}" r="{_RADIUS}"/>'
        f'<text class="label" x="{x}" y="{y + 4}">{label}</text></g>'
    )


def _relationship(start: str, end: str, kinds: list[str], *, back: bool) -> tuple[str, str]:
    """Return a line and its words; ``back``: there are others the other way, so the words stand near the end."""
    (x, y), (to_x, to_y) = _AT[start], _AT[end]
    if start == end:
        side = -1 if x < _SIZE[0] // 2 else 1
        near, far = x + side * 36, x + side * 110
        line = f"M{near} {y - 30}C{far} {y - 80} {far} {y + 80} {near} {y + 30}"
        return _path(line), _words(kinds, x + side * 155, y)
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    step_x, step_y = (to_x - x) / length * _RADIUS, (to_y - y) / length * _RADIUS
    line = f"M{x + step_x:.0f} {y + step_y:.0f}L{to_x - step_x:.0f} {to_y - step_y:.0f}"
    share = 0.66 if back else 0.5
    if (start, end) == ("Person", "Key"):
        share = 0.78  # in the middle it would meet another one's words
    return _path(line), _words(kinds, round(x + (to_x - x) * share), round(y + (to_y - y) * share))


def _path(line: str) -> str:
    return f'<path marker-end="url(#to)" d="{line}"/>'


def _words(kinds: list[str], x: int, y: int) -> str:
    top = y - _LINE * len(kinds) // 2
    wide = max(map(len, kinds)) * 7 + 8
    rows = [f'<text class="kind" x="{x}" y="{top + _LINE * n + 11}">{kind}</text>' for n, kind in enumerate(kinds)]
    back = f'<rect class="back" x="{x - wide // 2}" y="{top}" width="{wide}" height="{_LINE * len(kinds) + 2}"/>'
    return back + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(drawn(), encoding="utf-8")
