"""Commands are whole utterances; what merely holds their words is a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.dialogue.commands import Command, command

pytestmark = pytest.mark.unit

SAID = {
    "stop": "Stop.|Stop! Stop!|Stop, stop, stop.|please stop|Okay, stop.|Could you stop, please?"
    "|Stop talking!|That's enough.|Be quiet.|Shut up|Never mind.|Nevermind|Cancel.|Wait."
    "|Hold on a second|no, stop it|Chet up.|Forget it.|STOP",
    "repeat": "Repeat that.|repeat dad|Repeat not.|Repeat now.|Say that again."
    "|Say it again, please.|Could you repeat that, please?|Pardon?|Pardon me."
    "|Sorry, what did you say?|I didn't catch that.|Once more.|Come again?|Again, please."
    "|Repeat.",
    "slower": "Slower.|slow her please|Slow her.|Speak slower.|A bit slower, please.|Slow down."
    "|Flow down.|Could you speak more slowly?|You're too fast.|Not so fast!|It's lower."
    "|much slower",
    "faster": "Faster.|Speak faster.|Speed up|Talk faster, please.|Could you go faster?|Vester."
    "|too slow",
    "louder": "Louder.|Lauder|Louder please|Speak up.|Turn it up."
    "|Turn up the volume, please.|I can't hear you.|A little louder."
    "|Can you speak louder?",
    "quieter": "Quieter.|Quiet her, please.|Turn it down.|Not so loud.|Too loud!"
    "|Speak more quietly."
    "|Lower the volume|That's so loud.|Choiter, please.|Volume down",
    "continue": "Go on.|Continue.|keep going|Please continue.|Carry on.|Okay, go on."
    "|Go ahead, please.|Yes, go on|Please keep going",
    "new-session": "New session.|Start a new session.|Let's start over.|New conversation, please.",
}
MODES = {
    "fast": "Switch to fast.|Fast mode.|Be brief.|Short answers, please"
    "|Could you switch to fast mode?",
    "balanced": "Switch to balanced mode.|Balanced mode|Switch to balance mode."
    "|Use the balanced mode",
    "detailed": "Switch to detailed.|switch to detail|Detailed mode."
    "|Switch to detailed mode, please.|Switch to detaild mode|Be more detailed.",
}

NOT_COMMANDS = """
stop the server how?|How do I stop the server?|Stop words in search|What does the stop button do?
Which bus stop is nearest?|When did the project stop?|Did she stop working there?|non stop
Stop by the office|What is the repeat rate?|Repeat customers|How often does it repeat?
Does the job repeat every hour?|Repeat the experiment with Rust|Which tests repeat?|Is it slower?
Why is Python slower than Rust?|slower than before|Which one is slower?
Was the second version slower?|How much slower is it?|Slow queries|Which is faster?
What made it faster?|Is Rust faster than Go?|faster whisper|How much faster was it?
What does faster-whisper do?|The faster one|Tell me about the faster model|Louder than bombs
Which speaker is louder?|Is the fan louder now?|How loud is it?|Was the new machine quieter?
What is the quieter fan called?|quieter than the old one|A quiet room|What is Quietroom?
Quiet room|Tell me about Quietroom|Continue the story about Rust|Continuous integration
Does she continue to work there?|What does continue do in Python?|continue statement
How did it go on from there?|What is going on?|Go on holiday|When did she go on leave?
Which projects keep going?|Keep going with the Rust project|Start a new project|What is a session?
Which session was the longest?|new session token|session storage
How do I start a new session in tmux?|When did the new session begin?
What is a new conversation about AI?|Switch to Rust|Could you switch to Rust?
Did they switch to Kubernetes?|Switch to Postgres, why?|Why did she switch to Go?
switch to frontend|When did they switch to detailed logging?|switch statement
What is fast mode in the tool?|What does the detailed mode of the report show?|Balanced trees
What is a balanced tree?|detailed report|Give me a detailed list|Give me more details
More details, please|Tell me in detail about Birdcall|A detailed answer about Rust, please
fast projects|Which models are fast?|FastAPI|fast text|Show me more|Tell me more|More.|What else?
Anything else?|And the others?|Next.|Show me more, please|Some more|Even more|one more
Go ahead with the second one|Who carried on the project?|Hold the line|What did they hold on to?
Which jobs did she hold?|Wait times|What is the wait time?|How long did they wait?|await and async
Which company did she pause at?|Pause frames|Cancel culture|How do I cancel a task in asyncio?
Which orders were cancelled?|cancel the order|cancellation tokens
Never mind the cost, what did it do?|Enough data?|Is that enough memory?
Did they have enough money?|Forget gates|What does the forget gate do?|Volume of the tank
What volume does it hold?|volume rendering|Turn the page|Turn it up to eleven?
How do I turn it down remotely?|Speak up for whom?|Which languages does she speak?
Speaker diarization|Does she speak German?|Speed of light|What speed did it reach?
speed up of the search|How big was the speed up?|What was the speed-up?|Lower latency|Lower case
Which one is lower?|What was the lower bound?|The softer version|Software|Which software?
Pardon the interruption, which one?|Who was pardoned?|Come again to the first one?
When will it come again?|What did you say about Rust?|What did you say the name was?
What did she say?|What did you build?|Say hello to her|Say that in German|Say something about Rust
Who said that?|What was that project called?|What was that in 2021?|What?|Why?|Who?|No.|Yes.|Okay.
Thanks.|Thank you.|Hello.|Goodbye.|Bye.|Help.|Please.|Hey.|Sure|Right|Silence detection
Which model detects silence?|quiet hours|Hush puppies|Resume of Maren|Show me her resume
What is on her resume?|The resume|Proceedings|Which proceedings?|Proceed to checkout
Where were you born?|Reset the counter|How do I reset the password?|Start over the network?
scratch|built from scratch|Which tool was built from scratch?|Be detailed about the cost
Keep it short and tell me about Rust|Short answers or long ones?|Long answers to what?
Normal distribution|normal mode in vim|insert mode|Loader|Docker|Kafka?|Flower|Pencil|Council
Console|Consul?|Latter|Powder|Shop|Top|Step|Stock|Master|Plaster|Low power|Slow food|Sower|Lower
Shower|Tower|Repetition|Repeater|Contain|Continent|Pardoned|Carton|What is the stop codon?
Where does the tram stop?|I would like to stop smoking|They said stop and left
He shouted louder and louder until they left|please list the faster projects|go on a trip
go to fast food|use fast text|use the fast lane|set balanced weights|set detailed logs
change to fast fashion|change to detail pages|go to detailed report|Which mode is balanced?|mode
modes|mode and median
"""
NO_COMMAND = [text.strip() for text in NOT_COMMANDS.replace("\n", "|").split("|") if text.strip()]


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, said in SAID.items() for text in said.split("|")]
)
def test_a_command(name: str, text: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, found.mode) == (name, None)


@pytest.mark.parametrize(
    ("mode", "text"), [(mode, text) for mode, said in MODES.items() for text in said.split("|")]
)
def test_a_mode(mode: str, text: str) -> None:
    assert command(text) == Command("switch-mode", mode)  # type: ignore[arg-type]


def test_what_merely_holds_the_words_is_none() -> None:
    assert len(NO_COMMAND) >= 150
    assert {text: found for text in NO_COMMAND if (found := command(text))} == {}


EVERY = [text for said in (SAID | MODES).values() for text in said.split("|")]
CONTENT = "server Rust projects rate data note Kubernetes 2021 Maren database built".split()


@given(st.sampled_from(EVERY), st.sampled_from(CONTENT), st.booleans())
def test_a_further_word_makes_it_something_else(text: str, word: str, before: bool) -> None:
    longer = f"{word} {text}" if before else f"{text.rstrip('.?!')} {word}"
    assert command(longer) is None


@given(
    st.sampled_from(EVERY),
    st.sampled_from(["Please, ", "Hey, ", "Okay, ", "Um, ", "Could you ", "No, ", "Well, please "]),
    st.sampled_from([" please", " now", ", thank you", "!", "...", " then, please."]),
)
def test_politeness_changes_nothing(text: str, before: str, behind: str) -> None:
    assert command(before + text.rstrip(".?!") + behind) == command(text)


@given(st.text(max_size=200))
def test_it_never_fails(text: str) -> None:
    found = command(text)
    assert found is None or (found.mode is not None) == (found.name == "switch-mode")


def test_a_long_text_is_not_searched() -> None:
    assert command("stop " * 10_000) is None
