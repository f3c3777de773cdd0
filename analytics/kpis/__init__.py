"""Every KPI of the team, one file per role that owns it."""

from analytics.kpi import Kpi
from analytics.kpis import (
    campaigns,
    coordinator,
    customer_care,
    graphic_designer,
    marketing,
    runs,
    team,
    warehouse,
    web_writer,
    webmaster,
)

KPIS: tuple[Kpi, ...] = (
    *coordinator.KPIS,
    *marketing.KPIS,
    *campaigns.KPIS,
    *warehouse.KPIS,
    *customer_care.KPIS,
    *web_writer.KPIS,
    *graphic_designer.KPIS,
    *webmaster.KPIS,
    *runs.KPIS,
    *team.KPIS,
)
BY_KEY: dict[str, Kpi] = {kpi.key: kpi for kpi in KPIS}
