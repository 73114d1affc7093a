"""Members of the register as the engine takes them.  Pure."""

from leesloket.patrons.members import Member
from leesloket.roster.model import Field, KnownPupil, PatronId

_NONE = frozenset[Field]()


def known_pupil(member: Member) -> KnownPupil:
    """A member of the register as the engine takes it."""
    return KnownPupil(
        patron_id=PatronId(member.patron_id),
        pupil_number=member.pupil_number,
        first_name=member.first_name,
        given_names=member.given_names,
        initials=member.initials,
        prefix=member.prefix,
        surname=member.surname,
        birth_date=member.birth_date,
        group=member.group,
        year_group=member.year_group,
        enrolled=member.enrolled,
        school_year=member.school_year,
        entered_on=member.entered_on,
        edited_by_hand=frozenset(map(Field, member.hand_edited)) if member.hand_edited else _NONE,
    )
