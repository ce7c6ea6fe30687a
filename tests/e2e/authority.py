"""A time stamp authority on loopback: `openssl ts -reply` behind HTTP, with a root and a signer made for the test."""
import http.server
import pathlib
import subprocess
import threading

ROOT = "[req]\ndistinguished_name=n\nx509_extensions=v\n[n]\n[v]\nbasicConstraints=critical,CA:true\n"
SIGNER = "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
TSA = ("[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=signer.pem\nsigner_key=signer.key\nsigner_digest=sha256\n"
       "default_policy=1.2.3.4\ndigests=sha256\nordering=no\ntsa_name=no\ness_cert_id_chain=no\n")


class Authority:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "authority"
        self.folder.mkdir()
        for name, text in (("root.cnf", ROOT), ("signer.cnf", SIGNER), ("tsa.cnf", TSA), ("serial", "01\n")):
            (self.folder / name).write_text(text)
        self.openssl("req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 2 -subj /CN=root -config root.cnf")
        self.openssl("req -newkey rsa:2048 -nodes -keyout signer.key -out signer.csr -subj /CN=tsa -config root.cnf")
        self.openssl("x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -out signer.pem -days 2 "
                     "-extfile signer.cnf")
        self.asked = 0
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                query = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                answer = authority.answer(query)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def openssl(self, command):
        subprocess.run(["openssl", *command.split()], cwd=self.folder, capture_output=True, check=True, timeout=60)

    def answer(self, query):
        self.asked += 1
        (self.folder / "query.tsq").write_bytes(query)
        self.openssl("ts -reply -config tsa.cnf -section t -queryfile query.tsq -out answer.tsr")
        return (self.folder / "answer.tsr").read_bytes()

    def toml(self, every="1 s"):
        return (f'[timestamps]\nurl = "http://127.0.0.1:{self.server.server_address[1]}/"\n'
                f'ca_file = "{self.folder}/root.pem"\naddress = "127.0.0.1"\nevery = "{every}"\n')

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
