package shop;

public record Line(String sku, int quantity, long cents) {}
