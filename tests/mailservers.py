"""A mail server and a mailbox that speak their protocol over real sockets, and misbehave on demand.

What is to go wrong is said by the first words of a command: a reply to give instead, `HANG` to say
nothing any more, `DROP` to cut the line.
"""

import re
import threading
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer

HANG, DROP = object(), object()


class Gone(Exception):
    """The server has nothing more to say."""


class Speaker(StreamRequestHandler):
    def handle(self):
        with suppress(Gone, OSError):
            self.converse()

    def say(self, *lines):
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))

    def lines(self):
        """What the client asks, a line each, until it has gone."""
        while line := self.rfile.readline():
            yield line.rstrip(b"\r\n")

    def is_troubled(self, asked):
        """Whether this command goes wrong; then what was to be answered has been answered."""
        troubles, asked = self.server.troubles.items(), asked.upper()
        trouble = next((how for to, how in troubles if to.upper() in asked), None)
        if trouble is HANG:
            self.server.is_over.wait(20)
        if trouble in (HANG, DROP):
            raise Gone
        if trouble:
            self.say(trouble)
        return bool(trouble)


class Smtp(Speaker):
    """Takes mail as RFC 5321 has it: HELO, MAIL, RCPT, DATA."""

    def converse(self):
        self.say(b"220 mail.example ready")
        for line in self.lines():
            verb = line.split(b" ")[0].upper()
            if verb == b"DATA":
                self._take()
            elif not self.is_troubled(line):
                self.say(b"221 bye" if verb == b"QUIT" else b"250 fine")
                if verb == b"QUIT":
                    return

    def _take(self):
        if self.is_troubled(b"DATA"):
            return
        self.say(b"354 go on")
        text = b"".join(iter(self.rfile.readline, b".\r\n"))
        if self.is_troubled(b"<end of mail>"):
            return
        self.server.mails.append(text.replace(b"\r\n..", b"\r\n."))
        if not self.is_troubled(b"<kept>"):
            self.say(b"250 kept")


class Imap(Speaker):
    """Shows a folder as RFC 3501 has it, as far as a reader of unseen mail asks."""

    def converse(self):
        self.say(b"* OK mail.example ready")
        for line in self.lines():
            tag, _blank, asked = line.partition(b" ")
            if self.is_troubled(asked):
                continue
            name = re.match(rb"(UID )?\w+", asked)[0].upper().replace(b" ", b"_").decode().lower()
            answer = getattr(self, name)(asked)
            self.say(tag + b" " + (answer or b"OK done"))
            if name == "logout":
                return

    def capability(self, asked):
        self.say(b"* CAPABILITY IMAP4rev1")

    def login(self, asked):
        if asked != b'LOGIN "help@shop.example" "pass/word"':
            return b"NO [AUTHENTICATIONFAILED] wrong password"
        return None

    def select(self, asked):
        self.say(b"* %d EXISTS" % len(self.server.mails), b"* OK [UIDVALIDITY 1] ok")
        return b"OK [READ-WRITE] done"

    def uid_search(self, asked):
        assert asked.endswith(b"(UNSEEN)"), asked
        unseen = [b"%d" % uid for uid, flags in self._flags().items() if b"\\Seen" not in flags]
        self.say(b"* SEARCH " + b" ".join(unseen))

    def uid_fetch(self, asked):
        uids, parts = re.match(rb"UID FETCH ([\d,]+) \((.+)\)", asked, re.IGNORECASE).groups()
        for uid in map(int, uids.split(b",")):
            raw, flags = self.server.mails[uid - 1], b" ".join(self._flags()[uid])
            is_head = b"BODY.PEEK[HEADER]" in parts
            part, size = (
                (b"HEADER", raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n") if is_head else (b"", raw)
            )
            self.wfile.write(
                b"* %d FETCH (UID %d FLAGS (%s) RFC822.SIZE %d BODY[%s] {%d}\r\n"
                % (uid, uid, flags, len(raw), part, len(size))
            )
            self.wfile.write(size[: len(size) // 2])
            self.is_troubled(b"<half of %s %d>" % (b"head" if is_head else b"mail", uid))
            self.say(size[len(size) // 2 :] + b")")

    def uid_store(self, asked):
        uid, flags = re.match(rb"UID STORE (\d+) \+FLAGS \((.+)\)", asked, re.IGNORECASE).groups()
        self._flags()[int(uid)].update(flags.split())
        self.say(b"* %d FETCH (UID %d FLAGS (%s))" % (int(uid), int(uid), flags))

    def expunge(self, asked):
        pass

    def logout(self, asked):
        self.say(b"* BYE")

    def _flags(self):
        for uid in range(1, len(self.server.mails) + 1):
            self.server.flags.setdefault(uid, set())
        return self.server.flags


class Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, speaker):
        super().__init__(("127.0.0.1", 0), speaker)
        self.mails, self.flags, self.troubles = [], {}, {}
        self.is_over = threading.Event()

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def serving(speaker):
    """A server at a port of its own, for one test."""
    with Server(speaker) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
