"""LibreOffice without a window: accepts or rejects all changes of Word files, or converts files."""

import os
import subprocess
from pathlib import Path

# Changes can be settled by a dispatch only, and a dispatch comes from inside: a macro in a
# profile of its own. The files themselves carry none.
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" \
script:language="StarBasic">
Sub Settle(folder As String)
  Dim names(5000) As String
  Dim total As Integer
  name = Dir(folder &amp; "/*.docx")
  Do While name &lt;&gt; ""
    names(total) = name
    total = total + 1
    name = Dir()
  Loop
  For index = 0 To total - 1
    SettleOne(folder, names(index), ".uno:AcceptAllTrackedChanges", "accepted")
    SettleOne(folder, names(index), ".uno:RejectAllTrackedChanges", "rejected")
  Next
  StarDesktop.terminate()
End Sub
Sub SettleOne(folder As String, name As String, command As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  url = ConvertToURL(folder &amp; "/" &amp; name)
  document = StarDesktop.loadComponentFromURL(url, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
  Dim word(0) As New com.sun.star.beans.PropertyValue
  word(0).Name = "FilterName"
  word(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(folder &amp; "/" &amp; target &amp; "/" &amp; name), word())
  document.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" \
library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Changes"/>
</library:library>
"""


class LibreOffice:
    """An installed LibreOffice with a fresh profile in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._profile = folder / "profile"
        self._run("--terminate_after_init")  # makes the profile; an unfinished one has no macros
        library = self._profile / "user" / "basic" / "Standard"
        (library / "Changes.xba").write_text(_MODULE)
        (library / "script.xlb").write_text(_LIBRARY)

    def settle(self, folder: Path) -> None:
        """Write each .docx of `folder` into its folders "accepted" and "rejected"."""
        for name in ("accepted", "rejected"):
            (folder / name).mkdir()
        self._run("--norestore", f'macro:///Standard.Changes.Settle("{folder}")')

    def convert(self, path: Path, extension: str) -> Path:
        """Convert the file at `path`, such as to "pdf"; return the new file beside it."""
        self._run("--convert-to", extension, "--outdir", str(path.parent), str(path))
        return path.with_suffix(f".{extension}")

    def _run(self, *arguments: str) -> None:
        command = ["soffice", f"-env:UserInstallation=file://{self._profile}", "--headless"]
        # soffice is found on the PATH on purpose; the arguments come from the tests
        subprocess.run(
            [*command, *arguments],
            check=True,
            timeout=300,
            capture_output=True,
            env=os.environ | {"SAL_USE_VCLPLUGIN": "svp"},
        )
