"""A high-pass filter for speech: what lies below a voice is hum, wind and knocks on the desk."""

import math

import numpy as np

from voicecli.types import BLOCK_SAMPLES, SAMPLE_RATE, Samples

CUTOFF_HZ = 200.0


class HighPass:
    """A Butterworth high-pass filter of second order, block by block, without any delay.

    The coefficients are those of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter
    coefficients" with Q = 1/√2. A recursion over samples is slow in Python, so a block is filtered
    by its matrix: the impulse response, and what the two state variables leave.
    """

    def __init__(self, cutoff_hz: float = CUTOFF_HZ, size: int = BLOCK_SAMPLES) -> None:
        omega = 2 * math.pi * cutoff_hz / SAMPLE_RATE
        alpha = math.sin(omega) / math.sqrt(2)
        scale = 1 + alpha
        gain = (1 + math.cos(omega)) / 2 / scale
        a1, a2 = -2 * math.cos(omega) / scale, (1 - alpha) / scale
        # Direct form II: w[n] = x[n] - a1 w[n-1] - a2 w[n-2], y[n] = gain (w[n] - 2w[n-1] + w[n-2])
        response = np.zeros(size + 2)
        for n in range(size):
            response[n + 2] = (n == 0) - a1 * response[n + 1] - a2 * response[n]
        left = np.zeros((size + 2, 2))
        left[:2] = np.eye(2)
        for n in range(size):
            left[n + 2] = -a1 * left[n + 1] - a2 * left[n]
        lag = np.subtract.outer(np.arange(size), np.arange(size))
        recent = np.vstack((np.zeros((2, size)), np.where(lag < 0, 0, response[lag + 2])))
        self._of_input = (gain * _taps(recent)).astype(np.float32)
        self._of_state = gain * _taps(left)
        self._next_of_input, self._next_of_state = recent[-2:], left[-2:]
        self._state = np.zeros(2)

    def process(self, samples: Samples) -> Samples:
        """Filter the next block of the stream."""
        filtered: Samples = self._of_input @ samples
        filtered += (self._of_state @ self._state).astype(np.float32)
        self._state = self._next_of_input @ samples + self._next_of_state @ self._state
        return filtered


def _taps(
    w: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What the filter's zeros, twice at 0 Hz, make of the inner variable `w`."""
    return w[2:] - 2 * w[1:-1] + w[:-2]
