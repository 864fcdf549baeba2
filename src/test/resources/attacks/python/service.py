"""Every command does what it is named after; the argument bounds it, so that no test can take a
machine down whose limits do not hold."""

import os
import subprocess
import sys
import tempfile
import threading
import time

from holdfast import Effect, Stateless

MIB = 1 << 20
kept = []


def _compute(millis: int) -> None:
    end = time.monotonic() + millis / 1000
    while time.monotonic() < end:
        pass


class Attack(Stateless, name="attack"):
    def fine(self, amount: int) -> Effect[int]:
        return self.reply(amount)

    def forkBomb(self, amount: int) -> Effect[int]:
        for _ in range(amount):
            try:
                if os.fork() == 0:
                    time.sleep(600)
                    os._exit(0)
            except OSError:
                pass
        time.sleep(60)
        return self.reply(amount)

    def buffers(self, amount: int) -> Effect[int]:
        for _ in range(0, amount, 16):
            kept.append(b"x" * (16 * MIB))
        return self.reply(len(kept))

    def heap(self, amount: int) -> Effect[int]:
        for at in range(amount):
            kept.append([at * 131072 + i for i in range(26214)])
        return self.reply(len(kept))

    def loop(self, amount: int) -> Effect[int]:
        _compute(amount)
        return self.reply(amount)

    def thread(self, amount: int) -> Effect[int]:
        threading.Thread(target=_compute, args=(amount,), daemon=True).start()
        return self.reply(amount)

    def output(self, amount: int) -> Effect[int]:
        mebibyte = "all work and no play makes a long log\n" * (MIB // 38)
        for _ in range(amount):
            sys.stdout.write(mebibyte)
        return self.reply(amount)

    def descriptors(self, amount: int) -> Effect[int]:
        for _ in range(amount):
            kept.append(os.open("/dev/null", os.O_RDONLY))
        return self.reply(len(kept))

    def file(self, amount: int) -> Effect[int]:
        with open(os.path.join(tempfile.gettempdir(), "large"), "wb") as file:
            for _ in range(amount):
                file.write(b"x" * MIB)
        return self.reply(amount)

    def files(self, amount: int) -> Effect[int]:
        for at in range(amount):
            with open(os.path.join(tempfile.gettempdir(), f"part-{at}"), "wb") as file:
                file.write(b"x" * MIB)
            time.sleep(0.001)
        return self.reply(amount)

    def outlive(self, amount: int) -> Effect[int]:
        script = f"setsid env -i /bin/sh -c 'sleep {amount} & exit' &"
        subprocess.run(["sh", "-c", script], check=False)
        time.sleep(0.3)
        return self.reply(amount)

    def never(self, amount: int) -> Effect[int]:
        threading.Event().wait()
        return self.reply(amount)

    def die(self, amount: int) -> Effect[int]:
        os._exit(3)
