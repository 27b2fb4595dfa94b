"""`python -m bouhan_diff` is `bouhan-diff`: where the program begins (起動)."""

import gc
import sys

_OBJECTS_BEFORE_COLLECTING = 200_000


def main() -> None:
    """Load the command line and run it (起動); an interruption ends it quietly, however early."""
    # Start-up creates many objects that all stay, so that collecting garbage is wasted work.
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    try:
        from .cli import main as run  # noqa: PLC0415  the loading is what is guarded

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
