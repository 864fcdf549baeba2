package dev.holdfast.protocol;

/**
 * One event on the wire and in the journal: its wire name, the version of its shape, its fields.
 */
public record EventData(String type, int version, Json data) {}
