"""voicecli: a local-first, offline voice assistant for the terminal."""

import os

__version__ = "0.1.0"

# These must stand before the first import of an engine, so they stand before everything.
_ENGINE_ENVIRONMENT = {
    # onnxruntime's Linux wheel reports usage; its own switch function does not stop that.
    "ORT_DISABLE_TELEMETRY": "1",
    # Nothing but `voicecli models pull` may reach a model hub.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # libgomp's idle threads give the core back soon: on a busy machine spinning costs 4 to 6 times.
    "GOMP_SPINCOUNT": "1000",
    # numpy's small products gain nothing from a second thread that spins beside Whisper's.
    "OPENBLAS_NUM_THREADS": "1",
}
for _name, _value in _ENGINE_ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
