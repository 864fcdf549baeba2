"""One request in, one answer out, whatever carries them."""

from __future__ import annotations

import time
import traceback
from typing import Any, Mapping, NamedTuple

from ..binding.application import Application
from ..binding.documents import parse
from ..binding.json_fault import JsonFault
from ..binding.service import ServiceBinding
from ..faults import HandlerFailed
from .bad_request import BadRequest
from .decide import Decider
from .discover import describe
from .fold import fold
from .signature import Signature
from .writing import quoted

PREFIX = "/holdfast/v1/"
MOST_BYTES = 16 * 1024 * 1024


class Answer(NamedTuple):
    """A status and a body in JSON."""

    status: int
    body: bytes


class Endpoint:
    """The three paths of the protocol. May be asked by any number of threads."""

    def __init__(
        self, application: Application, *, secret: str | None = None, dev: bool = False
    ) -> None:
        self._services = application.services
        self._decider = Decider(application, dev=dev)
        self._described = describe(application).encode()
        self._signature = Signature(secret) if secret else None

    @property
    def names(self) -> list[str]:
        """The names of its services, in the order of the alphabet."""
        return sorted(self._services)

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer to a request, which must be signed if there is a secret."""
        if self._signature is not None:
            fault = self._signature.fault(headers, body, time.time())
            if fault is not None:
                return error(401, fault)
        return self.answer_trusted(path, body)

    def answer_trusted(self, path: str, body: bytes) -> Answer:
        """Never raises: whatever the request is, there is an answer to it."""
        try:
            if len(body) > MOST_BYTES:
                return error(413, f"more than {MOST_BYTES} bytes")
            text = self._answer(path, body)
            answer = text if isinstance(text, bytes) else text.encode()
            if len(answer) > MOST_BYTES:
                raise HandlerFailed(f"an answer of more than {MOST_BYTES} bytes")
            return Answer(200, answer)
        except BadRequest as bad:
            return error(bad.status, str(bad))
        except JsonFault as fault:
            return error(400, str(fault))
        except (Exception, SystemExit) as thrown:
            return _failed(thrown)

    def _answer(self, path: str, body: bytes) -> str | bytes:
        if path.endswith("/decide"):
            request = _object(path, body, "decide")
            return self._decider.decide(self._service(request), request, len(body))
        if path.endswith("/fold"):
            request = _object(path, body, "fold")
            return fold(self._service(request), request.get("instances"))
        _object(path, body, "discover")
        return self._described

    def _service(self, request: dict[str, Any]) -> ServiceBinding:
        name = request.get("service")
        if not isinstance(name, str):
            raise BadRequest("the body names no service")
        service = self._services.get(name)
        if service is None:
            raise BadRequest(f"no service {name} here", 404)
        return service


def _object(path: str, body: bytes, name: str) -> dict[str, Any]:
    # What stands before is the endpoint's own, where a gateway passes it on.
    if not path.endswith(PREFIX + name):
        raise BadRequest(f"no such path: {path[:200]}", 404)
    request = parse(body)
    if type(request) is not dict:
        raise BadRequest("no object, or one with a name that is there twice")
    return request


def error(status: int, text: str) -> Answer:
    """An answer that is none of the protocol's own."""
    return Answer(status, f'{{"error":{quoted(_sound(text))}}}'.encode())


def _failed(thrown: BaseException) -> Answer:
    text = str(thrown) if isinstance(thrown, HandlerFailed) else f"threw {thrown!r}"
    stack = "".join(traceback.format_exception(type(thrown), thrown, thrown.__traceback__))
    body = f'{{"error":{quoted(_sound(text))},"stack":{quoted(_sound(stack))}}}'
    return Answer(500, body.encode())


def _sound(text: str) -> str:
    """Without halves of surrogate pairs, which have no UTF-8."""
    return text.encode("utf-8", "replace").decode()
