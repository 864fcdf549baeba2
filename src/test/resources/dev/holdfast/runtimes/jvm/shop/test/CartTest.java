package shop;

/** Left out when the folder is loaded, and so it need not compile there. */
class CartTest extends NotOnTheClassPath {}
