package dev.holdfast.runtimes.process.attacks;

import dev.holdfast.runtimes.process.ProcessSettings;
import dev.holdfast.runtimes.process.confinement.Confinement;
import dev.holdfast.settings.InvalidSetting;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What tests of attacks need of the machine they run on. */
final class Means {
  private static final List<String> PROGRAMS = List.of("prlimit", "setpriv", "unshare", "setsid");
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Means() {}

  /** Ends a test that cannot run here, so that it counts as skipped, and says why in one line. */
  static void need(ProcessSettings settings) throws Exception {
    for (String program : PROGRAMS) {
      if (Confinement.places(program).isEmpty()) {
        String why = "Cannot run here: " + program + " is not there (apt-get install util-linux)";
        if (System.getenv("CI") != null) {
          Assertions.fail(why);
        }
        abort(why);
      }
    }
    try {
      Confinement.find(settings.confinement(), settings.limits());
    } catch (InvalidSetting e) {
      abort("Cannot run here: the walls " + settings.confinement().walls() + " do not work");
    }
  }

  /** Only by its user is found what has left its parent, its session and its environment. */
  static void needUsers(ProcessSettings settings) throws Exception {
    if (!Confinement.find(settings.confinement(), settings.limits()).hasUsers()) {
      abort("Cannot run here: behind the walls session it needs a user for each process (root)");
    }
  }

  private static void abort(String why) {
    if (TOLD.add(why)) {
      System.out.println(why);
    }
    Assumptions.abort(why);
  }
}
