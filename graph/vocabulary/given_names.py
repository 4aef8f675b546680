"""What is somebody called among colleagues: the first name, or both of a name like Tor Erik?"""

_HONORIFICS = frozenset(
    {"sir", "dame", "lord", "lady", "baroness", "baron", "dr", "prof", "professor", "mr", "mrs", "ms", "miss", "rt"}
)
# Second halves of first names of two words, as people in the Nordic countries, Germany, France and Spain have them.
# None of them is a common family name, so that "Mette Kjær Lund" stays Mette.
_SECOND_HALVES = (
    "anders andreas andré ann anna anne anneli annie antoine antonio arild arne arvid beate berit birger bjarne "
    "britt carlos cathrine charlotte christian christine claude egil einar eirik elin elisabeth emil emilie erik "
    "eva françois frode georg grete grethe gunnar hanne harald heidi helen helene henning henri henrik håkon inge "
    "inger ingrid ivar jane jean jesús joachim johan johanna john jorunn josé karin karl kathrine kjetil kristian "
    "kristin kristine lars lena lise louis louise luc luis magnus maja manuel marc margrethe maria marie marit "
    "marius martha martin mathias matthias merete mette michel miguel mikael morten odd olaf olav ole oskar otto "
    "ove paul per peter petter philippe pierre pål ragnhild reidar richard roar rolf rune sigrid silje sofia "
    "sofie stefan stian svein sverre terje theodor thomas tore torill tormod trond ulrik unni vidar viktor "
    "wilhelm william åge åse øystein "
)
_SECOND = frozenset(_SECOND_HALVES.split())


def first_name(name: str) -> str:
    """Return what somebody is called among colleagues; the whole name where it begins with a title.

    >>> first_name("Kari Lunde"), first_name("Tor Erik Nygård"), first_name("Mette Kjær Lund")
    ('Kari', 'Tor Erik', 'Mette')
    >>> first_name("Erik Martin"), first_name("Baroness Penn")
    ('Erik', 'Baroness Penn')
    """
    first, *others = name.split(" ")
    if first.rstrip(".").casefold() in _HONORIFICS or len(first) < 2:
        return name
    return f"{first} {others[0]}" if len(others) > 1 and others[0].casefold() in _SECOND else first
