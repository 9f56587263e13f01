"""Made-up names, titles and texts, always the same: a few words and names often, most of them seldom."""

import random
from collections.abc import Sequence
from itertools import accumulate

FUNCTION = (
    "the of to and a in for is on that by with be or as are it from at your this you if".split()
)
COMMON = """leave pay travel policy guidance form staff manager team report service office security data project
budget training health safety contract supplier invoice expenses pension sickness annual request approval review
meeting document record system access password device laptop phone building room parking visitor recruitment vacancy
interview induction performance appraisal objective grade promotion allowance overtime absence carer parental adoption
flexible remote working equality diversity conduct discipline grievance complaint appeal whistleblowing fraud gift
interest conflict procurement tender purchase card asset inventory audit risk incident emergency fire evacuation first
aid wellbeing counselling occupational adjustment disability network union consultation change strategy plan delivery
minister parliament question briefing submission correspondence freedom information privacy retention archive research
statistics survey evidence evaluation communication press publication website intranet accessibility language
translation legal advice legislation regulation licence permit inspection enforcement border visa passport asylum
citizenship police prison probation court tribunal crime victim counter terrorism intelligence science laboratory
transport vehicle fleet energy carbon climate estate facility cleaning catering finance forecast ledger payroll tax
grant loan debt treasury""".split()
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi wo zu kla ste bri dor men tal ver ri on".split()
FIRST = """Elizabeth William Margaret Robert Katherine James Jennifer Michael Susan Richard Patricia Thomas Christine
Daniel Rebecca Andrew Samantha Christopher Victoria Matthew Alexandra Anthony Deborah Edward Nicola Benjamin Jessica
Joseph Abigail David Amanda Stephen Angela Peter Louise Simon Helen Mark Karen Paul Sarah Mohammed Fatima Priya Chidi
Femi Gita José Zoë Siân Łukasz Björn Aoife Oluwaseun Mei Hiroshi Ravi Aisha Omar Leila Nadia Kofi Milos Ines Hugo
Lena Nora""".split()
LAST = """Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White
Roberts Green Hall Wood Jackson Clarke Khan Hussain Begum Singh Kaur Ali Ahmed Shah O'Brien O'Neill Murphy Kelly
McDonald Campbell Stewart Fraser Müller Nowak Kowalski García Silva Santos Okafor Mensah Chen Wang Nguyen Kim Lee Tan
Fernández Lindström Novák Ivanova Popescu""".split()
RANKS = ("Assistant", "Deputy", "Senior", "Principal", "Lead", "Head of", "Junior", "Chief")
JOBS = ("Officer", "Analyst", "Adviser", "Manager", "Engineer", "Inspector", "Lawyer", "Researcher")
UNITS = ("Unit", "Team", "Directorate", "Office", "Division", "Branch")


class Zipf:
    """Things of which the n-th is drawn about one n-th as often as the first."""

    def __init__(self, things: Sequence[str], flat: int = 2) -> None:
        self.things = list(things)
        self._sums = list(accumulate(1 / (rank + flat) for rank in range(len(self.things))))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """So many of them."""
        return chance.choices(self.things, cum_weights=self._sums, k=count)


class Wording:
    """All that is said and all that people are called in one made-up agency."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - to be the same each time
        made = list(dict.fromkeys(_made(chance) for _n in range(40_000)))
        self.rare = made[20_000:]
        self.said = Zipf([*FUNCTION, *COMMON, *made[:20_000]])
        self.telling = Zipf([*COMMON, *made[:5_000]], flat=20)
        self.first = Zipf([*FIRST, *(word.capitalize() for word in made[:1_500])], flat=5)
        self.last = Zipf([*LAST, *(word.capitalize() for word in made[1_500:9_000])], flat=10)
        topics = [word.capitalize() for word in COMMON]
        self.units = Zipf(
            [f"{a} {b} {chance.choice(UNITS)}" for a in topics[:60] for b in topics[60:90]]
        )

    def title(self, chance: random.Random) -> str:
        """Two to five telling words."""
        return " ".join(self.telling.draw(chance, chance.randint(2, 5))).capitalize()

    def text(self, chance: random.Random, count: int) -> str:
        """So many words of a text, in sentences."""
        words = self.said.draw(chance, count)
        for at in range(0, count, 14):
            words[at] = words[at].capitalize()
            words[min(at + 13, count - 1)] += "."
        return " ".join(words)

    def job(self, chance: random.Random) -> str:
        """What somebody is."""
        topic = " ".join(self.telling.draw(chance, chance.randint(1, 2))).title()
        return f"{chance.choice(RANKS)} {topic} {chance.choice(JOBS)}"


def _made(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
