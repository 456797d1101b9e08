"""Words that tell what a name names: titles and roles of people, words for bodies, and capitals that are no name."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a table that is written as running text."""
    return frozenset(text.split())


# Forms of address: they show a person and say nothing of the office.
ADDRESS = word_set(
    """
    mr mrs ms miss dr sir lord lady dame prof professor madam mme hon rev father sister brother sheikh syed
    """
)
ROLE_WORDS = word_set(
    """
    president pres vice-president premier chancellor king queen prince princess emir sultan pope minister secretary
    senator sen representative rep congressman congresswoman governor gov lieutenant mayor councillor councilman
    councilwoman councilor ambassador envoy consul diplomat spokesman spokeswoman spokesperson chairman chairwoman
    chairperson chair director commissioner chief head leader speaker whip deputy general gen colonel col major
    captain capt sergeant sgt admiral marshal commander inspector superintendent constable sheriff judge justice
    attorney prosecutor advocate counsel candidate nominee delegate lawmaker legislator mp manager adviser advisor
    aide strategist treasurer rector dean professor bishop archbishop cardinal imam rabbi pastor executive ceo
    founder owner coach economist analyst author minister-designate prime first lady co-chair cochairman vice
    undersecretary under-secretary sub-inspector igp dig warden ombudsman comptroller auditor registrar editor host
    anchor chef lt brig brigadier president-elect administrator coordinator co-ordinator headmaster headmistress
    principal provost regent chieftain alderman reeve assemblyman assemblywoman sens
    reps govs
    """
)
ORGANISATION_WORDS = word_set(
    """
    ministry department office party committee council commission board bureau agency authority administration
    government bank union association federation confederation society chamber corporation corp company co inc ltd
    plc group holdings university college school academy institute institution foundation fund trust court
    parliament senate congress house assembly cabinet army navy force forces police guard corps unit brigade
    alliance league coalition front movement network campaign pac organisation organization service services center
    centre club team airlines airways railways railway motors steel energy power electric oil gas mines mining
    pharma biotech works industries times post news herald tribune journal gazette press agency treasury directorate
    secretariat mission embassy consulate compact pact accord bundesbank republicans democrats greens liberals
    conservatives labour states nations kingdom republic emirates province county city district ports port harbour
    harbor airport hospital hospitals clinic church diocese
    """
)
# Heads that a name goes on from over "of" ("Ministry of Ports").
LINKED_HEADS = word_set(
    """
    ministry department bank university secretary committee council office board bureau institute court house party
    association federation union union's society chamber government republic kingdom city state states province
    commission centers center centre agency alliance league front movement friends coalition college school army
    organisation organization fund conference ministry's speaker minister director chief governor president head
    attorney campaign order guild confederation congress assembly parliament mayor bishop archbishop inspector
    """
)
# Words of places, works, plans and peoples: a name with one of the first, or that begins with one of the others, is
# nobody's. Those that are surnames too ("Hall", "Park", "Lake") are left out.
NOT_OF_PEOPLE = word_set(
    """
    corridor highway motorway expressway road avenue bridge tunnel railway airport port harbour dam canal project
    programme program scheme initiative forum summit dialogue declaration agreement accord treaty pact sea ocean gulf
    strait island islands peninsula palace station zone security development hydropower agricultural agriculture
    vocational citizens nationals students tower towers street square plaza hotel resort casino grill show festival
    prize award cup olympics trial case act law budget policy line route zone war
    convention caucus primary text republican democrat
    """
)
# Words for a person's side that are no part of the name.
LABELS = word_set("democrat republican democratic conservative liberal labour independent incumbent presumptive rival")
# What a minister is of, between the title and the name ("Secretary Interior Orla Vance").
DOMAINS = word_set(
    """
    interior finance foreign defence defense home information planning health education commerce law justice trade
    energy transport agriculture labour labor railways power petroleum industries
    """
)
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
BEGINS_NO_PERSON = word_set(
    """
    north south east west northern southern eastern western upper lower new great national global international modern
    """
)
# Titles in headlines: prime, chief and foreign minister, deputy prime minister.
INITIALS = word_set("PM CM FM DPM")
# Common nouns that can be bound though no proper name is given: bodies, and people in numbers.
BODY_NOUNS = word_set(
    """
    ministry department office party committee council commission board bureau agency authority administration
    government
    bank union association federation society chamber company firm group university college school academy institute
    institution foundation fund court parliament senate congress house assembly cabinet army navy force police guard
    corps
    unit brigade alliance league coalition front movement network campaign organization organisation service team
    airline
    railway operator treasury directorate secretariat mission embassy consulate presidency palace bloc country state
    nation
    city town county province district municipality region island republic kingdom utility manufacturer maker developer
    contractor insurer broadcaster newspaper magazine publisher hospital trust cooperative co-operative consortium
    inspectorate regulator watchdog tribunal panel delegation side opposition leadership majority minority crew club
    charity church diocese brewery mill shipyard yard mine plant factory port harbour super-pac pac legislature synod
    """
)
PEOPLE_NOUNS = word_set(
    """
    officials lawmakers ministers ministries governments senators representatives republicans democrats leaders members
    workers employers unions companies countries states nations parties sides governors mayors authorities executives
    directors delegates delegations envoys ambassadors presidents spokesmen officers judges prosecutors lawyers
    activists
    organizers organisers protesters supporters allies aides advisers donors voters farmers growers nurses doctors
    teachers
    students residents villagers families shareholders owners banks insurers firms agencies councils police councillors
    councilors commissioners researchers scientists engineers editors bishops judges rebels fighters commanders generals
    troops soldiers inspectors strikers drivers miners dockers pilots fishermen superdelegates candidates campaigns
    allies
    neighbours neighbors partners signatories governors organisations organizations groups operators pair two three four
    """
)
# Capitalised at the head of a sentence or in a date, yet no name.
SENTENCE_WORDS = word_set(
    """
    the a an in on at he she it they we i you this that these those but and however meanwhile his her its their our
    my your there then when while if as for from after before last since under with asked according both some many
    most all no not so such what who why how where one two three four five six seven eight nine ten by to of or yet
    still also earlier later monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today
    yesterday tomorrow now even only just once until though although because despite instead indeed perhaps maybe
    yes well here nor nothing nobody everyone each every other another first second third next more less over
    through during between among against about like unlike without within across behind beyond around near whether
    which whose him them us me do does did is are was were be been has have had will would can could should must
    besides might shall let asking speaking addressing citing responding adding date url tags photo image advertisement
    breaking update updated correction editor's sources officials critics
    """
)


def is_common(word: str) -> bool:
    """Whether a capital on this word tells nothing: "The", "I'll", "Monday"."""
    return word.lower().replace("\u2019", "'").split("'")[0] in SENTENCE_WORDS


def is_role(word: str) -> bool:
    """Whether the word is a title, a role or a form of address ("Minister", "Sen.", "PM", "Mrs")."""
    lowered = word.lower().rstrip(".").removesuffix("'s")
    return lowered in ROLE_WORDS or lowered in ADDRESS or word in INITIALS
