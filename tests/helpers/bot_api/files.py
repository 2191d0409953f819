"""Photos and documents of a call, checked; a file that is known can be sent again by its id."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from tests.helpers.bot_api.calls import Call, Upload
from tests.helpers.bot_api.errors import Refusal, bad_request

PHOTO_BYTES = 10 * 1024**2
DOCUMENT_BYTES = 50 * 1024**2


@dataclass(frozen=True)
class Stored:
    """A file that Telegram keeps; width and height are 0 for documents."""

    file_id: str
    upload: Upload
    width: int = 0
    height: int = 0


def photo(call: Call, known: dict[str, Stored]) -> Stored:
    """The photo: a whole PNG or JPEG of up to 10 MB, or one that is known."""
    upload = _upload(call, "photo", known)
    if isinstance(upload, Stored):
        return upload
    _check_size(upload, PHOTO_BYTES)
    width, height = _dimensions(upload.content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return _stored(upload, known, width, height)


def document(call: Call, known: dict[str, Stored]) -> Stored:
    """The document: not empty, with a name, up to 50 MB, or one that is known."""
    upload = _upload(call, "document", known)
    if isinstance(upload, Stored):
        return upload
    if not upload.name:
        raise bad_request("document must have a file name")
    _check_size(upload, DOCUMENT_BYTES)
    return _stored(upload, known)


def _upload(call: Call, name: str, known: dict[str, Stored]) -> Upload | Stored:
    if upload := call.upload(name):
        return upload
    given = call.text(name)
    if not given:
        raise bad_request(f"there is no {name} in the request")
    if given not in known:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if bool(known[given].width) != (name == "photo"):
        raise bad_request(f"can't use file of another type as {name}")
    return known[given]


def _check_size(upload: Upload, limit: int) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > limit:
        raise Refusal(413, "Request Entity Too Large")


def _dimensions(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, after decoding the whole picture."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            picture.load()
            return picture.size
    except (OSError, SyntaxError, ValueError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None


def _stored(upload: Upload, known: dict[str, Stored], width: int = 0, height: int = 0) -> Stored:
    # Real file ids are long and mean nothing, too.
    stored = Stored(f"file-{len(known) + 1:040d}", upload, width, height)
    known[stored.file_id] = stored
    return stored
