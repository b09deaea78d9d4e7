"""A temporary house with a server process of its own, and the browser that goes through it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.walk.world import CLOCK, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# What Chromium itself notes of a load: the moment of the largest paint, and how much jumped afterwards.
NOTED = """
window.noted = { largest: 0, shift: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.noted.largest = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.noted.shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


class House:
    """A folder, a port and a server process that can be stopped and started like a machine in a county office."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.process = folder, _free_port(), None
        self.url = f"http://127.0.0.1:{self.port}"
        self.clock = folder / "clock"
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("YOUJU_", "DJANGO_"))},
            "YOUJU_MODE": "demo", "YOUJU_JOBS": "at_once", "YOUJU_FOLDER": str(folder / "house"), "YOUJU_HTTPS": "no",
            "DJANGO_SETTINGS_MODULE": "youju.config.settings", CLOCK: str(self.clock),
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }  # fmt: skip
        # a month passes in a minute: what is done apart would be done at the machine's own moment

    def at(self, moment: str) -> None:
        """Tell the house another moment, as its people would by waiting."""
        aside = self.folder / "clock.new"
        aside.write_text(moment, "ascii")
        aside.replace(self.clock)

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run a Python module as this house."""
        done = subprocess.run(
            [sys.executable, "-m", *command], env=self.environ, cwd=ROOT, capture_output=True, text=True
        )
        if check and done.returncode:
            raise RuntimeError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen([
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "2", "tests.walk.served:application",
        ], env=self.environ, cwd=ROOT, stdout=log, stderr=log)  # fmt: skip
        for _ in range(900):
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(
            "the server did not answer:\n" + (self.folder / "server.log").read_text("utf-8", "replace")
        )

    def stop(self) -> None:
        """Stop the server."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


@contextmanager
def house_in(folder: Path, *later: str, begun: Path | None = None) -> Iterator[House]:
    """Yield a house with the walk's world in it (with "visits" as it is later), served; `begun` is one to copy."""
    house = House(folder)
    house.at("2026-11-03 09:00")
    if begun is None:
        house.run("tests.walk.world")
    else:
        shutil.copytree(begun / "house", folder / "house")
    for word in later:
        house.run("tests.walk.world", word)
    house.start()
    try:
        yield house
    finally:
        house.stop()


@contextmanager
def browser_of() -> Iterator[Any]:
    """Yield a Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def sign_in(page: Any, house: House, who: str) -> None:
    """Sign in as a person does."""
    page.goto(f"{house.url}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("button:text-is('登录')")
    page.wait_for_selector("text=退出")


def tab_to(page: Any, wanted: Any) -> None:
    """Go to something with the Tab key alone, as whoever has no mouse does; AssertionError where no Tab leads there."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("found => found === document.activeElement"):
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", "whoever goes by keys must see where they are"
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def picture(page: Any, name: str) -> None:
    """Leave a picture where YOUJU_PICTURES says."""
    if folder := os.environ.get("YOUJU_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
