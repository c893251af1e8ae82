"""Mails go to a real mail server, with TLS and a login, and to no other one."""

from email.message import EmailMessage

import pytest
from support.smtp import PASSWORD, USER

from guideline_workshop.jobs.transport import Refused, Unavailable, transport_of
from guideline_workshop.settings import Settings

SECRET = "only-for-tests-0123456789abcdef0123456789"
LOGIN = f"{USER.replace('@', '%40')}:{PASSWORD.replace('/', '%2F')}"


def transport(url):
    return transport_of(
        Settings("sqlite://", SECRET, mail_url=url, mail_from="werkstatt@example.org")
    )


def message(to="eva@example.org", subject="Grüße"):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "werkstatt@example.org", to, subject
    made.set_content("Schöne Grüße")
    return made


@pytest.fixture
def trusting(certificates, monkeypatch):
    """Let the authority of the tests be one that the machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", certificates.authority)
    return certificates


def test_a_relay_on_the_same_machine_needs_neither(mail_server):
    server = mail_server()
    transport(f"smtp+plain://127.0.0.1:{server.port}").send(message())
    (received,) = server.received()
    assert (received.recipient, received.envelope["tls"]) == ("eva@example.org", False)
    assert received.message["Subject"] == "Grüße"


@pytest.mark.parametrize(("tls", "scheme"), [("starttls", "smtp"), ("tls", "smtps")])
def test_the_server_is_spoken_to_with_tls_and_a_login(mail_server, trusting, tls, scheme):
    server = mail_server(tls=tls, certificate=trusting.ours, user=USER, password=PASSWORD)
    transport(f"{scheme}://{LOGIN}@127.0.0.1:{server.port}").send(message())
    (received,) = server.received()
    assert received.envelope["login"]
    assert received.envelope["tls"]


@pytest.mark.parametrize(("tls", "scheme"), [("starttls", "smtp"), ("tls", "smtps")])
def test_a_certificate_for_another_name_is_refused(mail_server, trusting, tls, scheme):
    server = mail_server(tls=tls, certificate=trusting.of_another)
    with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
        transport(f"{scheme}://127.0.0.1:{server.port}").send(message())
    assert server.received() == []


@pytest.mark.parametrize(("tls", "scheme"), [("starttls", "smtp"), ("tls", "smtps")])
def test_a_certificate_of_an_unknown_authority_is_refused(mail_server, certificates, tls, scheme):
    server = mail_server(tls=tls, certificate=certificates.ours, user=USER, password=PASSWORD)
    with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
        transport(f"{scheme}://{LOGIN}@127.0.0.1:{server.port}").send(message())
    assert server.received() == []


def test_without_tls_nothing_is_sent_to_a_server_that_ought_to_have_it(mail_server):
    server = mail_server(user=USER, password=PASSWORD)
    with pytest.raises(Unavailable, match="STARTTLS"):
        transport(f"smtp://{LOGIN}@127.0.0.1:{server.port}").send(message())
    assert server.received() == []


def test_a_wrong_password_is_a_matter_of_the_server_not_of_the_mail(mail_server, trusting):
    server = mail_server(tls="starttls", certificate=trusting.ours, user=USER, password=PASSWORD)
    with pytest.raises(Unavailable, match="535"):
        transport(f"smtp://someone:else@127.0.0.1:{server.port}").send(message())
    assert server.received() == []


def test_a_recipient_who_does_not_exist_is_refused_for_good(mail_server):
    server = mail_server(unknown=["eva@example.org"])
    with pytest.raises(Refused, match="550") as refused:
        transport(f"smtp+plain://127.0.0.1:{server.port}").send(message())
    assert refused.value.for_good


def test_a_server_that_is_busy_is_asked_again(mail_server):
    server = mail_server(answer="451 Greylisted, come back later")
    with pytest.raises(Refused, match="451") as refused:
        transport(f"smtp+plain://127.0.0.1:{server.port}").send(message())
    assert not refused.value.for_good


def test_a_server_that_is_not_there_is_unavailable(mail_server):
    server = mail_server()
    server.process.kill()
    server.process.wait()
    with pytest.raises(Unavailable):
        transport(f"smtp+plain://127.0.0.1:{server.port}").send(message())


def test_a_folder_takes_mails_too_newest_first(tmp_path):
    folder = transport((tmp_path / "mails").as_uri())
    for subject in ("Eins", "Zwei"):
        folder.send(message(subject=subject))
    newest, oldest = (path.read_text() for path in folder.files())
    assert "Zwei" in newest
    assert "Eins" in oldest


def test_without_an_address_there_is_no_transport():
    assert transport("") is None
