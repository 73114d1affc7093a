"""Which tables are a library's own, and what of them is left out and why.

Read from the models: a new table, or a new column, is in the export unless somebody says here why
not.  A test holds every model to one of the two lists.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from pghistory.models import Event

from leesloket.vault.models import Label

_Field: TypeAlias = "models.Field[Any, Any]"

_FOR_SORTING = {"sort_key": "gemaakt uit de naam", "search": "gemaakt uit de naam"}

TAKEN_OUT: Mapping[str, Mapping[str, str]] = {
    "branches_library": {},
    "branches_branch": {},
    "branches_schoolyear": {},
    "branches_group": {},
    "branches_policy": {},
    "patrons_patron": _FOR_SORTING,
    "patrons_membership": {},
    "patrons_placement": {},
    "patrons_pupilnumber": {},
    "patrons_card": {},
    "patrons_cardseries": {},
    "patrons_consent": {},
    "patrons_patronevent": _FOR_SORTING,
    "patrons_membershipevent": {},
    "patrons_placementevent": {},
    "patrons_pupilnumberevent": {},
    "patrons_cardevent": {},
    "accounts_account": {"password": "geheim"},
    "accounts_right": {},
    "teaching_teaching": {},
    "patrons_arrival": {},
    "intake_upload": {
        "content_mark": "code onder een geheim van de vestiging",
        "form_token": "van één formulier",
    },
    "imports_rosterimport": {"fingerprints": "codes onder een geheim van de vestiging"},
    "imports_journalindex": {},
    "imports_rememberedcolumn": {},
    "imports_distinctpair": {},
    "imports_notincluded": {},
    "intake_filerequest": {},
    "children_child": {},
    "children_activation": {"mac": "code van een geheim"},
    "children_picturecard": {"mac": "code van een geheim", "picture": "geheim van het kind"},
    "vault_shredded": {},
    "audit_event": {},
    "audit_link": {},
    "messaging_notice": {},
}
"""Table to the columns that stay behind, each with its reason."""

STAY_BEHIND: Mapping[str, str] = {
    "vault_sealed": "versleutelde bestanden en dagboeken; ze worden op hun dag vernietigd",
    "vault_wrappedkey": "de sleutels daarvan",
    "vault_acceptedkey": "kenmerken van de sleutels van deze site",
    "accounts_emergencycode": "codes voor één keer, een dag geldig",
    "accounts_passwordreset": "dat iemand om een nieuw wachtwoord vroeg, een uur geldig",
    "accounts_signedin": "waar iemand nu is aangemeld",
    "socialaccount_socialaccount": "welk schoolaccount wie binnenlaat op deze site",
    "socialaccount_socialapp": "van het raamwerk; leeg",
    "socialaccount_socialtoken": "van het raamwerk; leeg",
    "mfa_authenticator": "geheimen van de tweede stap",
    "django_session": "wie nu is aangemeld",
    "django_content_type": "van het raamwerk",
    "auth_group": "van het raamwerk; leeg",
    "auth_permission": "van het raamwerk",
    "account_emailaddress": "van het raamwerk; leeg",
    "account_emailconfirmation": "van het raamwerk; leeg",
    "pghistory_context": "van het raamwerk; leeg",
    "procrastinate_events": "wanneer een taak liep",
    "procrastinate_jobs": "taken van de site",
    "procrastinate_periodic_defers": "wanneer een taak aan de beurt was",
    "procrastinate_workers": "werkers van de site",
}
"""Tables without data of a library, each with what is in it instead."""

_OF_THE_LIBRARY = "id = %(library)s"
_OF_ITS_BRANCHES = "library_id = %(library)s and id = any (%(branches)s)"
NOT_ISOLATED: Mapping[str, str] = {
    "branches_library": _OF_THE_LIBRARY,
    "branches_branch": _OF_ITS_BRANCHES,
    "branches_schoolyear": "true",
}
"""Tables that anybody may read, with what of them is this library's.  The others have a policy."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, as a reader of the export needs to know it."""

    name: str
    type: str
    """A type of Table Schema: string, integer, boolean, date, datetime, array, object."""
    required: bool


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str, str], ...]
    """(column, table, its column)"""
    condition: str
    labels: frozenset[str]
    """Columns that lie sealed and are opened for who takes them out."""


def tables() -> Iterator[Table]:
    """Every table that is taken out, in the order in which they can be read back in."""
    known = {model._meta.db_table: model for model in apps.get_models()}  # noqa: SLF001 - Django's public API despite its name
    return (_table(name, known[name]) for name in TAKEN_OUT)


def _table(name: str, model: type[models.Model]) -> Table:
    left_out = TAKEN_OUT[name]
    fields = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001 - as above
        if field.column not in left_out
    ]
    return Table(
        name=name,
        columns=tuple(map(_column, fields)),
        key=tuple(str(field.column) for field in model._meta.pk_fields),  # noqa: SLF001 - as above
        references=tuple(_references(fields)),
        condition=NOT_ISOLATED.get(name, "true"),
        labels=frozenset(str(field.column) for field in fields if isinstance(field, Label)),
    )


def _references(fields: Iterable[_Field]) -> Iterator[tuple[str, str, str]]:
    for field in fields:
        # A history keeps rows that point at what is gone: no key in the database either.
        if isinstance(field, models.ForeignKey) and not issubclass(field.model, Event):
            other = field.related_model._meta.db_table  # noqa: SLF001 - as above
            if other in TAKEN_OUT:
                yield str(field.column), other, str(field.target_field.column)


def _column(field: _Field) -> Column:
    return Column(str(field.column), _type_of(field), required=not field.null)


def _type_of(field: _Field) -> str:
    if isinstance(field, models.ForeignKey):
        return _type_of(field.target_field)
    for kind, name in _TYPES:
        if isinstance(field, kind):
            return name
    return "string"


# The first that fits: a moment is a day as well, and a number of a key is a number.
_TYPES: tuple[tuple[type[_Field], str], ...] = (
    (ArrayField, "array"),
    (models.JSONField, "object"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.IntegerField, "integer"),
)
