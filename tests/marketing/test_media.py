"""The media are one list: no desk calls one of them by another name, or lacks one."""

from catalog.media import Medium
from roles.graphic_designer.models import Brief
from roles.marketing.media import UTM
from roles.marketing.models import AdSpend, CampaignMedium
from roles.web_writer.limits import FIELDS
from roles.web_writer.models import Copy


def choices_of(model):
    return dict(model._meta.get_field("medium").choices)


def test_a_medium_is_called_alike_everywhere():
    names = dict(Medium.choices)

    for model in (CampaignMedium, AdSpend, Copy):
        assert choices_of(model) == names
    assert names.items() >= {
        (key, name) for key, name in choices_of(Brief).items() if key != "product"
    }


def test_the_writer_has_limits_for_every_medium():
    assert set(FIELDS) == set(Medium)


def test_links_name_every_medium():
    assert set(UTM) == set(Medium)
