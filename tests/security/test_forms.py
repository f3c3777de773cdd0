"""S3: a form takes the fields it shows, whatever else is posted with them."""

import importlib
import inspect
import pkgutil

import pytest
from django.apps import apps
from django.forms import ModelForm

from logistics.models import Parcel
from orders.models import Order, Refund
from roles.tasks.models import Task
from roles.team.models import Absence, User
from roles.web_writer.models import Draft
from tests import doors

pytestmark = pytest.mark.django_db
OURS = {"config", "catalog", "orders", "logistics", "customer_care", "roles", "analytics"}
# What only the house itself writes, whoever posts it.
PROTECTED = {
    User: "email password is_staff is_superuser is_active",
    Absence: "user_id",
    Order: "total currency rate channel_id customer_id buyer_email external_id",
    Parcel: "order_id external_id promised_for opened_at",
    Refund: "order_id amount currency rate requested_at",
    Task: "need subject_type_id subject_id opened_by_id opened_at role_id",
    Draft: "product_id author_id begun_at language",
}
POISON = {
    "id": 1,
    "pk": 1,
    "email": "poison@example.org",
    "password": "poison",
    "is_staff": "on",
    "is_superuser": "on",
    "groups": [1],
    "user": 1,
    "user_id": 1,
    "owner": 1,
    "author": 1,
    "author_id": 1,
    "order": 1,
    "order_id": 1,
    "opened_by": 1,
    "need": "poison",
    "subject_id": 1,
    "product": 1,
    "product_id": 1,
    "total": "0.01",
    "amount": "0.01",
    "price": "0.01",
    "currency": "XXX",
    "rate": "9",
    "external_id": "poison",
    "opened_at": "2001-01-01",
    "begun_at": "2001-01-01",
    "promised_for": "2001-01-01",
}
NEVER_ASKED = {
    "is_staff",
    "is_superuser",
    "password",
    "groups",
    "user_permissions",
    "author",
    "opened_by",
    "received_by",
    "external_id",
    "moves",
}


def protected_values():
    return {
        model: list(model.objects.order_by("pk").values_list("pk", *fields.split()))
        for model, fields in PROTECTED.items()
    }


def model_forms():
    """Every form of ours that writes a model."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] not in OURS:
            continue
        for module in pkgutil.walk_packages(config.module.__path__, f"{config.name}."):
            if module.name.endswith(("forms", "admin")) and ".migrations" not in module.name:
                for _name, found in inspect.getmembers(importlib.import_module(module.name)):
                    if inspect.isclass(found) and issubclass(found, ModelForm):
                        yield found


def test_every_form_names_its_fields_and_none_that_decides_who_is_who():
    forms = {form for form in model_forms() if getattr(form, "Meta", None)}
    assert forms

    for form in forms:
        fields = form.Meta.fields
        assert isinstance(fields, list | tuple), f"{form} takes {fields}"
        assert not NEVER_ASKED & set(fields), form


def test_no_door_takes_what_it_did_not_ask_for(hired, as_):
    rows = doors.rows()
    browser = as_(hired("everybody", *doors.HATS - {"administrator"}, language="en"))
    before = protected_values()
    assert all(before.values()), "every protected model has a row to protect"

    for door in doors.DOORS:
        if "post" in door.methods and door.name not in {"team:present", "tasks:new"}:
            browser.post(door.url(rows), POISON)

    after = protected_values()
    assert {
        model: [row for row in rows if row not in after[model]] for model, rows in before.items()
    } == {model: [] for model in before}
