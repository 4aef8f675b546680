"""On which single ties do the camps hang: without which of them would another partition be better?"""

from collections.abc import Sequence

from graph.algorithms.camps_exact import Cutter, Solver, Tie, is_whole

_SLACK = 1e-6


def hanging_ties(
    size: int, ties: Sequence[Tie], camp: Sequence[int], *, two_camps: bool, seconds: float
) -> tuple[tuple[int, ...], bool]:
    """Return the positions of the ties without which some partition has less frustration than these camps.

    Parameters
    ----------
    camp : a partition of least frustration, among those into any number of camps or into two
    seconds : time for the solver in all

    Returns
    -------
    the positions, sorted, and whether every tie was looked at in time

    Notes
    -----
    A frustrated tie never counts: without it these camps gain its whole weight, and no others can gain more. Any other
    is tried by setting its cost to 0 in the program of `least_frustration`; the cycles that were found before stay
    valid, so each try begins where the last one ended, and ends as soon as the relaxed program has reached the old
    frustration. A tie whose cost the relaxed program does not need at all, because its reduced cost is the whole of it,
    can lose it without any partition becoming better, and is not tried. Nothing hangs on any tie where no tie is
    frustrated.

    References
    ----------
    G. Nemhauser, L. Wolsey, "Integer and combinatorial optimization", 1988, II.5.2: fixing by reduced costs.
    """
    frustrated = {n for n, (a, b, weight) in enumerate(ties) if (camp[a] == camp[b]) != (weight > 0)}
    least = sum(abs(ties[n][2]) for n in frustrated)
    found: list[int] = []
    if not frustrated:
        return (), True
    cutter = Cutter(size, ties, two_camps=two_camps)
    solver = Solver([abs(weight) for _, _, weight in ties], seconds)
    spare = _spare(solver, cutter, least)
    for number in range(len(ties)):
        if number in frustrated or (spare and spare[number] >= abs(ties[number][2]) - _SLACK):
            continue
        solver.weigh(number, 0.0)
        better = _is_better(solver, cutter, least)
        if better is None:
            return tuple(found), False
        if better:
            found.append(number)
        solver.weigh(number, abs(ties[number][2]))
    return tuple(found), True


def _spare(solver: Solver, cutter: Cutter, least: float) -> list[float]:
    """Return by how much each cost may fall and the relaxed program still proves ``least``; nothing if it does not."""
    while True:
        values, bound, finished = solver.solve()
        if values is None or not finished:
            return []
        if bound >= least - _SLACK:
            return solver.reduced_costs()
        cuts = cutter.broken(values)
        if not cuts:
            return []
        solver.add(cuts)


def _is_better(solver: Solver, cutter: Cutter, least: float) -> bool | None:
    """Say whether a partition costs less than ``least`` now; None when the time is up."""
    for whole in (False, True):
        solver.require_whole(whole=whole)
        while True:
            values, bound, finished = solver.solve()
            if values is None or not finished:
                return None
            if bound >= least - _SLACK:
                return False
            cuts = cutter.broken(values)
            if not cuts:
                break
            solver.add(cuts)
        if whole or is_whole(values):
            return True
    return None
