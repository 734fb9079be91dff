"""Colours as CSS writes them, #rrggbb, and how well one can be read on another (WCAG 2.2, "contrast ratio")."""

from colorsys import hls_to_rgb, rgb_to_hls

STEP = 0.01  # of lightness


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darkened(color: str, background: str, ratio: float) -> str:
    """Return the colour itself, or the first darker one that has the contrast; black at most."""
    return _moved(color, background, ratio, -STEP)


def lightened(color: str, background: str, ratio: float) -> str:
    """Return the colour itself, or the first lighter one that has the contrast; white at most."""
    return _moved(color, background, ratio, STEP)


def scaled(color: str, factor: float) -> str:
    """Return the colour with its lightness multiplied."""
    hue, lightness, saturation = _hls(color)
    return _hex(hue, min(lightness * factor, 1), saturation)


def _moved(color: str, background: str, ratio: float, step: float) -> str:
    hue, lightness, saturation = _hls(color)
    end = 0 if step < 0 else 1
    while contrast(color, background) < ratio and lightness != end:
        lightness = min(max(lightness + step, 0), 1)
        color = _hex(hue, lightness, saturation)
    return color


def _luminance(color: str) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _hls(color: str) -> tuple[float, float, float]:
    return rgb_to_hls(*_rgb(color))


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + bytes(round(each * 255) for each in hls_to_rgb(hue, lightness, saturation)).hex()
