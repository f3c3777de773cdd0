# ruff: noqa: E501
"""What the demo's customers ask, and what they are told: subject, question, answer, a word after."""

TOPICS = [
    {
        "it": (
            "Dov'è il mio ordine {order}?",
            "Buongiorno,\nho fatto l'ordine {order} la settimana scorsa e il pacco non è ancora "
            "arrivato. Il tracciamento è fermo da due giorni. Potete controllare?\n\nGrazie,\n{name}",
            "Buongiorno {name},\nho sentito il corriere: il pacco è nella filiale della sua zona e "
            "sarà consegnato domani entro le 18. Se non dovesse arrivare mi risponda pure qui.\n\n"
            "Un saluto,\nCasa Lavanda",
            "Buongiorno, il corriere oggi non è passato. Come facciamo?",
        ),
        "es": (
            "¿Dónde está mi pedido {order}?",
            "Buenos días:\nhice el pedido {order} la semana pasada y todavía no ha llegado. El "
            "seguimiento no se mueve desde hace dos días. ¿Lo pueden mirar?\n\nGracias,\n{name}",
            "Buenos días, {name}:\nhe hablado con el transportista: el paquete está en su zona y se "
            "entrega mañana antes de las 18 h. Si no llega, conteste a este correo.\n\nUn saludo,\n"
            "Casa Lavanda",
            "Hola, el transportista hoy no ha pasado. ¿Qué hacemos?",
        ),
    },
    {
        "it": (
            "Articolo arrivato rotto",
            "Salve, nell'ordine {order} uno dei pezzi è arrivato scheggiato. L'imballo era "
            "schiacciato su un lato. Preferirei una sostituzione al rimborso, se possibile.\n{name}",
            "Buongiorno {name},\nmi dispiace molto. Le mandiamo un pezzo nuovo oggi stesso, senza "
            "spese; quello rotto può buttarlo. Riceverà il codice di spedizione in serata.\n\nUn "
            "saluto,\nCasa Lavanda",
            "Grazie! Ecco anche la foto del danno, se vi serve per il corriere.",
        ),
        "es": (
            "Artículo roto",
            "Hola, en el pedido {order} una de las piezas ha llegado rota. La caja estaba aplastada "
            "por un lado. Prefiero un cambio a la devolución, si puede ser.\n{name}",
            "Buenos días, {name}:\nlo siento mucho. Hoy mismo le mandamos una pieza nueva sin "
            "gastos; la rota la puede tirar. Esta tarde recibirá el código de envío.\n\nUn saludo,\n"
            "Casa Lavanda",
            "¡Gracias! Les mando también la foto, por si la necesitan.",
        ),
    },
    {
        "it": (
            "Reso dell'ordine {order}",
            "Buonasera, vorrei rendere un articolo dell'ordine {order}: il colore dal vivo è diverso "
            "da quello della foto. Come devo fare? Ho ancora la scatola.\n{name}",
            "Buongiorno {name},\nnessun problema: ha 30 giorni. In allegato trova l'etichetta, il "
            "corriere ritira da lei. Il rimborso parte appena il pacco torna da noi.\n\nUn saluto,\n"
            "Casa Lavanda",
            "Perfetto, il ritiro può essere venerdì mattina?",
        ),
        "es": (
            "Devolución del pedido {order}",
            "Buenas tardes, quiero devolver un artículo del pedido {order}: el color no es como en "
            "la foto. ¿Cómo lo hago? Todavía tengo la caja.\n{name}",
            "Buenos días, {name}:\nsin problema, tiene 30 días. Le mando la etiqueta y el "
            "transportista lo recoge en su casa. El reembolso sale en cuanto nos llegue.\n\nUn "
            "saludo,\nCasa Lavanda",
            "Perfecto, ¿la recogida puede ser el viernes por la mañana?",
        ),
    },
    {
        "it": (
            "Fattura",
            "Buongiorno, mi servirebbe la fattura dell'ordine {order} intestata alla ditta. Vi mando "
            "i dati: P. IVA e codice destinatario sono quelli dell'anno scorso.\n{name}",
            "Buongiorno {name},\nla fattura è partita adesso verso lo SDI; la trova nel cassetto "
            "fiscale entro domani.\n\nUn saluto,\nCasa Lavanda",
            "Ricevuta, ma manca il codice destinatario. Potete rifarla?",
        ),
        "es": (
            "Factura",
            "Buenos días, necesito la factura del pedido {order} a nombre de la empresa. Los datos "
            "son los del año pasado.\n{name}",
            "Buenos días, {name}:\nle acabo de mandar la factura a este correo.\n\nUn saludo,\n"
            "Casa Lavanda",
            "Recibida, pero falta el NIF. ¿La pueden rehacer?",
        ),
    },
    {
        "it": (
            "Cambio di indirizzo per {order}",
            "Salve, ho sbagliato il numero civico nell'ordine {order}: è il 14 e non il 41. Siete "
            "ancora in tempo a correggerlo?\n{name}",
            "Buongiorno {name},\ncorretto: il pacco non era ancora partito e va al numero 14.\n\nUn "
            "saluto,\nCasa Lavanda",
            "Grazie mille, siete stati rapidissimi. Si può avere anche la consegna al piano?",
        ),
        "es": (
            "Cambio de dirección del pedido {order}",
            "Hola, me he equivocado de número en el pedido {order}: es el 14 y no el 41. ¿Aún se "
            "puede corregir?\n{name}",
            "Buenos días, {name}:\ncorregido: el paquete no había salido y va al número 14.\n\nUn "
            "saludo,\nCasa Lavanda",
            "Muchas gracias. ¿Se puede pedir también la entrega en el piso?",
        ),
    },
    {
        "it": (
            "Il codice sconto non funziona",
            "Buongiorno, nell'ordine {order} il codice della newsletter non è stato scalato. Potete "
            "rimborsarmi la differenza?\n{name}",
            "Buongiorno {name},\nha ragione: il codice era valido. Le rendiamo la differenza sullo "
            "stesso metodo di pagamento entro tre giorni.\n\nUn saluto,\nCasa Lavanda",
            "Sono passati tre giorni e non vedo ancora nulla sulla carta.",
        ),
        "es": (
            "El código de descuento no funciona",
            "Buenos días, en el pedido {order} no se aplicó el código del boletín. ¿Me pueden "
            "devolver la diferencia?\n{name}",
            "Buenos días, {name}:\ntiene razón: el código era válido. Le devolvemos la diferencia en "
            "tres días.\n\nUn saludo,\nCasa Lavanda",
            "Han pasado tres días y todavía no veo nada en la tarjeta.",
        ),
    },
]
NOTES = [
    "Ha chiamato anche stamattina: è gentile ma ha fretta, il regalo è per sabato.",
    "Il corriere dice che il pacco è stato rispedito alla filiale di Bologna, pratica aperta.",
    "Cliente da tre anni, offrirei la spedizione gratuita sul prossimo ordine.",
]
ROLE_ASKS = [
    (
        "warehouse",
        "C'è ancora un pezzo di questo articolo in magazzino per la sostituzione?",
        "Chiesto al magazzino: se c'è, lo spediamo oggi.",
    ),
    (
        "accounting",
        "Il rimborso risulta partito? La cliente non lo vede sulla carta.",
        "In attesa dell'amministrazione, l'ho scritto anche alla cliente al telefono.",
    ),
    (
        "purchasing",
        "Quando torna disponibile? Il cliente aspetta il secondo pezzo della coppia.",
        "Il cliente tiene il primo, ma vuole una data.",
    ),
]
CANNED = [
    (
        "it",
        "In viaggio",
        "Buongiorno {{first_name}},\n\nil suo ordine {{order}} è in viaggio con {{carrier}}: può "
        "seguirlo qui: {{tracking_link}}\n\nUn saluto,\n{{agent}} · {{shop}}",
        64,
    ),
    (
        "it",
        "Come si rende",
        "Buongiorno {{first_name}},\n\nper rendere un articolo dell'ordine {{order}} ha 30 giorni. "
        "Le mandiamo l'etichetta e il corriere ritira da lei; il rimborso parte quando il pacco è "
        "di nuovo qui.\n\nUn saluto,\n{{agent}} · {{shop}}",
        41,
    ),
    (
        "it",
        "Rimborso partito",
        "Buongiorno {{first_name}},\n\nil rimborso di {{refund}} per l'ordine {{order}} è partito. "
        "Sulla carta si vede in 3–5 giorni.\n\nUn saluto,\n{{agent}} · {{shop}}",
        23,
    ),
    (
        "it",
        "Serve una foto",
        "Buongiorno {{first_name}},\n\nmi dispiace per il danno. Può mandarmi una foto dell'articolo "
        "e dell'imballo? Preparo subito la sostituzione.\n\nUn saluto,\n{{agent}} · {{shop}}",
        17,
    ),
    (
        "es",
        "En camino",
        "Buenos días, {{first_name}}:\n\nsu pedido {{order}} está en camino con {{carrier}}: puede "
        "seguirlo aquí: {{tracking_link}}\n\nUn saludo,\n{{agent}} · {{shop}}",
        19,
    ),
    (
        "es",
        "Cómo se devuelve",
        "Buenos días, {{first_name}}:\n\npara devolver un artículo del pedido {{order}} tiene 30 "
        "días. Le mandamos la etiqueta y el transportista lo recoge en su casa.\n\nUn saludo,\n"
        "{{agent}} · {{shop}}",
        11,
    ),
]
KNOWLEDGE = [
    (
        "it",
        "Corriere in ritardo",
        "SDA consegna con due o tre giorni di ritardo in Emilia e in Veneto. Non promettere date: "
        "offrire il rimborso delle spese di spedizione se il pacco supera i sette giorni.",
    ),
    (
        "es",
        "Entregas en las islas",
        "Baleares y Canarias: 7–10 días. A Canarias no enviamos muebles.",
    ),
]
