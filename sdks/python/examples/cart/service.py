from holdfast import Effect, Entity, Event, Record, Rejection, field, query, replace, route
class Line(Record): sku: str; quantity: int; cents: int
class ItemAdded(Event): line: Line
class ItemRemoved(Event): sku: str
class CheckedOut(Event): cents: int
class Problem(Rejection):
    EMPTY = "Put something in first."
    CHECKED_OUT = "This cart is already checked out."
class Cart(Entity, name="cart", allow="user"):
    lines: dict[str, Line] = field(default_factory=dict)
    paid: bool = False
    @route("POST /carts/{id}/items")
    def add_item(self, line: Line) -> Effect[None]:
        if self.paid: return self.reject(Problem.CHECKED_OUT)
        return self.persist(ItemAdded(line))
    @route("DELETE /carts/{id}/items/{sku}")
    def remove_item(self, sku: str) -> Effect[None]:
        return self.persist(ItemRemoved(sku)) if sku in self.lines else self.reply()
    @route("POST /carts/{id}/checkout")
    def checkout(self) -> Effect[int]:
        if self.paid: return self.reject(Problem.CHECKED_OUT)
        if not self.lines: return self.reject(Problem.EMPTY)
        return self.persist(CheckedOut(self.total())).publish("checkouts", self.lines).reply(Cart.total)
    @query
    @route("GET /carts/{id}/total")
    def total(self) -> int:
        return sum(line.quantity * line.cents for line in self.lines.values())
    def apply(self, event: ItemAdded | ItemRemoved | CheckedOut) -> Cart:
        match event:
            case ItemAdded(line): return replace(self, lines={**self.lines, line.sku: line})
            case ItemRemoved(sku):
                return replace(self, lines={k: v for k, v in self.lines.items() if k != sku})
            case CheckedOut(): return replace(self, paid=True)
