"""Benchmark 14: pages for strangers, beside the same of a bare Django project."""

from statistics import median

from bench.browser import SIGN_IN, browser_of
from bench.figure import Figure
from bench.site import Site

TIMES = 300
WARM_UP = 30
HOME = "/"
STOCK = "bench.stock.settings"
MS = 1000


def pages(site: Site) -> list[Figure]:
    stock = Site(STOCK, site.folder, site.variables)
    figures = []
    with browser_of(site) as ours, browser_of(stock) as bare:
        for name, path in (("home", HOME), ("sign-in", SIGN_IN)):
            seconds: dict[str, list[float]] = {"site": [], "bare": []}
            for number in range(WARM_UP + TIMES):
                for key, browser in (("site", ours), ("bare", bare)):
                    taken = browser.look_at(path)
                    if number >= WARM_UP:
                        seconds[key].append(taken)
            site_ms, bare_ms = (median(each) * MS for each in seconds.values())
            detail = f"{site_ms:.2f} ms, bare Django {bare_ms:.2f} ms"
            figures.append(Figure(14, f"GET {name}, site / bare Django", site_ms / bare_ms, detail, at_most=1.3))
    return figures
