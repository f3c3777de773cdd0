"""The invented shop: whole, sound in itself, in every state; and never filled over a real one."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Q, Sum
from stdnum import ean

from analytics.models import Alarm, Measurement, Night, Target
from analytics.traffic.models import PageView, Visit
from catalog.models import Channel, Product, ProductText, Shop, Variant
from config.lib.clock import local_day
from config.lib.seeds import dice
from logistics.models import Parcel
from orders.demo import _sell
from orders.demo.story import story_until
from orders.models import Order, OrderMove, Payment, Refund, Review
from roles.coordinator.demo import HANDS
from roles.tasks.models import Mention, Task
from roles.team.models import Absence, Role, User
from roles.web_writer.models import Draft

MORNING = datetime(2026, 3, 11, 8, 30, tzinfo=UTC)  # a Wednesday
SCALE = "0.05"
pytestmark = pytest.mark.xdist_group("demo")  # it is filled once, for all of them


def demo(*arguments, at=MORNING):
    said = StringIO()
    call_command("demo", *arguments, "--scale", SCALE, "--now", at.isoformat(), stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def shop(wipe, django_db_blocker):
    """One small demo for all the tests that only look at it."""
    with django_db_blocker.unblock():
        demo()
        yield
        wipe()


@pytest.fixture
def looking(shop, db):
    """A test that looks at the shared demo and leaves it as it was."""


@pytest.mark.usefixtures("looking")
class TestTheShop:
    def test_is_an_italian_shop_that_says_it_is_a_demo(self):
        shop = Shop.current()

        assert shop.is_demo
        assert (shop.country, shop.currency, shop.time_zone) == ("IT", "EUR", "Europe/Rome")
        assert set(Channel.objects.values_list("kind", flat=True)) == {
            "own_shop",
            "marketplace",
            "comparison",
        }

    def test_sells_four_hundred_things_with_sound_numbers(self):
        assert Product.objects.count() == 400
        assert Product.objects.values("name").distinct().count() == 400
        gtins = Variant.objects.values_list("gtin", flat=True)
        assert all(ean.is_valid(gtin) for gtin in gtins)
        assert Variant.objects.filter(cost=None).exists()
        assert ProductText.objects.filter(language="es").count() < 400

    def test_ends_this_morning(self):
        newest = Order.objects.latest("placed_at")

        assert newest.placed_at <= MORNING
        assert newest.placed_at > MORNING - timedelta(days=2)
        for rows, field in (
            (OrderMove, "moved_at"),
            (Parcel, "delivered_at"),
            (Refund, "refunded_at"),
            (Review, "reviewed_at"),
            (PageView, "viewed_at"),
            (Draft, "approved_at"),
            (Task, "ended_at"),
        ):
            latest = rows.objects.exclude(**{field: None}).latest(field)
            assert getattr(latest, field) <= MORNING + timedelta(hours=1), rows

    def test_refers_only_to_rows_that_are_there(self):
        """They were copied in without the database looking: now it looks at every key."""
        keys = """
            SELECT format('SELECT count(*) FROM %s a LEFT JOIN %s b ON b.%I = a.%I '
                          'WHERE a.%I IS NOT NULL AND b.%I IS NULL',
                          c.conrelid::regclass, c.confrelid::regclass, theirs.attname,
                          ours.attname, ours.attname, theirs.attname)
            FROM pg_constraint c
            JOIN pg_attribute ours ON ours.attrelid = conrelid AND ours.attnum = conkey[1]
            JOIN pg_attribute theirs ON theirs.attrelid = confrelid AND theirs.attnum = confkey[1]
            WHERE contype = 'f'
        """
        with connection.cursor() as cursor:
            cursor.execute(keys)
            for (question,) in cursor.fetchall():
                cursor.execute(question)
                assert cursor.fetchone() == (0,), question


@pytest.mark.usefixtures("looking")
class TestTheOrders:
    def test_are_in_every_state_that_lasts(self):
        lasting = {*Order.Status.values} - {"paid"}  # a paid order has its parcel within a minute

        assert set(Order.objects.values_list("status", flat=True)) >= lasting
        assert set(Parcel.objects.values_list("status", flat=True)) >= {
            "to_pick",
            "shipped",
            "delivered",
            "cancelled",
        }
        assert set(Refund.objects.values_list("status", flat=True)) >= {"requested", "paid"}

    def test_add_up(self):
        orders = Order.objects.annotate(
            goods=Sum(F("lines__quantity") * F("lines__unit_price")),
        )

        wrong = orders.exclude(total=F("goods") - F("discount") + F("shipping_charged"))
        assert not wrong.exists()
        assert not orders.exclude(revenue=F("goods")).exists()
        assert not Payment.objects.exclude(amount=F("order__total")).exists()

    def test_live_their_lives_in_order(self):
        out_of_order = Order.objects.filter(
            Q(paid_at__lt=F("placed_at"))
            | Q(shipped_at__lt=F("paid_at"))
            | Q(delivered_at__lt=F("shipped_at"))
            | Q(cancelled_at__lt=F("placed_at"))
            | Q(status="delivered", delivered_at=None)
            | Q(status="in_preparation", paid_at=None)
            | Q(status="cancelled", shipped_at__isnull=False)
        )
        assert not out_of_order.exists()
        parcels = Parcel.objects.filter(
            Q(packed_at__lt=F("opened_at")) | Q(shipped_at__lt=F("packed_at"))
        )
        assert not parcels.exists()

    def test_come_out_of_visits(self):
        known = Order.objects.exclude(visit_ref="")

        visits = Visit.objects.filter(external_id__in=known.values("visit_ref"))
        assert visits.count() == known.count() > 0
        assert PageView.objects.count() > Visit.objects.count() * 2

    def test_some_are_late_and_have_their_task(self):
        late = Parcel.objects.late(now=MORNING)
        tasks = Task.objects.undone().filter(need="ship-parcel")

        assert set(tasks.values_list("subject_id", flat=True)) == {p.pk for p in late}


@pytest.mark.usefixtures("looking")
class TestTheTeam:
    def test_wears_every_hat(self):
        worn = set(Role.objects.filter(memberships__isnull=False).values_list("key", flat=True))

        assert User.objects.count() == 10
        assert worn == set(Role.BUILT_IN)

    def test_misses_one_today_whose_hat_has_a_deputy(self):
        today = local_day(MORNING, "Europe/Rome")
        away = Absence.objects.get(from_date__lte=today, to_date__gte=today).user

        role = Role.objects.get(lead=away)
        assert role.deputy is not None
        assert role.deputy != away

    def test_nobody_has_a_password(self):
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_work_is_in_every_state(self):
        assert set(Task.objects.values_list("status", flat=True)) == set(Task.Status.values)
        assert set(Draft.objects.values_list("status", flat=True)) == set(Draft.Status.values)
        assert Mention.objects.filter(read_at=None).exists()

    def test_the_needs_of_every_day_have_a_history(self):
        done = set(Task.objects.filter(status="done").values_list("need", flat=True))

        assert done >= set(HANDS)

    def test_every_task_tells_how_it_came_to_be(self):
        assert not Task.objects.filter(moves=None).exists()


@pytest.mark.usefixtures("looking")
class TestTheFigures:
    def test_are_there_for_every_day(self):
        days = Measurement.objects.filter(kpi="content.complete").values("day").distinct()

        assert days.count() == 548
        assert Measurement.objects.filter(kpi="traffic.sessions").exists()
        assert Night.objects.get().ended_at
        assert not Night.objects.get().parts.exclude(error="").exists()

    def test_have_targets_and_ring(self):
        assert Target.objects.filter(kpi="sales.revenue").count() == 2
        assert Alarm.objects.ringing().exists()


@pytest.mark.usefixtures("looking")
def test_a_second_time_changes_nothing():
    before = Order.objects.count(), Task.objects.count(), Measurement.objects.count()

    said = demo(at=MORNING + timedelta(minutes=1))

    assert "already" in said
    assert (Order.objects.count(), Task.objects.count(), Measurement.objects.count()) == before


@pytest.mark.usefixtures("looking")
def test_the_same_seed_is_the_same_shop():
    def sell(seed):
        sales, _buyers = _sell(story_until(MORNING), dice(seed, "orders"), 20)
        return [(sale.buyer.name, sale.total, sale.life.status) for sale in sales]

    assert sell(7) == sell(7) != sell(8)
