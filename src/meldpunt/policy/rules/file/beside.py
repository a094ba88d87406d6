"""The files beside a policy: documents that hold with it, logos, and a key of one's own."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from meldpunt.policy.rules.file.words import Complaint, Path
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import DocumentFile, PolicyText

MAX_FILE: Final = 1024 * 1024
DOCUMENTS: Final = (".txt", ".md", ".pdf")
PICTURES: Final = (".png", ".webp")
KEYS: Final = (".asc", ".pgp")
SECRET: Final = b"-----BEGIN PGP PRIVATE KEY BLOCK"


def files_named(policy: PolicyText) -> Iterator[tuple[Path, str]]:
    """Yield every file the policy names, with the place where it does."""
    for at, document in enumerate(policy.document):
        for language in ("nl", "en"):
            file = getattr(document, language)
            if file is not None:
                yield ("document", at, language, "file"), file.file
    looks: list[tuple[Path, str | None]] = [(("organisation", "look", "logo"), policy.organisation.look.logo)]
    looks += [(("brand", at, "look", "logo"), brand.look.logo) for at, brand in enumerate(policy.brand)]
    yield from ((path, name) for path, name in looks if name is not None)
    if policy.key.file is not None:
        yield ("key", "file"), policy.key.file


def documents_of(policy: PolicyText, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the documents that hold with the policy, by name; `files` were checked."""
    return {name: files[name] for path, name in files_named(policy) if path[0] == "document"}


def logos_of(policy: PolicyText, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the logos that the policy names, by name; `files` were checked."""
    return {name: files[name] for path, name in files_named(policy) if path[-1] == "logo"}


def check_files(policy: PolicyText, files: Mapping[str, bytes]) -> Iterator[Complaint]:
    """Yield what is wrong with the files; `files` holds by name what lies beside the policy."""
    for at, document in enumerate(policy.document):
        if document.nl is None and document.en is None:
            yield Complaint(
                ("document", at),
                _("There is no text of this document."),
                _("Add [document.nl] or [document.en] with file and sha256; a link is not enough, it can change."),
            )
    for path, name in files_named(policy):
        content = files.get(name)
        if not name.lower().endswith(_endings(path)):
            yield Complaint(
                path,
                _("%(name)s is not of a kind that can be used here."),
                _("Use a file that ends in %(endings)s."),
                {"name": name, "endings": ", ".join(_endings(path))},
            )
        elif content is None:
            yield Complaint(
                path,
                _("There is no file %(name)s beside the policy."),
                _("Put it there: in the same folder, or at the desk with Files beside it. Or correct the name."),
                {"name": name},
            )
        else:
            yield from _content(policy, path, name, content)


def _endings(path: Path) -> tuple[str, ...]:
    return DOCUMENTS if path[0] == "document" else KEYS if path[0] == "key" else PICTURES


def _content(policy: PolicyText, path: Path, name: str, content: bytes) -> Iterator[Complaint]:
    if len(content) > MAX_FILE:
        yield Complaint(
            path,
            _("%(name)s is too large."),
            _("Use a file of at most %(most)s kB."),
            {"name": name, "most": str(MAX_FILE // 1024)},
        )
    elif path[0] == "document":
        number, language = path[1], path[2]
        file: DocumentFile = getattr(policy.document[int(number)], str(language))
        yield from _document(path, file, content)
    elif SECRET in content:
        yield Complaint(
            path,
            _("%(name)s is a secret key."),
            _("Keep it to yourself and put the public key here (gpg --armor --export)."),
            {"name": name},
        )


def _document(path: Path, file: DocumentFile, content: bytes) -> Iterator[Complaint]:
    digest = hashlib.sha256(content).hexdigest()
    if digest != file.sha256:
        yield Complaint(
            (*path[:-1], "sha256"),
            _("%(name)s is not the document this digest belongs to."),
            _('If the file is right, write sha256 = "%(digest)s" and give it a new version.'),
            {"name": file.file, "digest": digest},
        )
    if not is_readable(file.file, content):
        yield Complaint(
            path,
            _("%(name)s is not what its name says."),
            _("Use plain text in UTF-8, or a PDF."),
            {"name": file.file},
        )


def is_readable(name: str, content: bytes) -> bool:
    """Tell whether a document is what its name says: a PDF, or text in UTF-8."""
    if name.lower().endswith(".pdf"):
        return content.startswith(b"%PDF-")
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False
