import pytest
from django.core.management import CommandError, call_command

from catalog.models import Shop
from orders.models import Order
from roles.team.models import User
from tests.factories import OrderFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("something", [OrderFactory, ProductFactory])
def test_a_real_shop_is_left_alone(something):
    row = something()

    with pytest.raises(CommandError, match="empty"):
        call_command("demo")

    assert type(row).objects.get() == row
    assert Order.objects.count() <= 1
    assert not Shop.current().is_demo
    assert not User.objects.exists()
