"""A bank: what commits cause."""

from datetime import timedelta

from holdfast import Call, Context, Effect, Entity, Event, Record, Rejection
from holdfast import field, on_schedule, on_topic, query, replace

POSTINGS = "bank-postings"


class Payment(Record):
    """What is sent; numbered from 1 for each pair, 0 for one that has to be claimed."""

    id: int
    from_: str
    to: str
    cents: int
    number: int


class Order(Record):
    """What a caller wants; the id is used once in a run."""

    id: int
    to: str
    cents: int

    def payment(self, from_: str, number: int) -> Payment:
        return Payment(self.id, from_, self.to, self.cents, number)


class Posting(Record):
    """For the mirror: what an account did, numbered from 1."""

    account: str
    number: int
    cents: int


class Debited(Event):
    payment: Payment


class Credited(Event):
    payment: Payment


class Refunded(Event):
    payment: Payment


class Closed(Event):
    pass


class Opened(Event):
    pass


class Refused(Rejection):
    INSUFFICIENT_FUNDS = "There is not enough on the account."
    CLOSED = "The account is closed."


class Account(Entity, name="bank-account", allow="anyone"):
    """Money on its way: a debit and the message that becomes the credit are one commit."""

    balance: int = 10_000
    postings: int = 0
    closed: bool = False
    sent: dict[str, int] = field(default_factory=dict)

    def transfer(self, order: Order, context: Context) -> Effect[None]:
        payment = order.payment(context.id, self.sent.get(order.to, 0) + 1)
        credit = Call.command(Account, order.to, Account.credit, payment)
        return self._debit(payment, credit.otherwise(Account.refund, payment))

    def hold(self, order: Order, context: Context) -> Effect[None]:
        """The receiver has to claim it, else it comes back."""
        payment = order.payment(context.id, 0)
        return self._debit(payment, Call.command(Pending, f"t{order.id}", Pending.offer, payment))

    def credit(self, payment: Payment) -> Effect[None]:
        if self.closed:
            return self.reject(Refused.CLOSED)
        posting = self._posting(payment.to, payment.cents)
        return self.persist(Credited(payment)).publish(POSTINGS, posting)

    def refund(self, payment: Payment) -> Effect[None]:
        posting = self._posting(payment.from_, payment.cents)
        return self.persist(Refunded(payment)).publish(POSTINGS, posting)

    def close(self) -> Effect[None]:
        return self.reply() if self.closed else self.persist(Closed())

    def open(self) -> Effect[None]:
        return self.persist(Opened()) if self.closed else self.reply()

    @query
    def read(self) -> int:
        return self.balance

    def _posting(self, account: str, cents: int) -> Posting:
        return Posting(account, self.postings + 1, cents)

    def _debit(self, payment: Payment, then: Call) -> Effect[None]:
        if payment.cents > self.balance:
            return self.reject(Refused.INSUFFICIENT_FUNDS, f"The balance is {self.balance}")
        posting = self._posting(payment.from_, -payment.cents)
        return self.persist(Debited(payment)).publish(POSTINGS, posting).send(then)

    def apply(self, event: Debited | Credited | Refunded | Closed | Opened) -> Account:
        match event:
            case Debited(payment):
                sent = {**self.sent, payment.to: payment.number} if payment.number else self.sent
                return replace(self._plus(-payment.cents), sent=sent)
            case Credited(payment) | Refunded(payment):
                return self._plus(payment.cents)
            case Closed():
                return replace(self, closed=True)
            case Opened():
                return replace(self, closed=False)

    def _plus(self, cents: int) -> Account:
        return replace(self, balance=self.balance + cents, postings=self.postings + 1)


class Offered(Event):
    payment: Payment


class Claimed(Event):
    id: int


class Expired(Event):
    id: int


class GivenBack(Event):
    id: int


class NotClaimed(Rejection):
    NOT_THERE = "There is nothing to claim yet."
    OVER = "It is claimed or returned already."


class Pending(Entity, name="bank-pending", allow="anyone"):
    """One transfer that its receiver has to claim before a timer returns it.

    Nothing here looks whether the timer should have gone off: if one does that was cancelled, or
    twice, money comes out of nowhere.
    """

    payment: Payment | None = None
    ended: bool = False

    def offer(self, payment: Payment, context: Context) -> Effect[None]:
        expire = Call.command(Pending, context.id, Pending.expire)
        return self.persist(Offered(payment)).schedule("return", timedelta(seconds=3), expire)

    def claim(self) -> Effect[None]:
        if self.ended:
            return self.reject(NotClaimed.OVER)
        if self.payment is None:
            return self.reject(NotClaimed.NOT_THERE)
        credit = Call.command(Account, self.payment.to, Account.credit, self.payment)
        claimed = self.persist(Claimed(self.payment.id)).cancel("return")
        return claimed.send(credit.otherwise(Pending.give_back))

    def expire(self) -> Effect[None]:
        """By the timer."""
        return self.persist(Expired(self.payment.id)).send(self._refund())

    def give_back(self) -> Effect[None]:
        """The receiver is closed."""
        return self.persist(GivenBack(self.payment.id)).send(self._refund())

    def _refund(self) -> Call:
        return Call.command(Account, self.payment.from_, Account.refund, self.payment)

    @query
    def over(self) -> bool:
        return self.ended

    def apply(self, event: Offered | Claimed | Expired | GivenBack) -> Pending:
        match event:
            case Offered(payment):
                return Pending(payment, False)
            case Claimed() | Expired() | GivenBack():
                return replace(self, ended=True)


class Noted(Event):
    number: int
    cents: int


class Mirror(Entity, name="bank-mirror", allow="anyone"):
    """What an account has come to, told by the topic of postings alone."""

    total: int = 0

    @on_topic(POSTINGS, id="{account}", start="beginning")
    def note(self, posting: Posting) -> Effect[None]:
        return self.persist(Noted(posting.number, posting.cents))

    @query
    def read(self) -> int:
        return self.total

    def apply(self, event: Noted) -> Mirror:
        return Mirror(self.total + event.cents)


class Ticked(Event):
    pass


class Clock(Entity, name="bank-clock", allow="anyone"):
    """Counts seconds: one run for each, however late."""

    ticks: int = 0

    @on_schedule("* * * * * *", id="clock", missed="all")
    def tick(self) -> Effect[None]:
        return self.persist(Ticked())

    @query
    def read(self) -> int:
        return self.ticks

    def apply(self, event: Ticked) -> Clock:
        return Clock(self.ticks + 1)
