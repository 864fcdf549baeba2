package dev.holdfast.sdk.binding;

/**
 * A rejection, by the handler itself or by one it called: a value, and nothing is written.
 *
 * @param service who rejected
 * @param code why, in kebab-case
 */
public record Refused(String service, String code, int status, String detail)
    implements Decided, Answered {}
