package dev.holdfast.protocol;

/** One handler of one instance, and what it is to be given: a call as data. */
public record HandlerCall(EntityId target, String handler, Json argument) {}
