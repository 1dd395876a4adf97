"""The browser of the tests: found on the machine, or installed; ``python tests/browser.py`` makes sure that there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--no-sandbox",  # it opens only files that the tests wrote, often as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = """No Chromium was found, and none could be installed. Install the package chromium of your system,
or run: {python} -m playwright install chromium"""


def found() -> str | None:
    """Return the path of a browser on this machine, of the system or of Playwright."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def installed() -> str | None:
    """Return the path of a browser, installed if need be: as a package of the system where that may be done, else Playwright's."""
    if path := found():
        return path
    for command in _ways():
        subprocess.run(command, check=False)
        if path := found():
            return path
    return None


def _ways() -> list[list[str]]:
    root = [] if not hasattr(os, "geteuid") or os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    system = []
    if root is not None and shutil.which("apt-get"):
        system = [
            [*root, "apt-get", "update", "-q"],
            [*root, "apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"],
        ]
    return [*system, [sys.executable, "-m", "playwright", "install", "chromium"]]


def with_chinese(folder: Path) -> dict[str, str]:
    """Return an environment in which the browser has Chinese letters: those that the charts bring."""
    from lifecycle.charts.fonts import chinese

    font = chinese()
    if font is None:
        return dict(os.environ)
    told = folder / "fonts.conf"
    told.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f'<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{font.parent}</dir>'
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(told)}


if __name__ == "__main__":
    if installed() is None:
        sys.exit(MISSING.format(python=sys.executable))
