"""Who asks (呼出し元): the reader for a command, or a shell for candidates."""

import os

COMPLETION = "_BOUHAN_DIFF_COMPLETE"


def is_completing() -> bool:
    """Whether a shell asks for candidates (補完の要求)."""
    return bool(os.environ.get(COMPLETION))
