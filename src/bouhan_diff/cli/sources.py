"""Where the data is (データの所在): named, in the environment, or shipped."""

import os
from collections.abc import Sequence
from pathlib import Path

_VARIABLE = "BOUHAN_DIFF_DATA"


def data_paths(named: Sequence[str] | None = None) -> list[Path]:
    """Return the data files and folders in use (対象の計画); none for the shipped plan.

    named: those of --data, which override the environment's.
    """
    if named:
        return [Path(path) for path in named]
    return [Path(path) for path in os.environ.get(_VARIABLE, "").split(os.pathsep) if path]
