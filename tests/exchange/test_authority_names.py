"""Other spellings and codes of authorities give their names, and never a wrong one."""

import csv
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import casebook
from trustflow.exchange import AuthorityNames, names_of

REPORTS = Path(__file__).parents[1] / "data" / "ofsted_reports.csv"
ENGLAND = sorted(
    {row["authority"] for row in csv.DictReader(REPORTS.read_text("utf-8").splitlines())}
)
"""Every council in England that Ofsted inspects."""
FORMER = ["Cumbria", "Northamptonshire", "Dorset", "Poole", "Bournemouth", "Bedfordshire"]
WELSH = ["Cardiff", "Newport", "Gwynedd", "Powys", "Conwy", "Flintshire", "Torfaen", "Bridgend"]
COUNCILS = list(dict.fromkeys([*ENGLAND, *FORMER, *WELSH]))
NAMES = AuthorityNames({name: name for name in COUNCILS})
TITLES = [
    "{}",
    "{} Council",
    "The Council of {}",
    "City of {}",
    "{} City Council",
    "{}, City of",
    "{} County Council",
    "County of {}",
    "{}, County of",
    "{} CC",
    "{} DC",
    "{} District Council",
    "{} Borough Council",
    "{} BC",
    "Borough of {}",
    "{} Metropolitan Borough Council",
    "Metropolitan Borough of {}",
    "City of {} Metropolitan District Council",
    "{} MBC",
    "{} M.B.C.",
    "{} MDC",
    "London Borough of {}",
    "{} London Borough",
    "London Borough {}",
    "LB {}",
    "L.B. of {}",
    "LBC {}",
    "{} LBC",
    "Royal Borough of {}",
    "The Royal Borough of {} Council",
    "RB {}",
    "{} RBC",
    "{} UA",
    "{} Unitary Authority",
    "{} LA",
    "{} Local Authority",
    "{} (Metropolitan Borough)",
    "Council of the {}",
]
"""Every form of a title, around the name of the place."""


@st.composite
def spellings(draw, name):
    """Generate a spelling of a name that means the same authority."""
    text = draw(st.sampled_from(TITLES)).format(name)
    if draw(st.booleans()):
        text = re.sub(r"\band\b", draw(st.sampled_from(["&", "And", "AND"])), text)
    if draw(st.booleans()):
        text = re.sub(r"\bSt\b", draw(st.sampled_from(["St.", "Saint", "ST", "saint"])), text)
    if draw(st.booleans()):
        text = text.replace("-", draw(st.sampled_from([" ", " - ", "\u2013", "\u2011"])))
    text = text.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0", " \n", "\t"])))
    change = draw(st.sampled_from([str, str.upper, str.lower, str.title]))
    return draw(st.sampled_from(["", " "])) + change(text) + draw(st.sampled_from(["", " ", "."]))


@pytest.mark.parametrize("title", TITLES)
def test_every_title_of_every_council_is_understood(title):
    """No council is taken for another, whatever its title is."""
    london = "City of London"
    expected = {name: name for name in COUNCILS if name != london or title == "{}"}
    assert expected == {name: NAMES.resolve(title.format(name)) for name in expected}


@given(st.sampled_from([name for name in COUNCILS if name != "City of London"]), st.data())
def test_a_spelling_gives_its_own_name(name, data):
    """Case, spaces, punctuation and words of the title do not matter, in any combination."""
    text = data.draw(spellings(name))
    assert name == NAMES.resolve(text)
    assert "" == NAMES.suggestion(text)
    assert name == NAMES.name_of(text)


@given(st.lists(st.sampled_from(COUNCILS), min_size=1, unique=True), st.data())
def test_a_spelling_of_another_council_is_never_resolved(listed, data):
    """A table with only some councils gives no name for the others."""
    names = AuthorityNames({name: name for name in listed})
    other = data.draw(st.sampled_from(COUNCILS))
    expected = other if other in listed else None
    assert expected == names.resolve(other)
    assert names.resolve(data.draw(spellings(other))) in {expected, None}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sandwell MBC", "Sandwell"),
        ("SANDWELL METROPOLITAN BOROUGH COUNCIL", "Sandwell"),
        ("City of Bradford", "Bradford"),
        ("Bradford MDC", "Bradford"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Herefordshire, County of", "Herefordshire"),
        ("LB Croydon", "Croydon"),
        ("Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead"),
        ("Durham County Council", "County Durham"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("Isle of Wight Council", "Isle of Wight"),
        ("Bristol, City of", "Bristol"),
        ("Stoke on Trent City Council", "Stoke-on-Trent"),
        ("Saint Helens", "St Helens"),
        ("st.helens", "St Helens"),
        ("City of London Corporation", "City of London"),
        ("Cornwall Unitary Authority", "Cornwall"),
        ("Gwynédd", "Gwynedd"),
        ("\uff33andwell", "Sandwell"),
        ("Derby City Council", "Derby"),
        ("Derbyshire County Council", "Derbyshire"),
        ("Nottingham City", "Nottingham"),
    ],
)
def test_titles_that_are_in_use(text, name):
    """These are from official lists and from tables that councils keep."""
    assert name == NAMES.resolve(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Council",
        "City Council",
        "The London Borough of",
        "London",
        "Greater London",
        "Wight",
        "Riding of Yorkshire",
        "Derbys",
        "Sandwell Children's Trust",
        "North",
        "Kingston",
        "Royal",
        "E08000028",
    ],
)
def test_a_text_that_is_not_a_name_is_not_resolved(text):
    """A part of a name is not the name, and a title alone means nobody."""
    assert NAMES.resolve(text) is None


def test_a_code_is_a_spelling():
    """Case and spaces around it do not matter, and several codes can have one name."""
    names = AuthorityNames({"E08000028": "Sandwell", "E06000060": "Bucks", "E10000002": "Bucks"})
    assert "Sandwell" == names.resolve("E08000028") == names.resolve(" e08000028 ")
    assert "Bucks" == names.resolve("E06000060") == names.resolve("E10000002")


def test_each_name_is_a_spelling_of_itself():
    """A mapping of codes is enough."""
    names = AuthorityNames({"333": "Sandwell"})
    assert "Sandwell" == names.resolve("Sandwell Council")
    assert {"333": "Sandwell", "Sandwell": "Sandwell"} == dict(names.spellings)


AMBIGUOUS = AuthorityNames({name: name for name in ("Durham", "County Durham", "City of Derby")})


@pytest.mark.parametrize("text", ["Durham Council", "City of Durham", "DURHAM CITY"])
def test_a_text_that_could_mean_two_authorities_is_not_resolved(text):
    """The suggestion has both names, and `name_of` refuses the text."""
    assert AMBIGUOUS.resolve(text) is None
    assert "Did you mean Durham or County Durham?" == AMBIGUOUS.suggestion(text)
    with pytest.raises(tf.InvalidValue, match="Did you mean Durham or County Durham"):
        AMBIGUOUS.name_of(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Durham", "Durham"),
        ("DURHAM", "Durham"),
        ("County Durham", "County Durham"),
        ("county  durham", "County Durham"),
        ("Derby", "City of Derby"),
    ],
)
def test_an_exact_spelling_decides_between_two_authorities(text, name):
    """Case and spaces do not matter for an exact spelling."""
    assert name == AMBIGUOUS.resolve(text)


def test_two_names_that_differ_only_in_case():
    """Only the exact text decides between them."""
    names = AuthorityNames({"a": "Ash", "A": "Oak"})
    assert ("Ash", "Oak") == (names.resolve("a"), names.resolve("A"))
    assert names.resolve(" a") is None


# Suggestions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sandwall", "Sandwell"),
        ("Sandwel", "Sandwell"),
        ("Sandwelll", "Sandwell"),
        ("Sadnwell", "Sandwell"),
        ("aSndwell MBC", "Sandwell"),
        ("Sandwlel", "Sandwell"),
        ("andwell", "Sandwell"),
        ("Surry", "Surrey"),
        ("Worchestershire County Council", "Worcestershire"),
        ("Middlesborough", "Middlesbrough"),
        ("Birmigham City Council", "Birmingham"),
        ("Stoke-on-Trents", "Stoke-on-Trent"),
        ("EastRiding of Yorkshire", "East Riding of Yorkshire"),
    ],
)
def test_a_text_that_is_nearly_a_name_is_refused_with_the_name(text, name):
    """The message says how to keep the text as it is."""
    assert NAMES.resolve(text) is None
    assert f"Did you mean {name}?" == NAMES.suggestion(text)
    with pytest.raises(tf.InvalidValue) as caught:
        NAMES.name_of(text)
    assert (
        f"Did you mean {name}? If the name is right, add it with --name '{text}={text}' (in "
        "Python, with names=…)."
    ) == caught.value.accepted
    assert text == NAMES.extended({text: text}).name_of(text)


@pytest.mark.parametrize(
    "text", ["Bary", "Kint", "Yor", "Exampleshire", "Sandwall Bay", "Sendwall", "", "E08000029"]
)
def test_a_text_that_is_not_nearly_a_name_is_kept(text):
    """It can be an authority outside the table. Short names and codes are not suggested."""
    names = NAMES.extended({"E08000028": "Sandwell"})
    assert "" == names.suggestion(text)
    assert text == names.name_of(text)


@pytest.mark.parametrize("name", COUNCILS)
def test_a_real_council_outside_the_casebook_is_not_refused(name):
    """The names of the casebook are too different from those of all other councils."""
    assert name == casebook.authority_names().name_of(name)
    assert name == casebook.authority_names().name_of(f"{name} Council").removesuffix(" Council")


def test_only_two_councils_have_names_that_are_one_slip_apart():
    """So a table of one of them needs the name of the other, as the casebook's has."""
    near = [
        pair
        for pair in itertools.permutations(COUNCILS, 2)
        if AuthorityNames({"x": pair[0]}).suggestion(pair[1])
    ]
    pair = ("Herefordshire", "Hertfordshire")
    assert [pair, pair[::-1]] == near


@given(st.sampled_from(COUNCILS), st.text(max_size=8), st.integers(0, 12))
def test_a_suggestion_is_for_unknown_texts_only(name, inserted, position):
    """Any text is resolved, refused with a suggestion, or kept."""
    text = name[:position] + inserted + name[position:]
    if NAMES.resolve(text) is not None:
        assert "" == NAMES.suggestion(text)
    elif not NAMES.suggestion(text):
        assert text == NAMES.name_of(text)


def test_similar_names_are_listed_with_the_best_first():
    """Codes are not among them."""
    names = NAMES.extended({"E08000028": "Sandwell"})
    assert "Sandwell" == names.nearest("Sandwel Borough")[0]
    assert () == names.nearest("E08000029")
    assert () == names.nearest("")


@pytest.mark.parametrize("method", [NAMES.resolve, NAMES.nearest])
def test_a_name_that_is_no_text_is_refused(method):
    """The error shows a name."""
    with pytest.raises(tf.InvalidValue) as refused:
        method(3)
    accepted = "Expected a text, such as 'Sandwell'."
    assert f"Invalid name of an authority: 3. {accepted}" == str(refused.value)


PLACES = AuthorityNames(
    {
        name: name
        for name in (
            "Bournemouth, Christchurch and Poole",
            "Cheshire East",
            "Cheshire West and Chester",
            "Hampshire",
            "Isle of Wight",
            "Islington",
            "Kingston upon Hull",
            "Kingston upon Thames",
            "Portsmouth",
        )
    }
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kingston", ("Kingston upon Hull", "Kingston upon Thames")),
        ("Kingston Council", ("Kingston upon Hull", "Kingston upon Thames")),
        ("Kingson", ("Kingston upon Hull", "Kingston upon Thames")),
        ("thames kingston", ("Kingston upon Thames",)),
        ("Poole", ("Bournemouth, Christchurch and Poole",)),
        ("Bournemouth and Poole", ("Bournemouth, Christchurch and Poole",)),
        ("Bournmouth", ("Bournemouth, Christchurch and Poole",)),
        ("Cheshire", ("Cheshire East", "Cheshire West and Chester")),
        ("Portsmoth", ("Portsmouth",)),
        ("Isle of White", ("Isle of Wight",)),
        ("Hul", ()),
    ],
)
def test_names_with_the_words_of_a_text_are_the_nearest(text, names):
    """A name with every word, or one letter apart, comes before one of a similar spelling."""
    assert names == PLACES.nearest(text)[: len(names)]
    assert len(names) == len(PLACES.nearest(text))


def test_at_most_five_names_are_the_nearest():
    """Also if more have the word."""
    many = AuthorityNames({name: name for name in (f"Barchester {place}" for place in "ABCDEFG")})
    assert 5 == len(many.nearest("Barchester"))


# Tables of names


def test_a_mapping_becomes_a_table_of_names():
    """A table of names stays as it is, and None gives one without names."""
    names = names_of({"Sandwell MBC": "Sandwell"})
    assert AuthorityNames({"Sandwell MBC": "Sandwell"}) == names
    assert names_of(names) is names
    assert names_of(None).resolve("Sandwell") is None
    assert "Sandwell MBC" == names_of(None).name_of("Sandwell MBC")


def test_further_spellings_replace_equal_ones():
    """The table itself does not change."""
    names = NAMES.extended({"Cumbria": "Cumberland", "Bucks": "Buckinghamshire"})
    assert "Cumberland" == names.resolve("Cumbria")
    assert "Buckinghamshire" == names.resolve("BUCKS")
    assert "Cumbria" == NAMES.resolve("Cumbria")


@pytest.mark.parametrize(
    "spellings", [{"": "Devon"}, {"Devon": " "}, {1: "Devon"}, {"Devon": None}, {"x": float("nan")}]
)
def test_a_spelling_or_a_name_that_is_not_a_text_is_refused(spellings):
    """The message shows what is accepted."""
    with pytest.raises(tf.InvalidValue, match="such as"):
        AuthorityNames(spellings)


def test_spaces_around_a_spelling_and_a_name_are_removed():
    """Tables of names often have them."""
    assert "Devon" == AuthorityNames({" Devon CC ": " Devon "}).resolve("Devon CC")


def test_a_long_text_is_not_resolved():
    """Only its beginning is compared, so it takes little time."""
    assert NAMES.resolve("x" * 1_000_000) is None
    assert "" == NAMES.suggestion("x" * 1_000_000)
