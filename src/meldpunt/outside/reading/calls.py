"""What a child may still ask of the kernel: to compute, to read and write what is open, and to end (seccomp, Linux 3.17).

A child that a message took over can open no file and no connection by the limit on open files already, but it could start another program in
its own place. With this it cannot. Set where it can be: Linux on x86-64. Anything else is refused as not permitted, not answered by death, so that a
library which asks for more, and can do without, goes on.
"""

import ctypes
import platform
import struct
import sys
from typing import Final

_ALLOWED: Final = (
    *(0, 1, 3, 5, 7, 8),  # read, write, close, fstat, poll, lseek
    *(9, 10, 11, 12, 25, 28),  # mmap, mprotect, munmap, brk, mremap, madvise
    *(13, 14, 15, 131, 234),  # rt_sigaction, rt_sigprocmask, rt_sigreturn, sigaltstack, tgkill (to abort)
    *(16, 72, 19, 20, 23, 271),  # ioctl, fcntl, readv, writev, select, ppoll
    *(44, 45, 46, 47, 48, 51, 55),  # sendto, recvfrom, sendmsg, recvmsg, shutdown, getsockname, getsockopt
    *(24, 202, 204, 273, 324, 334),  # sched_yield, futex, sched_getaffinity, set_robust_list, membarrier, rseq
    *(39, 102, 110, 186, 63, 99),  # getpid, getuid, getppid, gettid, uname, sysinfo
    *(
        96,
        98,
        100,
        201,
        228,
        229,
        230,
    ),  # gettimeofday, getrusage, times, time, clock_gettime, clock_getres, clock_nanosleep
    *(60, 231, 219, 318),  # exit, exit_group, restart_syscall, getrandom
)
"""Numbers of calls on x86-64 (arch/x86/entry/syscalls/syscall_64.tbl)."""
_ARCHITECTURE: Final = 0xC000003E
_NOT_PERMITTED: Final = 0x00050001
_ALLOW: Final = 0x7FFF0000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32: Final = 0x40000000
"""Calls in another way of counting, which a filter by number has to refuse."""
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_CAN: Final = sys.platform == "linux" and platform.machine() == "x86_64"


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def restrict() -> bool:
    """Let this process ask the kernel for little more, for ever; tell whether that could be done."""
    if not _CAN:
        return False
    program = _program()
    held = _Program(len(program) // 8, program)
    prctl = ctypes.CDLL(None).prctl
    return bool(prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and prctl(_SECCOMP, _FILTER, ctypes.byref(held), 0, 0) == 0)


def _program() -> bytes:
    """Return the filter as the kernel takes it (linux/filter.h): first whether it is our architecture, then whether the call is one of these."""
    count = len(_ALLOWED)
    steps = [
        (_LOAD, 0, 0, 4),
        (_IF_EQUAL, 0, count + 2, _ARCHITECTURE),
        (_LOAD, 0, 0, 0),
        (_IF_AT_LEAST, count, 0, _X32),
        *((_IF_EQUAL, count - at, 0, number) for at, number in enumerate(_ALLOWED)),
        (_RETURN, 0, 0, _NOT_PERMITTED),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
