"""A playbook drawn: what waits for what from left to right, one lane for each role."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from roles.playbooks.models import Step
from roles.team.models import Role

WIDE, HIGH = 148, 60  # a step
GAP, NEAR = 30, 10  # between two layers, and two steps of one lane
LANE_NAME, LANE_ROOM = 96, 12


@dataclass(frozen=True)
class Node:
    step: Step
    x: int
    y: int
    is_longest: bool


@dataclass(frozen=True)
class Edge:
    """From the end of one step to the beginning of another, as an SVG path."""

    path: str
    lag: float
    is_longest: bool


@dataclass(frozen=True)
class Lane:
    role: Role
    y: int
    height: int
    middle: int


@dataclass(frozen=True)
class Graph:
    nodes: list[Node]
    edges: list[Edge]
    lanes: list[Lane]
    width: int
    height: int
    wide: int = WIDE
    high: int = HIGH
    named: int = LANE_NAME


def drawn(steps: Iterable[Step]) -> Graph | None:
    """The drawing of an edition's steps, which come with their role and waits."""
    steps = sorted(steps, key=lambda step: (step.position, step.pk))
    if not steps:
        return None
    waits = {
        step.pk: [(wait.after_id, float(wait.lag_hours)) for wait in step.waits.all()]
        for step in steps
    }
    layers = _layers(waits)
    longest = _longest(steps, waits, layers)
    lanes, places, height = _laid_out(steps, layers)
    nodes = [Node(step, *places[step.pk], step.pk in longest) for step in steps]
    edges = [
        Edge(_path(places[after], places[step.pk]), lag, {after, step.pk} <= longest)
        for step in steps
        for after, lag in waits[step.pk]
        if after in places
    ]
    width = LANE_NAME + (max(layers.values()) + 1) * (WIDE + GAP) - GAP + NEAR
    return Graph(nodes, sorted(edges, key=lambda edge: edge.is_longest), lanes, width, height)


def _layers(waits: dict[int, list]) -> dict[int, int]:
    """How many steps come before each; in a ring, as far as it could be followed."""
    layers = dict.fromkeys(waits, 0)
    for _round in waits:
        moved = False
        for step, afters in waits.items():
            layer = max((layers[after] + 1 for after, _lag in afters if after in layers), default=0)
            if layer > layers[step] and layer < len(waits):
                layers[step], moved = layer, True
        if not moved:
            break
    return layers


def _longest(steps, waits, layers) -> set[int]:
    """The steps of the way through that takes longest, by their lead times and lags."""
    hours = {step.pk: float(step.lead_hours) for step in steps}
    ends, came_by = {}, {}
    for step in sorted(waits, key=lambda pk: layers[pk]):
        known = [(ends[after] + lag, after) for after, lag in waits[step] if after in ends]
        start, came_by[step] = max(known, default=(0, None))
        ends[step] = start + hours[step]
    way, step = set(), max(ends, key=ends.get)
    while step is not None:
        way.add(step)
        step = came_by[step]
    return way if len(way) > 1 else set()


def _laid_out(steps, layers):
    """Lanes from top to bottom by their first step; side by side in a lane, steps stand apart."""
    by_role = defaultdict(lambda: defaultdict(list))
    for step in sorted(steps, key=lambda step: layers[step.pk]):
        by_role[step.role][layers[step.pk]].append(step)
    lanes, places, top = [], {}, 0
    for role, columns in by_role.items():
        deepest = max(len(column) for column in columns.values())
        height = deepest * (HIGH + NEAR) - NEAR + 2 * LANE_ROOM
        lanes.append(Lane(role, top, height, top + height // 2))
        for layer, column in columns.items():
            for place, step in enumerate(column):
                x = LANE_NAME + layer * (WIDE + GAP)
                places[step.pk] = (x, top + LANE_ROOM + place * (HIGH + NEAR))
        top += height
    return lanes, places, top


def _path(start, end) -> str:
    """A curve that leaves a step at its right and reaches the next at its left."""
    x1, y1 = start[0] + WIDE, start[1] + HIGH // 2
    x2, y2 = end[0], end[1] + HIGH // 2
    if x2 <= x1:  # a ring, drawn back
        return f"M{x1} {y1} C{x1 + GAP} {y1 + HIGH} {x2 - GAP} {y2 + HIGH} {x2} {y2}"
    bend = GAP // 2 if x2 - x1 <= GAP else GAP
    return f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
