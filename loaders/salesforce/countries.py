"""Which country a billing address names: its ISO 3166 code of two letters."""

from graph.vocabulary.names import folded

# English and native names, and the usual short forms, of the countries that a European client list has.
_NAMES = """
AT=austria,osterreich,aut|AU=australia,aus|BE=belgium,belgie,belgique,bel|BG=bulgaria,bgr|BR=brazil,brasil,bra
CA=canada,can|CH=switzerland,schweiz,suisse,svizzera,che|CN=china,chn|CY=cyprus,cyp
CZ=czechia,czech republic,cesko,ceska republika,cze|DE=germany,deutschland,tyskland,deu|DK=denmark,danmark,dnk
EE=estonia,eesti,est|ES=spain,espana,esp|FI=finland,suomi,fin|FO=faroe islands,foroyar,fro|FR=france,frankrike,fra
GB=united kingdom,great britain,uk,gbr,england,scotland,wales,northern ireland|GL=greenland,grl|GR=greece,hellas,grc
HR=croatia,hrvatska,hrv|HU=hungary,magyarorszag,hun|IE=ireland,eire,irl|IL=israel,isr|IN=india,ind
IS=iceland,island,isl|IT=italy,italia,ita|JP=japan,jpn|KR=south korea,kor|LI=liechtenstein,lie
LT=lithuania,lietuva,ltu|LU=luxembourg,luxemburg,lux|LV=latvia,latvija,lva|MT=malta,mlt|MX=mexico,mex
NL=netherlands,the netherlands,nederland,nld,holland|NO=norway,norge,noreg,nor|NZ=new zealand,nzl
PL=poland,polska,pol|PT=portugal,prt|RO=romania,rou|RS=serbia,srbija,srb|SE=sweden,sverige,swe|SG=singapore,sgp
SI=slovenia,slovenija,svn|SK=slovakia,slovensko,svk|TR=turkey,turkiye,tur|UA=ukraine,ukr
US=united states,united states of america,usa|ZA=south africa,zaf
"""
_CODES = {
    name: code
    for entry in _NAMES.strip().replace("\n", "|").split("|")
    for code, _, names in [entry.partition("=")]
    for name in names.split(",")
}


def country_code(code: str, name: str) -> str | None:
    """Return the code that a row states or its name stands for; a name that is not known stays as it is written.

    >>> country_code("", "Norge"), country_code("", "Österreich"), country_code("se", "")
    ('NO', 'AT', 'SE')
    """
    for text in (code.strip(), name.strip()):
        if len(text) == 2 and text.isascii() and text.isalpha() and text.upper() != "UK":
            return text.upper()
        if text:
            return _CODES.get(folded(text), text)
    return None
