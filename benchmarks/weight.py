"""Bytes and requests of the public page and the form, on a first visit with a real Chromium, as they were transferred.

./meldpunt bench weight
"""

import shutil
import sys
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.measuring import figure
from benchmarks.program import running

MOST_BYTES, MOST_REQUESTS = 35 * 1024, 4


@dataclass
class Traffic:
    """What one browser fetched: address and transferred bytes, headers of the answer included."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def begun(self, event: dict[str, Any]) -> None:
        """Note a request."""
        self.addresses[event["requestId"]] = event["request"]["url"]

    def finished(self, event: dict[str, Any]) -> None:
        """Note how much came over the wire for it."""
        if size := int(event["encodedDataLength"]):  # nothing comes over the wire for what the browser has already
            self.sizes[event["requestId"]] = size


def main() -> int:
    """Visit, print, and return 1 when a goal was missed."""
    with running() as program:
        traffic = visited(f"http://127.0.0.1:{program.port}", ["/", "/report"])
    for number, size in traffic.sizes.items():
        print(f"  {size:>7} bytes  {traffic.addresses.get(number, '?')}")
    total, requests = sum(traffic.sizes.values()), len(traffic.sizes)
    light = figure("public page and form", f"{total} bytes", goal=f"<= {MOST_BYTES} bytes", reached=total <= MOST_BYTES)
    few = figure("requests", str(requests), goal=f"<= {MOST_REQUESTS}", reached=requests <= MOST_REQUESTS)
    return int(not (light and few))


def visited(origin: str, paths: list[str]) -> Traffic:
    """Visit `paths` one after the other with an empty cache, and return what was fetched."""
    traffic = Traffic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", traffic.begun)
        wire.on("Network.loadingFinished", traffic.finished)
        for path in paths:
            page.goto(origin + path, wait_until="networkidle")
        browser.close()
    return traffic


def chromium() -> str:
    """Return where the system's Chromium is. Raises SystemExit, saying what to install, when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    message = "There is no Chromium here: apt install chromium."
    raise SystemExit(message)


if __name__ == "__main__":
    sys.exit(main())
