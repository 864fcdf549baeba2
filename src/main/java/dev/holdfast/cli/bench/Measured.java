package dev.holdfast.cli.bench;

/**
 * What one load reached.
 *
 * @param acknowledged calls answered 2xx, those of the warm-up and of the drain included: what the
 *     server must hold afterwards
 * @param answered calls answered 2xx while the clock ran
 * @param refused calls answered below 500 but not 2xx: the server wrote nothing
 * @param unknown calls without an answer, or answered 5xx: the server may hold them or not
 * @param generatorMicros CPU time of the generator for each call
 */
record Measured(
    long acknowledged,
    long answered,
    long refused,
    long unknown,
    double seconds,
    Latencies latencies,
    double generatorMicros) {
  double perSecond() {
    return answered / seconds;
  }

  long errors() {
    return refused + unknown;
  }
}
