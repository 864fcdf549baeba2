package dev.holdfast.cluster;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.MemberRow;
import dev.holdfast.journal.members.Members.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rows of members for the tests of what is made of them. */
final class Rows {
  static final ClusterSettings SETTINGS =
      ClusterSettings.of(
          ConfigFactory.parseResources("settings/cluster.conf")
              .withFallback(ConfigFactory.parseString("holdfast.x = 1"))
              .resolve());
  static final Member SELF = member("self:1", 7);

  private Rows() {}

  static Member member(String address, long incarnation) {
    return new Member(address, incarnation, 1, "", "1.0", 1, "{}");
  }

  static MemberRow row(Member member, long ageMillis) {
    return new MemberRow(
        member,
        Instant.ofEpochSecond(1_700_000_000L).minusMillis(ageMillis),
        Duration.ofMillis(ageMillis));
  }

  static MemberRow row(String address, long ageMillis) {
    return row(member(address, 1), ageMillis);
  }

  static View view(MemberRow... rows) {
    return new View(3, List.of(rows));
  }
}
