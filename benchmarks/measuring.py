"""Processor time, memory and spread, and how a figure is printed.

Processor time and memory are read from Linux's /proc for every process of a session, so that a server is counted with all
its children and the measuring client is not.
"""

import os
from collections.abc import Sequence
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SESSION = 3  # fields of /proc/PID/stat, counted after the name in brackets
CPU_TIMES = slice(11, 15)  # user, system, and both of the children it waited for


def processes(session: int) -> list[int]:
    """Return the ids of all live processes that belong to `session`."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [number for number in numbers if _belongs(number, session)]


def _belongs(number: int, session: int) -> bool:
    fields = _stat(number)
    return bool(fields) and int(fields[SESSION]) == session and fields[0] not in "ZX"


def _stat(number: int) -> list[str]:
    """Return what the kernel says of a process, without its number and name; nothing when it is gone."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds(session: int) -> float:
    """Seconds of processor time that the processes of `session` and the children they waited for have used."""
    times = (_stat(number)[CPU_TIMES] for number in processes(session))
    return sum(int(ticks) for fields in times for ticks in fields) / TICKS


def pss_megabytes(session: int) -> float:
    """Proportional set size of all processes of `session`: what the machine would get back if they ended."""
    return sum(_pss_kilobytes(number) for number in processes(session)) / 1024


def _pss_kilobytes(number: int) -> int:
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0 to 1) of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, int(len(ordered) * share + 0.999999) - 1))]


def figure(name: str, value: str, *, goal: str = "", reached: bool | None = None) -> bool:
    """Print one line; return whether the goal was reached (true when there is none)."""
    verdict = "" if reached is None else ("  reached" if reached else "  NOT REACHED")
    print(f"{name:<46} {value:<44} {goal}{verdict}", flush=True)
    return reached is not False
