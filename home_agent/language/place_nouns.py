"""The nouns of places and people: tables of rooms, furniture and persons with their other names.

One line is "noun: other names"; "*" marks furniture that can be opened.
"""

from __future__ import annotations

from home_agent.language.words import word_set

ROOMS = """
kitchen: kitchenette
living room: lounge, sitting room, front room, family room, drawing room, parlour, livingroom
bedroom: bed room, master bedroom, sleeping room
bathroom: bath room, washroom, restroom, loo, wc, shower room
hall: hallway, corridor, entrance, entrance hall, entry, foyer, lobby, entryway
office: study, home office, workroom, study room
dining room: dinning room, diningroom, dinner room
child's room: nursery, kids room, kid's room, children's room, playroom, childs room, child room
guest room: spare room, guest bedroom
laundry room: utility room, laundry
garage:
balcony: terrace, patio
garden: yard, backyard
basement: cellar
attic: loft
pantry: larder, store room, storeroom, storage room
gym:
room:
"""

FURNITURE = """
table: round table
kitchen table:
dining table: dinner table
coffee table: low table
side table: end table
bedside table: nightstand, night stand, night table, bedside cabinet
counter: kitchen counter, countertop, counter top, worktop
counter: work top, work surface, kitchen top, kitchen counter top, bench top
sink: kitchen sink, basin
washbasin: bathroom sink, wash basin, hand basin
stove: cooker, hob, cooktop, stovetop, stove top, range
oven*: roaster
microwave*: microwave oven
toaster:
coffee machine: coffee maker, espresso machine
dishwasher*: dish washer
fridge*: frige, refrigerator, icebox, fridge freezer
freezer*: deep freezer
cupboard*: cabinet, kitchen cupboard, kitchen cabinet, cupboards, sideboard
drawer*: kitchen drawer, drawers
sofa: couch, settee, divan
armchair: arm chair, easy chair, recliner
chair: stool, seat
bench:
tv stand: tv table, tv unit, tv bench, tv cabinet, media unit, television stand, tv board
shelf: bookshelf, bookcase, book case, book shelf, rack, shelves, shelving unit, shelve, shoe rack
bed: bunk, mattress
dresser*: chest of drawers, commode, bureau
wardrobe*: closet, clothes cupboard, armoire
desk: writing desk, writing table, office desk, work desk
toilet: lavatory
bathtub: bath, tub, bath tub
shower: shower cabin
washing machine*: washer, washing machines
dryer*: tumble dryer, tumble drier
bin: trash, rubbish, garbage, recycling, trash can, garbage can, waste bin, trash bin
bin: rubbish bin, dustbin, wastebasket, recycling bin, waste paper basket
laundry basket: hamper, laundry hamper, washing basket
window*: windows
window sill: windowsill, window ledge
door*: front door, back door
fireplace: mantelpiece, mantel
rug: carpet, mat
floor: ground
docking station: dock, charging station, charging dock, charger station, base station
"""

# Given names that are no other word: whoever is called so need not be known to the map.
GIVEN = word_set(
    """adam adel adele ahmed aisha alan albert alex alexander alfred alice alina amanda amir amy
    andrea andrew andy angel anne annie anthony antonio arthur axel barbara beatrice ben
    benjamin bernard betty bob brian bruno camila carla carlos caroline catherine charles
    charlie charlotte chen chloe chris christian christine claire clara claudia dan daniel
    daniela dave david deborah diana diego dora edward elena eli elias elisa elizabeth ella emil
    emily emma eric erik esther eva evan evelyn felix fiona fred gabriel george gina giulia greg
    gustav hana hannah harry hassan heidi helen henry hugo ian ibrahim ines ingrid irene isaac
    isabel ivan jack jacob james jan jane janet jason jean jenny jeremy jesse jessica jim joanna
    joe johan john jonas jordan jose joseph josh juan jules julia julian julie kai karen karl
    kate katie keiko kenji kevin khalid kim kevin lara laura lea leila lena leo leon leonie liam
    lily lina linda lisa liz louis louise lucas lucia lucy luis luke lukas luna maja marco maria
    marie mario marta martha martin mary matt matteo matthew max maya mei melissa mia michael
    michelle miguel mike mila mohamed monica morgan nadia nancy natalie nathan nicolas nicole
    nina noah noor nora oliver olivia omar oscar otto pablo patricia patrick paul paula pedro
    peter philip pierre priya rachel ralf raj rebecca ricardo richard rita robert roger rosa
    ruth ryan sally sam samantha samir samuel sandra sara sarah sebastian sergio simon simone
    sofia sonia sophie stefan stella stephanie steve steven susan tara thea theo theresa thomas
    tim tina tom tomas tony valentina vanessa vera victor victoria viktor vincent walter wei
    william xavier yasmin yuki yusuf zara zoe"""
)
PEOPLE = """
person: someone, somebody, anyone, anybody, whoever, guest, visitor, human
everyone: everybody, everyone else
man: guy, gentleman
woman: lady
child: kid, boy, girl, toddler
baby: infant
mum: mom, mother, mummy, mommy
dad: father, daddy
grandma: grandmother, granny, gran, nan
grandpa: grandfather, grandad, granddad
"""
