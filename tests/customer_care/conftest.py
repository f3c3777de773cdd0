"""Customer care's outside world: a mailbox of the test's own, and letters to drop into it."""

from email.message import EmailMessage

import pytest
from django.utils import timezone

from customer_care import receiving


@pytest.fixture(autouse=True)
def _own_mailbox(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.IMAP_URL = ""
    settings.CARE_MAIL_FROM = "Casa Lavanda <help@casalavanda.example>"
    settings.CARE_MAIL_BACKEND = "customer_care.gateways.folder.SentFolder"


@pytest.fixture
def mail():
    """A customer's mail as bytes; headers by keyword: mail(Subject="…", Auto_Submitted="…")."""

    def write(text="Where is my lamp?", *, html="", files=(), **headers):
        message = EmailMessage()
        plain = {
            "From": "Bruna Buyer <bruna@example.org>",
            "To": "help@casalavanda.example",
            "Subject": "My lamp",
            "Message-ID": "<one@example.org>",
        }
        for name, value in (plain | {k.replace("_", "-"): v for k, v in headers.items()}).items():
            message[name] = value
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        for name, content in files:
            message.add_attachment(content, maintype="image", subtype="png", filename=name)
        return message.as_bytes()

    return write


@pytest.fixture
def arrives(db):
    """A mail comes in: stored, then understood. Returns its letter."""

    def arrive(raw, *, at=None, name="1.eml"):
        now = at or timezone.now()
        letter = receiving.store(name, raw, at=now)
        if letter.status == "received":
            receiving.take_in(letter, now=now)
        letter.refresh_from_db()
        return letter

    return arrive
