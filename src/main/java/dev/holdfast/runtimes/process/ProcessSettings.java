package dev.holdfast.runtimes.process;

import com.typesafe.config.Config;
import dev.holdfast.runtimes.process.confinement.ConfinementSettings;
import dev.holdfast.runtimes.process.limits.LimitSettings;
import dev.holdfast.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How functions run in processes; every key is explained in {@code settings/processes.conf}.
 *
 * @param node the program that runs JavaScript
 * @param python the program that runs Python
 * @param sdks where the SDKs of both lie
 * @param sockets where the sockets lie that processes listen on
 * @param processes of one version on this node
 * @param connections to one process: requests that it works on at once
 * @param start how long a process may take until it answers
 * @param restart the pause after a process that died at once; doubles each time
 * @param longestRestart the longest such pause
 * @param idle a process that nobody asks for so long is stopped
 * @param warm processes that are kept, and started again, though nobody asks
 * @param answerBytes of one answer
 * @param limits what one process may use
 * @param confinement how processes are shut in
 */
public record ProcessSettings(
    String node,
    String python,
    Path sdks,
    Path sockets,
    int processes,
    int connections,
    Duration start,
    Duration restart,
    Duration longestRestart,
    Duration idle,
    int warm,
    int answerBytes,
    LimitSettings limits,
    ConfinementSettings confinement) {

  public static ProcessSettings from(Config config) {
    Settings at = Settings.at(config, "holdfast.runtimes.process");
    String home = System.getProperty("holdfast.home", ".");
    String sdks = at.text("sdks");
    String sockets = at.text("sockets");
    return new ProcessSettings(
        at.text("node"),
        at.text("python"),
        real(sdks.isEmpty() ? Path.of(home).resolve("sdks") : Path.of(sdks)),
        real(Path.of(sockets.isEmpty() ? System.getProperty("java.io.tmpdir") : sockets)),
        at.count("processes", 1, 1_000),
        at.count("connections", 1, 10_000),
        at.time("start"),
        at.time("restart"),
        at.time("longest-restart"),
        at.time("idle"),
        at.count("warm", 0, 1_000),
        Math.toIntExact(at.bytes("answer-bytes", 1024, 1L << 30)),
        LimitSettings.from(at.block("limits")),
        ConfinementSettings.from(at.block("confinement")));
  }

  /** Behind walls there are no links on the way to a folder. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath(); // Whoever needs it says that it is not there.
    }
  }
}
