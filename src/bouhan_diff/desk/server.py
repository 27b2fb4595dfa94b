"""The server of the desk (机上の比較の窓口): one page and its requests, for this machine alone.

It listens on the loopback address. The address that is opened has a token that is good once;
the browser then has a cookie. Requests of other hosts, origins or programs are refused.
"""

import asyncio
import hmac
import json
import secrets
import socket
import traceback
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import Problem, UserError
from ..messages import _, language
from .page import described, desk_page, without_options
from .workspace import MOST_BYTES, Choices, Workspace, download, workspace

_STATIC = Path(__file__).parent / "static"
_TYPES = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# The page that a comparison is has a policy of its own, in itself; only ours may show it.
_POLICY_OF_RESULT = "frame-ancestors 'self'"
_PAUSE = 2.0
_SECONDS_WITHOUT_PAGE = 4.0
_MOST_CHOICES = 1_000_000


def serve(announce: Callable[[str], None]) -> None:
    """Open the desk in the browser, and serve it until its last page is closed (机上の開始).

    announce: called with the address. Raises UserError where no port can be had.
    """
    with workspace() as files, _listening() as listening:
        desk = Desk(files, listening.getsockname()[1])
        address = f"{desk.origin}/open?token={desk.token}"
        config = uvicorn.Config(
            desk.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        desk.on_end = partial(setattr, server, "should_exit", True)
        announce(address)
        webbrowser.open(address)
        asyncio.run(server.serve(sockets=[listening]))


def _listening() -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


class Desk:
    """The requests of one desk (机上の要求). origin: its address; token: good once."""

    def __init__(self, files: Workspace, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.token = secrets.token_urlsafe(32)
        self.on_end: Callable[[], None] = lambda: None
        # A browser keeps one cookie of a name for all ports: each desk has a name of its own.
        self._cookie_name = f"bouhan-diff-desk-{port}"
        self._cookie = secrets.token_urlsafe(32)
        self._files = files
        self._pages = 0
        self._comparing = asyncio.Lock()
        routes = [
            Route("/open", self._open),
            Route("/", self._page),
            Route("/static/{name}", self._static),
            Route("/alive", self._alive),
            Route("/files", self._add_file, methods=["POST"]),
            Route("/compare", self._compare, methods=["POST"]),
            Route("/results/{name}", self._result),
            Route("/results/{name}/{wanted}", self._download),
        ]
        cookie = self._cookie_name, self._cookie
        guard = Middleware(_Guard, origin=self.origin, cookie=cookie)
        self.app = Starlette(routes=routes, middleware=[guard])

    async def _open(self, request: Request) -> Response:
        """Give the browser its cookie for the token, which is then used up."""
        given = request.query_params.get("token", "")
        if not self.token or not hmac.compare_digest(given.encode(), self.token.encode()):
            return _not_let_in()
        self.token = ""
        answer = RedirectResponse("/", status_code=303, headers=_HEADERS)
        answer.set_cookie(self._cookie_name, self._cookie, httponly=True, samesite="strict")
        return answer

    async def _page(self, _request: Request) -> Response:
        headers = _HEADERS | {"Content-Security-Policy": _POLICY}
        return Response(desk_page(language()), media_type="text/html", headers=headers)

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _TYPES:
            return _refused(404)
        return Response((_STATIC / name).read_bytes(), media_type=_TYPES[name], headers=_HEADERS)

    async def _alive(self, _request: Request) -> Response:
        """Stay open while a page is; the desk ends soon after the last one has closed."""
        return StreamingResponse(
            self._heartbeat(), media_type="text/event-stream", headers=_HEADERS
        )

    async def _heartbeat(self) -> AsyncIterator[str]:
        self._pages += 1
        try:
            while True:
                yield ": open\n\n"
                await asyncio.sleep(_PAUSE)
        finally:
            self._pages -= 1
            # A page that is loaded again closes and opens.
            asyncio.get_running_loop().call_later(_SECONDS_WITHOUT_PAGE, self._end_if_left)

    def _end_if_left(self) -> None:
        if not self._pages:
            self.on_end()

    async def _add_file(self, request: Request) -> Response:
        """Keep a file that was dropped; its name comes percent-encoded in a header."""
        content = await _body(request, MOST_BYTES)
        if content is None:
            return _refused(413)
        name = unquote(request.headers.get("x-file-name", ""), errors="replace")
        try:
            called = await run_in_threadpool(self._files.add, name, content)
        except UserError as error:
            return _mistake(error)
        return JSONResponse({"file": called}, headers=_HEADERS)

    async def _compare(self, request: Request) -> Response:
        """Answer with lines of JSON: progress, then what was found or what is wrong."""
        body = await _body(request, _MOST_CHOICES)
        try:
            asked = json.loads(body or b"")
            json.dumps(asked, ensure_ascii=False).encode()  # a lone surrogate is no text
            old, new = str(asked["old"]), asked.get("new")
            choices = _choices(asked.get("choices", {}))
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return _refused(400)
        except UserError as error:
            return _mistake(error)
        lines = self._compared(old, None if new is None else str(new), choices)
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=_HEADERS)

    async def _compared(self, old: str, new: str | None, choices: Choices) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        steps: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

        def progress(name: str, done: int, total: int) -> None:
            step = {"reading": name, "done": done, "total": total}
            loop.call_soon_threadsafe(steps.put_nowait, step)

        found: dict[str, Any]
        async with self._comparing:
            work = asyncio.create_task(
                run_in_threadpool(self._files.compare, old, new, choices, progress)
            )
            work.add_done_callback(lambda _work: steps.put_nowait(None))
            while (step := await steps.get()) is not None:
                yield _line(step)
            try:
                name, compared = await work
                found = await run_in_threadpool(described, name, compared)
            except UserError as error:
                found = {"error": [_problem(one) for one in error.problems]}
            except Exception:
                found = {"error": [_problem(_bug())]}
        yield _line(found)

    async def _result(self, request: Request) -> Response:
        return await self._answer(request, "page", is_shown=True)

    async def _download(self, request: Request) -> Response:
        return await self._answer(request, request.path_params["wanted"], is_shown=False)

    async def _answer(self, request: Request, wanted: str, *, is_shown: bool) -> Response:
        has_unchanged = request.query_params.get("all") == "1"
        try:
            compared = self._files.result(request.path_params["name"])
            made = await run_in_threadpool(
                partial(download, compared, wanted, has_unchanged=has_unchanged)
            )
        except KeyError:
            return _refused(404)
        except Exception:
            bug = _bug()
            return Response(f"{bug.what}\n{bug.advice}\n", 500, _HEADERS, "text/plain")
        headers = _HEADERS | {"Content-Security-Policy": _POLICY_OF_RESULT}
        if not is_shown:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
        return Response(made.content, media_type=made.type, headers=headers)


class _Guard:
    """Refuse what another host, origin or program asks (要求の検査), before any of it is read."""

    def __init__(self, app: ASGIApp, origin: str, cookie: tuple[str, str]) -> None:
        self._app = app
        self._origin = origin
        self._host = origin.removeprefix("http://")
        self._cookie_name, self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request of our own page, and answer any other one ourselves."""
        if scope["type"] != "http":
            return
        answer = self._refusal(Request(scope))
        await (answer or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        # Another name for this machine may be a name that an attacker has led here.
        if request.headers.get("host", "") != self._host:
            return _refused(421)
        origin = request.headers.get("origin")
        if origin not in (None, self._origin) or (request.method == "POST" and origin is None):
            return _refused(403)
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _refused(403)
        given = request.cookies.get(self._cookie_name, "")
        is_known = hmac.compare_digest(given.encode(), self._cookie.encode())
        if request.url.path != "/open" and not is_known:
            return _not_let_in()
        return None


def _refused(status: int) -> Response:
    return Response(status_code=status, headers=_HEADERS)


def _not_let_in() -> Response:
    """Return the refusal of a browser without our cookie (再度の利用の拒否), in words.

    It meets whoever opens the address a second time or in another browser.
    """
    message = _(
        "This address works once, in one browser. To open the desk again, run: bouhan-diff desk"
    )
    return Response(f"{message}\n", 403, _HEADERS, "text/plain")


def _bug() -> Problem:
    """Return what to say of an error of our own (不具合), and print it on the terminal."""
    traceback.print_exc()
    advice = _("Please report it with the lines that the terminal shows, and start the desk again.")
    return Problem(_("This is a bug of bouhan-diff."), advice=advice)


def _mistake(error: UserError) -> Response:
    problems = [_problem(one) for one in error.problems]
    return JSONResponse({"error": problems}, status_code=422, headers=_HEADERS)


def _problem(problem: Problem) -> dict[str, str]:
    # The private folder is nobody's business: the file's own name says which one it is.
    return {
        "what": problem.what,
        "where": Path(problem.where).name if problem.where else "",
        "advice": without_options(problem.advice),
    }


def _line(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False) + "\n"


async def _body(request: Request, most: int) -> bytes | None:
    """Return the body of a request, None where it is larger than it may be."""
    with suppress(ValueError):
        if int(request.headers.get("content-length", 0)) > most:
            return None
    pieces = bytearray()
    async for piece in request.stream():
        pieces += piece
        if len(pieces) > most:
            return None
    return bytes(pieces)


def _choices(given: dict[str, Any]) -> Choices:
    """Return the user's choices. Raises TypeError and the like for what is not of that form."""

    def texts(values: list[Any]) -> tuple[str, ...]:
        return tuple(str(value) for value in list(values))

    columns, editions = given.get("columns", [[], []]), given.get("editions", ["", ""])
    return Choices(
        columns=(texts(columns[0]), texts(columns[1])),
        editions=(str(editions[0]), str(editions[1])),
        pairs={str(old): str(new) for old, new in given.get("pairs", {}).items()},
        links={str(old): texts(news) for old, news in given.get("links", {}).items()},
    )
