"""The set-up: every page opens, and only for who wears the hat."""

import pytest
from django.contrib import admin
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Category, Channel, Price, PriceList, Shop
from orders.models import Order
from roles.team import actions
from roles.team.models import Role, User, WorkingHours
from tests.factories import (
    NOON,
    CarrierFactory,
    CategoryFactory,
    ChannelFactory,
    CustomerFactory,
    MarketFactory,
    OrderFactory,
    OrderLineFactory,
    ParcelFactory,
    ProductFactory,
    RefundFactory,
    ReviewFactory,
    VariantFactory,
)

pytestmark = pytest.mark.django_db
OURS = {
    "catalog",
    "orders",
    "logistics",
    "team",
    "tasks",
    "web_writer",
    "graphic_designer",
    "webmaster",
    "marketing",
    "playbooks",
    "customer_care",
    "analytics",
    "intake",
    "django_celery_beat",
}


@pytest.fixture
def ada(hired):
    """Sets the shop up."""
    return hired("ada", Role.ADMINISTRATOR, language="en")


@pytest.fixture
def root(hired):
    """Set the machine up: may do everything."""
    return hired("root", is_staff=True, is_superuser=True, language="en")


def pages(kind):
    for model in admin.site._registry:
        meta = model._meta
        yield pytest.param(meta, id=f"{meta.app_label}.{meta.model_name}-{kind}")


def address(meta, kind, *args):
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{kind}", args=args)


def test_nothing_foreign_is_shown():
    assert {model._meta.app_label for model in admin.site._registry} <= OURS


@pytest.mark.parametrize("meta", list(pages("changelist")))
def test_every_list_opens(meta, as_, root, db):
    url = address(meta, "changelist")

    assert as_(root).get(url, follow=True).status_code == 200
    assert as_(root).get(f"{url}?q=x", follow=True).status_code == 200


@pytest.mark.parametrize("meta", list(pages("add")))
def test_every_add_page_opens(meta, as_, root, rf):
    request = rf.get("/")
    request.user = root
    may = admin.site._registry[meta.model].has_add_permission(request)

    status = as_(root).get(address(meta, "add")).status_code

    assert status == (200 if may else 403)


def test_every_record_opens(as_, root):
    rows = [
        ChannelFactory(),
        MarketFactory(),
        CategoryFactory(),
        CarrierFactory(),
        ProductFactory(told=True),
        VariantFactory(),
        OrderLineFactory().order,
        CustomerFactory(),
        RefundFactory(),
        ReviewFactory(),
        ParcelFactory(),
        root,
        Role.objects.get(key=Role.SEO),
    ]

    for row in rows:
        page = as_(root).get(address(row._meta, "change", row.pk))
        assert page.status_code == 200, row


@pytest.mark.parametrize(
    ("factory", "page"),
    [
        (OrderFactory, "orders_order"),
        (CustomerFactory, "orders_customer"),
        (RefundFactory, "orders_refund"),
        (ReviewFactory, "orders_review"),
        (ParcelFactory, "logistics_parcel"),
        (ProductFactory, "catalog_product"),
        (VariantFactory, "catalog_variant"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_long_list_costs_what_a_short_one_does(
    factory, page, as_, root, django_assert_max_num_queries
):
    browser, url = as_(root), reverse(f"admin:{page}_changelist")
    factory.create_batch(2)
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    factory.create_batch(30)

    with django_assert_max_num_queries(min(len(few), 16)):
        browser.get(url)


def test_the_set_up_hat_opens_the_admin_and_taking_it_off_closes_it(as_, ada):
    assert as_(ada).get("/admin/").status_code == 200

    from_outside = reverse("admin:team_user_change", args=[ada.pk])
    as_(ada).post(from_outside, {**person(ada), "initial-roles": [role(Role.ADMINISTRATOR).pk]})

    ada.refresh_from_db()
    assert not ada.is_staff
    assert as_(ada).get("/admin/").status_code in (302, 403)


def test_no_other_hat_opens_the_admin(as_, gwen, wanda):
    for user in (gwen, wanda):
        assert as_(user).get("/admin/", follow=True).status_code == 403


def test_who_sets_up_sees_no_orders(as_, ada):
    assert as_(ada).get(reverse("admin:orders_order_changelist")).status_code == 403
    assert "Orders" not in as_(ada).get("/admin/").content.decode()


def test_orders_are_not_edited_here(as_, root):
    order = OrderFactory()

    answer = as_(root).post(
        reverse("admin:orders_order_change", args=[order.pk]), {"status": "cancelled"}
    )

    assert answer.status_code == 403
    assert Order.objects.get().status == Order.Status.PLACED


@pytest.mark.parametrize(
    "stand",
    [
        lambda: OrderFactory().channel,
        lambda: OrderLineFactory(variant=VariantFactory()).variant,
        lambda: OrderLineFactory(variant=VariantFactory()).variant.product,
        lambda: CategoryFactory(parent=CategoryFactory(name="A", path="A")).parent,
        lambda: ProductFactory(category=CategoryFactory()).category,
        lambda: ParcelFactory(carrier=CarrierFactory()).carrier,
        lambda: priced().price_list,
    ],
    ids=["channel", "variant", "product", "category", "shelf in use", "carrier", "price list"],
)
def test_what_the_past_stands_on_is_not_deleted_and_says_so_at_once(
    stand, as_, root, django_assert_max_num_queries
):
    row = stand()

    with django_assert_max_num_queries(30):
        answer = as_(root).get(address(row._meta, "delete", row.pk))

    assert answer.status_code == 403
    assert as_(root).post(address(row._meta, "delete", row.pk), {"post": "yes"}).status_code == 403
    change = as_(root).get(address(row._meta, "change", row.pk))
    assert address(row._meta, "delete", row.pk) not in change.content.decode()
    row.refresh_from_db()


@pytest.mark.parametrize(
    "factory",
    [ChannelFactory, MarketFactory, CategoryFactory, CarrierFactory, VariantFactory],
)
def test_what_was_added_by_mistake_is_deleted(factory, as_, root):
    row = factory()

    assert as_(root).get(address(row._meta, "delete", row.pk)).status_code == 200
    as_(root).post(address(row._meta, "delete", row.pk), {"post": "yes"})

    assert not type(row).objects.filter(pk=row.pk).exists()


def test_nothing_is_deleted_by_the_dozen(as_, root):
    OrderFactory()

    page = as_(root).get(reverse("admin:catalog_channel_changelist"))

    assert "delete_selected" not in page.content.decode()


def test_there_is_one_shop_and_it_is_set_up_without_code(as_, ada):
    page = as_(ada).get(reverse("admin:catalog_shop_changelist"), follow=True)
    assert page.status_code == 200
    shop = {
        "name": "Casa e Giardino",
        "country": "es",
        "language": "it",
        "currency": "eur",
        "time_zone": "Europe/Madrid",
        "working_days": [0, 1, 5],
        "opens_at": "08:00",
        "closes_at": "17:00",
        "closures": "2026-12-24\n2026-12-31",
        "night_at": "03:00",
    }

    answer = as_(ada).post(reverse("admin:catalog_shop_change", args=[1]), shop)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    saved = Shop.current()
    assert (saved.time_zone, saved.country, saved.currency) == ("Europe/Madrid", "ES", "EUR")
    assert saved.working_days == [0, 1, 5]
    assert [str(day) for day in saved.closures] == ["2026-12-24", "2026-12-31"]
    assert as_(ada).get(reverse("admin:catalog_shop_add")).status_code == 403
    assert as_(ada).post(reverse("admin:catalog_shop_delete", args=[1])).status_code == 403


def test_a_shop_is_asked_again_for_nonsense(as_, ada):
    Shop.objects.create(pk=1)
    page = as_(ada).post(
        reverse("admin:catalog_shop_change", args=[1]),
        {"name": "x", "currency": "XXQ", "time_zone": "Mars/Base", "closures": "tomorrow"},
    )

    assert page.status_code == 200
    assert {"currency", "time_zone", "closures"} <= set(page.context["adminform"].form.errors)


def test_a_channel_without_code(as_, ada):
    as_(ada).post(
        reverse("admin:catalog_channel_add"),
        {
            "name": "Amazon IT",
            "code": "amazon-it",
            "kind": "marketplace",
            "platform": "amazon",
            "currency": "eur",
            "country": "it",
            "time_zone": "Europe/Rome",
            "handling_days": 2,
            "is_active": "on",
        },
    )

    channel = Channel.objects.get()
    assert (channel.currency, channel.country, channel.handling_days) == ("EUR", "IT", 2)


def test_a_new_channel_begins_on_the_shops_clock(as_, ada):
    Shop.objects.create(pk=Shop.ONLY, time_zone="Europe/Madrid")

    page = as_(ada).get(reverse("admin:catalog_channel_add")).content.decode()

    assert '<option value="Europe/Madrid" selected>' in page
    assert page.count(" selected>Africa") == 0


def test_a_persons_page_says_whose_hours_count_and_tells_days_as_the_reader_does(as_, ada, wanda):
    wanda.absences.create(from_date=NOON.date(), to_date=NOON.date())

    page = as_(ada).get(reverse("admin:team_user_change", args=[wanda.pk])).content.decode()

    assert "who has their own works these, and not the shop" in page
    assert "Wanda: 15 Jun 2026 – 15 Jun 2026" in page


def test_a_shelf_moves_with_what_stands_on_it(as_, ada):
    home = CategoryFactory(name="Home", path="Home")
    lamps = CategoryFactory(name="Lamps", path="Home > Lamps", parent=home)

    as_(ada).post(
        reverse("admin:catalog_category_change", args=[home.pk]), {"name": "House", "parent": ""}
    )

    assert Category.objects.get(pk=lamps.pk).path == "House > Lamps"


def test_somebody_new_is_invited_with_hats_and_hours(
    as_, ada, client, django_capture_on_commit_callbacks
):
    warehouse = Role.objects.get(key=Role.WAREHOUSE)
    new = {
        "name": "Nora New",
        "email": "Nora@Example.org",
        "language": "en",
        "time_zone": "",
        "is_active": "on",
        **empty_inlines(),
        "roles": [warehouse.pk],
        "working_hours-TOTAL_FORMS": 1,
        "working_hours-0-weekday": 0,
        "working_hours-0-starts_at": "09:00",
        "working_hours-0-ends_at": "13:00",
    }

    with django_capture_on_commit_callbacks(execute=True):
        answer = as_(ada).post(reverse("admin:team_user_add"), new)

    assert answer.status_code == 302, answer.context["errors"]
    nora = User.objects.get(email="nora@example.org")
    assert nora.has_perm("logistics.ship_parcel")
    assert WorkingHours.objects.get(user=nora).weekday == 0
    assert not nora.has_usable_password()
    (letter,) = mail.outbox
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    client.logout()
    form = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    password = "a lamp on every shelf"
    assert "<h1>Choose your password</h1>" in form.content.decode()
    said = {"password1": password, "password2": password}
    inside = client.post(form.request["PATH_INFO"], said, follow=True)
    nora.refresh_from_db()
    assert nora.check_password(password)
    assert (inside.status_code, inside.wsgi_request.user) == (200, nora)
    client.logout()
    again = client.get(link.removeprefix("http://localhost:8000"), follow=True).content.decode()
    assert "This link was used already" in again
    assert reverse("account_reset_password") in again


def worn(user):
    return set(user.memberships.values_list("role__key", flat=True))


def test_hats_are_ticked_and_unticked(as_, ada, wanda):
    url = reverse("admin:team_user_change", args=[wanda.pk])
    page = as_(ada).get(url).content.decode()
    assert page.count('name="roles"') == len(Role.BUILT_IN)
    assert page.count('name="initial-roles"') == 1
    was, seo = role(Role.WAREHOUSE).pk, role(Role.SEO).pk

    as_(ada).post(url, {**person(wanda), "roles": [seo], "initial-roles": [was]})

    assert worn(wanda) == {Role.SEO}
    assert not User.objects.get(pk=wanda.pk).has_perm("logistics.ship_parcel")


def test_who_does_everything_alone_gets_all_hats_at_once(as_, ada):
    Role.objects.filter(key=Role.HELP_DESK).update(is_active=False)
    url = reverse("admin:team_user_change", args=[ada.pk])

    answer = as_(ada).post(url, {**person(ada), "every_hat": "on"})

    assert answer.status_code == 302, answer.context["errors"]
    assert worn(ada) == set(Role.BUILT_IN) - {Role.HELP_DESK}


def test_a_page_left_open_neither_gives_nor_takes_a_hat_changed_meanwhile(as_, ada, wanda):
    """As the page was opened she packed; since then she does SEO and packs no more."""
    packs = role(Role.WAREHOUSE).pk
    actions.join(wanda, Role.SEO)
    actions.leave(wanda, Role.WAREHOUSE)
    url = reverse("admin:team_user_change", args=[wanda.pk])

    as_(ada).post(url, {**person(wanda), "roles": [packs], "initial-roles": [packs]})

    assert worn(wanda) == {Role.SEO}


def test_a_hat_that_was_put_away_stays_on(as_, ada, wanda):
    Role.objects.filter(key=Role.WAREHOUSE).update(is_active=False)
    packs = role(Role.WAREHOUSE).pk
    url = reverse("admin:team_user_change", args=[wanda.pk])

    as_(ada).post(url, {**person(wanda), "initial-roles": [packs]})

    assert worn(wanda) == {Role.WAREHOUSE}


def test_who_may_only_look_sees_the_hats_in_a_line(as_, ada, root):
    actions.join(root, Role.SEO)

    page = as_(ada).get(reverse("admin:team_user_change", args=[root.pk]))

    assert page.status_code == 200
    assert "SEO" in page.content.decode()
    assert 'name="roles"' not in page.content.decode()


def test_somebody_new_begins_in_the_shops_language(as_, ada):
    Shop.objects.create(pk=Shop.ONLY, language="es")

    page = as_(ada).get(reverse("admin:team_user_add")).content.decode()

    assert '<option value="es" selected>' in page


def test_who_chose_no_language_is_not_given_english_by_a_page_that_is_saved(as_, ada, root):
    Shop.objects.create(pk=Shop.ONLY, language="it")
    User.objects.filter(pk=ada.pk).update(language="")
    url = reverse("admin:team_user_change", args=[ada.pk])
    assert '<option value="it" selected>' in as_(root).get(url).content.decode()

    as_(root).post(url, {**person(ada), "language": "it", "name": "Ada L."})

    assert not User.objects.filter(pk=ada.pk, language="en").exists()


@pytest.mark.parametrize("laptop", [True, False])
def test_who_invites_is_told_where_the_invitation_is(laptop, as_, ada, wanda, settings):
    settings.LAPTOP = laptop
    chosen = {"action": "invite", "_selected_action": [wanda.pk]}

    page = as_(ada).post(reverse("admin:team_user_changelist"), chosen, follow=True)

    told = page.content.decode()
    assert (str(settings.EMAIL_FILE_PATH) in told) is laptop
    assert ("on its way to" in told) is not laptop


def test_who_sets_up_makes_no_superuser_and_changes_none(as_, ada, root):
    url = reverse("admin:team_user_change", args=[ada.pk])
    as_(ada).post(url, {**person(ada), "is_superuser": "on", "is_staff": "on"})
    ada.refresh_from_db()
    assert not ada.is_superuser

    answer = as_(ada).post(
        reverse("admin:team_user_change", args=[root.pk]),
        {**person(root), "email": "mine@example.org"},
    )

    assert answer.status_code == 403
    root.refresh_from_db()
    assert root.email == "root@example.org"


def test_a_role_of_the_shops_own(as_, ada, hired):
    permissions = as_(ada).get(reverse("admin:team_role_add")).context["adminform"].form.fields
    offered = permissions["permissions"].queryset
    chosen = offered.get(codename="view_order")
    assert not offered.filter(codename="change_user").exists()

    as_(ada).post(
        reverse("admin:team_role_add"), {"given_name": "Photo studio", "permissions": [chosen.pk]}
    )

    role = Role.objects.get(key="photo_studio")
    assert hired("phil", "photo_studio").has_perm("orders.view_order")
    assert role.group.permissions.get() == chosen


def test_a_role_is_renamed_and_switched_off(as_, ada, hired, wanda):
    role = Role.objects.get(key=Role.WAREHOUSE)
    url = reverse("admin:team_role_change", args=[role.pk])

    answer = as_(ada).post(url, {"given_name": "Packers", "lead": wanda.pk})

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    role.refresh_from_db()
    assert (role.name, role.is_active, role.lead) == ("Packers", False, wanda)
    assert not User.objects.get(pk=wanda.pk).has_perm("logistics.ship_parcel")
    as_(ada).post(url, {"given_name": "Packers", "is_active": "on"})
    assert User.objects.get(pk=wanda.pk).has_perm("logistics.ship_parcel")


def priced():
    prices = PriceList.objects.create(channel=ChannelFactory(), currency="EUR")
    return Price.objects.create(
        variant=VariantFactory(), price_list=prices, amount=1, valid_from=NOON
    )


def person(user):
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "time_zone": user.time_zone,
        "is_active": "on",
        **empty_inlines(),
    }


def role(key):
    return Role.objects.get(key=key)


def empty_inlines():
    return {
        f"{name}-{part}": 0
        for name in ("working_hours", "absences")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
