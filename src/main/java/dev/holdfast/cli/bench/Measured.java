package dev.holdfast.cli.bench;

/**
 * What one load reached.
 *
 * @param here those of the latencies whose instance lives on the asked node; empty where there is
 *     only one node
 * @param elsewhere the others
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
    Latencies here,
    Latencies elsewhere,
    double generatorMicros) {
  /** The same run, but only some of its calls; what went wrong is not known to be theirs. */
  Measured only(Latencies some) {
    var none = new Latencies();
    return new Measured(0, some.count(), 0, 0, seconds, some, none, none, generatorMicros);
  }

  double perSecond() {
    return answered / seconds;
  }

  long errors() {
    return refused + unknown;
  }
}
