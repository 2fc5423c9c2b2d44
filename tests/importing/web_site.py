"""A real HTTP server in a thread, for imports, which run without an event loop of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Site:
    """Pages by path; `asked` counts requests, `unchanged` those answered by 304."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.requests: list[tuple[str, str]] = []
        self.not_modified: Counter[str] = Counter()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append((self.path, self.headers["User-Agent"]))
                status, body, headers = site.pages.get(self.path, (404, b"", {}))
                tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
                if status == 200 and self.headers["If-None-Match"] == tag:
                    site.not_modified[self.path] += 1
                    status, body = 304, b""
                self.send_response(status)
                for name, value in {"ETag": tag, "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def serve(
        self, path: str, content: str | bytes, content_type: str = "text/html", *, status: int = 200, charset: str = ""
    ) -> None:
        body = content.encode() if isinstance(content, str) else content
        kind = f"{content_type}; charset={charset}" if charset else content_type
        self.pages[path] = (status, body, {"Content-Type": kind})

    def redirect(self, path: str, to: str) -> None:
        self.pages[path] = (302, b"", {"Location": to})

    def asked(self, path: str) -> int:
        return sum(one == path for one, _ in self.requests)

    def agents(self) -> set[str]:
        return {agent for _, agent in self.requests}

    def unchanged(self, path: str) -> int:
        return self.not_modified[path]


@contextmanager
def running_site() -> Iterator[Site]:
    site = Site()
    thread = Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()
