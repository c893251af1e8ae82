"""Small files for the commands that compare and merge them."""

import json

from guideline_workshop.cli.main import main


class Desk:
    """A folder to write files into and to run commands in."""

    def __init__(self, folder, capfdbinary):
        self.folder = folder
        self._captured = capfdbinary

    def write(self, name, content):
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(data)
        return name

    def run(self, *arguments):
        """Return the exit status, and what was written to standard output and standard error."""
        self._captured.readouterr()
        status = main(arguments)
        out, err = self._captured.readouterr()
        return status, out.decode(), err.decode()

    def json(self, *arguments):
        status, out, _ = self.run(*arguments, "--format", "json")
        assert status < 2
        return json.loads(out)
