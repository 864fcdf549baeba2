package dev.holdfast.journal.messages;

/**
 * Why a message is not delivered.
 *
 * @param tries how often it was tried
 * @param code of the problem
 * @param detail for people
 */
public record Failure(int tries, String code, String detail) {}
