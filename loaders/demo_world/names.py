"""Who are the people of the made-up world called? Plausible names, each given once."""

import random
import unicodedata

_FOLD = str.maketrans({"ø": "o", "ß": "ss", "ł": "l", "đ": "d", "æ": "ae", "å": "a", "ä": "a", "ö": "o", "ü": "u"})

_GIVEN = {
    "NO": "Ane Astrid Birgitte Bjarne Camilla Eirik Elin Espen Frode Geir Grete Guro Harald Hege Hilde Inger Ivar Jorunn "
    "Kjersti Kristin Lars Leif Linn Magnus Marius Marte Morten Nina Odd Ola Randi Roar Rune Silje Sindre Stian Sigrid "
    "Synne Terje Tone Tore Torbjørn Trond Turid Unni Vegard Vidar Ågot Åse Øystein",
    "SE": "Agneta Anders Annika Axel Birgitta Carin Elsa Erik Filip Fredrik Gustav Göran Hampus Ingela Johan Karin Lennart "
    "Linnea Lovisa Magnus Malin Märta Niklas Oskar Per-Olof Pernilla Rasmus Sofia Stellan Ulrika Viktor Åsa Örjan",
    "DK": "Anders Annette Asger Bente Birthe Bo Camilla Christian Ditte Emil Frederik Gitte Hanne Henrik Jens Karen Kirsten "
    "Lasse Lene Lone Mads Malene Mogens Morten Niels Nikolaj Pia Rikke Signe Søren Tine Troels Ulla",
    "DE": "Andreas Anke Annika Bernd Birgit Christoph Dirk Elke Frank Friederike Gerrit Heike Holger Ingo Jana Karsten "
    "Katharina Lars Lena Matthias Monika Nele Ralf Sabine Silke Stefan Svenja Thorsten Ulrich Ute Volker",
    "PL": "Agata Andrzej Anna Bartosz Beata Dorota Elżbieta Ewa Grzegorz Jacek Joanna Krzysztof Łukasz Magdalena Maciej "
    "Małgorzata Marcin Michał Monika Paweł Piotr Rafał Sławomir Tomasz Urszula Wojciech Zofia",
    "CZ": "Adéla Alena Bohumil David Dagmar Eliška Filip Hana Ivana Jakub Jan Jana Jiří Kateřina Klára Lenka Lukáš Markéta "
    "Martin Michal Ondřej Petr Petra Radek Šárka Tereza Vojtěch Zdeněk",
    "FI": "Aleksi Anneli Antti Eero Elina Hannu Heikki Ilkka Jari Juha Kaisa Kirsi Laura Leena Marja Mikko Niina Outi "
    "Pekka Päivi Riikka Sami Satu Tapio Tiina Timo Ville",
}
_FAMILY = {
    "NO": "Aasheim Bakken Berge Bjerke Brekkhus Bråten Dahle Drange Eide Engen Fosse Gjerde Grimstad Hagen Haugland Helle "
    "Hovland Husby Iversen Johnsen Kleppe Kvamme Langeland Lien Løvås Moen Myklebust Nordby Næss Opdal Rønning Sandvik "
    "Skaar Skjelbred Solheim Strøm Sunde Tangen Tveiten Ulvestad Vik Vatne Øien Østby Årdal Aarseth",
    "SE": "Ahlström Bergqvist Björklund Blom Dahlgren Edlund Ekström Fransson Granath Hallberg Hedlund Holmgren Isaksson "
    "Kjellberg Lagergren Lindahl Lundmark Malmberg Norling Nyström Rosén Sandell Sjöberg Stenmark Söder Wallin Wikström Öberg",
    "DK": "Abildgaard Bach Bruun Dahlgaard Damgaard Eriksen Fogh Frandsen Gregersen Holst Juhl Kjærgaard Kragh Laursen "
    "Lauridsen Mathiesen Mikkelsen Møller Nørgaard Overgaard Ravn Schou Skovgaard Thorup Toft Vestergaard Winther Østergaard",
    "DE": "Ahrens Bauer Brinkmann Dietrich Ehlers Friedrichs Gebhardt Hansen Hartwig Henning Jansen Kessler Köhler Krüger "
    "Lehmann Lorenz Lüders Meinecke Neumann Petersen Reimers Rohde Schröder Seidel Stolz Thiele Vogt Wendt",
    "PL": "Adamczyk Bąk Borkowski Chmiel Dąbek Dudek Gajda Głowacki Jabłoński Kaczmarek Kozioł Krawiec Lis Majewski "
    "Michalak Mróz Olszak Pawlak Rogala Sikora Sobczak Stępień Szulc Urban Walczak Wrona Zięba Żak",
    "CZ": "Bartoš Beneš Bláha Čech Doležal Fiala Hájek Holub Jelínek Kolář Kopecký Kříž Kučera Malý Marek Mašek Navrátil "
    "Pokorný Růžička Sedlák Šimek Sýkora Urban Vaněk Vlček Zeman Žák",
    "FI": "Aalto Ahonen Hakala Heino Hietala Järvinen Kallio Karhu Koskela Laakso Lahti Lehto Mattila Niemi Ojala Peltola "
    "Rantanen Saarela Salmi Toivonen Tuominen Vainio Ylönen",
}
_EVEN_IN_A_WOMANS_NAME = ("NO", "SE", "DK", "DE", "FI")


class Names:
    """Gives names until a country has none left; the same generator gives the same names."""

    def __init__(self, chance: random.Random, taken: set[str]) -> None:
        self._chance = chance
        self._taken = {key_of(name) for name in taken}
        self._pool = {country: (_GIVEN[country].split(), _FAMILY[country].split()) for country in _GIVEN}

    def fresh(self, country: str) -> tuple[str, str]:
        """Return a given and a family name that nobody has yet, not even in other letters."""
        given, family = self._pool[country]
        while True:
            first, last = self._chance.choice(given), self._chance.choice(family)
            last = _inflected(country, first, last)
            if key_of(f"{first} {last}") not in self._taken:
                self._taken.add(key_of(f"{first} {last}"))
                return first, last


def plain(text: str) -> str:
    """Return text as a system without our letters writes it.

    >>> plain("Katarzyna Wójcik"), plain("Håkon Weiß")
    ('Katarzyna Wojcik', 'Hakon Weiss')
    """
    kept = "".join(c.translate(_FOLD) if c.islower() else c.lower().translate(_FOLD).capitalize() for c in text)
    return "".join(c for c in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(c))


def key_of(name: str) -> str:
    """Return how a name stands in addresses: ``hakon-myhre``."""
    return "-".join(plain(name).lower().split())


def address(name: str, domain: str) -> str:
    """Return a work address: ``hakon.myhre@nordlys.example``."""
    return f"{'.'.join(plain(name).lower().split())}@{domain}"


def _inflected(country: str, given: str, family: str) -> str:
    """Give a woman her form of a Polish or Czech family name."""
    if country in _EVEN_IN_A_WOMANS_NAME or not given.endswith("a"):
        return family
    if country == "PL":
        return f"{family[:-1]}a" if family.endswith(("ski", "cki")) else family
    if family.endswith("ý"):
        return f"{family[:-1]}á"
    if family.endswith("a"):
        return f"{family[:-1]}ová"
    if family.endswith("ek"):
        return f"{family[:-2]}ková"
    return f"{family}ová"
