"""The nouns of a home: tables of things, rooms, furniture and people with their other names.

One line is "noun: other names"; a noun is what a `Ref.category` holds. Things that the home's
own tables know (`home/things.py`) have the same nouns there.
"""

from __future__ import annotations

from home_agent.language.words import word_set

THINGS = """
glasses: sunglasses, sun glasses
mug: coffee mug, tea mug, beaker
cup: teacup, tea cup, coffee cup, drinking cup
glass: wine glass, drinking glass, tumbler, water glass, goblet
bottle: water bottle, bottle of water, drinking bottle, wine bottle, beer bottle
can: drink can, can of soda, soda can, beer can, can of coke, can of cola
milk carton: glass of milk, milk, carton of milk, milk box, bottle of milk
juice: glass of juice, juice carton, juice box, orange juice, apple juice, carton of juice
teapot: pot of tea
kettle: tea kettle, electric kettle, water kettle
thermos: thermos flask, flask, vacuum flask, thermos bottle
bowl: cereal bowl, salad bowl, soup bowl, dish bowl, fruit bowl
plate: dinner plate, saucer
dish:
pan: frying pan, saucepan, skillet, fry pan
pot: cooking pot, casserole
jar: jam jar, jam, glass jar, honey, jar of jam, marmalade, jam pot
spatula stand: spatula, utensil holder, spatula holder
tin: tin can, tin of beans, can of beans, can of food, tin of food
yoghurt: yogurt, pot of yoghurt, yogurt cup
cereal box: cereal, cornflakes, corn flakes, muesli, box of cereal, cereals, pack of cereal
biscuit box: biscuit, cookie, cookie box, box of biscuits, box of cookies, cookie tin, biscuit tin
apple:
orange:
lemon:
pear:
banana:
bread: loaf, loaf of bread, bread loaf
book: novel, storybook, story book, paperback, textbook, cookbook
notebook: notepad, exercise book, writing pad, pad of paper
stapler:
tape: sticky tape, adhesive tape, sellotape, scotch tape, tape roll, roll of tape, duct tape
pencil cup: pencil holder, pen holder, pencil pot, pen pot, pencil case
calculator: pocket calculator
remote control: remote, tv remote, clicker, controller, zapper, telly remote, television remote
phone: mobile phone, mobile, cell phone, cellphone, smartphone, telephone, smart phone, handset
flashlight: torch, pocket lamp, flash light, torch light
alarm clock: clock, alarm
glasses case: spectacles case, spectacle case, spectacles
glasses case: specs, reading glasses, eyeglasses, eye glasses
wallet: purse, billfold
keys: key, car keys, house keys, keychain, bunch of keys, key ring, door keys, house key, car key
candle:
flower pot: plant, flower, potted plant, house plant, houseplant, pot plant, flowerpot
tissue box: tissue, kleenex, box of tissues, handkerchief, hanky, tissue pack
shoe: trainer, sneaker, boot, slipper, sandal, footwear
shampoo: shampoo bottle, bottle of shampoo
soap: bar of soap, hand soap
toothbrush cup: toothbrush, tooth brush, toothbrush holder, tooth mug
medicine bottle: medicine, medication, pill bottle
medicine bottle: pill, tablets, bottle of medicine, bottle of pills
towel roll: towel, bath towel, hand towel, rolled towel, roll of towel
cleaning spray: spray, spray bottle, cleaner
cleaning spray: detergent, cleaning bottle, glass cleaner, disinfectant
sponge: dish sponge, cleaning sponge, kitchen sponge
brush: scrubbing brush, scrub brush, cleaning brush
toy car: car, model car, matchbox car
ball: football, tennis ball, rubber ball, toy ball, basketball
teddy bear: teddy, stuffed bear, cuddly toy, stuffed animal, plush toy, stuffed toy, soft toy, bear
toy block: block, building block, brick, toy brick, wooden block, lego, lego brick
toy robot: robot toy
toy duck: duck, rubber duck, rubber ducky, duckie
toy train: train, model train
doll: barbie
puzzle: jigsaw, jigsaw puzzle, puzzle piece
board game: game
knife: kitchen knife, butter knife, bread knife, table knife
fork: dinner fork
spoon: tablespoon, teaspoon, tea spoon, soup spoon
ladle:
whisk:
tongs:
chopping board: cutting board
tray: serving tray
lid:
corkscrew:
scissors: pair of scissors
pen: ballpoint, biro
pencil:
ruler:
eraser: rubber
envelope:
letter: mail, post
paper: sheet of paper, document
newspaper: paper newspaper
magazine: journal
card: credit card, postcard, playing card
laptop: laptop computer, notebook computer
tablet: ipad, tablet computer
charger: phone charger, charging cable, usb cable, power cable
headphones: headset, earphones, earbuds
mouse: computer mouse
keyboard: computer keyboard
camera:
radio:
speaker box: loudspeaker
battery:
watch: wristwatch, wrist watch
hat: straw hat
coat: raincoat, anorak
scarf: shawl
glove:
sock: stocking
shirt: t shirt, tee shirt
jumper: sweater, pullover
trousers: pair of trousers
dress:
pyjamas: pajamas
belt:
tie:
clothes: clothing, laundry, washing, dirty laundry, garment
bag: carrier bag, shopping bag, plastic bag, tote bag
backpack: rucksack, school bag, schoolbag
suitcase:
umbrella: brolly
blanket: throw
pillow:
cushion: sofa cushion
curtain cord:
bedsheet: sheet, bed sheet, linen
vase: flower vase
picture: picture frame, photo, photograph, frame, photo frame
ornament: figurine, statue
desk lamp: lamp, table lamp, reading lamp
light bulb: bulb
toilet paper: toilet roll, loo roll, loo paper
paper towel: kitchen roll, kitchen towel, kitchen paper
tea towel: dish towel, dish cloth, dishcloth
cloth: rag, wipe, washcloth
broom:
mop:
dustpan: dust pan
bucket: pail
vacuum cleaner: hoover, vacuum
plunger:
hairbrush: hair brush
comb:
hairdryer: hair dryer, blow dryer
razor: shaver
toothpaste: tube of toothpaste
mouthwash:
perfume: cologne
lotion: cream, hand cream
conditioner: hair conditioner
thermometer:
first aid kit: first aid box
bib:
dummy: pacifier
nappy: diaper
baby bottle: milk bottle
handle: grip
label:
button:
strap:
box: cardboard box, carton, package, parcel, packet
basket:
crate:
hammer:
screwdriver: screw driver
wrench: spanner
pliers:
drill: power drill
nail: screw
rope: string
tape measure: measuring tape
glue: glue stick, superglue
paint brush: paintbrush
water: glass of water, cup of water
coffee: cup of coffee, espresso, cappuccino
tea: cup of tea
cola: glass of cola, coke, soda, soda pop, pop, soft drink, fizzy drink, pepsi
beer: lager, ale
wine: glass of wine, red wine, white wine, bottle of wine
hot chocolate: cocoa
sugar: sugar cube, sugar bowl
salt: salt shaker, salt cellar
pepper: pepper shaker, pepper mill
oil: olive oil
vinegar:
ketchup: tomato sauce
mustard:
butter: margarine
cheese: slice of cheese
egg:
ham:
sausage:
meat:
chicken: chicken breast
fish:
rice:
pasta: spaghetti
soup:
salad:
sandwich:
pizza:
cake:
chocolate: chocolate bar, bar of chocolate
sweet: candy, sweets, lollipop, gummy bear
crisps: chips, bag of crisps, bag of chips, pringles
nut:
tomato:
potato:
onion:
carrot:
cucumber:
lettuce:
garlic:
mushroom:
strawberry:
grape:
peach:
cherry:
melon: watermelon
pineapple:
kiwi:
mango:
avocado:
drink: beverage, something to drink, refreshment
food: something to eat, meal, groceries, shopping, dinner, lunch, breakfast
snack: something sweet, nibble
fruit: piece of fruit
vegetable: veg, veggie
toy: plaything
dishes: crockery, dirty dishes, washing up, tableware
drinking vessel: something to drink from
cutlery: silverware, flatware, utensil
cookware: pots and pans
clothes peg: peg, clothespin
toiletries:
cleaning things: cleaning supply, cleaning supplies, cleaning product
office supply: stationery
electronics: device, gadget
decoration: decor
tool: tools
rubbish: trash, garbage, litter, waste
thing: object, item, stuff
dog lead: leash, lead
pet food: cat food, dog food
pet: animal
cat: kitty, kitten
dog: puppy, doggy
light: lights, ceiling light, ceiling lamp, floor lamp
television: tv, telly, tv set
heating: heater, radiator, thermostat
fan: ventilator
blind: blinds, shutter, curtain, curtains
music: song, stereo
volume: sound
tap: faucet
door bell: doorbell
"""

IRREGULAR = {
    "knife": "knives",
    "loaf": "loaves",
    "shelf": "shelves",
    "bookshelf": "bookshelves",
    "scarf": "scarves",
    "child": "children",
    "man": "men",
    "woman": "women",
    "person": "people",
    "mouse": "mice",
    "tooth": "teeth",
    "tomato": "tomatoes",
    "potato": "potatoes",
}
# Words that may stand before a noun and say what it is for or of.
FOR_WHAT = word_set(
    """coffee tea water milk wine beer kitchen dinner breakfast lunch soup salad fruit cereal
    drinking tennis picture photo bathroom bedroom office garden baby dog cat kids christmas
    birthday story school library cook travel leather shopping toy metal model table reading
    favourite favorite other last next whole lovely nice good best pretty"""
)
