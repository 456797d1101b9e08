"""Places that stand for those who govern from them: capitals for states, seats for offices, and the words for citizens.

state_of("Islamabad") == state_of("Pakistani") == "Pakistan"
office_of("Downing Street") == "the Prime Minister's Office"
"""

from __future__ import annotations

from functools import cache

# state = capital or seat of government (several: /) = adjective (several: /); members and observers of the
# United Nations, Kosovo and Taiwan. Names by which newspapers know a state stand in ALIASES.
STATES = """
Afghanistan=Kabul=Afghan;Albania=Tirana=Albanian;Algeria=Algiers=Algerian;Andorra=Andorra la Vella=Andorran
Angola=Luanda=Angolan;Antigua and Barbuda=Saint John's=Antiguan;Argentina=Buenos Aires=Argentine/Argentinian
Armenia=Yerevan=Armenian;Australia=Canberra=Australian;Austria=Vienna=Austrian;Azerbaijan=Baku=Azerbaijani/Azeri
Bahamas=Nassau=Bahamian;Bahrain=Manama=Bahraini;Bangladesh=Dhaka=Bangladeshi;Barbados=Bridgetown=Barbadian
Belarus=Minsk=Belarusian;Belgium=Brussels=Belgian;Belize=Belmopan=Belizean;Benin=Porto-Novo/Cotonou=Beninese
Bhutan=Thimphu=Bhutanese;Bolivia=La Paz/Sucre=Bolivian;Bosnia and Herzegovina=Sarajevo=Bosnian
Botswana=Gaborone=Botswanan;Brazil=Brasilia/Brasília=Brazilian;Brunei=Bandar Seri Begawan=Bruneian
Bulgaria=Sofia=Bulgarian;Burkina Faso=Ouagadougou=Burkinabe;Burundi=Gitega/Bujumbura=Burundian
Cabo Verde=Praia=Cape Verdean;Cambodia=Phnom Penh=Cambodian;Cameroon=Yaounde/Yaoundé=Cameroonian
Canada=Ottawa=Canadian;Central African Republic=Bangui=Central African;Chad=N'Djamena=Chadian;Chile=Santiago=Chilean
China=Beijing/Peking=Chinese;Colombia=Bogota/Bogotá=Colombian;Comoros=Moroni=Comorian;Congo=Brazzaville=Congolese
Costa Rica=San Jose/San José=Costa Rican;Croatia=Zagreb=Croatian;Cuba=Havana=Cuban;Cyprus=Nicosia=Cypriot
Czech Republic=Prague=Czech;Democratic Republic of the Congo=Kinshasa=Congolese;Denmark=Copenhagen=Danish
Djibouti=Djibouti City=Djiboutian;Dominica=Roseau=;Dominican Republic=Santo Domingo=Dominican
East Timor=Dili=Timorese;Ecuador=Quito=Ecuadorian;Egypt=Cairo=Egyptian;El Salvador=San Salvador=Salvadoran
Equatorial Guinea=Malabo=Equatoguinean;Eritrea=Asmara=Eritrean;Estonia=Tallinn=Estonian;Eswatini=Mbabane=Swazi
Ethiopia=Addis Ababa=Ethiopian;Fiji=Suva=Fijian;Finland=Helsinki=Finnish;France=Paris=French
Gabon=Libreville=Gabonese;Gambia=Banjul=Gambian;Georgia=Tbilisi=Georgian;Germany=Berlin=German;Ghana=Accra=Ghanaian
Greece=Athens=Greek;Grenada=St George's=Grenadian;Guatemala=Guatemala City=Guatemalan;Guinea=Conakry=Guinean
Guinea-Bissau=Bissau=;Guyana=Georgetown=Guyanese;Haiti=Port-au-Prince=Haitian;Honduras=Tegucigalpa=Honduran
Hungary=Budapest=Hungarian;Iceland=Reykjavik=Icelandic;India=New Delhi/Delhi=Indian
Indonesia=Jakarta/Nusantara=Indonesian;Iran=Tehran/Teheran=Iranian;Iraq=Baghdad=Iraqi;Ireland=Dublin=Irish
Israel=Jerusalem=Israeli;Italy=Rome=Italian;Ivory Coast=Yamoussoukro/Abidjan=Ivorian;Jamaica=Kingston=Jamaican
Japan=Tokyo=Japanese;Jordan=Amman=Jordanian;Kazakhstan=Astana=Kazakh/Kazakhstani;Kenya=Nairobi=Kenyan
Kiribati=Tarawa=;Kosovo=Pristina=Kosovar;Kuwait=Kuwait City=Kuwaiti;Kyrgyzstan=Bishkek=Kyrgyz
Laos=Vientiane=Lao/Laotian;Latvia=Riga=Latvian;Lebanon=Beirut=Lebanese;Lesotho=Maseru=Basotho
Liberia=Monrovia=Liberian;Libya=Tripoli=Libyan;Liechtenstein=Vaduz=;Lithuania=Vilnius=Lithuanian
Luxembourg=Luxembourg City=Luxembourgish;Madagascar=Antananarivo=Malagasy;Malawi=Lilongwe=Malawian
Malaysia=Kuala Lumpur/Putrajaya=Malaysian;Maldives=Male/Malé=Maldivian;Mali=Bamako=Malian;Malta=Valletta=Maltese
Marshall Islands=Majuro=Marshallese;Mauritania=Nouakchott=Mauritanian;Mauritius=Port Louis=Mauritian
Mexico=Mexico City=Mexican;Micronesia=Palikir=Micronesian;Moldova=Chisinau/Chișinău=Moldovan
Monaco=Monte Carlo=Monegasque;Mongolia=Ulaanbaatar/Ulan Bator=Mongolian;Montenegro=Podgorica=Montenegrin
Morocco=Rabat=Moroccan;Mozambique=Maputo=Mozambican;Myanmar=Naypyidaw/Yangon=Burmese;Namibia=Windhoek=Namibian
Nauru=Yaren=Nauruan;Nepal=Kathmandu=Nepali/Nepalese;Netherlands=The Hague/Amsterdam=Dutch;New Zealand=Wellington=
Nicaragua=Managua=Nicaraguan;Niger=Niamey=Nigerien;Nigeria=Abuja=Nigerian;North Korea=Pyongyang=North Korean
North Macedonia=Skopje=Macedonian;Norway=Oslo=Norwegian;Oman=Muscat=Omani;Pakistan=Islamabad=Pakistani
Palau=Ngerulmud=Palauan;Palestine=Ramallah=Palestinian;Panama=Panama City=Panamanian
Papua New Guinea=Port Moresby=Papuan;Paraguay=Asuncion/Asunción=Paraguayan;Peru=Lima=Peruvian
Philippines=Manila=Philippine/Filipino;Poland=Warsaw=Polish;Portugal=Lisbon=Portuguese;Qatar=Doha=Qatari
Romania=Bucharest=Romanian;Russia=Moscow=Russian;Rwanda=Kigali=Rwandan;Saint Kitts and Nevis=Basseterre=
Saint Lucia=Castries=;Saint Vincent and the Grenadines=Kingstown=;Samoa=Apia=Samoan;San Marino=San Marino=
Sao Tome and Principe=Sao Tome=;Saudi Arabia=Riyadh=Saudi;Senegal=Dakar=Senegalese;Serbia=Belgrade=Serbian
Seychelles=Victoria=;Sierra Leone=Freetown=Sierra Leonean;Singapore=Singapore=Singaporean;Slovakia=Bratislava=Slovak
Slovenia=Ljubljana=Slovenian/Slovene;Solomon Islands=Honiara=;Somalia=Mogadishu=Somali
South Africa=Pretoria/Cape Town=South African;South Korea=Seoul=South Korean;South Sudan=Juba=South Sudanese
Spain=Madrid=Spanish;Sri Lanka=Colombo=Sri Lankan;Sudan=Khartoum/Port Sudan=Sudanese;Suriname=Paramaribo=Surinamese
Sweden=Stockholm=Swedish;Switzerland=Bern=Swiss;Syria=Damascus=Syrian;Taiwan=Taipei=Taiwanese
Tajikistan=Dushanbe=Tajik;Tanzania=Dodoma/Dar es Salaam=Tanzanian;Thailand=Bangkok=Thai;Togo=Lome/Lomé=Togolese
Tonga=Nuku'alofa=Tongan;Trinidad and Tobago=Port of Spain=Trinidadian;Tunisia=Tunis=Tunisian;Turkey=Ankara=Turkish
Turkmenistan=Ashgabat=Turkmen;Tuvalu=Funafuti=Tuvaluan;Uganda=Kampala=Ugandan;Ukraine=Kyiv/Kiev=Ukrainian
United Arab Emirates=Abu Dhabi=Emirati;United Kingdom=London=British;United States=Washington=American
Uruguay=Montevideo=Uruguayan;Uzbekistan=Tashkent=Uzbek;Vanuatu=Port Vila=;Vatican City=Vatican City=Vatican
Venezuela=Caracas=Venezuelan;Vietnam=Hanoi=Vietnamese;Yemen=Sanaa/Aden=Yemeni;Zambia=Lusaka=Zambian
Zimbabwe=Harare=Zimbabwean
"""
ALIASES = {
    "us": "United States",
    "u.s.": "United States",
    "usa": "United States",
    "america": "United States",
    "uk": "United Kingdom",
    "u.k.": "United Kingdom",
    "britain": "United Kingdom",
    "great britain": "United Kingdom",
    "uae": "United Arab Emirates",
    "prc": "China",
    "people's republic of china": "China",
    "drc": "Democratic Republic of the Congo",
    "burma": "Myanmar",
    "czechia": "Czech Republic",
    "cote d'ivoire": "Ivory Coast",
    "türkiye": "Turkey",
    "turkiye": "Turkey",
    "holland": "Netherlands",
    "timor-leste": "East Timor",
    "republic of korea": "South Korea",
    "dprk": "North Korea",
}
# Seats that stand for an office rather than for the whole state.
OFFICES = {
    "white house": "White House",
    "oval office": "White House",
    "pentagon": "Pentagon",
    "foggy bottom": "State Department",
    "state department": "State Department",
    "capitol hill": "Congress",
    "downing street": "the Prime Minister's Office",
    "no 10": "the Prime Minister's Office",
    "number 10": "the Prime Minister's Office",
    "whitehall": "the British government",
    "kremlin": "Kremlin",
    "elysee": "Élysée",
    "élysée": "Élysée",
    "zhongnanhai": "China",
    "blue house": "the South Korean presidency",
    "rawalpindi": "Pakistan Army",
    "ghq": "Pakistan Army",
    "south block": "India's Ministry of External Affairs",
}


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Lower-case state name, capital and adjective (or its people: "Pakistanis"), each to the state."""
    states, capitals, adjectives = dict(ALIASES), dict[str, str](), dict[str, str]()
    for row in STATES.strip().replace("\n", ";").split(";"):
        state, seats, words = row.split("=")
        states[state.lower()] = state
        capitals.update((seat.lower(), state) for seat in seats.split("/"))
        adjectives.update((word.lower(), state) for word in words.split("/") if word)
        adjectives.update((f"{word.lower()}s", state) for word in words.split("/") if word.endswith(("n", "i")))
    return states, capitals, adjectives


def _key(name: str) -> str:
    lowered = name.lower().replace("\u2019", "'").strip()
    return lowered.removeprefix("the ") if lowered != "the hague" else lowered


def is_state(name: str) -> bool:
    """Whether this is the name of a state itself (no capital, no adjective)."""
    return _key(name) in _tables()[0]


def is_capital(name: str) -> bool:
    """Whether this is the seat of a state's government."""
    return _key(name) in _tables()[1]


def is_adjective(name: str) -> bool:
    """Whether this is the adjective of a state ("Pakistani")."""
    return _key(name) in _tables()[2]


def state_of(name: str) -> str | None:
    """The state that a name, alias, capital or adjective stands for; None for anything else."""
    key = _key(name)
    return next((table[key] for table in _tables() if key in table), None)


def office_of(name: str) -> str | None:
    """The office that a seat of power stands for ("the Pentagon"); None for anything else."""
    return OFFICES.get(_key(name))
