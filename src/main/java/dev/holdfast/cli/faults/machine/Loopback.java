package dev.holdfast.cli.faults.machine;

import dev.holdfast.cli.local.LocalFailed;
import java.util.List;
import java.util.Optional;

/** All on the loopback address, told apart by ports: nothing can be cut. */
record Loopback(String reason) implements Network {
  @Override
  public String host(int node) {
    return "127.0.0.1";
  }

  @Override
  public String databaseHost() {
    return "127.0.0.1";
  }

  @Override
  public Optional<String> databaseCallers() {
    return Optional.empty();
  }

  @Override
  public List<String> prefix(int node) {
    return List.of();
  }

  @Override
  public boolean canCut() {
    return false;
  }

  @Override
  public void cut(int from, int to) {
    throw new LocalFailed("the loopback address cannot be cut");
  }

  @Override
  public void cutDatabase(int node) {
    throw new LocalFailed("the loopback address cannot be cut");
  }

  @Override
  public void heal() {
    // Nothing was cut.
  }

  @Override
  public String description() {
    return "loopback addresses (" + reason + "), so nothing can be partitioned";
  }

  @Override
  public void close() {
    // Nothing was made.
  }
}
