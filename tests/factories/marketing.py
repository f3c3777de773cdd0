"""Campaigns as they plainly are."""

from datetime import timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from logistics.models import StockCount
from roles.marketing.models import AdSpend, Campaign, CampaignMedium, Coupon
from tests.factories import NOON, VariantFactory

A_DAY = timedelta(days=1)


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    class Params:
        in_preparation = factory.Trait(status="in_preparation")
        ready = factory.Trait(status="ready")
        live = factory.Trait(status="live", went_live_at=NOON)
        ended = factory.Trait(status="ended", went_live_at=NOON, ended_at=NOON + 10 * A_DAY)

    name = factory.Sequence(lambda n: f"Spring {n}")
    status = "planned"
    utm = factory.Sequence(lambda n: f"spring-{n}")
    starts_at = NOON
    ends_at = NOON + 10 * A_DAY
    created_at = NOON - 10 * A_DAY

    @factory.post_generation
    def products(self, create, products):
        if create and products:
            self.products.set(products)


class CampaignMediumFactory(DjangoModelFactory):
    class Meta:
        model = CampaignMedium

    campaign = factory.SubFactory(CampaignFactory)
    medium = "google_ads"
    budget = Decimal("100")


class CouponFactory(DjangoModelFactory):
    class Meta:
        model = Coupon

    campaign = factory.SubFactory(CampaignFactory)
    code = factory.Sequence(lambda n: f"SPRING{n}")
    kind = "percent"
    value = Decimal("10")
    valid_from = NOON
    valid_until = NOON + 10 * A_DAY


class AdSpendFactory(DjangoModelFactory):
    class Meta:
        model = AdSpend

    campaign = factory.SubFactory(CampaignFactory)
    medium = "google_ads"
    day = NOON.date()
    amount = Decimal("10")
    currency = "EUR"
    kept_at = NOON


class StockCountFactory(DjangoModelFactory):
    class Meta:
        model = StockCount

    variant = factory.SubFactory(VariantFactory)
    units = 10
    counted_at = NOON
