"""The icons that programs want as pixels, made from the logo: `make icons`."""

import struct

from playwright.sync_api import Browser, sync_playwright

from settings.environment import BASE_DIR
from tests import chromium

FOLDER = BASE_DIR / "cinemahub" / "static" / "site"
FAVICON_SIZES = (16, 32, 48)
OPAQUE = {"touch-icon.png": 180, "icon-512.png": 512}  # phones cut the corners off, and show black behind them
PAGE = "<style>* {{ margin: 0 }} svg {{ display: block; width: 100vw; height: 100vh }}</style>{logo}"
ICO_HEADER, ICO_ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")


def icons(browser: Browser, logo: str, ground: str) -> dict[str, bytes]:
    """Return each file; what the logo leaves empty is of the colour `ground`, in the favicon transparent."""
    files = {name: _png(browser, logo, size, ground) for name, size in OPAQUE.items()}
    return files | {"favicon.ico": _ico({size: _png(browser, logo, size) for size in FAVICON_SIZES})}


def _png(browser: Browser, logo: str, size: int, ground: str = "") -> bytes:
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(PAGE.format(logo=logo))
    if ground:
        page.evaluate("color => document.documentElement.style.background = color", ground)
    picture = page.screenshot(omit_background=not ground)
    page.close()
    return picture


def _ico(pictures: dict[int, bytes]) -> bytes:
    """https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)"""
    head, offset = ICO_HEADER.pack(0, 1, len(pictures)), ICO_HEADER.size + ICO_ENTRY.size * len(pictures)
    for size, picture in pictures.items():
        head += ICO_ENTRY.pack(size, size, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + b"".join(pictures.values())


def main() -> None:
    from settings.dev import SITE_ACCENT

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        for name, content in icons(browser, (FOLDER / "logo.svg").read_text(), SITE_ACCENT).items():
            (FOLDER / name).write_bytes(content)
        browser.close()


if __name__ == "__main__":
    main()
