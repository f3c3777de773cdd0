"""Campaign texts: asked for once, kept within the medium's limits, read by other eyes."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.urls import reverse

from catalog.models import Product
from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from roles.team.models import Role
from roles.web_writer import actions, limits
from roles.web_writer.models import Copy
from tests.factories import NOON, MarketFactory, ProductFactory
from tests.factories.copies import WHOLE, CopyFactory
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
DUE = NOON + timedelta(days=2)
HEADLINES = "Lampade dal 20 %\nLuce calda\nSpedite in 24 ore"
DESCRIPTIONS = "Scegli la tua lampada, la spediamo domani.\nReso gratuito in 30 giorni."


def at(verb, row):
    return reverse(f"web_writer:{verb}", args=[row.pk])


def asked(subject, medium="meta_ads", language="it"):
    return actions.ask_for_copy(subject, medium=medium, language=language, due_at=DUE, at=NOON)


def saved(copy, words, *, by, version=None):
    version = copy.version if version is None else version
    return actions.save_copy(copy, version=version, words=words, by=by, at=NOON)


def sent(by, **fields):
    copy = CopyFactory(submitted=True, **fields)
    copy.writers.add(by)
    return copy


@pytest.fixture(autouse=True)
def _italy(db):
    MarketFactory()


@pytest.fixture
def walts(as_, walt):
    """Walt's browser."""
    return as_(walt)


# Limits


@pytest.mark.parametrize(
    ("medium", "words", "field", "what"),
    [
        ("meta_ads", {}, "primary", "Write it"),
        ("meta_ads", WHOLE | {"headline": "x" * 41}, "headline", "1 characters too long: 40"),
        ("google_ads", {"headlines": "Uno\nDue"}, "headlines", "From 3 to 15 lines; it has 2"),
        ("google_ads", {"headlines": "x" * 31 + "\nb\nc"}, "headlines", "1 characters too long"),
        ("google_ads", {"headlines": "Subito!\nb\nc"}, "headlines", "refuses “!”"),
        ("google_ads", {"descriptions": "x" * 91 + "\nb"}, "descriptions", "too long: 90"),
        ("newsletter", {"subject": "x" * 61}, "subject", "too long: 60"),
        ("newsletter", {"preheader": "x" * 91}, "preheader", "too long: 90"),
        ("post", {"short": "x" * 281}, "short", "too long: 280"),
    ],
)
def test_a_medium_says_what_it_does_not_take(medium, words, field, what):
    assert what in limits.missing(medium, words)[field]


@pytest.mark.parametrize(
    ("medium", "words"),
    [
        ("meta_ads", WHOLE),
        ("meta_ads", {"primary": "x" * 125, "headline": "à" * 40}),
        ("google_ads", {"headlines": HEADLINES + "\n\n", "descriptions": DESCRIPTIONS}),
        ("post", {"text": "x" * 2200, "short": "è" * 280}),
    ],
)
def test_what_keeps_the_limits_lacks_nothing(medium, words):
    assert limits.missing(medium, words) == {}


# Asking


def test_asking_twice_asks_once():
    lamp = ProductFactory()

    assert asked(lamp) == asked(lamp)
    assert Copy.objects.of(lamp).count() == 1


def test_what_was_withdrawn_is_asked_for_anew():
    lamp = ProductFactory()
    first = asked(lamp)
    first.withdraw(by=None, at=NOON)

    assert asked(lamp) != first


def test_the_database_keeps_one_text_per_variant():
    first = CopyFactory()

    with pytest.raises(IntegrityError):
        CopyFactory(subject=first.subject)


def test_another_variant_takes_the_next_letter_until_there_are_four(walt):
    first = CopyFactory(brief="Short.")

    letters = [actions.add_variant(first, by=walt, at=NOON).variant for _ in range(3)]

    assert letters == ["B", "C", "D"]
    assert set(Copy.objects.of(first.subject).values_list("brief", flat=True)) == {"Short."}
    with pytest.raises(Refusal, match="4 variants already"):
        actions.add_variant(first, by=walt, at=NOON)


def test_situations_of_many_records_are_one_question(django_assert_num_queries):
    lamps = ProductFactory.create_batch(3)
    done = CopyFactory(subject=lamps[0], approved=True)
    CopyFactory(subject=lamps[1])
    Copy.objects.of(lamps[0]).exists()

    with django_assert_num_queries(1):
        assert list(Copy.objects.of_each(lamps).approved()) == [done]


# Writing


def test_nobody_overwrites_anybody(walt, gwen):
    copy = CopyFactory()
    saved(copy, WHOLE, by=gwen)

    with pytest.raises(actions.StaleCopy, match="Gwen saved"):
        saved(copy, WHOLE | {"headline": "Mine"}, by=walt)

    copy.refresh_from_db()
    assert copy.words == WHOLE


def test_saving_the_same_again_is_harmless(walt):
    copy = saved(CopyFactory(), WHOLE, by=walt)

    assert saved(copy, WHOLE, by=walt, version=1).version == copy.version == 2


def test_what_is_too_long_stays_on_the_desk(walt):
    copy = saved(CopyFactory(), WHOLE | {"headline": "x" * 50}, by=walt)

    with pytest.raises(Refusal, match="10 characters too long"):
        actions.submit_copy(copy, by=walt, at=NOON)

    copy.refresh_from_db()
    assert copy.status == "to_write"


def test_what_was_sent_cannot_change_under_the_eyes_of_who_reads(walt):
    with pytest.raises(Refusal, match="waits for approval"):
        saved(sent(walt), {"primary": "Other"}, by=walt)


# Reading


def test_other_eyes_approve(walt, mark):
    copy = sent(walt)

    actions.approve_copy(copy, version=1, by=mark, at=NOON)

    assert list(Copy.objects.of(copy.subject).approved()) == [copy]


def test_the_text_that_was_read_is_the_one_approved(walt, mark):
    copy = sent(walt)
    Copy.objects.filter(pk=copy.pk).update(version=2)

    with pytest.raises(Refusal, match="was changed since"):
        actions.approve_copy(copy, version=1, by=mark, at=NOON)


def test_two_clicks_approve_once(walt, mark):
    copy = sent(walt)
    actions.approve_copy(copy, version=1, by=mark, at=NOON)

    with pytest.raises(IllegalMove):
        actions.approve_copy(copy, version=1, by=mark, at=NOON)


def test_what_was_approved_can_go_back(walt, mark):
    copy = sent(walt)
    actions.approve_copy(copy, version=1, by=mark, at=NOON)

    actions.send_copy_back(copy, version=1, note="The offer has changed.", by=mark, at=NOON)

    assert not Copy.objects.of(copy.subject).approved().exists()


# Doors


def test_the_editor_counts_every_line(walts):
    copy = CopyFactory(medium="google_ads", words={"headlines": HEADLINES, "descriptions": ""})

    page = text(walts.get(copy.get_absolute_url()))

    assert "16/30" in page
    assert "3–15 lines of 30 characters" in page


def test_saving_answers_htmx_with_how_far_it_is_kept(walts):
    copy = CopyFactory()

    answer = walts.post(at("save_copy", copy), WHOLE | {"version": 1}, headers=HTMX)

    assert 'value="2"' in text(answer)
    assert "<html" not in text(answer)
    copy.refresh_from_db()
    assert copy.words == WHOLE | {"description": ""}


def test_a_clash_shows_both_texts_and_lets_one_choose(walts, walt, gwen):
    copy = CopyFactory()
    saved(copy, WHOLE | {"headline": "Di Gwen"}, by=gwen)
    mine = {"primary": "Mio", "headline": "Mia", "version": 1}

    answer = walts.post(at("save_copy", copy), mine, headers=HTMX)
    assert answer.status_code == 409
    assert "Di Gwen" in text(answer)

    assert walts.post(at("save_copy", copy), mine | {"over": 2}, headers=HTMX).status_code == 200
    copy.refresh_from_db()
    assert copy.words["headline"] == "Mia"


def test_without_htmx_nothing_typed_is_lost_in_a_clash(walts, gwen):
    copy = CopyFactory()
    saved(copy, WHOLE, by=gwen)

    answer = walts.post(at("save_copy", copy), {"primary": "Mio", "version": 1})

    assert answer.status_code == 409
    assert ">\nMio</textarea>" in text(answer)


def test_sending_too_much_is_asked_again_at_its_field_and_kept(walts):
    copy = CopyFactory()
    words = WHOLE | {"headline": "x" * 45, "version": 1}

    answer = walts.post(at("submit_copy", copy), words)

    assert answer.status_code == 422
    assert "5 characters too long" in text(answer)
    copy.refresh_from_db()
    assert copy.words["headline"] == "x" * 45
    assert copy.status == "to_write"


def test_a_whole_text_is_sent_and_sent_back_with_a_note(walts, as_, mark):
    copy = CopyFactory()
    walts.post(at("submit_copy", copy), WHOLE | {"version": 1})
    copy.refresh_from_db()
    assert copy.status == "submitted"

    no_note = as_(mark).post(at("send_copy_back", copy), {"version": copy.version, "note": ""})
    assert no_note.status_code == 422
    as_(mark).post(at("send_copy_back", copy), {"version": copy.version, "note": "Più corto."})

    copy.refresh_from_db()
    assert copy.status == "changes"
    assert "Più corto." in text(as_(mark).get(copy.get_absolute_url()))


def test_the_table_says_what_is_written_and_what_lacks(as_, mark):
    MarketFactory(country="ES", language="es")
    copy = CopyFactory(approved=True)
    kind = ContentType.objects.get_for_model(Product)
    address = reverse("web_writer:copies_of", args=[kind.pk, copy.subject_id])

    page = text(as_(mark).get(address))
    part = text(as_(mark).get(address, headers=HTMX))

    assert "Approved" in page
    assert "medium=meta_ads&amp;language=es" in page
    assert "<html" not in part
    assert "Google Ads" not in part


def test_texts_are_asked_for_in_several_media_and_languages_at_once(as_, mark):
    MarketFactory(country="ES", language="es")
    lamp, kind = ProductFactory(), ContentType.objects.get_for_model(Product)
    form = {
        "media": ["newsletter", "post"],
        "languages": ["it", "es"],
        "due_at": "2026-07-01T10:00",
        "brief": "Sommer.",
    }
    address = reverse("web_writer:ask_for_copy", args=[kind.pk, lamp.pk])

    as_(mark).post(address, form)
    as_(mark).post(address, form)

    assert Copy.objects.of(lamp).count() == 4
    assert as_(mark).post(address, {"media": ["fax"]}).status_code == 422


def test_variants_stand_side_by_side(walts, walt):
    copy = CopyFactory(whole=True)
    other = actions.add_variant(copy, by=walt, at=NOON)
    saved(other, WHOLE | {"headline": "Altra lampada"}, by=walt)

    page = text(walts.get(at("variants", copy)))

    assert page.index("Lampada Aria") < page.index("Altra lampada")


def test_the_desk_lists_campaign_texts_by_what_waits(walts):
    CopyFactory(subject=ProductFactory(name="Later"))
    CopyFactory(subject=ProductFactory(name="Late"), due_at=NOON - timedelta(days=200))

    desk = text(walts.get(reverse("web_writer:desk")))

    part = desk[desk.index('id="campaign-texts"') :]
    assert part.index(">Late<") < part.index(">Later<")


def test_more_texts_cost_no_more_queries(walts, walt, gwen, django_assert_max_num_queries):
    for copy in CopyFactory.create_batch(5):
        sent(walt)
        actions.add_variant(copy, by=walt, at=NOON)
        back = sent(walt)
        actions.send_copy_back(back, version=1, note="No.", by=gwen, at=NOON)

    with django_assert_max_num_queries(28):
        walts.get(reverse("web_writer:desk"))
    with django_assert_max_num_queries(18):
        walts.get(copy.get_absolute_url())


def test_who_only_reads_writes_nothing(as_, hired):
    olga = hired("olga", Role.WEBMASTER)
    copy = CopyFactory(whole=True)

    assert "<textarea" not in text(as_(olga).get(copy.get_absolute_url()))
    assert as_(olga).post(at("save_copy", copy), WHOLE | {"version": 1}).status_code == 404
