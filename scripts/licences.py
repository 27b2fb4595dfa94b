"""Make docs/licences.md: every package that the program needs, with its licence.

    python scripts/licences.py

From what the packages of this environment say of themselves; the desk's are marked.
"""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_CLASSIFIER = "License :: OSI Approved :: "


def needed(name: str, extra: str = "") -> Iterator[str]:
    """Yield a package and all that it needs, by name; extra: one of its extras."""
    seen: set[str] = set()
    waiting = [(name, extra)]
    while waiting:
        current, wanted = waiting.pop()
        for requirement in distribution(current).requires or ():
            found = _NAME.match(requirement)
            marker = requirement.partition(";")[2]
            if found is None or ("extra ==" in marker and f'"{wanted}"' not in _quoted(marker)):
                continue
            key = found[0].lower().replace("_", "-")
            try:
                distribution(key)
            except PackageNotFoundError:
                continue  # for another system or an older Python
            if key not in seen:
                seen.add(key)
                yield key
                waiting.append((key, ""))


def _quoted(marker: str) -> str:
    return marker.replace("'", '"')


def licence(package: Distribution) -> str:
    """Return the licence as the package states it, by its shortest statement."""
    metadata = package.metadata
    if stated := metadata.get("License-Expression"):
        return stated
    classified = [
        value.removeprefix(_CLASSIFIER)
        for value in metadata.get_all("Classifier", [])
        if value.startswith(_CLASSIFIER)
    ]
    return ", ".join(classified) or (metadata.get("License") or "?").splitlines()[0]


def page() -> str:
    """Return the page."""
    always = set(needed("bouhan-diff"))
    desk = set(needed("bouhan-diff", "desk")) - always
    lines = [
        "# 構成部品とライセンス / Parts and licences",
        "",
        "本体は MIT ライセンスです。動作に必要な部品は次のとおりです（版は確認時のもの）。",
        "The program is under the MIT licence. These are the parts that it needs.",
        "",
        "| 部品 / part | ライセンス / licence | |",
        "|---|---|---|",
    ]
    for name in sorted(always | desk):
        package = distribution(name)
        use = "desk" if name in desk else ""
        lines.append(f"| {package.metadata['Name']} | {licence(package)} | {use} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
