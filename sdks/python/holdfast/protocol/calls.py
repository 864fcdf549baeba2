"""The calls that a handler makes with ``context.call``."""

from __future__ import annotations

from typing import Any

from ..binding import anything
from ..binding.documents import parse
from ..binding.json_fault import JsonFault
from ..binding.signature import call_codecs
from ..call import Call
from ..faults import HandlerFailed
from ..missing import MISSING
from ..rejection import Rejected
from .bad_request import BadRequest
from .suspended import Suspended
from .writing import quoted

_NOTHING_THERE = "nothing-there"


class Calls:
    """Answers are found by what was asked, not by their place. One run of one handler."""

    def __init__(self, answers: Any) -> None:
        self._answers = answers
        self.need: str | None = None  # The first call without an answer, as JSON.

    def __call__(self, call: Call[Any]) -> Any:
        if self.need is not None:
            raise Suspended  # What is asked after it rests on an answer that is not there.
        text = argument(call)
        asked = (call.service, call.id, call.handler, parse(text))
        for answer in self._answers:
            if _asked(answer) == asked:
                return _given(call, answer)
        self.need = written(call, call.id, text)
        raise Suspended


def _asked(answer: Any) -> Any:
    try:
        call = answer["call"]
        return call["service"], call["id"], call["handler"], call.get("argument")
    except (TypeError, LookupError, AttributeError):
        raise BadRequest("an answer without its call") from None


def _given(call: Call[Any], answer: Any) -> Any:
    problem = answer.get("problem")
    if problem is not None:
        return _refused(call, problem)
    try:
        if call.method is not None and call.type is not None:
            codec = call_codecs(call.type, call.method).reply
        else:
            named = call.reply not in (None, type(None), MISSING)
            codec = anything.codec_of(call.reply) if named else None
        return None if codec is None else codec.read(answer.get("reply"), False)
    except JsonFault as fault:
        raise HandlerFailed(f"the answer of {call} does not fit: {fault}") from fault


def _refused(call: Call[Any], problem: Any) -> Any:
    code, detail = str(problem.get("code")), str(problem.get("detail", ""))
    status = problem.get("status", 422)
    if code == _NOTHING_THERE:
        return None  # A query that found nothing.
    if not 400 <= status <= 499:
        raise HandlerFailed(f"{call} was not answered: {code} {detail}")
    service, slash, own = code.partition("/")
    raise Rejected(service, own, status, detail) if slash else Rejected(
        call.service, code, status, detail
    )


def argument(call: Call[Any]) -> str:
    """The argument of a call as JSON, by the signature of the handler where that is known."""
    if call.method is not None and call.type is not None:
        codec = call_codecs(call.type, call.method).argument
        if (codec is None) != (call.argument is MISSING):
            raise HandlerFailed(f"{call} {'takes no' if codec is None else 'needs an'} argument.")
        return "null" if codec is None else _sure(call, codec.write)
    return "null" if call.argument is MISSING else _sure(call, anything.write)


def _sure(call: Call[Any], write: Any) -> str:
    try:
        return write(call.argument)  # type: ignore[no-any-return]
    except JsonFault as fault:
        raise HandlerFailed(f"{call} has an argument that is wrong: {fault}") from fault


def written(call: Call[Any], id: str, text: str) -> str:
    """A call as JSON without what happens otherwise."""
    return (
        f'{{"service":{quoted(call.service)},"id":{quoted(id)},"handler":{quoted(call.handler)}'
        f',"argument":{text}}}'
    )
