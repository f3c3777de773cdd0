"""The cast of the demo: ten people for all the hats, one part-timer, one away today."""

from datetime import date, datetime, time, timedelta

from config.lib.clock import local_day
from roles.team import actions, calendars
from roles.team.models import Absence, Role, User, WorkingHours

DOMAIN = "casalavanda.example"
R = Role
CAST = [
    # name, language, hats
    ("Giulia Ferri", "it", [R.COORDINATOR, R.ANALYST, R.ADMINISTRATOR]),
    ("Marco Bassi", "it", [R.MARKETING, R.MARKETPLACES]),
    ("Elena Conti", "it", [R.WEB_WRITER, R.SEO]),
    ("Davide Russo", "it", [R.GRAPHIC_DESIGNER]),
    ("Owen Clarke", "en", [R.WEBMASTER, R.HELP_DESK, R.ADMINISTRATOR]),
    ("Sara Gallo", "it", [R.CUSTOMER_CARE]),
    ("Inés Navarro", "es", [R.CUSTOMER_CARE, R.WEB_WRITER]),
    ("Paolo Rinaldi", "it", [R.WAREHOUSE, R.PURCHASING]),
    ("Fatima El Amrani", "it", [R.WAREHOUSE]),
    ("Chiara Vitale", "it", [R.ACCOUNTING, R.PURCHASING]),
]
LEADS = {  # hat: lead, deputy
    R.COORDINATOR: ("giulia.ferri", "marco.bassi"),
    R.WEB_WRITER: ("elena.conti", "ines.navarro"),
    R.CUSTOMER_CARE: ("sara.gallo", "ines.navarro"),
    R.WAREHOUSE: ("paolo.rinaldi", "fatima.elamrani"),
    R.PURCHASING: ("chiara.vitale", "paolo.rinaldi"),
    R.MARKETING: ("marco.bassi", "giulia.ferri"),
}
PART_TIME = {"chiara.vitale": [(day, time(9), time(13)) for day in range(5)]}
EARLY_SHIFT = {"fatima.elamrani": [(day, time(8), time(16)) for day in range(6)]}
AWAY_TODAY = "paolo.rinaldi"


def fill(now: datetime, seed: int, scale: float) -> None:
    """Hire the cast, give them their hats and hours, and let one of them be away."""
    people = {}
    for name, language, roles in CAST:
        user = actions.hire(email=address(name), name=name, roles=roles, language=language)
        people[user.email.partition("@")[0]] = user
    for key, (lead, deputy) in LEADS.items():
        Role.objects.filter(key=key).update(lead=people[lead], deputy=people[deputy])
    WorkingHours.objects.bulk_create(
        WorkingHours(user=people[name], weekday=day, starts_at=start, ends_at=end)
        for name, week in (PART_TIME | EARLY_SHIFT).items()
        for day, start, end in week
    )
    _send_on_leave(people, now)


def address(name: str) -> str:
    first, _, last = name.lower().replace("é", "e").partition(" ")
    return f"{first}.{last.replace(' ', '')}@{DOMAIN}"


def cast() -> dict[str, User]:
    """The people of the demo, by the first part of their address."""
    people = User.objects.filter(email__endswith=f"@{DOMAIN}")
    return {user.email.partition("@")[0]: user for user in people}


def _send_on_leave(people, now):
    today = local_day(now, calendars.shop_zone())
    leave = [
        (AWAY_TODAY, today - timedelta(days=1), today + timedelta(days=2), "sick"),
        ("davide.russo", today + timedelta(days=6), today + timedelta(days=9), "holiday"),
        ("marco.bassi", _last_august(today), _last_august(today) + timedelta(days=13), "holiday"),
        ("sara.gallo", today - timedelta(days=47), today - timedelta(days=43), "holiday"),
    ]
    Absence.objects.bulk_create(
        Absence(user=people[name], from_date=start, to_date=end, kind=kind)
        for name, start, end, kind in leave
    )


def _last_august(today: date) -> date:
    return date(today.year if today.month > 8 else today.year - 1, 8, 10)
