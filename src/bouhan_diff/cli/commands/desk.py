"""`desk`: the comparison in the browser (机上の比較)."""

from ...errors import EXIT_DONE, UserError
from ...messages import _
from ..console import print_line


def desk() -> int:
    """Open the desk in the browser (机上の比較), and serve it until its last page is closed."""
    try:
        from ...desk.server import serve  # noqa: PLC0415  needs the extra `desk`
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        raise UserError(
            _("The desk needs two more packages."),
            advice=_("Install them: pip install 'bouhan-diff[desk]'."),
        ) from None
    serve(
        lambda address: print_line(
            _("The desk opens in the browser; if it does not, open {address}").format(
                address=address
            )
        )
    )
    return EXIT_DONE
