"""A test that commits leaves the tables as the migrations did, and the next one finds them so."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from roles.team.models import Role
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)


def counted():
    with connection.cursor() as ask:
        ask.execute("SELECT count(*) FROM catalog_product")
        return ask.fetchone()[0], Role.objects.count(), Permission.objects.count()


def test_what_was_written_is_gone_and_what_was_there_is_back(wipe):
    before = counted()
    lead = Role.objects.get(key=Role.WAREHOUSE).lead_id
    ProductFactory()
    Role.objects.update(lead=None, is_active=False)
    Permission.objects.all().delete()

    wipe()

    assert counted() == before
    assert before[1] > 1 < before[2]
    assert not Role.objects.filter(is_active=False).exists()
    assert Role.objects.get(key=Role.WAREHOUSE).lead_id == lead
