package dev.holdfast.cli.faults.machine;

import dev.holdfast.cli.local.LocalFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network namespace for each node, on one bridge; the database and the callers are outside.
 *
 * <pre>
 *   callers .1, database .250 ── bridge ─┬─ node 1 .11
 *                                        ├─ node 2 .12
 *                                        └─ node 3 .13
 * </pre>
 *
 * <p>A way is cut by a neighbour entry with an address that nobody has: packets vanish, in one
 * direction, as they do on a broken wire. (A blackhole route would tell the sender at once.)
 */
final class Namespaces implements Network {
  private static final int SUBNETS = 250;
  private static final String NOBODY = "02:00:00:00:00:01";

  private final int subnet;
  private final int nodes;
  private final List<String> cuts = new ArrayList<>();

  private Namespaces(int subnet, int nodes) {
    this.subnet = subnet;
    this.nodes = nodes;
  }

  /** Namespaces where the machine allows them, else loopback. */
  static Network orLoopback(int nodes, Footprint footprint) {
    int subnet = freeSubnet();
    if (subnet == 0) {
      return new Loopback("there is no ip command, or no free subnet in 10.77.0.0/16");
    }
    var network = new Namespaces(subnet, nodes);
    try {
      network.build(footprint);
      return network;
    } catch (LocalFailed e) {
      network.close();
      return new Loopback(String.valueOf(e.getMessage()));
    }
  }

  private static int freeSubnet() {
    Shell.Ran links = Shell.run("ip -o link show");
    Shell.Ran addresses = Shell.run("ip -o -4 addr show");
    if (!links.ok() || !addresses.ok()) {
      return 0;
    }
    for (int subnet = 1; subnet <= SUBNETS; subnet++) {
      boolean used =
          links.output().contains(" " + bridge(subnet) + ":")
              || addresses.output().contains(" 10.77." + subnet + ".")
              || Files.exists(Path.of("/run/netns", namespace(subnet, 1)));
      if (!used) {
        return subnet;
      }
    }
    return 0;
  }

  private void build(Footprint footprint) {
    String bridge = bridge(subnet);
    footprint.link(bridge);
    Shell.must("ip link add " + bridge + " type bridge");
    Shell.must("ip addr add " + address(1) + "/24 dev " + bridge);
    Shell.must("ip addr add " + databaseHost() + "/24 dev " + bridge);
    Shell.must("ip link set " + bridge + " up");
    for (int node = 1; node <= nodes; node++) {
      String namespace = namespace(subnet, node);
      String inside = "ip -n " + namespace;
      footprint.namespace(namespace);
      Shell.must("ip netns add " + namespace);
      Shell.must(inside + " link set lo up");
      String outer = bridge + "n" + node;
      Shell.must("ip link add " + outer + " type veth peer name eth0 netns " + namespace);
      Shell.must("ip link set " + outer + " master " + bridge + " up");
      Shell.must(inside + " addr add " + host(node) + "/24 dev eth0");
      Shell.must(inside + " link set eth0 up");
    }
  }

  private static String bridge(int subnet) {
    return "hff" + subnet;
  }

  private static String namespace(int subnet, int node) {
    return "holdfast-faults-" + subnet + "-" + node;
  }

  private String address(int host) {
    return "10.77." + subnet + "." + host;
  }

  @Override
  public String host(int node) {
    return address(10 + node);
  }

  @Override
  public String databaseHost() {
    return address(250);
  }

  @Override
  public Optional<String> databaseCallers() {
    return Optional.of("10.77." + subnet + ".0/24");
  }

  @Override
  public List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", namespace(subnet, node));
  }

  @Override
  public boolean canCut() {
    return true;
  }

  @Override
  public void cut(int from, int to) {
    drop(from, host(to));
  }

  @Override
  public void cutDatabase(int node) {
    drop(node, databaseHost());
  }

  private void drop(int from, String address) {
    String neighbour = "ip -n " + namespace(subnet, from) + " neigh ";
    Shell.must(neighbour + "replace " + address + " lladdr " + NOBODY + " dev eth0 nud permanent");
    cuts.add(neighbour + "del " + address + " dev eth0");
  }

  @Override
  public void heal() {
    cuts.forEach(Shell::must);
    cuts.clear();
  }

  @Override
  public String description() {
    return "a network namespace for each node on the bridge " + bridge(subnet);
  }

  @Override
  public void close() {
    for (int node = 1; node <= nodes; node++) {
      Shell.run("ip netns del " + namespace(subnet, node));
    }
    Shell.run("ip link del " + bridge(subnet));
  }
}
