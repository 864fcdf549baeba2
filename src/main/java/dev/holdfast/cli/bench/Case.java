package dev.holdfast.cli.bench;

/**
 * One row of the results: what is asked of which server, over how many connections.
 *
 * @param keys over how many instances the calls go; 0 where there is none
 */
record Case(String server, Work work, int keys, int connections) {
  /** What a call costs: the edge alone, the edge and a handler, or a durable commit. */
  enum Work {
    LIVE("GET /health/live"),
    STATELESS("stateless call"),
    ADD("durable add"),
    /** Those of the durable adds to the asked node of several whose instance lives there. */
    ADD_HERE("add here"),
    ADD_ELSEWHERE("add elsewhere"),
    /** Durable adds at half of what the closed loop reached. */
    HALF("half load"),
    HALF_HERE("half: here"),
    HALF_ELSEWHERE("half: elsewhere");

    private final String title;

    Work(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /** Whether its calls add to the counters; the parts of a work are counted with it. */
    boolean adds() {
      return this == ADD || this == HALF;
    }

    Work here() {
      return this == HALF ? HALF_HERE : ADD_HERE;
    }

    Work elsewhere() {
      return this == HALF ? HALF_ELSEWHERE : ADD_ELSEWHERE;
    }
  }

  /** The case whose speed this one is a share of: the same edge answering a constant. */
  Case constant() {
    return new Case(server, Work.LIVE, 0, connections);
  }

  /** Other work under the same conditions. */
  Case with(Work other) {
    return new Case(server, other, keys, connections);
  }

  /** The same work by another server. */
  Case at(String other) {
    return new Case(other, work, keys, connections);
  }

  /** The instances' ids without their number: each number of keys has instances of its own. */
  String prefix() {
    return "of" + keys + "-";
  }
}
