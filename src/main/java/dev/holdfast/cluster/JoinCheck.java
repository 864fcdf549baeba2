package dev.holdfast.cluster;

import com.typesafe.config.Config;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What must be the same on both sides when a node joins: the second net, below the database, which
 * already refuses another number of slices and the table of members another format.
 */
public final class JoinCheck extends JoinConfigCompatChecker {
  /** Called by Pekko, which finds this class by its setting. */
  public JoinCheck() {}

  @Override
  public Seq<String> requiredKeys() {
    return CollectionConverters.asScala(
            List.of("holdfast.journal.slices", "holdfast.cluster.wire-format"))
        .toSeq();
  }

  @Override
  public ConfigValidation check(Config joining, Config cluster) {
    return JoinConfigCompatChecker.fullMatch(requiredKeys(), joining, cluster);
  }
}
