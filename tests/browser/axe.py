"""What axe says of a page."""

import json
from enum import Enum
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page


class Rules(Enum):
    PAGE = {"rules": {"target-size": {"enabled": True}}}
    # What surrounds an email, landmarks and all, is the mail program's.
    EMAIL = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


PAGE, EMAIL = Rules
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def load(page: Page) -> None:
    page.evaluate(AXE_SCRIPT)


def violations(page: Page, rules: Rules, *, colours_alone: bool = False) -> list[str]:
    options = {"resultTypes": ["violations"], **(COLOURS if colours_alone else rules.value)}
    result: dict[str, Any] = page.evaluate(f"axe.run({json.dumps(options)})")
    return [f"{rule['id']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]]
