"""Uploads, and the corrections of what was recognised in them."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from wtforms import FileField, Form, IntegerField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, NumberRange

from guideline_workshop.forms.base import BaseForm, clean_line, clean_text, no_control_characters
from guideline_workshop.i18n import _
from guideline_workshop.services.correcting import Correction, Shape
from guideline_workshop.services.errors import Invalid
from guideline_workshop.text.document import Provision


class Either:
    """One of two fields is needed, as the view sees to: neither is required, nor optional."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Accept whatever is entered."""


class DraftImportForm(BaseForm):
    """A draft as a file, or as pasted text."""

    file = FileField(
        _("File"),
        [Either()],
        render_kw={"required": False},
        description=_("Word (DOCX), OpenDocument (ODT), Markdown or plain text, up to 5 MB."),
    )
    text = TextAreaField(
        _("Or paste the text"),
        [Either()],
        render_kw={"required": False},
        description=_(
            "Blank lines part paragraphs. # begins a heading, ## one beneath it, - a list item."
        ),
    )


class CorrectionForm(BaseForm):
    """What belongs to the draft as a whole; its provisions are read by `corrections`."""

    title = StringField(
        _("Title"),
        [InputRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
    )
    revision = IntegerField(_("Revision"), [InputRequired(), NumberRange(min=0)])


class RevisionForm(BaseForm):
    """Says which state of the draft somebody saw."""

    revision = IntegerField(_("Revision"), [InputRequired(), NumberRange(min=0)])


def corrections(entered: Mapping[str, str], provisions: Iterable[Provision]) -> list[Correction]:
    """Read the boxes of the page, in the order of the text.

    A box that is missing (an old page, a request made by hand) leaves its provision as it is.
    Raises Invalid for a kind that no page offers.
    """
    found = []
    for provision in provisions:
        text = entered.get(f"text.{provision.key}")
        try:
            shape = Shape.read(entered.get(f"shape.{provision.key}", Shape.of(provision).value))
        except ValueError as error:
            raise Invalid(_("Choose one of the kinds that are offered.")) from error
        kept = provision.text if text is None else clean_text(text) or ""
        found.append(Correction(provision.key, kept, shape))
    return found
