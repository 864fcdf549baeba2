package dev.holdfast.packages;

/**
 * Where one file lies in a package, as both of its headers say.
 *
 * @param name without a slash at its end
 * @param deflated whether its bytes are compressed
 * @param dataAt where they begin
 * @param packedBytes how many they are
 * @param bytes how many they become
 */
record ZipEntryPlace(
    String name,
    boolean folder,
    boolean deflated,
    int dataAt,
    long packedBytes,
    long bytes,
    long crc) {}
