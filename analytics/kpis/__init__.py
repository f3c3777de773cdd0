"""Every KPI of the team, one file per role that owns it."""

from analytics.kpi import Kpi
from analytics.kpis import (
    campaigns,
    coordinator,
    customer_care,
    marketing,
    team,
    warehouse,
    web_writer,
)

KPIS: tuple[Kpi, ...] = (
    *coordinator.KPIS,
    *marketing.KPIS,
    *campaigns.KPIS,
    *warehouse.KPIS,
    *customer_care.KPIS,
    *web_writer.KPIS,
    *team.KPIS,
)
BY_KEY: dict[str, Kpi] = {kpi.key: kpi for kpi in KPIS}
