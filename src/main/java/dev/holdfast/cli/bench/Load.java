package dev.holdfast.cli.bench;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One closed loop: so many connections, each with one request under way, for so long.
 *
 * @param warmUp runs before the clock starts; its calls count as acknowledged, not as measured
 */
record Load(
    InetSocketAddress address,
    Requests requests,
    int connections,
    Duration warmUp,
    Duration measured) {}
