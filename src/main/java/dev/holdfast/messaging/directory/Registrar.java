package dev.holdfast.messaging.directory;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.messages.MessagingRegistry;
import dev.holdfast.journal.messages.PausedService;
import dev.holdfast.journal.messages.SubscriptionRow;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.Trigger;
import dev.holdfast.services.Deployed;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Makes the directory: what is deployed here, with what the registry says for all nodes. What is
 * new is registered on the way, each lane with the place where it begins.
 */
public final class Registrar {
  private final Journal journal;
  private final MessagingRegistry registry;
  private final Supplier<Deployed> deployed;
  private final InstantSource clock;
  private final Map<String, OutletPort> outlets = new ConcurrentHashMap<>();
  private volatile Directory current = Directory.NOTHING;

  /** An outlet that is open on this node. */
  private record OutletPort(String topic, String start, Outlet outlet) {}

  public Registrar(Journal journal, Supplier<Deployed> deployed, InstantSource clock) {
    this.journal = journal;
    this.registry = journal.messagingRegistry();
    this.deployed = deployed;
    this.clock = clock;
  }

  public Directory current() {
    return current;
  }

  /** From the next refresh on, messages of the topic go to it, on every node that opens it. */
  public void open(String name, String topic, String start, Outlet outlet) {
    outlets.put(name, new OutletPort(topic, start, outlet));
  }

  public void close(String name) {
    outlets.remove(name);
  }

  /** Looks at everything again; blocks on the database. */
  public synchronized void refresh() {
    Map<String, SubscriptionRow> rows = new HashMap<>();
    registry.subscriptions().forEach(row -> rows.put(row.name(), row));
    Set<String> services = new HashSet<>();
    List<Subscription> subscriptions = new ArrayList<>();
    List<Calendar> calendars = new ArrayList<>();
    for (ServiceDescription service : deployed.get().descriptions()) {
      services.add(service.service());
      for (ServiceDescription.Handler handler : service.handlers()) {
        for (Trigger trigger : handler.triggers()) {
          switch (trigger) {
            case Trigger.Topic topic -> {
              String name = Names.subscription(service, handler, topic);
              SubscriptionRow row = row(rows, name, topic.topic(), topic.start());
              subscriptions.add(
                  subscription(row, ToInstances.of(service.service(), handler, topic)));
            }
            case Trigger.Schedule schedule ->
                calendars.add(Calendars.of(service.service(), handler.name(), schedule));
          }
        }
      }
    }
    Map<String, Outlet> open = new HashMap<>();
    outlets.forEach(
        (name, port) -> {
          String own = Names.subscription(name, port.topic());
          SubscriptionRow row = row(rows, own, port.topic(), port.start());
          subscriptions.add(subscription(row, ToOutlet.of(name, port.outlet())));
          open.put(name, port.outlet());
        });
    Set<String> paused = new HashSet<>();
    registry.pausedServices().stream().map(PausedService::name).forEach(paused::add);
    publish(new Directory(0, subscriptions, services, paused, open, calendars));
  }

  /** A version for what has changed; addressings are made anew each time and do not count. */
  private void publish(Directory next) {
    if (!fingerprint(next).equals(fingerprint(current))) {
      current =
          new Directory(
              current.version() + 1,
              next.subscriptions(),
              next.services(),
              next.pausedServices(),
              next.outlets(),
              next.calendars());
    }
  }

  private String fingerprint(Directory directory) {
    List<String> parts = new ArrayList<>();
    for (Subscription one : directory.subscriptions()) {
      parts.add(one.lane() + one.topic() + one.paused());
    }
    directory.calendars().forEach(one -> parts.add(one.name()));
    deployed.get().descriptions().forEach(one -> parts.add(one.service() + one.version()));
    return parts
        + "|"
        + new java.util.TreeSet<>(directory.services())
        + new java.util.TreeSet<>(directory.pausedServices())
        + new java.util.TreeMap<>(directory.outlets());
  }

  private static Subscription subscription(
      SubscriptionRow row, Subscription.Addressing addressing) {
    return new Subscription(row.name(), row.topic(), Names.lane(row), row.paused(), addressing);
  }

  private SubscriptionRow row(
      Map<String, SubscriptionRow> rows, String name, String topic, String start) {
    SubscriptionRow known = rows.get(name);
    if (known != null && known.topic().equals(topic)) {
      return known;
    }
    var first = new SubscriptionRow(name, topic, 1, false, clock.instant(), "{}");
    journal.deliveries().startLane(Names.lane(first), positions(start));
    return registry.addSubscription(first);
  }

  /** Where a subscription begins, in every slice. */
  public Map<Integer, Long> positions(String start) {
    return switch (start) {
      case "beginning" -> Map.of();
      case "now" -> journal.outgoingReads().standings();
      default -> positions(Instant.parse(start));
    };
  }

  private Map<Integer, Long> positions(Instant time) {
    Map<Integer, Long> positions = new HashMap<>();
    for (int slice : journal.outgoingReads().standings().keySet()) {
      positions.put(slice, journal.outgoingReads().offsetAt(slice, time));
    }
    return positions;
  }

  /** Whether it names a place to begin at. */
  public static boolean isStart(String start) {
    if (start.equals("now") || start.equals("beginning")) {
      return true;
    }
    try {
      Instant.parse(start);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
