"""`python -m bouhan_diff` is `bouhan-diff`: where the program begins (起動)."""

import sys


def main() -> None:
    """Load the command line and run it (起動); an interruption ends it quietly, however early."""
    try:
        from .cli import main as run  # noqa: PLC0415  the loading is what is guarded

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
