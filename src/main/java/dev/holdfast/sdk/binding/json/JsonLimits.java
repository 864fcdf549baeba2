package dev.holdfast.sdk.binding.json;

/**
 * How much a document may ask of the reader; the size of the whole is bounded by whoever took it
 * in.
 *
 * @param depth how deep objects and arrays may nest
 * @param numberLength how many characters a number may have
 * @param decimalExponent the largest power of ten of a decimal, for arithmetic writes it out
 * @param tokens how many names and values there may be in all
 */
public record JsonLimits(int depth, int numberLength, int decimalExponent, int tokens) {
  /** A document of 100 levels, a million tokens, and numbers nobody needs longer. */
  public static final JsonLimits DEFAULT = new JsonLimits(100, 400, 1000, 1_000_000);
}
