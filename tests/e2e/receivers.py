"""Counterparts of the receivers on loopback: the services' own answers, faults on wish, and a real SMTP server
(python3-aiosmtpd). What a real service would refuse, these refuse too."""
import email
import email.policy
import http.server
import json
import pathlib
import re
import ssl
import subprocess
import sys
import threading

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian puts aiosmtpd, whichever python3 runs this
try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult, LoginPassword
except ImportError:
    Controller = None

TOKEN = "123456:telegram-token"
MATRIX_TOKEN = "syt_matrix_token"


def slack_fault(body):
    """What Slack says to a message it does not take; None when it takes it."""
    if not isinstance(body.get("text"), str):
        return "no_text"
    blocks = body.get("blocks", [])
    if len(blocks) > 50 or len(json.dumps(body, ensure_ascii=False)) > 9597:
        return "invalid_blocks"
    for block in blocks:
        text = block.get("text", {}).get("text", "")
        if len(text) > (150 if block["type"] == "header" else 3000) or block["type"] not in ("header", "section", "context"):
            return "invalid_blocks"
    return None


def telegram_fault(body):
    text = body.get("text", "")
    units = len(text.encode("utf-16-le")) // 2
    if not text or units > 4096:
        return "Bad Request: message is too long"
    for entity in body.get("entities", []):
        if entity["offset"] + entity["length"] > units or entity["length"] <= 0:
            return "Bad Request: can't parse entities"
    return None


class Services:
    """Slack, Mattermost, Telegram, Matrix, and one that nobody knows. `faults[name]` is a list of answers (status, body, headers)
    that come before it works; `hang` names services that take a request and never answer it."""

    def __init__(self):
        self.got, self.tries, self.faults, self.hang, self.lock = {}, {}, {}, set(), threading.Lock()
        self.on_request = lambda name, n: None
        room = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status, body, headers=None):
                data = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                for key, value in (headers or {}).items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(data)))
                try:
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    pass  # a daemon that was killed does not listen any more

            def service(self):
                for name, pattern in (("slack", "/services/"), ("mattermost", "/hooks/"), ("telegram", "/bot"), ("matrix", "/_matrix/")):
                    if self.path.startswith(pattern):
                        return name
                return "unknown"

            def do(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                name = self.service()
                with room.lock:
                    room.tries.setdefault(name, []).append(body)
                    n = len(room.tries[name])
                    fault = room.faults.get(name, []).pop(0) if room.faults.get(name) else None
                room.on_request(name, n)
                if name in room.hang:
                    threading.Event().wait(60)
                if fault:
                    return self.answer(*fault)
                answer = getattr(room, "as_" + name, None)
                status, reply = answer(self.path, self.headers, body) if answer else (404, "no_service")
                if status == 200:
                    with room.lock:
                        room.got.setdefault(name, []).append(body)
                return self.answer(status, reply)

            do_POST = do_PUT = do

            def log_message(self, *_):
                pass

        # A port each: receivers at one host share two connections there, as crawled hosts do.
        self.servers = {name: http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) for name in
                        ("slack", "mattermost", "telegram", "matrix", "unknown")}
        self.ports = {name: server.server_address[1] for name, server in self.servers.items()}
        self.transactions = set()
        for server in self.servers.values():
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def as_slack(self, path, headers, body):
        fault = slack_fault(body)
        return (400, fault) if fault else (200, "ok")

    def as_mattermost(self, path, headers, body):
        return (200, "ok") if len(body.get("text", "")) <= 16383 else (400, "text too long")

    def as_telegram(self, path, headers, body):
        if path != f"/bot{TOKEN}/sendMessage":
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        fault = telegram_fault(body)
        if fault:
            return 400, {"ok": False, "error_code": 400, "description": fault}
        return 200, {"ok": True, "result": {"message_id": len(self.got.get("telegram", [])) + 1}}

    def as_matrix(self, path, headers, body):
        if headers.get("Authorization") != f"Bearer {MATRIX_TOKEN}":
            return 401, {"errcode": "M_UNKNOWN_TOKEN", "error": "unknown"}
        found = re.fullmatch(r"/_matrix/client/v3/rooms/%21room%3Ahome\.example/send/m\.room\.message/([a-z0-9]+)", path)
        if not found:
            return 404, {"errcode": "M_NOT_FOUND", "error": path}
        self.transactions.add(found[1])
        return 200, {"event_id": "$" + found[1]}

    def of(self, name):
        with self.lock:
            return list(self.got.get(name, []))

    def stop(self):
        for server in self.servers.values():
            server.shutdown()
            server.server_close()


class Mailbox:
    """A real SMTP server with STARTTLS and login. `refuse(command)` may give a reply that it says instead."""

    USER, PASSWORD = "quotewatch", "a mail password"

    def __init__(self, folder, tls=True):
        self.mails, self.refuse, self.lock = [], lambda command: None, threading.Lock()
        self.on_mail = lambda n: None  # has the mail, and has not said so
        folder = pathlib.Path(folder)
        context = None
        self.ca_file = folder / "relay.pem"
        if tls:
            key = folder / "relay.key"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
                            self.ca_file, "-days", "2", "-subj", "/CN=relay.example", "-addext",
                            "subjectAltName=DNS:relay.example"], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.ca_file, key)
        room = self

        class Handler:
            async def handle_MAIL(self, server, session, envelope, address, options):
                if reply := room.refuse("MAIL"):
                    return reply
                envelope.mail_from = address
                return "250 OK"

            async def handle_RCPT(self, server, session, envelope, address, options):
                if reply := room.refuse("RCPT"):
                    return reply
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                if reply := room.refuse("DATA"):
                    return reply
                mail = email.message_from_bytes(envelope.original_content or envelope.content, policy=email.policy.default)
                with room.lock:
                    room.mails.append((envelope.mail_from, envelope.rcpt_tos, session.ssl is not None, mail))
                room.on_mail(len(room.mails))
                return "250 OK"

        def authenticator(server, session, envelope, mechanism, data):
            good = isinstance(data, LoginPassword) and data.login == self.USER.encode() and data.password == self.PASSWORD.encode()
            return AuthResult(success=good, handled=False)

        self.controller = Controller(
            Handler(), hostname="127.0.0.1", port=0, server_hostname="relay.example", tls_context=context, require_starttls=tls, auth_required=tls,
            authenticator=authenticator, ready_timeout=10, decode_data=False)
        # Controller asks its own port whether it listens, so it cannot be 0: a free one is chosen here.
        import socket
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.controller.port = probe.getsockname()[1]
        self.controller.start()
        self.port = self.controller.port

    def got(self):
        with self.lock:
            return list(self.mails)

    def stop(self):
        self.controller.stop()


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def toml(folder, services, mailbox=None, more=None):
    """[[receiver]] tables for all of them; `more[kind]` adds lines."""
    folder = pathlib.Path(folder)
    more = more or {}

    def secret(name, content):
        path = folder / f"{name}.secret"
        path.write_text(content + "\n", "utf-8")
        path.chmod(0o600)
        return path

    at = {name: f"http://127.0.0.1:{port}" for name, port in services.ports.items()}
    common = 'address = "127.0.0.1"\nleast_severity = "low"\nretry_first = "200 ms"\n'
    out = ""
    for kind, lines in {
        "slack": f'secret_file = "{secret("slack", at["slack"] + "/services/T0/B0/x")}"\n',
        "mattermost": f'secret_file = "{secret("mattermost", at["mattermost"] + "/hooks/x")}"\nlanguage = "uk"\n',
        "telegram": f'url = "{at["telegram"]}"\nchat = "77"\nsecret_file = "{secret("telegram", TOKEN)}"\nlanguage = "ru"\n',
        "matrix": f'url = "{at["matrix"]}"\nroom = "!room:home.example"\nsecret_file = "{secret("matrix", MATRIX_TOKEN)}"\n',
        "json_feed": f'secret_file = "{secret("feed", "a-key-of-the-feed-that-nobody-guesses")}"\n',
    }.items():
        out += f'[[receiver]]\nid = "{kind.replace("_", "-")}"\nkind = "{kind}"\n{lines}{common}{more.get(kind, "")}\n'
    if mailbox:
        out += (f'[[receiver]]\nid = "mail"\nkind = "email"\nurl = "smtp://relay.example:{mailbox.port}"\n'
                f'to = "team@desk.example"\nfrom = "quotewatch@desk.example"\nuser = "{mailbox.USER}"\n'
                f'secret_file = "{secret("mail", mailbox.PASSWORD)}"\nca_file = "{mailbox.ca_file}"\n'
                f'{common}{more.get("email", "")}\n')
    return out
