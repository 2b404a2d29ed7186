"""Print what each thing in the package takes: weights, recorded results, code, the rest."""

from pathlib import Path

from tools.pages import ROOT

LIMIT = 30e6  # bytes, installed, without what Python compiles


def kind_and_name(path: Path) -> tuple[str, str]:
    """What a file, named from the package on, belongs to.

    >>> kind_and_name(Path("models/weights/mnist-cnn-seed0.safetensors"))
    ('weights', 'mnist-cnn')
    >>> kind_and_name(Path("results/recorded/phase_swap/0a/radius1.npz"))
    ('recorded', 'phase_swap')
    >>> kind_and_name(Path("signal/waves.py")), kind_and_name(Path("py.typed"))
    (('code', 'signal'), ('other', 'py.typed'))
    """
    match path.parts:
        case ("models", "weights", file):
            return "weights", file.rsplit("-seed", 1)[0]
        case ("results", "recorded", name, *_):
            return "recorded", name
    return "code" if path.suffix == ".py" else "other", path.parts[0]


def sizes(package: Path) -> dict[str, dict[str, int]]:
    """Bytes of everything in a package by kind and name, the largest first."""
    found: dict[str, dict[str, int]] = {}
    for path in package.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            kind, name = kind_and_name(path.relative_to(package))
            names = found.setdefault(kind, {})
            names[name] = names.get(name, 0) + path.stat().st_size
    largest = sorted(found, key=lambda kind: -sum(found[kind].values()))
    return {kind: dict(sorted(found[kind].items(), key=lambda item: -item[1])) for kind in largest}


def table(found: dict[str, dict[str, int]]) -> str:
    """One line a kind and, below it, one line for each thing of a hundredth of the whole or more.

    >>> print(table({"weights": {"vit": 900, "cnn": 95}, "code": {"a": 3, "b": 2}}))
           995 weights
           900   vit
            95   cnn
             5 code
             5   2 smaller
          1000 in all
    """
    whole = sum(sum(names.values()) for names in found.values())
    lines = []
    for kind, names in found.items():
        lines.append((sum(names.values()), kind))
        large = {name: size for name, size in names.items() if 100 * size >= whole}
        lines += [(size, f"  {name}") for name, size in large.items()]
        if small := len(names) - len(large):
            lines.append((sum(names.values()) - sum(large.values()), f"  {small} smaller"))
    return "\n".join(f"{size:10} {name}" for size, name in [*lines, (whole, "in all")])


def main() -> None:
    """Print what the package takes, and how much of the limit."""
    found = sizes(ROOT / "fourierbook")
    whole = sum(sum(names.values()) for names in found.values())
    print(f"Bytes of the package:\n{table(found)}: {whole / LIMIT:.0%} of {LIMIT / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
