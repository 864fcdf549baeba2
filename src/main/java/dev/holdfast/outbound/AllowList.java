package dev.holdfast.outbound;

import dev.holdfast.settings.InvalidSetting;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What operators let be reached although it is not of the open internet: networks such as {@code
 * 10.20.0.0/16}, and hosts by name, wherever those lead.
 */
public record AllowList(Set<String> hosts, List<AddressBlock> networks) {
  public static final AllowList NOBODY = new AllowList(Set.of(), List.of());

  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  public AllowList {
    hosts = Set.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /**
   * Reads its lines.
   *
   * @param key of the setting, for what is told of a line that is neither
   */
  public static AllowList of(String key, List<String> lines) {
    var hosts = new HashSet<String>();
    var networks = new ArrayList<AddressBlock>();
    for (String line : lines) {
      String host = line.toLowerCase(Locale.ROOT);
      var block = AddressBlock.parse(line);
      if (block.isPresent()) {
        networks.add(block.get());
      } else if (HOST.matcher(host).matches() && !Hosts.endsInANumber(host)) {
        hosts.add(host);
      } else {
        throw new InvalidSetting(key, "\"" + line + "\" is neither a host nor ADDRESS/BITS");
      }
    }
    return new AllowList(hosts, networks);
  }

  public boolean holdsHost(String host) {
    return hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  /** Whether this address of this host may be reached for what the list says. */
  public boolean holds(String host, InetAddress address) {
    return holdsHost(host) || networks.stream().anyMatch(block -> block.holds(address));
  }
}
