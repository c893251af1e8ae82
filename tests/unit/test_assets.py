"""What browsers load: complete, as vendored, light, and legible."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "guideline_workshop" / "static"
STYLES = "".join(path.read_text() for path in sorted(STATIC.glob("gw*.css")))
TEMPLATES = sorted((ROOT / "templates").rglob("*.jinja2"))
FIRST_VISIT = (
    "vendor/kern/kern.min.css",
    "vendor/htmx/htmx.min.js",
    "gw.css",
    "gw-text.css",
    "gw-print.css",
    "gw.js",
    "icon.svg",
    "vendor/fira-sans-5.3.0/fira-sans-latin-400-normal.woff2",
    "vendor/fira-sans-5.3.0/fira-sans-latin-400-italic.woff2",
    "vendor/fira-sans-5.3.0/fira-sans-latin-600-normal.woff2",
)


def test_the_vendored_files_are_those_of_the_manifest():
    command = [sys.executable, str(ROOT / "bin" / "vendor-assets"), "--check"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def test_every_file_named_in_the_style_sheet_is_there():
    named = set(re.findall(r'url\("([^"]+)"\)', STYLES))
    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_every_static_file_named_in_a_template_is_there():
    names = {
        name.replace("%s", "400-normal")
        for template in TEMPLATES
        for name in re.findall(r"guideline_workshop:static/([^\"']+)", template.read_text())
    }
    assert "gw.css" in names
    assert [name for name in names if not (STATIC / name).is_file()] == []


def test_a_first_visit_loads_less_than_140_kilobytes_beside_the_page():
    sizes = [
        len(data if name.endswith(".woff2") else gzip.compress(data, mtime=0))
        for name in FIRST_VISIT
        for data in [(STATIC / name).read_bytes()]
    ]
    assert sum(sizes) < 140 * 1024


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_or_a_style_of_its_own(template):
    text = template.read_text()
    if template.name == "frame_html.jinja2":  # of mails, which can load no sheet: the one style
        text = text.replace("<style>", "", 1)
    assert not re.search(r"<style\b|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=\"", text)


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mark", ["ins", "del"])
def test_tracked_changes_are_legible_in_light_and_dark(mark):
    inks = re.findall(rf"--gw-{mark}: (#[0-9a-f]{{6}});", STYLES)
    grounds = re.findall(rf"--gw-{mark}-ground: (#[0-9a-f]{{6}});", STYLES)
    pairs = list(zip(inks, grounds, strict=True))
    assert len(pairs) == 2
    assert all(contrast(*pair) >= 4.5 for pair in pairs)
