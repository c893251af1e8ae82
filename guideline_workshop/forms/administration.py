"""What the administration enters about people and associations."""

from wtforms import (
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from guideline_workshop.forms.base import BaseForm, clean_line, clean_text, no_control_characters
from guideline_workshop.i18n import LANGUAGES, _
from guideline_workshop.rules.roles import GlobalRole

ROLES = {
    GlobalRole.ADMINISTRATOR.value: _("Administration: manages people, associations and pages"),
    GlobalRole.MODERATOR.value: _("Moderation: may set up and lead consultations"),
    GlobalRole.BOARD.value: _("District board: adopts texts"),
}


class RolesForm(BaseForm):
    """Global roles."""

    roles = SelectMultipleField(_("Roles everywhere"), choices=ROLES)


class UserForm(RolesForm):
    """A new account."""

    name = StringField(
        _("Name"),
        [InputRequired(), Length(max=200), no_control_characters],
        filters=[clean_line],
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        _("E-mail address"),
        [InputRequired(), Email(), Length(max=254)],
        filters=[clean_line],
        description=_("A link to choose a password goes there."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    language = SelectField(_("Language of pages and mails"), choices=LANGUAGES)


class LockForm(BaseForm):
    """Why an account is locked or unlocked."""

    reason = StringField(
        _("Reason"),
        [InputRequired(), Length(max=500), no_control_characters],
        filters=[clean_line],
        description=_("It stands in the journal. Please name no other people."),
    )


class AssociationForm(BaseForm):
    """What is known of an association."""

    name = StringField(
        _("Name"), [InputRequired(), Length(max=200), no_control_characters], filters=[clean_line]
    )
    short_name = StringField(
        _("Short name"),
        [InputRequired(), Length(max=40), no_control_characters],
        filters=[clean_line],
        description=_("What lists and votes call it."),
    )
    kind = StringField(
        _("Kind"),
        [Optional(), Length(max=80), no_control_characters],
        filters=[clean_line],
        description=_("Such as school, religious community or welfare association."),
    )
    postal_address = TextAreaField(
        _("Postal address"),
        [Optional(), Length(max=1000), no_control_characters],
        filters=[clean_text],
        render_kw={"rows": 3},
    )
    contact_name = StringField(
        _("Contact"),
        [Optional(), Length(max=200), no_control_characters],
        filters=[clean_line],
    )
    contact_email = StringField(
        _("E-mail address of the contact"),
        [Optional(), Email(), Length(max=254)],
        filters=[clean_line],
        render_kw={"inputmode": "email"},
    )
    weight = IntegerField(
        _("Weight"),
        [InputRequired(), NumberRange(1, 1000)],
        description=_("How many votes it has where votes are weighted."),
        default=1,
    )


class ImportForm(BaseForm):
    """A list of associations as a file or as text."""

    file = FileField(_("File (CSV)"), [Optional()])
    text = TextAreaField(
        _("Or paste the list here"),
        [Optional(), Length(max=1_000_000), no_control_characters],
        filters=[clean_text],
        description=_(
            "The first line names the columns: name; short_name; kind; address; contact; email; "
            "weight. The first two are needed."
        ),
        render_kw={"rows": 8},
    )


class TakeOverForm(BaseForm):
    """The list that was looked at."""

    text = HiddenField(validators=[InputRequired(), Length(max=1_000_000)], filters=[clean_text])
