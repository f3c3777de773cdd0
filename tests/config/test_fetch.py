"""An address somebody typed leads nowhere but to the pages it may: each rule with its control.

Everything here happens on the loopback. Listeners count who connects to them; where a test says
that an address is public, it is 127.0.0.2, declared so for the length of the test.
"""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from config.lib import fetch as fetching
from config.lib.fetch import Reason, Unfetched, fetch, is_public, taken_apart

SHOP = "www.shop.test"
OPEN_NET, HOME = "127.0.0.2", "127.0.0.1"
PEM = Encoding.PEM
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


class Listener:
    """A server on one address that counts its callers and answers each as it was told."""

    def __init__(self, ip, answer=PAGE, *, port=0, tls=None):
        self.calls, self.asked, self.answer, self.tls = 0, [], answer, tls
        self.socket = socket.create_server((ip, port))
        self.ip, self.port = self.socket.getsockname()[:2]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                caller, _from = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            threading.Thread(target=self._answer, args=(caller,), daemon=True).start()

    def _answer(self, caller):
        try:
            if self.tls:
                caller = self.tls.wrap_socket(caller, server_side=True)
            self.asked.append(caller.recv(65_536).decode())
            for piece in self.answer() if callable(self.answer) else [self.answer]:
                caller.sendall(piece)
        except OSError:
            pass
        finally:
            caller.close()

    def close(self):
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


@pytest.fixture
def listen():
    """Listeners that end with the test."""
    opened = []

    def listen(*args, **options):
        opened.append(Listener(*args, **options))
        return opened[-1]

    yield listen
    for listener in opened:
        listener.close()


@pytest.fixture
def names(monkeypatch):
    """A name server of the test's own: names["www.shop.test"] = ["127.0.0.2"]."""
    known = {}

    def look_up(host, port, *args, **options):
        found = known.get(host, [])
        found = found.pop(0) if found and isinstance(found[0], list) else found
        if not found:
            try:
                found = [str(ip_address(host))]
            except ValueError:
                found = [socket.inet_ntoa(socket.inet_aton(host))] if _is_number(host) else []
        if not found:
            raise socket.gaierror("unknown")
        return [(_family(ip), socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def _is_number(host):
    return host.replace(".", "").replace("x", "").isalnum() and host[0].isdigit()


def _family(ip):
    return socket.AF_INET6 if ":" in ip else socket.AF_INET


@pytest.fixture
def ports(monkeypatch):
    """The ports a page may be on are those of this test's listeners."""

    def use(**ports):
        monkeypatch.setattr(fetching, "PORTS", fetching.PORTS | ports)

    return use


@contextmanager
def open_net(monkeypatch, *ips):
    """For the length of a test these addresses count as public."""
    known = is_public
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "is_public", lambda ip: str(ip) in ips or known(ip))
        yield


@pytest.fixture
def public(monkeypatch):
    with open_net(monkeypatch, OPEN_NET):
        yield


def reason(address, *, hosts=(SHOP,), **options):
    with pytest.raises(Unfetched) as caught:
        fetch(address, hosts=hosts, **options)
    return caught.value.reason


def test_a_page_that_may_be_asked_is_asked(listen, names, ports, public):
    shop = listen(OPEN_NET)
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    page = fetch(f"http://{SHOP}/a b".replace(" ", "%20") + "?q=ì#top", hosts=[SHOP])

    assert (page.status, page.body, page.is_cut) == (200, b"hello", False)
    assert page.first_byte_ms < 1000
    assert page.certificate_until_at is None
    assert shop.calls == 1
    assert shop.asked[0].startswith("GET /a%20b?q=%C3%AC HTTP/1.1\r\n")
    assert f"\r\nHost: {SHOP}\r\n" in shop.asked[0]


# Where a name may lead


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
    "5f00::1",
    "0.0.0.0",  # noqa: S104
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450:4002:80b::200e"]


@pytest.mark.parametrize("ip", PRIVATE)
def test_somebody_s_own_network_is_not_public(ip):
    assert not is_public(ip_address(ip))


@pytest.mark.parametrize("ip", PUBLIC)
def test_the_open_internet_is(ip):
    assert is_public(ip_address(ip))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "0x7f.1", "0177.0.0.1", "2130706433", "127.1", "169.254.169.254", "localhost"],
)
def test_a_number_that_leads_home_is_refused_even_on_the_list(host, listen, names, ports):
    home = listen(HOME)
    names["localhost"] = [HOME]
    ports(http=home.port)

    assert reason(f"http://{host}/") == Reason.NOT_OURS
    assert reason(f"http://{host}/", hosts=[host]) == Reason.NOT_PUBLIC
    assert home.calls == 0


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%lo]"])
def test_no_number_in_brackets_is_a_host(host, listen, names, ports):
    home = listen(HOME)
    ports(http=home.port)

    assert reason(f"http://{host}/", hosts=[host.strip("[]"), host]) == Reason.BAD_ADDRESS
    assert home.calls == 0


@pytest.mark.parametrize(
    "leads_to",
    [[HOME], ["::1"], ["::ffff:127.0.0.1"], ["169.254.169.254"], [OPEN_NET, HOME], ["10.0.0.1"]],
)
def test_a_name_on_the_list_that_leads_home_is_refused(leads_to, listen, names, ports, public):
    home, shop = listen(HOME), None
    shop = listen(OPEN_NET, port=home.port)
    names[SHOP] = leads_to
    ports(http=home.port)

    assert reason(f"http://{SHOP}/") == Reason.NOT_PUBLIC
    assert (home.calls, shop.calls) == (0, 0)


def test_without_that_rule_it_would_be_led_home(listen, names, ports, monkeypatch):
    """The control: the same address, the rule taken away."""
    home = listen(HOME)
    names[SHOP] = [HOME]
    ports(http=home.port)

    with open_net(monkeypatch, HOME):
        page = fetch(f"http://{SHOP}/", hosts=[SHOP])

    assert (page.body, home.calls) == (b"hello", 1)


def test_a_name_is_looked_up_once(listen, names, ports, public):
    """DNS rebinding: public when it is checked, at home when it is connected."""
    home = listen(HOME)
    shop = listen(OPEN_NET, port=home.port)
    names[SHOP] = [[OPEN_NET], [HOME], [HOME]]
    ports(http=home.port)

    page = fetch(f"http://{SHOP}/", hosts=[SHOP])

    assert page.body == b"hello"
    assert (shop.calls, home.calls) == (1, 0)


def test_looked_up_twice_it_would_be_led_home(listen, names, public):
    """The control: checked first and then fetched by name, as one would without thinking."""
    home = listen(HOME)
    shop = listen(OPEN_NET, port=home.port)
    names[SHOP] = [[OPEN_NET], [HOME], [HOME]]

    [(_f, _t, _p, _c, (ip, _port))] = socket.getaddrinfo(SHOP, home.port)
    assert ip == OPEN_NET
    urlopen(f"http://{SHOP}:{home.port}/", timeout=5).close()

    assert (shop.calls, home.calls) == (0, 1)


def test_a_name_nobody_knows_is_said_to_be_unknown(names):
    assert reason(f"https://{SHOP}/") == Reason.UNKNOWN_HOST


def test_a_slow_name_server_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: time.sleep(3) or [])
    began = time.monotonic()

    assert reason(f"http://{SHOP}/", within=0.3) == Reason.TOO_LATE
    assert time.monotonic() - began < 1


def test_the_next_address_is_tried_where_the_first_is_shut(listen, names, ports, monkeypatch):
    shop = listen("127.0.0.3")
    names[SHOP] = [OPEN_NET, "127.0.0.3"]
    ports(http=shop.port)

    with open_net(monkeypatch, OPEN_NET, "127.0.0.3"):
        assert fetch(f"http://{SHOP}/", hosts=[SHOP]).status == 200


# What an address may look like


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "gopher://www.shop.test/",
        "ftp://www.shop.test/",
        "//www.shop.test/",
        "www.shop.test",
        "javascript:alert(1)",
        "http://",
        "",
        "http:///path",
        "http://www.shop.test@127.0.0.1/",
        "http://127.0.0.1@www.shop.test/",
        "http://user:word@www.shop.test/",
        "http://@www.shop.test/",
        "http://www.shop.test\\@127.0.0.1/",
        "http://www.shop.test /",
        "http://www.shop.test/\r\nHost: other",
        "http://www.shop.test\t/",
        "http://www.shop.test\x00.evil.test/",
        "http://www.shop.test:99999/",
        "http://www.shop.test:x/",
        "http://www.shop.test:22/",
        "http://www.shop.test:443/",
        "https://www.shop.test:80/",
        "http://[www.shop.test]/",
        "http://[::1/",
        "http://%77ww.shop.test/",
        "http://www..shop.test/",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(address, listen, names):
    names[SHOP] = [HOME]

    assert reason(address) == Reason.BAD_ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.test/",
        "http://www.shop.test.evil.test/",
        "http://evil.test/www.shop.test",
        "http://evil.test/#@www.shop.test",
        "http://evil.test?@www.shop.test",
        "http://shop.test/",
        "http://wwww.shop.test/",
    ],
)
def test_a_host_that_is_not_on_the_list_is_not_even_looked_up(address, monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: asked.append(args))

    assert reason(address) == Reason.NOT_OURS
    assert asked == []


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("HTTP://WWW.Shop.Test/", SHOP),
        ("https://www.shop.test./", SHOP),
        ("https://www.città.test/", "www.xn--citt-3na.test"),
        ("https://www.shop.test:443/", SHOP),
    ],
)
def test_a_host_is_known_however_it_is_written(address, host):
    assert taken_apart(address, hosts=[host]).host == host


# Redirects


def sent_on(to):
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def test_a_redirect_on_the_list_is_followed(listen, names, ports, public):
    shop = listen(OPEN_NET, answer=lambda: [PAGE if shop.calls > 1 else sent_on("/it/")])
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    page = fetch(f"http://{SHOP}/", hosts=[SHOP])

    assert (page.status, page.address, shop.calls) == (200, f"http://{SHOP}/it/", 2)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://127.0.0.1/", Reason.NOT_OURS),
        ("http://evil.test/", Reason.NOT_OURS),
        ("//evil.test/", Reason.NOT_OURS),
        ("http://inside.shop.test/", Reason.NOT_PUBLIC),
        ("file:///etc/passwd", Reason.BAD_ADDRESS),
        ("gopher://www.shop.test/", Reason.BAD_ADDRESS),
        ("http://www.shop.test@127.0.0.1/", Reason.BAD_ADDRESS),
        ("http://www.shop.test:22/", Reason.BAD_ADDRESS),
        ("http://[x", Reason.BAD_ADDRESS),
    ],
)
def test_a_redirect_elsewhere_is_not(to, why, listen, names, ports, public):
    home = listen(HOME)
    shop = listen(OPEN_NET, answer=sent_on(to), port=home.port)
    names.update({SHOP: [OPEN_NET], "inside.shop.test": [HOME], "evil.test": [HOME]})
    ports(http=shop.port)

    assert reason(f"http://{SHOP}/", hosts=[SHOP, "inside.shop.test"]) == why
    assert (shop.calls, home.calls) == (1, 0)


def test_redirects_without_end_are_given_up(listen, names, ports, public):
    shop = listen(OPEN_NET, answer=sent_on("/again"))
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    assert reason(f"http://{SHOP}/") == Reason.REDIRECTS
    assert shop.calls == 4


# How long and how much


def endless(first=b"HTTP/1.1 200 OK\r\n\r\n", piece=b"x", pause=0.05):
    def answer():
        yield first
        until = time.monotonic() + 10
        while time.monotonic() < until:
            yield piece
            time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        endless(),
        endless(b"HTTP/1.1 200 OK\r\nX-Drip: "),
        endless(b""),
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"),
        endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        endless(b"HTTP/1.1 200 OK\r\n\r\n", b"", 0.3),
    ],
    ids=["body", "header", "status line", "length", "chunks", "silence"],
)
def test_an_answer_that_drips_is_hung_up_on(answer, listen, names, ports, public):
    shop = listen(OPEN_NET, answer=answer)
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)
    began = time.monotonic()

    assert reason(f"http://{SHOP}/", within=0.6) == Reason.TOO_LATE
    assert 0.5 < time.monotonic() - began < 1.5


def test_redirects_share_the_time_of_one_question(listen, names, ports, public):
    def late():
        time.sleep(0.25)
        yield sent_on("/again")

    shop = listen(OPEN_NET, answer=late)
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)
    began = time.monotonic()

    assert reason(f"http://{SHOP}/", within=0.6) == Reason.TOO_LATE
    assert time.monotonic() - began < 1.5


def test_without_a_limit_a_drip_would_go_on(listen, names, ports, public):
    """The control: with patience enough the same drip is still being read."""
    shop = listen(OPEN_NET, answer=endless())
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)
    began = time.monotonic()

    assert reason(f"http://{SHOP}/", within=2) == Reason.TOO_LATE
    assert time.monotonic() - began > 1.9


def test_a_page_without_end_is_cut(listen, names, ports, public):
    shop = listen(
        OPEN_NET,
        answer=endless(
            b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", b"x" * 100_000, 0
        ),
    )
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    page = fetch(f"http://{SHOP}/", hosts=[SHOP])

    assert (len(page.body), page.is_cut) == (2 * 2**20, True)


def test_nothing_is_unpacked(listen, names, ports, public):
    packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbomb"
    shop = listen(OPEN_NET, answer=packed)
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    assert fetch(f"http://{SHOP}/", hosts=[SHOP]).body == b"bomb"
    assert "Accept-Encoding: identity" in shop.asked[0]


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00" * 50])
def test_what_speaks_no_http_is_no_answer(answer, listen, names, ports, public):
    shop = listen(OPEN_NET, answer=answer)
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    assert reason(f"http://{SHOP}/") == Reason.NO_ANSWER


def test_a_shut_door_is_no_answer(listen, names, ports, public):
    shop = listen(OPEN_NET)
    shop.close()
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    assert reason(f"http://{SHOP}/", within=1) == Reason.NO_ANSWER


def test_a_proxy_of_the_environment_is_not_used(listen, names, ports, public, monkeypatch):
    proxy, shop = listen(HOME), listen(OPEN_NET)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{HOME}:{proxy.port}")
    names[SHOP] = [OPEN_NET]
    ports(http=shop.port)

    fetch(f"http://{SHOP}/", hosts=[SHOP])

    assert (shop.calls, proxy.calls) == (1, 0)


# The shop front on somebody's laptop


def test_one_address_at_home_may_be_named(listen, names):
    home, other = listen(HOME), listen(HOME)
    names[SHOP] = [HOME]
    beside = [(HOME, home.port)]

    assert fetch(f"http://{SHOP}:{home.port}/", hosts=[SHOP], beside=beside).status == 200
    assert reason(f"http://{SHOP}:{other.port}/", beside=beside) == Reason.BAD_ADDRESS
    assert reason(f"http://{SHOP}/", beside=beside) == Reason.NOT_PUBLIC
    assert (home.calls, other.calls) == (1, 0)


def test_a_port_at_home_is_no_port_of_the_open_internet(listen, names, public):
    shop = listen(OPEN_NET)
    names[SHOP] = [OPEN_NET]

    address, beside = f"http://{SHOP}:{shop.port}/", [(HOME, shop.port)]

    assert reason(address, beside=beside) == Reason.BAD_ADDRESS
    assert shop.calls == 0


# Certificates


@pytest.fixture
def certificate(tmp_path):
    """Certificates made here: certificate("www.shop.test", days=30)."""
    folder = tmp_path

    def make(host, *, days=30):
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=90))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        cert, both = folder / "cert.pem", folder / "both.pem"
        cert.write_bytes(made.public_bytes(PEM))
        both.write_bytes(
            key.private_bytes(PEM, PrivateFormat.PKCS8, NoEncryption()) + cert.read_bytes()
        )
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(both)
        return tls, cert

    return make


def test_the_end_of_a_certificate_is_told(certificate, listen, names, ports, public, monkeypatch):
    tls, cert = certificate(SHOP, days=12)
    told = []
    tls.sni_callback = lambda sock, name, context: told.append(name)
    shop = listen(OPEN_NET, tls=tls)
    names[SHOP] = [OPEN_NET]
    ports(https=shop.port)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))

    page = fetch(f"https://{SHOP}/", hosts=[SHOP])

    ends = datetime.now(UTC) + timedelta(days=12)
    assert abs(page.certificate_until_at - ends) < timedelta(minutes=5)
    assert (page.body, told) == (b"hello", [SHOP])


@pytest.mark.parametrize(
    ("host", "days", "trusted"),
    [("www.other.test", 30, True), (SHOP, -1, True), (SHOP, 30, False)],
    ids=["another name", "over", "nobody's"],
)
def test_a_certificate_that_is_not_right_is_refused(
    host, days, trusted, certificate, listen, names, ports, public, monkeypatch, tmp_path
):
    tls, cert = certificate(host, days=days)
    shop = listen(OPEN_NET, tls=tls)
    names[SHOP] = [OPEN_NET]
    ports(https=shop.port)
    (tmp_path / "none.pem").write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert if trusted else tmp_path / "none.pem"))

    assert reason(f"https://{SHOP}/") == Reason.CERTIFICATE
    assert shop.asked == []
