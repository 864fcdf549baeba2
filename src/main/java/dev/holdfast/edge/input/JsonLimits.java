package dev.holdfast.edge.input;

/**
 * What one JSON document may hold.
 *
 * @param depth levels of nesting
 * @param tokens values and keys together
 * @param numberLength characters of the longest number
 */
public record JsonLimits(int depth, int tokens, int stringBytes, int numberLength) {}
