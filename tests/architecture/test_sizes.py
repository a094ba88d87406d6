"""Nothing is so long that it cannot be read in one go."""

from tests.architecture.house import ROOT, functions, short, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def test_files_are_short() -> None:
    """A longer room becomes a folder of the same name."""
    written = [*sources(), *sources(ROOT / "tests"), *sources(ROOT / "benchmarks"), ROOT / "meldpunt"]
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in written}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    """One thing at a time."""
    lengths = {
        f"{short(path)} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in sources()
        for function in functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
