"""The application as a process of its own, which tests kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from support.ports import free_port, wait_for_answer
from support.server import SECRET, as_in_production

INI = """
[app:main]
use = egg:guideline-workshop
pyramid.reload_templates = false
gw.database_url = {database_url}
gw.secret = {secret}
gw.public_url = {url}
gw.worker = false
[server:main]
use = egg:waitress
listen = 127.0.0.1:{port}
threads = 4
{adjustments}
"""


class Node:
    """`pserve` with the settings of production, over a database, at a port that it keeps."""

    def __init__(self, database_url: str, folder: Path, *, public_url: str | None = None) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / f"{self.port}.log"
        self._ini = folder / f"{self.port}.ini"
        given = as_in_production()
        text = INI.format(
            database_url=database_url.replace("%", "%%"),
            secret=SECRET,
            url=public_url or self.url,
            port=self.port,
            adjustments="\n".join(f"{name} = {value}" for name, value in given.items()),
        )
        self._ini.write_text(text, "utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to serve; what an earlier run wrote down stays in the log."""
        pserve = Path(sys.executable).with_name("pserve")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(pserve), str(self._ini)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={name: value for name, value in os.environ.items() if name[:3] != "GW_"},
            )
        wait_for_answer(self.process, self.port, self.log)

    def kill(self) -> None:
        """End it as the kernel does when memory is short: at once, wherever it is."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
