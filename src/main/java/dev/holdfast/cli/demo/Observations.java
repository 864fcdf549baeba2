package dev.holdfast.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where observations come from: by station, the oldest first. */
public interface Observations {
  Map<String, List<Observation>> read() throws IOException;
}
