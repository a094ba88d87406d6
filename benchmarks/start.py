"""From nothing to the first page (a fresh clone, an empty home, no environment yet), and warm.

./meldpunt bench start [--warm-only]
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import figure, processes
from benchmarks.program import answers, folder, free_port, make_organisation, start

ROOT = Path(__file__).parent.parent
PATIENCE = 600  # seconds
KEPT = ("PATH", "PYENV_ROOT", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "PIP_CERT")
KEPT_BEGINNINGS = ("UV_", "PIP_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")


def main() -> int:
    """Measure and print; return 1 when the program did not start from a fresh clone."""
    parser = argparse.ArgumentParser(prog="./meldpunt bench start")
    parser.add_argument("--warm-only", action="store_true")
    if not parser.parse_args().warm_only:
        with tempfile.TemporaryDirectory(prefix="meldpunt-clone-") as place:
            clone = fresh_clone(Path(place))
            figure("from nothing to the first page", f"{first_page(clone, Path(place)):.1f} s")
            figure("the same folder again", f"{first_page(clone, Path(place)):.1f} s")
    with folder() as place_of_data:
        make_organisation(place_of_data)
        begun = time.perf_counter()
        program = start(place_of_data)
        figure("the program alone, warm, until ready", f"{time.perf_counter() - begun:.1f} s")
        program.stop()
    return 0


def fresh_clone(place: Path) -> Path:
    """Clone what is committed, without any environment."""
    clone = place / "clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    return clone


def first_page(clone: Path, place: Path) -> float:
    """Seconds from calling `./meldpunt` until the public page answers; nothing is left running."""
    home, port = place / "home", free_port()
    home.mkdir(exist_ok=True)
    environment = {
        name: value for name, value in os.environ.items() if name in KEPT or name.startswith(KEPT_BEGINNINGS)
    }
    command = [str(clone / "meldpunt"), "--port", str(port), "--data", str(place / "data")]
    begun = time.perf_counter()
    with (place / "output.txt").open("ab") as output:
        process = subprocess.Popen(
            command, cwd=clone, env=environment | {"HOME": str(home)}, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    try:
        while not answers(port, "/"):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                message = (
                    f"It did not start: {(place / 'output.txt').read_text(encoding='utf-8', errors='replace')[-3000:]}"
                )
                raise SystemExit(message)
            time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        _ended(process)
        shutil.rmtree(place / "data", ignore_errors=True)


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Stop it as Ctrl-C does, and make sure that nothing is left."""
    for number in processes(process.pid):
        os.kill(number, signal.SIGINT)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
    for number in processes(process.pid):
        os.kill(number, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
