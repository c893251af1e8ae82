"""The wheel works where the checkout is not: it migrates, serves pages, files and German."""

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
import venv
import zipfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("guideline_workshop", "templates", "alembic")
INSTALLED_AS = {
    "templates": "guideline_workshop/templates",
    "alembic": "guideline_workshop/migrations",
}
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("PYTHON", "GW_", "VIRTUAL_ENV", "PYTEST"))
}


def run(*command, cwd, env=CLEAN):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    # built from a copy: a build folder left in the checkout would find its way into the wheel
    copy = tmp_path_factory.mktemp("source")
    for folder in SOURCES:
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    for file in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(sources, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, sources, cwd=folder)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder with the programs of an environment that holds the wheel and nothing of ours."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-compile", wheel, cwd=folder)
    return folder / "bin"


@pytest.fixture(scope="module")
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def site(installed, tmp_path_factory, port):
    """A folder as on a server: production.ini and a migrated database with the demonstration."""
    folder = tmp_path_factory.mktemp("site")
    ini = (ROOT / "production.ini").read_text(encoding="utf-8")
    assert "127.0.0.1:6543" in ini
    (folder / "production.ini").write_text(ini.replace("127.0.0.1:6543", f"127.0.0.1:{port}"))
    command = installed / "guideline-workshop"
    run(command, "migrate", "production.ini", cwd=folder, env=environment(folder, port))
    run(command, "demo", "production.ini", cwd=folder, env=environment(folder, port))
    return folder


def environment(folder, port):
    return CLEAN | {
        "GW_DATABASE_URL": f"sqlite:///{folder}/workshop.sqlite",
        "GW_SECRET": "only-for-tests-0123456789abcdef0123456789",
        "GW_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


@contextmanager
def serving(program, site, port):
    log = site / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [program, "production.ini"],
            cwd=site,
            env=environment(site, port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            wait_for_port(process, port, log)
            yield
        finally:
            process.terminate()


def wait_for_port(process, port, log):
    """Return when the server takes connections; waiting for its end passes the time."""
    for _attempt in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"the server did not start:\n{log.read_text()}", pytrace=False)


def fetch(url):
    with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 - our own server
        return response.read().decode(), response.headers


def test_the_wheel_holds_every_file_of_the_packages(sources, wheel):
    wanted = set()
    for folder in SOURCES:
        installed_as = INSTALLED_AS.get(folder, folder)
        for path in (sources / folder).rglob("*"):
            if path.is_file():
                wanted.add(f"{installed_as}/{path.relative_to(sources / folder).as_posix()}")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert wanted - names == set()
    assert [name for name in names if name.startswith(("alembic/", "templates/", "tests/"))] == []


def test_the_wheel_carries_its_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (licence,) = (name for name in archive.namelist() if name.endswith("licenses/LICENSE"))
        assert b"EUROPEAN UNION PUBLIC LICENCE v. 1.2" in archive.read(licence)


def test_an_installed_wheel_serves_pages_files_and_german(installed, site, port):
    with serving(installed / "pserve", site, port):
        page, _headers = fetch(f"http://127.0.0.1:{port}/")
        assert '<html lang="de"' in page
        assert "Beteiligungsverfahren" in page
        sheet = re.search(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', page)
        assert sheet, page
        css, headers = fetch(urljoin(f"http://127.0.0.1:{port}/", sheet[1]))
    assert "{" in css
    assert "max-age=31536000" in headers["Cache-Control"]
