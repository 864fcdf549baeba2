package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One report of one station, ready to be sent.
 *
 * @param time when what it tells was complete; a station's observations are sent in this order
 * @param key recognises a repetition, whichever run of the demo sends it
 * @param report the body as the weather app takes it
 */
public record Observation(String station, Instant time, String key, ObjectNode report) {}
