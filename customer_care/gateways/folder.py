"""Mail that goes nowhere: a laptop's answers lie as .eml files in `<data>/mailbox/sent/`."""

import re
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class SentFolder(BaseEmailBackend):
    """One file per Message-ID, so that an answer sent twice lies there once."""

    def send_messages(self, messages):
        folder = Path(settings.MAILBOX_DIR) / "sent"
        folder.mkdir(parents=True, exist_ok=True)
        for mail in messages:
            content = mail.message()
            name = re.sub(r"[^\w.-]", "", content["Message-ID"])
            (folder / f"{name}.eml").write_bytes(content.as_bytes(linesep="\r\n"))
        return len(messages)
