"""The proxy fails as it is told: fault tests are worth as much as their faults."""

import http.client
import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from tests.tcp_proxy import LOOPBACK, Fault, TcpProxy

BODY = b"0123456789" * 20


class Server(http.server.BaseHTTPRequestHandler):
    """Answers everything with the same words, and keeps connections."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def proxy() -> Iterator[TcpProxy]:
    with http.server.ThreadingHTTPServer((LOOPBACK, 0), Server) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        with TcpProxy(LOOPBACK, server.server_address[1]) as proxy:
            yield proxy
        server.shutdown()


def ask(client: http.client.HTTPConnection) -> tuple[int, bytes]:
    client.request("POST", "/", body=b"x" * 100_000)
    answer = client.getresponse()
    return answer.status, answer.read()


@pytest.fixture
def client(proxy: TcpProxy) -> Iterator[http.client.HTTPConnection]:
    client = http.client.HTTPConnection(LOOPBACK, proxy.port, timeout=2)
    yield client
    client.close()


def test_it_hands_on_and_keeps_connections(proxy, client) -> None:
    assert [ask(client), ask(client)] == [(200, BODY)] * 2
    assert proxy.connections == 1


def test_a_refusing_port_is_closed_and_opens_again_at_the_same_place(proxy, client) -> None:
    proxy.turn(Fault.REFUSE)
    with pytest.raises(ConnectionRefusedError):
        ask(client)
    client.close()
    proxy.turn(Fault.PASS)
    assert ask(client) == (200, BODY)


def test_a_hanging_server_takes_the_request_and_says_nothing(proxy) -> None:
    proxy.turn(Fault.HANG)
    client = http.client.HTTPConnection(LOOPBACK, proxy.port, timeout=0.3)
    with pytest.raises(TimeoutError):
        ask(client)
    assert proxy.connections == 1


def test_every_answer_is_slow_on_one_connection(proxy, client) -> None:
    proxy.turn(Fault.SLOW, seconds=0.2)
    for _ in range(2):
        start = time.monotonic()
        assert ask(client) == (200, BODY)
        assert time.monotonic() - start >= 0.2
    assert proxy.connections == 1


def test_an_answer_is_cut_in_its_body(proxy, client) -> None:
    proxy.turn(Fault.CUT)
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(client)
    assert 0 < len(cut.value.partial) < len(BODY)


def test_503_comes_in_place_of_every_answer(proxy, client) -> None:
    proxy.turn(Fault.UNAVAILABLE)
    for _ in range(2):
        status, body = ask(client)
        assert (status, b'"status":503' in body) == (503, True)


@pytest.mark.parametrize("fault", list(Fault))
def test_a_turn_reaches_connections_that_are_kept_and_is_over_with_the_next(
    proxy, client, fault
) -> None:
    ask(client)
    proxy.turn(fault, seconds=5)
    with pytest.raises((OSError, http.client.HTTPException)):
        ask(client)
    client.close()
    proxy.turn(Fault.PASS)
    assert ask(client) == (200, BODY)


def test_a_turn_ends_what_hangs(proxy, client) -> None:
    proxy.turn(Fault.HANG)
    threading.Timer(0.2, proxy.turn, [Fault.PASS]).start()
    start = time.monotonic()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(client)
    assert time.monotonic() - start < 1.5
