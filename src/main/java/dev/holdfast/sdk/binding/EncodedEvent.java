package dev.holdfast.sdk.binding;

/** An event as it is journaled: the wire name of its type, the version of its shape, its JSON. */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record EncodedEvent(String type, int version, byte[] json) {}
