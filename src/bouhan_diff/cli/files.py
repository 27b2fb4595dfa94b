"""Files (ファイル): find the plans in use, and write files atomically."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ..errors import UserError, system_reason
from ..messages import _

_NEW_FILE = 0o666
_VARIABLE = "BOUHAN_DIFF_DATA"


def data_paths(named: Sequence[str] | None = None) -> list[Path]:
    """Return the files and folders in use (対象の計画), none for the plan of this program.

    named: those of --data, which override the environment variable's.
    """
    if named:
        return [Path(path) for path in named]
    return [Path(path) for path in os.environ.get(_VARIABLE, "").split(os.pathsep) if path]


def refuse_existing(path: Path, *, force: bool, read: Iterable[Path] = ()) -> None:
    """Raise UserError if the file exists (上書きの拒否), unless it may be replaced.

    read: the files that are read; none of them may ever be replaced by what is made of it.
    """
    if force and any(_is_same(path, one) for one in read):
        raise UserError(
            _("The output would replace a file that is read."),
            where=str(path),
            advice=_("Choose another name."),
        )
    if not force and os.path.lexists(path):
        raise UserError(
            _("The file already exists."),
            where=str(path),
            advice=_("Choose another name, or replace it with --force."),
        )


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two names are those of one file (同じファイルか)."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def refuse_folder(path: Path, example: str = "comparison.docx") -> None:
    """Raise UserError if a folder is named where a file is to be written (フォルダの指定)."""
    if os.path.isdir(path):  # noqa: PTH112  a name of any length is answered
        raise UserError(
            _("This is a folder, not a file."),
            where=str(path),
            advice=_("Name a file in it, such as {example}.").format(example=path / example),
        )


def make_folder(path: Path) -> None:
    """Make a folder (フォルダの作成) unless it exists. Raises UserError if it cannot be made."""
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError:
        raise UserError(
            _("This is a file, not a folder."),
            where=str(path),
            advice=_("Name a folder, which is created if need be."),
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(
            _("The folder cannot be created: {reason}.").format(reason=system_reason(error)),
            where=str(path),
            advice=_("Create it first, or name another folder."),
        ) from None


def write_whole(path: Path, content: bytes, *, force: bool, read: Iterable[Path] = ()) -> None:
    """Write a file atomically (一括書込み): whatever goes wrong, an old one stays as it is.

    The content is written to a file beside it, which then takes its name. Raises UserError if it
    exists and may not be replaced, or if it cannot be written. read: see `refuse_existing`.
    """
    refuse_existing(path, force=force, read=read)
    # A link keeps pointing to its file, which is what is replaced.
    target = Path(os.path.realpath(path))
    beside = target.parent / f".bouhan-diff-{os.urandom(8).hex()}"
    # Named before it is created, so that an interruption at any moment removes it.
    try:
        _refuse_other_than_files(target, path)
        beside.touch(0o600, exist_ok=False)
        with beside.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        beside.chmod(_mode(target))
        if force:
            beside.replace(target)
        else:
            _take_free_name(beside, target)
        _sync_folder(target.parent)
    except FileExistsError:
        refuse_existing(path, force=False)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None
    finally:
        _remove(beside)


def _remove(file: Path) -> None:
    """Remove the file (削除) if it exists, even if a signal arrives at that very moment."""
    try:
        file.unlink(missing_ok=True)
    except (OSError, ValueError):
        pass
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _refuse_other_than_files(target: Path, path: Path) -> None:
    """Raise UserError for what a file may not replace (ファイル以外), such as /dev/null."""
    if target.is_dir():
        raise UserError(_("This is a folder, not a file."), where=str(path))
    if target.exists() and not target.is_file():
        raise UserError(_("This is a device, not a file."), where=str(path))


def _take_free_name(beside: Path, target: Path) -> None:
    """Give the file its name (命名), unless another file took it meanwhile."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first
        target.touch(exist_ok=False)
        beside.replace(target)


def _sync_folder(folder: Path) -> None:
    """Flush the folder's list of names to disk (同期), if the system can."""
    with suppress(OSError):  # Windows opens no folders, and some networks keep none
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _mode(target: Path) -> int:
    """Return the permissions of the file, or those of a new one."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return _NEW_FILE & ~mask


def _unwritable(path: Path, error: OSError | ValueError) -> UserError:
    if isinstance(error, FileNotFoundError):
        return UserError(
            _("The folder for this file does not exist."),
            where=str(path),
            advice=_("Create it first, or name another folder."),
        )
    advice = ""
    if isinstance(error, PermissionError):
        advice = _("If another program has it open, close it there, or choose another place.")
    return UserError(
        _("The file cannot be written: {reason}.").format(reason=system_reason(error)),
        where=str(path),
        advice=advice,
    )
