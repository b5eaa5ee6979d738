"""Questions that hold the words of orders: none of them is one, for any group of orders."""

import pytest

from voicecli.dialogue.commands import command
from voicecli.dialogue.conversation_orders import conversation_order
from voicecli.dialogue.guestbook import message_request
from voicecli.dialogue.memory_orders import memory_order
from voicecli.dialogue.persona_orders import read_order

pytestmark = pytest.mark.unit

QUESTIONS = """
what should I remember about the retry budget?
What should I remember about Rust ownership
forget about Rust, which projects use Python?
Forget Rust for a moment, what about Go?
forget it, tell me about the compiler instead
Note that the second project was in Go, what was it called?
note that the second project … what was it?
Which project acts as a gateway between services?
Can you act as a proxy in front of Postgres, or how does that work?
How do I act as a good mentor?
What does it mean to act as a fiduciary?
Do you remember which database the shop uses?
Do you remember the second project?
can you remember what I asked before?
Could you remember the name of that library?
How do I make Redis forget a key?
How does an LSTM forget things?
What does the forget gate do
Explain the forget gate
Tell me what a memory leak is
tell me about memory management in C
list the memory leaks that were fixed
show me the notes from the meeting
read me the notes of the sprint review
show me the release notes
what are the notes about the design review
What is a note taking app
Which projects take notes?
Make a note of which projects use Kubernetes?
Leave a message queue out of it: what is the architecture?
What is a message broker?
Can I leave a message on the dead letter queue?
How do I record a message in Kafka?
the message for Anna, what did it say?
A message for whom?
What does the guest book module do?
Who wrote the guest book app?
Tell me about the guest book project
open the guest book project
How do I sign in to the guest book?
Is there a guest book?
what is a persona in marketing?
which persona did we design for the shop?
change the persona in the marketing plan, how did we do that?
Describe the persona Julia
The persona of the first user test was who?
use personas in UX design
Who are you?
What are you?
are you a pirate?
You are now working with which dataset?
You are now in which city?
you are a helpful source, where did you find that?
Is it true that you are now able to search PDFs
You become a senior engineer after how many years?
Be honest, which project failed?
be specific
Be more specific about the retry budget
Sound like a plan? What is next?
Talk about Rust as a systems language
Speak about the project in Berlin
Talk to me about Kubernetes
Talk me through the deployment
Talk in detail about the compiler
Answer in detail: what is the retry budget
answer as a list: which projects use Python
Answer in one sentence, what is Rust?
Answer in German
Speak German
Reply with the name only: who led the project
Write a poem about Rust
Write as many projects as you know
act quickly and tell me the deadline
Play the first recording
play the recording of the meeting
Play music
What role did I play in the migration?
Take the role of the gateway: what does it do?
I want to talk to Anna about the contract, where is her number?
Can I talk to the database over TLS?
Let me talk to the API directly, how?
I'd like to speak with somebody about Rust
Switch to Postgres, was that in the shop project?
When did we switch to Kubernetes
change to the second project
Switch to the next project
go to the next one
go back to the compiler
back to the compiler project
Back to normal operations, how long did it take?
stop using Docker, was that decided?
Stop talking about Rust. Which projects use Go?
No more Rust, what about Go?
That's enough about Rust
Enough of Java, show me Python
drop the table, how do I undo that?
How do I drop a role in Postgres?
drop the role in Postgres
clear the context in React
Reset the context of the logger
Remove the role from the user
cancel the context in Go
What does context cancel mean
remember the Maine project?
Remember the project in Rust? Who led it?
remember when we talked about Rust?
Remember me?
Keep in mind the budget, which projects can we afford?
Bear in mind that I only know Python, what is ownership in Rust?
Don't forget the tests, which project has the best coverage?
Don't worry about the budget
Remember that thing about the compiler, what was it?
remember that project with the birds? what was it called?
I can't remember the name of the second project
I don't remember who led the compiler project
I forgot the deadline of the shop
I forget, what was the budget?
I always forget how indexes work
I need to remember the deadline, when is it?
Please remind me what the deadline is
Remind me of the third project
Remind me who wrote the parser
Write down what projects use Rust?
Put simply, what is a monad?
Put the projects in order of date
Take me through the interview process
Take note of the number of services: how many are there?
How many notes are there?
What did I note about Rust?
what did I tell you about Rust?
Did I tell you about my trip?
Where are my notes about Kubernetes
Have you forgotten what I asked?
Delete the notes table, does the migration do that?
How do I delete the memory of a container?
remove the note from the invoice, how?
Who can delete my notes
Erase the memory of the device, how does it work?
Save this conversation format, is it JSON?
How can I save the session in Flask?
How do I end the session in Django
close the session in SQLAlchemy
Close this program how?
What voice does it use?
Which voice is used by Alexa
Use the voice of the customer method, what is that?
set the speed to maximum, which project did that?
Set the volume to 3 liters, what does it weigh?
The speed is 1.5 of what?
show me the commands of git
list all commands of the CLI
tell me the orders of the shop
show orders
List the orders
new session handling in the shop, how does it work?
more about Rust
louder speakers, do we sell them?
Stop words: what are they?
stop loss orders explained
What is the normal form?
Be yourself again, is that a song?
Pretend that the server is down, what happens?
Imagine you are a user of the shop: what do you see first?
Suppose you are on call, what do you do first?
Suppose you have two databases, how do they sync?
As a beginner, what should I read first?
from now on which version is supported?
From now on, when does the budget end?
Starting now, how long until the deadline?
I would like to leave a message queue running, how?
I'd like to write something in Rust
I want to write a comment in Python
Can you say something about Rust?
Say something about Rust
I want to have a word count of the document
can I have a message from the log?
Can I have a message format example
I'd like to record a message in the audit log, which API is it?
This is Anna, which projects use Rust?
My name is Anna and I want to know the deadline
Take a message queue like Kafka: what is it for?
Have a message bus between them
leave a message in Slack when the build fails
Leave a note in the changelog about the API
Forget Rust, tell me about Go.
Forget about the budget. What is the deadline?
Remember the list of projects and tell me which use Go.
"""


@pytest.mark.parametrize("text", QUESTIONS.strip().splitlines())
def test_a_question_is_no_order(text: str) -> None:
    assert command(text) is None
    assert message_request(text) is None
    assert memory_order(text) is None
    assert read_order(text, {"guide", "teacher"}.__contains__) is None
    assert conversation_order(text, ["en_US-amy-low", "en_US-lessac-medium"]) is None
