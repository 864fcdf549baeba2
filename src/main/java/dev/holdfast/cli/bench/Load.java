package dev.holdfast.cli.bench;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * So many connections, each with at most one request under way, for so long: a closed loop, or at a
 * pace.
 *
 * @param warmUp runs before the clock starts; its calls count as acknowledged, not as measured
 * @param perSecond at most so many requests a second; 0 for as many as the loop gives
 * @param asked the name of the node that is asked, to tell its own answers from those of others;
 *     empty where there is only one
 */
record Load(
    InetSocketAddress address,
    Requests requests,
    int connections,
    Duration warmUp,
    Duration measured,
    double perSecond,
    String asked) {
  boolean isPaced() {
    return perSecond > 0;
  }
}
