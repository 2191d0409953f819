"""What went wrong, as one line for the person at the keyboard: what happened and what to do."""

import errno
import re

NEEDED_GB = 5
AGAIN = "then run the same command again"

DISK_FULL = (
    f"The disk is full. Free about {NEEDED_GB} GB here and where uv keeps its cache, {AGAIN}."
)
NO_PYTHON = (
    "Python 3.10 is not on this machine and could not be fetched{reason}. Install it"
    f" (pyenv install 3.10, brew install python@3.10 or your system's package), {AGAIN}."
)
NO_INSTALLER = (
    "{python} has neither pip nor venv to install with. Install uv, or pip"
    f" (on Debian and Ubuntu: sudo apt install python3-pip), {AGAIN}."
)
NOT_WRITABLE = f"{{place}} cannot be written to. Put the project where you may write, {AGAIN}."
NO_NETWORK = (
    "The package index cannot be reached. Check the network (behind a proxy, set HTTPS_PROXY),"
    f" {AGAIN}."
)

# What tools say when they fail, and the line for it. The first that matches counts.
CAUSES = [
    (r"No space left on device|Disk quota exceeded|os error (28|122)\b", DISK_FULL),
    (
        r"Read-only file system|Permission denied|os error (13|30)\b",
        f"A folder cannot be written to: {{said}}. Make it writable, {AGAIN}.",
    ),
    (
        r"invalid peer certificate|UnknownIssuer|CERTIFICATE_VERIFY_FAILED",
        "This machine does not trust the package index's certificate, as behind a company proxy."
        f" Point SSL_CERT_FILE to the proxy's certificates, {AGAIN}.",
    ),
    (
        r"Hash mismatch|DO NOT MATCH THE HASHES",
        "A download is not the package that was locked, and was refused: {said}."
        f" Check the network for a proxy that changes downloads, {AGAIN}.",
    ),
    (
        r"error sending request|error decoding response|dns error|[Cc]onnection (refused|reset)"
        r"|timed out|connectivity is disabled|unreachable|NewConnectionError|NameResolutionError"
        r"|[Cc]ould not connect|[Tt]unnel|status (client|server) error|Request failed after"
        r"|No matching distribution found",
        NO_NETWORK,
    ),
    (
        r"there (is|are) no versions? of|not found in the (package registry|cache)",
        "The package index lacks a locked package, or uv is kept offline (UV_OFFLINE)."
        f" Check which index uv is set to use, {AGAIN}.",
    ),
    (
        r"no usable wheels|matching platform tag|wheel for the current platform",
        "A package does not exist for this machine: {said}."
        " Use Linux on x86_64 with glibc 2.28 or newer, or macOS.",
    ),
    (
        r"[Ff]ailed to (download and )?build|[Bb]uild backend",
        "A package has to be compiled here and that failed: {said}."
        f" Install a C compiler and the headers of Python 3.10, {AGAIN}.",
    ),
]
OTHERWISE = "{doing} failed: {said}. All that was said is in .tools/setup.log."


class SetupError(Exception):
    """Set-up cannot go on; its text is the line to show."""


class ToolError(SetupError):
    """A tool failed; its text is the line for what it said."""

    def __init__(self, doing: str, output: str) -> None:
        super().__init__(explain(doing, output))
        self.output = output


def explain(doing: str, output: str) -> str:
    """The line for a failed tool's output."""
    said = first_error(output)
    for pattern, line in CAUSES:
        if re.search(pattern, output):
            return line.format(said=said)
    return OTHERWISE.format(doing=doing, said=said)


def first_error(output: str) -> str:
    """What the output's first error says, or its last line where none is marked."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    marked = [line for line in lines if re.match(r"error|cause:", line, re.IGNORECASE)]
    said = (marked or lines[-1:] or ["no reason given"])[0]
    return re.sub(r"^(error|cause):\s*", "", said, flags=re.IGNORECASE).rstrip(".")


def explain_os_error(error: OSError, root: str) -> str:
    """The line for what the system refused to this program itself."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NOT_WRITABLE.format(place=error.filename or root)
    return f"Set-up failed: {error}."
