"""LibreOffice, the other program that reads our documents back."""

import os
import shutil
import subprocess
from pathlib import Path

PROGRAM = shutil.which("soffice")

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script"
  script:name="Module1" script:language="StarBasic">
Sub Settle(source, target, command)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName"
  kind(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(target), kind())
  document.close(True)
End Sub
</script:module>
"""


class LibreOffice:
    """One LibreOffice with a profile of its own, in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._profile = folder / "profile"

    def convert(self, content: bytes, suffix: str, to: str, name: str = "document") -> Path:
        """The document in another format; to is a suffix, or one with its filter."""
        source = self.folder / f"document.{suffix}"
        source.write_bytes(content)
        self._run("--convert-to", to, "--outdir", str(self.folder / "out"), str(source))
        return self.folder / "out" / f"{name}.{to.partition(':')[0]}"

    def settle(self, content: bytes, *, accept: bool) -> Path:
        """The Word document after all its tracked changes are accepted, or rejected."""
        module = self._profile / "user" / "basic" / "Standard" / "Module1.xba"
        if not module.exists():
            self._run("--terminate_after_init")  # makes the profile
        module.write_text(_MODULE, encoding="utf-8")
        source, target = self.folder / "tracked.docx", self.folder / "settled.docx"
        source.write_bytes(content)
        target.unlink(missing_ok=True)
        command = f".uno:{'Accept' if accept else 'Reject'}AllTrackedChanges"
        self._run(f'macro:///Standard.Module1.Settle("{source}","{target}","{command}")')
        return target

    def _run(self, *arguments: str) -> None:
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        subprocess.run(
            [str(PROGRAM), profile, "--headless", *arguments],
            check=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, "HOME": str(self.folder)},
        )
