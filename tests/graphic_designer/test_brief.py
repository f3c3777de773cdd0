"""A brief's life: asked for once, made, looked at by other eyes, and into the catalogue."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from catalog.models import Product
from config.lib import pictures
from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from roles.graphic_designer import actions, checks
from roles.graphic_designer.actions import cutting
from roles.graphic_designer.models import Brief, Picture
from roles.team import eyes
from roles.team.models import Role
from tests.factories import NOON, MarketFactory, ProductFactory
from tests.factories.graphic_designer import BriefFactory, sent, shot

pytestmark = pytest.mark.django_db
DUE = NOON + timedelta(days=3)


def asked(subject, medium="newsletter", **how):
    return actions.ask_for(subject, medium=medium, due_at=DUE, by=None, at=NOON, **how)


def added(brief, by, *uploads, at=NOON, **how):
    return actions.add(brief, uploads, by=by, at=at, **how)


def stored(settings):
    """The names of all files on the disk."""
    return {path.name for path in settings.MEDIA_ROOT.rglob("*.*")}


# Asking


def test_asking_twice_asks_once():
    lamp = ProductFactory()

    assert asked(lamp) == asked(lamp)
    assert Brief.objects.of(lamp).count() == 1


def test_a_brief_keeps_the_usual_formats_and_the_languages_of_the_markets():
    MarketFactory(country="ES", language="es")

    brief = asked(ProductFactory(), "landing")

    assert list(brief.pieces.order_by("position").values_list("key", "width", "height")) == [
        ("stage", 1920, 800),
        ("phone", 1080, 1350),
        ("preview", 1200, 630),
    ]
    assert brief.languages == ["es", "it"]


def test_an_ad_has_no_alternative_text():
    assert asked(ProductFactory(), "google_ads").languages == []


def test_what_is_heard_and_not_seen_wants_no_picture():
    with pytest.raises(Refusal, match="Nothing is drawn"):
        asked(ProductFactory(), "radio")


def test_other_words_make_another_brief():
    lamp = ProductFactory()

    assert asked(lamp, language="it") != asked(lamp, language="es")


def test_what_was_approved_answers_until_somebody_wants_it_anew():
    lamp = ProductFactory()
    done = BriefFactory(subject=lamp, approved=True)

    assert asked(lamp) == done
    assert asked(lamp, anew=True) != done


def test_a_withdrawn_brief_answers_nothing():
    lamp = ProductFactory()
    first = asked(lamp)
    actions.withdraw(first, by=None, at=NOON)

    assert asked(lamp) != first


def test_the_database_keeps_one_open_brief():
    first = BriefFactory()

    with pytest.raises(IntegrityError):
        BriefFactory(subject=first.subject)


def test_a_list_of_briefs_is_named_without_asking_for_their_records(django_assert_num_queries):
    BriefFactory.create_batch(3)

    with django_assert_num_queries(1):
        assert all(str(brief).startswith("Newsletter: Lamp") for brief in Brief.objects.all())


def test_situations_of_many_records_are_one_question(django_assert_num_queries):
    lamps = ProductFactory.create_batch(3)
    done = BriefFactory(subject=lamps[0], approved=True)
    BriefFactory(subject=lamps[1])
    Brief.objects.of(lamps[0]).exists()

    with django_assert_num_queries(1):
        assert list(Brief.objects.of_each(lamps).approved()) == [done]


# Making


def test_a_picture_goes_to_the_format_of_its_size(dora):
    brief = asked(ProductFactory(), "meta_ads")

    proof = added(brief, dora, shot(1080, 1350), shot(1080, 1920))

    by_key = {p.piece.key: p for p in proof.pictures.exclude(piece=None)}
    assert set(by_key) == {"portrait", "story"}
    assert not any(picture.is_cut for picture in by_key.values())


def test_the_master_serves_every_format_without_a_picture(dora):
    brief = asked(ProductFactory(), "meta_ads")

    proof = added(brief, dora, shot(2400, 2400), shot(1080, 1350))

    cut = {p.piece.key: p for p in proof.pictures.filter(is_cut=True)}
    assert {key: one.size for key, one in cut.items()} == {
        "square": (1080, 1080),
        "story": (1080, 1920),
    }
    brief.refresh_from_db()
    assert brief.status == "in_work"
    assert checks.of(brief, proof).is_whole


def test_a_picture_bigger_than_its_format_is_made_to_measure(dora):
    brief = asked(ProductFactory())

    proof = added(brief, dora, shot(2400, 1200), piece=brief.pieces.get())

    assert proof.pictures.get().size == (1200, 600)


def test_a_format_of_another_shape_is_told_what_is_wrong(dora):
    brief = asked(ProductFactory())

    proof = added(brief, dora, shot(800, 800), piece=brief.pieces.get())

    lacks = " ".join(checks.of(brief, proof).lacks)
    assert "800 × 800 pixels, wanted 1200 × 600" in lacks
    assert "Shape 1:1, wanted 2:1" in lacks
    assert "The alternative text in IT is missing." in lacks


def test_a_master_too_small_is_told(dora):
    brief = asked(ProductFactory())

    proof = added(brief, dora, shot(800, 500))

    assert "too small" in " ".join(checks.of(brief, proof).lacks)


def test_a_new_master_is_cut_anew_and_the_old_files_go(
    dora, settings, django_capture_on_commit_callbacks
):
    brief = asked(ProductFactory(), "product")
    added(brief, dora, shot(2400, 2400, "first.jpg"))
    before = stored(settings)

    with django_capture_on_commit_callbacks(execute=True):
        proof = added(brief, dora, shot(2600, 2600, "second.jpg"))

    assert {picture.name for picture in proof.pictures.all()} == {"second.jpg"}
    assert before.isdisjoint(stored(settings))
    assert len(stored(settings)) == 4


@pytest.mark.parametrize(
    ("room", "verb"), [(pictures, "cut"), (cutting, "cut_what_has_no_picture")]
)
def test_of_a_change_that_comes_to_nothing_no_file_stays(dora, settings, monkeypatch, room, verb):
    brief, upload = asked(ProductFactory(), "product"), shot(2400, 2400)

    def too_heavy(*args, **how):
        raise pictures.Refused("Too heavy.")

    monkeypatch.setattr(room, verb, too_heavy)
    with pytest.raises(Refusal, match="Too heavy"):
        added(brief, dora, upload)

    assert stored(settings) == set()
    assert not brief.proofs.exists()


def test_the_master_taken_away_takes_its_cuts_along(dora):
    brief = asked(ProductFactory(), "meta_ads")
    proof = added(brief, dora, shot(2400, 2400), shot(1080, 1350))

    actions.remove(proof.pictures.get(piece=None), by=dora, at=NOON)

    assert [picture.piece.key for picture in proof.pictures.all()] == ["portrait"]


def test_a_format_without_its_own_picture_falls_back_to_the_master(dora):
    brief = asked(ProductFactory(), "product")
    proof = added(brief, dora, shot(2400, 2400), shot(2000, 2000))

    actions.remove(proof.pictures.get(piece__isnull=False), by=dora, at=NOON)

    assert proof.pictures.get(piece__isnull=False).is_cut


def test_the_point_that_matters_moves_every_cut(dora):
    brief = asked(ProductFactory(), "product")
    proof = added(brief, dora, shot(2400, 2000))
    before = proof.pictures.get(is_cut=True).file.name

    actions.focus(proof.pictures.get(piece=None), x=10, y=20, by=dora, at=NOON)

    assert proof.pictures.get(is_cut=True).file.name != before


# To approval


def test_what_it_lacks_keeps_it_on_the_desk(dora):
    brief = asked(ProductFactory())
    added(brief, dora, shot(1200, 600))

    with pytest.raises(Refusal, match="alternative text in IT"):
        actions.send(brief, by=dora, at=NOON)

    actions.describe(brief, {"it": "Una lampada blu"}, by=dora, at=NOON)
    actions.send(brief, by=dora, at=NOON)
    brief.refresh_from_db()
    assert brief.status == "submitted"


def test_nothing_is_sent_without_a_picture(dora):
    with pytest.raises(Refusal, match="No picture yet"):
        actions.send(asked(ProductFactory()), by=dora, at=NOON)


def test_what_was_sent_cannot_change_under_the_eyes_of_who_approves(dora):
    brief = sent(dora)
    picture = Picture.objects.get()

    for change in (
        lambda: added(brief, dora, shot(1200, 600)),
        lambda: actions.remove(picture, by=dora, at=NOON),
        lambda: actions.focus(picture, x=1, y=1, by=dora, at=NOON),
        lambda: actions.describe(brief, {"it": "Altro"}, by=dora, at=NOON),
    ):
        with pytest.raises(Refusal, match="waits for approval"):
            change()

    assert brief.alt_texts.get().text == "Una lampada"


def test_words_that_were_approved_change_only_with_another_look(dora, gwen):
    brief = sent(dora)
    actions.approve(brief, number=1, by=gwen, at=NOON)
    with pytest.raises(Refusal, match="Nothing is to be made"):
        actions.describe(brief, {"it": "Altro"}, by=dora, at=NOON)

    actions.request_changes(brief, number=1, note="Say that it is blue.", by=gwen, at=NOON)
    actions.describe(brief, {"it": "Una lampada", "xx": "?"}, by=dora, at=NOON)
    assert brief.proofs.count() == 1
    actions.describe(brief, {"it": "Una lampada blu"}, by=dora, at=NOON)

    assert brief.proofs.get(number=2).pictures.count() == 1
    actions.send(brief, by=dora, at=NOON)
    with pytest.raises(Refusal, match="was changed since"):
        actions.approve(brief, number=1, by=gwen, at=NOON)
    actions.approve(brief, number=2, by=gwen, at=NOON)


def test_who_told_what_it_shows_does_not_approve_it(dora, gwen, hired):
    hired("greta", Role.COORDINATOR)
    brief = asked(ProductFactory(), "product")
    added(brief, dora, shot(2400, 2400))
    actions.describe(brief, {"it": "Una lampada"}, by=gwen, at=NOON)
    actions.send(brief, by=dora, at=NOON)

    with pytest.raises(Refusal, match="somebody else must approve"):
        actions.approve(brief, number=1, by=gwen, at=NOON)


def test_the_next_proof_begins_with_the_pictures_of_the_last(dora, gwen):
    brief = sent(dora, medium="meta_ads")
    first = brief.proofs.get()
    actions.request_changes(brief, number=1, note="Bigger.", by=gwen, at=NOON)

    second = added(brief, dora, shot(1080, 1920))

    assert second.number == 2
    assert second.pictures.count() == first.pictures.count() == 3
    assert (
        second.pictures.get(piece__key="square").file
        == first.pictures.get(piece__key="square").file
    )
    assert (
        second.pictures.get(piece__key="story").file != first.pictures.get(piece__key="story").file
    )


def test_what_an_older_proof_shows_stays_on_the_disk(
    dora, gwen, django_capture_on_commit_callbacks
):
    brief = sent(dora)
    actions.request_changes(brief, number=1, note="Bigger.", by=gwen, at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        added(brief, dora, shot(1200, 600))

    assert brief.proofs.get(number=1).pictures.get().file.read()


# Other eyes


def test_approved_pictures_of_a_product_fall_into_the_catalogue(dora, gwen):
    brief = sent(dora, medium="product")
    assert brief.subject in Product.objects.lacking_image()

    actions.approve(brief, number=1, by=gwen, at=NOON)

    image = brief.subject.images.get()
    assert image.alt_text == "Una lampada"
    assert image.file.read() == Picture.objects.get().file.read()
    assert image.file.name != Picture.objects.get().file.name
    assert brief.subject not in Product.objects.lacking_image()


def test_pictures_of_a_campaign_stay_with_the_brief(dora, gwen):
    brief = sent(dora, medium="newsletter")

    actions.approve(brief, number=1, by=gwen, at=NOON)

    assert not brief.subject.images.exists()
    assert list(Brief.objects.of(brief.subject).approved()) == [brief]


def test_marketing_is_no_other_pair_of_eyes_for_a_product(gwen, mark):
    """Mark may approve a campaign's pictures, so Gwen is not alone there; here she is."""
    of_a_campaign, of_a_product = sent(gwen), sent(gwen, medium="product")

    with pytest.raises(Refusal, match="somebody else must approve"):
        actions.approve(of_a_campaign, number=1, by=gwen, at=NOON)
    assert not eyes.others_who_approve(of_a_product, by=gwen).exists()
    assert list(eyes.others_who_approve(of_a_campaign, by=gwen)) == [mark]


def test_the_proof_that_was_looked_at_is_the_one_approved(dora, gwen):
    brief = sent(dora)
    actions.take_back(brief, by=dora, at=NOON)

    with pytest.raises(Refusal, match="was changed since"):
        actions.approve(brief, number=1, by=gwen, at=NOON)
    with pytest.raises(Refusal, match="was changed since"):
        actions.approve(brief, number=2, by=gwen, at=NOON)


def test_what_was_taken_back_and_sent_anew_is_looked_at_anew(dora, gwen):
    brief = sent(dora)
    actions.take_back(brief, by=dora, at=NOON)
    added(brief, dora, shot(1200, 600))
    actions.send(brief, by=dora, at=NOON)

    with pytest.raises(Refusal, match="was changed since"):
        actions.approve(brief, number=1, by=gwen, at=NOON)
    actions.approve(brief, number=2, by=gwen, at=NOON)


def test_two_clicks_approve_once(dora, gwen):
    brief = sent(dora, medium="product")
    actions.approve(brief, number=1, by=gwen, at=NOON)

    with pytest.raises(IllegalMove):
        actions.approve(brief, number=1, by=gwen, at=NOON)

    assert brief.subject.images.count() == 1


def test_sending_back_says_what_to_change_in_words_or_on_the_picture(dora, gwen):
    brief = sent(dora)
    with pytest.raises(Refusal, match="Say what to change"):
        actions.request_changes(brief, number=1, note="", by=gwen, at=NOON)

    actions.pin(Picture.objects.get(), text="Too dark", x=20, y=30, by=gwen, at=NOON)
    actions.request_changes(brief, number=1, note="", by=gwen, at=NOON)

    brief.refresh_from_db()
    assert brief.status == "changes"


def test_what_was_approved_for_a_campaign_can_go_back(dora, gwen):
    brief = sent(dora)
    actions.approve(brief, number=1, by=gwen, at=NOON)

    actions.request_changes(brief, number=1, note="The offer has changed.", by=gwen, at=NOON)

    assert not Brief.objects.of(brief.subject).approved().exists()


def test_a_picture_of_the_catalogue_is_asked_for_anew_instead(dora, gwen):
    brief = sent(dora, medium="product")
    actions.approve(brief, number=1, by=gwen, at=NOON)

    with pytest.raises(Refusal, match="in the catalogue"):
        actions.request_changes(brief, number=1, note="Darker.", by=gwen, at=NOON)


def test_a_comment_is_on_the_picture_or_on_all_of_it(dora):
    picture = sent(dora).proofs.get().pictures.get()

    with pytest.raises(IntegrityError):
        actions.pin(picture, text="Where?", x=120, y=5, by=dora, at=NOON)
