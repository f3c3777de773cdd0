"""The webmaster's rows, each the plainest valid one. Traits are states."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from roles.webmaster.models import Defect, Freeze, Release, SiteCheck
from tests.factories import NOON


class ReleaseFactory(DjangoModelFactory):
    class Meta:
        model = Release

    class Params:
        out = factory.Trait(status="released", released_at=NOON)

    title = factory.Sequence(lambda n: f"Release {n}")
    planned_at = NOON + timedelta(days=1)
    made_at = NOON


class DefectFactory(DjangoModelFactory):
    class Meta:
        model = Defect

    class Params:
        weighed = factory.Trait(touched_percent=50, lost_percent=40)
        accepted = factory.Trait(status="accepted")
        fixing = factory.Trait(status="fixing")
        fixed = factory.Trait(status="fixed", fixed_at=NOON)
        verified = factory.Trait(status="verified", fixed_at=NOON, ended_at=NOON)
        declined = factory.Trait(status="declined", ended_at=NOON)

    title = factory.Sequence(lambda n: f"The button {n} does nothing")
    reported_at = NOON


class FreezeFactory(DjangoModelFactory):
    class Meta:
        model = Freeze

    from_at = NOON
    until_at = NOON + timedelta(days=7)
    why = "Summer sale"
    made_at = NOON


class SiteCheckFactory(DjangoModelFactory):
    class Meta:
        model = SiteCheck

    class Params:
        passing = factory.Trait(asked_at=NOON, passed_at=NOON, status=200, first_byte_ms=180)
        failing = factory.Trait(
            asked_at=NOON, failures=2, failing_since_at=NOON, problem="status", status=500
        )

    name = "Home page"
    address = "https://www.shop.example/"
    next_at = NOON
