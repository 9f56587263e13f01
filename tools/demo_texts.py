"""What the demo's documents say."""

Blocks = list[tuple[str, str]]

PAPERS: dict[str, tuple[str, Blocks]] = {
    "people-and-culture/new-starters/first-week-checklist.pdf": (
        "Your first week",
        [
            (
                "p",
                "Tick things off with your buddy. Nothing here is a test, and the order does not matter.",
            ),
            ("h", "Day one"),
            ("box", "Collect your pass and your laptop, and sign in"),
            ("box", "Have tea with your team, and lunch on us"),
            ("box", "Learn the fire exits, and what 4444 does"),
            ("box", "Check your bank details in Capstan"),
            ("h", "By the end of the week"),
            ("box", "Finish “Keeping information safe”"),
            ("box", "Finish “Fire, first aid and working near water”"),
            ("box", "Assess your desk, and ask for what it lacks"),
            ("box", "Agree three things that would make your probation a success"),
            ("box", "Pick a Thursday to see a harbour"),
            ("h", "Questions"),
            (
                "p",
                "Ask your buddy first. Then the People desk: 01632 960101 or people@coasts.example.",
            ),
        ],
    ),
    "estates-and-workplace/health-and-safety/water-safety-card.pdf": (
        "Water safety card",
        [
            ("p", "Print it, fold it, keep it with your lifejacket."),
            ("h", "Before"),
            ("li", "Lifejacket on, in date, crotch strap done up."),
            ("li", "Two people, in sight of one another."),
            ("li", "Somebody ashore knows where you are and when you will be back."),
            ("li", "You have looked at the tide and the forecast today."),
            ("h", "If somebody falls in"),
            ("li", "Shout. Point. Do not take your eyes off them."),
            ("li", "Throw: the line, the ring, anything that floats. Do not jump in."),
            ("li", "Call 999 and ask for the Coastguard, or channel 16."),
            ("h", "If it is you"),
            ("li", "Lie back and float until you can breathe. It takes about a minute."),
            ("li", "Then call, then swim to the nearest thing that floats."),
            ("h", "Duty officer"),
            ("p", "01632 960515, at any hour."),
        ],
    ),
    "estates-and-workplace/offices/mariner-house-guide.pdf": (
        "Mariner House floor guide",
        [
            ("p", "1 Saltmarsh Quay, Wexmouth. Open 7am to 8pm. Front desk: 01632 960501."),
            ("h", "Floor by floor"),
            ("li", "6: roof garden, boardroom, bees"),
            ("li", "5: Harbour Licensing"),
            ("li", "4: Coastal Survey, chart room"),
            ("li", "3: Finance and Commercial, buying desk"),
            ("li", "2: People and Culture, quiet rooms, multi-faith room"),
            ("li", "1: desks for everybody, canteen"),
            ("li", "Ground: front desk, help desk, showers, long gallery"),
            ("h", "Getting about"),
            (
                "p",
                "The way in from the quay is level. Lifts stop at every floor and speak. Each landing has an evacuation chair, and the marshals know how to use it.",
            ),
            (
                "p",
                "Rooms for eight people and more have a hearing loop. Quiet rooms cannot be booked: they are for when you need one.",
            ),
            ("h", "In a fire"),
            ("p", "Leave by the nearest stairs and meet at the bandstand."),
        ],
    ),
    "harbour-licensing/inspections/inspection-checklist.pdf": (
        "Inspection checklist",
        [
            ("p", "For when the battery goes. Enter it in Pilot the same day."),
            (
                "p",
                "Harbour: ______________________   Date: ______________   Low water: ________   With: ______________",
            ),
            ("h", "Walls and steps"),
            ("box", "Walls seen from below at low water; cracks photographed with a scale"),
            ("box", "Ladders reach the water at low tide, and every rung holds"),
            ("box", "Steps clear of weed; handrails firm"),
            ("h", "Lights and marks"),
            ("box", "Each light shows the colour and rhythm in the chart"),
            ("box", "Buoys on station, numbers legible"),
            ("h", "People"),
            ("box", "Lifebuoys and throw lines in place, lines not rotten"),
            ("box", "Emergency plan seen, and known by somebody other than its author"),
            ("box", "Last exercise: date and lesson"),
            ("h", "Water"),
            ("box", "Depths at berths agree with what is published"),
            ("box", "Fuel, bilge and waste: where it goes"),
            ("h", "One thing they do well"),
            ("p", "Write it down. Say it to them before you leave."),
        ],
    ),
}

FORMS: dict[str, tuple[str, Blocks]] = {
    "people-and-culture/leave/family-leave-plan.docx": (
        "Family leave plan",
        [
            (
                "p",
                "A plan, not a promise. Change it with eight weeks’ notice, or sooner if things happen sooner.",
            ),
            ("h", "About you"),
            ("field", "Name:"),
            ("field", "The child is expected, or comes to you, on:"),
            ("h", "Your leave"),
            ("field", "I would like to start on:"),
            ("field", "I expect to come back on:"),
            ("field", "Shared with (name and employer), if shared:"),
            ("h", "Before and while you are away"),
            ("li", "Boat and quayside duties looked at on:"),
            ("li", "Who does my work, and how we hand over:"),
            ("li", "How and how often I would like to hear from the team:"),
            ("li", "Keeping-in-touch days that I may use (up to ten, paid):"),
            ("h", "Coming back"),
            (
                "p",
                "Four weeks before, we talk about hours, feeding or expressing, and a gentle first fortnight.",
            ),
            ("p", "Send it to people@coasts.example. Only those who need it will see it."),
        ],
    ),
    "finance-and-commercial/budgets/business-case-template.docx": (
        "Business case",
        [
            ("p", "Three pages at most. Delete these sentences as you answer them."),
            ("field", "Title:"),
            ("field", "Who answers for it (one name):"),
            ("h", "1. Why?"),
            (
                "p",
                "What goes wrong if we do nothing, and for whom? Give one number and one example.",
            ),
            ("h", "2. What are the choices?"),
            (
                "p",
                "At least three, one of them cheap, one of them none. What is good and bad about each?",
            ),
            ("h", "3. What does each cost, and bring?"),
            (
                "p",
                "Over its whole life, as ranges that you honestly believe. Say what would change your mind.",
            ),
            ("h", "4. Can it be bought and built?"),
            ("p", "By whom and by when? What went wrong with similar things, here or elsewhere?"),
            ("h", "5. Who answers for it?"),
            (
                "p",
                "Who decides what, when do we stop to look, and how will a stranger know in three years whether it worked?",
            ),
        ],
    ),
    "estates-and-workplace/health-and-safety/risk-assessment.docx": (
        "Risk assessment",
        [
            ("p", "Ten minutes, with the people who will do the work."),
            ("field", "What we are about to do:"),
            ("field", "Where and when:"),
            ("field", "Who was there when we filled this in:"),
            ("h", "What could hurt somebody?"),
            ("li", "Water, height, cold, slips:"),
            ("li", "Machines, lifting, electricity:"),
            ("li", "Vehicles and boats:"),
            ("li", "Being alone, tired or in a hurry:"),
            ("h", "What do we do about it?"),
            (
                "p",
                "First remove it, then keep people away from it, then protect them. Write who does each thing.",
            ),
            ("h", "When do we stop?"),
            ("p", "Name the sign: a wind, a depth, a time, a feeling."),
            ("field", "Agreed by:"),
            ("field", "Look at it again on:"),
        ],
    ),
    "harbour-licensing/casework/decision-letter.docx": (
        "Decision letter",
        [
            ("p", "Dear [name, as they write it],"),
            (
                "p",
                "We have decided to [grant / refuse] your application [number] for [what, where].",
            ),
            ("h", "Why"),
            (
                "p",
                "[Reasons that would convince a fair neighbour. Two or three. Name the facts and where they come from.]",
            ),
            ("h", "Conditions"),
            ("li", "[One thing that can be checked, by when, and how we check it.]"),
            ("h", "What happens now"),
            ("p", "[One sentence. Give a date.]"),
            ("h", "If you disagree"),
            (
                "p",
                "Ask for a review within 28 days. Somebody who has not seen your case will look at it, free of charge, within 20 working days. Write to licensing@coasts.example or ring 01632 960601.",
            ),
            ("p", "Yours sincerely,"),
            ("p", "[Your name, your number]"),
        ],
    ),
}

_BANDS = (
    ("Deck", 24_900, 26_300), ("Band 1", 26_900, 28_700), ("Band 2", 30_200, 33_400), ("Band 3", 36_100, 40_800),
    ("Band 4", 43_900, 50_200), ("Band 5", 55_400, 63_700), ("Band 6", 71_800, 84_500), ("Flag", 88_000, 123_000),
)  # fmt: skip
WEEKS, HOURS = 52.2, 37


def pay_scales() -> list[tuple[object, ...]]:
    """The pay scale with monthly and hourly rates."""
    heads = ("Band", "Point", "Yearly (£)", "Monthly (£)", "Hourly (£)", "Thames Wharf yearly (£)")
    return [heads] + [
        (band, point, pay, f"{pay / 12:.2f}", f"{pay / WEEKS / HOURS:.2f}", pay + 4350)
        for band, start, full in _BANDS
        for point, pay in (
            ("Starting", start),
            ("Second year", (start + full) // 2),
            ("Full", full),
        )
    ]


STATIONS: list[tuple[object, ...]] = [
    (
        "station",
        "code",
        "latitude",
        "longitude",
        "since",
        "chart_datum_to_ordnance_m",
        "mean_high_water_springs_m",
        "mean_low_water_springs_m",
    ),
    ("Wexmouth", "WEX", 50.71, -2.14, 1915, -1.10, 4.62, 0.71),
    ("Gullhaven", "GUL", 50.66, -2.31, 1931, -1.12, 4.48, 0.69),
    ("Port Ansell", "ANS", 51.42, -3.47, 1928, -5.88, 11.30, 1.21),
    ("Brackwater", "BRK", 51.39, -3.29, 1954, -5.81, 11.05, 1.34),
    ("Little Haddock", "HAD", 54.88, -1.29, 1954, -2.70, 5.21, 0.83),
    ("Skerrow", "SKE", 58.97, -3.06, 1961, -1.56, 3.38, 0.52),
    ("Tarn Head", "TRN", 57.24, -6.21, 2026, -2.61, 4.93, 0.74),
    ("Thames Wharf", "THW", 51.51, -0.07, 1929, -3.20, 7.12, 0.51),
]
