"""Print how many lines each module has, the largest first, and mark those above the aim."""

from pathlib import Path

from tools.pages import ROOT

AIMS = {"fourierbook": 200, "tools": 100}


def sizes(folder: Path) -> dict[str, int]:
    """Lines of every module below a folder, the largest first."""
    counts = {str(p): len(p.read_text(encoding="utf-8").splitlines()) for p in folder.rglob("*.py")}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def main() -> None:
    """Print the sizes of the package's and the tools' modules."""
    for name, aim in AIMS.items():
        for path, lines in sizes(ROOT / name).items():
            mark = f"  above the aim of {aim}" if lines > aim else ""
            print(f"{lines:6} {Path(path).relative_to(ROOT)}{mark}")


if __name__ == "__main__":
    main()
