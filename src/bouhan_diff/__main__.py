"""`python -m bouhan_diff` is `bouhan-diff`."""

from bouhan_diff.cli import main

if __name__ == "__main__":
    main()
