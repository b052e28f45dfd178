"""Routes through a process, compared with a search that lists every route."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.process.samples import bare_processes, letter_process
from trustflow.errors import InvalidValue
from trustflow.process import Mark, Move, first_routes, shortest_route
from trustflow.process.routes import neighbours, reached_from, simple_paths
from trustflow.testing import processes

ANY_PROCESS = processes() | bare_processes()
RANKS = {"S": 0, "A": 1, "P": 2}


def stages_of(process):
    """Return a strategy for the stages of a process."""
    return st.sampled_from(list(process.stages))


def simple_routes(process, start):
    """Return every route from a stage that visits no stage twice, each with its stages.

    The first is the empty route, and no route is longer than the next.
    """
    routes = [((), (start,))]
    for route, stages in routes:  # the list grows while it is read
        routes += [
            ((*route, move), (*stages, move.leads_to))
            for move in process.moves
            if move.stage == stages[-1] and move.leads_to not in stages
        ]
    return routes


def routes_to_ends(process, start, ends):
    """Return every route from a stage to an end that passes no other end and no stage twice.

    A route has one move at least, so that it can lead back to the stage it starts in.
    """
    complete = []
    partial = [()]
    for route in partial:
        visited = [start, *(move.leads_to for move in route)]
        for move in process.moves:
            if move.stage == visited[-1] and move.leads_to in ends:
                complete.append((*route, move))
            elif move.stage == visited[-1] and move.leads_to not in visited:
                partial.append((*route, move))
    return complete


def total_rank(route):
    """Return the sum of the ranks of a route's marks: 0 for a route of standard moves."""
    return sum(RANKS[move.mark] for move in route)


def highest_rank(route):
    """Return the rank of a route's least ordinary move."""
    return max(RANKS[move.mark] for move in route)


def assert_follows_on(process, route, start):
    """Assert that each move of a route is one of the process in the stage that the last led to."""
    stage = start
    for move in route:
        assert process.table[stage][move.trigger] is move
        stage = move.leads_to


class TestSearches:
    """The searches of the graph of stages and moves."""

    @given(ANY_PROCESS, st.sets(st.sampled_from(Mark)))
    def test_neighbours_are_the_other_stages_that_one_move_leads_to(self, process, marks):
        """The neighbours are in the order of the stages; only moves with the given marks count."""
        expected = {
            stage: [
                other
                for other in process.stages
                if other != stage
                and any(
                    (move.stage, move.leads_to) == (stage, other) and move.mark in marks
                    for move in process.moves
                )
            ]
            for stage in process.stages
        }

        assert expected == neighbours(process.stages, process.moves, marks)

    def test_neighbours_ignore_moves_between_unknown_stages(self):
        """A process is searched while its faults are looked for, so moves may be wrong."""
        moves = [Move("go", "a", "b"), Move("go", "a", "nowhere"), Move("go", "nowhere", "a")]

        assert {"a": ["b"], "b": []} == neighbours(["a", "b"], moves)

    @given(ANY_PROCESS, st.data())
    def test_reached_from_lists_every_stage_that_a_route_leads_to(self, process, data):
        """Each stage comes once, and no stage is nearer than the one before it."""
        start = data.draw(stages_of(process))
        distances = {}
        for route, stages in simple_routes(process, start):
            distances.setdefault(stages[-1], len(route))
        reached = reached_from(start, neighbours(process.stages, process.moves))

        assert start == reached[0]
        assert sorted(distances) == sorted(reached)
        steps = [distances[stage] for stage in reached]
        assert sorted(steps) == steps

    @given(ANY_PROCESS, st.data())
    def test_simple_paths_are_all_that_visit_no_stage_twice(self, process, data):
        """Each path comes once, the shortest first."""
        start, end = data.draw(stages_of(process)), data.draw(stages_of(process))
        expected = {stages for _, stages in simple_routes(process, start) if stages[-1] == end}
        paths = tuple(simple_paths(start, end, neighbours(process.stages, process.moves)))

        assert expected == set(paths)
        assert len(expected) == len(paths)
        assert sorted(map(len, paths)) == list(map(len, paths))

    @given(ANY_PROCESS, st.data())
    def test_shortest_route_has_the_fewest_moves_and_then_the_most_ordinary(self, process, data):
        """The route is empty if the start is an end, and None if no route leads to an end."""
        start = data.draw(stages_of(process))
        ends = data.draw(st.sets(stages_of(process)))
        costs = [
            (len(route), total_rank(route))
            for route, stages in simple_routes(process, start)
            if stages[-1] in ends
        ]
        route = shortest_route(start, process.moves_from, ends.__contains__)

        if not costs:
            assert route is None
            return
        assert min(costs) == (len(route), total_rank(route))
        assert_follows_on(process, route, start)
        assert (route[-1].leads_to if route else start) in ends

    @given(ANY_PROCESS, st.data())
    def test_first_routes_are_the_most_ordinary_and_then_the_shortest(self, process, data):
        """Each end that can be reached without passing another end has one route."""
        start = data.draw(stages_of(process))
        ends = data.draw(st.sets(stages_of(process)))
        costs = {}
        for route in routes_to_ends(process, start, ends):
            costs.setdefault(route[-1].leads_to, []).append((highest_rank(route), len(route)))
        moves_from = {stage: process.moves_from(stage) for stage in process.stages}
        routes = first_routes(start, moves_from, ends)

        assert {end: min(found) for end, found in costs.items()} == {
            end: (highest_rank(route), len(route)) for end, route in routes.items()
        }
        for end, route in routes.items():
            assert_follows_on(process, route, start)
            assert end == route[-1].leads_to
            assert ends.isdisjoint(move.leads_to for move in route[:-1])

    def test_first_routes_prefer_a_long_standard_route_to_a_short_attested_one(self):
        """What is ordinary counts before length, unlike for the shortest route."""
        short = Move("jump", "a", "c", "attested")
        long = (Move("go", "a", "b"), Move("go", "b", "c"))
        moves_from = {"a": (short, long[0]), "b": (long[1],), "c": ()}

        assert {"c": long} == first_routes("a", moves_from, {"c"})
        assert (short,) == shortest_route("a", moves_from.__getitem__, {"c"}.__contains__)


class TestQuestions:
    """The same searches, asked of a process."""

    @given(ANY_PROCESS, st.data())
    def test_reachable_lists_the_stages_reached_by_moves_of_the_marks(self, process, data):
        """The start comes first, then the nearest stages; every stage is reached in all."""
        marks = data.draw(st.sets(st.sampled_from(Mark), min_size=1))
        start = data.draw(stages_of(process))
        distances = {}
        for route, stages in simple_routes(process, start):
            if all(move.mark in marks for move in route):
                distances.setdefault(stages[-1], len(route))
        reached = process.reachable(start, marks=marks)

        assert set(distances) == set(reached)
        assert len(reached) == len(set(reached))
        assert start == reached[0]
        steps = [distances[stage] for stage in reached]
        assert sorted(steps) == steps
        assert set(process.stages) == set(process.reachable(marks=Mark))

    @given(ANY_PROCESS, st.data())
    def test_paths_visit_no_stage_twice_and_use_moves_of_the_marks(self, process, data):
        """Each path comes once, the shortest first; they start in the first stage by default."""
        marks = data.draw(st.sets(st.sampled_from(Mark), min_size=1))
        start, to = data.draw(stages_of(process)), data.draw(stages_of(process))
        expected = {
            stages
            for route, stages in simple_routes(process, start)
            if stages[-1] == to and all(move.mark in marks for move in route)
        }
        paths = process.paths(to, start=start, marks=marks)

        assert expected == set(paths)
        assert len(expected) == len(paths)
        assert sorted(map(len, paths)) == list(map(len, paths))
        assert process.paths(to) == process.paths(to, start=process.initial)

    @given(ANY_PROCESS, st.data())
    def test_shortest_leads_to_a_stage_that_allows_the_trigger(self, process, data):
        """The route has the fewest moves; of equally short routes it is the most ordinary."""
        start = data.draw(stages_of(process))
        for trigger in process.triggers:
            costs = [
                (len(route), total_rank(route))
                for route, stages in simple_routes(process, start)
                if trigger in process.table[stages[-1]]
            ]
            route = process.shortest(start, trigger)
            if not costs:
                assert route is None
                continue
            assert min(costs) == (len(route), total_rank(route))
            assert_follows_on(process, route, start)
            assert trigger in process.table[route[-1].leads_to if route else start]

    def test_marks_may_be_one_or_several_and_letters_or_words(self):
        """A word that is not a mark is refused."""
        process = letter_process()
        for marks in ("standard", "S", Mark.STANDARD, ["standard"], (Mark.STANDARD,)):
            assert ("written", "sent", "read") == process.reachable(marks=marks)
        assert ("written",) == process.reachable(marks="possible")
        with pytest.raises(ValueError, match="ordinary"):
            process.reachable(marks="ordinary")

    def test_a_route_to_an_unknown_stage_is_refused(self):
        """The error is that of the look-up of a stage."""
        with pytest.raises(InvalidValue, match="Unknown stage 'lost'"):
            letter_process().paths("lost")
