"""The name of a browser for people: one that we know, since anybody can call a browser what they like."""

from ua_parser import parse

MAX_USER_AGENT = 500

BROWSERS = {
    *("Android", "Brave", "Chrome", "Chrome Mobile", "Chrome Mobile iOS", "Chrome Mobile WebView", "Chromium"),
    *("DuckDuckGo", "DuckDuckGo Mobile", "Ecosia iOS", "Edge", "Edge Mobile", "Epiphany", "Falkon", "Firefox"),
    *(
        "Firefox Focus",
        "Firefox iOS",
        "Firefox Mobile",
        "HeadlessChrome",
        "IE",
        "Konqueror",
        "Mail.ru Chromium Browser",
    ),
    *(
        "MiuiBrowser",
        "Mobile Safari",
        "Mobile Safari UI/WKWebView",
        "Opera",
        "Opera Mini",
        "Opera Mobile",
        "Opera Touch",
    ),
    *("Puffin", "QQ Browser", "QQ Browser Mobile", "Safari", "Samsung Internet", "SeaMonkey", "Silk", "Sogou Explorer"),
    *("Sputnik Browser", "UC Browser", "Vivaldi", "WebKit Nightly", "Whale", "Yandex Browser", "YandexSearch"),
}
SYSTEMS = {
    *("Android", "BlackBerry OS", "Chrome OS", "Debian", "Fedora", "FreeBSD", "iOS", "KaiOS", "Linux", "Linux Mint"),
    *("Mac OS X", "NetBSD", "OpenBSD", "Red Hat", "SUSE", "Tizen", "tvOS", "Ubuntu", "Windows", "Windows Phone"),
}


def browser_name(user_agent: str) -> str:
    """Name browser and system, such as "Firefox, Linux", as far as we know them."""
    seen = parse(user_agent[:MAX_USER_AGENT].encode("ascii", "replace").decode())
    browser = {seen.user_agent.family} & BROWSERS if seen.user_agent else ()
    system = {seen.os.family} & SYSTEMS if seen.os else ()
    return ", ".join([*browser, *system])
