"""Pictures of every page in both themes on a desk and on a phone: `make screenshots`, or with PAGES a pattern of their names."""

import os
import re
from pathlib import Path

from pages import all_pages


def test_screenshots(carrier, visit):
    folder = Path(os.environ.get("SCREENSHOTS", "/tmp/didtron-screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    chosen = os.environ.get("PAGES", "")
    for name, path, user in all_pages(carrier):
        if not re.search(chosen, name):
            continue
        for width in (1440, 360):
            for theme in ("light", "dark"):
                page = visit(path, user=user, width=width, theme=theme)
                page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=True)
                page.context.close()
    print(f"{len(list(folder.iterdir()))} pictures in {folder}")
