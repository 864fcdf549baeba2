"""Its input never ends, whatever becomes of the node."""

import os

from holdfast import Effect, Stateless

_reading, _kept = os.pipe()
os.dup2(_reading, 0)


class Lingers(Stateless, name="lingers"):
    def fine(self, amount: int) -> Effect[int]:
        return self.reply(amount)
