package dev.holdfast.journal.packages;

import java.time.Instant;

/**
 * What the database says about a package.
 *
 * @param digest of what is in it, its name
 * @param bytes of the package itself
 * @param since when it was last put
 * @param by who put it first
 * @param signature as it was sent, or empty
 */
public record StoredPackage(
    String digest, long bytes, Instant since, String by, String signature) {}
