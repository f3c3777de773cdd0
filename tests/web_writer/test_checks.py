import pytest

from roles.web_writer import checks

WORDS = {"title": "Lampada Aria", "body": "", "meta_description": "", "keyword": ""}


def words(**fields):
    return WORDS | fields


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({}, {"body"}),
        ({"title": "  "}, {"title", "body"}),
        ({"body": "Luce " * 19}, {"body"}),
        ({"body": "Luce " * 20}, set()),
        ({"body": " \n\t "}, {"body"}),
    ],
)
def test_a_text_says_what_it_lacks(fields, lacks):
    assert set(checks.missing(words(**fields))) == lacks


def test_what_is_too_short_says_by_how_much():
    assert checks.missing(words(body="una due tre"))["body"] == (
        "Write at least 20 words; it has 3."
    )


@pytest.mark.parametrize(
    ("length", "word"), [(0, "short"), (29, "short"), (30, "good"), (60, "good"), (61, "long")]
)
def test_a_title_has_a_right_length(length, word):
    assert checks.measures(words(title="x" * length))["title"].word == word


def test_blanks_around_a_title_do_not_count():
    assert checks.measures(words(title="  Aria  "))["title"].count == 4


@pytest.mark.parametrize(
    ("text", "keyword", "is_there"),
    [
        ("Una lampada da tavolo.", "lampada", True),
        ("Una LAMPADA\n  da   tavolo.", "lampada da tavolo", True),
        ("Una lampada.", "Lampada", True),
        ("Tante lampade.", "lampada", False),
        ("varia", "aria", False),
        ("Più luce: è qui.", "più luce", True),
        ("caffè", "caff", False),
        ("Costa 5 (cinque) €", "5 (cinque)", True),
        ("Una lampada.", "", False),
        ("Una lampada.", "   ", False),
        ("", "lampada", False),
    ],
)
def test_a_keyword_is_found_as_whole_words(text, keyword, is_there):
    assert checks.holds(text, keyword) is is_there


def test_the_keyword_is_looked_for_in_four_places():
    found = checks.keyword_checks(
        words(
            title="Lampada Aria",
            body="uno due tre quattro cinque lampada",
            meta_description="Compra la lampada",
            keyword="lampada",
        )
    )

    assert {check.key: check.is_met for check in found} == {
        "title": True,
        "half": False,
        "body": True,
        "meta_description": True,
    }
