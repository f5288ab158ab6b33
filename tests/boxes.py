"""Archives, mails and Outlook files as they come in, made byte by byte where no library makes them."""

import struct
import zipfile
import zlib
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENT = datetime(2023, 5, 2, 1, 30, tzinfo=UTC)
SENT_TEXT = "Tue, 02 May 2023 09:30:00 +0800"


def zip_of(members, compression=zipfile.ZIP_DEFLATED):
    """A zip of members by name; a name of bytes is written as it is, without saying how it is encoded."""
    out = BytesIO()
    raw = {}
    with zipfile.ZipFile(out, "w", compression) as archive:
        for number, (name, data) in enumerate(members.items()):
            if isinstance(name, bytes):
                stand_in = f"{number:03d}".ljust(len(name), "_")
                assert len(stand_in) == len(name)
                raw[stand_in.encode()] = name
                archive.writestr(stand_in, data)
            else:
                archive.writestr(name, data)
    made = out.getvalue()
    for stand_in, name in raw.items():
        assert made.count(stand_in) == 2
        made = made.replace(stand_in, name)
    return made


def link_in_zip(name, target):
    """A zip whose one member is a symbolic link."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, target)
    return out.getvalue()


def with_unicode_path(archive, raw, name):
    """Give the only member of a zip Info-ZIP's extra field that states the name meant by its raw one."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        (member,) = source.infolist()
        field = struct.pack("<BL", 1, zlib.crc32(raw)) + name.encode()
        info = zipfile.ZipInfo("_" * len(raw))
        info.extra = struct.pack("<HH", 0x7075, len(field)) + field
        target.writestr(info, source.read(member))
    return out.getvalue().replace(b"_" * len(raw), raw)


def patched(archive, offset, value, width=2):
    """Change a number in every member's central header: 8 flags, 10 compression, 24 size."""
    made, at = bytearray(archive), 0
    local = {8: 6, 10: 8, 24: 22}[offset]
    for start, place in ((b"PK\x01\x02", offset), (b"PK\x03\x04", local)):
        at = made.find(start)
        while at >= 0:
            made[at + place : at + place + width] = value.to_bytes(width, "little")
            at = made.find(start, at + 4)
    return bytes(made)


def mail_of(*attachments, day=SENT_TEXT, sender="甲一完小 <a@example.org>", text="见附件"):
    """A mail with attachments, each a name and bytes."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "b@example.org", "报送评议表"
    if day:
        message["Date"] = day
    message.set_content(text)
    for name, data in attachments:
        maintype, subtype = XLSX.split("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


def raw_mail(headers, body=b"eHg=", day=SENT_TEXT):
    """A mail whose one attachment has just these raw header lines; its body is base64 of "xx"."""
    return b"\r\n".join(
        [
            b"From: a@example.org",
            b"Date: " + day.encode(),
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/mixed; boundary="B"',
            b"",
            b"--B",
            b"Content-Type: text/plain",
            b"",
            b"text",
            b"--B",
            *headers,
            b"Content-Transfer-Encoding: base64",
            b"",
            body,
            b"--B--",
            b"",
        ]
    )


def mailbox_of(*mails):
    """A mailbox of mails, as mail programs export it."""
    return b"".join(
        b"From a@example.org Tue May  2 09:30:00 2023\n" + mail.replace(b"\r\n", b"\n") + b"\n\n"
        for mail in mails
    )


class Compound:
    """A compound file: storages and streams by path, in sectors of 512 bytes, small streams in the mini stream."""

    SECTOR, END, FREE, FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    MINI, CUTOFF = 64, 4096

    def __init__(self, tree):
        self.entries = []
        self._add("Root Entry", 5, tree)

    def _add(self, name, kind, content):
        index = len(self.entries)
        entry = {"name": name, "kind": kind, "child": self.FREE, "right": self.FREE, "data": b""}
        self.entries.append(entry)
        if isinstance(content, bytes):
            entry["data"] = content
            return index
        before = None
        for key, value in sorted(content.items(), key=lambda item: (len(item[0]), item[0].upper())):
            child = self._add(key, 2 if isinstance(value, bytes) else 1, value)
            if before is None:
                entry["child"] = child
            else:
                self.entries[before]["right"] = child
            before = child
        return index

    def _entry(self, entry, start):
        name = entry["name"].encode("utf-16-le") + b"\0\0"
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB", len(name), entry["kind"], 1)
            + struct.pack("<LLL", self.FREE, entry["right"], entry["child"])
            + b"\0" * 16
            + struct.pack("<LQQLQ", 0, 0, 0, start, len(entry["data"]))
        )

    def _chains(self, pieces_of, size):
        """Lay pieces of data out in sectors of a size: the sectors, their table, where each piece starts."""
        sectors, table, starts = [], [], []
        for data in pieces_of:
            start = len(sectors)
            sectors += [data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)]
            table += [*range(start + 1, len(sectors)), self.END] if data else []
            starts.append(start if data else self.END)
        return sectors, table, starts

    def bytes(self):
        size, streams = self.SECTOR, [entry for entry in self.entries if entry["kind"] == 2]
        small = [entry for entry in streams if len(entry["data"]) < self.CUTOFF]
        large = [entry for entry in streams if len(entry["data"]) >= self.CUTOFF]
        mini, mini_table, mini_starts = self._chains([entry["data"] for entry in small], self.MINI)
        self.entries[0]["data"] = b"".join(mini)
        packed = struct.pack(f"<{len(mini_table)}L", *mini_table)
        packed += struct.pack("<L", self.FREE) * (-len(mini_table) % 128)
        folder = bytes(128 * -(-len(self.entries) // 4) * 4)  # its place is known before its content
        pieces = [folder, packed, self.entries[0]["data"], *(entry["data"] for entry in large)]
        sectors, table, starts = self._chains(pieces, size)
        first, first_mini, root, *large_starts = starts
        begins = {id(self.entries[0]): root}
        begins |= {id(e): at for e, at in zip(small + large, mini_starts + large_starts, strict=True)}
        written = b"".join(self._entry(e, begins.get(id(e), 0)) for e in self.entries).ljust(
            len(folder), b"\0"
        )
        sectors[: len(folder) // size] = [written[at : at + size] for at in range(0, len(folder), size)]
        number = -(-(len(sectors) + 1) // 127)
        places = range(len(sectors), len(sectors) + number)
        table += [self.FAT] * number
        table += [self.FREE] * (number * 128 - len(table))
        head = (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
            + struct.pack("<HHHHH6xLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, number, first, 0, self.CUTOFF,
                          first_mini, len(packed) // size, self.END, 0)
            + struct.pack("<109L", *places, *[self.FREE] * (109 - number))
        )  # fmt: skip
        return head + b"".join(sectors) + struct.pack(f"<{len(table)}L", *table)


def _properties(head, values):
    listed = (struct.pack("<HHLQ", kind, tag, 6, value) for tag, kind, value in values)
    return b"\0" * head + b"".join(listed)


def _wide(**texts):
    return {f"__substg1.0_{tag[1:]}001F": text.encode("utf-16-le") for tag, text in texts.items()}


def message_tree(attachments, sent=SENT, sender="甲一完小", head=32):
    """The storage of an Outlook message; an attachment is a name and bytes, or the tree of a message."""
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7 if sent else 0
    tree = {"__nameid_version1.0": {}, "__properties_version1.0": _properties(head, [(0x0039, 0x40, ticks)])}
    tree |= _wide(t001A="IPM.Note", t0C1A=sender, t0037="报送")
    for number, (name, data, *flags) in enumerate(attachments):
        storage = _wide(t3707=name) if isinstance(name, str) else {"__substg1.0_3707001E": name}
        storage["__properties_version1.0"] = _properties(8, [(0x3714, 3, flags[0] if flags else 0)])
        storage["__substg1.0_3701000D" if isinstance(data, dict) else "__substg1.0_37010102"] = data
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return tree


def outlook_of(*attachments, **facts):
    """A .msg with attachments."""
    return Compound(message_tree(attachments, **facts)).bytes()
