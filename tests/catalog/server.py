"""A server that takes what DataHub's client sends and keeps it, on the loopback interface."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CONFIG = {
    "models": {},
    "noCode": "true",
    "statefulIngestionCapable": True,
    "versions": {"acryldata/datahub": {"version": "v1.4.0", "commit": "0" * 40}},
    "datahub": {"serverType": "prod", "serverEnv": "core"},
}


class FakeServer(ThreadingHTTPServer):
    """Answers the client's questions, and keeps the proposals that it sends in order."""

    def __init__(self, refuses: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.refuses = refuses
        self.proposals: list[dict[str, Any]] = []
        self.tokens: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_GET(self) -> None:
        self._answer(CONFIG if self.path.startswith("/config") else {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.tokens.add(self.headers.get("Authorization", ""))
        found = body.get("proposals") or ([body["proposal"]] if "proposal" in body else [])
        self.server.proposals += [proposal for proposal in found if isinstance(proposal, dict)]
        self._answer({"message": "no"} if self.server.refuses else {}, 400 if self.server.refuses else 200)

    def _answer(self, value: object, status: int = 200) -> None:
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def fake_server(*, refuses: bool = False) -> Iterator[FakeServer]:
    """Run a server during the block; one that `refuses` answers everything that is sent with an error."""
    server = FakeServer(refuses)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
