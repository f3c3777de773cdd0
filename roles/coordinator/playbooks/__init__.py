"""The playbooks a new shop begins with. They become rows once; from then on they are the shop's."""

from roles.coordinator.playbooks.campaign import CAMPAIGN
from roles.coordinator.playbooks.house import INCIDENT, PERSON
from roles.coordinator.playbooks.products import OUT_OF_STOCK, PRODUCT

PLANS = (CAMPAIGN, PRODUCT, OUT_OF_STOCK, PERSON, INCIDENT)
