package dev.holdfast.connectors.link;

import java.util.Map;

/**
 * Who connects.
 *
 * @param node its name, the same after a restart
 * @param environment in which passwords are looked up
 */
public record Self(String node, Map<String, String> environment) {}
