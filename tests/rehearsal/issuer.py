"""An OpenID Connect issuer: it publishes a key over HTTP and signs tokens with it."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Claims = dict[str, Any]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Issuer:
    """An issuer on a free port of this machine. `name` is the host name in its URL, if that differs from `host`."""

    AUDIENCE = "staffroom"

    def __init__(self, host: str = "127.0.0.1", name: str | None = None) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._unpublished_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        self.url = f"http://{name or host}:{self._server.server_port}"

    def __enter__(self) -> "Issuer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                documents = {"/.well-known/openid-configuration": issuer.discovery, "/jwks": issuer.jwks}
                document = documents.get(self.path)
                body = json.dumps(document() if document else {}).encode()
                self.send_response(200 if document else 404)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def discovery(self) -> Claims:
        """The discovery document."""
        return {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"}

    def jwks(self) -> Claims:
        """The key set with the public key."""
        numbers = self._key.public_key().public_numbers()
        key = {"n": _base64url(numbers.n.to_bytes(256, "big")), "e": _base64url(numbers.e.to_bytes(3, "big"))}
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "rehearsal", **key}]}

    def token(self, *, wrong_key: bool = False, **claims: Any) -> str:
        """A token with these claims, optionally signed with a key that is not published."""
        now = int(time.time())
        # Issued a second ago, because the clock of a verifier may be slightly behind.
        claims = {"iss": self.url, "aud": self.AUDIENCE, "iat": now - 1, "exp": now + 3600} | claims
        header = _base64url(json.dumps({"alg": "RS256", "typ": "JWT", "kid": "rehearsal"}).encode())
        message = f"{header}.{_base64url(json.dumps(claims).encode())}"
        key = self._unpublished_key if wrong_key else self._key
        return f"{message}.{_base64url(key.sign(message.encode(), padding.PKCS1v15(), hashes.SHA256()))}"
