"""Every mail about a submission, as Python's own parser reads it: who, what and which files, whatever was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from nyspor.forms.parsing import parse_form
from nyspor.forms.registry import form_of
from nyspor.forms.targets import Target
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import Decision, Mail
from nyspor.forms_service.service import factory_for
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.tokens import Action, Preview
from tests.forms_service.running_service import COMMENT, IDEA, NOW, SIGNUP, settings_in

SENDER, EDITOR, RESIDENT = "blog@kommune.example", "redaktion@kommune.example", "anna@post.example"
FORMS = {"comment": COMMENT, "signup": SIGNUP, "idea": IDEA}

typed = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
header_like = st.text('=?utf-8qb_"\\ ,<>();:@[].æ👩\u200d\r\n', max_size=40)
calm = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> SubmissionFactory:
    found = settings_in(Path(tmp_path_factory.mktemp("mails")))
    Outbox.open(found.database).close()
    return factory_for(found)


def mails_about(
    factory: SubmissionFactory, kind: str, values: Mapping[str, str], title: str
) -> Iterator[Mail]:
    """The mails to the editor and the resident: on arrival, on a correction, on a decision."""
    target = Target(kind, FORMS[kind]["entry"], title, "/her/", "da", deliver_to="redaktion")
    preview = Preview(timedelta(minutes=1), honeypot_filled=False)
    sent = factory.submission(target, values, "network", preview, NOW)
    yield from factory.mails(sent, target)
    if not form_of(kind).moderated:
        yield from factory.mails(sent, target, earlier=sent)
        return
    links = factory.links(sent, NOW, [Action.UNDO])
    yield factory.mail_writer.undo(sent, target, links[Action.UNDO], NOW)
    for action in (Action.PUBLISH, Action.REJECT):
        yield factory.mail_writer.decision(sent, target, Decision(sent.id, action, NOW))


@calm
@given(
    kind=st.sampled_from([*FORMS]), title=typed | header_like, name=typed | header_like, text=typed | header_like,
)  # fmt: skip
@example("comment", "a\r\nBcc: mange@x.example", "x\r\nTo: b@x.example", "\r\n.\r\nMAIL FROM:<x>")
@example("idea", "👩\u200d👩\u200d👧\u200d👦" * 9, "=?utf-8?q?x?=", "\U0001fae8")
@example(
    "signup", 'Søren, "IT" <x@x.example>', "Anna <b@x.example>, c@x.example", "From x\n>From y"
)
def test_a_mail_says_who_it_is_from_and_what_was_written(
    factory: SubmissionFactory, kind: str, title: str, name: str, text: str
) -> None:
    given_ = FORMS[kind] | {
        "name": name,
        "text": text,
        "message": text,
        "title": title,
        "email": RESIDENT,
    }
    data = parse_form(form_of(kind), given_.items())
    assume(not data.errors)
    for mail in mails_about(factory, kind, data.values, title):
        head = mail.message.partition(b"\r\n\r\n")[0]
        found = cast(EmailMessage, message_from_bytes(mail.message, policy=default))
        assert not found.defects
        assert not any(part.defects for part in found.walk())
        assert [box.addr_spec for box in found["From"].addresses] == [SENDER], (
            "never the resident's (DMARC)"
        )
        assert [box.addr_spec for box in found["To"].addresses] == [mail.recipient]
        assert mail.recipient in (EDITOR, RESIDENT)
        assert len(found["Reply-To"].addresses) == 1
        assert found["Auto-Submitted"] == "auto-generated"
        assert found["Message-ID"] == f"<{mail.id}@blog.example>"
        assert ("List-Id" in found) == (mail.recipient == EDITOR)
        assert len(found.keys()) == len(set(found.keys())), "each header once"
        assert not {"Bcc", "Cc", "Sender", "Return-Path"} & set(found.keys())
        assert head.isascii()
        assert all(len(line) <= 998 for line in mail.message.split(b"\r\n"))
        assert all(len(word) <= 75 for word in encoded_words_of(head, b"Subject"))
        body = found.get_body(("plain",))
        assert body
        written = data.values.get("text") or data.values.get("message") or ""
        if mail.recipient == EDITOR:
            said = str(body.get_content()).splitlines()
            assert all(f"> {line}".rstrip() in said for line in written.splitlines())
            for part in found.iter_attachments():
                assert part.get_content_type() in ("text/markdown", "text/calendar")
        elif len(written) > 20:
            assert written not in body.get_content(), "nothing of it goes to others"


def encoded_words_of(head: bytes, name: bytes) -> list[bytes]:
    unfolded = re.sub(rb"\r\n[ \t]", b" ", head)
    (line,) = (line for line in unfolded.split(b"\r\n") if line.startswith(name + b": "))
    return [word for word in line.split(b" ") if word.startswith(b"=?")]
