"""A counter and a cart for Holdfast on http.server alone, written from docs/protocol.md."""

import base64
import hashlib
import hmac
import json
import os
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

INT = {"type": "integer"}
LINE = {"type": "object", "properties": {"sku": {"type": "string"}, "quantity": INT, "cents": INT}}
CHECKED_OUT = {"code": "checked-out", "status": 422}


def event(type, version, data):
    return {"type": type, "version": version, "data": data}


def refused():
    return {"problem": {**CHECKED_OUT, "detail": "This cart is already checked out."}}


def invalid(pointer, detail):
    return {"problem": {"code": "invalid-argument", "status": 400, "pointer": pointer, "detail": detail}}


class Counter:
    DESCRIBES = {
        "service": "counter",
        "kind": "entity",
        "state": {"type": "object", "properties": {"value": INT}},
        "empty": {"value": 0},
        "events": [{"type": "Added", "version": 1, "schema": {"type": "object", "properties": {"amount": INT}}}],
        "handlers": [
            {"name": "add", "kind": "command", "argument": INT, "reply": INT, "rejections": []},
            {"name": "value", "kind": "query", "reply": INT, "rejections": []},
        ],
    }

    @staticmethod
    def fold(state, event):
        return {"value": state["value"] + event["data"]["amount"]}

    @staticmethod
    def add(request, state):
        amount = request["argument"]
        if not isinstance(amount, int) or isinstance(amount, bool):
            return invalid("", "expected integer")
        return {"events": [event("Added", 1, {"amount": amount})], "reply": state["value"] + amount}

    @staticmethod
    def value(request, state):
        return {"reply": state["value"]}


class Cart:
    DESCRIBES = {
        "service": "cart",
        "kind": "entity",
        "state": {"type": "object"},
        "empty": {"lines": {}, "paid": False},
        "events": [
            {"type": "ItemAdded", "version": 2, "upcasts": [1],
             "schema": {"type": "object", "properties": {"line": LINE}}},
            {"type": "CheckedOut", "version": 1, "schema": {"type": "object", "properties": {"cents": INT}}},
        ],
        "handlers": [
            {"name": "addItem", "kind": "command", "argument": LINE, "rejections": [CHECKED_OUT]},
            {"name": "checkout", "kind": "command", "reply": INT, "rejections": [CHECKED_OUT]},
            {"name": "total", "kind": "query", "reply": INT, "rejections": []},
            {"name": "bug", "kind": "command", "rejections": []},
        ],
    }

    @staticmethod
    def fold(state, event):
        if event["type"] == "CheckedOut":
            return {**state, "paid": True}
        data = event["data"]
        if event["version"] == 1:  # the price was in whole units, and there was no line
            line = {"sku": data["sku"], "quantity": data["quantity"], "cents": data["price"] * 100}
        else:
            line = data["line"]
        return {**state, "lines": {**state["lines"], line["sku"]: line}}

    @staticmethod
    def addItem(request, state):
        if state["paid"]:
            return refused()
        if request["argument"]["quantity"] < 1:
            return invalid("/quantity", "expected at least 1")
        return {"events": [event("ItemAdded", 2, {"line": request["argument"]})]}

    @staticmethod
    def checkout(request, state):
        if state["paid"]:
            return refused()
        cents = Cart.cents(state)
        charge = {"service": "payments", "id": request["id"], "handler": "charge", "argument": cents}
        answer = next((it for it in request.get("answers", []) if it["call"]["handler"] == "charge"), None)
        if answer is None:
            return {"needs": [charge]}
        if "problem" in answer:
            service, code = answer["problem"]["code"].split("/")
            return {"problem": {**answer["problem"], "service": service, "code": code}}
        return {
            "events": [event("CheckedOut", 1, {"cents": cents})],
            "reply": cents,
            "sends": [{"service": "mail", "id": request["id"], "handler": "receipt", "argument": answer["reply"]}],
            "publishes": [{"topic": "checkouts", "payload": {"cents": cents}}],
        }

    @staticmethod
    def total(request, state):
        return {"reply": Cart.cents(state)}

    @staticmethod
    def bug(request, state):
        raise ValueError("a defect of the cart")

    @staticmethod
    def cents(state):
        return sum(line["quantity"] * line["cents"] for line in state["lines"].values())


SERVICES = {"counter": Counter, "cart": Cart}


def discover(request):
    return {"protocol": 1, "sdk": "none", "keepsStates": False,
            "services": [service.DESCRIBES for service in SERVICES.values()]}


def decide(request):
    service = SERVICES[request["service"]]
    if request["handler"] not in {handler["name"] for handler in service.DESCRIBES["handlers"]}:
        return {"problem": {"code": "unknown-handler", "status": 404, "detail": request["handler"]}}
    state = request["state"]["value"] or service.DESCRIBES["empty"]
    answer = getattr(service, request["handler"])(request, state)
    if "events" in answer and "state" in request.get("wants", []):
        for each in answer["events"]:
            state = service.fold(state, each)
        answer["state"] = state
    return answer


def fold(request):
    service = SERVICES[request["service"]]
    instances = []
    for instance in request["instances"]:
        state = instance["state"] or service.DESCRIBES["empty"]
        folded = {}
        for at, each in enumerate(instance["events"]):
            try:
                state = service.fold(state, each)
            except Exception as thrown:
                folded = {"error": f"{each['type']} {at}: {thrown!r}", "at": at}
                break
        instances.append(folded or {"state": state})
    return {"instances": instances}


OPERATIONS = {"discover": discover, "decide": decide, "fold": fold}


def is_signed(headers, body):
    secret = os.environ.get("HOLDFAST_SECRET", "").removeprefix("whsec_")
    if not secret:
        return True
    stamp = headers.get("webhook-timestamp", "0")
    if abs(time.time() - int(stamp)) > 300:
        return False
    content = f"{headers.get('webhook-id')}.{stamp}.".encode() + body
    right = hmac.new(base64.b64decode(secret), content, hashlib.sha256).digest()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest("v1," + base64.b64encode(right).decode(), each) for each in given)


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        status, answer = self.answered(body)
        written = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status} \r\nContent-Type: application/json\r\nContent-Length: {len(written)}\r\n\r\n"
        self.wfile.write(head.encode() + written)

    def answered(self, body):
        operation = OPERATIONS.get(self.path.partition("/holdfast/v1/")[2])
        if operation is None:
            return 404, {"error": f"{self.path} is not here"}
        if not is_signed(self.headers, body):
            return 401, {"error": "not signed"}
        try:
            request = json.loads(body)
        except ValueError as thrown:
            return 400, {"error": str(thrown)}
        if request.get("service", "cart") not in SERVICES:
            return 404, {"error": f"{request['service']} is not here"}
        try:
            return 200, operation(request)
        except Exception as thrown:
            return 500, {"error": repr(thrown), "stack": traceback.format_exc()}

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "0"))), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
