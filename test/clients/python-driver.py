"""Does with the client what a test tells it on standard input; time passes only when the test says so."""

import hashlib
import importlib.util
import json
import sys
import threading
import time

spec = importlib.util.spec_from_file_location("client", sys.argv[1])
client = importlib.util.module_from_spec(spec)
spec.loader.exec_module(client)


class TestTime:
    skipped = 0.0

    def time(self):
        return time.time() + self.skipped

    def monotonic(self):
        return time.monotonic() + self.skipped

    def sleep(self, seconds):
        say({"slept": seconds})
        sys.stdin.readline()
        self.skipped += seconds


def say(what):
    print(json.dumps(what), flush=True)


client.time = TestTime()
tokens = client.DeskTokens(*json.loads(sys.argv[2]))
held = None
for line in sys.stdin:
    what, *how = line.split()
    try:
        if what == "token":
            seen = set()
            threads = [threading.Thread(target=lambda: seen.add(tokens.token())) for _ in range(int(how[0]) - 1)]
            for thread in threads:
                thread.start()
            held = tokens.token()
            for thread in threads:
                thread.join()
            seen.add(held)
            say({"tokens": [hashlib.sha256(token.encode()).hexdigest() for token in sorted(seen)]})
        elif what == "refused":
            tokens.refused(held)
            say({})
        elif what == "skip":
            client.time.skipped += float(how[0])
            say({})
    except Exception as error:
        say({"error": f"{type(error).__name__}: {error}"})
