"""What the words of a phrase say about the speaker's feeling, by sentences that express each.

MiniLM puts sentences of like meaning near each other; a phrase is judged by how near it lies to a
few sentences of each emotion. Words are English here, as the model's are.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.emotion_profiles import EMOTIONS
from voicecli.protocols import Embedder

Matrix = NDArray[np.float64]

LANGUAGES = frozenset({"en"})
"""Languages whose words are judged; all-MiniLM-L6-v2 knows English."""

PROTOTYPES: Mapping[str, tuple[str, ...]] = {
    "neutral": (
        "The meeting starts at ten o'clock.",
        "Please send me the report by Friday.",
        "The train leaves from platform four.",
        "It is about three kilometres from here.",
        "I put the keys on the table.",
        "We will look at the second point now.",
        "He works in the sales department.",
        "You can find the file in the folder.",
        "The next step is to check the numbers.",
        "She said that she would call again.",
        "There are two ways to do this.",
        "I usually take the bus to work.",
        "The book is about the history of the city.",
        "Can I have a coffee with milk, please?",
        "Some people are standing by the door.",
        "Okay, let us go on with the list.",
    ),
    "happy": (
        "I am so happy about this!",
        "This is wonderful news, I love it.",
        "That was so much fun, we laughed all evening.",
        "I am really proud of what we have achieved.",
        "Thank you so much, that made my day.",
        "We won, this is the best day of my life!",
        "I am delighted that it all worked out.",
        "It is great to see you again, I missed you.",
        "I can't wait, I am so excited.",
        "What a beautiful day, everything is perfect.",
    ),
    "sad": (
        "I feel so sad and alone.",
        "She died last year and I miss her every day.",
        "I could not stop crying.",
        "I have lost everything and there is no hope left.",
        "It breaks my heart to see him like this.",
        "I am so sorry for your loss.",
        "He left me and I don't know how to go on.",
        "I feel empty and tired of it all.",
        "Nobody cares whether I am here or not.",
        "We had to say goodbye for ever.",
    ),
    "angry": (
        "I am so angry with you!",
        "This is outrageous, I have had enough.",
        "Stop it right now and leave me alone!",
        "How dare you speak to me like that?",
        "I hate the way they treat us.",
        "You lied to me again and I am sick of it.",
        "That is completely unacceptable, I want my money back.",
        "Shut up, you idiot!",
        "It makes me furious that nobody does anything.",
        "Damn it, why does this never work?",
    ),
    "fearful": (
        "I am so scared, please help me.",
        "I am afraid that something terrible will happen.",
        "Somebody is following us, we must run.",
        "I was terrified, my hands were shaking.",
        "What if he comes back and hurts us?",
        "I am worried sick about the results.",
        "I don't dare to go in there alone.",
        "Please don't, I am frightened.",
        "I panic whenever I think of the exam.",
        "There is a strange noise and I am scared to look.",
    ),
    "surprised": (
        "Oh my god, I can't believe it!",
        "Wow, I did not expect that at all.",
        "Really? Are you serious?",
        "What a surprise to see you here!",
        "No way, that is impossible!",
        "I had no idea, when did that happen?",
        "That came completely out of the blue.",
        "Wait, what? You are getting married?",
        "I am astonished that it was so quick.",
        "Who would have thought that?",
    ),
}

SHARPNESS = 25.0
"""How fast a prototype counts less with its distance.

The likeliest value when each prototype is judged by all the others (leave one out).
"""
SPOKEN_OUT = 0.3
"""Share of emotional phrases whose words tell the emotion; the others could be anybody's.

In conversation most are short or about things: "Okay, let's go." can be said with any feeling.
"""


class WordJudge:
    """Judges phrases by their words with an embedding model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._prototypes = [embedder.embed(PROTOTYPES[emotion]) for emotion in EMOTIONS]

    def evidence(self, texts: Sequence[str]) -> Matrix:
        """Logarithms of the likelihood of each text's words, shape (texts, 6); 0 without words."""
        evidence = np.zeros((len(texts), len(EMOTIONS)))
        said = [index for index, text in enumerate(texts) if any(map(str.isalpha, text))]
        if said:
            vectors = self._embedder.embed([texts[index] for index in said])
            evidence[said] = likelihoods(self.meanings(vectors))
        return evidence

    def meanings(self, vectors: NDArray[np.float32]) -> Matrix:
        """Which emotion sentences express, probabilities of shape (sentences, 6)."""
        near = [nearness(vectors @ prototypes.T) for prototypes in self._prototypes]
        weights = np.stack(near, axis=1)
        shares: Matrix = weights / weights.sum(axis=1, keepdims=True)
        return shares


def nearness(cosines: NDArray[np.float32]) -> Matrix:
    """How near sentences lie to prototypes of one emotion: cosines (sentences, prototypes)."""
    mean: Matrix = np.exp(SHARPNESS * cosines.astype(np.float64)).mean(axis=1)
    return mean


def likelihoods(meanings: Matrix) -> Matrix:
    """Logarithm of the likelihood of words with such meanings under each emotion.

    An emotional phrase says its emotion in a share of cases, else what a neutral one might.
    """
    plain = meanings[:, :1]
    likely: Matrix = np.log(SPOKEN_OUT * meanings + (1 - SPOKEN_OUT) * plain)
    # Not even a neutral mood keeps people from words of feeling: they tell about others.
    likely[:, 0] = np.log(
        (1 - SPOKEN_OUT / 6) * plain[:, 0] + SPOKEN_OUT / 6 * meanings[:, 1:].mean(axis=1)
    )
    return likely
