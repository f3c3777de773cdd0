"""The buyers of the demo shop. None of them exists; their mail goes to example domains."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from config.lib.seeds import words

FIRST = {
    "IT": words("""
        Giulia Marco Francesca Luca Chiara Andrea Sara Matteo Martina Alessandro Valentina
        Davide Elena Simone Silvia Lorenzo Federica Riccardo Alice Gabriele Anna Stefano
        Paola Roberto Laura Giovanni Cristina Antonio Barbara Paolo Monica Michele Ilaria
        Filippo Marta Tommaso Giorgia Nicola Beatrice Enrico Camilla Pietro Roberta Daniele
        Serena Emanuele
    """),
    "ES": words("""
        Lucía Hugo María Martín Paula Daniel Carmen Pablo Laura Javier Marta Álvaro Ana
        Sergio Elena Adrián Cristina Diego Isabel Jorge Raquel Carlos Nuria Rubén Silvia
        Manuel
    """),
}
LAST = {
    "IT": words("""
        Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo
        Conti Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani
        Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo
        Serra Coppola Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso
        Valentini Messina Sala Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo
        Morelli Amato Silvestri
    """),
    "ES": words("""
        García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Ruiz Díaz
        Moreno Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil
        Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado
    """),
}
CITIES = {  # city, region, the first digits of its postcodes, how many live there
    "IT": [
        ("Milano", "MI", "201", 14), ("Roma", "RM", "001", 16), ("Torino", "TO", "101", 8),
        ("Bologna", "BO", "401", 5), ("Firenze", "FI", "501", 5), ("Napoli", "NA", "801", 7),
        ("Genova", "GE", "161", 4), ("Venezia", "VE", "301", 3), ("Verona", "VR", "371", 4),
        ("Padova", "PD", "351", 3), ("Bari", "BA", "701", 3), ("Palermo", "PA", "901", 4),
        ("Catania", "CT", "951", 3), ("Bergamo", "BG", "241", 3), ("Brescia", "BS", "251", 3),
        ("Parma", "PR", "431", 2), ("Modena", "MO", "411", 2), ("Perugia", "PG", "061", 2),
        ("Cagliari", "CA", "091", 2), ("Trieste", "TS", "341", 2), ("Ancona", "AN", "601", 1),
        ("Lecce", "LE", "731", 2), ("Pisa", "PI", "561", 2), ("Trento", "TN", "381", 2),
        ("Udine", "UD", "331", 2), ("Ravenna", "RA", "481", 2), ("Como", "CO", "221", 2),
        ("Varese", "VA", "211", 2), ("Salerno", "SA", "841", 2), ("Pescara", "PE", "651", 2),
    ],
    "ES": [
        ("Madrid", "Madrid", "280", 9), ("Barcelona", "Barcelona", "080", 8),
        ("Valencia", "Valencia", "460", 4), ("Sevilla", "Sevilla", "410", 3),
        ("Zaragoza", "Zaragoza", "500", 2), ("Málaga", "Málaga", "290", 3),
        ("Bilbao", "Bizkaia", "480", 2), ("Palma", "Illes Balears", "070", 2),
        ("Murcia", "Murcia", "300", 2), ("Alicante", "Alicante", "030", 2),
        ("Granada", "Granada", "180", 1), ("Oviedo", "Asturias", "330", 1),
    ],
}  # fmt: skip
STREETS = {
    "IT": """Via Garibaldi|Via Roma|Via Mazzini|Via Dante Alighieri|Via Verdi|Corso Italia|Viale
    dei Tigli|Via delle Rose|Via San Martino|Piazza del Popolo|Via Leopardi|Via Manzoni|Via dei
    Mille|Viale Europa|Via della Pace|Vicolo Stretto|Via Marconi|Corso Vittorio Emanuele|Via Puccini
    |Via del Molino""",
    "ES": """Calle Mayor|Calle del Sol|Avenida de la Constitución|Calle Real|Calle San Juan|Paseo
    del Prado|Calle Cervantes|Avenida de la Paz|Calle de la Luna|Calle Nueva|Plaza de España|Calle
    del Carmen""",
}
STREETS = {country: " ".join(names.split()).split("|") for country, names in STREETS.items()}
MAIL = ["example.com", "example.org", "example.net"]


@dataclass(slots=True)
class Buyer:
    id: int
    channel_id: int
    name: str
    email: str
    country: str
    city: str
    region: str
    postcode: str
    street: str
    since: datetime

    @property
    def row(self):
        language = "es" if self.country == "ES" else "it"
        reference = f"{6_000_000 + self.id * 17}"
        return (self.id, self.channel_id, reference, self.name, self.email, language,
                self.country, self.region, self.city, self.postcode, self.since)  # fmt: skip


FIELDS = words(
    "id channel_id external_id name email language country region city postcode created_at"
)


def make_buyer(number, channel_id, country, since, rolls) -> Buyer:
    first, last = rolls.choice(FIRST[country]), rolls.choice(LAST[country])
    place = rolls.choices(CITIES[country], [size for *_, size in CITIES[country]])[0]
    city, region, digits, _ = place
    address = f"{first}.{last}{number % 1000}@{rolls.choice(MAIL)}".lower()
    return Buyer(
        id=number,
        channel_id=channel_id,
        name=f"{first} {last}",
        email=_plain(address),
        country=country,
        city=city,
        region=region,
        postcode=f"{digits}{rolls.randint(10, 99)}",
        street=f"{rolls.choice(STREETS[country])} {rolls.randint(1, 140)}",
        since=since,
    )


def _plain(text: str) -> str:
    """The letters without their accents, as mail addresses have them."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
