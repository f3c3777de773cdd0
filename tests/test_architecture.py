"""What import-linter cannot see: foreign keys are imports too, and names in tables are links."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from django.urls import reverse

from config.celery import app as celery
from config.lib import chrome
from config.lib.states import Movable
from roles.team.grants import GRANTS, OWN_WORDS, TO_CHOOSE_FROM
from roles.team.models import Role

FLOORS = [
    "config",
    "catalog",
    "orders",
    "logistics",
    "customer_care",
    "roles.team",
    "roles.tasks",
    "roles.playbooks",
    "roles.web_writer",
    "roles.graphic_designer",
    "roles.webmaster",
    "roles.marketing",
    "roles.coordinator",
    "analytics",
]


def floor(model):
    """How high a model's app stands; what is not ours stands under the house."""
    name = apps.get_app_config(model._meta.app_label).name
    return next((n for n, app in enumerate(FLOORS) if (name + ".").startswith(app + ".")), -1)


def our_models():
    return [model for model in apps.get_models() if floor(model) >= 0]


def links_between_apps():
    for model in our_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if target and target._meta.app_label != model._meta.app_label and floor(target) >= 0:
                yield field, model, target


def test_foreign_keys_point_down():
    upward = [
        str(field)
        for field, model, target in links_between_apps()
        if floor(target) > floor(model) and target._meta.label != settings.AUTH_USER_MODEL
    ]

    assert upward == []


def test_nothing_hangs_a_name_on_an_app_below():
    """`product.drafts` would let catalog reach up to roles.web_writer without an import."""
    visible = [str(field) for field, _, _ in links_between_apps() if not field.remote_field.hidden]

    assert visible == []


def test_no_model_has_an_order_of_its_own_or_hidden_save():
    """Who shows rows says in which order; what saving does is said where it is done."""
    ordered = [model._meta.label for model in our_models() if model._meta.ordering]
    saving = [
        model._meta.label
        for model in our_models()
        if "save" in vars(model) or "delete" in vars(model)
    ]

    assert (ordered, saving) == ([], [])


def test_every_movable_row_keeps_its_history():
    movable = [model for model in our_models() if issubclass(model, Movable)]
    assert movable

    for model in movable:
        states = set(model.Status.values)
        assert set(model.MOVES) <= states
        assert set().union(*model.MOVES.values()) <= states
        assert isinstance(model._meta.get_field("moves"), models.ManyToOneRel)


def test_the_timetable_names_jobs_that_exist():
    celery.loader.import_default_modules()
    wanted = {entry["task"] for entry in celery.conf.beat_schedule.values()}

    assert wanted - set(celery.tasks) == set()


def test_the_navigation_leads_somewhere():
    for _label, places in chrome.GROUPS:
        for place in places:
            assert reverse(place.door)


@pytest.mark.django_db
def test_the_grants_name_what_exists_and_cover_what_is_declared():
    declared = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.select_related("content_type")
    }
    granted = {name for names in GRANTS.values() for name in names}
    custom = {
        f"{model._meta.app_label}.{codename}"
        for model in our_models()
        for codename, _ in model._meta.permissions
    }

    assert granted - declared == set()
    assert custom - granted == set()
    assert set(GRANTS) == set(Role.BUILT_IN)
    assert {name.split(".")[1] for name in custom} == set(OWN_WORDS)


def test_a_role_of_the_shops_own_cannot_be_given_the_set_up():
    assert [
        name for name in TO_CHOOSE_FROM if name.startswith(("team.change", "team.add_user"))
    ] == []
