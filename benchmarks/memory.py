"""Memory of the whole process group (PSS), idle after a warm-up and at its highest under load.

./meldpunt bench memory [--each 40]
"""

import argparse
import smtplib
import sys
import threading
import time

from benchmarks.load import Size, visits
from benchmarks.mail_kill import ADDRESS, SENDERS, bring, new_message
from benchmarks.measuring import figure, processes, pss_megabytes
from benchmarks.program import Program, free_port, running
from benchmarks.visiting import Browser, sign_in

IDLE_GOAL, LOAD_GOAL = 180.0, 280.0  # megabytes
SETTLE = 3.0  # seconds after the first pages, until nothing is going on
CLIENTS, EACH = 8, 40
MAILS = 20  # of each of the SENDERS
LOOK_EVERY = 0.05  # seconds
SIGN_INS = 3  # Argon2id takes 64 MB for each, one at a time


def main() -> int:
    """Measure and print; return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench memory")
    parser.add_argument("--each", type=int, default=EACH, help="reports of each of the eight clients")
    each = parser.parse_args().each
    with running() as program:
        Browser(program.port).get("/report")
        time.sleep(SETTLE)
        idle, count = pss_megabytes(program.session), len(processes(program.session))
        highest = _highest_under_load(program, each)
        time.sleep(SETTLE)
        after = pss_megabytes(program.session)
    within = figure(
        f"idle, {count} processes", f"{idle:.0f} MB", goal=f"<= {IDLE_GOAL:g} MB", reached=idle <= IDLE_GOAL
    )
    load = f"{CLIENTS} clients with 1 MB files, {SIGN_INS} sign-ins"
    within &= figure(load, f"{highest:.0f} MB", goal=f"<= {LOAD_GOAL:g} MB", reached=highest <= LOAD_GOAL)
    figure("idle again", f"{after:.0f} MB")
    return int(not (within & _with_mail()))


def _with_mail() -> bool:
    """Measure the same with a mail room: idle, and while mail servers deliver."""
    port = free_port()
    with running({"MELDPUNT_LMTP": f"127.0.0.1:{port}"}) as program:
        program.folder.run("-m", "benchmarks.mail_address", ADDRESS)
        Browser(program.port).get("/report")
        time.sleep(SETTLE)
        idle, count = pss_megabytes(program.session), len(processes(program.session))
        highest = _highest_while_delivered(program, port)
    within = figure(
        f"with a mail room, idle, {count} processes",
        f"{idle:.0f} MB",
        goal=f"<= {IDLE_GOAL:g} MB",
        reached=idle <= IDLE_GOAL,
    )
    said = f"{SENDERS} mail servers, {MAILS} mails each"
    return within & figure(said, f"{highest:.0f} MB", goal=f"<= {LOAD_GOAL:g} MB", reached=highest <= LOAD_GOAL)


def _highest_while_delivered(program: Program, port: int) -> float:
    """Deliver by LMTP; return the highest PSS that was seen."""

    def deliver() -> None:
        with smtplib.LMTP("127.0.0.1", port) as client:
            for _ in range(MAILS):
                bring(client, new_message())

    threads = [threading.Thread(target=deliver) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    highest = 0.0
    while any(thread.is_alive() for thread in threads):
        highest = max(highest, pss_megabytes(program.session))
        time.sleep(LOOK_EVERY)
    return highest


def _highest_under_load(program: Program, each: int) -> float:
    """Report and sign in at the same time; return the highest PSS that was seen."""
    highest, done = 0.0, threading.Event()

    def work() -> None:
        visits(program, CLIENTS, each, Size(attachment=1_000_000))
        done.set()

    def enter_the_desk() -> None:
        for _ in range(SIGN_INS):
            sign_in(Browser(program.port))

    threads = [threading.Thread(target=work), threading.Thread(target=enter_the_desk)]
    for thread in threads:
        thread.start()
    while not done.wait(0.05):
        highest = max(highest, pss_megabytes(program.session))
    for thread in threads:
        thread.join()
    return highest


if __name__ == "__main__":
    sys.exit(main())
