"""The letters that a browser draws with: the same on every machine that has them, whatever else it has."""

from pathlib import Path

USUAL, WIDE = "DejaVuSans", "DejaVuSansMono"  # each with its bold
HOW_TO = "The tests need the fonts DejaVu (Debian: apt-get install fonts-dejavu-core)."
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local" / "share" / "fonts")
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <selectfont>
    <rejectfont><glob>*</glob></rejectfont>
    <acceptfont><glob>*/{name}.*</glob><glob>*/{name}-Bold.*</glob></acceptfont>
  </selectfont>
</fontconfig>
"""


def only(name: str, folder: Path) -> dict[str, str]:
    """Return what makes a browser know this font and no other."""
    fonts = find(name)
    assert fonts, HOW_TO
    (configuration := folder / f"{name}.conf").write_text(
        CONFIGURATION.format(fonts=fonts, cache=folder / "cache", name=name)
    )
    return {"FONTCONFIG_FILE": str(configuration)}


def find(name: str) -> Path | None:
    """Return the folder of a font."""
    return next((found.parent for folder in FOLDERS for found in folder.rglob(f"{name}.[to]tf")), None)
