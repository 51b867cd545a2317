"""Mail servers of our own on loopback, as well-behaved or as broken as a test wants."""

import contextlib
import socketserver
import ssl
import threading
import time


class Dialogue(socketserver.StreamRequestHandler):
    """As much SMTP as it takes to receive a mail, or to refuse one."""

    def handle(self):
        with contextlib.suppress(OSError):
            self._converse()

    def finish(self):
        with contextlib.suppress(OSError):
            super().finish()
        # the encrypted one, which the server does not know
        self.request.close()

    def _converse(self):
        time.sleep(self.server.silence)
        self._say("220 fake")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(verb, line):
                return

    def _answer(self, verb, line):
        if verb == "RCPT" and "closed" in line:
            return False
        refusal = self.server.refusals.get(verb)
        if verb == "RCPT" and "nobody" in line:
            refusal = "550 no such box"
        if refusal:
            self._say(refusal)
        else:
            getattr(self, f"_on_{verb.lower()}", self._fine)()
        return True

    def _fine(self):
        self._say("250 fine")

    def _on_ehlo(self):
        able = ("fake", *self.server.abilities)
        self._say("\r\n".join(f"250-{word}" for word in able))
        self._say("250 HELP")

    def _on_starttls(self):
        self._say("220 go on")
        self._encrypt()

    def _on_auth(self):
        self._say("235 come in")

    def _on_data(self):
        self._say("354 go on")
        self.server.received.append(self._text())
        self._say(self.server.verdict)

    def _encrypt(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server.certificate)
        self.request = context.wrap_socket(self.request, server_side=True)
        self.setup()

    def _text(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@contextlib.contextmanager
def running(**manners):
    """A server on a free port of loopback; `manners` are its attributes."""
    usual = {
        "received": [],
        "refusals": {},
        "abilities": ["8BITMIME", "SMTPUTF8"],
        "verdict": "250 taken",
        "silence": 0,
        "certificate": None,
    }
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dialogue) as found:
        found.daemon_threads, found.block_on_close = True, False
        vars(found).update(usual | manners)
        thread = threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield found
        finally:
            found.shutdown()
            thread.join()
