import logging
import subprocess
import sys

import pytest
from support.office import docx, paragraph

from guideline_workshop.imports import reader, worker
from guideline_workshop.imports.limits import MAX_UPLOAD_BYTES, MIB
from guideline_workshop.imports.reader import read, read_pasted
from guideline_workshop.imports.result import NoticeCode, Reason, Unreadable


def run_worker(monkeypatch, code):
    """Let another program stand in for the worker."""
    monkeypatch.setattr(reader, "WORKER", (sys.executable, "-I", "-c", code))


def limited(code):
    """Run code in a process with the limits of the worker."""
    program = f"from guideline_workshop.imports import worker\nworker.limit_resources()\n{code}"
    return subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False
    )


def test_pasted_text_is_read_as_markdown():
    imported = read_pasted("# Leitlinien\n\n## A\n\n**Ziel:** Alle.\n")
    assert (imported.title, len(imported.provisions)) == ("Leitlinien", 2)


@pytest.mark.parametrize("text", ["%PDF ist ein Format.", "PK-Sitzung", "<html> ist HTML"])
def test_pasted_text_is_text_whatever_it_looks_like(text):
    assert read_pasted(text).provisions[0].text == text


def test_pasted_nul_and_lone_surrogates_are_removed_with_a_notice():
    imported = read_pasted("a\x00b\ud83dc")
    assert imported.provisions[0].text == "abc"
    assert [(n.code, n.count) for n in imported.notices] == [(NoticeCode.CHARACTERS_REMOVED, 2)]


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_nothing_pasted_is_empty(text):
    with pytest.raises(Unreadable) as refused:
        read_pasted(text)
    assert (refused.value.reason, refused.value.status) == (Reason.EMPTY, 422)


def test_too_large_an_upload_is_refused_before_any_work(monkeypatch):
    run_worker(monkeypatch, "raise SystemExit('not asked')")
    with pytest.raises(Unreadable) as refused:
        read(b"x" * (MAX_UPLOAD_BYTES + 1), "a.txt")
    assert (refused.value.reason, refused.value.status) == (Reason.TOO_LARGE, 413)
    assert refused.value.details == {"limit": MAX_UPLOAD_BYTES}


def test_the_largest_upload_is_read():
    data = ("wort " * 300 + "\n\n").encode() * 1_000
    assert len(read(data, "a.txt").provisions) == 1_000


def test_a_worker_that_takes_too_long_is_stopped(monkeypatch):
    run_worker(monkeypatch, "import sys; sys.stdin.read()\nwhile True: pass")
    monkeypatch.setattr(reader, "WALL_SECONDS", 0.3)
    with pytest.raises(Unreadable) as refused:
        read(b"x", "a.txt")
    assert refused.value.reason is Reason.TOO_EXPENSIVE


@pytest.mark.parametrize("signal", ["SIGXCPU", "SIGKILL", "SIGSEGV"])
def test_a_worker_killed_by_a_limit_says_so(monkeypatch, signal):
    run_worker(monkeypatch, f"import os, signal; os.kill(os.getpid(), signal.{signal})")
    with pytest.raises(Unreadable) as refused:
        read(b"x", "a.txt")
    assert refused.value.reason is Reason.TOO_EXPENSIVE


def test_a_worker_that_fails_is_logged_and_the_file_counts_as_broken(monkeypatch, caplog):
    run_worker(monkeypatch, "raise RuntimeError('a bug of ours')")
    with caplog.at_level(logging.ERROR), pytest.raises(Unreadable) as refused:
        read(b"x", "a.txt")
    assert refused.value.reason is Reason.BROKEN
    assert "a bug of ours" in caplog.text


def test_the_worker_inherits_no_settings(monkeypatch):
    monkeypatch.setenv("GW_SECRET", "geheim")
    run_worker(
        monkeypatch,
        "import json, os, sys; sys.stdin.read()\n"
        "names = sorted(set(os.environ) - {'LC_CTYPE'})\n"
        "print(json.dumps({'reason': 'broken', 'details': {'names': ' '.join(names)}}))",
    )
    with pytest.raises(Unreadable) as refused:
        read(b"x", "a.txt")
    assert refused.value.details == {"names": ""}


def test_the_worker_needs_no_network_stack_and_no_other_formats():
    code = (
        "import sys; from guideline_workshop.imports import worker, parse, guard\n"
        "parse.parser_for(guard.Format.PLAIN)\n"
        "print(sorted({'socket', 'ssl', 'lxml', 'markdown_it', 'pyramid', 'sqlalchemy'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit less")
def test_memory_is_limited():
    done = limited(f"bytearray({600 * MIB})")
    assert "MemoryError" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit less")
@pytest.mark.parametrize(
    "act", ["open('/etc/hostname')", "import _socket; _socket.socket()", "open('/tmp/x', 'w')"]
)
def test_no_file_and_no_socket_can_be_opened(act):
    done = limited(f"import _socket\nworker.forbid_files()\n{act}")
    assert "Too many open files" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit less")
def test_cpu_time_is_limited():
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU))"
    assert limited(code).stdout == "(10, 10)\n"


def test_a_system_without_limits_reads_all_the_same(monkeypatch):
    monkeypatch.setattr(worker, "resource", None)
    monkeypatch.setattr(worker.os, "nice", lambda _by: 0)
    worker.limit_resources()
    worker.forbid_files()
    answer = worker.answer_to({"extension": "", "pasted": False}, docx(paragraph("Text")))
    assert answer["provisions"][0]["text"] == "Text"


def test_a_system_that_refuses_limits_reads_all_the_same(monkeypatch):
    def refuse(_limited, _bounds):
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(worker.resource, "setrlimit", refuse)
    monkeypatch.setattr(worker.os, "nice", lambda _by: 0)
    worker.limit_resources()


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_running_out_of_memory_is_an_answer(monkeypatch, error):
    def fail(_source):
        raise error

    monkeypatch.setattr(worker, "parser_for", fail)
    answer = worker.answer_to({"extension": ".txt", "pasted": False}, b"x")
    assert answer == {"reason": "too_expensive", "details": {}}
