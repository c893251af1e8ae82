"""The user guide leads somewhere, shows what there is, and calls everything as the pages do."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GUIDE = sorted((ROOT / "docs" / "guide-de").glob("*.md"))
WITH_PICTURES = [*GUIDE, ROOT / "README.md"]
CATALOGUE = ROOT / "guideline_workshop/locale/de/LC_MESSAGES/guideline_workshop.po"
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
LABEL = re.compile(r"„([^“]+)“")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\$\{\w+\}")


def name(path):
    return path.name


def links_of(page):
    return {(page.parent / link).resolve() for link in LINK.findall(page.read_text("utf-8"))}


@pytest.fixture(scope="module")
def words():
    """What the pages say in German, as one pattern; a placeholder stands for anything."""
    with CATALOGUE.open("rb") as file:
        translated = [message.string for message in read_po(file) if message.id]
    texts = {text for one in translated for text in ([one] if isinstance(one, str) else one)}
    worded = [text for text in texts if re.search(r"\w{2}", PLACEHOLDER.sub("", text))]
    parts = (".+".join(map(re.escape, PLACEHOLDER.split(text))) for text in worded)
    return re.compile("|".join(parts))


@pytest.mark.parametrize("page", WITH_PICTURES, ids=name)
def test_every_link_and_picture_leads_to_a_file(page):
    assert links_of(page)
    assert not {link for link in links_of(page) if not link.exists()}


def test_every_picture_is_shown_somewhere():
    shown = set().union(*map(links_of, WITH_PICTURES))
    assert not set((ROOT / "docs" / "screenshots").iterdir()) - shown


@pytest.mark.parametrize("page", GUIDE, ids=name)
def test_what_stands_in_quotation_marks_stands_on_the_pages(page, words):
    text = re.sub(r"\s+", " ", page.read_text("utf-8"))
    labels = set(LABEL.findall(text))
    assert labels
    assert not {label for label in labels if not words.fullmatch(label)}
