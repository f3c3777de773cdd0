"""What the demo's campaign texts say, in Italian and in Spanish."""

WORDS = {
    "it": {
        "google_ads": {
            "headlines": "{name}\nLuce calda in casa\nSpedizione in 24–48 ore\nReso gratuito",
            "descriptions": "Materiali scelti con cura, reso gratuito entro 30 giorni.\n"
            "Ordina oggi: parte domani dal nostro magazzino.",
        },
        "meta_ads": {
            "primary": "Le sere si allungano: scegli il pezzo che mancava alla tua casa.",
            "headline": "Spedizione gratuita fino a domenica",
            "description": "Casa Lavanda",
        },
        "newsletter": {
            "subject": "Per le sere lunghe: la nostra scelta",
            "preheader": "Fino a domenica con spedizione gratuita, reso entro 30 giorni.",
            "body": "Buongiorno,\n\nquesta settimana abbiamo scelto {name}.\nArriva pronto "
            "all’uso, in un imballo di cartone riciclato.\n\nA presto,\nCasa Lavanda",
            "button": "Scegli il tuo",
        },
        "landing": {
            "title": "{name} per la tua casa",
            "meta_description": "Materiali scelti, forma semplice, reso gratuito entro 30 giorni.",
            "body": "Un pezzo che dura, scelto dal nostro laboratorio.",
            "button": "Vai all’offerta",
        },
        "post": {
            "text": "Le sere si allungano. {name}, per chi resta a casa volentieri.\n#casalavanda",
            "short": "Le sere si allungano. {name}: spedizione gratuita fino a domenica.",
        },
    },
    "es": {
        "meta_ads": {
            "primary": "Las tardes se alargan: elige la pieza que faltaba en tu casa.",
            "headline": "Envío gratis hasta el domingo",
            "description": "Casa Lavanda",
        },
        "newsletter": {
            "subject": "Para las tardes largas: nuestra elección",
            "preheader": "Hasta el domingo con envío gratuito, devolución en 30 días.",
            "body": "Hola:\n\nesta semana hemos elegido {name}.\nLlega listo para usar."
            "\n\nCasa Lavanda",
            "button": "Elige el tuyo",
        },
    },
}
SHEETS = [
    # medium, language, variant, status, due in hours, whether it has words
    ("newsletter", "it", "A", "submitted", 8, True),
    ("newsletter", "es", "A", "to_write", 20, False),
    ("meta_ads", "it", "A", "approved", 30, True),
    ("meta_ads", "it", "B", "changes", 22, True),
    ("meta_ads", "es", "A", "submitted", 26, True),
    ("google_ads", "it", "A", "to_write", -4, True),
    ("landing", "it", "A", "approved", -40, True),
    ("post", "it", "A", "to_write", 70, False),
]
NOTE = "Il titolo ripete l’altra variante: dire quanto si risparmia."
BRIEF = "Sere lunghe, luce calda, spedizione gratuita fino a domenica. Tono calmo, niente urgenza."
