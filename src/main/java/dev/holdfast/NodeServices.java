package dev.holdfast;

import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Rollout;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on this node: the services of its own folders, those that are deployed on the cluster,
 * and the platform's.
 *
 * <p>Invariant: a folder of the command line wins over a deployment with a service of the same
 * name, because whoever started the node meant it.
 */
final class NodeServices {
  private static final Logger LOG = LoggerFactory.getLogger(NodeServices.class);

  private final Collection<FunctionRuntime> platform;
  private final Consumer<Deployed> run;
  private Collection<FunctionRuntime> folders = List.of();
  private Deployed deployments = Deployed.NOTHING;
  private volatile Set<String> ofFolders = Set.of();

  NodeServices(Collection<FunctionRuntime> platform, Consumer<Deployed> run) {
    this.platform = platform;
    this.run = run;
  }

  synchronized void folders(Collection<FunctionRuntime> runtimes) {
    folders = List.copyOf(runtimes);
    Set<String> names = new HashSet<>();
    runtimes.forEach(runtime -> names.add(runtime.description().service()));
    ofFolders = Set.copyOf(names);
    publish();
  }

  synchronized void deployments(Deployed deployed) {
    deployments = deployed;
    publish();
  }

  /** Whether a service is of a folder of this node: it has one version, and nobody to ask. */
  boolean isOfFolder(String service) {
    return ofFolders.contains(service);
  }

  private void publish() {
    Set<String> hidden = new TreeSet<>(deployments.services().keySet());
    hidden.retainAll(ofFolders);
    if (!hidden.isEmpty()) {
      LOG.warn("Folders of this node stand before what is deployed: {}", hidden);
    }
    run.accept(
        deployments
            .with(folders.stream().map(Rollout::of).toList())
            .with(platform.stream().map(Rollout::of).toList()));
  }
}
