package dev.holdfast.sdk;

/**
 * Marks a record of typed configuration, which {@link Context#settings} hands out: {@code record
 * Gateway(URI url, Secret key) implements Settings {}} is the block {@code gateway} of the service.
 */
public interface Settings {}
