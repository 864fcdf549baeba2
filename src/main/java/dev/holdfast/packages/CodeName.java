package dev.holdfast.packages;

/**
 * What a deployed folder is called where its code runs: the folder's own name says nothing, because
 * an unpacked package lies in a folder named by its digest.
 *
 * @param name in logs and messages, such as {@code cart}
 * @param version in commits
 */
public record CodeName(String name, String version) {}
