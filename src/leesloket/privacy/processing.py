"""The register of processing (AVG article 30) and the retention schedule, made from the models.

What a table is for is said here; which tables there are, what stands in them and how long they are
kept comes from the models and the settings.  A table with personal data that is not described makes
the register fail, and a test with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models


@dataclass(frozen=True, slots=True)
class Processing:
    """One activity: whose data, why, who gets them, and how long."""

    name: str
    purpose: str
    people: str
    ground: str
    receivers: str
    tables: tuple[str, ...]
    kept: str


def _days(name: str) -> str:
    return f"{getattr(settings, name)} dagen (`{name}`)"


def activities(leaver_days: int | None = None) -> tuple[Processing, ...]:
    """Every activity, with the terms that hold today; `leaver_days` is what a library chose."""
    leavers = f"{leaver_days} dagen" if leaver_days else _days("RETENTION_LEAVERS")
    return (
        Processing(
            name="Het register van klanten",
            purpose="Weten wie bij welke vestiging en groep hoort, en welke pas daarbij is",
            people="Leerlingen; leerkrachten en leden van de openbare bibliotheek",
            ground="Algemeen belang of gerechtvaardigd belang van de school; vul zelf in",
            receivers="Medewerkers van de eigen vestigingen",
            tables=(
                *("patrons_patron", "patrons_membership", "patrons_placement"),
                *("patrons_pupilnumber", "patrons_card", "patrons_arrival"),
            ),
            kept=f"Tot {leavers} na vertrek, als er niets openstaat",
        ),
        Processing(
            name="Toestemming voor de openbare bibliotheek",
            purpose="Aantonen wie wanneer goedvond dat iemand lid is van de openbare bibliotheek",
            people="Leden; van wie toestemt alleen of het een ouder of verzorger was",
            ground="Toestemming, en die kunnen aantonen (AVG artikel 7; UAVG artikel 5)",
            receivers="Medewerkers van die openbare bibliotheek",
            tables=("patrons_consent",),
            kept="Even lang als het lidmaatschap in het register staat; ook ingetrokken",
        ),
        Processing(
            name="Geschiedenis van het register",
            purpose="Zien wie wat veranderde, en fouten herstellen",
            people="Als het register",
            ground="Verantwoording en juistheid (AVG artikel 5)",
            receivers="Medewerkers van de eigen vestigingen",
            tables=(
                *("patrons_patronevent", "patrons_membershipevent", "patrons_placementevent"),
                *("patrons_pupilnumberevent", "patrons_cardevent"),
            ),
            kept="Even lang als de persoon; weg zodra die wordt gewist",
        ),
        Processing(
            name="Leerlingbestanden verwerken",
            purpose="Het register bijwerken met de lijst van de school",
            people="Leerlingen in de lijst van de school",
            ground="Als het register",
            receivers="De school die stuurde; medewerkers met het recht om te verwerken",
            tables=(
                *("intake_upload", "intake_filerequest"),
                *("imports_rosterimport", "imports_journalindex"),
                *("vault_sealed", "vault_wrappedkey", "vault_shredded"),
            ),
            kept=(
                f"Bestand, tabel en verbeteringen: {_days('RETENTION_RAW_AFTER_IMPORT')} na"
                f" verwerken, {_days('RETENTION_RAW_NOT_IMPORTED')} zonder verwerken; dagboek"
                f" {_days('RETENTION_JOURNAL')}. Van de lijst zelf blijven aantallen, codes en"
                " nummers"
            ),
        ),
        Processing(
            name="Onthouden wat over een lijst is gezegd",
            purpose="Niet twee keer hetzelfde vragen, en een bezwaar blijven volgen",
            people="Leerlingen, als code (HMAC)",
            ground="Als het register; bij bezwaar AVG artikel 21",
            receivers="Medewerkers met het recht om te verwerken",
            tables=("imports_distinctpair", "imports_notincluded", "imports_rememberedcolumn"),
            kept="Tot iemand het eraf haalt; “ander kind” tot het kind wordt gewist",
        ),
        Processing(
            name="Accounts en rechten",
            purpose="Aanmelden, en weten wie wat mag",
            people="Medewerkers van bibliotheek en school",
            ground="Uitvoering van de overeenkomst; beveiliging (AVG artikel 32)",
            receivers="Beheerders van de eigen bibliotheek",
            tables=(
                *("accounts_account", "accounts_right", "mfa_authenticator"),
                *("accounts_emergencycode", "accounts_signedin", "accounts_passwordreset"),
                "socialaccount_socialaccount",
            ),
            kept=(
                "Zolang de bibliotheek bestaat; een eenmalig wachtwoord"
                f" {_days('ONE_TIME_PASSWORD_DAYS')}; een noodcode"
                f" {settings.EMERGENCY_CODE_HOURS} uur (`EMERGENCY_CODE_HOURS`); waar iemand"
                f" aangemeld was {_days('SIGN_INS_KEPT_DAYS')}; een recht op het woord van een"
                f" school {_days('SCHOOL_RIGHT_DAYS')} na de laatste keer aanmelden; de naam van"
                " wie een gedeeld account gebruikte"
                f" {_days('RETENTION_SHARED_NAMES')} na de laatste keer"
            ),
        ),
        Processing(
            name="Wie welke groep lesgeeft",
            purpose="Een leerkracht bij haar eigen groepen laten, en bij geen andere",
            people="Leerkrachten",
            ground="Uitvoering van de overeenkomst; beveiliging (AVG artikel 32)",
            receivers="Wie stuurt voor de school; medewerkers van de eigen vestigingen",
            tables=("teaching_teaching",),
            kept="Zolang de groep bestaat; toegang geeft het tot en met 31 juli",
        ),
        Processing(
            name="Aanmelden van kinderen",
            purpose="Kinderen bij hun eigen pagina laten, zonder verjaardag als wachtwoord",
            people="Leerlingen: welk account en welke kaart bij wie hoort; codes alleen als HMAC",
            ground="Als het register",
            receivers="Medewerkers van de eigen vestigingen",
            tables=("children_child", "children_activation", "children_picturecard"),
            kept=(
                f"Even lang als de persoon; een activatiekaart werkt {_days('ACTIVATION_DAYS')},"
                f" een plaatjeskaart {_days('PICTURE_CARD_DAYS')}"
            ),
        ),
        Processing(
            name="Logboek",
            purpose="Verantwoorden wie wat deed en zag, en misbruik vinden",
            people="Medewerkers; klanten als nummer",
            ground="Verantwoording en beveiliging (AVG artikel 5 en 32)",
            receivers="Beheerders; medewerkers voor hun eigen vestigingen",
            tables=("audit_event", "audit_link"),
            kept="Zolang de bibliotheek bestaat; er staan geen namen in",
        ),
        Processing(
            name="Vestigingen, hun regels en berichten",
            purpose="Weten wie je belt, welke grenzen gelden, en laten weten dat een lijst er is",
            people="Contactpersonen van scholen",
            ground="Uitvoering van de overeenkomst",
            receivers="Bibliotheek; iedereen ziet de contactpersoon op de aanmeldpagina",
            tables=(
                "branches_branch",
                "branches_group",
                "branches_policy",
                "patrons_cardseries",
                "messaging_notice",
            ),
            kept="Zolang de vestiging bestaat",
        ),
    )


WITHOUT_PERSONS = {
    "branches_library": "namen van bibliotheken",
    "branches_schoolyear": "de kalender",
    "vault_acceptedkey": "welke sleutels mogen verzegelen; kenmerken, geen sleutels",
    "django_session": "wie is aangemeld, onder een geheime sleutel; nummers",
    "django_content_type": "van het raamwerk",
    "auth_group": "van het raamwerk; leeg",
    "auth_permission": "van het raamwerk; namen van modellen",
    "account_emailaddress": "van het raamwerk; leeg",
    "account_emailconfirmation": "van het raamwerk; leeg",
    "socialaccount_socialapp": "van het raamwerk; leeg",
    "socialaccount_socialtoken": "van het raamwerk; leeg",
    "pghistory_context": "van het raamwerk; leeg",
    "procrastinate_events": "wanneer een taak liep",
    "procrastinate_jobs": "taken: nummers, geen namen",
    "procrastinate_periodic_defers": "wanneer een taak aan de beurt was",
    "procrastinate_workers": "welke werkers er zijn",
}
"""Models without anybody's data, each with what is in it instead."""


class NotDescribedError(Exception):
    """A model has no place in the register of processing."""


def models_by_table() -> dict[str, type[models.Model]]:
    """Every model that has a table of its own; not the views that frameworks make in passing."""
    return {
        model._meta.db_table: model  # noqa: SLF001 - Django's public API despite its name
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy  # noqa: SLF001 - as above
    }


def not_described() -> set[str]:
    """The tables that nobody said the purpose of."""
    described = {table for one in activities() for table in one.tables}
    return set(models_by_table()) - described - set(WITHOUT_PERSONS)


def as_markdown(chosen: Mapping[str, int] | None = None) -> Iterator[str]:
    """The register as text, to be kept with the others of the organisation.

    `chosen` names the libraries that chose a term of their own for leavers, with its days.
    """
    missing = not_described()
    if missing:
        raise NotDescribedError(*sorted(missing))
    known = models_by_table()
    yield "# Register van verwerkingen"
    yield ""
    yield "Gemaakt door Leesloket, uit zijn modellen en instellingen. Vul aan: namen en adressen"
    yield "van verantwoordelijke, verwerker en functionaris gegevensbescherming, de grondslag, en"
    yield "in welk land de servers staan."
    for one in activities():
        yield from ("", f"## {one.name}", "")
        yield f"- Doel: {one.purpose}"
        yield f"- Van wie: {one.people}"
        yield f"- Grondslag: {one.ground}"
        yield f"- Wie het krijgt: {one.receivers}"
        yield f"- Hoe lang: {one.kept}"
        yield from ("", "| tabel | velden |", "|---|---|")
        for table in one.tables:
            yield f"| `{table}` | {', '.join(_fields(known[table]))} |"
    yield from ("", "## Bewaartermijnen", "", "| instelling | dagen |", "|---|---|")
    for name in retention_settings():
        yield f"| `{name}` | {getattr(settings, name)} |"
    for library, days in (chosen or {}).items():
        yield f"| `RETENTION_LEAVERS`, zoals {library} koos | {days} |"
    yield from ("", "## Beveiliging", "")
    yield "Afscherming per vestiging in de database, versleuteling per bestand, tweede stap bij het"
    yield "aanmelden, een logboek dat verandering verraadt. Zie docs/privacy.md."


def retention_settings() -> tuple[str, ...]:
    """The names of every term, as the settings have them."""
    named = [name for name in dir(settings) if name.startswith("RETENTION_")]
    return (*sorted(named), "ONE_TIME_PASSWORD_DAYS", "ACTIVATION_DAYS", "PICTURE_CARD_DAYS")


def _fields(model: type[models.Model]) -> list[str]:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public API despite its name
    return [f"`{field.name}`" for field in fields if not field.name.startswith("pgh_")]
