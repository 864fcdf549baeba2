package dev.holdfast.protocol;

/** An event type as journals hold it: its name and the version of its shape. */
public record WireName(String type, int version) {}
