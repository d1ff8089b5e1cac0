"""The desk's access token in a bot: Python 3.9 or newer, nothing to install."""

import json
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime


class DeskTokens:
    """token() asks the desk, and again only when it is time; any thread may call it."""

    def __init__(self, url, account, key, patience=90):
        self._address = f"{url}/api/v1/sync/kis-token/{account}"
        self._key, self._patience = key, patience
        self._lock, self._held, self._dead = threading.Lock(), None, None

    def token(self):
        with self._lock:
            if self._held is None or time.time() >= self._held["again"]:
                self._ask(time.monotonic() + self._patience)
            return self._held["token"]

    def refused(self, token):
        """The broker refused this token (EGW00121, EGW00123): the next token() reports it, once."""
        with self._lock:
            if self._held is not None and self._held["token"] == token:
                self._dead, self._held = self._held["generation"], None

    def _ask(self, until):
        while True:
            headers = {"x-sync-key": self._key}
            if self._held is not None:
                headers["if-none-match"] = self._held["etag"]
            if self._dead is not None:
                headers["x-token-failed"] = str(self._dead)
            try:
                request = urllib.request.Request(self._address, headers=headers)
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return self._keep(json.load(answer), answer.headers["etag"])
            except urllib.error.HTTPError as error:  # 304: the same token, not renewed yet
                if error.code not in (304, 429, 500, 502, 503, 504):
                    raise RuntimeError(f"the desk answered {error.code}") from None
                wait = int(error.headers.get("retry-after", 30 if error.code == 304 else 5))
            except OSError:
                wait = 5  # not reached; the desk may be starting
            if self._held is not None and time.time() < self._held["ends"]:
                self._held["again"] = time.time() + wait  # the old one serves meanwhile
                return None
            if time.monotonic() + wait > until:
                raise TimeoutError("no token from the desk in time")
            time.sleep(wait)

    def _keep(self, answer, etag):
        again, ends = (datetime.fromisoformat(answer[f]).timestamp() for f in ("refresh_after", "expires_at"))
        self._held = {"token": answer["access_token"], "generation": answer["generation"], "etag": etag}
        self._held.update(again=max(again, time.time() + 1), ends=ends - 60)
        self._dead = None
