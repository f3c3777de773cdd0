"""The webmaster's doors: what one sees, what one may do, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from catalog.models import Product
from orders.models import Customer
from roles.team.models import Role
from roles.webmaster import actions, asking
from roles.webmaster.asking import Outcome
from roles.webmaster.models import Defect, Freeze, Release, SiteCheck
from tests.factories import (
    NOON,
    ChannelFactory,
    CustomerFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
)
from tests.factories.webmaster import (
    DefectFactory,
    FreezeFactory,
    ReleaseFactory,
    SiteCheckFactory,
)
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def url(name, *rows):
    return reverse(f"webmaster:{name}", args=[getattr(row, "pk", row) for row in rows])


def moment(value):
    """A moment as a browser sends it, on the clock of the shop."""
    return timezone.localtime(value, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def owen(hired):
    return hired("owen", Role.WEBMASTER)


@pytest.fixture
def owens(as_, owen):
    return as_(owen)


@pytest.fixture
def takings(db):
    """2,800 euros in the last 28 days of a channel: 4.17 an hour."""
    now = timezone.now()
    order = OrderFactory(placed_at=now - 27 * A_DAY - timedelta(hours=23.99))
    OrderLineFactory(order=order, unit_price=2800)
    return ChannelFactory()


# The desk


def test_the_dearest_defect_stands_first(owens, takings):
    small = DefectFactory(title="Small", channel=takings, touched_percent=1, lost_percent=1)
    big = DefectFactory(title="Big", channel=takings, touched_percent=100, lost_percent=100)
    unknown = DefectFactory(title="Unweighed")
    DefectFactory(title="Done", verified=True, touched_percent=100, lost_percent=100)

    page = text(owens.get(url("desk")))

    wanted = [big.title, small.title, unknown.title]
    assert sorted(wanted, key=page.index) == wanted
    assert "Done" not in page
    assert "€4.17" in page
    assert "1 not weighed" in page


def test_a_loss_nobody_weighed_is_unknown_and_not_zero(owens, takings):
    DefectFactory(channel=takings)

    page = text(owens.get(url("desk")))

    assert "unknown" in page
    assert "1 not weighed" in page
    assert "€0.00" not in page


def test_in_the_list_what_is_over_stands_below_what_is_not_weighed(owens, takings):
    weighed = DefectFactory(title="Dear", channel=takings, touched_percent=9, lost_percent=9)
    unknown = DefectFactory(title="Unweighed")
    settled = DefectFactory(title="Settled", declined=True)

    titles = [weighed.title, unknown.title, settled.title]
    for sort in ("-loss", "loss"):
        page = text(owens.get(url("defects") + f"?sort={sort}"))
        assert sorted(titles, key=page.index) == titles


def test_what_fails_stands_above_all(owens):
    SiteCheckFactory(failing=True, name="Checkout")
    SiteCheckFactory(name="Home", certificate_until_at=timezone.now() + 3 * A_DAY)
    SiteCheckFactory(name="Fine", passing=True)

    page = text(owens.get(url("desk")))

    assert page.index("Checkout") < page.index("Home") < page.index('id="broken"')
    assert "The page answers with an error (500)" in page
    assert "Fine" not in page


def test_a_demo_says_that_its_answers_are_made_up(owens, settings):
    settings.DEMO = True
    check = SiteCheckFactory(failing=True)

    for page in (url("desk"), url("checks"), url("check", check)):
        assert "A demo shop asks nobody" in text(owens.get(page))


def test_a_release_caught_by_a_freeze_is_marked(owens):
    soon = timezone.now() + A_DAY
    ReleaseFactory(title="New cart", planned_at=soon)
    FreezeFactory(from_at=soon - A_DAY, until_at=soon + A_DAY)

    assert "in a freeze" in text(owens.get(url("desk")))


def test_an_empty_desk_says_what_would_fill_it(owens):
    page = text(owens.get(url("desk")))

    assert "Nothing is broken" in page
    assert "Nothing is planned." in page
    assert "No freeze is coming." in page


def test_htmx_gets_the_desk_and_the_back_button_the_page(owens):
    part = owens.get(url("desk"), headers=HTMX)
    page = owens.get(url("desk"), headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert "<html" not in text(part)
    assert "HX-Request" in part["Vary"]
    assert "<html" in text(page)


def fill(count):
    channel = ChannelFactory()
    for n in range(count):
        release = ReleaseFactory(planned_at=timezone.now() + A_DAY)
        DefectFactory(channel=channel, weighed=True, assignee=None)
        DefectFactory(channel=channel, fixed=True, release=release)
        check = SiteCheckFactory(failing=True, certificate_until_at=timezone.now())
        asking.record(check, Outcome(status=200, first_byte_ms=200 + n), at=timezone.now())
        FreezeFactory(until_at=timezone.now() + A_DAY)


@pytest.mark.parametrize("name", ["desk", "defects", "releases", "checks", "panel"])
def test_more_rows_cost_no_more_queries(name, owens, django_assert_max_num_queries):
    fill(1)
    owens.get(url(name))
    with django_assert_max_num_queries(60) as few:
        owens.get(url(name))
    fill(9)

    with django_assert_max_num_queries(len(few) + 1):  # a list asks its size once a minute
        owens.get(url(name))


# Reporting


SHEET = {"title": "Pay does nothing", "journey": "checkout", "form_key": str(uuid4())}


def test_anybody_reports_in_a_minute(as_, wanda):
    answer = as_(wanda).post(url("report"), SHEET | {"touched": "50", "lost": "100"})

    defect = Defect.objects.get()
    assert answer["Location"] == defect.get_absolute_url()
    assert (defect.reported_by, defect.status) == (wanda, "reported")
    assert (defect.touched_percent, defect.lost_percent) == (50, 100)
    assert "Pay does nothing" in text(as_(wanda).get(answer["Location"]))


def test_only_who_may_weigh_it_is_asked_to(as_, wanda, owens):
    page = DefectFactory().get_absolute_url()

    assert "say below" in text(owens.get(page))
    assert "say below" not in text(as_(wanda).get(page))
    assert "Nobody has weighed it yet." in text(as_(wanda).get(page))


def test_who_does_not_know_leaves_it_unweighed(as_, wanda):
    as_(wanda).post(url("report"), SHEET)

    assert Defect.objects.get().share_lost is None


def test_one_sheet_is_one_defect(as_, wanda):
    browser = as_(wanda)

    first, again = browser.post(url("report"), SHEET), browser.post(url("report"), SHEET)

    assert first["Location"] == again["Location"]
    assert Defect.objects.count() == 1


def test_a_report_without_a_title_is_asked_again(as_, wanda):
    answer = as_(wanda).post(url("report"), SHEET | {"title": ""})

    assert answer.status_code == 422
    assert "This field is required" in text(answer)


def test_a_report_remembers_the_record_it_came_from(as_, wanda):
    product = ProductFactory(name="Aria")
    kind = ContentType.objects.get_for_model(Product)
    about = f"?subject_type={kind.pk}&subject_id={product.pk}"
    browser = as_(wanda)
    assert f'value="{product.pk}"' in text(browser.get(url("report") + about))

    browser.post(url("report"), SHEET | {"subject_type": kind.pk, "subject_id": product.pk})

    defect = Defect.objects.of(product).get()
    assert product.get_absolute_url() in text(browser.get(defect.get_absolute_url()))
    assert defect.title in text(browser.get(url("of_subject", kind, product)))


def test_a_record_one_may_not_see_is_neither_reported_nor_shown(as_, wanda, owen):
    customer = CustomerFactory(name="Bruna Buyer")
    kind = ContentType.objects.get_for_model(Customer)

    answer = as_(wanda).post(
        url("report"), SHEET | {"subject_type": kind.pk, "subject_id": customer.pk}
    )
    seen = DefectFactory(subject_type=kind, subject_id=customer.pk)

    assert answer.status_code == 422
    assert "Bruna" not in text(as_(owen).get(seen.get_absolute_url()))


# A defect's life


def test_from_the_report_to_the_last_look(as_, owen, wanda):
    defect = DefectFactory()
    for verb, body in [("accept", {}), ("begin", {}), ("fix", {}), ("verify", {})]:
        browser = as_(wanda if verb == "verify" else owen)
        assert browser.post(url(verb, defect), body).status_code == 302

    defect.refresh_from_db()
    assert (defect.status, defect.assignee) == ("verified", owen)
    assert defect.ended_at >= defect.fixed_at
    assert [move.became for move in defect.moves.order_by("pk")] == [
        "accepted",
        "fixing",
        "fixed",
        "verified",
    ]


def test_a_second_click_is_refused_and_changes_nothing(owens):
    defect = DefectFactory(accepted=True)

    answer = owens.post(url("accept", defect), headers=HTMX)

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"
    assert not defect.moves.exists()


def test_what_is_not_out_yet_cannot_be_verified(as_, owens, wanda):
    defect, release = DefectFactory(fixing=True), ReleaseFactory(title="Release 7")
    owens.post(url("fix", defect), {"release": release.pk})

    answer = as_(wanda).post(url("verify", defect))

    defect.refresh_from_db()
    assert answer.status_code == 409
    assert "Release 7" in text(answer)
    assert (defect.status, defect.release) == ("fixed", release)


def test_what_does_not_work_yet_goes_back_with_a_word(as_, wanda):
    defect = DefectFactory(fixed=True, release=ReleaseFactory(out=True))
    browser = as_(wanda)

    assert browser.post(url("send_back", defect), {"note": ""}).status_code == 422
    browser.post(url("send_back", defect), {"note": "Still nothing on my phone."})

    defect.refresh_from_db()
    assert (defect.status, defect.fixed_at, defect.release) == ("fixing", None, None)
    assert "Still nothing on my phone." in text(browser.get(defect.get_absolute_url()))


def test_declined_with_a_reason_and_taken_up_again(owens):
    defect = DefectFactory()

    assert owens.post(url("decline", defect), {"note": " "}).status_code == 422
    owens.post(url("decline", defect), {"note": "It is meant so."})
    assert "weighed" not in text(owens.get(defect.get_absolute_url()))
    owens.post(url("come_back", defect), {"note": "It is not."})

    defect.refresh_from_db()
    assert (defect.status, defect.ended_at) == ("reported", None)


def test_a_duplicate_leads_to_the_one_that_stands_for_all(owens):
    first, second, third = DefectFactory.create_batch(3)
    owens.post(url("duplicate", second), {"original": third.pk})

    owens.post(url("duplicate", third), {"original": first.pk})

    for defect in (second, third):
        defect.refresh_from_db()
        assert (defect.status, defect.duplicate_of) == ("duplicate", first)
    page = text(owens.get(first.get_absolute_url()))
    assert second.title in page
    assert third.title in page


def test_nothing_duplicates_itself_or_a_duplicate(owens):
    first, second = DefectFactory.create_batch(2)
    owens.post(url("duplicate", second), {"original": first.pk})

    assert owens.post(url("duplicate", first), {"original": first.pk}).status_code == 422
    assert owens.post(url("duplicate", first), {"original": second.pk}).status_code == 422


def test_what_is_long_over_is_no_choice_on_a_defect_s_page(owens):
    defect, long_ago = DefectFactory(), timezone.now() - timedelta(days=200)
    DefectFactory(title="Long fixed", verified=True, reported_at=long_ago)
    DefectFactory(title="Long broken", reported_at=long_ago)
    ReleaseFactory(title="Long out", out=True, planned_at=long_ago)

    page = text(owens.get(defect.get_absolute_url()))

    assert "Long broken" in page
    assert "Long fixed" not in page
    assert "Long out" not in page


def test_weighed_in_numbers_it_says_how(owens, takings):
    defect = DefectFactory()
    numbers = {"journey": "cart", "channel": takings.pk}

    wrong = owens.post(
        url("weigh", defect), numbers | {"touched_percent": "120", "lost_percent": "50"}
    )
    owens.post(url("weigh", defect), numbers | {"touched_percent": "50", "lost_percent": "40"})

    page = text(owens.get(defect.get_absolute_url()))
    assert wrong.status_code == 422
    assert "€0.83" in page
    assert "€4.17 of revenue per hour" in page
    assert "50 % of sessions touched" in page


def test_who_only_reports_finds_no_tools(as_, wanda):
    page = text(as_(wanda).get(DefectFactory().get_absolute_url()))

    assert "Accept it" not in page
    assert "Weigh it" not in page


# Releases


def test_the_calendar_shows_what_goes_out_and_when_nothing_may(owens):
    ReleaseFactory(title="New cart", planned_at=timezone.now() + A_DAY)
    FreezeFactory(why="Black Friday", until_at=timezone.now() + 2 * A_DAY)

    page = text(owens.get(url("releases")))

    assert page.count("Black Friday") > 3
    assert page.index("New cart") < page.index('id="list"')


def test_a_release_is_planned_once(owens):
    key = str(uuid4())
    sheet = {"title": "New cart", "planned_at": moment(timezone.now() + A_DAY), "form_key": key}
    sheet |= {"journeys": ["cart", "checkout"]}

    first, again = owens.post(url("plan"), sheet), owens.post(url("plan"), sheet)

    release = Release.objects.get()
    assert first["Location"] == again["Location"] == release.get_absolute_url()
    assert release.journeys == ["cart", "checkout"]
    assert "Cart, Checkout and payment" in text(owens.get(release.get_absolute_url()))


def test_planned_into_a_freeze_the_sheet_comes_back(as_, owen, gwen):
    soon = timezone.now() + A_DAY
    FreezeFactory(from_at=soon - A_DAY, until_at=soon + A_DAY, why="Black Friday")
    sheet = {"title": "New cart", "planned_at": moment(soon), "form_key": str(uuid4())}

    his = as_(owen).post(url("plan"), sheet | {"why": "I want to"})
    hers = as_(gwen).post(url("plan"), sheet)
    through = as_(gwen).post(url("plan"), sheet | {"why": "The pay button."})

    assert (his.status_code, hers.status_code, through.status_code) == (422, 422, 302)
    assert "Black Friday" in text(his)
    assert 'name="why"' not in text(his)
    assert 'name="why"' in text(hers)
    assert Release.objects.get().waivers.get().waived_by == gwen


def test_in_a_freeze_nothing_goes_out_until_it_is_let_through(as_, owen, gwen):
    release = ReleaseFactory(planned_at=timezone.now())
    freeze = FreezeFactory(until_at=timezone.now() + A_DAY, why="Black Friday")

    refused = as_(owen).post(url("go_out", release))
    assert refused.status_code == 409
    assert "Black Friday" in text(refused)
    assert "ask who coordinates" in text(as_(owen).get(release.get_absolute_url()))
    assert as_(owen).post(url("waive", release), {"freeze": freeze.pk}).status_code == 404

    assert as_(gwen).post(url("waive", release), {"freeze": freeze.pk}).status_code == 422
    as_(gwen).post(url("waive", release), {"freeze": freeze.pk, "why": "The pay button."})
    assert as_(owen).post(url("go_out", release)).status_code == 302
    assert "The pay button." in text(as_(owen).get(release.get_absolute_url()))


def test_moved_into_a_freeze_the_field_says_why(owens):
    release = ReleaseFactory()
    soon = timezone.now() + A_DAY
    FreezeFactory(from_at=soon - A_DAY, until_at=soon + A_DAY, why="Black Friday")

    answer = owens.post(url("move", release), {"planned_at": moment(soon)})

    assert answer.status_code == 422
    assert "Black Friday" in text(answer)
    assert Release.objects.get().planned_at == release.planned_at


def test_moved_out_and_back_and_cancelled(owens):
    release = ReleaseFactory()

    owens.post(url("move", release), {"planned_at": moment(timezone.now() + A_DAY)})
    owens.post(url("go_out", release))
    assert owens.post(url("cancel", release)).status_code == 409
    assert owens.post(url("roll_back", release), {}).status_code == 422
    owens.post(url("roll_back", release), {"note": "Nobody could pay."})

    release.refresh_from_db()
    assert release.status == "rolled_back"
    assert "Nobody could pay." in text(owens.get(release.get_absolute_url()))


def test_a_freeze_by_hand_comes_and_goes(as_, gwen):
    browser, now = as_(gwen), timezone.now()
    span = {"from_at": moment(now), "until_at": moment(now + A_DAY)}

    wrong = browser.post(url("freeze"), span | {"why": "Sale", "until_at": span["from_at"]})
    browser.post(url("freeze"), span | {"why": "Season"})
    freeze = Freeze.objects.get()
    browser.post(url("lift", freeze))

    assert wrong.status_code == 422
    assert "It must end after it begins" in text(wrong)
    assert not Freeze.objects.exists()


def test_who_let_a_release_through_is_told_when_the_freeze_is_long_lifted(as_, gwen):
    freeze = FreezeFactory(why="High season")
    release = ReleaseFactory()
    actions.waive(release, freeze, why="Nobody could pay.", by=gwen, at=NOON)
    browser = as_(gwen)

    browser.post(url("lift", freeze))

    page = text(browser.get(release.get_absolute_url()))
    assert not Freeze.objects.exists()
    assert "Gwen let it through “High season”:" in page
    assert "Nobody could pay." in page


def test_what_a_campaign_froze_nobody_lifts_by_hand(as_, gwen):
    kind = ContentType.objects.get_for_model(Product)
    freeze = FreezeFactory(subject_type=kind, subject_id=ProductFactory().pk)

    assert as_(gwen).post(url("lift", freeze)).status_code == 404
    assert Freeze.objects.exists()


# Checks


def check_sheet(**fields):
    plain = {"name": "Home", "address": "https://www.shop.example/", "every_minutes": 5}
    return plain | {"is_active": "on"} | fields


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://evil.example/", "The host is none of our channels’"),
        ("http://127.0.0.1/", "The host is none of our channels’"),
        ("https://www.shop.example@evil.example/", "This is no address of a page"),
        ("file:///etc/passwd", "This is no address of a page"),
        ("https://www.shop.example:8443/", "This is no address of a page"),
    ],
)
def test_only_our_own_hosts_can_be_typed(owens, address, says):
    ChannelFactory(hosts=["www.shop.example"])

    answer = owens.post(url("new_check"), check_sheet(address=address))

    assert answer.status_code == 422
    assert says in text(answer)
    assert "www.shop.example" in text(answer)
    assert not SiteCheck.objects.exists()


def test_a_new_check_is_due_at_once(owens):
    ChannelFactory(hosts=["www.shop.example"])

    answer = owens.post(url("new_check"), check_sheet(expects="Carrello"))

    check = SiteCheck.objects.due(timezone.now()).get()
    assert answer["Location"] == check.get_absolute_url()
    assert "not asked yet" in text(owens.get(answer["Location"]))


def test_with_another_address_a_check_begins_anew(owens):
    ChannelFactory(hosts=["www.shop.example"])
    check = SiteCheckFactory(failing=True)

    owens.post(url("change_check", check), check_sheet(name="Start"))
    check.refresh_from_db()
    assert (check.name, check.failures) == ("Start", 2)

    owens.post(url("change_check", check), check_sheet(address="https://www.shop.example/it/"))
    check.refresh_from_db()
    assert (check.failures, check.asked_at, check.problem) == (0, None, "")


def test_asked_now_it_is_asked_now(owens, monkeypatch):
    ChannelFactory(hosts=["www.shop.example"])
    page = lambda *args, **options: Outcome(status=200, first_byte_ms=90)  # noqa: E731
    monkeypatch.setattr(asking, "ask", page)
    check = SiteCheckFactory(next_at=timezone.now() + A_DAY)

    owens.post(url("ask", check))

    check.refresh_from_db()
    assert (check.status, check.first_byte_ms) == (200, 90)
    assert "90 ms" in text(owens.get(check.get_absolute_url()))


@pytest.mark.parametrize(
    ("situation", "found"),
    [("failing", "Checkout"), ("answering", "Home"), ("off", "Old page")],
)
def test_checks_are_found_by_how_they_are(owens, situation, found):
    names = {"Checkout", "Home", "Old page"}
    SiteCheckFactory(name="Checkout", failing=True)
    SiteCheckFactory(name="Home", passing=True)
    SiteCheckFactory(name="Old page", failing=True, is_active=False)

    page = text(owens.get(url("checks"), {"situation": situation}, headers=HTMX))

    assert {name for name in names if name in page} == {found}


def test_a_check_whose_time_is_over_is_no_longer_failing(owens):
    over = timezone.now() - timedelta(minutes=1)
    SiteCheckFactory(name="Sale page", failing=True, until_at=over)

    assert "Sale page" not in text(owens.get(url("checks"), {"situation": "failing"}))
    assert "Over" in text(owens.get(url("checks"), {"situation": "off"}))


def test_lists_are_found_by_words_and_taken_away(owens):
    DefectFactory(title="Pay does nothing", weighed=True)
    DefectFactory(title="Logo is blurred")
    ReleaseFactory(title="=New cart", what="The cart")
    SiteCheckFactory(name="Home")

    assert "Logo" not in text(owens.get(url("defects"), {"q": "pay"}, headers=HTMX))
    assert "=New cart" in text(owens.get(url("releases"), {"q": "CART"}, headers=HTMX))
    assert (
        "'=New cart"
        in b"".join(owens.get(url("releases"), {"format": "csv"}).streaming_content).decode()
    )
    for name in ("defects", "checks"):
        assert owens.get(url(name), {"format": "csv"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("defects", "No defects yet"),
        ("releases", "No releases yet"),
        ("checks", "on which hosts the channels live"),
    ],
)
def test_an_empty_list_says_what_would_fill_it(owens, name, says):
    assert says in text(owens.get(url(name)))


def test_what_marketing_sees_it_does_not_change(as_, mark):
    browser = as_(mark)
    release, check = ReleaseFactory(), SiteCheckFactory(passing=True)

    assert "It has gone out" not in text(browser.get(release.get_absolute_url()))
    assert "Ask it now" not in text(browser.get(check.get_absolute_url()))
    assert browser.get(url("desk")).status_code == 404
