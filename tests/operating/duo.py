"""DUO's list with invented schools, in the forms that it was published in."""

OLD = (
    '"PROVINCIE";"BRIN NUMMER";"VESTIGINGSNUMMER";"VESTIGINGSNAAM";"STRAATNAAM";'
    '"HUISNUMMER-TOEVOEGING";"POSTCODE";"PLAATSNAAM";"GEMEENTENAAM";"DENOMINATIE";'
    '"TELEFOONNUMMER";"INTERNETADRES"\r\n'
    '"Zuid-Holland";"98ZZ";"98ZZ00";"De Linde";"Laan";"1";"9999 ZZ";"\'S-GRAVENVOORT";'
    '"Voorbeeld";"Openbaar";"0123456789";"www.linde.example"\r\n'
    '"Zuid-Holland";"98ZZ";"98ZZ01";"De Linde, dépendance Zoë";"Laan";"3";"9999 ZZ";'
    '"VOORT AAN DEN IJSSEL";"Voorbeeld";"Openbaar";"";""\r\n'
)
NEW_SECONDARY = (
    "PROVINCIE,INSTELLINGSCODE,VESTIGINGSCODE,VESTIGINGSNAAM,PLAATSNAAM,ONDERWIJSSTRUCTUUR\n"
    "Zuid-Holland,97ZZ,2,Lyceum Voorbeeld,Voorbeeld,HAVO/VWO\n"
)
