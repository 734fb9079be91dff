"""Icons made from a logo: of the sizes and formats that programs ask for, and of its colours."""

import struct

from playwright.sync_api import Browser

from docs.icons import FAVICON_SIZES, FOLDER, OPAQUE, icons

PNG = b"\x89PNG\r\n\x1a\n"
BLUE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#00f"/></svg>'


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    return struct.unpack(">II", png[16:24])


def test_each_has_its_size_and_is_the_logo(browser: Browser) -> None:
    made = icons(browser, BLUE, "#00f")
    other = icons(browser, BLUE.replace("#00f", "#f00"), "#00f")
    assert {name: size_of(made[name]) for name in OPAQUE} == {name: (size, size) for name, size in OPAQUE.items()}
    assert all(made[name] != other[name] for name in made)


def test_the_favicon_holds_a_picture_of_each_size(browser: Browser) -> None:
    ico = icons(browser, BLUE, "#00f")["favicon.ico"]
    assert struct.unpack_from("<HHH", ico) == (0, 1, len(FAVICON_SIZES))
    for number, size in enumerate(FAVICON_SIZES):
        width, height, *_, length, offset = struct.unpack_from("<BBBBHHII", ico, 6 + 16 * number)
        assert (width, height) == (size, size) == size_of(ico[offset : offset + length])


def test_those_of_the_site_are_there() -> None:
    assert [name for name in (*OPAQUE, "favicon.ico") if not (FOLDER / name).exists()] == []
