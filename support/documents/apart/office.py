"""A Word or Excel file: a zip of parts, each looked at by name, size and what it refers to, and written anew."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from support.documents.apart.refused import Made, Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc and .xls, and of what is locked by a password
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN = {f"{DOCX}.main+xml": DOCX, f"{XLSX}.main+xml": XLSX}
TYPES = "[Content_Types].xml"
MOST_PARTS = 2_000
MOST_BYTES = 64 * 1024 * 1024
# What is so small is no bomb, however little of it differs.
SMALL, MOST_TIMES = 1024 * 1024, 200
PIECE = 64 * 1024
LOCKED = 0x1
PROGRAM = re.compile(rb"MZ|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|#!")
MACRO = re.compile(r"vba|macro", re.IGNORECASE)
INSIDE = re.compile(r"(^|/)(embeddings|activex|afchunk)", re.IGNORECASE)
ELSEWHERE = re.compile(r"(^|/)(externallinks/|querytables/|connections\.xml$)|richvaluewebimage", re.IGNORECASE)
OWN_TEXT = re.compile(r"application/vnd\.openxmlformats-officedocument\.(.*\+xml|vmlDrawing)", re.IGNORECASE)
FETCHES = re.compile(r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT)\b", re.IGNORECASE | re.MULTILINE)
# A cell that says so asks a page, a share or another program as soon as it is calculated; FILTERXML asks nobody.
CALLS = re.compile(r"(?<!')\b(WEBSERVICE|IMAGE|STOCKHISTORY|RTD|DDE|REGISTER\.ID)\s*\(", re.IGNORECASE)
FORMULA = re.compile(r".* (f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula)")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]+:|//|\\", re.IGNORECASE)
# Of a drawing in a part of its own, which Excel writes as no reader of XML takes it; it holds its pictures otherwise.
LINKED = re.compile(rb":(href|althref|link)\s*=|\ssrc\s*=|<!DOCTYPE", re.IGNORECASE)
HYPERLINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)


def rewritten(content: bytes) -> Made:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = read(archive)
    kind = kind_of(parts)
    for name, part in parts.items():
        look_at(name, part)
    return Made(packed(parts), kind, 0)


def of_old_office(content: bytes) -> str:
    """Why a file in the old container is refused."""
    return "locked_office" if "EncryptedPackage".encode("utf-16-le") in content else "old_office"


def read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > MOST_PARTS or sum(it.file_size for it in members) > MOST_BYTES:
        raise Refused("bomb")
    # What stands before the first part, or behind the last, is of another file.
    if archive.comment or not members or min(it.header_offset for it in members) != 0:
        raise Refused("two_in_one")
    folded = [it.filename.casefold() for it in members]
    if len(set(folded)) < len(folded) or any(is_trick(it) for it in members):
        raise Refused("wrong_paths")
    return {it.filename: unpacked(archive, it) for it in members if not it.is_dir()}


def is_trick(member: zipfile.ZipInfo) -> bool:
    """A name that leads somewhere else, or that shows as another than it is; a link."""
    name = member.orig_filename
    is_odd = any(unicodedata.category(sign) in ("Cc", "Cf") for sign in name) or "\\" in name or ":" in name
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    return is_odd or is_link or name.startswith("/") or bool({"..", "."} & set(name.split("/")))


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What is in it, piece by piece, and no more than it says that it is: that is all a zip is read for."""
    if member.flag_bits & LOCKED:
        raise Refused("locked_office")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("damaged")
    found = bytearray()
    with archive.open(member) as part:
        while piece := part.read(PIECE):
            found += piece
            if len(found) > max(SMALL, MOST_TIMES * member.compress_size):
                raise Refused("bomb")
    return bytes(found)


def kind_of(parts: dict[str, bytes]) -> str:
    """By what the file itself says its parts are; there is one main part."""
    held: list[dict[str, str]] = []
    if TYPES not in parts:
        raise Refused("not_a_kind")
    parse(parts[TYPES], lambda _name, its: held.append(its))
    said = [it.get("ContentType", "") for it in held]
    if any(MACRO.search(it) for it in said):
        raise Refused("macros")
    kinds = [MAIN[it] for it in said if it in MAIN]
    if len(kinds) != 1:
        raise Refused("not_a_kind")
    if any(is_unread(it) for it in held):
        raise Refused("wrong_paths")
    return kinds[0]


def is_unread(held: dict[str, str]) -> bool:
    """A part that Office reads as a text of its own, though it is not called as those that are looked into here."""
    called, kind = held.get("PartName", held.get("Extension", "")), held.get("ContentType", "")
    ending = r"(^|\.)(xml|vml)$" if kind.lower().endswith("vmldrawing") else r"(^|\.)xml$"
    return OWN_TEXT.fullmatch(kind) is not None and re.search(ending, called, re.IGNORECASE) is None


def look_at(name: str, part: bytes) -> None:
    """That a part is neither a program nor another file, and fetches nothing."""
    if MACRO.search(name):
        raise Refused("macros")
    if INSIDE.search(name):
        raise Refused("file_inside")
    if ELSEWHERE.search(name):
        raise Refused("from_elsewhere")
    if PROGRAM.match(part):
        raise Refused("program")
    if name.lower().endswith(".vml") and LINKED.search(part.replace(b"\0", b"")):
        raise Refused("from_elsewhere")
    if name.lower().endswith((".xml", ".rels")):
        fields, formulas = parse(part, refuse_relation if name.lower().endswith(".rels") else refuse_linked)
        if FETCHES.search(fields) or CALLS.search(formulas):
            raise Refused("from_elsewhere")


def refuse_linked(name: str, held: dict[str, str]) -> None:
    """A picture that is not in the file: some programs fetch it by whatever relation it names, or by an address."""
    if any(key.endswith(("/relationships link", "/relationships href")) for key in held):
        raise Refused("from_elsewhere")
    said = {value for key, value in held.items() if key == "src" or key.endswith((":office href", ":office althref"))}
    if name.startswith("urn:schemas-microsoft-com:vml ") and any(map(OUTSIDE.match, said)):
        raise Refused("from_elsewhere")


def refuse_relation(_name: str, held: dict[str, str]) -> None:
    """What the file fetches from elsewhere; a link that somebody may follow is none."""
    kind, target = held.get("Type", ""), held.get("Target", "")
    if MACRO.search(kind):
        raise Refused("macros")
    if kind.endswith(("/aFChunk", "/oleObject", "/package", "/control")):
        raise Refused("file_inside")
    if kind.endswith(("/externalLink", "/connections", "/queryTable", "/rdRichValueWebImage")):
        raise Refused("from_elsewhere")
    is_link = kind.endswith("/hyperlink") and HYPERLINK.match(target)
    leads_out = held.get("TargetMode", "").lower() == "external" or OUTSIDE.match(target)
    if leads_out and not is_link:
        raise Refused("from_elsewhere")


def parse(part: bytes, on_element: Callable[[str, dict[str, str]], None]) -> tuple[str, str]:
    """Read XML that declares nothing of its own: what the fields of a text do, and the formulas, a line for each."""
    reader = expat.ParserCreate(namespace_separator=" ")
    fields: list[str] = []
    formulas: list[str] = []
    into: list[str] | None = None

    def start(name: str, held: dict[str, str]) -> None:
        nonlocal into
        into = fields if name.endswith(" instrText") else None
        if name.endswith((" fldSimple", " fldChar")):
            fields.append("\n" + "".join(value for key, value in held.items() if key.endswith(" instr")))
        if FORMULA.fullmatch(name):
            into = formulas
            formulas.append("\n")
        on_element(name, held)

    def text(said: str) -> None:
        if into is not None:
            into.append(said)

    def end(_name: str) -> None:
        nonlocal into
        into = None

    def doctype(*_declared: object) -> None:
        raise Refused("damaged")

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    reader.StartDoctypeDeclHandler = doctype
    reader.Parse(part, True)
    return "".join(fields), "".join(formulas)


def packed(parts: dict[str, bytes]) -> bytes:
    """A new zip of these parts and nothing else, the same for the same parts."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return into.getvalue()
