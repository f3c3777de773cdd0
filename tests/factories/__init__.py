"""One factory per model, each making the plainest valid row. Traits are states: packed=True."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from analytics.traffic.models import PageView, Visit
from catalog.models import Category, Channel, Market, Product, ProductImage, ProductText, Variant
from logistics.models import Carrier, Parcel
from orders.models import Customer, Order, OrderLine, Payment, Refund, Review
from roles.tasks.models import Task
from roles.team.models import Role
from roles.web_writer.models import Draft

NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)  # a Monday; noon in Rome


class ChannelFactory(DjangoModelFactory):
    class Meta:
        model = Channel
        django_get_or_create = ("code",)

    code = "web"
    name = "Web shop"
    currency = "EUR"
    country = "IT"
    time_zone = "Europe/Rome"


class MarketFactory(DjangoModelFactory):
    class Meta:
        model = Market
        django_get_or_create = ("country",)

    country = "IT"
    name = "Italy"
    language = "it"
    vat_percent = Decimal("22")


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("path",)

    name = "Lamps"
    path = factory.SelfAttribute("name")


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product
        skip_postgeneration_save = True

    class Params:
        told = factory.Trait(
            text=factory.RelatedFactory("tests.factories.ProductTextFactory", "product")
        )
        seen = factory.Trait(
            image=factory.RelatedFactory("tests.factories.ProductImageFactory", "product")
        )

    name = factory.Sequence(lambda n: f"Lamp {n}")
    created_at = NOON


class ProductImageFactory(DjangoModelFactory):
    class Meta:
        model = ProductImage

    product = factory.SubFactory(ProductFactory)
    address = "https://shop.example/lamp.jpg"


class ProductTextFactory(DjangoModelFactory):
    class Meta:
        model = ProductText

    product = factory.SubFactory(ProductFactory)
    language = "it"
    title = "Lampada"
    body = "Fa luce."
    written_at = NOON


class VariantFactory(DjangoModelFactory):
    class Meta:
        model = Variant

    product = factory.SubFactory(ProductFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n}")


class CustomerFactory(DjangoModelFactory):
    class Meta:
        model = Customer

    channel = factory.SubFactory(ChannelFactory)
    external_id = factory.Sequence(lambda n: f"c{n}")
    name = "Bruna Buyer"
    email = "bruna@example.org"


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = Order

    class Params:
        paid = factory.Trait(status="paid", paid_at=NOON)
        cancelled = factory.Trait(status="cancelled", cancelled_at=NOON)

    channel = factory.SubFactory(ChannelFactory)
    external_id = factory.Sequence(lambda n: f"o{n}")
    number = factory.Sequence(lambda n: f"#{1000 + n}")
    currency = "EUR"
    rate = Decimal("1")
    placed_at = NOON


class OrderLineFactory(DjangoModelFactory):
    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    external_id = factory.Sequence(lambda n: f"l{n}")
    name = "Lamp"
    unit_price = Decimal("10")


class PaymentFactory(DjangoModelFactory):
    class Meta:
        model = Payment

    order = factory.SubFactory(OrderFactory)
    external_id = factory.Sequence(lambda n: f"p{n}")
    amount = Decimal("10")
    paid_at = NOON


class RefundFactory(DjangoModelFactory):
    class Meta:
        model = Refund

    class Params:
        paid = factory.Trait(status="paid", refunded_at=NOON)

    channel = factory.SubFactory(ChannelFactory)
    external_id = factory.Sequence(lambda n: f"r{n}")
    order = factory.SubFactory(OrderFactory)
    amount = Decimal("10")
    currency = "EUR"
    rate = Decimal("1")
    requested_at = NOON


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    order = factory.SubFactory(OrderFactory)
    external_id = factory.Sequence(lambda n: f"v{n}")
    score = 5
    reviewed_at = NOON


class CarrierFactory(DjangoModelFactory):
    class Meta:
        model = Carrier
        django_get_or_create = ("name",)

    name = "BRT"
    tracking_address = "https://carrier.example/{code}"


class ParcelFactory(DjangoModelFactory):
    class Meta:
        model = Parcel

    class Params:
        packed = factory.Trait(status="packed", packed_at=NOON)
        shipped = factory.Trait(status="shipped", packed_at=NOON, shipped_at=NOON)

    order = factory.SubFactory(OrderFactory, status="in_preparation", paid_at=NOON)
    opened_at = NOON
    promised_for = NOON + timedelta(days=1)


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = Visit

    channel = factory.SubFactory(ChannelFactory)
    external_id = factory.Sequence(lambda n: f"s{n}")
    started_at = NOON


class PageViewFactory(DjangoModelFactory):
    class Meta:
        model = PageView

    visit = factory.SubFactory(VisitFactory)
    external_id = factory.Sequence(lambda n: f"w{n}")
    viewed_at = NOON
    address = "/home"


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    title = "Write the product text"
    role = factory.LazyFunction(lambda: Role.objects.get(key=Role.WEB_WRITER))
    opened_at = NOON
    due_at = NOON + timedelta(days=2)


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    class Params:
        whole = factory.Trait(
            title="Lampada Aria", body="Una lampada che illumina bene ogni stanza. " * 5
        )
        submitted = factory.Trait(whole=True, status="submitted")
        sent_back = factory.Trait(whole=True, status="changes")

    product = factory.SubFactory(ProductFactory)
    language = "it"
    begun_at = NOON
    saved_at = NOON
