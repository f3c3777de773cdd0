"""What the demo team asks of each other: today's requests in every state, and two months of them."""

# ruff: noqa: E501 (sentences are left whole)

from datetime import datetime, timedelta
from uuid import UUID

from roles.tasks import asking
from roles.tasks.models import Request
from roles.team import calendars
from roles.team.demo import cast
from roles.team.models import Role

R = Role
# who asks, as what, of which role; what; accepted when; hours ago, due in working hours; what followed
TODAY = [
    ("elena.conti", R.WEB_WRITER, R.GRAPHIC_DESIGNER, "Tre foto della lampada accesa", "Si vede la luce sul tavolo, fondo chiaro.", 5, 12, ()),
    ("marco.bassi", R.MARKETING, R.WEBMASTER, "Pixel di Meta sulla pagina di conferma", "L’evento di prova arriva con il totale dell’ordine.", 26, 6, (("accept", "owen.clarke", ""),)),
    ("sara.gallo", R.CUSTOMER_CARE, R.WAREHOUSE, "Verificare la scatola rientrata da Bari", "Sappiamo se il vaso è intero.", 30, -3, ()),
    ("giulia.ferri", R.COORDINATOR, R.ACCOUNTING, "Margine dei tessili per fornitore", "Un foglio con costi e vendite di ottobre.", 50, 16, (("accept", "chiara.vitale", ""), ("deliver", "chiara.vitale", "Nel foglio condiviso, seconda scheda."))),
    ("davide.russo", R.GRAPHIC_DESIGNER, R.WEB_WRITER, "Titolo corto per il banner di Natale", "Al massimo quattro parole.", 20, 20, (("decline", "elena.conti", "Manca la campagna: qual è l’offerta?"),)),
    ("owen.clarke", R.HELP_DESK, R.PURCHASING, "Un secondo lettore di codici", "Legge le etichette di SDA e BRT.", 70, 30, (("accept", "chiara.vitale", ""), ("deliver", "chiara.vitale", "È arrivato, è sul banco 2."), ("send_back", "owen.clarke", "Non legge le etichette di BRT."))),
    ("paolo.rinaldi", R.WAREHOUSE, R.MARKETING, "Quando parte la prossima campagna?", "Una data e una stima degli ordini al giorno.", 90, 9, (("accept", "marco.bassi", ""), ("deliver", "marco.bassi", "Lunedì prossimo, circa 90 ordini al giorno."), ("confirm", "paolo.rinaldi", ""))),
    ("marco.bassi", R.MARKETING, R.WEB_WRITER, "Testo per la fiera di primavera", "Venti righe.", 100, 40, (("withdraw", "marco.bassi", ""),)),
]  # fmt: skip
PAIRS = [
    ("elena.conti", R.WEB_WRITER, R.GRAPHIC_DESIGNER, "davide.russo", "Foto per la scheda"),
    ("davide.russo", R.GRAPHIC_DESIGNER, R.MARKETING, "marco.bassi", "Misure dei banner"),
    ("sara.gallo", R.CUSTOMER_CARE, R.WAREHOUSE, "fatima.elamrani", "Dov’è questo pacco?"),
    ("marco.bassi", R.MARKETING, R.WEBMASTER, "owen.clarke", "Nuova pagina di atterraggio"),
]
PAST = 28


def ask_around(now: datetime, rolls) -> None:
    """Ask, answer and confirm, as the team did."""
    people, shop = cast(), calendars.of_shop()
    for by, as_role, of_role, what, accepted, ago, due_in, steps in TODAY:
        at = now - timedelta(hours=ago)
        due_at = shop.add_hours(now, due_in) if due_in > 0 else now + timedelta(hours=due_in)
        asked = _ask(people[by], as_role, of_role, what, accepted, at, due_at, rolls)
        for step, (verb, who, said) in enumerate(steps, start=1):
            _do(asked, verb, said, people[who], at + (now - at) * step / (len(steps) + 1))
    for number in range(PAST):
        by, as_role, of_role, who, what = PAIRS[number % len(PAIRS)]
        at = shop.add_hours(now - timedelta(days=2 * number + 4), rolls.random())
        answered = shop.add_hours(at, rolls.expovariate(1 / 5))
        done = shop.add_hours(answered, rolls.uniform(1, 20))
        asked = _ask(
            people[by], as_role, of_role, what, "Va bene così.", at, shop.add_hours(at, 18), rolls
        )
        for verb, person, moment in (
            ("accept", who, answered),
            ("deliver", who, done),
            ("confirm", by, done),
        ):
            if moment < now:
                _do(asked, verb, "", people[person], moment)


def _ask(by, as_role, of_role, what, accepted, at, due_at, rolls) -> Request:
    request = Request(
        title=what,
        accepted_when=accepted,
        from_role=Role.objects.get(key=as_role),
        to_role=Role.objects.get(key=of_role),
        due_at=due_at,
        form_key=UUID(int=rolls.getrandbits(128), version=4),
    )
    return asking.ask(request, by=by, at=at)


def _do(asked, verb, said, by, at):
    word = {"decline": {"why": said}, "send_back": {"why": said}, "deliver": {"note": said}}
    getattr(asking, verb)(asked, **word.get(verb, {}), by=by, at=at)
