"""The letters that a browser draws with: the same on every machine that has them, whatever else it has."""

from pathlib import Path

FILES = ("DejaVuSans", "DejaVuSansMono")  # each with its bold
USUAL, WIDE = "DejaVu Sans", "DejaVu Sans Mono"
HOW_TO = "The tests need the fonts DejaVu (Debian: apt-get install fonts-dejavu-core)."
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local" / "share" / "fonts")
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <selectfont>
    <rejectfont><glob>*</glob></rejectfont>
    {accepted}
  </selectfont>
  <match><edit name="family" mode="append_last"><string>{usual}</string></edit></match>
</fontconfig>
"""


def only_ours(folder: Path) -> dict[str, str]:
    """Return what makes a browser know these fonts and no others."""
    fonts = find(FILES[0])
    assert fonts, HOW_TO
    names = [f"{name}{weight}" for name in FILES for weight in (".*", "-Bold.*")]
    accepted = "".join(f"<acceptfont><glob>*/{name}</glob></acceptfont>" for name in names)
    (configuration := folder / "fonts.conf").write_text(
        CONFIGURATION.format(fonts=fonts, cache=folder / "cache", accepted=accepted, usual=USUAL)
    )
    return {"FONTCONFIG_FILE": str(configuration)}


def find(name: str) -> Path | None:
    """Return the folder of a font."""
    return next((found.parent for folder in FOLDERS for found in folder.rglob(f"{name}.[to]tf")), None)
