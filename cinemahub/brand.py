"""The site's colours, all made from SITE_ACCENT so that whatever it is can be read."""

from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings

from cinemahub.colors import contrast, darkened, lightened, scaled

WHITE, BLACK = "#ffffff", "#000000"
PAPER, NIGHT = (
    "#f4efe4",
    "#1f1a17",
)  # of what links stand on, the darkest by day and the lightest by night
TEXT, COMFORTABLE_TEXT, SHAPE, HEADER = 4.5, 7, 3, 13  # contrasts; the first and the third are WCAG's, level AA


@dataclass(frozen=True)
class Palette:
    """button: the accent itself, with its label on it; link: the accent as text; deep: the ground of white text."""

    button: str
    label: str
    hover: str
    link: str
    deep: str
    deep_hover: str
    button_dark: str
    label_dark: str
    hover_dark: str
    link_dark: str
    link_hover_dark: str


def palette() -> Palette:
    return _palette(settings.SITE_ACCENT)


def stylesheet() -> str:
    """Return the palette as custom properties of CSS."""
    properties = (f"  --brand-{name.replace('_', '-')}: {color};\n" for name, color in asdict(palette()).items())
    return f":root {{\n{''.join(properties)}}}\n"


def version() -> str:
    """Name this stylesheet among all that there ever were."""
    return sha256(stylesheet().encode()).hexdigest()[:12]


@cache
def _palette(accent: str) -> Palette:
    by_night = lightened(accent, NIGHT, SHAPE)
    deep = darkened(accent, WHITE, HEADER)
    return Palette(
        button=accent,
        label=_label(accent),
        hover=_hover(accent),
        link=darkened(accent, PAPER, TEXT),
        deep=deep,
        deep_hover=scaled(deep, 0.75),
        button_dark=by_night,
        label_dark=_label(by_night),
        hover_dark=_hover(by_night),
        link_dark=lightened(accent, NIGHT, COMFORTABLE_TEXT),
        link_hover_dark=lightened(accent, NIGHT, COMFORTABLE_TEXT + SHAPE),
    )


def _label(button: str) -> str:
    """White wherever it can be read; one of the two always can."""
    return WHITE if contrast(WHITE, button) >= TEXT else BLACK


def _hover(button: str) -> str:
    """Move away from the label's colour."""
    return scaled(button, 0.78 if _label(button) == WHITE else 1.15)
