"""Invented people's names: plausible in a Dutch school, borrowed from nobody.

A surname is written `prefix|surname`; without a bar there is no prefix.
"""

from __future__ import annotations

from dataclasses import dataclass

_DUTCH_GIRLS = """
Emma Julia Mila Tess Sophie Zoë Sara Nora Yara Eva Lotte Lieke Fenna Noor Saar Fleur Maud Isa Liv
Evi Anna Roos Vera Fien Olivia Elin Jasmijn Loïs Puck Floor Merel Veerle Suze Bo Noëlle Renée
Charlotte Sterre Hanna Janne Pleun Philou Romée Lize Marit Juul Feline Wende Cato Eline Isabèl
"""
_DUTCH_BOYS = """
Noah Lucas Levi Finn Sem Daan Luuk Milan James Mees Bram Sam Thijs Jesse Thomas Teun Guus Max Gijs
Hugo Jens Lars Siem Boaz Olivier Benjamin Mats Jurre Stijn Pepijn Joost Floris Daniël Jip Raf Tijn
Ruben Koen Cas Julian Rafaël Tobias Willem Job Abel Quinten Joep Twan Matthijs Melle Tygo Otis
"""
_DUTCH_SURNAMES = """
de|Vries Jansen van den|Berg Bakker van|Dijk Visser Smit Meijer de|Boer Mulder de|Groot Bos Vos
Peters Hendriks van|Leeuwen Dekker Brouwer de|Wit Dijkstra Smits de|Graaf van der|Meer Kok Jacobs
van der|Linden de|Haan Vermeulen van den|Heuvel van der|Veen van den|Broek de|Bruijn van der|Heijden
Schouten van|Beek Willems van|Vliet van de|Ven Hoekstra Maas Verhoeven Koster van|Dam Prins Blom
Huisman Peeters de|Jonge Kuipers van|Veen Post Kuiper Veenstra Kramer van de|Wiel Scholten
van|Wijk Postma Martens Vink de|Ruiter Timmermans Groen Gerritsen Jonker van|Loon Boer van der|Velde
Willemsen van|Doorn 't|Hart op 't|Veld in 't|Groen van 't|Hof ter|Braak ten|Cate van der|Wal
IJzerman van|IJsseldijk Schuurman-Bos d'|Ancona d'|Hont van de|Laar de|Bruin-Mulder Zijlstra
Rozeboom
"""
_FRISIAN_GIRLS = (
    "Jikke Sjoukje Tjitske Fardau Ymkje Nynke Hylkje Froukje Wytske Aukje Doutzen Silke"
)
_FRISIAN_BOYS = "Sjoerd Wiebe Tjeerd Jelle Douwe Hidde Jorrit Sietse Wybren Ûlke Fokke Tsjibbe"
_FRISIAN_SURNAMES = """
Hoekema Wiersma Sjoerdsma Tjeerdema Bijlsma Galema Reitsma Ypma Nauta Terpstra Rypkema Zandstra
"""
_TURKISH_GIRLS = "Elif Zeynep Defne Ayşe Esila Nisa Azra Gökçe Ceylin Melis Şeyma Büşra İpek Nazlı"
_TURKISH_BOYS = "Yusuf Emir Ömer Kaan Çağan Eymen Mert Uğur Kerem Deniz Barış Alparslan Işık Göktuğ"
_TURKISH_SURNAMES = """
Yılmaz Kaya Demir Şahin Çelik Yıldırım Aydın Öztürk Arslan Doğan Kılıç Koç Özdemir Güneş Karataş
"""
_MOROCCAN_GIRLS = "Yasmina Aya Salma Noor Inaya Hafsa Lina Imane Safae Nour Assia Amina Rania Douae"
_MOROCCAN_BOYS = (
    "Mohamed Adam Ilias Bilal Amin Zakaria Anas Ayoub Imran Rayan Soufiane Ismaïl Nassim"
)
_MOROCCAN_SURNAMES = """
El|Amrani El|Idrissi Bouzid Benali Ait|Lahcen El|Khattabi Bouali Amezian Ouali Ben|Salah El|Yacoubi
Azzouz Tahiri El|Morabit Benhaddou
"""
_SURINAMESE_GIRLS = "Shanaya Anjali Kaylee Farah Xaviera Naomi Priya Gracia Jaylinn Djanilla"
_SURINAMESE_BOYS = "Jaydon Rishi Xavi Ravi Damian Sherwin D'Angelo Giovanni Kenrick Djairo"
_SURINAMESE_SURNAMES = """
Ramdin Kartodikromo Pinas Jhagroe Soerodimedjo Raghoebir Eersteling Djokarto Baldewsingh Zeefuik
"""
_POLISH_GIRLS = "Zofia Julia Hanna Maja Lena Oliwia Małgorzata Wiktoria Łucja Agnieszka"
_POLISH_BOYS = "Jakub Szymon Antoni Kacper Wojciech Filip Michał Mikołaj Stanisław Błażej"
_POLISH_SURNAMES = """
Kowalska Wiśniewski Wójcik Kamiński Zieliński Szymański Woźniak Dąbrowski Krawczyk Łuczak
"""
_UKRAINIAN_GIRLS = "Sofiia Anastasiia Oleksandra Myroslava Solomiia Yeva Viktoriia Daryna"
_UKRAINIAN_BOYS = "Maksym Artem Dmytro Oleksandr Bohdan Nazar Tymofii Zakhar"
_UKRAINIAN_SURNAMES = "Kovalenko Shevchuk Bondarenko Tkachenko Melnyk Kravchuk Lysenko Hrytsenko"
_SYRIAN_GIRLS = "Lamar Joud Sidra Tala Yara Rimas Naya Mays"
_SYRIAN_BOYS = "Omar Karam Majd Yaman Khaled Hamza Nidal Firas"
_SYRIAN_SURNAMES = "Al|Hamwi Al|Nouri Haddad Al-Masri Darwish Rahman-Saleh Kassab Al|Khatib"
_ANTILLEAN_GIRLS = "Shurenska Djarmaica Angelique Rochelle Naëlle Jeanaïda Mayline Chanelle"
_ANTILLEAN_BOYS = "Gilbert Jurickson Shermar Elijah Ruëndy Quincy Rigoberto Jean-Luc"
_ANTILLEAN_SURNAMES = "Martina Rosaria Winklaar Cijntje Isenia Maduro-Croes Sambo de|Windt"


@dataclass(frozen=True, slots=True)
class Origin:
    """Names that go together, and how many of a hundred families carry them."""

    share: int
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    surnames: tuple[tuple[str, str], ...]
    """(prefix, surname)"""


def _surnames(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs from words like `van den|Berg Bakker`: what stands before a bar is the prefix."""
    pairs: list[tuple[str, str]] = []
    waiting: list[str] = []
    for word in text.split():
        head, bar, surname = word.partition("|")
        if bar:
            pairs.append((" ".join([*waiting, head]), surname))
            waiting = []
        elif word[0].islower():
            waiting.append(word)
        else:
            pairs.append((" ".join(waiting), word))
            waiting = []
    return tuple(pairs)


def _origin(share: int, girls: str, boys: str, surnames: str) -> Origin:
    return Origin(share, tuple(girls.split()), tuple(boys.split()), _surnames(surnames))


ORIGINS = (
    _origin(58, _DUTCH_GIRLS, _DUTCH_BOYS, _DUTCH_SURNAMES),
    _origin(7, _FRISIAN_GIRLS, _FRISIAN_BOYS, _FRISIAN_SURNAMES),
    _origin(8, _TURKISH_GIRLS, _TURKISH_BOYS, _TURKISH_SURNAMES),
    _origin(9, _MOROCCAN_GIRLS, _MOROCCAN_BOYS, _MOROCCAN_SURNAMES),
    _origin(5, _SURINAMESE_GIRLS, _SURINAMESE_BOYS, _SURINAMESE_SURNAMES),
    _origin(4, _POLISH_GIRLS, _POLISH_BOYS, _POLISH_SURNAMES),
    _origin(3, _UKRAINIAN_GIRLS, _UKRAINIAN_BOYS, _UKRAINIAN_SURNAMES),
    _origin(3, _SYRIAN_GIRLS, _SYRIAN_BOYS, _SYRIAN_SURNAMES),
    _origin(3, _ANTILLEAN_GIRLS, _ANTILLEAN_BOYS, _ANTILLEAN_SURNAMES),
)

_WOMEN = """
Annemarie Ingrid Petra Wilma Saskia Monique Anja Yvonne Marieke Willemijn Truus Geertje Femke Ria
Joke Hennie Esther Danielle Fatima Ayten Agnieszka Sharda Olena Rosita Marjolein Cobie
"""
_MEN = """
Jan Kees Henk Wim Gerrit Peter Hans Rob Marcel Jeroen Sander Bas Arjan Johan Klaas Piet Ruud Theo
Ahmed Mehmet Piotr Soenil Andriy Humphrey Frank Edwin Sjaak Teunis Wouter Maarten
"""
WOMEN = tuple(_WOMEN.split())
MEN = tuple(_MEN.split())
