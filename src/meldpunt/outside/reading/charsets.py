"""Bytes to text, whatever the label says: labels are unknown, wrong or missing in real mail, and a text must come out all the same."""

import codecs
import re
from contextlib import suppress
from encodings.aliases import aliases
from typing import Final

_NAMES: Final = frozenset(aliases.values()) - {
    *(
        "base64_codec",
        "bz2_codec",
        "hex_codec",
        "quopri_codec",
        "rot_13",
        "uu_codec",
        "zlib_codec",
        "mbcs",
        "idna",
        "punycode",
    ),
}
"""Charsets: of what Python calls an encoding, some are none."""
_MEANT: Final = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "iso8859_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "big5": "cp950",
}
"""What programs write who use these names (WHATWG Encoding, 4.2)."""
_PLAIN: Final = re.compile(r"[^a-z0-9]")
_BY_LABEL: Final = (
    {_PLAIN.sub("", name): name for name in _NAMES}
    | {_PLAIN.sub("", alias): name for alias, name in aliases.items() if name in _NAMES}
    | {f"x{_PLAIN.sub('', alias)}": name for alias, name in aliases.items() if name in _NAMES}
    | {"iso8859": "latin_1", "unicode11utf7": "utf_7", "iso88598i": "iso8859_8", "utf7": "utf_7", "unicode": "utf_16"}
)
_STATEFUL: Final = frozenset({"utf_7", "iso2022_jp", "iso2022_jp_ext", "iso2022_kr", "hz"})
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def load_all() -> None:
    """Load every charset: Python reads a file for each at its first use, which the limits of a child forbid."""
    for name in _NAMES:
        with suppress(LookupError, ImportError):  # some exist on Windows alone
            codecs.lookup(name)


def decoded(content: bytes, label: str = "") -> str:
    """Return the text of `content`; `label` is what the mail calls its charset. Never raises, and can be stored."""
    return storable(_decoded(content, _codec(label)))


def storable(text: str) -> str:
    """Return a text without what no database keeps: NUL and other control signs, and halves of signs."""
    return _UNSTORABLE.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else "", text)


def is_known(label: str) -> bool:
    """Tell whether the name of a charset is one."""
    return not label or bool(_codec(label))


def _codec(label: str) -> str:
    """Return Python's name of a charset; empty where there is none."""
    name = _BY_LABEL.get(_PLAIN.sub("", label[:60].lower()), "")
    return _MEANT.get(name, name)


def _decoded(content: bytes, codec: str) -> str:
    if codec in _STATEFUL:
        return content.decode(codec, "replace")
    if codec.startswith(("utf_16", "utf_32")) and b"\x00" in content[:64]:
        return content.decode(codec, "replace")
    as_utf_8 = _as_utf_8(content)
    if as_utf_8 is not None:
        return as_utf_8
    if not codec or codec.startswith("utf_"):
        return _damaged_utf_8(content)
    return content.decode(codec, "replace")


def _as_utf_8(content: bytes) -> str | None:
    """Return the text where the bytes are UTF-8, which bytes of another charset with signs beyond ASCII hardly ever are by chance."""
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None


def _damaged_utf_8(content: bytes) -> str:
    """Return the text as UTF-8 where most of it is, else as what most of Europe wrote before it."""
    text = content.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return text if lost * 4 <= sum(sign > "\x7f" for sign in text) else content.decode("cp1252", "replace")
