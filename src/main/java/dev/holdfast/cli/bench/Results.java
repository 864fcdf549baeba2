package dev.holdfast.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Every run of every case, one per repetition; what is shown are medians.
 *
 * <p>Ratios are taken within a repetition and then their median, because the machine drifts.
 */
final class Results {
  private final Map<Case, List<Run>> runs = new LinkedHashMap<>();

  /** One repetition of one case. */
  record Run(Measured measured, double serverMicros) {}

  void add(Case which, Run run) {
    runs.computeIfAbsent(which, _ -> new ArrayList<>()).add(run);
  }

  Iterable<Case> cases() {
    return runs.keySet();
  }

  double median(Case which, ToDoubleFunction<Run> value) {
    return median(of(which).stream().mapToDouble(value).toArray());
  }

  long sum(Case which, java.util.function.ToLongFunction<Measured> value) {
    return of(which).stream().map(Run::measured).mapToLong(value).sum();
  }

  /**
   * How fast one case is against another of the same repetitions; not a number if there is none.
   */
  double ratio(Case which, Case against) {
    List<Run> own = of(which);
    List<Run> other = of(against);
    int pairs = Math.min(own.size(), other.size());
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = own.get(i).measured().perSecond() / other.get(i).measured().perSecond();
    }
    return median(ratios);
  }

  /** How much one case is above another of the same repetitions; not a number if there is none. */
  double difference(Case which, Case against, ToDoubleFunction<Run> value) {
    List<Run> own = of(which);
    List<Run> other = of(against);
    double[] differences = new double[Math.min(own.size(), other.size())];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = value.applyAsDouble(own.get(i)) - value.applyAsDouble(other.get(i));
    }
    return median(differences);
  }

  private List<Run> of(Case which) {
    return runs.getOrDefault(which, List.of());
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    java.util.Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
