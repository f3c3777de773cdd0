"""What the demo team writes on its tasks."""

# ruff: noqa: E501 (sentences are left whole)

from dataclasses import dataclass
from decimal import Decimal

from roles.team.models import Role

R = Role
ROUTINE = {
    R.COORDINATOR: ["Riunione del lunedì: priorità", "Rivedere gli obiettivi del mese"],
    R.WEB_WRITER: ["Scrivere la newsletter", "Rivedere la guida alle taglie", "Post sul blog"],
    R.GRAPHIC_DESIGNER: ["Banner della settimana", "Ritocco foto nuovi arrivi", "Foto ambientate"],
    R.WEBMASTER: ["Aggiornare i plugin", "Controllare i 404", "Prova del pagamento su telefono"],
    R.MARKETING: ["Campagna Google Ads", "Calendario social", "Segmenti della newsletter"],
    R.CUSTOMER_CARE: ["Richiamare i clienti in attesa", "Aggiornare le risposte pronte"],
    R.WAREHOUSE: ["Inventario a campione", "Riordinare la zona resi", "Ordinare scatole e nastro"],
    R.PURCHASING: ["Sollecitare il fornitore", "Preventivo imballi", "Riordino bestseller"],
    R.ACCOUNTING: ["Riconciliare i pagamenti", "Fatture marketplace", "Registrare i resi"],
    R.MARKETPLACES: ["Controllare le inserzioni sospese", "Allineare i prezzi su Amazon"],
    R.SEO: ["Titoli delle categorie", "Link interni delle guide"],
    R.ANALYST: ["Rapporto mensile", "Analisi dei resi per prodotto"],
    R.HELP_DESK: ["Nuovo lettore di codici in magazzino", "Accessi del personale"],
}


@dataclass(frozen=True)
class Sheet:
    """A task of today: who opened it so many hours ago, due in so many, and what followed."""

    title: str
    role: str
    by: str
    hours_ago: int
    due_in: int  # working hours; none: it is overdue
    steps: tuple = ()
    details: str = ""
    priority: int = 3
    hours: Decimal = Decimal(2)


TODAY = [
    Sheet(
        "Controllare perché SDA consegna in ritardo",
        R.WAREHOUSE, "giulia.ferri", 44, 0,
        (
            ("gets", "fatima.elamrani", "Paolo è assente: puoi sentire tu il corriere?"),
            ("takes", "fatima.elamrani", ""),
            ("says", "fatima.elamrani", "Il loro deposito di Bologna è fermo da qualche giorno. @Giulia spostiamo le spedizioni su BRT?"),
        ),
        "Le recensioni basse di ieri parlano quasi tutte della consegna.", 1,
    ),
    Sheet(
        "Testo e immagini per la pagina dei nuovi arrivi",
        R.WEB_WRITER, "marco.bassi", 70, 6,
        (
            ("takes", "elena.conti", ""),
            ("says", "elena.conti", "Prima bozza pronta, manca la lista dei prodotti. @Marco me la mandi?"),
            ("waits for", "marco.bassi", "Aspetto la lista dei prodotti"),
        ),
        "Tono caldo, niente sconti nel titolo. 120–150 parole.", 2, Decimal(3),
    ),
    Sheet(
        "Banner per la home: spedizione in 24 ore",
        R.GRAPHIC_DESIGNER, "marco.bassi", 28, 4,
        (("takes", "davide.russo", ""),),
        "Versione larga e versione telefono, italiano e spagnolo.", 2,
    ),
    Sheet(
        "Il codice sconto BENVENUTO non passa su iPhone",
        R.WEBMASTER, "sara.gallo", 19, 2,
        (
            ("says", "sara.gallo", "Tre clienti da stamattina. @Owen riesci a guardarlo prima di pranzo?"),
        ),
        "Carrello su Safari, messaggio «codice non valido».", 1, Decimal(1),
    ),
    Sheet(
        "Chiedere al fornitore la data del riassortimento barbecue",
        R.PURCHASING, "giulia.ferri", 96, 12,
        (("takes", "chiara.vitale", ""), ("waits", "chiara.vitale", "Risponde fra un paio di giorni")),
        "Nella settimana del giardino siamo rimasti senza: serve la conferma scritta.",
    ),
    Sheet("Verificare le commissioni Amazon del mese scorso", R.ACCOUNTING, "giulia.ferri", 52, 0, (), "", 3),
    Sheet(
        "Provare il nuovo lettore di codici in magazzino",
        R.HELP_DESK, "paolo.rinaldi", 120, 16, (("takes", "owen.clarke", ""),), "", 4, Decimal(1),
    ),
    Sheet(
        "Rispondere alle recensioni da una e due stelle",
        R.CUSTOMER_CARE, "giulia.ferri", 16, 3,
        (("gets", "ines.navarro", "Ci sono anche quelle spagnole"),),
        "", 2,
    ),
    Sheet(
        "Segmento newsletter: chi ha comprato nella stessa stagione l’anno scorso",
        R.MARKETING, "giulia.ferri", 40, 9, (("takes", "marco.bassi", ""),),
    ),
    Sheet(
        "Parole chiave per le lanterne solari", R.SEO, "marco.bassi", 30, 20, (), "", 4, Decimal(1)
    ),
    Sheet(
        "Confronto vendite Spagna con l’anno scorso",
        R.ANALYST, "marco.bassi", 26, 14, (("takes", "giulia.ferri", ""),),
    ),
    Sheet(
        "Inserzioni Amazon senza foto principale",
        R.MARKETPLACES, "giulia.ferri", 60, 5,
        (("takes", "marco.bassi", ""), ("says", "marco.bassi", "Fatte, erano undici."), ("ends", "marco.bassi", "")),
    ),
    Sheet(
        "Volantino per la fiera",
        R.GRAPHIC_DESIGNER, "marco.bassi", 90, 30, (("cancels", "marco.bassi", "La fiera è stata annullata"),),
        "", 4,
    ),
    Sheet(
        "Confermare i turni per il prossimo fine settimana",
        R.COORDINATOR, "sara.gallo", 22, 5,
        (("says", "sara.gallo", "@Giulia noi copriamo sabato, per domenica manca una persona."),),
        "", 2, Decimal(1),
    ),
]  # fmt: skip
