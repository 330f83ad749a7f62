"""The sentences of the demo station's stories, with slots that `stories.py` fills from a story's own seed."""

from __future__ import annotations

from dataclasses import dataclass

TOWNS = (
    "Elm Grove",
    "Port Hadley",
    "Crossfield",
    "Saint Alder",
    "New Tarrow",
    "Brandt/Colby",
    "Lindenville",
)
STREETS = ("Larkspur Avenue", "Mill Race Road", "Old Quarry Lane", "Second Street", "Depot Street", "Hollis Pike")
FIRST_NAMES = ("Marta", "Devin", "Odessa", "Lyle", "Priya", "Curtis", "Noreen", "Tobias", "Wanda", "Emil")
LAST_NAMES = ("Halvorsen", "Okafor", "Brightwell", "Castellan", "Dunmore", "Yarrow", "Pettibone", "Marchetti", "Sloane")
ANCHORS = ("Jody Fairbairn", "Ruth Ellery", "Samuel Abernant", "Tess Quillan")
SECTIONS = ("news", "weather", "sports", "community")


@dataclass(frozen=True, slots=True)
class Draft:
    """A story before its slots are filled. `later` is the headline that an update gives it and `addition` the
    paragraph that one adds; `body` is `(kind, text)` in order, the kinds those of an article's blocks."""

    section: str
    headline: str
    later: str
    dek: str
    body: tuple[tuple[str, str], ...]
    addition: str


DRAFTS = (
    Draft(
        "news",
        "{town} council votes to repair the {street} bridge",
        "{town} council votes to repair the {street} bridge, work to begin in {month}",
        "The crossing has been down to one lane since a truck struck its railing last autumn.",
        (
            (
                "paragraph",
                "The {town} City Council agreed on Monday night to spend ${n},000 on the bridge that carries {street} over the millrace, ending a wait that neighbors say has cost them an hour a week in detours.",
            ),
            (
                "paragraph",
                "“We have looked at this crossing from every side and the plan in front of us is the one we can pay for,” council member {person} said before the vote. The motion passed five to two.",
            ),
            ("heading", "One lane since October"),
            (
                "paragraph",
                "Traffic has taken turns across a single lane since October, when a delivery truck slid on wet leaves and bent the downstream railing. Engineers found rust in two of the beams while they were measuring the damage.",
            ),
            (
                "paragraph",
                "Both beams will be replaced, and the deck will be raised by about four inches so that rain runs off toward the gutters and no longer pools at the south end.",
            ),
            (
                "list",
                "Detour signs go up two weeks before work begins",
            ),
            ("list", "School buses keep their present routes"),
            ("list", "Foot traffic stays open on the upstream side"),
            (
                "paragraph",
                "Residents who have questions may call the street department, which has promised to post a map of the detour at the library and at the grocery on Depot Street.",
            ),
        ),
        "Late on Tuesday the street department added that the contractor has asked to start in {month}, a month earlier than planned, if the ground is dry enough for its crane.",
    ),
    Draft(
        "news",
        "Fire damages empty feed store near {town}",
        "State investigator joins search for cause of feed store fire near {town}",
        "No one was hurt, and a neighbor led two goats to safety.",
        (
            (
                "paragraph",
                "Crews from three departments spent most of the night at a shuttered feed store on {street}, where a fire that began shortly after nine o'clock brought down part of the roof.",
            ),
            (
                "paragraph",
                "The building had been empty for {small} years. Chief {person} said that a passing driver saw smoke under the eaves and stopped to call for help.",
            ),
            (
                "quote",
                "By the time we pulled up, the loft was burning from one end to the other, and our job was to keep it off the house next door.",
            ),
            (
                "paragraph",
                "Hydrants in that part of the township are far apart, so tankers carried water from the quarry pond for nearly five hours. The road reopened before the morning school run.",
            ),
            (
                "paragraph",
                "A neighbor opened the pen behind the store and walked two goats across the road to her own barn. She plans to keep them until their owner returns from a trip.",
            ),
        ),
        "An investigator from the state arrived on Wednesday to look at wiring in the loft, which the owner had believed was switched off when the store closed.",
    ),
    Draft(
        "news",
        "{county} County opens a second vaccine clinic at the fairgrounds",
        "{county} County vaccine clinic at the fairgrounds adds evening hours",
        "Appointments can be made by telephone or at the gate while doses last.",
        (
            (
                "paragraph",
                "The health department of {county} County will open a second clinic at the fairgrounds in {town} this week, with room for about {n} people a day.",
            ),
            (
                "paragraph",
                "Drivers should enter from {street} and follow the orange cones past the cattle barn. Nurses will come to the car window for anyone who finds it hard to walk.",
            ),
            ("heading", "What to bring"),
            (
                "paragraph",
                "Bring a photo identification and wear a sleeve that rolls up. There is no charge, and nobody will be asked for an insurance card at the gate.",
            ),
            (
                "paragraph",
                "“We would rather give a dose at closing time than throw one away,” said nurse manager {person}, who keeps a waiting list for the last half hour of every day.",
            ),
            (
                "paragraph",
                "The first clinic, in the gymnasium of the old junior high school, goes on as before from Tuesday to Saturday.",
            ),
        ),
        "Because morning places were gone within an hour, the department will also be open from five until eight on Thursday evenings through the end of the month.",
    ),
    Draft(
        "news",
        "Water main break closes {street} in {town}",
        "{street} in {town} open again after water main break",
        "Pressure may be low on the east side until evening.",
        (
            (
                "paragraph",
                "A broken water main has closed {street} in {town} between the post office and the rail crossing, and the utility expects repairs to last into the evening.",
            ),
            (
                "paragraph",
                "The pipe was laid in 1948 and has been patched {small} times in ten years, said {person} of the town utility. Frost a yard deep pushed it apart at a joint.",
            ),
            (
                "paragraph",
                "Around {n} homes on the east side may see low pressure or cloudy water. The utility advises running a cold tap for five minutes before drinking.",
            ),
            (
                "paragraph",
                "The bakery beside the crossing handed coffee to the crew through its back window. Its own ovens run on gas, and it stayed open all morning.",
            ),
        ),
        "The road opened to traffic shortly before seven, with a steel plate over the trench until the asphalt plant starts up in spring.",
    ),
    Draft(
        "news",
        "Grant will bring fast internet to {n} homes outside {town}",
        "Crews begin to string fiber to {n} homes outside {town}",
        "Families there have been driving to parking lots to send homework.",
        (
            (
                "paragraph",
                "A cooperative that sells electricity in the hills outside {town} has won a grant to string fiber on its own poles, a project that will reach {n} homes within two years.",
            ),
            (
                "paragraph",
                "Many of those homes have no wired service of any sort. Through the winter, parents have parked outside the library in the evening so that their children could send in lessons.",
            ),
            (
                "paragraph",
                "“My daughter knows which corner of that lot has the best signal, and I would like her to forget it,” said {person}, who lives at the far end of {street}.",
            ),
            ("heading", "Who is first"),
            (
                "paragraph",
                "Work begins near the substation and moves outward along the main line. The cooperative will mail a postcard a month before a crew turns into any road.",
            ),
            (
                "paragraph",
                "Service is to cost the same in every hollow, and nobody needs to sign up before the line is past the gate.",
            ),
        ),
        "The first two crews set out on Thursday morning, a week ahead of the calendar that the cooperative gave to its members.",
    ),
    Draft(
        "community",
        "Library in {town} lends out telescopes and cake pans",
        "Library in {town} adds sewing machines to its shelf of things to borrow",
        "A card is enough, and the overdue fee is a can of soup.",
        (
            (
                "paragraph",
                "The public library in {town} now lends telescopes, cake pans, thermal cameras and a set of bagpipes, and none of them has yet come back late.",
            ),
            (
                "paragraph",
                "Librarian {person} started the shelf with a box of fishing rods that a patron left on the steps. It holds {n} things today and fills two rooms that once held bound newspapers.",
            ),
            (
                "paragraph",
                "“People ask for a drill for an afternoon, and then they ask what we would recommend reading about shelves,” the librarian said.",
            ),
            (
                "paragraph",
                "Borrowers keep an object for a week. Whoever is late brings a can of soup for the pantry on {street}, and last year the pantry had more soup from honest people than from late ones.",
            ),
        ),
        "Six sewing machines joined the shelf on Wednesday, the gift of a quilting circle that has moved to a bigger hall with machines of its own.",
    ),
    Draft(
        "community",
        "Neighbors clear {n} tires from the creek below {street}",
        "Creek cleanup below {street} turns up a safe, and it is empty",
        "The youngest volunteer was four and found the most bottle caps.",
        (
            (
                "paragraph",
                "More than sixty people in waders and rubber boots spent Saturday in the creek below {street} and hauled {n} tires up the bank before lunch.",
            ),
            (
                "paragraph",
                "The tires will go to a plant in {county} County that grinds them for playgrounds. A farm lent two wagons and a café in {town} sent soup in a milk churn.",
            ),
            (
                "paragraph",
                "Organizer {person} has led the cleanup for eleven springs. The water was lower this year than she remembers it, which let the volunteers reach a bend that they had always had to pass by.",
            ),
            (
                "paragraph",
                "Anglers who fish there say that the darters are back, small striped fish that will not live where the stones are covered with silt.",
            ),
        ),
        "A locksmith opened the rusted safe on Sunday in front of a small crowd. It held a quart of mud and one marble, and the marble has gone to the youngest volunteer.",
    ),
    Draft(
        "sports",
        "{town} girls win the sectional on a shot from half court",
        "{town} girls win the sectional on a shot from half court; regional tickets on sale",
        "The ball left her hand with a second on the clock.",
        (
            (
                "paragraph",
                "With one second on the clock and two defenders in front of her, {person} threw the ball from the half court line, and {town} had its first sectional title in {small} years.",
            ),
            (
                "paragraph",
                "The final score was 47 to 45. {other} had led for all but the last moment of the second half and had made every free throw it was given.",
            ),
            (
                "paragraph",
                "“I was only trying to keep it away from the sideline,” the senior guard said, still holding the net. Her coach said that he had seen her make the same shot at practice, though never twice in a row.",
            ),
            ("heading", "How the quarters went"),
            (
                "paragraph",
                "{other} won the first quarter by seven. A long stretch of patient passing brought the visitors level at the half, and neither team led by more than three points after that.",
            ),
            (
                "paragraph",
                "Next comes the regional on Saturday at the college gymnasium, where the doors open at five and children under six come in free.",
            ),
        ),
        "Tickets for the regional went on sale on Thursday at the school office. The band has asked for a corner of the balcony, and the school has said yes.",
    ),
    Draft(
        "sports",
        "Ice on the river keeps {town} rowers in the barn",
        "Rowers from {town} back on the river after ice clears",
        "The club has been training on machines beside a tractor.",
        (
            (
                "paragraph",
                "Sheets of ice came down the river past {town} all week, and the rowing club has kept its boats on their racks while the season's first regatta draws near.",
            ),
            (
                "paragraph",
                "The crews train in a barn off {street}, on machines set up between a tractor and a stack of straw. Coach {person} reads the times aloud over the noise of a propane heater.",
            ),
            (
                "paragraph",
                "“You learn to pull together when you can see nothing but the wall,” the coach said. “Then you get back on the water and there is a heron, and you miss the wall.”",
            ),
            (
                "paragraph",
                "Rivals to the south have been afloat since February, so the club expects to be {small} practices behind when it lines up against them.",
            ),
        ),
        "The last of the ice went by on Wednesday night, and two eights were on the water before sunrise on the following day.",
    ),
    Draft(
        "weather",
        "Melting snow could lift the river above flood stage at {town}",
        "River crests just below flood stage at {town}",
        "The crest is expected in two days if no more rain falls.",
        (
            (
                "paragraph",
                "Water from melting snow is on its way down the valley, and forecasters expect the river to reach flood stage at {town} within two days.",
            ),
            (
                "paragraph",
                "The gauge near {street} stood at {small} feet on Monday morning. Low fields across the river flood first, a foot or so below the level at which water reaches the first road.",
            ),
            (
                "paragraph",
                "Emergency manager {person} asked people in the bottomland to move machinery and feed to higher ground by dark. Sandbags are stacked at the township garage for anyone who has a truck.",
            ),
            (
                "paragraph",
                "A dry week would end the matter. A second storm, still far out over the plains, could bring another half inch, and the forecast will say more when it has crossed the mountains.",
            ),
        ),
        "The crest passed on Thursday about five inches below flood stage, and the fields across the river kept their fences dry.",
    ),
    Draft(
        "community",
        "Retired baker teaches {n} strangers to make rye bread by telephone",
        "Retired baker's telephone bread class now has a waiting list",
        "Callers are told to put the receiver down before they knead.",
        (
            (
                "paragraph",
                "Twice a week {person} sits down beside the telephone in {town}, opens a notebook with flour between its pages, and talks a stranger through a loaf of rye.",
            ),
            (
                "paragraph",
                "The retired baker put a card on the board at the laundry on {street} last spring, expecting two or three calls. The notebook lists {n} names today.",
            ),
            (
                "paragraph",
                "A lesson lasts as long as the dough does. There is the mixing, an hour in which teacher and pupil hang up and go about their day, and a second call when the loaf goes in.",
            ),
            (
                "quote",
                "You can hear when it is done, a good loaf sounds hollow, so I have them hold the phone to it and knock.",
            ),
            (
                "paragraph",
                "There is no fee. Pupils are asked to give the second loaf away, and several have sent photographs of the neighbor who got it.",
            ),
        ),
        "After this story first ran the baker took {small} calls in one morning, and now keeps a second notebook for those who are waiting their turn.",
    ),
)

VIDEOS = (
    "Midday forecast from the Storm Desk",
    "Bridge vote in two minutes",
    "Sled dogs visit the second grade",
    "Fairgrounds clinic from the air",
    "Half court shot, seen from the balcony",
    "Ice on the river at sunrise",
    "Telescope night at the library",
    "Goats at home after the fire",
    "Fiber crew climbs the first pole",
    "Darters return to the creek",
)
EVENTS = (
    "Chili supper at the Grange hall",
    "Seed swap on the courthouse lawn",
    "Model railroad weekend",
    "Community choir rehearsal",
    "Blood drive at the armory",
    "Owl walk at the nature center",
)
TAGLINES = (
    "Frost early, then a bright afternoon.",
    "Clouds build after lunch with a light east wind.",
    "Quiet and chilly tonight.",
    "Patchy fog, then slow clearing.",
    "Breezy with a few sprinkles.",
)
BREAKING = (
    "Rail crossing on Depot Street closed after freight car jumps the track",
    "Two school districts cancel evening practice as roads glaze over",
    "Power restored to most of Port Hadley",
)
SEVERE = ("Winter Weather Advisory", "Flood Watch - Wind Advisory", "Dense Fog Advisory")
TRANSCRIPT = (
    "good morning everybody we begin with the river this morning it came up about four inches overnight",
    "you can see behind me the lower field is still dry and that is what everyone down here was hoping for",
    "we will have another look at the gauge at noon and of course if anything changes you will hear it here first",
    "back to you in the studio",
)
