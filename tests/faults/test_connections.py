"""Connections that stall or are cut: everybody else is served, and a report arrives once or not at all."""

import socket

import pytest

from benchmarks.program import Program, answers
from benchmarks.visiting import Browser, receipt_of
from tests.faults.wire import DUTCH, Half, answer_on, body_of, exchange, part, request, stored, wait_until

pytestmark = [pytest.mark.server, pytest.mark.network]

STALLED = 64
PARTS = [part(b"where", b"https://example.org/"), part(b"what", b"It opens."), part(b"files", bytes(1000), b"file.bin")]


def test_sixty_four_stalled_uploads_stop_nobody_and_are_cut(program: Program, forms: list[Half]) -> None:
    half = forms.pop()
    before = stored(program.folder)
    begun = request(program.port, half.address, body_of(half, PARTS))[:-500]
    stalled = [socket.create_connection(("127.0.0.1", program.port), timeout=40) for _ in range(STALLED)]
    try:
        for connection in stalled:
            connection.sendall(begun)
        assert (answers(program.port, "/report"), answers(program.port, "/healthz")) == (True, True)
        pages = [answer_on(connection) for connection in stalled]
    finally:
        for connection in stalled:
            connection.close()
    assert {page.status for page in pages} == {408}
    assert all(DUTCH in page.text for page in pages)
    assert stored(program.folder) == before


def test_a_report_is_taken_once_when_the_connection_is_cut_after_the_commit(
    program: Program, forms: list[Half]
) -> None:
    half = forms.pop()
    before = stored(program.folder)
    whole = request(program.port, half.address, body_of(half, PARTS))
    with socket.create_connection(("127.0.0.1", program.port), timeout=40) as connection:
        connection.sendall(whole)
        assert wait_until(lambda: stored(program.folder) == before + 1)  # committed, and cut before the answer is read
    first, second = (receipt_of(exchange(program.port, whole)) for _ in range(2))
    assert (first, stored(program.folder), stored(program.folder, "reports_attachment")) == (
        second,
        before + 1,
        stored(program.folder, "reports_attachment"),
    )


def test_the_same_report_sent_ten_times_at_once_is_one_case(program: Program, forms: list[Half]) -> None:
    half = forms.pop()
    before = stored(program.folder)
    whole = request(program.port, half.address, body_of(half, PARTS))
    connections = [socket.create_connection(("127.0.0.1", program.port), timeout=40) for _ in range(10)]
    for connection in connections:
        connection.sendall(whole)
    receipts = {receipt_of(answer_on(connection)) for connection in connections}
    for connection in connections:
        connection.close()
    assert (len(receipts), stored(program.folder)) == (1, before + 1)


def test_other_content_under_a_used_form_is_refused_and_kept(program: Program, forms: list[Half]) -> None:
    half = forms.pop()
    receipt_of(exchange(program.port, request(program.port, half.address, body_of(half, PARTS))))
    before = stored(program.folder)
    changed = [PARTS[0], part(b"what", b"Something else opens.")]
    page = exchange(program.port, request(program.port, half.address, body_of(half, changed)))
    assert (page.status, "Something else opens." in page.text, DUTCH in page.text) == (409, True, True)
    assert stored(program.folder) == before


def test_a_finder_who_goes_away_in_the_middle_of_an_upload_leaves_nothing(program: Program, forms: list[Half]) -> None:
    half = forms.pop()
    before = stored(program.folder)
    torn = request(program.port, half.address, body_of(half, [*PARTS, part(b"files", bytes(800_000), b"big.bin")]))[
        :-1000
    ]
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", program.port), timeout=40) as connection:
            connection.sendall(torn)
    assert Browser(program.port).get("/healthz").status == 200
    assert (stored(program.folder), stored(program.folder, "arrivals_uploaddraft")) == (before, 0)
