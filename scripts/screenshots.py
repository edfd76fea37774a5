"""Takes the README's picture, and one of every page in both themes and two sizes, from the running app.

    python -m scripts.screenshots [FOLDER]

Starts the app on a data directory of its own, waits until its simulated T2I
models are ranked, and writes `docs/leaderboard.png`; with FOLDER also every
page, for looking at.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
PORT = 7869
URL = f"http://127.0.0.1:{PORT}"
PAGES = {
    "leaderboard": "",
    "published": "?board=evalalign-published",
    "submit": "submit",
    "score": "score",
    "about": "about",
}
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
MODELS = 6


def main() -> None:
    """See the module's text."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as data_dir:
        settings = {
            "EVALALIGN_DATA_DIR": data_dir,
            "EVALALIGN_PORT": str(PORT),
            "EVALALIGN_SIMULATED_MODELS": str(MODELS),
        }
        environment = os.environ | settings
        app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
        try:
            _wait_for_ranking(environment)
            with sync_playwright() as playwright:
                path = shutil.which("chromium") or shutil.which("google-chrome")
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                _shoot(browser, "", "light", (1280, 860), ROOT / "docs" / "leaderboard.png", whole=False)
                if folder:
                    _shoot_all(browser, folder)
        finally:
            app.terminate()
            app.wait(30)


def _wait_for_ranking(environment: dict[str, str]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        listing = subprocess.run(
            [sys.executable, "-m", "leaderboard", "rank", "--json"], cwd=ROOT, env=environment, capture_output=True
        )
        if listing.returncode == 0 and len(json.loads(listing.stdout)["rows"]) == MODELS:
            return
        time.sleep(3)
    raise SystemExit("the simulated T2I models were not ranked in time")


def _shoot_all(browser: Browser, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, address in PAGES.items():
        for size_name, size in SIZES.items():
            for theme in ("light", "dark"):
                _shoot(browser, address, theme, size, folder / f"{name}-{size_name}-{theme}.png", whole=True)


def _shoot(browser: Browser, address: str, theme: str, size: tuple[int, int], target: Path, *, whole: bool) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{URL}/{address}{'&' if '?' in address else '?'}__theme={theme}")
    page.wait_for_timeout(4000)
    if address == "score":
        page.locator("#score-examples button.thumbnail-item").nth(4).click()
        page.wait_for_timeout(1500)
        page.click("#score-button")
        page.wait_for_timeout(2500)
    page.screenshot(path=target, full_page=whole)
    page.close()


if __name__ == "__main__":
    main()
