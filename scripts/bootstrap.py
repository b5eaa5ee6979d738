#!/usr/bin/env python3
"""Makes `.venv` with everything that voicecli needs, system packages included.

`bootstrap.py runtime` serves `make talk`, `bootstrap.py dev` serves `make test`. Runs on the
standard library alone, since nothing else is there yet.
"""

import ctypes.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PIP = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
OLDEST = (3, 11)
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
TEST_PACKAGES = ["pulseaudio", "pulseaudio-utils", "libasound2-plugins", "strace"]
X86_FLAGS = ("AVX", "AVX2", "FMA", "F16C", "BMI2", "SSE42")


def main() -> int:
    """Set up what the target named on the command line needs; exit code 0 when it is ready."""
    target = sys.argv[1] if len(sys.argv) == 2 and sys.argv[1] in LOCKS else ""
    if not target:
        print("usage: bootstrap.py runtime|dev", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST:
        return use_newer_python()
    if not (make_venv() and has_compiler()):
        return 1
    install_portaudio()
    if target == "dev":
        install_test_tools()
    if not install_locked(ROOT / LOCKS[target]):
        return 1
    (VENV / f".{target}").touch()
    return 0


def say(text: str) -> None:
    """One line for the person, at once."""
    print(f"voicecli: {text}", flush=True)


def use_newer_python() -> int:
    """Start again under a newer Python if there is one on the path."""
    for minor in (14, 13, 12, 11):
        if found := shutil.which(f"python3.{minor}"):
            os.execv(found, [found, *sys.argv])  # noqa: S606
    say(f"Python 3.11 or newer is needed; this is {platform.python_version()}.")
    say("Install it (Debian 12: `sudo apt install python3 python3-venv`) and try again.")
    return 1


def make_venv() -> bool:
    """Make `.venv` unless it is there and whole."""
    if (VENV / "bin" / "python").exists() and _quiet([*PIP, "--version"]):
        return True
    say("making .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode and apt_install(["python3-venv"], "virtual environments"):
        made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode:
        say(f".venv could not be made: {(made.stderr or made.stdout).strip().splitlines()[-1]}")
        say("On Debian and Ubuntu: `sudo apt install python3-venv`, then try again.")
    return made.returncode == 0


def has_compiler() -> bool:
    """Whether llama.cpp can be compiled; installs a compiler where that is allowed."""
    if any(map(shutil.which, ("c++", "g++", "clang++"))):
        return True
    if apt_install(["build-essential"], "the C++ compiler"):
        return True
    say("a C++ compiler is needed to build llama.cpp.")
    say(
        "Type `xcode-select --install` and try again."
        if sys.platform == "darwin"
        else "Type `sudo apt install build-essential` and try again."
    )
    return False


def install_portaudio() -> None:
    """Install PortAudio where it is missing and we may; without it, files stand in for devices."""
    if sys.platform != "linux" or ctypes.util.find_library("portaudio"):
        return  # sounddevice's macOS wheel carries its own
    if not apt_install(["libportaudio2"], "the microphone and the speaker"):
        say("PortAudio is missing, so there is no microphone yet and files stand in for it.")
        say("For real sound type `sudo apt install libportaudio2`.")


def install_test_tools() -> None:
    """Install what some tests skip without: a virtual sound card, a trace of system calls."""
    if sys.platform == "linux" and not all(map(shutil.which, ("pulseaudio", "pactl", "strace"))):
        apt_install(TEST_PACKAGES, "tests with a virtual microphone")


def apt_install(packages: list[str], purpose: str) -> bool:
    """Install Debian packages as root or with a sudo that asks no password; True if they came."""
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not apt or (sudo and not _quiet([*sudo, "true"])):
        return False
    say(f"installing {', '.join(packages)} ({purpose})")
    command = [*sudo, apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    return _quiet(command) or (_quiet([*sudo, apt, "update", "-qq"]) and _quiet(command))


def _quiet(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, check=False, capture_output=True, env=environment)
    except OSError:
        return False
    return done.returncode == 0


def install_locked(lock: Path) -> bool:
    """Install exactly the locked packages, then voicecli itself in place."""
    say(f"installing the packages of {lock.name}")
    if not _quiet([*PIP, "show", "llama-cpp-python"]) and not _built_before():
        say("llama-cpp-python is compiled for this computer: 2 to 10 minutes, the first time only.")
    environment = {**os.environ, "CMAKE_ARGS": cmake_arguments()}
    for arguments in (["--require-hashes", "-r", str(lock)], ["--no-deps", "-e", str(ROOT)]):
        command = [*PIP, "install", "--quiet", "--quiet", *arguments]
        if _run_with_heartbeat(command, environment):
            say("the packages could not be installed; the lines above say why.")
            return False
    return True


def _built_before() -> bool:
    command = [*PIP, "cache", "list", "llama_cpp_python", "--format", "abspath"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return ".whl" in done.stdout


def _run_with_heartbeat(command: list[str], environment: dict[str, str]) -> int:
    """Run a long command, saying every half minute that it still goes on."""
    with subprocess.Popen(command, env=environment) as process:
        minutes = 0.0
        while True:
            try:
                return process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                minutes += 0.5
                say(f"still installing ({minutes:g} min)")


def cmake_arguments() -> str:
    """CMake options for llama.cpp: without its multimodal part and its command-line tools.

    On x86 the instruction sets are named, so that the wheel in pip's cache also runs on another
    machine of the same kind; elsewhere llama.cpp looks at the machine itself.
    """
    options = [
        os.environ.get("CMAKE_ARGS", ""),
        "-DLLAVA_BUILD=OFF",
        shlex.quote(
            f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={ROOT / 'scripts/cmake/without_common.cmake'}"
        ),
    ]
    if _has_avx2():
        options += ["-DGGML_NATIVE=OFF", *(f"-DGGML_{name}=ON" for name in X86_FLAGS)]
    return " ".join(options).strip()


def _has_avx2() -> bool:
    try:
        return " avx2 " in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
