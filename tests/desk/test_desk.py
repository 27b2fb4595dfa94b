"""The desk: from two dropped files to a document, for this machine and this browser alone."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bouhan_diff.desk.workspace import Workspace

pytest.importorskip("starlette", reason="The extra `desk` is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

CITY = Path(__file__).parent.parent / "cases" / "city"
ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Desk:
    """A desk that was started as a process of its own."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.folder = folder
        environment = {**os.environ, "TMPDIR": str(folder), "BROWSER": "true", "LANGUAGE": language}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bouhan_diff", "desk"],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert self.process.stdout is not None
        found = re.search(r"http://(127\.0\.0\.1:\d+)/open\?token=(\S+)", self._line())
        assert found is not None
        self.url, self.host, self.token = found[0], found[1], found[2]
        self.cookie = ""

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def log_in(self) -> "Desk":
        """Use up the token, as the browser does, and keep the cookie."""
        _status, headers, _body = self.ask("GET", f"/open?token={self.token}")
        self.cookie = headers["set-cookie"].partition(";")[0]
        return self

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Ask as our own page does, unless the headers say otherwise."""
        ours = {"Host": self.host, "Cookie": self.cookie}
        ours |= {"Origin": f"http://{self.host}"} if method == "POST" else {}
        ours |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.request(
            method, path, body or None, {name: value for name, value in ours.items() if value}
        )
        answer = connection.getresponse()
        found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def add(self, name: str, content: bytes) -> str:
        """Drop a file, and return what it is called."""
        called = quote(name.encode(errors="surrogateescape"))
        status, _headers, body = self.ask("POST", "/files", content, X_File_Name=called)
        assert status == 200, body
        return str(json.loads(body)["file"])

    def compare(self, old: str, new: str | None, **choices: object) -> dict[str, Any]:
        """Compare, and return the last line of the answer."""
        asked = json.dumps({"old": old, "new": new, "choices": choices}).encode()
        status, _headers, body = self.ask("POST", "/compare", asked)
        assert status == 200, body
        return dict(json.loads(body.splitlines()[-1]))

    def folders(self) -> list[Path]:
        """The private folders that are there."""
        return list(self.folder.glob("bouhan-diff-desk-*"))

    def end(self) -> None:
        """Interrupt it, as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


Start = Callable[..., Desk]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start desks in one temporary folder; all are ended."""
    all_started: list[Desk] = []

    def run(language: str = "en") -> Desk:
        all_started.append(Desk(tmp_path, language))
        return all_started[-1]

    yield run
    for started in all_started:
        started.end()


@pytest.fixture
def desk(start: Start) -> Desk:
    """A desk with its browser's cookie."""
    return start().log_in()


def city(year: str) -> tuple[str, bytes]:
    """A data file of the fictional city."""
    return f"{year}.yaml", (CITY / f"{year}.yaml").read_bytes()


# ------------------------------------------------------------ as a person uses it


@pytest.mark.parametrize("width", [390, 1280])
def test_two_dropped_files_become_a_word_table(
    browser: Any,  # noqa: ANN401
    start: Start,
    tmp_path: Path,
    width: int,
) -> None:
    """The document is the command line's to the byte, the page is accessible, nothing is loaded."""
    started = start()
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: started.host in request.url or complaints.append(request))
    page.goto(started.url)
    page.locator("#old").set_input_files([CITY / "R7.yaml", CITY / "R6.yaml"])
    page.wait_for_selector("#result:not([hidden])")
    assert "13 of 14" in page.inner_text("#headline")
    page.frame_locator("#page").locator("h1").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Word: comparison table").click()
    expected = tmp_path / "expected.docx"
    files = [str(CITY / f"{year}.yaml") for year in ("R6", "R7")]
    command = [sys.executable, "-m", "bouhan_diff", "compare", *files, "-o", str(expected)]
    subprocess.run(command, check=True, capture_output=True)
    title = "暁市こども・若者応援プラン 令和7年度実施計画"
    assert waiting.value.suggested_filename == f"{title}_新旧対照表.docx"
    assert Path(waiting.value.path()).read_bytes() == expected.read_bytes()
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, options={"runOnly": ACCESSIBLE}).response["violations"]
    assert [one["id"] for one in found] == []
    context.close()
    assert started.process.wait(60) == 0, "it ends when its last page is closed"
    assert started.folders() == []
    assert complaints == []


def test_no_result_stays_that_is_of_other_files(
    browser: Any,  # noqa: ANN401
    start: Start,
    tmp_path: Path,
) -> None:
    """After a file that cannot be read no counts and documents of the former ones are shown."""
    page = browser.new_context().new_page()
    page.goto(start().url)
    page.locator("#old").set_input_files([CITY / "R6.yaml", CITY / "R7.yaml"])
    page.wait_for_selector("#result:not([hidden])")
    (tmp_path / "letter.txt").write_text("ご案内\n", "utf-8")
    page.locator("#new").set_input_files([tmp_path / "letter.txt"])
    page.wait_for_selector("#result", state="hidden")
    error = page.inner_text("#error")
    assert "letter.txt: No table of initiatives was found." in error
    assert "Its heading row needs a name" in error
    assert "--" not in error, "there is no command line here"
    page.context.close()


def test_it_works_by_keyboard_alone_and_goes_on_with_a_second_page(
    browser: Any,  # noqa: ANN401
    start: Start,
) -> None:
    """Tab reaches every zone and button, and closing one of two pages ends nothing."""
    started = start()
    context = browser.new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(started.url)
    second.goto(f"http://{started.host}/")
    reached = []
    for _step in range(3):
        second.keyboard.press("Tab")
        reached.append(second.evaluate("document.activeElement.id"))
    assert reached[:2] == ["old", "new"]
    first.close()
    second.locator("#old").set_input_files(CITY / "R6.yaml")
    second.locator("#alone").focus()
    second.keyboard.press("Enter")
    second.wait_for_selector("#error:not(:empty)")
    assert "only one edition" in second.inner_text("#error")
    context.close()
    assert started.process.wait(60) == 0


def test_a_wrong_guess_is_corrected_by_a_click(
    browser: Any,  # noqa: ANN401
    start: Start,
    tmp_path: Path,
) -> None:
    """Two headings of other amounts become one field, at once and in the download."""
    renamed = tmp_path / "R7.yaml"
    text = (CITY / "R7.yaml").read_text("utf-8").replace("当初予算額", "予算額")
    renamed.write_text(text.replace('予算額: {R7: "', '予算額: {R7: "9'), "utf-8")
    started = start()
    page = browser.new_context().new_page()
    page.goto(started.url)
    page.locator("#old").set_input_files(CITY / "R6.yaml")
    page.locator("#new").set_input_files(renamed)
    page.wait_for_selector("#not-compared:not([hidden])")
    page.locator("#not-compared summary").click()
    page.get_by_role("button", name="are one field").first.click()
    page.wait_for_selector("#not-compared", state="hidden")
    page.get_by_text("Other formats").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV: one line per edit").click()
    assert "予算額,substance,amount" in Path(waiting.value.path()).read_text("utf-8-sig")
    page.context.close()


def test_a_doubtful_column_is_what_the_reader_chooses(
    browser: Any,  # noqa: ANN401
    start: Start,
    tmp_path: Path,
) -> None:
    """The guess is offered beside its report; another choice is compared at once, in both files.

    It stays on the page, where it can be taken back.
    """
    head = "No,とりくみ,だれが,令和{}年度\n1,見守り活動,市民課,街頭で見守る。\n2,講習会,総務課,{}\n"
    for year, text in (("６", "講習会を開く。"), ("７", "講習会を年2回開く。")):
        (tmp_path / f"令和{year}年度.csv").write_text(head.format(year, text), "utf-8")
    page = browser.new_context().new_page()
    page.goto(start().url)
    page.locator("#old").set_input_files(sorted(tmp_path.glob("*.csv")))
    choice = page.locator("#reports select").first
    choice.wait_for()
    assert choice.input_value() == "name"
    with page.expect_response("**/compare") as answered:
        choice.select_option("department")
    asked = json.loads(answered.value.request.post_data)
    assert asked["choices"]["columns"] == [["とりくみ=department"], ["とりくみ=department"]]
    page.locator(".level.chosen").nth(1).wait_for()
    assert [one.input_value() for one in page.locator("#reports select").all()].count(
        "department"
    ) == 2
    with page.expect_response("**/compare") as answered:
        page.locator("#reports li:has(.level.chosen) select").first.select_option("")
    asked = json.loads(answered.value.request.post_data)
    assert asked["choices"]["columns"] == [[], []]
    page.context.close()


WATCHES = {
    "R6": ("登下校の見守り", "市民課", "登下校の時間に街頭で児童を見守る。"),
    "R7": ("青色パトロール", "市民協働課", "地域の団体と協力し、街頭で児童を見守る活動を広げる。"),
}


@pytest.mark.parametrize(
    ("pressed", "headline"),
    [("They are the same", "1 of 2"), ("They are not the same", "2 of 3")],
    ids=["the same", "another"],
)
def test_a_doubtful_match_is_what_the_reader_says(
    browser: Any,  # noqa: ANN401
    start: Start,
    tmp_path: Path,
    pressed: str,
    headline: str,
) -> None:
    """Both initiatives are named; either answer is compared at once and leaves no doubt."""
    for year, (name, department, text) in WATCHES.items():
        rows = [(1, name, department, text), (2, "街路灯の整備", "道路課", "街路灯を整備する。")]
        initiatives = [
            {"number": number, "name": name, "department": by, "summaries": {year: what}}
            for number, name, by, what in rows
        ]
        section = {"number": 1, "title": "見守り", "initiatives": initiatives}
        plan = {"title": "見守り計画", "years": {year: "事業概要"}, "sections": [section]}
        (tmp_path / f"{year}.yaml").write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
    page = browser.new_context().new_page()
    page.goto(start().url)
    page.locator("#old").set_input_files([tmp_path / "R6.yaml", tmp_path / "R7.yaml"])
    page.wait_for_selector("#doubtful:not([hidden])")
    page.locator("#doubtful summary").click()
    assert "登下校の見守り → 1-1 青色パトロール" in page.inner_text("#doubtful")
    page.get_by_role("button", name=pressed, exact=True).click()
    page.wait_for_selector("#doubtful", state="hidden")
    assert headline in page.inner_text("#headline")
    page.context.close()


def test_a_file_that_was_changed_after_it_was_chosen_is_not_compared(
    browser: Any,  # noqa: ANN401
    start: Start,
    tmp_path: Path,
) -> None:
    """Its former content must not pass for the present one; the box at fault is marked."""
    edited = tmp_path / "R7.yaml"
    shutil.copy(CITY / "R7.yaml", edited)
    page = browser.new_context().new_page()
    page.goto(start().url)
    page.locator("#old").set_input_files(CITY / "R6.yaml")
    page.locator("#new").set_input_files(edited)
    page.wait_for_selector("#result:not([hidden])")
    edited.write_text(edited.read_text("utf-8") + "\n", "utf-8")
    page.locator("#compare").click()
    page.wait_for_selector("#error:not(:empty)")
    assert "R7.yaml: The file cannot be read: it was changed" in page.inner_text("#error")
    assert page.locator(".zone.wrong").get_attribute("data-side") == "new"
    page.locator("#new").set_input_files(edited)
    page.wait_for_selector("#result:not([hidden])")
    page.locator("#old").set_input_files([CITY / f"R{year}.yaml" for year in (5, 6, 7)])
    assert "Three files or more" in page.inner_text("#error")
    page.context.close()


def test_words_are_japanese_for_a_japanese_reader(browser: Any, start: Start) -> None:  # noqa: ANN401
    """The page's language is the program's."""
    started = start("ja")
    page = browser.new_context().new_page()
    page.goto(started.url)
    assert page.inner_text("h1") == "二つの資料を比べる"
    assert page.get_attribute("html", "lang") == "ja"
    page.context.close()


# --------------------------------------------------------------- as an attacker does


def test_the_token_is_good_once(desk: Desk) -> None:
    """Whoever reads the address afterwards gets nothing but what to do instead."""
    status, _headers, said = desk.ask("GET", f"/open?token={desk.token}", Cookie="")
    assert status == 403
    assert b"run: bouhan-diff desk" in said
    assert desk.ask("GET", "/", Cookie="")[0] == 403
    assert desk.ask("GET", "/", Cookie=desk.cookie.replace("=", "=guess"))[0] == 403


STRANGERS = {
    "another name for this machine (DNS rebinding)": ("GET", {"Host": "evil.invalid"}, 421),
    "localhost by its name": ("GET", {"Host": "localhost"}, 421),
    "another origin": ("POST", {"Origin": "http://evil.invalid"}, 403),
    "no origin": ("POST", {"Origin": ""}, 403),
    "an opaque origin": ("POST", {"Origin": "null"}, 403),
    "another site's picture": ("GET", {"Sec_Fetch_Site": "cross-site"}, 403),
    "no cookie": ("POST", {"Cookie": ""}, 403),
}


@pytest.mark.parametrize(("method", "headers", "status"), STRANGERS.values(), ids=STRANGERS)
def test_strangers_are_refused(
    desk: Desk, method: str, headers: dict[str, str], status: int
) -> None:
    """Only our own page in this browser may ask."""
    path = "/files" if method == "POST" else "/"
    assert desk.ask(method, path, b"x" if method == "POST" else b"", **headers)[0] == status


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere 127.0.0.2 is no address")
def test_it_listens_on_one_address_alone(desk: Desk) -> None:
    """Not even another address of this machine leads to it."""
    port = int(desk.host.rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=10)


def test_a_stranger_is_refused_before_anything_is_read(desk: Desk) -> None:
    """The answer comes though not a byte of what was announced has been sent."""
    connection = http.client.HTTPConnection(desk.host, timeout=30)
    connection.putrequest("POST", "/files", skip_host=True)
    connection.putheader("Host", desk.host)
    connection.putheader("Origin", f"http://{desk.host}")
    connection.putheader("Content-Length", "50000000")
    connection.endheaders()
    assert connection.getresponse().status == 403
    connection.close()


def test_two_desks_in_one_browser_have_a_cookie_each(start: Start) -> None:
    """A browser sends every cookie of this machine to each; another run's opens nothing."""
    first, second = start().log_in(), start().log_in()
    both = f"{first.cookie}; {second.cookie}"
    assert first.cookie.partition("=")[0] != second.cookie.partition("=")[0]
    for one, other in ((first, second), (second, first)):
        assert one.ask("GET", "/", Cookie=both)[0] == 200
        assert one.ask("GET", "/", Cookie=other.cookie)[0] == 403
        value = other.cookie.partition("=")[2]
        assert one.ask("GET", "/", Cookie=one.cookie.partition("=")[0] + "=" + value)[0] == 403


NAMES = [
    "../../climbs.yaml",
    "..\\..\\climbs.yaml",
    "/etc/passwd",
    "C:\\boot.ini",
    "a\0b.yaml",
    "..",
    "",
    "CON",
    "x" * 5000 + ".yaml",
    "令和７年度" * 30 + ".yaml",  # longer in bytes than a file system takes
    "\N{SLIGHTLY SMILING FACE}." + "\N{SLIGHTLY SMILING FACE}" * 90,
    "\x1b[2J.yaml",
    "a\u202elmay.exe",
    "\udcff.yaml",
    "com1.tar.yaml",
]


@pytest.mark.parametrize("name", NAMES, ids=[repr(name)[:24] for name in NAMES])
def test_a_file_stays_in_the_private_folder(desk: Desk, name: str) -> None:
    """Whatever its name says, it is kept under a plain name of our own folder."""
    desk.add(name, b"x")
    (folder,) = desk.folders()
    kept = [path for path in folder.rglob("*") if path.is_file() and path.name != "in-use"]
    assert len(kept) == 1
    assert kept[0].name.isprintable()
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", kept[0].name, re.IGNORECASE)
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.name for path in desk.folder.iterdir()} == {folder.name}


def test_an_edition_that_no_document_says_is_asked_for(desk: Desk) -> None:
    """The report of a table without years offers what the command line would suggest."""
    rows = "事業名,概要\n{},街路灯を置く。\n絵本,読み聞かせる。\n"
    old, new = (
        desk.add(f"{name}.csv", rows.format(name).encode("utf-8-sig"))
        for name in ("街路灯", "街灯")
    )
    choices = [report["choice"] for report in desk.compare(old, new)["reports"]]
    assert {"kind": "edition", "edition": "", "example": "R6"} in choices


def test_an_edition_that_was_guessed_is_offered_as_it_was_taken(desk: Desk) -> None:
    """Who presses the button without a change applies no other year."""
    rows = "事業名,概要\n街路灯,街路灯を置く。\n絵本,{}\n"
    old, new = (
        desk.add(f"事業一覧令和{year}年度.csv", rows.format(text).encode("utf-8-sig"))
        for year, text in ((5, "読み聞かせる。"), (6, "貸し出す。"))
    )
    reports = desk.compare(old, new)["reports"]
    choices = [report["choice"] for report in reports if report["choice"]]
    assert [one["edition"] for one in choices if one["kind"] == "edition"] == ["R5", "R6"]


def test_one_document_chosen_twice_is_said(desk: Desk) -> None:
    """Nothing changed, and the reader learns why; its page holds the unchanged rows when asked."""
    found = desk.compare(desk.add(*city("R6")), desk.add("copy.yaml", city("R6")[1]))
    assert found["warning"] == "Both boxes have the same document. Check which one you chose."
    assert not found["has_changes"]
    _status, _headers, body = desk.ask("GET", f"/results/{found['result']}?all=1")
    assert "児童館" in body.decode()
    assert not desk.compare(desk.add(*city("R6")), desk.add(*city("R7")))["warning"]


def test_documents_without_a_common_initiative_are_called_in_question(desk: Desk) -> None:
    """A wrong file was chosen, more likely than that everything is new."""
    rows = "番号,事業名,令和7年度 事業概要\n1,橋りょうの点検,橋を点検する。\n2,除雪,雪を除く。\n"
    found = desk.compare(desk.add(*city("R6")), desk.add("roads.csv", rows.encode("utf-8-sig")))
    assert found["warning"].startswith("No initiative is in both documents.")


def test_advice_that_needs_a_command_line_is_not_given(desk: Desk) -> None:
    """What a document gave and what comparing both gave are reported, in words for a browser."""
    head = "番号,事業名,令和{}年度 事業概要,{}\n"
    rows = "".join(f"{n},事業{n},第{n}地区を見守る。,{n * 137}\n" for n in range(1, 9))
    old, new = (
        desk.add(f"R{year}.csv", (head.format(year, heading) + rows).encode("utf-8-sig"))
        for year, heading in ((6, "予算額（千円）"), (7, "事業費（千円）"))
    )
    (report,) = desk.compare(old, new)["reports"]
    assert report["choice"] == {
        "kind": "pair",
        "old": "予算額",
        "new": "",
        "said": "They are two fields",
    }
    assert report["advice"] == ""
    parted = desk.compare(old, new, pairs={"予算額": ""})
    assert {one["heading"] for one in parted["not_compared"]} == {"予算額", "事業費"}


def test_pages_and_comparisons_are_made_at_once(desk: Desk) -> None:
    """A reader asks for the Word table while the page is still being written."""
    pair = desk.add(*city("R6")), desk.add(*city("R7"))
    first = desk.compare(*pair)["result"]
    with ThreadPoolExecutor(8) as pool:
        formats = ["", "/word", "/excel", "/word-tracked"] * 3
        asked = [pool.submit(desk.ask, "GET", f"/results/{first}{one}") for one in formats]
        again = [pool.submit(desk.compare, *pair) for _time in range(3)]
        assert {one.result()[0] for one in asked} == {200}
        assert all("result" in one.result() for one in again)


def test_a_document_of_one_edition_alone_asks_for_the_other_box(desk: Desk) -> None:
    """The advice is what can be done on the desk, not on a command line."""
    (problem,) = desk.compare(desk.add(*city("R6")), None)["error"]
    assert problem["advice"] == "Choose the other document in the other box too."


def test_what_cannot_be_read_is_said_and_the_desk_goes_on(desk: Desk, tmp_path: Path) -> None:
    """A bomb, a damaged file and one of no known kind each get a sentence, without our folder."""
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 400_000_000)
    sound = desk.add(*city("R6"))
    for name, content in (
        ("bomb.xlsx", bomb.read_bytes()),
        ("bad.pdf", b"%PDF-1.7 nothing"),
        ("a.exe", b"MZ"),
    ):
        found = desk.compare(sound, desk.add(name, content))
        assert found["error"][0]["what"]
        assert str(desk.folder) not in json.dumps(found)
    assert desk.compare(sound, desk.add(*city("R7")))["result"]


def test_files_that_come_at_once_are_all_kept(desk: Desk) -> None:
    """Each under a name of its own, with its own content."""
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda n: desk.add(f"{n}.yaml", str(n).encode()), range(24)))
    assert len(set(names)) == 24
    (folder,) = desk.folders()
    kept = {path.stem: path.read_text() for path in folder.rglob("*.yaml")}
    assert kept == {str(n): str(n) for n in range(24)}


def test_the_oldest_of_too_many_files_makes_room(desk: Desk) -> None:
    """Who asks for it learns what to do; the browser's page sends it again."""
    oldest = desk.add(*city("R6"))
    for number in range(40):
        latest = desk.add(f"{number}.yaml", b"x")
    (problem,) = desk.compare(oldest, latest)["error"]
    assert problem["what"] == "The file is no longer on the desk."
    (folder,) = desk.folders()
    assert len(list(folder.rglob("*.yaml"))) == 40


def test_more_files_at_once_than_there_is_room_for_are_taken(tmp_path: Path) -> None:
    """However the threads that bring them take turns."""
    files = Workspace(tmp_path)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(32) as pool:
            names = list(pool.map(lambda n: files.add(f"{n}.yaml", b"x"), range(1500)))
    finally:
        sys.setswitchinterval(interval)
    assert len({*names}) == 1500
    assert len(list(tmp_path.rglob("*.yaml"))) == 40


def test_a_file_that_the_system_does_not_keep_is_said(desk: Desk) -> None:
    """By its own name, without our folder."""
    (folder,) = desk.folders()
    shutil.rmtree(folder)
    status, _headers, body = desk.ask("POST", "/files", b"x", X_File_Name="a.yaml")
    (told,) = json.loads(body)["error"]
    assert (status, told["where"]) == (422, "a.yaml")
    assert str(desk.folder) not in body.decode()


def workers(desk: Desk) -> list[int]:
    """The processes in which the desk reads documents."""
    found = []
    for task in Path(f"/proc/{desk.process.pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="Where a process's children are is Linux's")
def test_a_worker_killed_from_outside_ends_that_comparison_alone(desk: Desk) -> None:
    """The reader is told which file it was, and the desk goes on."""
    head = "番号,事業名,令和７年度\n"
    rows = "".join(f"{n},見守り活動{n},街頭で児童を見守る活動その{n}。\n" for n in range(60_000))
    sound, long = desk.add(*city("R6")), desk.add("long.csv", (head + rows).encode())
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(desk.compare, long, sound)
        while not answer.done() and not (found := workers(desk)):
            pass
        for worker in found:
            os.kill(worker, signal.SIGKILL)
        told = answer.result(60)["error"]
    assert told[0]["where"] == "long.csv"
    assert told[0]["what"]
    assert workers(desk) == []
    assert desk.compare(sound, desk.add(*city("R7")))["result"]


def test_what_is_too_large_is_refused_before_it_is_read(desk: Desk) -> None:
    """By what its header says."""
    status, _headers, _body = desk.ask("POST", "/files", b"x", Content_Length="100000001")
    assert status == 413


def test_what_has_no_length_is_read_up_to_the_bound(desk: Desk) -> None:
    """A body in pieces that ends nowhere is refused, and the desk goes on."""
    connection = http.client.HTTPConnection(desk.host, timeout=30)
    headers = {"Cookie": desk.cookie, "Origin": f"http://{desk.host}"}
    pieces = (b'{"old": "' if not number else b"x" * 10_000 for number in range(110))
    connection.request("POST", "/compare", pieces, headers, encode_chunked=True)
    assert connection.getresponse().status == 400
    connection.close()
    assert desk.ask("GET", "/")[0] == 200


BROKEN = {
    "no JSON": b"{",
    "no files": b"{}",
    "a list": b"[]",
    "wrong choices": b'{"old": "f1", "choices": {"columns": 1}}',
    "too few columns": b'{"old": "f1", "choices": {"columns": [[]]}}',
    "too few editions": b'{"old": "f1", "choices": {"editions": ["R6"]}}',
    "a lone surrogate": b'{"old": "f1", "choices": {"pairs": {"\\ud800": "x"}}}',
    "no UTF-8": b'{"old": "\xff"}',
    "a number without end": b'{"old": ' + b"9" * 10_000 + b"}",
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_request_of_another_form_is_refused(desk: Desk, body: bytes) -> None:
    """With 400, and the desk goes on."""
    assert desk.ask("POST", "/compare", body)[0] == 400


@pytest.mark.parametrize(
    "path",
    ["/results/r9/word", "/results/r1/nothing", "/static/..%2Fserver.py", "/static/desk.html"],
)
def test_what_is_not_there_is_not_found(desk: Desk, path: str) -> None:
    """Nor is any file of the package but the two of the page."""
    assert desk.ask("GET", path)[0] == 404


def test_the_page_of_a_result_can_be_shown_by_our_page_alone(desk: Desk) -> None:
    """Other pages may not frame it, and nothing is kept in a cache."""
    found = desk.compare(desk.add(*city("R6")), desk.add(*city("R7")))
    _status, headers, body = desk.ask("GET", f"/results/{found['result']}")
    assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert headers["cache-control"] == "no-store"
    assert b"Content-Security-Policy" in body


def test_what_a_killed_desk_left_is_removed_by_the_next(start: Start) -> None:
    """And what a running one uses is not."""
    killed, running = start(), start()
    assert len(killed.folders()) == 2
    killed.process.kill()
    killed.end()
    third = start()
    assert len(third.folders()) == 2
    running.end()
    third.end()
    assert third.folders() == []
