package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.Members.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a node that wants to become a member does next. */
sealed interface Decision {
  /** There is no cluster: form one, if the table still is as it was seen. */
  record Found(View seen) implements Decision {}

  /** There is one: join it through these. */
  record Join(long formation, List<String> addresses) implements Decision {
    public Join {
      addresses = List.copyOf(addresses);
    }
  }

  /** There is one, but nobody of it can be reached. */
  record Wait(List<Vitals> unreached) implements Decision {
    public Wait {
      unreached = List.copyOf(unreached);
    }
  }

  /** There is one that this program cannot talk to. */
  record Refuse(String reason) implements Decision {}

  /**
   * Decides.
   *
   * @param others the members that the view shows, without a row at our own address: we have bound
   *     it, so whoever wrote that row is gone
   */
  static Decision of(View view, List<Vitals> others, Member self, ClusterSettings settings) {
    List<Vitals> alive = others.stream().filter(other -> !other.isDead(settings)).toList();
    if (alive.isEmpty()) {
      return new Found(view);
    }
    List<Vitals> foreign =
        alive.stream()
            .filter(other -> other.row().member().wireFormat() != self.wireFormat())
            .toList();
    if (!foreign.isEmpty()) {
      return new Refuse(foreign(foreign, self));
    }
    List<String> open = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    for (Vitals other : alive) {
      if (other.answer() == Answer.OPEN) {
        (other.isSilent(settings) ? open : fresh).add(other.row().address());
      }
    }
    if (!fresh.isEmpty()) {
      return new Join(view.formation(), fresh);
    }
    return open.isEmpty() ? new Wait(alive) : new Join(view.formation(), open);
  }

  private static String foreign(List<Vitals> foreign, Member self) {
    String members =
        foreign.stream()
            .map(Vitals::row)
            .map(
                row ->
                    row.address()
                        + " (version "
                        + row.member().version()
                        + ", format "
                        + row.member().wireFormat()
                        + ")")
            .collect(Collectors.joining(", "));
    return "The cluster's nodes talk in another format than this program (version "
        + self.version()
        + ", format "
        + self.wireFormat()
        + "): "
        + members
        + ". Versions with different formats cannot run side by side: stop the whole cluster"
        + " before you start this version, or start the version that runs.";
  }
}
