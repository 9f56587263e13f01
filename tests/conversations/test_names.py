"""Where a text names people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.names import LONGEST_NAME, namings, resolve
from core.colleagues import Face

ANA = Face("Ana Duarte", number=1)
ANA_MARIA = Face("Ana Maria Duarte", number=2)
SAMS = [Face("Sam Smith", number=3), Face("Sam Smith", number=4)]
KNOWN = {
    "Ana Duarte": [ANA],
    "ana duarte": [ANA],
    "Ana Maria Duarte": [ANA_MARIA],
    "Sam Smith": SAMS,
    "ana.duarte@example.org": [ANA],
}
TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("@@@ .,'’-\nAnaDuarteSmith")), max_size=120
)


def phrases(text: str) -> list[str]:
    return [naming.phrases[0] for naming in namings(text) if naming.phrases]


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("Ask @Ana Duarte", ["Ana Duarte"]),
        ("(@Ana Duarte), @Bo Lind!", ["Ana Duarte", "Bo Lind"]),
        ("@Ana Duarte's idea", ["Ana Duarte"]),
        ("@Ana Duarte’s idea", ["Ana Duarte"]),
        ("@Seán O'Brien-Ní Dhomhnaill", ["Seán O'Brien-Ní Dhomhnaill"]),
        ("@ana.duarte@example.org.", ["ana.duarte@example.org"]),
        ("@Ana\nDuarte", ["Ana"]),
        ("write to me@example.org", []),
        ("https://example.org/@ana", []),
        ("@@Ana", []),
        ("@ Ana", []),
        ("half @ two", []),
    ],
)
def test_a_name_is_what_follows_an_at(text: str, longest: list[str]) -> None:
    assert phrases(text) == longest


@given(TEXTS)
def test_every_phrase_stands_where_it_is_said_to(text: str) -> None:
    for naming in namings(text):
        assert text[naming.at] == "@"
        assert len(naming.phrases) <= LONGEST_NAME
        for phrase in naming.phrases:
            assert text.startswith(phrase, naming.at + 1)


@given(TEXTS)
def test_a_text_that_names_nobody_known_stays_as_it_is(text: str) -> None:
    found = resolve(text, namings(text), {})
    assert (found.text, found.people, found.questions) == (text, (), ())


@given(st.lists(st.sampled_from(["@Ana Duarte", "@Ana Maria Duarte", "hello", ",", "@Sam Smith"])))
def test_who_is_named_is_found_wherever_they_are_named(words: list[str]) -> None:
    text = "; ".join(words)
    found = resolve(text, namings(text), KNOWN, chosen=[4])
    assert found.text == text
    assert {face.name for face in found.people} == {w[1:] for w in words if w.startswith("@")}


def test_the_longest_name_is_meant() -> None:
    text = "@Ana Maria Duarte is here"
    assert resolve(text, namings(text), KNOWN).people == (ANA_MARIA,)


def test_a_name_is_written_as_it_is_shown() -> None:
    text = "Ask @ana duarte, or @ana.duarte@example.org"
    found = resolve(text, namings(text), KNOWN)
    assert found.text == "Ask @Ana Duarte, or @Ana Duarte"
    assert found.people == (ANA,)


def test_of_namesakes_the_chosen_one_is_meant_and_without_a_choice_it_is_a_question() -> None:
    text = "@Sam Smith"
    assert resolve(text, namings(text), KNOWN, chosen=[4]).people == (SAMS[1],)
    assert resolve(text, namings(text), KNOWN).questions[0].people == tuple(SAMS)
    assert resolve(text, namings(text), KNOWN, chosen=[1]).people == ()
