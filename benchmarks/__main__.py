"""`./meldpunt bench` runs every figure; `./meldpunt bench NAME [options]` runs one, in a process of its own."""

import subprocess
import sys

FIGURES = ("sealing", "reckoning", "obligations", "keeping", "weight", "policy", "memory", "start", "intake", "queue")
ONLY_BY_NAME = ("kill", "mail", "mail_kill", "mails", "reports", "attachments")


def main(arguments: list[str]) -> int:
    """Run what was asked for; the exit code is 1 when one of them failed, 2 for a name that does not exist."""
    if arguments and arguments[0] not in FIGURES + ONLY_BY_NAME:
        print(
            f"No such benchmark. There are: {', '.join(FIGURES)}; only by name: {', '.join(ONLY_BY_NAME)}.",
            file=sys.stderr,
        )
        return 2
    runs = [arguments] if arguments else [[name] for name in FIGURES]
    return max(_run(name, options) for name, *options in runs)


def _run(name: str, options: list[str]) -> int:
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    return min(1, subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
