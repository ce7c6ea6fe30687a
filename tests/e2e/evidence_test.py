"""The evidence of a case: it leaves as a file that warcio reads and py-wacz finds valid; an edit is followed; the chain's
head is stamped by an authority (OpenSSL's); what is stored about a person is found and erased, and the chain still holds."""
import hashlib
import json
import subprocess
import zipfile
import zlib

from archive_tools import READ_ALL, tools
from authority import Authority
from harness import BUILD, Daemon, Folder, articles_file, newsroom, quotewatch, small_room, wait_for, SOURCE

BENT = "Каллас: Европа больше не обсуждает членство Украины в НАТО"

programs = tools(BUILD)
room = small_room(2)
bent = articles_file.Article("one", "bent", [articles_file.State(0, BENT, [
    "Кая Каллас выступила в Брюсселе. «Европа больше не обсуждает членство Украины в НАТО», — заявила она.",
    "Рядом стоял Пётр Иванов. Других подробностей агентство не приводит."])])
room.articles[bent.key] = bent
room.start()


def warcio_reads(path):
    read = subprocess.run([programs / "python", "-c", READ_ALL, path], capture_output=True, text=True, timeout=120)
    assert read.returncode == 0, read.stderr
    return json.loads(read.stdout)


def parts(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
        return {name: archive.read(name) for name in archive.namelist()}


def exported(daemon, case, folder, *options):
    path = folder / f"{'-'.join(options).strip('-') or 'plain'}.wacz"
    done = quotewatch(daemon, "evidence", "export", case, *options, "-o", path)
    assert done.returncode == 0 and not done.stdout, done
    again = folder / "again.wacz"
    assert quotewatch(daemon, "evidence", "export", case, *options, "-o", again).returncode == 0
    if path.read_bytes() != again.read_bytes():  # a planned look may have come in between; two do not
        assert quotewatch(daemon, "evidence", "export", case, *options, "-o", path).returncode == 0
    assert path.read_bytes() == again.read_bytes(), "the same state gave other bytes"
    found = parts(path)
    manifest = json.loads(found["datapackage.json"])
    assert manifest["wacz_version"] == "1.1.1"
    assert json.loads(found["datapackage-digest.json"])["hash"] == \
        "sha256:" + hashlib.sha256(found["datapackage.json"]).hexdigest()
    archive = found["archive/data.warc.gz"]
    for line in found["indexes/index.cdx"].decode().splitlines():
        entry = json.loads(line.split(" ", 2)[2])
        member = archive[int(entry["offset"]):int(entry["offset"]) + int(entry["length"])]
        assert member[:2] == b"\x1f\x8b" and len(member) == int(entry["length"]), line
    if programs is None:
        return found, []
    valid = subprocess.run([programs / "wacz", "validate", "-f", path], capture_output=True, text=True, timeout=120)
    assert valid.returncode == 0 and "valid" in valid.stdout, valid
    (folder / "data.warc.gz").write_bytes(archive)
    return found, warcio_reads(folder / "data.warc.gz")


def edit_is_followed(daemon, case):
    """Another text of the article: its history says what happened to the quote, both states stand side by side."""
    text = bent.states[0].paragraphs
    bent.states.append(articles_file.State(0, BENT, [
        text[0].replace("Европа больше не обсуждает", "Если Европа больше не обсуждает"), text[1]]))

    def edited():
        return [r for r in daemon.rows(f"/api/v1/cases/{case}/history") if r["act"] == "case.edited"]
    told = wait_for("the edit in the case's history", edited)[0]["reason"]
    assert "quote changed" in told and "/bent.html" in told, told
    copy = daemon.get(f"/api/v1/cases/{case}")["occurrences"][0]["id"]
    place = f"/api/v1/cases/{case}/occurrences/{copy}"
    seen = daemon.get(f"{place}/revisions")
    assert len(seen["revisions"]) >= 2 and seen["likely"] == "silently_edited" and seen["outcome"] is None, seen
    assert any(s["kind"] == "changed" and "Если" in s["after"] for c in seen["changes"] for s in c["sentences"]), seen
    status, _, body = daemon.call("PUT", f"{place}/outcome", {"outcome": "silently_edited"})
    assert status == 200, body
    assert daemon.get(f"{place}/revisions")["outcome"]["outcome"] == "silently_edited"


def report_in(path):
    records = parts(path)["archive/data.warc.gz"]
    return next(text for text in (m.decode("utf-8", "replace") for m in members(records)) if "</html>" in text)


def members(packed):
    while packed:
        unpacker = zlib.decompressobj(31)
        yield unpacker.decompress(packed)
        packed = unpacker.unused_data


def looked_at_before_export(daemon, case, folder):
    """An export asks for a visit at the host's pace and waits for it; the report says what was seen."""
    def visits():
        return sum(r.path == "/bent.html" for r in room.requests)
    path = folder / "looked.wacz"
    before = visits()
    done = quotewatch(daemon, "evidence", "export", case, "--look-again", "-o", path)
    assert done.returncode == 0 and visits() > before, (done, visits())
    assert "Last looked at" in report_in(path) and ": unchanged" in report_in(path), report_in(path)
    assert "Not looked at again" not in report_in(path), report_in(path)
    # Edited since: what the export brings is the edit.
    bent.states.append(articles_file.State(0, BENT, bent.states[0].paragraphs[:1]))
    assert quotewatch(daemon, "evidence", "export", case, "--look-again", "-o", path).returncode == 0
    assert ": changed" in report_in(path), report_in(path)
    # A fresh look is not repeated, and whoever wants none gets none.
    before = visits()
    assert quotewatch(daemon, "evidence", "export", case, "--as-it-stands", "-o", path).returncode == 0
    assert quotewatch(daemon, "evidence", "export", case, "-o", path).returncode == 0
    assert visits() == before and ": changed" in report_in(path), visits()


def person_is_erased(daemon, folder):
    found = quotewatch(daemon, "privacy", "find", "Пётр Иванов")
    rooms = {line.split("\t")[0] for line in found.stdout.splitlines()}
    assert found.returncode == 0 and {"page", "article"} <= rooms, found
    refused = quotewatch(daemon, "privacy", "erase", "Пётр Иванов")
    assert refused.returncode == 2, refused
    done = quotewatch(daemon, "privacy", "erase", "--reason", "request of a person", "--yes", "Пётр Иванов")
    assert done.returncode == 0 and "erased:" in done.stdout, done
    check = quotewatch(daemon, "evidence", "verify", "--json")
    assert check.returncode == 0 and json.loads(check.stdout)["whole"], check


with Folder() as folder:
    authority = Authority(folder)
    config = newsroom.write_configuration(room, folder, SOURCE / "config", more=authority.toml())
    with Daemon(config) as daemon:
        daemon.wait_ready()
        case = wait_for("the case", lambda: next(iter(daemon.cases()), None))["id"]
        wait_for("all three pages", lambda: {"/n0.html", "/n1.html", "/bent.html"} <= {r.path for r in room.requests})

        edit_is_followed(daemon, case)
        share, records = exported(daemon, case, folder)
        if programs:
            assert [kind for kind, _ in records] == ["warcinfo", "resource"], records
            checked = subprocess.run([programs / "warcio", "extract", "--payload", folder / "data.warc.gz", str(
                int(json.loads(share["indexes/index.cdx"].decode().split(" ", 2)[2])["offset"]))],
                capture_output=True, timeout=60)
            report = checked.stdout.decode()
            assert "Европа больше не обсуждает" in report and "sha256:" in report and "</html>" in report, report
        internal, records = exported(daemon, case, folder, "--internal", "--with-names")
        if programs:
            kinds = [kind for kind, _ in records]
            assert kinds[:2] == ["warcinfo", "resource"] and kinds.count("response") >= 1, records
            assert any(url.endswith("/bent.html") for _, url in records), records
            assert not any("/n0.html" in url for _, url in records), records
        looked_at_before_export(daemon, case, folder)
        acts = [r["act"] for r in daemon.rows(f"/api/v1/audit?subject=case:{case}")]
        assert acts.count("case.export") in (8, 9, 10), acts

        def stamps():
            return daemon.get("/api/v1/evidence/check")["time_stamps"]
        wait_for("two stamps that hold", lambda: stamps() >= 2)
        person_is_erased(daemon, folder)
        daemon.stop()
    # Every record that the store wrote is read by somebody else's reader.
    count = 0
    for file in sorted((folder / "state").glob("*/*.warc.gz")):
        if programs:
            count += len(warcio_reads(file))
    authority.stop()
room.stop()
print(f"evidence: exported at two levels, warcio read {count} records of the store"
      if programs else "evidence: exported at two levels; warcio and py-wacz could not be had: not run")
