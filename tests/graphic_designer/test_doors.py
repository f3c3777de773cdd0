"""The designer's doors: the desk, the board, uploads, files."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roles.graphic_designer import actions
from roles.graphic_designer.models import Brief, Picture, Pin
from tests.factories import NOON, ProductFactory
from tests.factories.graphic_designer import BriefFactory, drawn, sent, upload
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
DESK = "/desk/graphic-designer/"


def at(verb, row):
    return reverse(f"graphic_designer:{verb}", args=[row.pk])


def page(browser, address, **how):
    return text(browser.get(address, **how))


@pytest.fixture
def doras(as_, dora):
    """Dora's browser."""
    return as_(dora)


# The desk


def test_a_brief_asked_for_too_late_is_wanted_at_once(doras):
    now = timezone.now()
    BriefFactory(asked_at=now - timedelta(hours=1), due_at=now - timedelta(days=2))

    assert "At once" in page(doras, DESK)


def test_the_desk_shows_the_late_first_and_the_rest_by_date(doras):
    now = timezone.now()
    for name, hours in (("Next week", 150), ("Late", -3), ("Soon", 30)):
        BriefFactory(subject=ProductFactory(name=name), due_at=now + timedelta(hours=hours))

    desk = page(doras, DESK)

    wanted = [f"<strong>{name}</strong>" for name in ("Late", "Soon", "Next week")]
    assert sorted(wanted, key=desk.index) == wanted


def test_what_came_back_stands_first_with_its_note(doras, dora, gwen):
    back = sent(dora, subject=ProductFactory(name="La lampada"))
    actions.request_changes(back, number=1, note="Più luce.", by=gwen, at=NOON)

    desk = page(doras, DESK)

    assert desk.index("Sent back") < desk.index("Più luce.")


def test_a_product_nobody_can_see_is_one_click_from_the_board(doras, dora):
    lamp = ProductFactory(name="Unseen lamp")
    assert "Unseen lamp" in page(doras, DESK)

    response = doras.post(reverse("graphic_designer:take_up", args=[lamp.pk]))

    brief = Brief.objects.of(lamp).get()
    assert response["Location"] == brief.get_absolute_url()
    doras.post(reverse("graphic_designer:take_up", args=[lamp.pk]))
    assert Brief.objects.of(lamp).count() == 1
    assert 'id="unseen"' not in page(doras, DESK)


def test_an_empty_desk_says_what_would_fill_it(doras):
    assert "Nothing to make" in page(doras, DESK)


def test_htmx_gets_the_desk_and_the_back_button_the_page(doras):
    assert "<html" not in page(doras, DESK, headers=HTMX)
    back = HTMX | {"HX-History-Restore-Request": "true"}
    assert "<html" in page(doras, DESK, headers=back)


def test_more_work_costs_no_more_queries(doras, dora, gwen, django_assert_max_num_queries):
    for _ in range(6):
        BriefFactory(medium="meta_ads")
        sent(dora)
        ProductFactory()
        back = sent(dora)
        actions.request_changes(back, number=1, note="Più luce.", by=gwen, at=NOON)

    with django_assert_max_num_queries(38):
        doras.get(DESK)


# Of a record


def test_what_one_may_not_see_has_no_pictures(as_, dora):
    kinds = ContentType.objects.filter(model__in=["customer", "session", "group"])
    for kind in kinds:
        assert as_(dora).get(reverse("graphic_designer:of", args=[kind.pk, 1])).status_code == 404


# The board


def test_dropped_pictures_are_answered_with_what_was_found(doras):
    brief = BriefFactory()

    answer = doras.post(at("upload", brief), {"file": upload(size=(1200, 600))}, headers=HTMX)

    board = text(answer)
    assert "<html" not in board
    assert "1200 × 600" in board
    assert re.search(r'id="state" hx-swap-oob="true"[^>]*>In work<', board)
    assert "hx-swap-oob" not in page(doras, brief.get_absolute_url())
    assert "The alternative text in IT is missing." in board


def test_without_htmx_the_browser_gets_its_page_again(doras):
    brief = BriefFactory()

    answer = doras.post(at("upload", brief), {"file": upload(size=(1200, 600))})

    assert answer["Location"].startswith(brief.get_absolute_url())


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<svg onload=alert(1)></svg>", "logo.svg", "can carry programs"),
        (b"<!doctype html><script>", "photo.jpg", "can carry programs"),
        (b"nothing", "photo.jpg", "no picture we can open"),
        (b"", "photo.jpg", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field_and_stored_nowhere(
    doras, settings, content, name, words
):
    brief = BriefFactory()

    answer = doras.post(at("upload", brief), {"file": upload(content, name=name)}, headers=HTMX)

    assert answer.status_code == 422
    assert words in text(answer)
    assert not Picture.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.*"))


@pytest.mark.parametrize("name", ["../../x.jpg", "a\0b.jpg", "x" * 300 + ".jpg", "нож.php"])
def test_nothing_of_a_name_reaches_the_disk(doras, settings, name):
    brief = BriefFactory()

    doras.post(at("upload", brief), {"file": upload(name=name, size=(1200, 600))})

    assert Picture.objects.count() == 1
    stored = list(settings.MEDIA_ROOT.rglob("*.*"))
    assert {path.suffix for path in stored} == {".jpg", ".webp"}
    assert all(len(path.stem) == 32 for path in stored)


def test_pictures_come_one_at_a_time(doras):
    brief = BriefFactory()
    files = [upload(size=(1200, 600)), upload(size=(1200, 600))]

    answer = doras.post(at("upload", brief), {"file": files}, headers=HTMX)

    assert answer.status_code == 422
    assert "One picture at a time." in text(answer)
    assert not Picture.objects.exists()


def test_a_body_too_big_is_refused_before_it_is_read(doras):
    class Unread:
        def read(self, *args):
            raise AssertionError("somebody reads 100 MB")

        readline = read

    brief = BriefFactory()

    answer = doras.generic(
        "POST",
        at("upload", brief),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(100 * 2**20),
        **{"wsgi.input": Unread()},
        headers=HTMX,
    )

    assert answer.status_code == 409
    assert "More than 21 MB at once" in text(answer)


def test_the_upload_asks_for_the_pages_token(dora):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(dora)

    answer = browser.post(at("upload", BriefFactory()), {"file": upload(size=(1200, 600))})

    assert answer.status_code == 403
    assert not Picture.objects.exists()


def test_a_comment_is_pinned_by_click_or_by_name(doras, dora):
    picture = sent(dora).proofs.get().pictures.get()

    doras.post(at("pin", picture), {"text": "Too dark", "x": "12.5", "y": "80"})
    doras.post(at("pin", picture), {"text": "Here as well", "where": "right-top"})
    doras.post(at("pin", picture), {"text": "All of it"})

    assert [(pin.x, pin.y) for pin in Pin.objects.order_by("pk")] == [
        (12.5, 80),
        (83, 17),
        (None, None),
    ]
    board = page(doras, picture.proof.brief.get_absolute_url())
    assert "translate(125 400)" in board


@pytest.mark.parametrize("form", [{"text": ""}, {"text": "x", "x": "120", "y": "3"}])
def test_a_comment_without_words_or_beside_the_picture_is_asked_again(doras, dora, form):
    picture = sent(dora).proofs.get().pictures.get()

    assert doras.post(at("pin", picture), form, headers=HTMX).status_code == 422
    assert not Pin.objects.exists()


def test_a_comment_is_settled_and_not(doras, dora):
    picture = sent(dora).proofs.get().pictures.get()
    pin = actions.pin(picture, text="Too dark", by=None, at=NOON)

    doras.post(at("settle", pin))
    doras.post(at("settle", pin))
    pin.refresh_from_db()
    assert pin.settled_by == dora

    doras.post(at("settle", pin), {"undo": "1"})
    pin.refresh_from_db()
    assert pin.settled_at is None


def test_words_for_who_cannot_see_are_kept_as_one_types(doras):
    brief = BriefFactory()

    part = doras.post(at("describe", brief), {"alt_it": "Una lampada"}, headers=HTMX)

    assert "alternative text in IT" not in text(part)
    assert brief.alt_texts.get().text == "Una lampada"


def test_words_that_wait_for_approval_are_read_and_not_written(doras, dora):
    brief = sent(dora)

    assert 'name="alt_it"' not in page(doras, brief.get_absolute_url())
    answer = doras.post(at("describe", brief), {"alt_it": "Altro"}, headers=HTMX)
    assert answer.status_code == 409
    assert "waits for approval" in text(answer)


def test_two_proofs_stand_side_by_side(doras, dora, gwen):
    brief = sent(dora)
    actions.request_changes(brief, number=1, note="Più luce.", by=gwen, at=NOON)
    actions.add(brief, [], by=dora, at=NOON)

    compared = page(doras, at("compare", brief))

    assert compared.count("<figure") + compared.count('class="canvas"') == 2
    assert page(doras, at("compare", brief) + "?left=9&right=x&format=nothing")


def test_the_board_costs_the_same_whatever_was_said(doras, dora, django_assert_max_num_queries):
    brief = sent(dora, medium="meta_ads")
    for picture in Picture.objects.all():
        for _ in range(5):
            actions.pin(picture, text="Too dark", x=1, y=2, by=dora, at=NOON)

    with django_assert_max_num_queries(32):
        doras.get(brief.get_absolute_url())


# Deciding


def test_who_may_approves_and_takes_the_set(as_, dora, gwen):
    brief = sent(dora, medium="meta_ads")
    assert as_(gwen).get(at("take", brief)).status_code == 409

    as_(gwen).post(at("approve", brief), {"number": 1})

    answer = as_(gwen).get(at("take", brief))
    names = ZipFile(BytesIO(b"".join(answer.streaming_content))).namelist()
    assert sorted(name.rpartition("-")[2] for name in names) == [
        "1080x1080.jpg",
        "1080x1350.jpg",
        "1080x1920.jpg",
        "alt.txt",
    ]


def test_marketing_decides_about_campaigns_and_not_about_products(as_, dora, mark):
    of_a_campaign, of_a_product = sent(dora), sent(dora, medium="product")
    browser = as_(mark)

    assert browser.post(at("approve", of_a_product), {"number": 1}).status_code == 404
    assert browser.post(at("approve", of_a_campaign), {"number": 1}).status_code == 302
    assert "Approve all formats" not in page(browser, of_a_product.get_absolute_url())


def test_a_changed_proof_is_refused_politely(as_, dora, gwen):
    brief = sent(dora)

    answer = as_(gwen).post(at("approve", brief), {"number": 7}, headers=HTMX)

    assert answer.status_code == 409
    assert "Look at it again" in text(answer)


# Files


def test_a_picture_is_served_as_a_picture_to_who_may_see_it(as_, dora, stella):
    picture = sent(dora).proofs.get().pictures.get()

    answer = as_(dora).get(picture.get_absolute_url())

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"].startswith("private")
    assert as_(stella).get(picture.get_absolute_url()).status_code == 404


def test_a_picture_of_the_catalogue_is_served_to_who_sees_the_product(as_, dora, gwen, stella):
    brief = sent(dora, medium="product")
    actions.approve(brief, number=1, by=gwen, at=NOON)
    address = brief.subject.images.get().address

    answer = as_(dora).get(address)

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert as_(stella).get(address).status_code == 404
    assert as_(dora).get(address.replace(".jpg", "x.jpg")).status_code == 404
    other = ProductFactory()
    elsewhere = address.replace(f"/{brief.subject_id}/", f"/{other.pk}/")
    assert as_(dora).get(elsewhere).status_code == 404


def test_the_writer_looks_and_does_not_draw(as_, walt, dora):
    brief = sent(dora)

    assert "Take it back" not in page(as_(walt), brief.get_absolute_url())
    assert as_(walt).post(at("upload", brief), {"file": upload()}).status_code == 404


def test_a_drawing_of_any_shape_has_a_small_one(doras):
    brief = BriefFactory()
    doras.post(at("upload", brief), {"file": upload(drawn(3000, 10))})

    master = Picture.objects.get(piece=None)

    assert doras.get(at("small", master))["Content-Type"] == "image/webp"
