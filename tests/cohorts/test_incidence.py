"""Shares of cases by the end they had: against another library, by hand and by brute force."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.cohorts.simple_bounds import simple_bounds
from tests.examples import at_most
from tests.make_incidence import GOLDEN, SETS, random_cases
from trustflow.cohorts import bands
from trustflow.cohorts import share_bounds as share_bounds_module
from trustflow.cohorts.estimates import ShareCases, known_authorities
from trustflow.cohorts.incidence import FAR, CaseDays, curve, followed_days
from trustflow.cohorts.share_bounds import share_bounds


def exact(day, end, authority="A"):
    """Return the days of a case that are known exactly."""
    return CaseDays(day, day, day, end, authority)


def share_at(cases, end, day):
    """Return the estimated share at a day."""
    return max((point.share for point in curve(cases, end) if point.day <= day), default=0.0)


# Against scikit-survival, and by hand


def test_shares_equal_those_of_scikit_survival():
    """For 200 random sets of cases with many ties, every share is the same to 1e-9."""
    version, *lines = GOLDEN.read_text("utf-8").splitlines()
    assert version.startswith("scikit-survival ")
    expected = iter(lines)
    compared = 0
    for drawn in random_cases():
        days = [int(day) for day in next(expected).removeprefix("days ").split()]
        cases = [exact(day, str(end) if end else None) for day, end in drawn]
        for end in sorted({end for _, end in drawn} - {0}):
            shares = [float(share) for share in next(expected).split()]
            points = curve(cases, str(end))
            assert days == [point.day for point in points]
            assert shares == pytest.approx([point.share for point in points], abs=1e-9, rel=0)
        compared += 1
    assert (SETS, None) == (compared, next(expected, None))


def test_shares_equal_a_table_computed_by_hand():
    """On one day, ends come before the end of a follow-up.

    | day | at risk | to a | to b | followed no longer | open before | share of a     |
    |-----|---------|------|------|--------------------|-------------|----------------|
    | 0   | 10      | 1    | 0    | 0                  | 1           | 1/10           |
    | 3   | 9       | 2    | 1    | 1                  | 9/10        | 1/10 + 2/10    |
    | 5   | 5       | 0    | 0    | 1                  | 6/10        | 3/10           |
    | 8   | 4       | 1    | 2    | 0                  | 6/10        | 3/10 + 6/40    |
    | 9   | 1       | 0    | 0    | 1                  | 6/40        | 9/20           |
    """
    cases = [
        *(exact(day, "a") for day in (0, 3, 3, 8)),
        *(exact(day, "b") for day in (3, 8, 8)),
        *(exact(day, None) for day in (3, 5, 9)),
    ]
    assert [
        (0, Fraction(1, 10), 10),
        (3, Fraction(3, 10), 9),
        (5, Fraction(3, 10), 5),
        (8, Fraction(9, 20), 4),
        (9, Fraction(9, 20), 1),
    ] == [(day, Fraction(share).limit_denominator(1000), n) for day, share, n in curve(cases, "a")]
    assert Fraction(2, 5) == Fraction(share_at(cases, "b", 9)).limit_denominator(1000)


ends = st.sampled_from(["a", "b", None])
exact_cases = st.lists(st.builds(exact, st.integers(0, 9), ends), min_size=1, max_size=12)


@given(exact_cases)
def test_shares_and_what_is_open_add_up(cases):
    """The shares of all ends and the share that is still open are 1, and no share falls."""
    days = sorted({case.middle for case in cases})
    still_open = 1.0
    for day in days:
        at_risk = sum(case.middle >= day for case in cases)
        still_open *= (
            1 - sum(case.middle == day and case.end is not None for case in cases) / at_risk
        )
        total = share_at(cases, "a", day) + share_at(cases, "b", day)
        assert 1 == pytest.approx(total + still_open)
    for end in ("a", "b"):
        shares = [point.share for point in curve(cases, end)]
        assert shares == sorted(shares)


@given(st.lists(st.builds(exact, st.integers(0, 9), st.sampled_from(["a", "b"])), min_size=1))
def test_without_a_short_follow_up_a_share_is_a_fraction(cases):
    """If every case has ended, the share is the number that ended so, of all."""
    for day in range(10):
        counted = sum(case.end == "a" and case.middle <= day for case in cases)
        assert counted / len(cases) == pytest.approx(share_at(cases, "a", day))


# Bounds


@st.composite
def inexact_cases(draw, most=4):
    """Generate cases whose days are known as short ranges."""
    cases = []
    for _ in range(draw(st.integers(1, most))):
        least = draw(st.integers(0, 5))
        last = least + draw(st.sampled_from([0, 0, 1, 2, 3]))
        cases.append(CaseDays(least, last, draw(st.integers(least, last)), draw(ends), "A"))
    return cases


@given(inexact_cases(), st.lists(inexact_cases(1), max_size=2), st.integers(0, 8))
def test_every_choice_of_days_lies_within_the_bounds(cases, maybe, day):
    """Whatever the true days are, and whichever doubtful cases count, the share is within."""
    maybe = list(itertools.chain.from_iterable(maybe))
    ((least, greatest),) = share_bounds(cases, maybe, "a", [day])
    assert 0 <= least <= greatest <= 1 + 1e-12
    for counted in itertools.product([False, True], repeat=len(maybe)):
        used = [*cases, *itertools.compress(maybe, counted)]
        for chosen in itertools.product(*(range(case.least, case.most + 1) for case in used)):
            known = [case._replace(middle=each) for case, each in zip(used, chosen, strict=True)]
            assert least - 1e-12 <= share_at(known, "a", day) <= greatest + 1e-12


@given(exact_cases, st.integers(0, 9))
def test_bounds_of_exact_days_are_the_share(cases, day):
    """If every day is exact and no case is doubtful, both bounds are the estimate."""
    (bounds,) = share_bounds(cases, [], "a", [day])
    assert (share_at(cases, "a", day),) * 2 == pytest.approx(bounds)


@given(inexact_cases(), st.integers(0, 8))
def test_bounds_of_ended_cases_are_reached(cases, day):
    """If all cases have ended, some choice of days gives each bound."""
    cases = [case for case in cases if case.end is not None]
    ((least, greatest),) = share_bounds(cases, [], "a", [day])
    shares = [
        share_at(
            [case._replace(middle=each) for case, each in zip(cases, chosen, strict=True)], "a", day
        )
        for chosen in itertools.product(*(range(case.least, case.most + 1) for case in cases))
    ]
    assert (min(shares), max(shares)) == pytest.approx((least, greatest))


@given(inexact_cases(12), inexact_cases(), st.sets(st.integers(0, 12)))
def test_bounds_of_several_days_are_those_of_the_definition(cases, maybe, days):
    """Each day has the bounds that the definition gives for it alone."""
    cases.append(CaseDays(2, FAR, 2, "a", "A"))
    days = sorted(days)
    assert simple_bounds(cases, maybe, "a", days) == share_bounds(cases, maybe, "a", days)


@given(inexact_cases(12), inexact_cases(), st.integers(2, 5))
def test_bounds_of_too_many_days_are_wider(cases, maybe, most_days):
    """Bounds that are worked out at few days hold at every day, and are exact at these."""
    days = range(10)
    exact_bounds = simple_bounds(cases, maybe, "a", days)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(share_bounds_module, "MOST_DAYS", most_days)
        bounds = share_bounds(cases, maybe, "a", days)
    for (least, greatest), (low, high) in zip(exact_bounds, bounds, strict=True):
        assert low <= least + 1e-12
        assert greatest <= high + 1e-12
    picked = [i * 9 // (most_days - 1) for i in range(most_days)]
    assert [exact_bounds[i] for i in picked] == [bounds[i] for i in picked]


def test_a_curve_of_many_days_has_wider_bounds_at_some():
    """Beyond 500 days, no bound is narrower than that of the day alone."""
    cases = [CaseDays(day, day + 9, day + 4, "ab"[day % 2], str(day)) for day in range(0, 900, 3)]
    rows = ShareCases(tuple(cases)).incidence("a", level=None, seed=1)
    assert len(rows) > share_bounds_module.MOST_DAYS
    just = 1e-12
    for row in rows[::40]:
        ((least, greatest),) = share_bounds(cases, [], "a", [row.day])
        assert row.share_at_least - just <= least <= row.share + just
        assert row.share - just <= greatest <= row.share_at_most + just
        assert row.share_at_most - row.share_at_least < greatest - least + 0.01


def test_a_range_without_an_upper_bound():
    """An end that may come at any later day may not have come by any day."""
    cases = [CaseDays(3, FAR, 3, "a", "A"), exact(9, "b")]
    assert [(0, 0), (0, 0.5), (0, 0.5)] == share_bounds(cases, [], "a", [2, 3, 9])


# How far a share can be given


@pytest.mark.parametrize(
    ("cases", "last"),
    [
        ([exact(5, "a"), exact(9, None)], 9),
        ([exact(5, None), exact(9, "a")], None),
        ([exact(9, None), exact(9, "a")], 9),
        ([exact(3, "a"), exact(9, "b")], None),
        ([CaseDays(5, 9, 7, None, "A"), CaseDays(8, 12, 9, "a", "A")], 8),
    ],
)
def test_the_last_day_at_which_a_share_is_known(cases, last):
    """It is known as long as a case is at risk, and at every day if all is over."""
    assert last == followed_days(cases)


def share_of(cases, end="a", days=5, *, not_researched=(), doubtful=(), **options):
    """Return the share of some cases."""
    used = ShareCases(tuple(cases), tuple(doubtful), tuple(not_researched))
    return used.share("start", end, days, **{"level": 0.9, "seed": 1, **options})


def several(number, *kinds):
    """Return cases of as many authorities; each kind is a day and an end."""
    return [exact(*kinds[i % len(kinds)], authority=str(i)) for i in range(number)]


def test_too_few_cases_have_no_share():
    """Below ten cases, the share is None, with the reason, and there is no curve."""
    few = several(9, (3, "a"))
    found = share_of(few)
    assert (None, None, None, None) == (found.share, found.low, found.high, found.share_at_least)
    assert "9 cases on record, and a share needs at least 10" == found.reason
    assert found.reason in repr(found)
    with pytest.raises(tf.InvalidValue, match=r"number of cases for a curve: 9\. A curve"):
        ShareCases(tuple(few)).incidence("a", level=0.9, seed=1)
    assert 1 == share_of([*few, exact(3, "a", "x")]).share


def test_no_share_beyond_the_follow_up():
    """A share is not extrapolated: beyond the last day at risk it is None, with the reason."""
    cases = [*several(10, (3, "a"), (4, "b")), exact(6, None, "x")]
    assert share_of(cases, days=6).share is not None
    found = share_of(cases, days=7)
    assert (None, "no case is certainly followed for longer than 6 days") == (
        found.share,
        found.reason,
    )
    assert 6 == ShareCases(tuple(cases)).incidence("a", level=None, seed=1)[-1].day


def test_no_share_beyond_the_records():
    """If all at risk have ended, a share is known to the end of the records, and not beyond."""
    cases = (*several(10, (3, "a"), (4, "b")), exact(2, None, "x"))
    over = {
        day: ShareCases(cases, reach=8).share("start", "a", day, level=None, seed=1)
        for day in (8, 9)
    }
    assert over[8].share == share_of(cases, days=4).share
    assert (None, "no case is certainly followed for longer than 8 days") == (
        over[9].share,
        over[9].reason,
    )
    ended = ShareCases(cases[:-1], reach=8).share("start", "a", 99, level=None, seed=1)
    assert 0.5 == ended.share


@pytest.mark.parametrize(
    ("name", "noun", "values"),
    [
        ("days", "number of days", [-1, 1.5, "730", None, True]),
        ("level", "level", [0, 1, 90, "0.9", True, -0.5, 1.5]),
        ("seed", "seed", [None, "1", 0.5, True]),
    ],
)
def test_a_number_that_makes_no_share_is_refused(name, noun, values):
    """Days and a seed are whole numbers, and a level is between 0 and 1."""
    for value in values:
        with pytest.raises(tf.InvalidValue, match=f"Invalid {noun}"):
            share_of(several(10, (3, "a")), **{name: value})


# Bands


def test_a_band_is_repeatable_and_states_its_seed():
    """The same seed gives the same band, whatever the order of the cases of an authority."""
    cases = several(30, (3, "a"), (4, "b"), (5, None))
    first = share_of(cases, seed=7)
    assert first == share_of(cases, seed=7)
    assert (7, 0.9) == (first.seed, first.level)
    assert first != share_of(cases, seed=8)
    assert 0 <= first.low < first.share < first.high <= 1
    narrow = share_of(cases, seed=7, level=0.5)
    assert first.low < narrow.low < narrow.high < first.high


def test_no_level_gives_no_band():
    """Without a band, the value has no ends, and its words have none."""
    found = share_of(several(30, (3, "a"), (4, "b")), level=None)
    assert (None, None, None) == (found.low, found.high, found.level)
    assert "band" not in repr(found)
    assert "band" not in found._repr_html_()


def test_a_band_where_no_case_or_every_case_ended_so():
    """It is that of the exact binomial: with none of 20, up to 14 % at a level of 90 %."""
    cases = several(20, (3, "b"))
    assert (0, pytest.approx(1 - 0.05 ** (1 / 20))) == (share_of(cases).low, share_of(cases).high)
    every = share_of(cases, "b")
    assert (pytest.approx(0.05 ** (1 / 20)), 1) == (every.low, every.high)


@pytest.mark.parametrize(
    ("day", "known"),
    [(1, 25), (2, 25), (3, 20), (9, 20), (50, 19)],
)
def test_an_exact_band_counts_what_is_known(day, known):
    """Of an authority that is followed no longer, it is not known what followed by the day."""
    ended = [CaseDays(60, 60, 60, "b", f"E{i}") for i in range(19)]
    lost = [exact(2, None, f"L{i}") for i in range(5)]
    cases = [*ended, *lost, exact(9, None, "W"), exact(1, None, "W")]
    assert [known] == known_authorities(cases, [day])
    found = share_of(cases, days=day)
    assert (0, pytest.approx(1 - 0.05 ** (1 / known))) == (found.low, found.high)


def test_an_exact_band_of_nobody_counts_one():
    """The number of authorities is not below 1, which gives the widest band."""
    assert [2, 1] == known_authorities([exact(2, None, "A"), exact(2, None, "B")], [2, 3])


def test_one_authority_with_all_cases_has_no_band():
    """Authorities are sampled, so a single one shows no spread."""
    cases = [exact(day, end) for day, end in [(3, "a"), (4, "b")] * 6]
    found = share_of(cases)
    assert (0.5, None, None, 1) == (found.share, found.low, found.high, found.authorities)


def test_a_band_is_wider_for_cases_of_few_authorities():
    """Cases of one authority are not independent: they are sampled together."""
    kinds = [(3, "a"), (4, "b")]
    apart = share_of(several(40, *kinds))
    together = share_of([exact(*kinds[(i // 5) % 2], authority=str(i // 5)) for i in range(40)])
    assert apart.share == together.share
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_a_band_reaches_around_the_bounds():
    """With inexact dates, the band is as far beyond each bound as beyond the estimate."""
    sure = several(20, (3, "a"), (4, "b"))
    unsure = [CaseDays(4, 8, 6, "a", str(i)) for i in range(20, 24)]
    low, high = bands.band((0.4, 0.5, 0.6), 0.1, 20, 0.9)
    plain = bands.band((0.5, 0.5, 0.5), 0.1, 20, 0.9)
    assert (plain[0] - 0.1, plain[1] + 0.1) == pytest.approx((low, high))
    found = share_of([*sure, *unsure])
    assert found.low < found.share_at_least < found.share_at_most < found.high
    assert "dates and confidence allow 42% to 58%" in repr(found)
    assert '<td style="text-align: left">42% to 58%</td>' in found._repr_html_()


def test_samples_can_leave_nobody_at_risk():
    """A sample without the authorities that are followed longest ends earlier."""
    cases = [*several(10, (1, "a")), exact(9, "b", "x")]
    (first, last) = bands.spreads(cases, "b", [5, 9], 3)
    assert 0 == first < last


# Values


def test_both_readings_are_given_where_they_differ():
    """Cases that nobody searched are left out, counted and named; a difference is given."""
    cases = several(10, (3, "a"), (4, "b"))
    others = [exact(4, "b", "Kent"), exact(3, "b", "Kent")]
    found = share_of(cases, not_researched=others)
    assert (0.5, 5 / 12, ("Kent",), 10) == (
        found.share,
        pytest.approx(found.with_not_researched),
        found.not_researched,
        found.cases,
    )
    assert '<td style="text-align: left">42%</td>' in found._repr_html_()
    alike = [exact(4, "b", "Kent"), exact(3, "a", "Kent")]
    assert share_of(cases, not_researched=alike).with_not_researched is None


def test_the_share_if_open_cases_stayed_open():
    """It is given where it differs by more than two points."""
    cases = (*several(5, (3, "a")), *several(5, (1, None)), exact(9, None, "x"))
    longer = tuple(exact(9, None) if case.end is None else case for case in cases)
    used = ShareCases(cases, still_open=longer)
    found = used.share("start", "a", 5, level=0.9, seed=1)
    assert (5 / 6, 5 / 11) == pytest.approx((found.share, found.if_still_open))
    assert "45% if open cases stayed open; 11 cases, 1 still followed>" in repr(found)
    assert '<td style="text-align: left">45%</td>' in found._repr_html_()
    assert used.share("start", "a", 1, level=None, seed=1).if_still_open is None
    assert share_of(cases).if_still_open is None


@pytest.mark.parametrize(
    ("followed", "note"),
    [
        ([2], "no case is followed so long; 1 is open"),
        ([1, 2], "no case is followed so long; 2 are open"),
        ([2, 8], None),
        ([], None),
    ],
)
def test_a_share_of_cases_that_nobody_follows_has_a_note(followed, note):
    """The number is kept: the estimate does not change, but no case shows that."""
    cases = [
        *several(10, (3, "a"), (4, "b")),
        *(exact(day, None, f"x{day}") for day in followed),
    ]
    found = share_of(cases)
    assert (note, 0 if note or not followed else 1) == (found.note, found.at_risk)
    assert found.share > 0
    assert repr(found).endswith(
        f"{len(cases)} cases, {found.at_risk} still followed{f': {note}' if note else ''}>"
    )
    assert (note in found._repr_html_()) if note else ("Note" not in found._repr_html_())


def test_doubtful_cases_widen_the_bounds_only():
    """The estimate leaves them out, and their number is given."""
    cases = several(10, (3, "a"), (4, "b"))
    found = share_of(cases, doubtful=[exact(3, "a"), exact(4, "b")])
    assert (0.5, 2, 10) == (found.share, found.left_out, found.cases)
    assert (5 / 11, 6 / 11) == pytest.approx((found.share_at_least, found.share_at_most))


def test_a_share_as_data():
    """All fields are plain data; `share` is a fraction of 1."""
    data = share_of(several(10, (3, "a"), (4, "b"))).to_dict()
    assert list(data) == [field.name for field in tf.Share.__attrs_attrs__]
    assert (0.5, 5, 10, 0, []) == (
        data["share"],
        data["ended"],
        data["cases"],
        data["at_risk"],
        data["not_researched"],
    )


def test_a_share_in_a_notebook():
    """A row of the table has no value if it has nothing to say."""
    shown = share_of(several(10, (3, "a"), (4, "b")))._repr_html_()
    assert "Least to greatest" not in shown
    assert "start: ended in a within 5 days" in shown
    assert "3 cases on record" in share_of(several(3, (3, "a")))._repr_html_()


@at_most(30)
@given(st.permutations(several(12, (1, "a"), (2, "b"), (3, None), (4, "a"))))
def test_the_order_of_cases_changes_no_share(cases):
    """Estimate and bounds are the same in any order."""
    found = [share_of(each, level=None) for each in (cases, sorted(cases, key=str))]
    assert found[0] == found[1]


def test_the_rows_of_a_curve():
    """It begins with the start, and has a row for each day on which something changes."""
    cases = [
        *several(9, (2, "a"), (4, "b")),
        CaseDays(1, 6, 4, "a", "x"),
        CaseDays(7, FAR, 7, "a", "y"),
    ]
    rows = ShareCases(tuple(cases)).incidence("a", level=0.9, seed=1)
    assert [0, 1, 2, 4, 6, 7] == [row.day for row in rows]
    assert [11, 11, 11, 6, 1, 1] == [row.at_risk for row in rows]
    for row in rows:
        assert row.share_at_least <= row.share <= row.share_at_most
        assert row.low <= row.share <= row.high
        known = share_of(cases, days=row.day, seed=1)
        assert (row.share, row.share_at_least) == (known.share, known.share_at_least)
    assert ["day", "share", "low", "high", "at_risk", "share_at_least", "share_at_most"] == [
        column.name for column in rows.columns
    ]
